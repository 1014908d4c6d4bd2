"""The page, the API and the WebSocket of a real Mopidy."""

from __future__ import annotations

import json
import urllib.request
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest
import websocket

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.vision.face import PARTS
from mopidy_moodcam.web.state import MoodPart, State, TrackPart
from tests.mopidy_process import MopidyProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

FOREIGN = {"Origin": "http://evil.example"}
STATE_KEYS = set(State.__annotations__)


@pytest.fixture(scope="module")
def mopidy(
    tmp_path_factory: pytest.TempPathFactory, demo_music: Any, happy_clip: Any
) -> Iterator[MopidyProcess]:
    sections = {"moodcam": {"camera": str(happy_clip), "fps": "10"}}
    process = MopidyProcess(tmp_path_factory.mktemp("mopidy"), demo_music, sections)
    process.scan()
    with process:
        process.until(lambda: process.get("/moodcam/api/state")[0] == 200, "MoodCam answers")
        process.until(lambda: process.state()["playing"], "a track plays")
        yield process


def connect(mopidy: MopidyProcess, **options: Any) -> websocket.WebSocket:
    address = f"ws://127.0.0.1:{mopidy.port}/moodcam/ws"
    return websocket.create_connection(address, timeout=30, **options)


def test_the_state_holds_the_whole_contract(mopidy: MopidyProcess) -> None:
    state = mopidy.until(lambda: (s := mopidy.state())["face"] and s, "a face is seen")
    assert set(state) == STATE_KEYS
    assert state["camera"]["status"] == "ok"
    assert set(state["face"]["landmarks"]) == set(PARTS)
    assert list(state["expression"]) == list(LABELS)
    assert sum(state["expression"].values()) == pytest.approx(1, abs=0.01)
    assert set(state["mood"]) == set(MoodPart.__annotations__)
    for track in (state["playing"], *state["upcoming"]):
        assert set(track) == set(TrackPart.__annotations__)
    assert len(state["upcoming"]) >= 2
    assert set(state["timing_ms"]) == {"read", "face", "expression", "total"}


def test_the_socket_gives_whole_states_each_before_its_picture(mopidy: MopidyProcess) -> None:
    socket = connect(mopidy)
    kind, first = socket.recv_data()
    assert kind == websocket.ABNF.OPCODE_TEXT
    assert set(json.loads(first)) == STATE_KEYS
    state: dict[str, Any] = {}
    for _ in range(1000):
        kind, data = socket.recv_data()
        if kind == websocket.ABNF.OPCODE_BINARY:
            break
        state = json.loads(data)
    socket.close()
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape[:2] == (state["frame"]["height"], state["frame"]["width"])


def test_a_command_over_the_socket_is_carried_out(mopidy: MopidyProcess) -> None:
    socket = connect(mopidy)
    socket.send(json.dumps({"command": "strategy", "strategy": "elevate"}))
    mopidy.until(lambda: mopidy.state()["strategy"] == "elevate", "the strategy changes")
    socket.send(json.dumps({"command": "strategy", "strategy": "match"}))
    mopidy.until(lambda: mopidy.state()["strategy"] == "match", "the strategy changes back")
    socket.close()


@pytest.mark.parametrize(
    ("message", "sentence"),
    [("{", "not JSON"), ('{"command": "fly"}', 'unknown command "fly"'), ("{}", "unknown command")],
)
def test_a_wrong_message_gets_a_sentence_back(
    mopidy: MopidyProcess, message: str, sentence: str
) -> None:
    socket = connect(mopidy)
    socket.send(message)
    for _ in range(1000):
        kind, data = socket.recv_data()
        answer = json.loads(data) if kind == websocket.ABNF.OPCODE_TEXT else {}
        if "error" in answer:
            break
    socket.close()
    assert sentence in answer["error"]


def test_skip_plays_the_next_track(mopidy: MopidyProcess) -> None:
    before = mopidy.state()
    assert mopidy.post("/moodcam/api/skip", {}) == (200, {})
    mopidy.until(
        lambda: (mopidy.state()["playing"] or {}).get("uri") == before["upcoming"][0]["uri"],
        "the next track plays",
    )


