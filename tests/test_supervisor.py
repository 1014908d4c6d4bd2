"""The frontend comes back after a failure, with what people chose; Mopidy's own stop is final."""

from __future__ import annotations

import gc
import logging
import threading
import time
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pykka
import pytest
from mopidy.core import Core, CoreListener

from mopidy_moodcam import frontend as frontend_module
from mopidy_moodcam import supervisor as supervisor_module
from mopidy_moodcam.back_off import BackOff
from mopidy_moodcam.frontend import MoodFrontend
from mopidy_moodcam.jukebox import Jukebox
from mopidy_moodcam.supervisor import MoodSupervisor
from mopidy_moodcam.vision.eye import Eye
from tests.dummy_audio import DummyAudio
from tests.dummy_backend import DummyBackend, track
from tests.test_extension import checked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WAIT_S = 30.0
THREADS = ("MoodCam dummy", "moodcam-camera", "moodcam-watcher")


def until(condition: Callable[[], Any], what: str) -> Any:
    end_s = time.monotonic() + WAIT_S
    while not (value := condition()):
        assert time.monotonic() < end_s, f"not seen in {WAIT_S:g} s: {what}"
        time.sleep(0.01)
    return value


def own_threads() -> list[str]:
    names = [thread.name for thread in threading.enumerate()]
    return sorted(name for name in names if name.lower().startswith("moodcam"))


def frontends() -> list[pykka.ActorRef[MoodFrontend]]:
    return pykka.ActorRegistry.get_by_class(MoodFrontend)


def working() -> Any:
    """The proxy of a frontend that has started all of its rooms."""

    def answering() -> Any:
        for frontend in frontends():
            with suppress(pykka.ActorDeadError):  # it was one of those that fail
                proxy: Any = frontend.proxy()
                proxy.find_cameras().get(timeout=WAIT_S)  # answered when `on_start` is over
                return proxy
        return None

    return until(answering, "a frontend has started")


