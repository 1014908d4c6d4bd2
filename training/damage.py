"""Copies of test images as a bad camera, a bad line or a tilted head would give them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from training.faces import SIDE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

DARK_GAIN: Final = 0.18
DARK_NOISE_SD: Final = 2.0  # grey levels
NOISE_SD: Final = 12.0  # grey levels
BLUR_SD_PX: Final = 1.5
COARSE_PX: Final = 24
JPEG_QUALITY: Final = 20
ROLL_DEG: Final = 20.0
PLAIN: Final = "plain"


def _dark(image: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    noise = random.normal(0, DARK_NOISE_SD, image.shape)
    return np.clip(np.rint(image * DARK_GAIN + noise), 0, 255).astype(np.uint8)


def _noise(image: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    noise = random.normal(0, NOISE_SD, image.shape)
    return np.clip(np.rint(image + noise), 0, 255).astype(np.uint8)


def _blur(image: NDArray[np.uint8], _: np.random.Generator) -> NDArray[np.uint8]:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), BLUR_SD_PX), np.uint8)


def _coarse(image: NDArray[np.uint8], _: np.random.Generator) -> NDArray[np.uint8]:
    small = cv2.resize(image, (COARSE_PX, COARSE_PX), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR), np.uint8)


def _jpeg(image: NDArray[np.uint8], _: np.random.Generator) -> NDArray[np.uint8]:
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


def _rolled(image: NDArray[np.uint8], _: np.random.Generator, degrees: float) -> NDArray[np.uint8]:
    turned = cv2.warpAffine(
        image, roll_matrix(degrees), (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(turned, np.uint8)


def roll_matrix(degrees: float) -> NDArray[np.float64]:
    """Return the map (2, 3) of pixels that turns a 48 pixel image about its centre."""
    centre = (SIDE - 1) / 2
    return np.asarray(cv2.getRotationMatrix2D((centre, centre), degrees, 1.0), np.float64)


_DAMAGES: Final[Mapping[str, Callable[[NDArray[np.uint8], np.random.Generator], NDArray[np.uint8]]]]
_DAMAGES = {
    PLAIN: lambda image, _: image,
    "dark": _dark,
    "noise": _noise,
    "blur": _blur,
    "low_resolution": _coarse,
    "jpeg": _jpeg,
    "roll_left": partial(_rolled, degrees=ROLL_DEG),
    "roll_right": partial(_rolled, degrees=-ROLL_DEG),
}
_ROLLS: Final = {"roll_left": ROLL_DEG, "roll_right": -ROLL_DEG}
DAMAGES: Final = tuple(_DAMAGES)


def damaged(
    name: str, pixels: NDArray[np.uint8], eyes: NDArray[np.float32], seed: int
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Return damaged copies of images (n, 48, 48) and where their eyes (n, 2, 2) are then."""
    random = np.random.default_rng(seed)
    images = np.stack([_DAMAGES[name](image, random) for image in pixels])
    if name in _ROLLS:
        matrix = roll_matrix(_ROLLS[name])
        eyes = (eyes @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)
    return images, eyes
