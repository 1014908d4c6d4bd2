"""How many people are there: the music for one alone may differ from that for company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mopidy_moodcam.vision.face import MAX_CANDIDATES, Face, FaceFinder, Region

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class CountingFinder(FaceFinder):
    """Follows one face, and counts all of them whenever it searches a whole frame.

    As for the face that is followed, the landmark network has the last word on each candidate of
    the detector. It costs a few milliseconds a candidate, and nothing for one who is alone.
    """

    def __init__(self, detect_every: int = 10) -> None:
        """Load the networks as the `FaceFinder` does."""
        super().__init__(detect_every)
        self._candidates: list[Region] = []
        self._faces = 0

    @property
    def faces(self) -> int:
        """How many faces the last search of a whole frame saw, at most `MAX_CANDIDATES`."""
        return self._faces

    def find(self, image: NDArray[np.uint8]) -> Face | None:
        """Return the face to follow in a BGR image (height, width, 3), or None."""
        face = super().find(image)
        if face is None:
            self._faces = 0
        elif not face.tracked:
            others = [one for one in self._candidates[:MAX_CANDIDATES] if not _is_in(one, face)]
            fitted = [self.fit(image, region, tracked=False) for region in others]
            self._faces = 1 + sum(other is not None for other in fitted)
        return face

    def candidates(self, image: NDArray[np.uint8]) -> list[Region]:
        """Run the detector alone; return where faces may be, the one to follow first."""
        self._candidates = super().candidates(image)
        return self._candidates


def _is_in(region: Region, face: Face) -> bool:
    """Return whether a region's centre lies in the box of a face."""
    x, y, width, height = face.box
    return x <= region.x <= x + width and y <= region.y <= y + height
