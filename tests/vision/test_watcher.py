"""The real-time loop, on real clips."""

from __future__ import annotations

import gc
import queue
import threading
import time
import weakref
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import pytest

from mopidy_moodcam import Extension
from mopidy_moodcam.settings import Settings
from mopidy_moodcam.vision.browser import BrowserCamera
from mopidy_moodcam.vision.camera import Camera
from mopidy_moodcam.vision.clip import ClipSource
from mopidy_moodcam.vision.eye import Eye
from mopidy_moodcam.vision.face import FaceFinder
from mopidy_moodcam.vision.watcher import PAUSED, STOPPED, Observation, Watcher, spare_the_collector
from tests.test_extension import checked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from mopidy_moodcam.vision.camera import Frame

TIMEOUT_S = 60.0


def threads(name: str) -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith(name)]


def until(condition: Callable[[], object], what: str) -> None:
    end_s = time.monotonic() + TIMEOUT_S
    while not condition():
        assert time.monotonic() < end_s, f"not seen in {TIMEOUT_S:g} s: {what}"
        time.sleep(0.01)


def open_files(path: Path) -> int:
    """How often this process holds a file."""
    links = (link for link in Path("/proc/self/fd").iterdir() if link.is_symlink())
    return sum(link.readlink() == path for link in links)


class Page:
    """A page whose camera shows one picture; asked for the next, it sends it at once."""

    def __init__(self, browser: BrowserCamera, photo: Path) -> None:
        self._browser = browser
        good, data = cv2.imencode(".jpg", cv2.resize(cv2.imread(str(photo)), (480, 480)))
        assert good
        self._jpeg = data.tobytes()
        self.ends: list[str] = []
        browser.attach(self)

    def want_picture(self, interval_ms: int) -> None:  # noqa: ARG002
        threading.Thread(target=self._browser.receive, args=(self, self._jpeg)).start()

    def refuse_picture(self, sentence: str) -> None:
        raise AssertionError(sentence)

    def end(self, reason: str) -> None:
        self.ends.append(reason)


class Sticking(ClipSource):
    """A clip in the place of a camera whose driver hangs as long as a test wants."""

    def __init__(self, path: Path) -> None:
        super().__init__("sticking", path)
        self.answers = threading.Event()
        self.answers.set()
        self.hangs = threading.Event()
        self.closed = threading.Event()

    def grab(self) -> bool:
        if not self.answers.is_set():
            self.hangs.set()
        return self.answers.wait(TIMEOUT_S) and super().grab()

    def close(self) -> None:
        super().close()
        self.closed.set()


@pytest.fixture
def sticking(happy_clip: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sticking]:
    """What every camera that is opened in the test reads, once."""
    source = Sticking(happy_clip)

    class ReadsIt(Camera):
        def __init__(self, spec: str, fps: float) -> None:
            super().__init__(spec, fps, opener=lambda _: source)

    monkeypatch.setattr("mopidy_moodcam.vision.watcher.Camera", ReadsIt)
    yield source
    source.answers.set()


class Witness:
    """Keeps what a watcher sees and waits for what a test expects."""

    def __init__(
        self, camera: str, browser: BrowserCamera | None = None, **changes: object
    ) -> None:
        values, errors = checked()
        assert not errors, Extension
        options = {"camera": camera, "fps": 10.0, **changes}
        settings = replace(Settings.read({"moodcam": values}), **options)
        self.browser = browser or BrowserCamera(settings.fps)
        self._changed = threading.Condition()
        self.seen: list[Observation] = []
        self.watcher = Watcher(settings, self._note, browser=self.browser)
        self.watcher.start()

    def _note(self, observation: Observation) -> None:
        with self._changed:
            self.seen.append(observation)
            self._changed.notify_all()

    def until(self, condition: Callable[[Observation], object]) -> Observation:
        start = len(self.seen)
        with self._changed:
            found = self._changed.wait_for(
                lambda: next((one for one in self.seen[start:] if condition(one)), None), TIMEOUT_S
            )
        assert found, self.seen[-3:]
        return found


@pytest.fixture
def witness(happy_clip: Path) -> Iterator[Witness]:
    one = Witness(str(happy_clip))
    yield one
    one.watcher.stop()


def test_a_clip_leads_to_a_face_an_expression_and_a_mood(witness: Witness) -> None:
    seen = witness.until(lambda one: one.mood.emotion == "happy")
    assert seen.frame is not None
    assert seen.face is not None
    assert seen.expression is not None
    assert seen.expression.label == "happy"
    assert set(seen.timing_ms) == {"read", "face", "expression", "total"}
    assert seen.error is None


