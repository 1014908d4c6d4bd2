"""A real Mopidy core with dummies around it, and somebody who hears its events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pykka
import pytest
from mopidy.core import Core, CoreListener

from mopidy_moodcam.music.queue import QueueManager
from tests.dummy_audio import DummyAudio
from tests.dummy_backend import DummyBackend, track
from tests.dummy_mixer import DummyMixer
from tests.music.listener import LENGTH_MS, OURS, Listener

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_TRACKLIST_LENGTH = 60
QUEUED = [*(f"theirs{n}" for n in range(5)), "loop0", "loop1"]


class EventCollector(pykka.ThreadingActor, CoreListener):
    """Collects the events that a frontend would hear."""

    def __init__(self) -> None:
        super().__init__()
        self._events: list[tuple[str, dict[str, Any]]] = []

    def on_event(self, event: str, **kwargs: Any) -> None:
        self._events.append((event, kwargs))

    def take(self) -> list[tuple[str, dict[str, Any]]]:
        taken, self._events = self._events, []
        return taken


@pytest.fixture
def audio() -> Iterator[Any]:
    actor = DummyAudio.start()
    yield actor.proxy()
    actor.stop()


@pytest.fixture
def backend(audio: Any) -> Iterator[Any]:
    actor = DummyBackend.start(config={}, audio=audio)
    yield actor.proxy()
    actor.stop()


@pytest.fixture
def mixer() -> Iterator[Any]:
    actor = DummyMixer.start()
    yield actor.proxy()
    actor.stop()


@pytest.fixture
def core(audio: Any, backend: Any, mixer: Any) -> Iterator[Any]:
    config = {"core": {"max_tracklist_length": MAX_TRACKLIST_LENGTH}}
    actor = Core.start(config=config, mixer=mixer, backends=[backend], audio=audio)
    yield actor.proxy()
    actor.stop()


@pytest.fixture
def events(core: Any) -> Iterator[Any]:  # noqa: ARG001 - the core sends them
    actor = EventCollector.start()
    yield actor.proxy()
    actor.stop()


@pytest.fixture
def make(core: Any, audio: Any, backend: Any, events: Any) -> Callable[..., Listener]:
    names = [*OURS["happy"], *OURS["sad"], *QUEUED]
    backend.set_tracks([track(name, length_ms=LENGTH_MS) for name in names]).get(timeout=5)

    def make(switch: Any = "next", *, autoplay: bool = True) -> Listener:
        return Listener(core, audio, events, QueueManager(core, switch, autoplay=autoplay))

    return make


@pytest.fixture
def listener(make: Callable[..., Listener]) -> Listener:
    return make()


@pytest.fixture
def playing(listener: Listener) -> Listener:
    """MoodCam plays for a happy face; nobody has queued anything."""
    listener.follow("happy")
    listener.queue.start()
    listener.settle()
    return listener
