"""Cut a face out upright: the one preprocessing of training and playing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Where a face stands in a crop: the medians over FER2013's training images, whose framing the
# classifier learns (`python -m training.framing` measures them).
CROP_WIDTH: Final = 1.893  # in distances between the outer corners of the eyes
EYE_HEIGHT: Final = 0.387  # of the crop's height
MIN_SIZE: Final = 48  # pixels: the size of the training images
MAX_SIZE: Final = 192  # pixels: more costs time and shows the classifier nothing


def crop_matrix(eyes: NDArray[np.float32], size: int) -> NDArray[np.float64]:
    """Return the matrix (2, 3) that takes a pixel of the crop to its place in the image.

    `eyes` is (2, 2), the outer corners, the one at the image's left first; `size` is the side of
    the square crop in pixels. The map is a similarity: it turns, scales and moves.
    """
    across = (eyes[1] - eyes[0]).astype(np.float64)
    step = across * (CROP_WIDTH / size)
    centre = eyes.mean(axis=0)
    turn = np.array([[step[0], -step[1]], [step[1], step[0]]])
    # Whole numbers are centres of pixels, hence the half.
    origin = centre - turn @ np.array([(size - 1) / 2, size * EYE_HEIGHT - 0.5])
    return np.concatenate([turn, origin[:, None]], axis=1)


def upright_crop(image: NDArray[np.uint8], eyes: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Cut a face out of an image: grey, upright, eyes in one place.

    `image` is BGR (height, width, 3) or grey (height, width); `eyes` as for `crop_matrix`. The
    result is uint8 (size, size), as large as the face in the image between 48 and 192 pixels, so
    that the classifier's own reduction sees every pixel. What lies outside the image repeats its
    border.
    """
    distance = float(np.hypot(*(eyes[1] - eyes[0])))
    size = int(np.clip(round(distance * CROP_WIDTH), MIN_SIZE, MAX_SIZE))
    crop = cv2.warpAffine(
        image,
        crop_matrix(eyes, size),
        (size, size),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    grey = crop if crop.ndim == 2 else cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY)
    return np.asarray(grey, np.uint8)
