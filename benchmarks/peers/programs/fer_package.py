"""The package `fer`, through its own function, told that the whole image is the face.

It pads, resizes to 64 pixels and scales to -1..1 itself. Its default of ten more pixels on each
side is meant for a detector's tight box; with an image that ends at the face they would be empty.
"""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING

import cv2
from fer.fer import FER

from benchmarks.peers.programs.loop import SIDE, answer_all

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

recogniser = FER(offsets=(0, 0))


def read(image: NDArray[np.uint8]) -> dict[str, float]:
    """Return probabilities by label for a grey image; the package rounds them to 0.01."""
    colour = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    (face,) = recogniser.detect_emotions(colour, [(0, 0, SIDE, SIDE)])
    return face["emotions"]


if __name__ == "__main__":
    answer_all(metadata.version("fer"), read)
