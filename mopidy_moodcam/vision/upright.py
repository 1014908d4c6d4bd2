"""Find out that a camera hangs upside down: the face finder sees few faces that stand on a head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from mopidy_moodcam.vision.face import FaceFinder

if TYPE_CHECKING:
    from numpy.typing import NDArray

UPSIDE_DOWN: Final = (
    "the camera's picture stands on its head: turn the camera round, or have it turn its picture"
)
FIRST_S: Final = 3.0  # without a face before the picture is turned to look for one
LONGEST_S: Final = 60.0  # between two such looks: nobody being there is no reason to keep looking


class UprightCheck:
    """Turns a picture without a face by half a circle now and then, and looks again."""

    def __init__(self, finder: FaceFinder) -> None:
        """Use a finder's networks; what it follows is left alone."""
        self._finder = finder
        self._problem: str | None = None
        self._pause_s = FIRST_S
        self._look_s: float | None = None

    @property
    def problem(self) -> str | None:
        """That the picture stands on its head: one sentence, or None."""
        return self._problem

    def note(self, image: NDArray[np.uint8], time_s: float, *, seen: bool) -> None:
        """Take note of a BGR image (height, width, 3) that was searched, and whether in vain."""
        if seen:
            self._problem = None
            self._pause_s = FIRST_S
            self._look_s = None
        elif self._look_s is None:
            self._look_s = time_s + self._pause_s
        elif time_s >= self._look_s:
            self._problem = (
                UPSIDE_DOWN if self._has_face(cv2.rotate(image, cv2.ROTATE_180)) else None
            )
            self._pause_s = min(LONGEST_S, 2 * self._pause_s)
            self._look_s = time_s + self._pause_s

    def _has_face(self, turned: np.ndarray) -> bool:
        image = np.asarray(turned, np.uint8)
        regions = FaceFinder.candidates(self._finder, image)  # not the count of who is there
        return any(self._finder.fit(image, one, tracked=False) is not None for one in regions[:1])
