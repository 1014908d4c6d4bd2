"""Every command of the API, and what it does in a real Mopidy."""

from __future__ import annotations

import http.client
import json
import re
import shlex
import shutil
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest
import websocket

from mopidy_moodcam.web.schema import COMMANDS
from tests.conftest import ROOT
from tests.mopidy_process import MopidyProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

API = "/moodcam/api"


@pytest.fixture(scope="module")
def clip(happy_clip: Any) -> str:
    return str(happy_clip)


@pytest.fixture(scope="module")
def mopidy(
    tmp_path_factory: pytest.TempPathFactory, demo_music: Any, clip: str
) -> Iterator[MopidyProcess]:
    sections = {"moodcam": {"camera": clip, "fps": "10"}}
    process = MopidyProcess(tmp_path_factory.mktemp("mopidy"), demo_music, sections)
    process.scan()
    with process:
        process.until(lambda: process.get(f"{API}/state")[0] == 200, "MoodCam answers")
        yield process
    assert "Traceback" not in process.log_text()


@pytest.fixture
def happy(mopidy: MopidyProcess) -> MopidyProcess:
    """Mopidy with a mood that no picture changes, and tracks for it that play and are ahead."""
    command(mopidy, "mood", emotion="happy")
    until(
        mopidy,
        "music for a happy mood plays",
        lambda s: (
            s["mood"]["emotion"] == "happy"
            and s["player"] == "playing"
            and s["playing"]["ours"]
            and len(s["upcoming"]) >= 3
            and all(t["ours"] and "happy" in " ".join(t["reasons"]) for t in s["upcoming"])
        ),
    )
    return mopidy


def command(mopidy: MopidyProcess, name: str, **fields: Any) -> None:
    assert mopidy.post(f"{API}/{name}", fields) == (200, {})


def until(
    mopidy: MopidyProcess, what: str, condition: Callable[[dict[str, Any]], Any]
) -> dict[str, Any]:
    """Wait until the state is so, and return it."""
    return mopidy.until(lambda: condition(s := mopidy.state()) and s, what)


def uris(state: dict[str, Any]) -> list[str]:
    return [track["uri"] for track in state["upcoming"]]


def tracklist(mopidy: MopidyProcess) -> list[str]:
    return [track["uri"] for track in mopidy.rpc("core.tracklist.get_tracks")]


@contextmanager
def pictures(mopidy: MopidyProcess) -> Iterator[http.client.HTTPResponse]:
    connection = http.client.HTTPConnection("127.0.0.1", mopidy.port, timeout=30)
    connection.request("GET", "/moodcam/feed.mjpg")
    yield connection.getresponse()
    connection.close()


def read_part(stream: http.client.HTTPResponse) -> bytes:
    """Read the next picture, as a viewer does that goes by Content-Length."""
    headers = http.client.parse_headers(stream)
    assert headers["Content-Type"] == "image/jpeg"
    picture = stream.read(int(headers["Content-Length"]))
    assert stream.read(2) == b"\r\n"
    assert stream.readline().startswith(b"--")
    return picture


def test_the_state_says_what_can_be_chosen(mopidy: MopidyProcess, clip: str) -> None:
    state = until(mopidy, "the camera works", lambda s: s["camera"]["status"] == "ok")
    assert state["time"] == pytest.approx(time.time(), abs=60)
    assert state["camera"]["chosen"] == clip
    assert state["cameras"][0] == {"camera": clip, "label": "happy.avi"}
    assert [c["camera"] for c in state["cameras"][-3:]] == ["demo", "browser", "off"]
    assert state["feeds"] == ["video", "landmarks", "off"]
    assert (state["picked_genres"], state["excluded_genres"]) == ([], [])
    assert mopidy.get(f"{API}/cameras") == (200, {"cameras": state["cameras"]})


def test_a_mood_by_hand_ends_when_its_time_is_over(mopidy: MopidyProcess) -> None:
    command(mopidy, "mood", emotion="sad", duration_s=2)
    mood = until(mopidy, "it is taken", lambda s: s["mood"]["source"] == "manual")["mood"]
    assert mood["emotion"] == "sad"
    assert mood["until"] == pytest.approx(mood["since"] + 2, abs=0.2)
    mood = until(mopidy, "the camera counts again", lambda s: s["mood"]["source"] == "face")["mood"]
    assert mood["until"] is None


def test_playing_and_pausing_shows_in_the_state(happy: MopidyProcess) -> None:
    command(happy, "playback", action="pause")
    until(happy, "the player pauses", lambda s: s["player"] == "paused")
    command(happy, "playback", action="play")
    until(happy, "the player goes on", lambda s: s["player"] == "playing")


