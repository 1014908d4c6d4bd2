"""Where pictures come from: devices, addresses, clips and the performer."""

from __future__ import annotations

import logging
import os
import re
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import cv2
import numpy as np

from mopidy_moodcam.sentences import reason_of
from mopidy_moodcam.vision.clip import ClipSource
from mopidy_moodcam.vision.core_dumps import keep_out_of_core_dumps
from mopidy_moodcam.vision.deadline import Deadline
from mopidy_moodcam.vision.mjpeg import MjpegSource, open_mjpeg
from mopidy_moodcam.vision.picture_source import (
    MAX_SIDE,
    WAY_OUT,
    CameraError,
    PictureSource,
    as_bgr,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

# What fails is said in our own sentences; FFmpeg and OpenCV would add theirs at every attempt.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)

OPEN_TIMEOUT_MS: Final = 5000
READ_TIMEOUT_MS: Final = 5000
WHOLE_OPENING_S: Final = 11.0  # with the first pictures: a camera must let go in time
PERFORMER_FPS: Final = 30.0
WANTED_SIDE: Final = 1920  # pixels: more only costs time
FIRST_TRIES: Final = 5  # the first pictures of a stream that is joined may be broken


class CaptureSource:
    """A device or an address, read by OpenCV; it delivers at its own pace."""

    def __init__(self, name: str, capture: cv2.VideoCapture) -> None:
        """Take over an opened capture."""
        self.name = name
        self._capture = capture

    def is_open(self) -> bool:
        """Say whether there was a device or stream to open."""
        return self._capture.isOpened()

    def grab(self) -> bool:
        """Wait for the next picture; return False when the device or stream is gone."""
        return self._capture.grab()

    def retrieve(self) -> NDArray[np.uint8] | None:
        """Decode the picture that was grabbed."""
        good, image = self._capture.retrieve()
        return as_bgr(image) if good else None

    def close(self) -> None:
        """Release the device."""
        self._capture.release()


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
    except (OSError, RuntimeError, ValueError, cv2.error) as error:  # a path not to be followed
        reason = getattr(error, "strerror", None) or str(error)
        raise _refusal(redacted(spec), reason) from error


def _open(spec: str) -> PictureSource:
    if spec == "auto":
        return _open_best()
    if spec == "demo":
        return PerformerSource()
    if spec == "browser":
        reason = "camera browser is that of MoodCam's page, in a running Mopidy"
        raise CameraError(reason, WAY_OUT)
    if re.fullmatch(r"\d{1,3}", spec):
        return _open_device(Path(f"/dev/video{spec}"))
    if spec.startswith("/dev/"):
        return _open_device(Path(spec))
    if re.match(r"(https?|rtsps?)://", spec, re.IGNORECASE):
        return _open_address(spec)
    path = Path(spec).expanduser()
    if not path.is_file():
        reason = f"clip {path} does not exist"
        raise CameraError(reason, WAY_OUT)
    return ClipSource(spec, path)


def read_photo(path: Path) -> NDArray[np.uint8]:
    """Return a photo file as BGR (height, width, 3), turned as its EXIF data says.

    Raises CameraError when it cannot be read.
    """
    image = None
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # a pipe would be waited for
            msg = f"photo {path} cannot be read: it is no file"
            raise CameraError(msg)
        data = path.read_bytes()  # by Python: OpenCV crashes on names that are not UTF-8
        if data:
            image = as_bgr(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR))
        reason = "it is no picture that OpenCV knows"
    except FileNotFoundError:
        reason = "there is no such file"
    except OSError as error:
        reason = reason_of(error)
    except cv2.error as error:
        reason = f"OpenCV refuses it ({str(error.err).strip()})"
    if image is None:
        msg = f"photo {path} cannot be read: {reason}"
        raise CameraError(msg)
    return image


def find_devices() -> list[Path]:
    """Return the video devices of this machine, in order of their numbers."""
    try:
        names = [path.name for path in Path("/dev").iterdir()]
    except OSError as error:  # Mopidy has no file descriptor left
        logger.debug("The devices cannot be listed: %s", error)
        return []
    devices = [Path("/dev", name) for name in names if re.fullmatch(r"video\d+", name)]
    return sorted(devices, key=lambda device: int(device.name.removeprefix("video")))


def redacted(spec: str) -> str:
    """Return a source's name; of an address only scheme and host, since the rest may be secret.

    Where it cannot be told whether "@" ends a password or stands in a path, neither is shown.
    """
    if re.match(r"\w+://[^:@/?#]*(?::\d*)?[/?#].*@", spec):
        return spec.partition("://")[0] + "://..."
    address = re.match(r"(?P<scheme>\w+://)(?:.*@)?(?P<host>[^/?#]*)", spec)
    return address["scheme"] + address["host"] if address else spec


def _open_best() -> PictureSource:
    """Open the first device that delivers a picture: many have several nodes, not all cameras."""
    for device in find_devices():
        try:
            return _open_device(device)
        except CameraError as error:
            logger.debug("Passed over: %s", error)
    reason = "no camera was found"
    raise CameraError(reason, f"connect one, or {WAY_OUT}")


def _refusal(name: str, reason: str) -> CameraError:
    return CameraError(f"camera {name} cannot be opened: {reason}", WAY_OUT)


def _open_device(device: Path) -> PictureSource:
    refuse = partial(_refusal, str(device))
    deadline = Deadline(WHOLE_OPENING_S)
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
    return _checked(CaptureSource(str(device), capture), refuse, deadline)


def _open_address(address: str) -> PictureSource:
    name = redacted(address)
    refuse = partial(_refusal, name)
    deadline = Deadline(WHOLE_OPENING_S)
    if address.lower().startswith("http"):
        try:
            stream = open_mjpeg(
                name,
                address,
                open_timeout_s=OPEN_TIMEOUT_MS / 1e3,
                read_timeout_s=READ_TIMEOUT_MS / 1e3,
                max_side=MAX_SIDE,
                wanted_side=WANTED_SIDE,
            )
        except OSError as error:
            reason = f"it does not answer ({error.strerror or error})"
            raise refuse(reason) from error
        if stream is not None:
            return _checked(stream, refuse, deadline)
    left_ms = deadline.left_s() * 1e3 - READ_TIMEOUT_MS
    timeouts = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, max(1, min(OPEN_TIMEOUT_MS, int(left_ms)))]
    timeouts += [cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_TIMEOUT_MS]
    return _checked(
        CaptureSource(name, cv2.VideoCapture(address, cv2.CAP_FFMPEG, timeouts)), refuse, deadline
    )


Live = TypeVar("Live", CaptureSource, MjpegSource)


def _checked(source: Live, refuse: Callable[[str], CameraError], deadline: Deadline) -> Live:
    """Return the source once it has delivered a picture; release it otherwise."""
    reason = None
    try:
        if not source.is_open():
            reason = "it does not answer or is no camera"
        elif not _delivers(source, deadline):
            reason = "it delivers no picture of use"
    except Exception:
        source.close()
        raise
    if reason is not None:
        source.close()
        raise refuse(reason)
    return source


def _delivers(source: CaptureSource | MjpegSource, deadline: Deadline) -> bool:
    """Try the first pictures, of which only the first is waited for whatever time is left."""
    for tried in range(FIRST_TRIES):
        if tried and deadline.left_s() < READ_TIMEOUT_MS / 1e3:
            break
        if source.grab() and source.retrieve() is not None:
            return True
    return False