def test_a_choice_by_hand_wins_and_gives_way_again(witness: Witness) -> None:
    witness.until(lambda one: one.mood.emotion == "happy")
    witness.watcher.choose("sad")
    witness.until(lambda one: (one.mood.emotion, one.mood.source) == ("sad", "manual"))
    witness.watcher.choose(None)
    witness.until(lambda one: one.mood.source == "face")


def test_between_two_frames_a_choice_is_told_with_what_the_last_frame_showed(
    happy_clip: Path,
) -> None:
    one = Witness(str(happy_clip), fps=0.5)
    one.until(lambda seen: seen.face is not None)
    one.watcher.choose("sad")
    told = one.until(lambda seen: seen.mood.source == "manual")
    assert told.face is not None
    assert told.frame is not None
    one.watcher.stop()


def test_a_pause_releases_the_camera_until_it_ends(witness: Witness) -> None:
    witness.until(lambda one: one.frame is not None)
    witness.watcher.pause(paused=True)
    witness.until(lambda one: one.camera.status == "off" and one.frame is None)
    assert not threads("moodcam-camera")
    witness.watcher.pause(paused=False)
    witness.until(lambda one: one.frame is not None)


def test_no_thread_is_left_after_stopping(happy_clip: Path) -> None:
    one = Witness(str(happy_clip))
    one.until(lambda seen: seen.frame is not None)
    one.watcher.stop()
    assert not threads("moodcam-")


def test_without_a_model_faces_are_still_seen_and_the_error_says_why(
    happy_clip: Path, tmp_path: Path
) -> None:
    one = Witness(str(happy_clip), model=tmp_path / "none.pt")
    seen = one.until(lambda seen: seen.face is not None)
    one.watcher.stop()
    assert seen.expression is None
    assert "none.pt does not exist" in (seen.error or "")


