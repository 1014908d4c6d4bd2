"""A library whose changes a test can wait for, and ways to change what its backends hold."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from mopidy_moodcam.music.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable

SOON_S = 10


class Watched:
    """A library whose changes a test can wait for."""

    def __init__(self, core: Any, **options: Any) -> None:
        self._changes = threading.Semaphore(0)
        self.library = Library(core.library, self._changes.release, **options)

    def until_change(self) -> None:
        assert self._changes.acquire(timeout=SOON_S), "the library has not changed"

    def until(self, condition: Callable[[Library], Any]) -> None:
        """Wait, change by change, until a condition holds."""
        while not condition(self.library):
            self.until_change()

    def until_names(self, names: list[str]) -> None:
        self.until(lambda _: self.names() == names)

    def names(self) -> list[str]:
        return sorted(t.name for t in self.library.tracks())


def fill(backend: Any, *tracks: Any) -> None:
    backend.set_tracks(tracks).get(timeout=SOON_S)


def fault(backend: Any, name: str, value: Any) -> None:
    backend.set_library(name, value).get(timeout=SOON_S)
