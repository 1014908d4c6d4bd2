"""Whether a scene that was searched in vain is still as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLUMNS: Final = 32
ROWS: Final = 24
CHANGE: Final = 6
"""Levels of 255 in one colour of one cell: above a camera's noise, which a cell's mean reduces,
and below what a face changes in front of nearly any wall."""
SURE_AFTER_S: Final = 3.0
"""So long must every search have been in vain: a face at the limit is found by some, not by all."""
SEARCH_AGAIN_S: Final = 5.0
"""After so long a scene is searched even if nothing moved: noise and light vary all the same."""


class Stillness:
    """Remembers the scene that was searched in vain last: as long as it stays, so does the result.

    Scenes are compared as the means of 32 by 24 cells, by the cell that differs most, so that a
    small face far away counts as much as a large one. They are compared with the one that was
    searched, not with the one before, so that a slow change counts, too. It takes 0.3 ms, a
    fiftieth of a search.
    """

    def __init__(self) -> None:
        """Remember nothing."""
        self._cells: NDArray[np.uint8] | None = None
        self._searched_s = 0.0
        self._vain_since_s = 0.0

    def holds(self, image: NDArray[np.uint8], now_s: float) -> bool:
        """Return whether a BGR image (height, width, 3) need not be searched."""
        if self._cells is None or self._searched_s - self._vain_since_s < SURE_AFTER_S:
            return False
        if not 0 <= now_s - self._searched_s < SEARCH_AGAIN_S:
            return False
        cells = _cells(image)
        if cells.shape != self._cells.shape:
            return False
        return int(cv2.absdiff(cells, self._cells).max()) <= CHANGE

    def note(self, image: NDArray[np.uint8], now_s: float, *, in_vain: bool) -> None:
        """Take note that an image was searched, and whether in vain."""
        if self._cells is None or not in_vain:
            self._vain_since_s = now_s
        self._cells = _cells(image) if in_vain else None
        self._searched_s = now_s


def _cells(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the mean colour of each cell; all are equally large, which is what makes it quick."""
    height, width = image.shape[:2]
    columns, rows = min(COLUMNS, width), min(ROWS, height)
    whole = image[: height // rows * rows, : width // columns * columns]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)
