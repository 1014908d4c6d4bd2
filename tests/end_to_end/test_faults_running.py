"""Faults that come and go while Mopidy runs: the music goes on, each is told, and each heals.

One Mopidy goes through all of them, one after the other, and must be none the worse for it. How
long each took to heal is in the log: `pytest -rP --log-level=INFO` shows it.
"""

from __future__ import annotations

import json
import logging
import shutil
import time
import urllib.parse
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest
import soundfile
import websocket

from mopidy_moodcam.vision.eye import shipped_model
from tests.end_to_end.faulty_install import environment
from tests.mopidy_process import MopidyProcess
from tests.network_camera import NetworkCamera, jpeg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

FPS = 15.0
TONE_S = 1800
QUICK_S = 5.0  # what clients wait for the frontend: later than that they get an error


@dataclass
class Running:
    """A Mopidy that plays a tone for a person and watches a face through a network camera."""

    mopidy: MopidyProcess
    camera: NetworkCamera
    fault: Path
    model: Path
    pictures: list[NDArray[np.uint8]]
    threads: Counter[str] = field(default_factory=Counter[str])

    def show(self, change: Callable[[NDArray[np.uint8]], Any] = lambda picture: picture) -> None:
        """Have the camera show its pictures changed so."""
        changed = [jpeg(change(picture)) for picture in self.pictures]
        self.camera.picture = lambda number: changed[number % len(changed)]

    def errors(self) -> list[str]:
        return self.mopidy.state()["errors"]

    def until_told(self, part: str) -> None:
        self.mopidy.until(lambda: any(part in e for e in self.errors()), f"it is told: {part}")

    def until_healed(self, fault: str) -> None:
        """Wait until nothing is wrong and the face is seen; note how long it took."""
        start_s = time.monotonic()

        def is_well() -> bool:
            state = self.mopidy.state()
            return not state["errors"] and state["face"] is not None

        self.mopidy.until(is_well, f"{fault}: it heals")
        logger.info("%s: healed after %.1f s", fault, time.monotonic() - start_s)

    def position_ms(self) -> int:
        """How far the person's tone has been played; it must play."""
        assert self.mopidy.rpc("core.playback.get_state") == "playing"
        assert self.mopidy.rpc("core.playback.get_current_track")["uri"].endswith("tone.flac")
        return self.mopidy.rpc("core.playback.get_time_position")

    def look_inside(self, what: str) -> list[str]:
        found = self.mopidy.rpc("core.library.browse", uri=f"faulty:{what}")
        return [reference["name"] for reference in found]

    def own_threads(self) -> Counter[str]:
        """The threads of MoodCam, without those of the web server, which grow on demand."""
        names = Counter(self.look_inside("threads"))
        own = {name: count for name, count in names.items() if name.lower().startswith("moodcam")}
        return Counter({name: n for name, n in own.items() if not name.startswith("moodcam-web")})

    def read_library(self) -> None:
        """Have the library read again, as after a scan."""
        self.mopidy.rpc("core.playlists.refresh")


@pytest.fixture(scope="module")
def process(
    tmp_path_factory: pytest.TempPathFactory, demo_music: Path, happy_clip: Path
) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("faults")
    (folder / "playlists").mkdir()
    tone = folder / "tone.flac"
    soundfile.write(tone, np.sin(np.arange(8000 * TONE_S) * 0.1) * 0.1, 8000)
    fault, model = folder / "fault", folder / "model.pt"
    variables = environment(folder / "extension", fault, tone.as_uri())
    clip = cv2.VideoCapture(str(happy_clip))
    pictures = [np.asarray(clip.read()[1], np.uint8) for _ in range(45)]
    clip.release()
    with NetworkCamera(lambda _: b"", 1 / FPS) as camera:
        sections = {
            "moodcam": {"camera": camera.address, "model": str(model), "fps": "8"},
            "stream": {"enabled": "true", "protocols": "file"},
            "m3u": {"enabled": "true", "playlists_dir": str(folder / "playlists")},
            "faulty": {"enabled": "true"},
        }
        wrapper = ["env", *(f"{name}={value}" for name, value in variables.items())]
        mopidy = MopidyProcess(folder, demo_music, sections, wrapper)
        mopidy.scan()
        running = Running(mopidy, camera, fault, model, pictures)
        running.show()
        with mopidy:
            mopidy.rpc("core.tracklist.add", uris=[tone.as_uri()])
            mopidy.rpc("core.playback.play")
            mopidy.until(lambda: mopidy.get("/moodcam/api/state")[0] == 200, "MoodCam answers")
            yield running


def test_a_model_that_is_missing_is_told_and_used_once_it_is_there(process: Running) -> None:
    process.until_told("model.pt does not exist")
    before_ms = process.position_ms()
    shutil.copy(shipped_model(), process.model)
    process.until_healed("model missing")
    process.mopidy.until(lambda: process.mopidy.state()["mood"]["emotion"] == "happy", "a mood")
    assert process.position_ms() > before_ms


