"""What is wrong with pictures that come in time: they are black, or always the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Trouble = Literal["black", "frozen"]

SAMPLES: Final = 64  # of each row and column are looked at: enough, and a tenth of a millisecond
DARK: Final = 32  # of 255: what a covered lens gives at the most, with the sensor's noise
DARK_MEAN: Final = 12.0
LIT_SHARE: Final = 0.02  # of a black picture: hot pixels, or the time that some cameras write
BLACK_S: Final = 3.0
FROZEN_S: Final = 15.0  # the noise of a sensor never repeats a picture for so long
FROZEN_PICTURES: Final = 5
REOPEN_FACTOR: Final = 2.0  # each try to bring a frozen camera back waits so many times longer
LONGEST_REOPEN_S: Final = 300.0


class PictureCheck:
    """Looks at each picture of a camera, and remembers a frozen one while it is opened again.

    Only a live camera can freeze: a clip or a photo may show the same for as long as it likes. A
    black picture is not called frozen, since nothing is wrong with the camera under a cover.
    """

    def __init__(self) -> None:
        """Begin without a picture."""
        self._sample: NDArray[np.uint8] | None = None
        self._same_since_s = 0.0
        self._same = 0
        self._frozen = False
        self._reopen_after_s = FROZEN_S
        self._reopen_s = 0.0
        self._black_since_s: float | None = None

    @property
    def is_frozen(self) -> bool:
        """Whether the last picture was the same as all of a long time."""
        return self._frozen

    def look(self, image: NDArray[np.uint8], time_s: float, *, live: bool) -> Trouble | None:
        """Return what is wrong with a picture (height, width, 3) taken at a monotonic time."""
        height, width = image.shape[:2]
        sample = image[:: max(1, height // SAMPLES), :: max(1, width // SAMPLES)].copy()
        if self._is_black(sample, time_s):
            self._sample = None
            self._frozen = False
            return "black" if time_s - (self._black_since_s or time_s) >= BLACK_S else None
        return "frozen" if live and self._is_frozen(sample, time_s) else None

    def is_to_reopen(self, time_s: float) -> bool:
        """Say, seldom and ever more seldom, that a frozen camera is to be opened again."""
        if not self._frozen or time_s < self._reopen_s:
            return False
        self._reopen_s = time_s + self._reopen_after_s
        self._reopen_after_s = min(LONGEST_REOPEN_S, REOPEN_FACTOR * self._reopen_after_s)
        return True

    def _is_black(self, sample: NDArray[np.uint8], time_s: float) -> bool:
        lit = np.count_nonzero(sample > DARK)
        if lit > LIT_SHARE * sample.size or sample.mean() > DARK_MEAN:
            self._black_since_s = None
            return False
        if self._black_since_s is None:
            self._black_since_s = time_s
        return True

    def _is_frozen(self, sample: NDArray[np.uint8], time_s: float) -> bool:
        if self._sample is None or not np.array_equal(sample, self._sample):
            self._sample = sample
            self._same_since_s = time_s
            self._same = 1
            self._frozen = False
            self._reopen_after_s = FROZEN_S
            return False
        self._same += 1
        long = time_s - self._same_since_s >= FROZEN_S and self._same >= FROZEN_PICTURES
        if long and not self._frozen:
            self._frozen = True
            self._reopen_s = time_s
        return self._frozen
