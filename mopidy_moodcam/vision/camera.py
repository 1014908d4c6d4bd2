"""Keep the newest picture of a camera, whatever happens to the camera."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import cv2
import numpy as np

from mopidy_moodcam.vision.health import PictureCheck
from mopidy_moodcam.vision.mjpeg import MjpegSource
from mopidy_moodcam.vision.picture_source import WAY_OUT, sentence
from mopidy_moodcam.vision.sources import (
    WANTED_SIDE,
    CameraError,
    CaptureSource,
    PictureSource,
    open_source,
    redacted,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

Status = Literal["off", "connecting", "ok", "lost"]

FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 30.0
STOP_TIMEOUT_S: Final = 12.0  # longer than opening and reading may hang
SILENCE_S: Final = 10.0  # without a picture: a read hangs; the slowest pace takes one in 5 s
OPENING_S: Final = 30.0  # of "auto", several devices that do not answer included
EARLY: Final = 0.2  # of a frame's interval: cameras do not tick evenly
MAX_BROKEN: Final = 30  # pictures in a row that cannot be decoded before the camera counts as lost
SMALLEST_SIDE: Final = 48  # pixels: that of the classifier's smallest face

GONE: Final = "camera {} went away: waiting for it to come back; check its cable or its address"
MUTE: Final = "camera {} cannot be opened: it does not answer"
HELD: Final = (
    "camera {} does not let go, so it may still be on: it is released as soon as it answers; "
    "unplug it to be sure"
)
BROKEN: Final = (
    "camera {} delivers no picture of use: each is broken, or too large; choose another resolution"
)
FROZEN: Final = (
    "camera {} is frozen: it delivers the same picture again and again, and is opened anew; "
    "unplug it, or restart it, if that does not help"
)
TINY: Final = (
    "camera {} delivers pictures of {}x{} pixels, too small for a face: choose another resolution"
)
BLACK: Final = "camera {} sees nothing but black: uncover its lens, or turn on a light"


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
    `reason` says what is wrong while it is lost, while what it delivers shows nothing, or while it
    is off but does not let go of the device, and `way_out` is as in `CameraError`.
    """

    source: str
    status: Status
    reason: str | None = None
    chosen: str = ""
    way_out: str = ""

    @property
    def error(self) -> str | None:
        """What is wrong, with the way out, in one sentence."""
        return None if self.reason is None else sentence(self.reason, self.way_out)


