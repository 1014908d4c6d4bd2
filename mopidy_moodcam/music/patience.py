"""Mopidy's core, asked by one who must not wait long.

The core answers one question after the other, and none while it waits for a backend: a network
service that hangs holds up everybody. The first question without an answer in time costs us the
wait; after it none is asked until the core has answered that one, so that our actor stays quick and
nothing piles up that would be done late.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any, Final

import pykka
from mopidy.exceptions import TracklistFull

from mopidy_moodcam.music.backends import StoppedError, wait

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

PATIENCE_S: Final = 4.5  # of waiting in a row; clients wait for our actor for 5 s
RECOVERY: Final = 0.5  # share of the time that may go into waiting in the long run


class CoreError(Exception):
    """Mopidy's core raised something, most often a backend's error; the message names it."""


class PatientCore:
    """Stands for the proxy of Mopidy's core, to be asked from one thread.

    Its controllers have the same methods, and what these return is asked with `get(timeout=...)` as
    well. Both raise:

    - `pykka.Timeout` at once while the core is silent, and after the time when it falls silent, or
      earlier when answers before have taken so long that all patience is gone;
    - `CoreError` for what the core itself raises, apart from `TracklistFull`;
    - `pykka.ActorDeadError` when Mopidy shuts down.
    """

    def __init__(
        self,
        core: Any,
        on_answer: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the proxy; `on_answer` is called in another thread when a silence is over.

        `clock` gives seconds.
        """
        self.playback: Any = _Controller(self, core.playback)
        self.tracklist: Any = _Controller(self, core.tracklist)
        self._on_answer = on_answer
        self._stop = threading.Event()
        self._waiting: threading.Thread | None = None
        self._clock = clock
        self._patience_s = PATIENCE_S
        self._then_s = clock()

    def wait(self, future: Any, timeout_s: float) -> Any:
        """Return an answer, but wait no longer than that, nor than there is patience.

        Many slow answers in a row would hold us up as long as one that never comes.
        """
        start_s = self._clock()
        rested_s = (start_s - self._then_s) * RECOVERY
        patience_s = min(PATIENCE_S, self._patience_s + rested_s)
        try:
            return future.get(timeout=min(timeout_s, patience_s))
        finally:
            self._then_s = self._clock()
            self._patience_s = max(0.0, patience_s - (self._then_s - start_s))

    @property
    def is_silent(self) -> bool:
        """Whether an answer is overdue."""
        return self._waiting is not None and self._waiting.is_alive()

    def fall_silent(self, future: Any) -> None:
        """Ask nothing more until a question has been answered."""
        if not self.is_silent and not self._stop.is_set():
            logger.debug("Mopidy's core is silent")
            self._waiting = threading.Thread(
                target=self._outlast, args=(future,), name="moodcam-core", daemon=True
            )
            self._waiting.start()

    def close(self) -> None:
        """Wait for nothing any more."""
        self._stop.set()
        if self._waiting is not None:
            self._waiting.join()

    def _outlast(self, future: Any) -> None:
        try:
            wait(future, self._stop)
        except (StoppedError, pykka.ActorDeadError):
            return
        except Exception as error:  # noqa: BLE001 - an error is an answer too
            logger.debug("Mopidy's core answered late: %r", error)
        self._waiting = None
        self._on_answer()


class _Controller:
    """One of the core's controllers."""

    def __init__(self, core: PatientCore, controller: Any) -> None:
        self._core = core
        self._controller = controller

    def __getattr__(self, name: str) -> Callable[..., _Answer]:
        method = getattr(self._controller, name)

        def ask(*arguments: Any, **options: Any) -> _Answer:
            if self._core.is_silent:
                msg = "Mopidy's core is silent"
                raise pykka.Timeout(msg)
            return _Answer(self._core, method(*arguments, **options))

        return ask


class _Answer:
    """An answer that may come."""

    def __init__(self, core: PatientCore, future: Any) -> None:
        self._core = core
        self._future = future

    def get(self, *, timeout: float) -> Any:
        """Wait for it, but not longer than `timeout` seconds; with 0, just look."""
        try:
            return self._core.wait(self._future, timeout)
        except pykka.Timeout:
            if timeout > 0:
                self._core.fall_silent(self._future)
            raise
        except (pykka.ActorDeadError, TracklistFull):
            raise
        except Exception as error:
            msg = (
                f"Mopidy's core failed ({type(error).__name__}: {error}): see its log for the "
                f"backend at fault"
            )
            raise CoreError(msg) from error
