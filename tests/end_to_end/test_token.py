"""A Mopidy that listens to the whole network: what it serves, to whom, and what it writes down."""

from __future__ import annotations

import http.client
import urllib.request
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import websocket

from tests.mopidy_process import MopidyProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = "sesame-öffne-dich"  # noqa: S105
QUOTED = "sesame-%C3%B6ffne-dich"
LOUD = {"logging": {"verbosity": "3"}}
PRIVATE = ("api/state", "api/history", "api/cameras", "api/openapi.json", "feed.mjpg", "ws")


def open_to_all(folder: Path, token: str) -> MopidyProcess:
    music = folder / "music"
    music.mkdir()
    sections = {
        "http": {"hostname": "0.0.0.0"},  # noqa: S104
        "moodcam": {"camera": "demo", "fps": "2", "token": token},
    }
    process = MopidyProcess(folder, music, sections | LOUD)
    process.scan()
    return process


@pytest.fixture(scope="module")
def mopidy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MopidyProcess]:
    with open_to_all(tmp_path_factory.mktemp("open"), TOKEN) as process:
        path = f"/moodcam/api/state?token={QUOTED}"
        process.until(lambda: process.get(path)[0] == 200, "MoodCam answers")
        yield process


@pytest.fixture(scope="module")
def without_token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MopidyProcess]:
    with open_to_all(tmp_path_factory.mktemp("closed"), "") as process:
        yield process


def status_of(mopidy: MopidyProcess, path: str, method: str = "GET") -> int:
    """Ask as programs do that do not follow redirects, nor wait for the end of a stream."""
    with closing(http.client.HTTPConnection("127.0.0.1", mopidy.port, timeout=20)) as connection:
        connection.request(method, path)
        return connection.getresponse().status


def test_nothing_is_served_beyond_this_machine_without_a_token_and_the_log_says_why(
    without_token: MopidyProcess,
) -> None:
    for path in PRIVATE:
        status, answer = without_token.get(f"/moodcam/{path}")
        assert status == 403
        assert "moodcam/token is empty: set a token" in answer["error"]
    assert without_token.post("/moodcam/api/skip", {})[0] == 403
    assert "MoodCam lets nobody in: Mopidy listens beyond" in without_token.log_text()


def test_the_token_opens_the_state_the_feed_and_the_commands(mopidy: MopidyProcess) -> None:
    for path in PRIVATE:
        assert status_of(mopidy, f"/moodcam/{path}") == 403
    for path in PRIVATE[:-1]:
        assert status_of(mopidy, f"/moodcam/{path}?token={QUOTED}") == 200
    assert mopidy.post("/moodcam/api/mood", {"emotion": "sad"})[0] == 403
    command = f"/moodcam/api/mood?token={QUOTED}"
    assert mopidy.post(command, {"emotion": "sad"}) == (200, {})
    bearer = {"Authorization": f"Bearer {TOKEN}".encode().decode("latin-1")}
    assert mopidy.get("/moodcam/api/state", bearer)[0] == 200
    address = f"ws://127.0.0.1:{mopidy.port}/moodcam/ws"
    with closing(websocket.create_connection(f"{address}?token={QUOTED}", timeout=20)) as client:
        assert client.recv()
    with pytest.raises(websocket.WebSocketBadStatusException):
        websocket.create_connection(f"{address}?token=wrong", timeout=20)


def test_the_page_itself_is_for_everybody(mopidy: MopidyProcess) -> None:
    with urllib.request.urlopen(mopidy.url("/moodcam/"), timeout=20) as page:
        assert b"<html" in page.read()
    assert status_of(mopidy, "/moodcam/app.js") == 200


def test_no_token_is_in_the_log_however_much_it_says(mopidy: MopidyProcess) -> None:
    query = f"?token={QUOTED}"
    said = len(mopidy.log_text())
    for path in ("", "/", "/api/state", "/api/none", "/nowhere", "/ws", "/app.js"):
        status_of(mopidy, f"/moodcam{path}{query}")
    for path in ("/api/skip", "/api/state"):
        status_of(mopidy, f"/moodcam{path}{query}", "POST")
    status_of(mopidy, "/moodcam/api/state?token=sesame-mistyped")
    mopidy.until(lambda: "404 GET /moodcam/nowhere?..." in mopidy.log_text(), "it is logged")
    mopidy.until(lambda: "301 GET /moodcam?..." in mopidy.log_text(), "and so is the redirect")
    assert "sesame" not in mopidy.log_text()
    assert "Traceback" not in mopidy.log_text()[said:]
