"""The camera keeps the newest frame, comes back after faults, and lets go."""

from __future__ import annotations

import threading
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from mopidy_moodcam.vision import camera as camera_module
from mopidy_moodcam.vision.camera import Camera
from mopidy_moodcam.vision.picture_source import WAY_OUT
from mopidy_moodcam.vision.sources import CameraError, ClipSource, open_source, redacted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

TIMEOUT_S = 20.0


def until(condition: Callable[[], bool]) -> None:
    end_s = time.monotonic() + TIMEOUT_S
    while not condition():
        assert time.monotonic() < end_s, "it did not happen in time"
        time.sleep(0.01)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Ten pictures, each as bright as its number times 20."""
    path = tmp_path / "clip.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 50, (64, 48))
    for number in range(10):
        writer.write(np.full((48, 64, 3), number * 20, np.uint8))
    writer.release()
    return path


class BrokenCamera:
    """A device that delivers some pictures, then fails: what no test machine can be made to do."""

    name = "broken"

    def __init__(self, pictures: int) -> None:
        self.left = pictures
        self.closed = False

    def grab(self) -> bool:
        self.left -= 1
        return self.left >= 0

    def retrieve(self) -> NDArray[np.uint8]:
        return np.zeros((4, 4, 3), np.uint8)

    def close(self) -> None:
        self.closed = True


def test_a_clip_is_played_at_its_own_speed_and_looped(clip: Path) -> None:
    camera = Camera(str(clip), fps=30)
    camera.start()
    try:
        seen: list[int] = []
        last_s = float("-inf")
        while len(seen) < 12:
            frame = camera.newest(last_s, TIMEOUT_S)
            assert frame is not None
            assert frame.time_s > last_s
            assert frame.source == camera.state.source == str(clip)
            last_s = frame.time_s
            seen.append(round(float(frame.image.mean()) / 20))
        assert camera.state.status == "ok"
        assert any(later < earlier for earlier, later in pairwise(seen))
    finally:
        camera.stop()


def test_a_slow_taker_gets_the_newest_frame_not_the_next(clip: Path) -> None:
    camera = Camera(str(clip), fps=30)
    camera.start()
    try:
        first = camera.newest(float("-inf"), TIMEOUT_S)
        assert first is not None
        until(lambda: (camera.newest(first.time_s + 0.1, 1) or first).time_s > first.time_s)
        newest = camera.newest(first.time_s, TIMEOUT_S)
        assert newest is not None
        assert newest.time_s - first.time_s >= 0.1
    finally:
        camera.stop()


def test_a_clip_read_to_its_end_gives_every_picture_and_its_time(clip: Path) -> None:
    source = ClipSource("clip", clip, loop=False, paced=False)
    times: list[float] = []
    while source.grab():
        assert source.retrieve() is not None
        times.append(source.position_s)
    source.close()
    assert times == pytest.approx([number / 50 for number in range(10)])


def test_a_lost_camera_is_released_and_tried_again_with_growing_pauses() -> None:
    opened: list[BrokenCamera] = []
    times_s: list[float] = []
    enough = threading.Event()

    def opener(_spec: str) -> BrokenCamera:
        times_s.append(time.monotonic())
        if len(times_s) in {2, 3}:
            msg = "camera 0 cannot be opened: gone"
            raise CameraError(msg)
        if len(times_s) > 4:
            enough.set()
        opened.append(BrokenCamera(3))
        return opened[-1]

    camera = Camera("0", fps=30, opener=opener, first_pause_s=0.05)
    camera.start()
    assert enough.wait(TIMEOUT_S)
    camera.stop()
    assert all(source.closed for source in opened)
    pauses_s = np.diff(times_s)
    assert pauses_s[1] >= 0.1
    assert pauses_s[2] >= 0.2


def test_while_the_camera_is_lost_the_state_says_why_and_no_old_frame_is_given() -> None:
    opened: list[BrokenCamera] = []

    def opener(_spec: str) -> BrokenCamera:
        if opened:
            msg = "camera 0 cannot be opened: gone"
            raise CameraError(msg)
        opened.append(BrokenCamera(3))
        return opened[-1]

    camera = Camera("0", fps=30, opener=opener, first_pause_s=0.05)
    camera.start()
    until(lambda: camera.state.error == "camera 0 cannot be opened: gone")
    assert camera.state.status == "lost"
    assert camera.newest(float("-inf"), 0.01) is None
    camera.stop()
    assert camera.state.status == "off"


def test_a_stopped_camera_leaves_no_thread_and_can_start_again(clip: Path) -> None:
    camera = Camera(str(clip), fps=30)
    for _ in range(2):
        camera.start()
        assert camera.newest(float("-inf"), TIMEOUT_S) is not None
        camera.stop()
        assert not [t for t in threading.enumerate() if t.name == "moodcam-camera"]
        assert camera.newest(float("-inf"), 0.01) is None


def test_off_opens_nothing() -> None:
    camera = Camera("off", fps=5)
    camera.start()
    assert camera.state.status == "off"
    assert camera.newest(float("-inf"), 0.01) is None
    camera.stop()


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        ("99", "camera /dev/video99 cannot be opened: no such device; set moodcam/camera"),
        ("browser", "camera browser is that of MoodCam's page, in a running Mopidy: set moodcam"),
        ("/dev/null", "camera /dev/null cannot be opened: it does not answer or is no camera"),
        ("nowhere.mp4", "clip nowhere.mp4 does not exist: set moodcam/camera"),
        (
            "http://user:secret@127.0.0.1:9/feed?key=secret",
            "camera http://127.0.0.1:9 cannot be opened: it does not answer",
        ),
    ],
)
def test_what_cannot_be_opened_is_named_in_one_sentence(spec: str, sentence: str) -> None:
    with pytest.raises(CameraError) as caught:
        open_source(spec)
    assert str(caught.value).startswith(sentence)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_clip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.mp4"
    path.write_text("no video", encoding="utf-8")
    with pytest.raises(CameraError, match=r"clip .*notes.mp4 cannot be read"):
        open_source(str(path))


@pytest.mark.parametrize(
    "address",
    [
        "rtsp://me:secret@cam:554/live?token=secret",
        "rtsp://me:s@secret@cam:554/live",
        "rtsp://me:se/secret@cam:554/live",
        "rtsp://cam:554/user=me&password=secret&channel=1",
    ],
)
def test_names_hide_passwords(address: str) -> None:
    assert redacted(address) == "rtsp://cam:554"


@pytest.mark.parametrize("name", ["/dev/video0", "demo", "clips/a@b.mp4"])
def test_other_names_are_shown_as_they_are(name: str) -> None:
    assert redacted(name) == name


@pytest.mark.parametrize("spec", ["~no-such-user/clip.mp4", "x" * 5000, "a\0b"])
def test_a_path_that_cannot_be_followed_is_said_and_tried_again(spec: str) -> None:
    camera = Camera(spec, fps=30, first_pause_s=0.05)
    camera.start()
    until(lambda: camera.state.status == "lost")
    assert "set moodcam/camera" in camera.state.way_out
    assert (camera.state.error or "").endswith(camera.state.way_out)
    camera.stop()


def test_a_source_that_raises_is_closed_and_opened_again() -> None:
    class Raising(BrokenCamera):
        def retrieve(self) -> NDArray[np.uint8]:
            msg = "no memory"
            raise MemoryError(msg)

    opened: list[Raising] = []

    def opener(_spec: str) -> Raising:
        opened.append(Raising(3))
        return opened[-1]

    camera = Camera("0", fps=30, opener=opener, first_pause_s=0.05)
    camera.start()
    until(lambda: len(opened) >= 2)
    camera.stop()
    assert all(source.closed for source in opened)


@pytest.mark.parametrize("name", ["clip.mjpeg", "photo.png"])
def test_a_file_that_cannot_seek_is_looped_too(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    picture = np.full((48, 64, 3), 100, np.uint8)
    good, data = cv2.imencode(path.suffix.replace(".mjpeg", ".jpg"), picture)
    assert good
    path.write_bytes(data.tobytes() * (3 if name.endswith("mjpeg") else 1))
    source = ClipSource(name, path, paced=False)
    for _ in range(8):
        assert source.grab()
        assert source.retrieve() is not None
    source.close()


def test_who_waits_for_a_frame_can_be_woken() -> None:
    camera = Camera("off", fps=5)
    waiting = threading.Thread(target=camera.newest, args=(float("-inf"), TIMEOUT_S))
    waiting.start()
    camera.wake()
    waiting.join(TIMEOUT_S / 2)
    assert not waiting.is_alive()


def test_the_state_keeps_what_was_chosen_besides_what_delivers(clip: Path) -> None:
    camera = Camera("auto", fps=30, opener=lambda _: open_source(str(clip)))
    assert (camera.state.chosen, camera.state.source) == ("auto", "auto")
    camera.start()
    until(lambda: camera.state.status == "ok")
    assert (camera.state.chosen, camera.state.source) == ("auto", str(clip))
    camera.stop()


class Hanging(BrokenCamera):
    """A device whose driver hangs after some pictures, and answers again once it is let."""

    def __init__(self, pictures: int, answers: threading.Event) -> None:
        super().__init__(pictures)
        self._answers = answers

    def grab(self) -> bool:
        return super().grab() or self._answers.wait(TIMEOUT_S)


@pytest.fixture
def answers() -> Iterator[threading.Event]:
    """Set when a hanging device answers again: at the end of the test at the latest."""
    event = threading.Event()
    yield event
    event.set()
    until(lambda: not [t for t in threading.enumerate() if t.name == "moodcam-camera"])


def test_a_read_that_hangs_counts_as_lost_until_it_answers(
    answers: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_module, "SILENCE_S", 0.2)
    camera = Camera("0", fps=30, opener=lambda _: Hanging(1, answers))
    camera.start()
    until(lambda: camera.newest(float("-inf"), 0.01) is not None)
    until(lambda: camera.newest(float("-inf"), 0.01) is None)
    assert camera.state.status == "lost"
    assert (camera.state.error or "").startswith("camera broken went away: waiting for it")
    answers.set()
    until(lambda: camera.state.status == "ok")
    assert camera.newest(float("-inf"), TIMEOUT_S) is not None
    camera.stop()


def test_opening_that_hangs_counts_as_lost_until_it_answers(
    answers: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_module, "OPENING_S", 0.1)

    def opener(_spec: str) -> BrokenCamera:
        answers.wait(TIMEOUT_S)
        return BrokenCamera(10**9)

    camera = Camera("0", fps=30, opener=opener)
    camera.start()
    assert camera.state.status == "connecting"
    until(lambda: camera.newest(float("-inf"), 0.01) is None and camera.state.status == "lost")
    assert camera.state.reason == "camera 0 cannot be opened: it does not answer"
    assert camera.state.way_out == WAY_OUT
    assert camera.state.error == f"{camera.state.reason}; {WAY_OUT}"
    answers.set()
    until(lambda: camera.state.status == "ok")
    camera.stop()


def test_a_device_that_does_not_let_go_is_not_called_released_before_it_does(
    answers: threading.Event,
) -> None:
    camera = Camera("0", fps=30, opener=lambda _: Hanging(1, answers), stop_timeout_s=0.1)
    camera.start()
    until(lambda: camera.state.status == "ok")
    camera.stop()
    assert camera.state.status == "off"
    assert (camera.state.error or "").startswith("camera 0 does not let go, so it may still be on")
    camera.stop()
    assert camera.state.error is not None, "it holds the device still"
    answers.set()
    until(lambda: not [t for t in threading.enumerate() if t.name == "moodcam-camera"])
    camera.stop()
    assert (camera.state.status, camera.state.error) == ("off", None)


def test_released_without_waiting_it_lets_go_by_itself_and_can_start_again() -> None:
    opened: list[BrokenCamera] = []

    def opener(_spec: str) -> BrokenCamera:
        opened.append(BrokenCamera(10**9))
        return opened[-1]

    camera = Camera("0", fps=30, opener=opener)
    camera.release()
    assert not camera.is_released, "there was nothing to release"
    camera.start()
    until(lambda: camera.state.status == "ok")
    camera.release()
    assert camera.is_released
    assert camera.newest(float("-inf"), 0.01) is None
    until(lambda: opened[0].closed)
    camera.stop()
    camera.start()
    until(lambda: camera.state.status == "ok")
    camera.stop()
    assert len(opened) == 2


def test_a_thread_left_behind_does_not_come_back(answers: threading.Event) -> None:
    opened: list[str] = []

    def opener(_spec: str) -> BrokenCamera:
        opened.append("one")
        return Hanging(0, answers) if len(opened) == 1 else BrokenCamera(10**9)

    camera = Camera("0", fps=30, opener=opener, stop_timeout_s=0.1)
    camera.start()
    until(lambda: bool(opened))
    for _ in range(3):  # pauses that end
        camera.stop()
        camera.start()
    assert opened == ["one"], "what hangs is not opened once more, with a thread for each attempt"
    assert camera.state.status == "lost"
    assert (camera.state.error or "").startswith("camera 0 does not let go")
    answers.set()

    def started() -> bool:
        camera.start()  # as the watcher does, again and again
        return camera.state.status == "ok"

    until(started)
    until(lambda: sum(t.name == "moodcam-camera" for t in threading.enumerate()) == 1)
    camera.stop()