class Camera:
    """Reads one source in a thread of its own and keeps only the newest frame.

    A source that cannot be opened, or that goes away, is released and tried again after pauses
    that double from 1 to 30 seconds. One that hangs is told as lost by `newest`, since its own
    thread cannot. Between `start` and `stop` the device is held; after `stop` it is free, or the
    state says that it is not.
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
        self._started_s = 0.0
        self._left: list[threading.Thread] = []  # those that did not let go in time
        self._taken = 0  # frames so far
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

    @property
    def is_released(self) -> bool:
        """Whether `release` has ended it, and `stop` is to be called before it can start again."""
        return self._thread is not None and self._stopping.is_set()

    def limit(self, fps: float) -> None:
        """Take at most `fps` frames a second from now on."""
        self._interval_s = 1 / fps

    def start(self) -> None:
        """Open the source and read it, until `stop`; "off" opens nothing.

        Nor is a source opened that has not let go since the last time: each attempt would leave
        another thread behind. Call it again later.
        """
        if self.spec == "off" or self._thread is not None:
            return
        self._left = [thread for thread in self._left if thread.is_alive()]
        if self._left:
            self._show("lost", HELD.format(redacted(self.spec)))
            return
        self._stopping = threading.Event()
        self._started_s = time.monotonic()
        self._show("connecting")
        self._thread = threading.Thread(
            target=self._run, args=(self._stopping,), name="moodcam-camera", daemon=True
        )
        self._thread.start()

    def release(self) -> None:
        """Have the source released as soon as it lets go, without waiting for it.

        No frame is given any more. The state stays as it is: who reads the camera calls `stop`.
        """
        with self._changed:
            self._stopping.set()
            self._newest = None

    def stop(self) -> None:
        """Release the source; waits for a read under way."""
        self.release()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join(self._stop_timeout_s)
            if thread.is_alive():
                self._left.append(thread)
                logger.warning("MoodCam: %s", HELD.format(redacted(self.spec)))
        self._left = [thread for thread in self._left if thread.is_alive()]
        self._show("off", HELD.format(redacted(self.spec)) if self._left else None)

    def wake(self) -> None:
        """Let `newest` return at once, once."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def newest(self, after_s: float, timeout_s: float) -> Frame | None:
        """Return the newest frame taken after `after_s`, waiting for it; None when none comes.

        When none has come for long, the camera counts as lost until one comes again.
        """

        def is_new() -> bool:
            return self._newest is not None and self._newest.time_s > after_s

        with self._changed:
            self._changed.wait_for(lambda: self._woken or is_new(), timeout_s)
            self._woken = False
            self._judge()
            return self._newest if is_new() else None

    def _judge(self) -> None:
        """Tell what the camera's own thread cannot while it hangs in opening or reading."""
        state, newest, now_s = self._state, self._newest, time.monotonic()
        if state.status == "connecting" and now_s - self._started_s >= OPENING_S:
            self._lose(self._stopping, MUTE.format(state.source), WAY_OUT)
        elif state.status == "ok" and newest is not None and now_s - newest.time_s >= SILENCE_S:
            self._lose(self._stopping, GONE.format(state.source))

    def _run(self, stopping: threading.Event) -> None:
        check = PictureCheck()
        pause_s = self._first_pause_s
        while not stopping.is_set():
            taken = self._taken
            reason, way_out = self._read_once(check, stopping)
            if self._taken > taken:
                pause_s = self._first_pause_s
            self._lose(stopping, reason, way_out)
            stopping.wait(pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    def _read_once(self, check: PictureCheck, stopping: threading.Event) -> tuple[str, str]:
        """Open the source and read it to its end; return why it ended, and the way out."""
        try:
            with closing(self._open(self.spec)) as source:
                return self._read(source, check, stopping), ""
        except CameraError as error:
            return error.reason, error.way_out
        except Exception as error:
            logger.exception("MoodCam: reading camera %s failed", redacted(self.spec))
            name = type(error).__name__
            return f"camera {redacted(self.spec)} failed ({name}): see Mopidy's log", ""

    def _read(self, source: PictureSource, check: PictureCheck, stopping: threading.Event) -> str:
        """Read until the source ends or is to stop."""
        live = isinstance(source, CaptureSource | MjpegSource)
        broken = 0
        before_s = self._cpu_s - time.thread_time()
        last_s = float("-inf")  # when the last wanted frame was due
        while not stopping.is_set() and source.grab():
            self._cpu_s = before_s + time.thread_time()  # what came of the last frame included
            now_s = time.monotonic()
            interval_s = self._interval_s  # it may change at any time
            if now_s < last_s + (1 - EARLY) * interval_s:
                continue  # only wanted frames are decoded
            last_s = max(last_s + interval_s, now_s - EARLY * interval_s)
            image = source.retrieve()
            if image is None:
                broken += 1
                if broken >= MAX_BROKEN:
                    return BROKEN.format(source.name)
                continue
            broken = 0
            trouble = check.look(image, now_s, live=live)
            if trouble == "frozen":
                self._lose(stopping, FROZEN.format(source.name))
                if check.is_to_reopen(now_s):
                    break
                continue
            problem = BLACK.format(source.name) if trouble else _too_small(source.name, image)
            image = _reduced(image)
            frame = Frame(image, now_s, source.name, (time.monotonic() - now_s) * 1e3)
            self._take(frame, problem, stopping)
        return FROZEN.format(source.name) if check.is_frozen else GONE.format(source.name)

    def _take(self, frame: Frame, problem: str | None, stopping: threading.Event) -> None:
        with self._changed:
            if stopping.is_set():
                return
            if problem is not None and self._state.error != problem:
                logger.warning("MoodCam: %s", problem)
            self._show("ok", problem, source=frame.source)
            self._taken += 1
            self._newest = frame
            self._changed.notify_all()

    def _lose(self, stopping: threading.Event, reason: str, way_out: str = "") -> None:
        with self._changed:
            if stopping.is_set():
                return  # it was told to let go, or another thread has taken over
            before = self._state.error
            self._show("lost", reason, way_out)
            if self._state.error != before:
                logger.warning("MoodCam: %s", self._state.error)
            self._newest = None

    def _show(
        self, status: Status, reason: str | None = None, way_out: str = "", source: str = ""
    ) -> None:
        chosen = redacted(self.spec)
        self._state = CameraState(source or chosen, status, reason, chosen, way_out)


def _too_small(name: str, image: NDArray[np.uint8]) -> str | None:
    """Return a sentence for a picture in which no face can be seen."""
    height, width = image.shape[:2]
    return None if min(height, width) >= SMALLEST_SIDE else TINY.format(name, width, height)


def _reduced(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture no larger than `WANTED_SIDE`: beyond that it only costs time and memory."""
    height, width = image.shape[:2]
    scale = WANTED_SIDE / max(height, width)
    if scale >= 1:
        return image
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