@pytest.fixture
def running(process: Running) -> Iterator[Running]:
    """The process in good health before a fault, and none the worse after it."""
    if not process.model.exists():
        shutil.copy(shipped_model(), process.model)
    process.until_healed("before")
    needed = {f"MoodCam {name}" for name in ("local", "faulty", "file")}
    needed |= {"moodcam-camera", "moodcam-watcher"}
    process.mopidy.until(lambda: {*process.own_threads()} >= needed, "every thread is there")
    before_ms = process.position_ms()
    yield process
    process.fault.write_text("")
    process.mopidy.until(lambda: process.position_ms() > before_ms, "the music goes on")
    process.mopidy.until(
        lambda: {*process.own_threads()} - {"MoodCamStore"} == needed, "no other thread is left"
    )
    assert set(process.own_threads().values()) == {1}, "no thread is there twice"
    process.mopidy.until(lambda: process.camera.held == 1, "the camera is held once")


@dataclass(frozen=True)
class CameraFault:
    """What is wrong with the camera, what is told of it, and what puts it right again."""

    begin: Callable[[Running], object]
    told: str
    end: Callable[[Running], object] = Running.show


def set_mode(mode: Any) -> Callable[[Running], None]:
    return lambda running: setattr(running.camera, "mode", mode)


def freeze(running: Running) -> None:
    frozen = jpeg(running.pictures[0])
    running.camera.picture = lambda _: frozen


def spoil(running: Running) -> None:
    running.camera.picture = lambda _: b"\xff\xd8\xff" + b"no picture" * 50


def spoil_some(running: Running) -> None:
    good = [jpeg(picture) for picture in running.pictures]
    running.camera.picture = lambda n: good[n % 45][: 3000 if n % 3 == 0 else None]


CAMERA_FAULTS = {
    "unplugged": CameraFault(
        lambda one: one.camera.unplug(), "camera http://", lambda one: one.camera.plug()
    ),
    "ended": CameraFault(set_mode("end"), "camera http://", set_mode("stream")),
    "stalled": CameraFault(set_mode("stall"), "went away", set_mode("stream")),
    "frozen": CameraFault(freeze, "is frozen"),
    "black": CameraFault(lambda one: one.show(np.zeros_like), "sees nothing but black"),
    "1x1": CameraFault(lambda one: one.show(lambda p: p[:1, :1] + 90), "too small for a face"),
    "corrupt": CameraFault(spoil, "no picture of use"),
}


@pytest.mark.parametrize("name", CAMERA_FAULTS)
def test_a_fault_of_the_camera_is_told_and_heals(running: Running, name: str) -> None:
    fault = CAMERA_FAULTS[name]
    fault.begin(running)
    running.until_told(fault.told)
    before_ms = running.position_ms()
    fault.end(running)
    running.until_healed(f"camera {name}")
    assert running.position_ms() > before_ms


HARMLESS: dict[str, Callable[[Running], object]] = {
    "mirrored": lambda one: one.show(lambda picture: cv2.flip(picture, 1)),
    "another size": lambda one: one.show(lambda picture: cv2.resize(picture, (320, 240))),
    "8K": lambda one: one.show(lambda picture: cv2.resize(picture, (7680, 4320))),
    "another rate": lambda one: setattr(one.camera, "interval_s", 0.5),
    "every third one corrupt": spoil_some,
}


@pytest.mark.parametrize("name", HARMLESS)
def test_a_change_of_the_pictures_is_followed(running: Running, name: str) -> None:
    if name == "8K":
        running.pictures, every = running.pictures[:3], running.pictures  # they take long to make
    else:
        every = running.pictures
    HARMLESS[name](running)
    since = running.mopidy.state()["frame"]["time"] + 3
    running.mopidy.until(
        lambda: (running.mopidy.state()["frame"] or {"time": 0})["time"] > since,
        "pictures are seen for a while",
    )
    running.mopidy.until(lambda: running.mopidy.state()["face"] is not None, "so is the face")
    assert running.errors() == []
    running.pictures = every
    running.camera.interval_s = 1 / FPS
    running.show()
    running.until_healed(f"camera {name}")


def test_upside_down_pictures_end_nothing(running: Running) -> None:
    running.show(lambda picture: cv2.rotate(picture, cv2.ROTATE_180))
    since = running.mopidy.state()["frame"]["time"] + 3
    running.mopidy.until(
        lambda: (running.mopidy.state()["frame"] or {"time": 0})["time"] > since,
        "pictures are seen for a while",
    )
    running.show()
    running.until_healed("camera upside down")


@pytest.mark.parametrize("fault", ["raise", "nonsense"])
def test_a_backend_that_fails_is_told_and_heals_by_itself(running: Running, fault: str) -> None:
    running.fault.write_text(fault)
    running.read_library()
    running.until_told("The library of the faulty backend cannot be read")
    assert running.mopidy.post("/moodcam/api/mood", {"emotion": "sad"})[0] == 200
    running.fault.write_text("")
    if fault == "nonsense":
        running.read_library()  # to wait for one of them is enough
    running.until_healed(f"backend: {fault}")
    running.mopidy.post("/moodcam/api/mood", {"emotion": None})


