"""Where pictures come from: devices, addresses, clips and the performer."""

from __future__ import annotations

import logging
import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import cv2
import numpy as np

from mopidy_moodcam.vision.core_dumps import keep_out_of_core_dumps

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

# What fails is said in our own sentences; FFmpeg and OpenCV would add theirs at every attempt.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)

OPEN_TIMEOUT_MS: Final = 5000
READ_TIMEOUT_MS: Final = 5000
DEFAULT_CLIP_FPS: Final = 25.0
PERFORMER_FPS: Final = 30.0
MAX_SIDE: Final = 8192  # pixels; a larger picture is a mistake or an attack
REMEDY: Final = "set moodcam/camera, or see `mopidy moodcam cameras`"


class CameraError(Exception):
    """A source cannot be used; the message says which, why and what to do."""


class PictureSource(Protocol):
    """A stream of pictures at its own pace."""

    @property
    def name(self) -> str:
        """What the source is called in messages."""
        ...

    def grab(self) -> bool:
        """Wait for the next picture; return False when there will be none."""
        ...

    def retrieve(self) -> NDArray[np.uint8] | None:
        """Return the picture that was grabbed, BGR (height, width, 3), or None if it is broken."""
        ...

    def close(self) -> None:
        """Release the device or file."""
        ...


class CaptureSource:
    """A device or an address, read by OpenCV; it delivers at its own pace."""

    def __init__(self, name: str, capture: cv2.VideoCapture) -> None:
        """Take over an opened capture."""
        self.name = name
        self._capture = capture

    def grab(self) -> bool:
        """Wait for the next picture; return False when the device or stream is gone."""
        return self._capture.grab()

    def retrieve(self) -> NDArray[np.uint8] | None:
        """Decode the picture that was grabbed."""
        good, image = self._capture.retrieve()
        return _as_bgr(image) if good else None

    def close(self) -> None:
        """Release the device."""
        self._capture.release()


class ClipSource:
    """A video file, played at its own speed and looped; late pictures are skipped."""

    def __init__(self, name: str, path: Path, *, loop: bool = True, paced: bool = True) -> None:
        """Open a clip.

        Raises CameraError when it cannot be read.
        """
        self.name = name
        self._path = path
        self._loop = loop
        self._paced = paced
        self._capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
        if not self._capture.isOpened() or not self._capture.grab():
            self._capture.release()
            msg = f"clip {path} cannot be read: it is no video that OpenCV knows; {REMEDY}"
            raise CameraError(msg)
        self._first = True
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self._interval_s = 1 / (fps if 1 <= fps <= 240 else DEFAULT_CLIP_FPS)
        self._due_s = time.monotonic()
        self._position = 0

    @property
    def position_s(self) -> float:
        """The time of the grabbed picture from the start of the clip."""
        return self._position * self._interval_s

    def grab(self) -> bool:
        """Wait until the next picture is due; return False at the end of a clip not looped."""
        if self._first:  # the picture that showed that the clip is readable
            self._first = False
        elif self._capture.grab():
            self._position += 1
        elif not self._loop or not self._rewind():
            return False
        if self._paced:
            self._due_s += self._interval_s
            late_s = time.monotonic() - self._due_s
            if late_s < 0:
                time.sleep(-late_s)
            elif late_s > 1:  # the machine slept: do not race through what was missed
                self._due_s = time.monotonic()
        return True

    def retrieve(self) -> NDArray[np.uint8] | None:
        """Decode the picture that was grabbed."""
        good, image = self._capture.retrieve()
        return _as_bgr(image) if good else None

    def close(self) -> None:
        """Release the file."""
        self._capture.release()

    def _rewind(self) -> bool:
        """Go back to the first picture; a file that cannot seek is opened anew."""
        self._position = 0
        if self._capture.set(cv2.CAP_PROP_POS_FRAMES, 0) and self._capture.grab():
            return True
        self._capture.open(str(self._path), cv2.CAP_FFMPEG)
        return self._capture.grab()


class PerformerSource:
    """The built-in animated face, in the place of a camera."""

    name = "demo"

    def __init__(self) -> None:
        """Set the stage."""
        from mopidy_moodcam.vision.performer import Performer  # noqa: PLC0415 - for the demo alone

        self._performer = Performer()
        self._start_s = time.monotonic()
        self._due_s = self._start_s

    def grab(self) -> bool:
        """Wait until the next picture is due."""
        self._due_s = max(self._due_s + 1 / PERFORMER_FPS, time.monotonic())
        time.sleep(max(0.0, self._due_s - time.monotonic()))
        return True

    def retrieve(self) -> NDArray[np.uint8]:
        """Draw the performer as of now."""
        return self._performer.frame(time.monotonic() - self._start_s)

    def close(self) -> None:
        """Leave the stage: nothing is held."""


