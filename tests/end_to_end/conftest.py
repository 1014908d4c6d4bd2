"""One long run of a Mopidy that is watched from outside, for the tests of privacy."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING, Any

import cv2
import pytest
import websocket

from tests.end_to_end import traces
from tests.mopidy_process import MopidyProcess

if TYPE_CHECKING:
    from pathlib import Path

PICTURES = 20


@dataclass(frozen=True)
class Run:
    """A run of Mopidy that has ended: what it asked of the kernel, and what it left behind."""

    mopidy: MopidyProcess
    calls: list[traces.Call]
    pixels: traces.Pixels


@pytest.fixture(scope="session")
def traced_run(tmp_path_factory: pytest.TempPathFactory, demo_music: Path, happy_clip: Path) -> Run:
    """Watch a clip and then a browser's camera, show both, steer, learn, and stop.

    Mopidy logs as much as it can. Also what C libraries do is seen.
    """
    if not traces.HAS_STRACE:
        pytest.skip("strace is not installed: apt-get install strace")
    folder = tmp_path_factory.mktemp("traced")
    own = folder / "mopidy"
    own.mkdir()
    trace = folder / "trace.txt"
    sections = {
        "moodcam": {"camera": str(happy_clip), "fps": "10"},
        "logging": {"verbosity": "4"},
    }
    mopidy = MopidyProcess(own, demo_music, sections, traces.wrapper(trace))
    mopidy.scan()
    frames = pictures_of(happy_clip)
    with mopidy:
        mopidy.until(lambda: mopidy.state()["mood"]["emotion"] == "happy", "the mood is read")
        playing = mopidy.until(lambda: mopidy.state()["playing"], "a track plays")
        take_pictures(mopidy)
        with urllib.request.urlopen(mopidy.url("/moodcam/feed.mjpg"), timeout=30) as stream:
            assert stream.read(50_000).count(b"image/jpeg") > 0
        mopidy.post("/moodcam/api/feedback", {"uri": playing["uri"], "value": "more"})
        mopidy.post("/moodcam/api/genres", {"genre": "jazz", "choice": "pick"})
        mopidy.post("/moodcam/api/skip", {})
        take_pictures(mopidy, [cv2.imencode(".jpg", frame)[1].tobytes() for frame in frames])
    return Run(mopidy, traces.read(trace), traces.Pixels(frames))


def pictures_of(clip: Path) -> list[Any]:
    capture = cv2.VideoCapture(str(clip))
    frames: list[Any] = []
    while (taken := capture.read())[0]:
        frames.append(taken[1])
    capture.release()
    return frames


def take_pictures(mopidy: MopidyProcess, own: list[bytes] | None = None) -> None:
    """Take what the page takes, being the camera if there are pictures of one's own."""
    socket = websocket.create_connection(f"ws://127.0.0.1:{mopidy.port}/moodcam/ws", timeout=30)
    answers = cycle(own or [])
    if own:
        socket.send(json.dumps({"command": "camera", "camera": "browser"}))
    taken = 0
    while taken < PICTURES:
        kind, data = socket.recv_data()
        taken += kind == websocket.ABNF.OPCODE_BINARY
        if own and kind == websocket.ABNF.OPCODE_TEXT and "max_px" in data.decode():
            socket.send_binary(next(answers))
    socket.close()
