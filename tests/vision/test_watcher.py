"""The real-time loop, on real clips."""

from __future__ import annotations

import gc
import queue
import weakref
from typing import TYPE_CHECKING

import cv2

from mopidy_moodcam.settings import Settings
from mopidy_moodcam.vision.eye import Eye
from mopidy_moodcam.vision.face import FaceFinder
from mopidy_moodcam.vision.watcher import Observation, Watcher, spare_the_collector
from tests.test_extension import checked
from tests.vision.witness import TIMEOUT_S, Witness, threads

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pytest
    from numpy.typing import NDArray


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
