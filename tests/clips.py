"""Clips composed of real photos, as a webcam would give them: held, moved a little, with noise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

SIZE = (640, 480)
FADE_S = 0.3
NOISE = 6.0  # standard deviation of the camera's noise, in grey levels


def _fitted(photo: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return a portrait in the middle of a plain picture of the clip's size."""
    width, height = SIZE
    scale = height / photo.shape[0] * 1.5
    large = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    top = int(0.1 * large.shape[0])
    large = large[top : top + height]
    picture = np.full((height, width, 3), 128, np.uint8)
    left = (width - large.shape[1]) // 2
    picture[: large.shape[0], left : left + large.shape[1]] = large
    return picture.astype(np.float32)


def compose(
    path: Path,
    photos: Iterable[tuple[Path, float]],
    *,
    fps: float = 15.0,
    codec: str = "MJPG",
    seed: int = 7,
) -> Path:
    """Write a clip in which each photo is held for its seconds, with fades in between."""
    rng = np.random.default_rng(seed)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*codec), fps, SIZE)
    assert writer.isOpened()
    before: NDArray[np.float32] | None = None
    index = 0
    for photo, hold_s in photos:
        image = cv2.imread(str(photo))
        assert image is not None, photo
        picture = _fitted(image)
        for step in range(round(hold_s * fps)):
            share = 1.0 if before is None else min(1.0, (step + 1) / (FADE_S * fps))
            shown = picture if before is None else (1 - share) * before + share * picture
            writer.write(_seen_by_a_camera(shown, index / fps, rng))
            index += 1
        before = picture
    writer.release()
    return path


def as_mjpeg(clip: Path) -> Path:
    """Write a clip's pictures as bare JPEGs beside it: what Chromium takes for a camera."""
    capture = cv2.VideoCapture(str(clip))
    path = clip.with_suffix(".mjpeg")
    with path.open("wb") as file:
        while (taken := capture.read())[0]:
            file.write(cv2.imencode(".jpg", taken[1])[1].tobytes())
    capture.release()
    return path


def _seen_by_a_camera(
    picture: NDArray[np.float32], time_s: float, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Move the picture a little, as a living head does, and add a camera's noise."""
    width, height = SIZE
    angle = 2.0 * np.sin(2 * np.pi * time_s / 5.3)
    zoom = 1 + 0.02 * np.sin(2 * np.pi * time_s / 4.1)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, zoom)
    matrix[:, 2] += (6 * np.sin(2 * np.pi * time_s / 3.7), 4 * np.cos(2 * np.pi * time_s / 2.9))
    moved = cv2.warpAffine(picture, matrix, SIZE, borderMode=cv2.BORDER_REPLICATE)
    noise = cv2.resize(rng.normal(0, NOISE, (height // 2, width // 2, 3)).astype(np.float32), SIZE)
    return np.clip(moved + noise, 0, 255).astype(np.uint8)
