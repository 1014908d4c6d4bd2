from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from mopidy_moodcam.vision.camera import Camera
from mopidy_moodcam.vision.eye import Eye
from tests.vision.witness import TIMEOUT_S, Sticking, Witness

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mopidy_moodcam.vision.camera import Frame


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


@pytest.fixture
def witness(happy_clip: Path) -> Iterator[Witness]:
    one = Witness(str(happy_clip))
    yield one
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
