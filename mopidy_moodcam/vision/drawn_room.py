"""What is around the drawn face: a room out of focus, neck and shoulders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_WALL: Final = ((150, 150, 128), (104, 110, 98))  # BGR, above and below
_SWEATER: Final = (122, 88, 52)
_NECK: Final = (112, 145, 192)
_BOOKS: Final = ((70, 78, 150), (120, 96, 60), (96, 120, 84), (150, 176, 190), (60, 110, 160))


def room(width: int, height: int) -> NDArray[np.uint8]:
    """Return the background, BGR (height, width, 3)."""
    rng = np.random.default_rng(11)
    size = (160, 120)
    fall = np.linspace(0, 1, size[1])[:, None, None]
    rows = np.array(_WALL[0]) * (1 - fall) + np.array(_WALL[1]) * fall
    picture = np.repeat(rows, size[0], axis=1).astype(np.uint8)
    cv2.rectangle(picture, (4, 8), (40, 66), (214, 226, 232), -1)  # a window
    cv2.line(picture, (22, 8), (22, 66), (150, 160, 160), 2)
    cv2.line(picture, (4, 36), (40, 36), (150, 160, 160), 2)
    for shelf in (34, 62, 90):  # a bookcase
        left = 116
        while left < 154:
            book = int(rng.integers(2, 6))
            tall = int(rng.integers(13, 21))
            cover = _BOOKS[int(rng.integers(len(_BOOKS)))]
            cv2.rectangle(picture, (left, shelf - tall), (left + book - 1, shelf), cover, -1)
            left += book
        cv2.rectangle(picture, (113, shelf + 1), (157, shelf + 3), (60, 84, 112), -1)
    cv2.circle(picture, (12, 96), 15, (62, 96, 66), -1)  # a plant
    cv2.circle(picture, (26, 88), 10, (74, 112, 80), -1)
    picture = cv2.GaussianBlur(picture, (0, 0), 2.4)
    wide = cv2.resize(picture, (width, height), interpolation=cv2.INTER_CUBIC)
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    glow = 1.08 - 0.5 * ((x - 0.4) ** 2 + (y - 0.35) ** 2)
    return np.clip(wide * glow[..., None], 0, 255).astype(np.uint8)


def body(
    width: int, height: int, eyes: Sequence[float], unit: float
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Return the lower part of the picture with neck and shoulders, BGR, and its cover (0 to 1).

    `eyes` is the pixel between the eyes, `unit` the pixels between their outer corners.
    """
    top = round(eyes[1] + 0.75 * unit)
    y, x = np.mgrid[top:height, 0:width].astype(np.float32)
    x, y = (x - eyes[0]) / unit, (y - eyes[1]) / unit
    rng = np.random.default_rng(12)
    knit = cv2.GaussianBlur(rng.normal(0, 1, x.shape).astype(np.float32), (0, 0), 1.0)
    shoulder = 1.58 + 0.42 * np.clip(np.abs(x) - 0.40, 0, None) ** 1.5
    neck_width = 0.43 + 0.35 * np.clip(y - 1.40, 0, None) ** 1.3
    edge = 1.5 / unit
    neck = np.clip((neck_width - np.abs(x)) / edge, 0, 1)
    collar = 1.50 + 0.20 * np.sqrt(np.clip(1 - (x / 0.56) ** 2, 0, 1))
    cloth = np.clip((y - np.maximum(shoulder - 0.06, 0)) / edge, 0, 1)
    cloth *= np.clip((y - collar * (np.abs(x) < 0.56)) / edge, 0, 1)
    under_chin = 1 - 0.45 * np.exp(-(((y - 1.22) / 0.22) ** 2)) - 0.5 * (x / 0.75) ** 2
    skin = np.array(_NECK) * np.clip(under_chin - 0.12 * x, 0.2, 1.1)[..., None]
    fold = 0.06 * np.sin(14 * np.abs(x) + 7 * y) * np.clip(np.abs(x) - 0.5, 0, 1)
    light = np.clip(1.02 - 0.22 * x - 0.10 * x**2 + fold + 0.03 * knit, 0.25, 1.4)
    rim = 1 - 0.30 * np.exp(-(((y - collar - 0.05) / 0.03) ** 2)) * (np.abs(x) < 0.56)
    wool = np.array(_SWEATER) * (light * rim)[..., None]
    colour = skin * (1 - cloth[..., None]) + wool * cloth[..., None]
    alpha = np.maximum(neck, cloth).astype(np.float32)
    return np.clip(colour, 0, 255).astype(np.uint8), alpha