def test_a_mood_by_hand_changes_the_queue_and_is_taken_back(mopidy: MopidyProcess) -> None:
    assert mopidy.post("/moodcam/api/mood", {"emotion": "sad"}) == (200, {})
    sad = mopidy.until(
        lambda: (s := mopidy.state())["mood"]["source"] == "manual" and s, "the mood is taken"
    )
    assert sad["mood"]["emotion"] == "sad"
    mopidy.until(
        lambda: all("sad" in " ".join(t["reasons"]) for t in mopidy.state()["upcoming"]),
        "the queue follows",
    )
    assert mopidy.post("/moodcam/api/mood", {"emotion": None}) == (200, {})
    mopidy.until(lambda: mopidy.state()["mood"]["source"] == "face", "the camera counts again")


def test_pausing_releases_the_camera(mopidy: MopidyProcess) -> None:
    assert mopidy.post("/moodcam/api/pause", {"paused": True}) == (200, {})
    mopidy.until(lambda: mopidy.state()["camera"]["status"] == "off", "the camera is released")
    assert mopidy.state()["watching"] is False
    assert mopidy.state()["face"] is None
    assert mopidy.post("/moodcam/api/pause", {"paused": False}) == (200, {})
    mopidy.until(lambda: mopidy.state()["camera"]["status"] == "ok", "the camera is back")


@pytest.mark.parametrize(
    ("path", "status"), [("/moodcam/api/skip", 405), ("/moodcam/api/a/b", 404)]
)
def test_what_is_not_there_is_said_in_json_too(
    mopidy: MopidyProcess, path: str, status: int
) -> None:
    answered, body = mopidy.get(path)
    assert answered == status
    assert body["error"]


@pytest.mark.parametrize("path", ["/moodcam/%00", "/moodcam/../../etc/passwd", "/moodcam/none"])
def test_the_page_serves_its_own_files_only(mopidy: MopidyProcess, path: str) -> None:
    assert mopidy.get(path)[0] in {403, 404}


def test_a_name_that_points_here_from_elsewhere_gets_nothing(mopidy: MopidyProcess) -> None:
    host = f"evil.example:{mopidy.port}"
    rebound = {"Host": host, "Origin": f"http://{host}"}
    assert mopidy.get("/moodcam/api/state", rebound)[0] == 403
    assert mopidy.post("/moodcam/api/skip", {}, rebound)[0] == 403


def test_playing_after_a_clear_queues_what_fits_the_mood(mopidy: MopidyProcess) -> None:
    mopidy.rpc("core.tracklist.clear")
    mopidy.until(lambda: mopidy.state()["player"] == "stopped", "the player stops")
    assert mopidy.post("/moodcam/api/playback", {"action": "play"}) == (200, {})
    mopidy.until(lambda: mopidy.state()["playing"], "a track plays")
    assert mopidy.state()["playing"]["ours"]


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/moodcam/api/skip", FOREIGN, 403),
        ("/moodcam/api/skip", {"Content-Type": "text/plain"}, 415),
        ("/moodcam/api/skip", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ("/moodcam/api/fly", {}, 404),
        ("/moodcam/api/mood", {}, 400),
    ],
)
def test_a_wrong_request_is_refused_with_a_sentence(
    mopidy: MopidyProcess, path: str, headers: dict[str, str], status: int
) -> None:
    playing = mopidy.state()["playing"]["uri"]
    answered, body = mopidy.post(path, {}, headers)
    assert answered == status
    assert body["error"]
    assert mopidy.state()["playing"]["uri"] == playing


def test_another_site_gets_neither_state_nor_socket(mopidy: MopidyProcess) -> None:
    assert mopidy.get("/moodcam/api/state", FOREIGN)[0] == 403
    with pytest.raises(websocket.WebSocketBadStatusException) as caught:
        connect(mopidy, origin="http://evil.example")
    assert caught.value.status_code == 403


def test_the_page_is_served_with_a_policy_that_keeps_it_here(mopidy: MopidyProcess) -> None:
    with urllib.request.urlopen(mopidy.url("/moodcam/"), timeout=10) as response:
        assert b"<html" in response.read()
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
