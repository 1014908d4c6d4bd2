"""What every source of pictures has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

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


def as_bgr(image: Any) -> NDArray[np.uint8] | None:
    """Return a picture as BGR bytes, or None for what is no picture of sensible size."""
    if image is None or image.size == 0 or max(image.shape[:2]) > MAX_SIDE:
        return None
    if image.dtype != np.uint8:
        return None
    if image.ndim == 2:
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), np.uint8)
    return image if image.shape[2] == 3 else None