def test_a_strategy_shows_in_the_reasons(happy: MopidyProcess) -> None:
    command(happy, "mood", emotion="angry")
    command(happy, "strategy", strategy="balance")
    until(
        happy,
        "the music is against the mood",
        lambda s: (
            s["strategy"] == "balance"
            and "against angry" in " ".join(r for t in s["upcoming"] for r in t["reasons"])
        ),
    )
    command(happy, "strategy", strategy="match")


def test_a_picked_genre_comes_before_those_of_the_rules(happy: MopidyProcess) -> None:
    command(happy, "genres", genre="Classical", choice="pick")
    state = until(
        happy,
        "picked music is next",
        lambda s: s["upcoming"] and "classical" in s["upcoming"][0]["genre"].lower(),
    )
    assert state["picked_genres"] == ["Classical"]
    command(happy, "genres", genre="Classical", choice=None)
    state = until(
        happy,
        "the rules decide again",
        lambda s: (
            s["upcoming"] and all("classical" not in t["genre"].lower() for t in s["upcoming"])
        ),
    )
    assert state["picked_genres"] == []


def test_an_excluded_genre_leaves_the_queue(happy: MopidyProcess) -> None:
    genre = re.split(r"[;/]", happy.state()["upcoming"][0]["genre"])[0].strip()
    command(happy, "genres", genre=genre, choice="exclude")
    state = until(
        happy,
        f"{genre} is not ahead",
        lambda s: s["upcoming"] and all(genre not in t["genre"] for t in s["upcoming"]),
    )
    assert state["excluded_genres"] == [genre]
    command(happy, "genres", genre=genre, choice=None)
    until(happy, f"{genre} is no longer excluded", lambda s: not s["excluded_genres"])


def test_less_of_a_track_ahead_takes_it_out_and_leaves_the_others(happy: MopidyProcess) -> None:
    before = uris(happy.state())
    command(happy, "feedback", uri=before[1], value="less")
    state = until(happy, "it is gone", lambda s: before[1] not in uris(s))
    assert uris(state)[:2] == [before[0], before[2]]
    assert before[1] not in tracklist(happy)


def test_less_of_the_track_that_plays_skips_it(happy: MopidyProcess) -> None:
    before = happy.state()
    disliked = before["playing"]["uri"]
    command(happy, "feedback", uri=disliked, value="less")
    until(
        happy,
        "the next track plays",
        lambda s: s["playing"] and s["playing"]["uri"] == uris(before)[0],
    )
    happy.until(lambda: disliked not in tracklist(happy), "it leaves the tracklist")
    command(happy, "feedback", uri=disliked, value=None)


def test_a_track_that_a_person_queued_stays_whatever_they_say_of_it(happy: MopidyProcess) -> None:
    uri = uris(happy.state())[0]
    added = happy.rpc("core.tracklist.add", uris=[uri])[0]["tlid"]
    command(happy, "feedback", uri=uri, value="less")
    state = until(happy, "ours is gone", lambda s: uris(s).count(uri) == 1)
    track = next(t for t in state["upcoming"] if t["uri"] == uri)
    assert (track["ours"], track["feedback"]) == (False, "less")
    happy.rpc("core.playback.play", tlid=added)
    until(happy, "the person's track plays", lambda s: s["playing"]["uri"] == uri)
    command(happy, "feedback", uri=uri, value="less")
    assert happy.state()["playing"]["uri"] == uri
    command(happy, "feedback", uri=uri, value=None)
    command(happy, "skip")
    until(happy, "ours plays again", lambda s: s["playing"]["ours"])


def test_more_of_a_track_is_shown_until_it_is_taken_back(happy: MopidyProcess) -> None:
    uri = happy.state()["playing"]["uri"]
    assert happy.state()["playing"]["feedback"] is None
    command(happy, "feedback", uri=uri, value="more")
    until(happy, "it is shown", lambda s: s["playing"]["feedback"] == "more")
    command(happy, "feedback", uri=uri, value=None)
    until(happy, "it is taken back", lambda s: s["playing"]["feedback"] is None)


def test_the_camera_is_switched_between_clip_performer_and_off(
    mopidy: MopidyProcess, clip: str
) -> None:
    command(mopidy, "camera", camera="demo")
    until(
        mopidy,
        "the performer is seen",
        lambda s: (
            s["camera"] == {"source": "demo", "status": "ok", "error": None, "chosen": "demo"}
            and s["face"]
        ),
    )
    command(mopidy, "camera", camera="off")
    state = until(mopidy, "nothing is watched", lambda s: s["camera"]["status"] == "off")
    assert (state["camera"]["chosen"], state["face"]) == ("off", None)
    command(mopidy, "camera", camera=clip)
    until(
        mopidy,
        "the clip is seen",
        lambda s: s["camera"]["chosen"] == clip and s["camera"]["status"] == "ok" and s["face"],
    )


