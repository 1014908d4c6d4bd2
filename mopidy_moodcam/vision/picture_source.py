"""What every source of pictures has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_SIDE: Final = 8192  # pixels; a larger picture is a mistake or an attack
WAY_OUT: Final = "set moodcam/camera, or see `mopidy moodcam cameras`"


class CameraError(Exception):
    """A source cannot be used; the message is one sentence of reason and way out.

    `reason` says which source and why, and what helps there and then; `way_out` how to come to
    another one, where nothing else helps.
    """

    def __init__(self, reason: str, way_out: str = "") -> None:
        """Say what is wrong and, where that is another source, what to do."""
        super().__init__(sentence(reason, way_out))
        self.reason = reason
        self.way_out = way_out

    def with_way_out(self, way_out: str) -> str:
        """Return the sentence with another way out in the place of its own, if it has one."""
        return sentence(self.reason, way_out if self.way_out else "")


def sentence(reason: str, way_out: str) -> str:
    """Return both in one sentence: after a colon, or after a semicolon where there is a colon."""
    if not way_out:
        return reason
    return f"{reason}{';' if ': ' in reason else ':'} {way_out}"


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