def steer(running: Running, times: int) -> float:
    """Declare moods as a client does; each is to be taken. Return the longest wait in seconds."""
    longest_s = 0.0
    for number in range(times):
        start_s = time.monotonic()
        emotion = ("happy", "sad", "angry")[number % 3]
        status, answer = running.mopidy.post("/moodcam/api/mood", {"emotion": emotion})
        assert status == 200, answer
        longest_s = max(longest_s, time.monotonic() - start_s)
        time.sleep(0.2)
    return longest_s


def test_a_backend_that_hangs_is_told_and_heals(running: Running) -> None:
    running.fault.write_text("hang")
    running.read_library()
    running.until_told("The faulty backend did not answer within 30 s")
    steer(running, 3)
    running.fault.write_text("")
    running.until_healed("backend: hangs")
    running.mopidy.post("/moodcam/api/mood", {"emotion": None})


@pytest.mark.parametrize("fault", ["hang", "slow"])
def test_mopidy_s_core_held_up_by_a_backend_holds_up_no_client_of_ours(
    running: Running, fault: str
) -> None:
    before_ms = running.position_ms()
    running.fault.write_text(fault)
    running.look_inside("hold")  # over HTTP, Mopidy's own server would wait as well
    longest_s = steer(running, 10)
    running.until_told("Mopidy's core did not answer within 3 s")
    logger.info("core held up (%s): a command took %.1f s at the longest", fault, longest_s)
    assert longest_s < QUICK_S
    running.fault.write_text("")
    running.until_healed(f"core held up: {fault}")
    assert running.position_ms() > before_ms
    running.mopidy.until(
        lambda: any(track["ours"] for track in running.mopidy.state()["upcoming"]),
        "what was left undone is done",
    )
    running.mopidy.post("/moodcam/api/mood", {"emotion": None})


def test_a_frontend_that_fails_is_told_and_starts_again_with_what_people_chose(
    running: Running,
) -> None:
    mopidy = running.mopidy
    assert mopidy.post("/moodcam/api/strategy", {"strategy": "elevate"})[0] == 200
    client = websocket.create_connection(f"ws://127.0.0.1:{mopidy.port}/moodcam/ws", timeout=30)
    try:
        ahead = mopidy.until(lambda: own_ahead(mopidy), "own tracks are ahead")
        start_s = time.monotonic()
        running.look_inside("crash")
        failed = "MoodCam failed (LookupError): it starts again in 1 s, see Mopidy's log"
        until_seen(
            client,
            lambda state: state["errors"] == [failed] and state["camera"]["status"] == "off",
        )
        assert mopidy.get("/moodcam/api/state")[0] == 200, "the state is told meanwhile"
        until_seen(client, lambda state: not state["errors"] and state["face"] is not None)
        logger.info("frontend failed: healed after %.1f s", time.monotonic() - start_s)
        assert mopidy.state()["strategy"] == "elevate"
        assert own_ahead(mopidy) == ahead, "its own tracks are its own still"
        mopidy.until(lambda: "MoodCam works again" in mopidy.log_text(), "the log says so, too")
        log = mopidy.log_text()
        assert "LookupError: a bug" in log
        assert "Mopidy plays on" in log
        assert mopidy.post("/moodcam/api/strategy", {"strategy": "match"})[0] == 200
    finally:
        client.close()


def own_ahead(mopidy: MopidyProcess) -> list[str]:
    return [track["uri"] for track in mopidy.state()["upcoming"] if track["ours"]]


def until_seen(
    client: websocket.WebSocket, condition: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """Read states until one is as wanted; it must come soon."""
    end_s = time.monotonic() + 60
    while time.monotonic() < end_s:
        kind, data = client.recv_data()
        if kind == websocket.ABNF.OPCODE_TEXT:
            state = json.loads(data)
            if "errors" in state and condition(state):
                return state
    pytest.fail("it is not shown")


def test_a_clock_that_jumps_changes_nothing(running: Running) -> None:
    mopidy = running.mopidy
    tone = mopidy.rpc("core.playback.get_current_track")["uri"]
    assert mopidy.post("/moodcam/api/feedback", {"uri": tone, "value": "more"})[0] == 200
    for jump_s in (10 * 365 * 86400, -60 * 365 * 86400, 0):
        running.look_inside(urllib.parse.quote(f"clock/{jump_s}"))
        assert mopidy.post("/moodcam/api/mood", {"emotion": "sad", "duration_s": 60})[0] == 200
        mopidy.until(lambda: mopidy.state()["mood"]["source"] == "manual", "the mood is taken")
        before = mopidy.state()["time"]
        mopidy.until(lambda t=before: mopidy.state()["time"] > t, "the state goes on")
        assert mopidy.state()["mood"]["emotion"] == "sad"
        assert mopidy.post("/moodcam/api/mood", {"emotion": None})[0] == 200
        mopidy.until(lambda: mopidy.state()["mood"]["source"] == "face", "the face counts again")
        running.until_healed(f"clock {jump_s} s off")
    assert mopidy.state()["playing"]["feedback"] == "more"
    assert mopidy.post("/moodcam/api/feedback", {"uri": tone, "value": None})[0] == 200
