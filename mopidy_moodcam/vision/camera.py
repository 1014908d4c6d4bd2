"""Keep the newest picture of a camera, whatever happens to the camera."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from mopidy_moodcam.vision.sources import CameraError, PictureSource, open_source, redacted

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

Status = Literal["off", "connecting", "ok", "lost"]

FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 30.0
STOP_TIMEOUT_S: Final = 12.0  # longer than opening and reading may hang
EARLY: Final = 0.2  # of a frame's interval: cameras do not tick evenly
MAX_BROKEN: Final = 30  # pictures in a row that cannot be decoded before the camera counts as lost


@dataclass(frozen=True, eq=False, slots=True)
class Frame:
    """One picture: BGR uint8 (height, width, 3), its time on the monotonic clock, its source.

    `read_ms` is what decoding (or drawing) it took.
    """

    image: NDArray[np.uint8]
    time_s: float
    source: str
    read_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class CameraState:
    """What the camera is doing.

    `source` is what delivers the pictures and `chosen` what was asked for, such as "auto";
    `error` is a sentence while it is lost.
    """

    source: str
    status: Status
    error: str | None = None
    chosen: str = ""


class Camera:
    """Reads one source in a thread of its own and keeps only the newest frame.

    A source that cannot be opened, or that goes away, is released and tried again after pauses
    that double from 1 to 30 seconds. Between `start` and `stop` the device is held; after `stop`
    it is free.
    """

    def __init__(
        self,
        spec: str,
        fps: float,
        *,
        opener: Callable[[str], PictureSource] = open_source,
        first_pause_s: float = FIRST_PAUSE_S,
        stop_timeout_s: float = STOP_TIMEOUT_S,
    ) -> None:
        """Prepare a camera; `spec` as in the option `camera`, at most `fps` frames a second."""
        self.spec = spec
        self._cpu_s = 0.0
        self.limit(fps)
        self._open = opener
        self._first_pause_s = first_pause_s
        self._stop_timeout_s = stop_timeout_s
        self._stopping = threading.Event()  # of the present thread; one left behind keeps its own
        self._changed = threading.Condition()
        self._newest: Frame | None = None
        self._woken = False
        self._show("off")
        self._thread: threading.Thread | None = None

    @property
    def state(self) -> CameraState:
        """What the camera is doing now."""
        return self._state

    @property
    def cpu_s(self) -> float:
        """The processor time, in seconds, that reading has taken in the camera's own threads."""
        return self._cpu_s

    def limit(self, fps: float) -> None:
        """Take at most `fps` frames a second from now on."""
        self._interval_s = 1 / fps

    def start(self) -> None:
        """Open the source and read it, until `stop`; "off" opens nothing."""
        if self.spec == "off" or self._thread is not None:
            return
        self._stopping = threading.Event()
        self._show("connecting")
        self._thread = threading.Thread(
            target=self._run, args=(self._stopping,), name="moodcam-camera", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Release the source; waits for a read under way."""
        self._stopping.set()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join(self._stop_timeout_s)
            if thread.is_alive():
                logger.warning(
                    "Camera %s does not let go: it is left to itself", self._state.source
                )
        self._newest = None
        self._show("off")

    def wake(self) -> None:
        """Let `newest` return at once, once."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def newest(self, after_s: float, timeout_s: float) -> Frame | None:
        """Return the newest frame taken after `after_s`, waiting for it; None when none comes."""

        def is_new() -> bool:
            return self._newest is not None and self._newest.time_s > after_s

        with self._changed:
            self._changed.wait_for(lambda: self._woken or is_new(), timeout_s)
            self._woken = False
            return self._newest if is_new() else None

    def _run(self, stopping: threading.Event) -> None:
        pause_s = self._first_pause_s
        while not stopping.is_set():
            try:
                source = self._open(self.spec)
            except CameraError as error:
                self._lose(str(error), stopping)
            else:
                try:
                    delivered = self._read(source, stopping)
                except Exception:
                    logger.exception("MoodCam: reading camera %s failed", source.name)
                    delivered = False
                finally:
                    source.close()
                if delivered:
                    pause_s = self._first_pause_s
                self._lose(
                    f"camera {source.name} went away: waiting for it to come back; "
                    "check its cable or its address",
                    stopping,
                )
            stopping.wait(pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    def _read(self, source: PictureSource, stopping: threading.Event) -> bool:
        """Read until the source ends or is to stop; return whether it delivered anything."""
        delivered = False
        broken = 0
        before_s = self._cpu_s - time.thread_time()
        last_s = time.monotonic() - self._interval_s  # when the last wanted frame was due
        while not stopping.is_set() and broken < MAX_BROKEN and source.grab():
            self._cpu_s = before_s + time.thread_time()
            now_s = time.monotonic()
            interval_s = self._interval_s
            if now_s < last_s + (1 - EARLY) * interval_s:
                continue  # only wanted frames are decoded
            last_s = max(last_s + interval_s, now_s - interval_s)
            image = source.retrieve()
            self._cpu_s = before_s + time.thread_time()
            if image is None:
                broken += 1
                continue
            broken = 0
            delivered = True
            frame = Frame(image, now_s, source.name, (time.monotonic() - now_s) * 1e3)
            with self._changed:
                if stopping.is_set():
                    break
                self._show("ok", source=source.name)
                self._newest = frame
                self._changed.notify_all()
        return delivered

    def _lose(self, sentence: str, stopping: threading.Event) -> None:
        with self._changed:
            if stopping.is_set():
                return  # it was told to let go, or another thread has taken over
            if self._state.error != sentence:
                logger.warning("MoodCam: %s", sentence)
            self._show("lost", sentence)
            self._newest = None

    def _show(self, status: Status, error: str | None = None, source: str | None = None) -> None:
        chosen = redacted(self.spec)
        self._state = CameraState(source or chosen, status, error, chosen)