def open_source(spec: str) -> PictureSource:
    """Open what the option `camera` names: auto, demo, a device, an address or a clip.

    Raises CameraError with one sentence when it cannot be opened.
    """
    keep_out_of_core_dumps()
    try:
        return _open(spec)
    except (OSError, RuntimeError, ValueError) as error:  # a path that cannot be followed
        reason = getattr(error, "strerror", None) or str(error)
        msg = f"camera {redacted(spec)} cannot be opened: {reason}; {REMEDY}"
        raise CameraError(msg) from error


def _open(spec: str) -> PictureSource:
    if spec == "auto":
        return _open_best()
    if spec == "demo":
        return PerformerSource()
    if spec == "browser":
        msg = f"camera browser is that of MoodCam's page, in a running Mopidy: {REMEDY}"
        raise CameraError(msg)
    if re.fullmatch(r"\d{1,3}", spec):
        return _open_device(Path(f"/dev/video{spec}"))
    if spec.startswith("/dev/"):
        return _open_device(Path(spec))
    if re.match(r"(https?|rtsps?)://", spec, re.IGNORECASE):
        return _open_address(spec)
    path = Path(spec).expanduser()
    if not path.is_file():
        msg = f"clip {path} does not exist: {REMEDY}"
        raise CameraError(msg)
    return ClipSource(spec, path)


def read_photo(path: Path) -> NDArray[np.uint8]:
    """Return a photo file as BGR (height, width, 3), turned as its EXIF data says.

    Raises CameraError when it cannot be read.
    """
    image = _as_bgr(cv2.imread(str(path), cv2.IMREAD_COLOR))
    if image is None:
        reason = "it is no picture that OpenCV knows" if path.is_file() else "there is no such file"
        msg = f"photo {path} cannot be read: {reason}"
        raise CameraError(msg)
    return image


def find_devices() -> list[Path]:
    """Return the video devices of this machine, in order of their numbers."""
    devices = [p for p in Path("/dev").glob("video*") if re.fullmatch(r"video\d+", p.name)]
    return sorted(devices, key=lambda device: int(device.name.removeprefix("video")))


def redacted(spec: str) -> str:
    """Return a source's name; of an address only scheme and host, since the rest may be secret."""
    address = re.match(r"(?P<scheme>\w+://)(?:.*@)?(?P<host>[^/?#]*)", spec)
    return address["scheme"] + address["host"] if address else spec


def _open_best() -> PictureSource:
    """Open the first device that delivers a picture: many have several nodes, not all cameras."""
    for device in find_devices():
        try:
            return _open_device(device)
        except CameraError as error:
            logger.debug("Passed over: %s", error)
    msg = f"no camera was found: connect one, or {REMEDY}"
    raise CameraError(msg)


def _open_device(device: Path) -> PictureSource:
    def refuse(reason: str) -> CameraError:
        return CameraError(f"camera {device} cannot be opened: {reason}; {REMEDY}")

    try:
        with device.open("rb"):
            pass
    except FileNotFoundError as error:
        reason = "no such device"
        raise refuse(reason) from error
    except PermissionError as error:
        reason = "permission denied (the user who runs Mopidy must be in the group video)"
        raise refuse(reason) from error
    except OSError as error:
        raise refuse(error.strerror or "it does not answer") from error
    capture = cv2.VideoCapture(str(device), cv2.CAP_V4L2)
    return _checked(CaptureSource(str(device), capture), capture, refuse)


def _open_address(address: str) -> PictureSource:
    name = redacted(address)

    def refuse(reason: str) -> CameraError:
        return CameraError(f"camera {name} cannot be opened: {reason}; {REMEDY}")

    timeouts = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_TIMEOUT_MS]
    timeouts += [cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_TIMEOUT_MS]
    capture = cv2.VideoCapture(address, cv2.CAP_FFMPEG, timeouts)
    return _checked(CaptureSource(name, capture), capture, refuse)


def _checked(
    source: CaptureSource, capture: cv2.VideoCapture, refuse: Callable[[str], CameraError]
) -> PictureSource:
    """Return the source once it has delivered a picture; release it otherwise."""
    reason = None
    if not capture.isOpened():
        reason = "it does not answer or is no camera"
    elif not source.grab() or source.retrieve() is None:
        reason = "it delivers no picture"
    if reason is not None:
        source.close()
        raise refuse(reason)
    return source


def _as_bgr(image: Any) -> NDArray[np.uint8] | None:
    """Return a picture as BGR bytes, or None for what is no picture of sensible size."""
    if image is None or image.size == 0 or max(image.shape[:2]) > MAX_SIDE:
        return None
    if image.dtype != np.uint8:
        return None
    if image.ndim == 2:
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), np.uint8)
    return image if image.shape[2] == 3 else None
