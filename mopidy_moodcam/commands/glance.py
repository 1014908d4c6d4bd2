"""One test picture of a source: how large and bright it is, and whether a face is in it."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2

from mopidy_moodcam.vision.sources import CameraError, open_source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mopidy_moodcam.vision.face import FaceFinder

SETTLE_FRAMES: Final = 8  # many cameras begin dark and find the exposure in the first pictures
SETTLE_S: Final = 2.0  # a slow source is not waited for longer
DARK: Final = 0.06  # of full brightness: less is a lid, a black wall or a room without light


@dataclass(frozen=True, slots=True)
class Glance:
    """A test picture: `width` and `height` in pixels, mean `brightness` from 0 to 1."""

    source: str
    width: int
    height: int
    brightness: float
    face: bool

    @property
    def dark(self) -> bool:
        """Whether so little light is in the picture that no face can be found."""
        return self.brightness < DARK


def glance(spec: str, finder: FaceFinder) -> Glance:
    """Open what the option `camera` names, look at one picture, and let it go again.

    Raises CameraError with one sentence when there is no picture.
    """
    with closing(open_source(spec)) as source:
        until_s = time.monotonic() + SETTLE_S
        image: NDArray[np.uint8] | None = None
        for _ in range(SETTLE_FRAMES):
            if not source.grab():
                break
            image = source.retrieve()
            if time.monotonic() > until_s:
                break
        if image is None:
            reason = f"camera {source.name} delivers no picture"
            raise CameraError(reason, "see `mopidy moodcam doctor`")
        finder.forget()
        return Glance(
            source=source.name,
            width=image.shape[1],
            height=image.shape[0],
            brightness=round(float(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).mean()) / 255, 3),
            face=finder.find(image) is not None,
        )