@pytest.fixture
def supervisor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A supervisor as Mopidy starts it, with a real core; its pauses are short."""
    monkeypatch.setattr(supervisor_module, "BackOff", lambda: BackOff(0.05))
    monkeypatch.setattr(supervisor_module, "BEGIN_AFTER_S", 0.0)
    audio = DummyAudio.start().proxy()
    backend = DummyBackend.start(config={}, audio=audio).proxy()
    backend.set_tracks([track(f"song{n}", "Pop") for n in range(9)]).get()
    folders = {f"{name}_dir": str(tmp_path / name) for name in ("cache", "config", "data")}
    config = {
        "core": {**folders, "max_tracklist_length": 100},
        "moodcam": checked(camera="demo")[0],
    }
    core = Core.start(config=config, mixer=None, backends=[backend], audio=audio).proxy()
    reference = MoodSupervisor.start(config=config, core=core)
    yield reference.proxy()
    pykka.ActorRegistry.stop_all()
    until(lambda: own_threads() == [], "every thread has ended")


def fail(proxy: Any) -> str:
    """Let the frontend fail in a message, as a bug in it would; return which one it was."""
    urn = proxy.actor_ref.actor_urn
    proxy.give_up.defer(LookupError("a bug"))
    until(lambda: urn not in {found.actor_urn for found in frontends()}, "the frontend has failed")
    return urn


def session_text(supervisor: Any) -> str:
    """The state that clients see."""
    return supervisor.session.get().feed.newest().text


def test_a_failed_frontend_is_told_and_replaced(
    supervisor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = supervisor.session.get().feed
    told: list[str | None] = []
    report = feed.report

    def noted_report(room: str, problem: str | None) -> bool:
        told.append(problem)
        return report(room, problem)

    monkeypatch.setattr(feed, "report", noted_report)  # the state itself may be overtaken
    fail(working())
    working()
    until(lambda: '"errors":[]' in feed.newest().text, "the state shows that it works again")
    sentence = "MoodCam failed (LookupError): it starts again in 0.05 s, see Mopidy's log"
    until(lambda: sentence in told, "it was told")
    assert supervisor.session.get().feed is feed


def test_no_thread_and_no_actor_is_left_over_by_failures(supervisor: Any) -> None:
    for _ in range(4):
        frontend = working()
        until(lambda: {*own_threads()} >= {*THREADS}, f"there are {THREADS}")
        until(lambda: {*own_threads()} <= {*THREADS, "MoodCamStore"}, "and no others")
        assert len({*own_threads()}) == len(own_threads()), "each is there once"
        fail(frontend)
    working()
    assert len(pykka.ActorRegistry.get_by_class(CoreListener)) == 1
    assert supervisor.actor_ref.is_alive()


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> dict[type, list[weakref.ref[Any]]]:
    """Every eye that has looked and every jukebox that has heard of the library, in order."""
    met: dict[type, list[weakref.ref[Any]]] = {}

    def note(kind: type, method: str) -> None:
        known = met.setdefault(kind, [])
        original = getattr(kind, method)

        def noting(self: Any, *arguments: Any) -> Any:
            if not known or known[-1]() is not self:
                known.append(weakref.ref(self))
            return original(self, *arguments)

        monkeypatch.setattr(kind, method, noting)

    note(Eye, "look")
    note(Jukebox, "follow_library")
    return met


def test_a_failed_frontend_leaves_nothing_in_memory_once_another_one_watches(
    noted: dict[type, list[weakref.ref[Any]]], supervisor: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL + 1)  # a record that is kept holds all that has failed
    until(lambda: all(len(known) == 1 for known in noted.values()), "it looks, and has music")
    fail(working())
    until(lambda: all(len(known) == 2 for known in noted.values()), "another one does")
    gc.collect()
    until(lambda: all(known[0]() is None for known in noted.values()), "the first is gone")
    assert supervisor.actor_ref.is_alive()


def test_what_people_chose_outlives_a_failure(supervisor: Any) -> None:
    frontend = working()
    frontend.choose_camera("off").get()
    frontend.choose_strategy("elevate").get()
    supervisor.pause_watching(paused=True).get()
    frontend.choose_mood("happy").get()
    fail(frontend)
    working()
    session = supervisor.session.get()
    assert (session.camera, session.strategy, session.paused) == ("off", "elevate", True)
    until(lambda: '"emotion":"happy"' in session.feed.newest().text, "the mood by hand stands")
    until(lambda: '"errors":[]' in session.feed.newest().text, "it works again")
    assert '"strategy":"elevate"' in session.feed.newest().text
    assert "moodcam-camera" not in own_threads(), "who has paused the watching is not watched"


def test_who_pauses_between_a_failure_and_the_next_start_is_not_watched(
    supervisor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    frontend = working()
    monkeypatch.setattr(supervisor_module, "BackOff", lambda: BackOff(2.0))
    fail(frontend)
    until(lambda: "it starts again" in session_text(supervisor), "the failure was told")
    supervisor.pause_watching(paused=True).get()
    assert '"watching":false' in session_text(supervisor)
    working()
    assert '"watching":false' in session_text(supervisor)
    assert "moodcam-camera" not in own_threads()
    supervisor.pause_watching(paused=False).get()
    until(lambda: '"watching":true' in session_text(supervisor), "watching goes on")


@pytest.mark.parametrize("where", ["on_start", "__init__"])
def test_a_frontend_that_cannot_start_is_tried_again(
    supervisor: Any, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    starts: list[float] = []

    def stumble(*_: object, **__: object) -> None:
        starts.append(time.monotonic())
        msg = "no memory"
        raise MemoryError(msg)

    name = "_start" if where == "on_start" else "__init__"
    healthy = getattr(MoodFrontend, name)
    frontend = working()
    monkeypatch.setattr(MoodFrontend, name, stumble)
    fail(frontend)
    until(lambda: len(starts) >= 3, "it was tried three times")
    monkeypatch.setattr(MoodFrontend, name, healthy)
    working()
    feed = supervisor.session.get().feed
    until(lambda: '"errors":[]' in feed.newest().text, "it works again")
    assert starts[2] - starts[1] > starts[1] - starts[0]


@pytest.mark.parametrize("event", ["tracklist_changed", "playlists_loaded"])
def test_a_bug_in_a_listener_is_not_passed_over(
    supervisor: Any, monkeypatch: pytest.MonkeyPatch, event: str
) -> None:
    frontend = working()
    urn = frontend.actor_ref.actor_urn
    with monkeypatch.context() as broken:
        broken.setattr(frontend_module.Jukebox, event, lambda _: 1 / 0)
        CoreListener.send(event)
        until(lambda: not frontends() or frontends()[0].actor_urn != urn, "the frontend has failed")
    working()
    assert supervisor.actor_ref.is_alive()


def test_watching_that_ends_by_an_error_begins_again(
    supervisor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = supervisor.session.get().feed
    working()
    with monkeypatch.context() as broken:
        broken.setattr("mopidy_moodcam.vision.watcher.Eye.look", lambda *_: 1 / 0)
        until(lambda: "MoodCam failed (ZeroDivisionError)" in feed.newest().text, "it is said")
    until(lambda: '"status":"ok"' in feed.newest().text, "the camera is watched again")
    assert supervisor.actor_ref.is_alive()


def test_stopped_by_mopidy_it_does_not_start_again(supervisor: Any) -> None:
    fail(working())
    supervisor.actor_ref.stop()
    assert frontends() == []
    until(lambda: own_threads() == [], "every thread has ended")
    time.sleep(0.1)  # longer than the pause that was under way
    assert frontends() == []