def test_one_frame_that_cannot_be_searched_does_not_end_the_watching(
    happy_clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = FaceFinder.find
    frames: list[object] = []

    def stumble(finder: FaceFinder, image: NDArray[np.uint8]) -> object:
        frames.append(image)
        if len(frames) == 3:
            cv2.resize(image[:0], (1, 1))  # raises cv2.error
        return find(finder, image)

    monkeypatch.setattr(FaceFinder, "find", stumble)
    one = Witness(str(happy_clip))
    one.until(lambda seen: seen.mood.emotion == "happy")
    one.watcher.stop()
    assert len(frames) > 3


def test_an_error_that_ends_the_watching_is_said(
    happy_clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        msg = "out of memory"
        raise MemoryError(msg)

    monkeypatch.setattr(FaceFinder, "find", fail)
    one = Witness(str(happy_clip))
    seen = one.until(lambda seen: seen.error)
    one.watcher.stop()
    assert seen.error == "watching stopped (MemoryError: out of memory): see Mopidy's log"
    assert seen.face is None


def test_a_camera_that_hangs_leaves_no_face_behind(
    sticking: Sticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Witness("0", forget_s=0.5)
    one.until(lambda seen: seen.mood.emotion == "happy")
    sticking.answers.clear()
    monkeypatch.setattr("mopidy_moodcam.vision.camera.SILENCE_S", 0.5)
    lost = one.until(lambda seen: seen.camera.status == "lost")
    assert (lost.frame, lost.face, lost.expression) == (None, None, None)
    assert (lost.camera.error or "").startswith("camera sticking went away")
    one.until(lambda seen: seen.mood.emotion == "unknown")
    sticking.answers.set()
    one.until(lambda seen: seen.camera.status == "ok" and seen.face is not None)
    one.watcher.stop()


@pytest.fixture
def caught(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, threading.Event]]:
    """The watcher is caught in its first look, as by a model that loops: when, and until when."""
    begun, end = threading.Event(), threading.Event()
    look = Eye.look

    def loop(eye: Eye, frame: Frame) -> object:
        begun.set()
        end.wait(TIMEOUT_S)
        return look(eye, frame)

    monkeypatch.setattr(Eye, "look", loop)
    yield begun, end
    end.set()


@pytest.mark.parametrize("what", ["pause", "another camera", "stop"])
def test_a_camera_is_released_at_once_though_the_watcher_is_caught_in_a_look(
    what: str,
    sticking: Sticking,
    caught: tuple[threading.Event, threading.Event],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mopidy_moodcam.vision.watcher.STOP_TIMEOUT_S", 0.1)
    begun, end = caught
    one = Witness("0")
    assert begun.wait(TIMEOUT_S)
    if what == "pause":
        one.watcher.pause(paused=True)
    elif what == "stop":
        one.watcher.stop()
    else:
        one.watcher.use("off")
    assert sticking.closed.wait(TIMEOUT_S)
    assert all(seen.camera.status != "off" for seen in one.seen)
    told = len(one.seen)
    end.set()
    if what == "stop":
        until(lambda: not threads("moodcam-watcher"), "the watcher has ended")
        assert len(one.seen) == told, "a watcher that was stopped tells nothing"
    else:
        one.until(lambda seen: seen.camera.status == "off")
        one.watcher.stop()


def test_a_watcher_that_ends_late_leaves_the_page_to_its_successor(
    shared_data: Path,
    caught: tuple[threading.Event, threading.Event],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mopidy_moodcam.vision.watcher.STOP_TIMEOUT_S", 0.1)
    begun, end = caught
    first = Witness("browser")
    page = Page(first.browser, shared_data / "faces" / "happy.jpg")
    assert begun.wait(TIMEOUT_S)
    first.watcher.stop()
    second = Witness("browser", first.browser)
    end.set()
    until(lambda: len(threads("moodcam-watcher")) == 1, "the first one has ended")
    second.until(lambda seen: seen.face is not None)
    assert page.ends == []
    second.watcher.stop()
    assert page.ends == [STOPPED]


def test_a_pause_that_ends_before_the_watcher_has_noticed_it_takes_the_camera_up_again(
    happy_clip: Path, caught: tuple[threading.Event, threading.Event]
) -> None:
    begun, end = caught
    one = Witness(str(happy_clip))
    assert begun.wait(TIMEOUT_S)
    one.watcher.pause(paused=True)
    until(lambda: not threads("moodcam-camera"), "the camera is released")
    one.watcher.pause(paused=False)
    end.set()
    one.until(lambda seen: seen.face is not None and threads("moodcam-camera"))
    one.until(lambda seen: seen.face is not None)
    one.watcher.stop()


def test_a_camera_that_does_not_let_go_in_a_pause_is_told_until_it_does(
    sticking: Sticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Witness("0")
    one.until(lambda seen: seen.frame is not None)
    monkeypatch.setattr(one.watcher._camera, "_stop_timeout_s", 0.1)
    sticking.answers.clear()
    assert sticking.hangs.wait(TIMEOUT_S)
    one.watcher.pause(paused=True)
    held = one.until(lambda seen: seen.camera.status == "off")
    assert "does not let go, so it may still be on" in (held.camera.error or "")
    sticking.answers.set()
    one.until(lambda seen: seen.camera.status == "off" and seen.camera.error is None)
    assert sticking.closed.is_set()
    one.watcher.stop()


def test_a_listener_that_fails_does_not_keep_the_failure_from_being_told() -> None:
    values, _ = checked(camera="off")
    told: queue.Queue[Exception] = queue.Queue()
    bug = LookupError("a bug in the listener")

    def stumble(_: Observation) -> None:
        raise bug

    watcher = Watcher(Settings.read({"moodcam": values}), stumble, on_failure=told.put)
    watcher.start()
    assert told.get(timeout=TIMEOUT_S) is bug
    watcher.stop()
    assert told.empty()


def test_what_the_collector_was_told_to_spare_goes_at_the_next_start_once_it_is_useless() -> None:
    class Ring:
        def __init__(self) -> None:
            self.itself = self

    ring = Ring()
    left = weakref.ref(ring)
    spare_the_collector()
    try:
        del ring
        gc.collect()
        assert left() is not None, "it was spared"
        spare_the_collector()
        assert left() is None
    finally:
        gc.unfreeze()


def test_nobody_is_seen_and_then_somebody(shared_data: Path) -> None:
    one = Witness(str(shared_data / "clips" / "pyfeat_noface_face.mov"))
    one.until(lambda seen: seen.frame is not None and seen.face is None)
    one.until(lambda seen: seen.face is not None)
    one.watcher.stop()


def test_another_camera_is_used_at_once_and_the_first_is_released(
    witness: Witness, happy_clip: Path
) -> None:
    seen = witness.until(lambda one: one.face is not None)
    assert seen.faces == 1
    assert open_files(happy_clip) > 0
    witness.watcher.use("demo")
    state = witness.until(lambda one: one.camera.chosen == "demo").camera
    assert (state.source, state.status, state.error) == ("demo", "connecting", None)
    witness.until(lambda one: one.frame is not None and one.frame.source == "demo")
    assert open_files(happy_clip) == 0
    assert len(threads("moodcam-camera")) == 1


def test_changing_cameras_back_and_forth_leaves_one_camera_and_one_thread(
    witness: Witness, happy_clip: Path
) -> None:
    witness.until(lambda one: one.frame is not None)
    for _ in range(25):
        for camera in ("demo", "browser", "off", str(happy_clip), "nowhere.mp4"):
            witness.watcher.use(camera)
    witness.watcher.use(str(happy_clip))
    witness.until(
        lambda one: one.camera.chosen == str(happy_clip) and one.frame and one.face is not None
    )
    until(lambda: len(threads("moodcam-camera")) == 1, "one camera, opened anew")
    assert len(threads("moodcam-watcher")) == 1


def test_a_camera_chosen_while_paused_is_opened_when_the_pause_ends(witness: Witness) -> None:
    witness.until(lambda one: one.frame is not None)
    witness.watcher.pause(paused=True)
    witness.until(lambda one: one.camera.status == "off")
    witness.watcher.use("demo")
    state = witness.until(lambda one: one.camera.chosen == "demo").camera
    assert state.status == "off"
    assert not threads("moodcam-camera")
    witness.watcher.pause(paused=False)
    witness.until(lambda one: one.frame is not None and one.frame.source == "demo")


def test_a_page_is_the_camera_and_leads_to_a_mood(shared_data: Path) -> None:
    one = Witness("browser")
    one.until(lambda seen: seen.camera.status == "lost")
    page = Page(one.browser, shared_data / "faces" / "happy.jpg")
    seen = one.until(lambda seen: seen.mood.emotion == "happy")
    assert seen.camera.source == seen.camera.chosen == "browser"
    one.watcher.use("off")
    assert page.ends == ["another camera was chosen"]
    one.until(lambda seen: seen.camera.chosen == "off" and seen.frame is None)
    one.watcher.stop()


def test_a_pause_ends_a_page_being_the_camera(shared_data: Path) -> None:
    one = Witness("browser")
    page = Page(one.browser, shared_data / "faces" / "happy.jpg")
    one.until(lambda seen: seen.frame is not None)
    one.watcher.pause(paused=True)
    assert page.ends == [PAUSED]
    one.until(lambda seen: seen.camera.status == "off")
    late = Page(one.browser, shared_data / "faces" / "happy.jpg")
    assert late.ends == [PAUSED]
    one.watcher.stop()


def test_a_camera_slower_than_the_watcher_looks_for_news_still_leads_to_a_mood(
    happy_clip: Path,
) -> None:
    one = Witness(str(happy_clip), fps=0.8)
    one.until(lambda seen: seen.mood.emotion == "happy")
    one.watcher.stop()


def test_nothing_is_loaded_before_there_is_a_camera(
    happy_clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    class Noted(Eye):
        def __init__(self, model: Path | None, detect_every: int) -> None:
            made.append(one.seen[-1].camera.chosen)
            super().__init__(model, detect_every)

    monkeypatch.setattr("mopidy_moodcam.vision.watcher.Eye", Noted)
    one = Witness("off")
    one.until(lambda seen: seen.camera.status == "off")
    assert not made
    one.watcher.use(str(happy_clip))
    one.until(lambda seen: seen.face is not None)
    one.watcher.stop()
    assert made == [str(happy_clip)]


def test_it_looks_seldom_until_a_face_appears_and_then_often_at_once(shared_data: Path) -> None:
    clip = shared_data / "clips" / "pyfeat_noface_face.mov"
    one = Witness(str(clip), idle_fps=4.0, cpu_budget=0.0)  # a busy machine slows nothing down
    one.until(lambda seen: seen.tempo is not None and seen.tempo.idle)
    idle = one.until(lambda seen: seen.face is not None and seen.tempo and seen.tempo.idle)

    def shows_another(seen: Observation) -> bool:  # one frame may be told twice
        return seen.frame is not None and seen.frame is not idle.frame

    one.until(shows_another)
    one.watcher.stop()
    after = next(filter(shows_another, one.seen[one.seen.index(idle) :]))
    assert idle.tempo is not None
    assert after.tempo is not None
    assert idle.tempo.fps == 4
    assert after.tempo.fps == 10


def test_what_is_seen_costs_no_more_than_the_budget(happy_clip: Path) -> None:
    one = Witness(str(happy_clip), fps=30.0, cpu_budget=1.0)
    seen = one.until(lambda seen: seen.tempo is not None and seen.tempo.fps < 5)
    one.watcher.stop()
    assert seen.tempo is not None
    assert seen.tempo.detect_every == 40
    assert seen.tempo.cpu_share > 0.01