def test_the_picture_stream_delivers_pictures_until_the_feed_is_switched(
    mopidy: MopidyProcess,
) -> None:
    with pictures(mopidy) as stream:
        assert stream.status == 200
        assert stream.headers["Content-Type"].startswith("multipart/x-mixed-replace; boundary=")
        assert stream.readline().startswith(b"--")
        first, second = read_part(stream), read_part(stream)
        assert first != second
        for picture in (first, second):
            image = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
            assert image is not None
            assert image.shape == (480, 640, 3)
        command(mopidy, "feed", feed="landmarks")
        while stream.read(65536):
            pass
    assert mopidy.state()["feed"] == "landmarks"
    until(mopidy, "the landmarks are still shown", lambda s: s["face"])
    with pictures(mopidy) as refused:
        assert refused.status == 403
        assert "the feed is landmarks" in json.loads(refused.read())["error"]
    command(mopidy, "feed", feed="off")
    state = mopidy.state()
    assert (state["feed"], state["face"]) == ("off", None)
    command(mopidy, "feed", feed="video")
    with pictures(mopidy) as stream:
        assert stream.readline().startswith(b"--")
        assert read_part(stream).startswith(b"\xff\xd8")


def test_the_history_fills_with_moods_and_tracks(happy: MopidyProcess) -> None:
    status, history = happy.get(f"{API}/history")
    assert status == 200
    assert {"happy"} <= {point["emotion"] for point in history["moods"]}
    for point in history["moods"]:
        assert set(point) == {"time", "emotion", "confidence", "valence", "arousal", "source"}
    playing = happy.state()["playing"]
    track = history["tracks"][-1]
    assert (track["uri"], track["name"]) == (playing["uri"], playing["name"])
    assert set(track) == {"time", "uri", "name", "artists", "emotion"}
    times = [point["time"] for point in history["moods"]]
    assert times == sorted(times)


WRONG = [
    ("mood", {"emotion": "hungry"}, "emotion must be one of"),
    ("mood", {"emotion": "sad", "duration_s": 0}, "duration_s must be a number from 1 to 86400"),
    ("strategy", {}, "strategy is missing"),
    ("playback", {"action": "rewind"}, "action must be one of"),
    ("genres", {"genre": "", "choice": "pick"}, "genre must be text"),
    ("genres", {"genre": "jazz", "choice": "ban"}, "choice must be one of"),
    ("feedback", {"uri": "local:track:none.ogg", "value": "less"}, "uri must be that of a track"),
    ("feedback", {"uri": "a:b", "value": "most"}, "value must be one of"),
    ("camera", {"camera": "/etc/passwd"}, "camera must be one of"),
    ("feed", {"feed": "audio"}, "feed must be one of"),
    ("pause", {"paused": "yes"}, "paused must be one of"),
    ("pictures", {"wanted": 1}, "wanted must be one of"),
    ("skip", {"far": 1}, 'field "far" is unknown'),
]


@pytest.mark.parametrize(("name", "fields", "sentence"), WRONG)
def test_a_wrong_message_is_refused_with_the_field_s_name(
    mopidy: MopidyProcess, name: str, fields: dict[str, Any], sentence: str
) -> None:
    status, answer = mopidy.post(f"{API}/{name}", fields)
    assert status == 400
    assert sentence in answer["error"]


def test_the_socket_refuses_the_same(mopidy: MopidyProcess) -> None:
    socket = websocket.create_connection(f"ws://127.0.0.1:{mopidy.port}/moodcam/ws", timeout=30)
    for name, fields, sentence in WRONG:
        socket.send(json.dumps({"command": name} | fields))
        answer: dict[str, Any] = {}
        while "error" not in answer:
            kind, data = socket.recv_data()
            answer = json.loads(data) if kind == websocket.ABNF.OPCODE_TEXT else {}
        assert sentence in answer["error"]
    socket.close()


def test_this_browser_s_camera_is_not_chosen_by_a_request(mopidy: MopidyProcess) -> None:
    status, answer = mopidy.post(f"{API}/camera", {"camera": "browser"})
    assert status == 400
    assert "WebSocket" in answer["error"]


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_the_examples_of_the_document_work(happy: MopidyProcess) -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    examples = re.findall(r"^    (curl .*)$", text, re.MULTILINE)
    assert len(examples) > len(COMMANDS)
    for example in examples:
        here = example.replace("127.0.0.1:6680", f"127.0.0.1:{happy.port}")
        words = shlex.split(here.replace("URI", happy.state()["playing"]["uri"]))
        done = subprocess.run([*words, "-sS", "--fail-with-body"], capture_output=True, check=False)
        assert done.returncode == 0, (example, done.stdout)
        json.loads(done.stdout)
    state = until(happy, "the last one is done", lambda s: s["feed"] == "landmarks")
    assert (state["strategy"], state["picked_genres"]) == ("elevate", ["Jazz"])
    assert state["watching"] is False
