"""A core that is silent costs one wait, and what was left undone is done when it answers."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import pykka
import pytest
from mopidy.exceptions import TracklistFull

from mopidy_moodcam.music.patience import CoreError, PatientCore
from mopidy_moodcam.music.queue import QueueManager
from tests.dummy_backend import track

if TYPE_CHECKING:
    from collections.abc import Iterator

WAIT_S = 10.0


@pytest.fixture
def answered() -> threading.Semaphore:
    return threading.Semaphore(0)


@pytest.fixture
def patient(core: Any, answered: threading.Semaphore) -> Iterator[PatientCore]:
    one = PatientCore(core, answered.release)
    yield one
    one.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "moodcam-core"]


@pytest.fixture
def hanging(backend: Any) -> Iterator[threading.Event]:
    """The backend hangs at every look-up until the event is set."""
    event = threading.Event()
    backend.set_tracks([track("song")]).get()
    backend.set_library("hang", event).get()
    yield event
    event.set()


def test_a_core_that_answers_is_asked_as_ever(patient: PatientCore, backend: Any) -> None:
    backend.set_tracks([track("song")]).get()
    added = patient.tracklist.add(uris=["dummy:song"]).get(timeout=WAIT_S)
    assert [entry.track.uri for entry in added] == ["dummy:song"]
    assert patient.playback.get_state().get(timeout=WAIT_S) == "stopped"
    assert not patient.is_silent


def test_only_the_first_question_waits_for_a_silent_core(
    patient: PatientCore, hanging: threading.Event, answered: threading.Semaphore
) -> None:
    late = patient.tracklist.add(uris=["dummy:song"])
    with pytest.raises(pykka.Timeout):
        late.get(timeout=0.1)
    start_s = time.monotonic()
    for _ in range(50):
        with pytest.raises(pykka.Timeout):
            patient.playback.get_state().get(timeout=WAIT_S)
    assert time.monotonic() - start_s < WAIT_S, "none of them has waited"
    assert not answered.acquire(blocking=False)
    hanging.set()
    assert answered.acquire(timeout=WAIT_S), "it is told that the core answers again"
    assert [entry.track.uri for entry in late.get(timeout=0)] == ["dummy:song"]
    assert patient.playback.get_state().get(timeout=WAIT_S) == "stopped"


class Sloth:
    """A core whose every answer takes two seconds, of a clock of its own."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.playback = self.tracklist = self
        self.answered = threading.Event()

    def get_state(self) -> Sloth:
        return self

    def get(self, *, timeout: float) -> str:
        if self.answered.is_set():  # whoever waits for the end of the silence
            return "stopped"
        self.now_s += min(timeout, 2.0)
        if timeout < 2:
            self.answered.set()
            raise pykka.Timeout
        return "stopped"


def test_slow_answers_in_a_row_wear_patience_out_which_comes_back_with_time() -> None:
    sloth, answered = Sloth(), threading.Semaphore(0)
    patient = PatientCore(sloth, answered.release, clock=lambda: sloth.now_s)
    for _ in range(2):
        assert patient.playback.get_state().get(timeout=3.0) == "stopped"
    with pytest.raises(pykka.Timeout):
        patient.playback.get_state().get(timeout=3.0)
    assert sloth.now_s == 4.5, "no longer than that is waited in a row"
    assert answered.acquire(timeout=WAIT_S)
    sloth.answered.clear()
    sloth.now_s += 4.0
    assert patient.playback.get_state().get(timeout=3.0) == "stopped"
    with pytest.raises(pykka.Timeout):
        patient.playback.get_state().get(timeout=3.0)
    patient.close()


def test_to_look_for_an_answer_is_not_to_wait_for_it(
    patient: PatientCore, hanging: threading.Event
) -> None:
    late = patient.tracklist.add(uris=["dummy:song"])
    with pytest.raises(pykka.Timeout):
        late.get(timeout=0)
    assert not patient.is_silent
    hanging.set()


def test_nobody_waits_for_a_silent_core_after_the_end(
    core: Any, hanging: threading.Event, answered: threading.Semaphore
) -> None:
    one = PatientCore(core, answered.release)
    with pytest.raises(pykka.Timeout):
        one.tracklist.add(uris=["dummy:song"]).get(timeout=0.1)
    one.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "moodcam-core"]
    hanging.set()
    assert not answered.acquire(blocking=False)


def test_what_the_core_raises_has_one_name(patient: PatientCore) -> None:
    with pytest.raises(CoreError, match=r"Mopidy's core failed \(\w+: .*\): see its log"):
        patient.tracklist.move(5, 9, 7).get(timeout=WAIT_S)
    assert not patient.is_silent


def test_a_full_tracklist_is_no_failure(patient: PatientCore, backend: Any) -> None:
    backend.set_tracks([track("song")]).get()
    with pytest.raises(TracklistFull):
        patient.tracklist.add(uris=["dummy:song"] * 1000).get(timeout=WAIT_S)


def test_a_failing_core_is_a_problem_of_the_queue_until_it_works(
    patient: PatientCore, core: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = QueueManager(patient, "next", autoplay=False)
    assert queue.upcoming(3) == []
    assert queue.problem is None

    class Playback:
        """Raises where Mopidy's own passes on what a backend raises."""

        def __getattr__(self, name: str) -> Any:
            if name != "get_time_position":
                return getattr(core.playback, name)
            future = pykka.ThreadingFuture()
            future.set_exception((OSError, OSError("no answer"), None))
            return lambda: future

    with monkeypatch.context() as broken:
        broken.setattr(patient.playback, "_controller", Playback())
        assert queue.upcoming(3) == []
        assert queue.problem == (
            "Mopidy's core failed (OSError: no answer): see its log for the backend at fault"
        )
        assert not queue.is_answered
    assert queue.upcoming(3) == []
    assert queue.problem is None
