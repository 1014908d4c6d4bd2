"""A face drawn from muscles: what the performer shows.

The skin is a relief: bumps and furrows whose heights the muscles change, lit from the upper left.
Brows, eyes, lips and teeth are drawn upon it. Lengths are in distances between the outer corners
of the eyes, x to the right and y down, with the origin between the eyes, so that the outer
corners lie at (-0.5, 0) and (0.5, 0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from mopidy_moodcam.vision import drawn_features as features
from mopidy_moodcam.vision.drawn_pose import LEFT, SCALE, SIZE, TOP, Pose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cv2.typing import MatLike

Field = NDArray[np.float32]

CHIN: Final = 1.27

_COARSE: Final = 2  # the relief has half the canvas's resolution: it is soft anyway
_SKIN: Final = (142.0, 178.0, 228.0)  # BGR
_HAIR: Final = (38.0, 52.0, 78.0)
_LIGHT: Final = (-0.36, -0.50, 0.79)
_FILL: Final = (0.62, 0.05, 0.78)


def grid(step: int = 1) -> tuple[Field, Field]:
    """Return x and y, in units, of every `step`-th pixel of the canvas."""
    x = LEFT + (np.arange(0, SIZE[0], step, dtype=np.float32) + (step - 1) / 2) / SCALE
    y = TOP + (np.arange(0, SIZE[1], step, dtype=np.float32) + (step - 1) / 2) / SCALE
    return np.meshgrid(x, y)  # pyright: ignore[reportReturnType] - a list of two in old numpy


def smooth(low: float, high: float, value: NDArray[np.floating]) -> Field:
    """Return 0 below `low`, 1 above `high`, and an S between."""
    part = np.clip((value - low) / (high - low), 0, 1)
    return (part * part * (3 - 2 * part)).astype(np.float32)


def over(below: MatLike, layer: MatLike, alpha: MatLike) -> NDArray[np.uint8]:
    """Return a layer laid over a picture, where `alpha` (0 to 1) says so."""
    return np.asarray(cv2.blendLinear(layer, below, alpha, 1 - alpha), np.uint8)


def _spot(x: Field, y: Field, at: tuple[float, float], size: tuple[float, float]) -> Field:
    """Return a pair of Gaussian bumps, mirrored at the middle of the face."""
    high = np.exp(-(((y - at[1]) / size[1]) ** 2))
    if at[0] == 0:
        return np.exp(-((x / size[0]) ** 2)) * high
    left = np.exp(-(((x + at[0]) / size[0]) ** 2))
    return (left + np.exp(-(((x - at[0]) / size[0]) ** 2))) * high


def _crease(x: Field, y: Field, line: Sequence[tuple[float, float]], width: float) -> Field:
    """Return a pair of furrows along a line, mirrored at the middle, fading at their ends."""
    points = np.array(line)
    dense = np.linspace(0, len(points) - 1, 24)
    px = np.interp(dense, range(len(points)), points[:, 0])
    py = np.interp(dense, range(len(points)), points[:, 1])
    taper = np.sin(np.linspace(0.25, np.pi - 0.25, dense.size))
    depth = np.zeros_like(x)
    for cx, cy, weight in zip(px, py, taper, strict=True):
        for side in (-1, 1):
            near = np.exp(-((x - side * cx) ** 2 + (y - cy) ** 2) / width**2)
            depth = np.maximum(depth, weight * near)
    return depth.astype(np.float32)


def half_width(y: Field) -> Field:
    """Return half the width of the face at each height."""
    upper = 0.75 * np.sqrt(np.clip(1 - ((y - 0.1) / 1.15) ** 2, 0, 1))
    lower = 0.75 * np.clip(1 - (np.clip(y - 0.1, 0, None) / (CHIN - 0.1)) ** 2.8, 0, 1) ** 0.53
    wide = np.where(y < 0.1, upper, lower)
    return np.where(wide > 0, wide, -1).astype(np.float32)


class _Relief:
    """The skin's shape: a resting relief and what each muscle adds to it."""

    def __init__(self) -> None:
        x, y = grid(_COARSE)
        self.shape = x.shape
        rest, moved = _rest(x, y), _moved(x, y)
        heights = [rest, *moved.values()]
        self.names = tuple(moved)
        slopes_x = [cv2.Sobel(h, cv2.CV_32F, 1, 0, scale=SCALE / _COARSE / 8) for h in heights]
        slopes_y = [cv2.Sobel(h, cv2.CV_32F, 0, 1, scale=SCALE / _COARSE / 8) for h in heights]
        # What lies lower than its surroundings gets less of the room's light.
        hollows = [h - cv2.GaussianBlur(h, (0, 0), 0.09 * SCALE / _COARSE) for h in heights]
        self._fields = np.stack(
            [np.stack([f.ravel() for f in part]) for part in (slopes_x, slopes_y, hollows)]
        )

    def shade(self, weights: Sequence[float]) -> Field:
        """Return how bright each pixel of the skin is, 1 where the light falls straight on."""
        factors = np.array([1.0, *weights], np.float32)
        slope_x, slope_y, hollow = factors @ self._fields
        length = np.sqrt(1 + slope_x**2 + slope_y**2)
        light = (_LIGHT[2] - _LIGHT[0] * slope_x - _LIGHT[1] * slope_y) / length
        fill = (_FILL[2] - _FILL[0] * slope_x - _FILL[1] * slope_y) / length
        bright = 0.34 + 0.56 * np.maximum(light, 0) + 0.20 * np.maximum(fill, 0)
        bright += 0.10 * np.maximum(light, 0) ** 12 + np.clip(4.0 * hollow, -0.3, 0.08)
        coarse = bright.reshape(self.shape).astype(np.float32)
        return np.asarray(cv2.resize(coarse, SIZE, interpolation=cv2.INTER_LINEAR), np.float32)


def _rest(x: Field, y: Field) -> Field:
    """Return the relief of the face at rest."""
    inside = np.clip(1 - (x / np.maximum(half_width(y), 0.05)) ** 2, 0, 1)
    bowl = np.clip(1 - (x / 0.86) ** 2 - ((y - 0.25) / 1.25) ** 2, 0.02, 1)
    skull = 0.42 * np.sqrt(bowl) + 0.10 * np.sqrt(inside)
    nose_width = 0.055 + 0.10 * smooth(0.1, 0.40, y)
    bridge = np.exp(-((x / nose_width) ** 2)) * smooth(-0.22, 0.30, y) * (1 - smooth(0.37, 0.53, y))
    return np.asarray(
        skull
        + 0.20 * bridge
        + 0.08 * _spot(x, y, (0, 0.36), (0.085, 0.08))
        + 0.055 * _spot(x, y, (0.125, 0.395), (0.05, 0.05))
        + 0.055 * _spot(x, y, (0.34, -0.19), (0.26, 0.085))
        - 0.085 * _spot(x, y, (0.33, -0.02), (0.19, 0.13))
        + 0.045 * _spot(x, y, (0.34, 0.0), (0.13, 0.07))
        + 0.050 * _spot(x, y, (0.44, 0.33), (0.20, 0.16))
        + 0.055 * _spot(x, y, (0, 0.72), (0.25, 0.15))
        - 0.016 * _spot(x, y, (0, 0.56), (0.035, 0.06))
        - 0.030 * _spot(x, y, (0, 0.92), (0.17, 0.045))
        + 0.060 * _spot(x, y, (0, 1.08), (0.17, 0.10))
        - 0.012 * _crease(x, y, ((0.20, 0.42), (0.29, 0.55), (0.35, 0.70)), 0.045),
        np.float32,
    )


def _moved(x: Field, y: Field) -> dict[str, Field]:
    """Return what each moving part of the skin adds to the relief at full play."""
    lines = np.zeros_like(x)
    for row in (-0.46, -0.54, -0.62):
        lines += np.exp(-(((y - row - 0.05 * x**2) / 0.018) ** 2))
    lines = lines * (1 - smooth(0.2, 0.5, np.abs(x + 0.06)))
    centre = lines * (1 - smooth(0.1, 0.34, np.abs(x)))
    frown = _crease(x, y, ((0.050, -0.31), (0.060, -0.22), (0.080, -0.13)), 0.020)
    return {
        "furrow": 0.07 * _spot(x, y, (0.15, -0.16), (0.09, 0.06))
        + 0.03 * _spot(x, y, (0, -0.22), (0.05, 0.08))
        - 0.042 * frown
        - 0.05 * _spot(x, y, (0.20, -0.07), (0.08, 0.05)),
        "forehead": -0.016 * lines,
        "lifted": 0.03 * _spot(x, y, (0.36, -0.32), (0.24, 0.06))
        - 0.03 * _spot(x, y, (0.36, -0.16), (0.22, 0.06)),
        "sad_brow": -0.016 * centre
        + 0.025 * _spot(x, y, (0.15, -0.33), (0.10, 0.05))
        - 0.045 * _spot(x, y, (0.17, -0.13), (0.09, 0.07)),
        "nose": -0.030 * _crease(x, y, ((0.03, 0.06), (0.09, 0.02), (0.15, 0.06)), 0.022)
        - 0.022 * _crease(x, y, ((0.02, 0.0), (0.06, -0.04)), 0.02)
        + 0.04 * _spot(x, y, (0.15, 0.36), (0.05, 0.07)),
        "cheek": 0.095 * _spot(x, y, (0.41, 0.34), (0.16, 0.12))
        - 0.030 * _crease(x, y, ((0.22, 0.13), (0.36, 0.17), (0.52, 0.13)), 0.028)
        - 0.015 * _crease(x, y, ((0.55, 0.02), (0.64, -0.02)), 0.018),
        "fold": -0.075 * _crease(x, y, ((0.19, 0.40), (0.31, 0.53), (0.41, 0.70)), 0.038)
        + 0.035 * _crease(x, y, ((0.28, 0.38), (0.40, 0.50), (0.50, 0.66)), 0.08),
        "droop": -0.050 * _crease(x, y, ((0.30, 0.78), (0.35, 0.88), (0.36, 0.96)), 0.04)
        + 0.025 * _spot(x, y, (0.22, 0.86), (0.10, 0.05)),
        "chin": 0.05 * _spot(x, y, (0, 1.04), (0.14, 0.08))
        - 0.04 * _spot(x, y, (0, 0.93), (0.20, 0.028)),
        "hollow": -0.10 * _spot(x, y, (0.46, 0.66), (0.12, 0.22)),
    }


class Head:
    """Draws the head in a pose on a canvas of its own."""

    def __init__(self) -> None:
        """Prepare what no muscle changes: the relief's parts, skin, hair and outlines."""
        self._relief = _Relief()
        x, y = grid()
        width = half_width(y)
        self._skin = _complexion(x, y)
        hair, strands = _hair(x, y)
        # Across the outline, not along a row: at the chin a row runs along it.
        lean = np.clip(np.gradient(width[:, 0]) * SCALE, -3, 3)
        outside = (np.abs(x) - width) / np.sqrt(1 + lean**2)[:, None]
        self._face = 1 - smooth(-0.012, 0.012, outside)
        self._face *= 1 - smooth(CHIN - 0.012, CHIN + 0.012, y)
        self._hair = hair
        self.alpha = np.maximum(np.maximum(_outline(x, y), self._face), hair)
        shadow = 1 - 0.75 * np.clip(cv2.GaussianBlur(hair, (0, 0), 9), 0, 1) * (1 - hair)
        self._skin *= shadow[..., None]
        self._strands = np.asarray(np.clip(strands, 0, 255), np.uint8)
        self._behind = np.asarray(self._strands * 0.55, np.uint8)

    def draw(self, pose: Pose) -> NDArray[np.uint8]:
        """Return the canvas, BGR; `alpha` says where it is head."""
        shade = self._relief.shade(_weights(self._relief.names, pose))
        skin = cv2.multiply(self._skin, cv2.merge([shade] * 3), dtype=cv2.CV_8U)
        canvas = over(self._behind, skin, self._face)
        features.nostrils(canvas, pose)
        features.eyes(canvas, pose)
        features.mouth(canvas, pose)
        features.brows(canvas, pose)
        return over(canvas, self._strands, self._hair)


def _weights(names: Sequence[str], pose: Pose) -> list[float]:
    """Return how far each part of the relief moves in a pose."""
    lifted = max(0.0, (pose.brow_inner + pose.brow_outer) / 2)
    weights = {
        "furrow": pose.furrow + 0.5 * max(0.0, -pose.brow_inner),
        "forehead": pose.forehead,
        "lifted": lifted,
        "sad_brow": max(0.0, pose.brow_inner - max(0.0, pose.brow_outer)),
        "nose": pose.nose,
        "cheek": pose.cheek,
        "fold": pose.fold,
        "droop": max(0.0, -pose.smile),
        "chin": pose.chin,
        "hollow": max(0.0, pose.open),
    }
    return [weights[name] for name in names]


def _complexion(x: Field, y: Field) -> Field:
    """Return the skin's colour, float32 BGR: redder on cheeks, nose and chin, a little uneven."""
    rng = np.random.default_rng(5)
    red = 0.9 * _spot(x, y, (0.42, 0.36), (0.2, 0.16)) + 0.6 * _spot(x, y, (0, 0.38), (0.13, 0.1))
    red += 0.3 * _spot(x, y, (0, 1.1), (0.15, 0.1)) + 0.3 * _spot(x, y, (0.33, 0.1), (0.16, 0.05))
    uneven = cv2.GaussianBlur(rng.normal(0, 1, x.shape).astype(np.float32), (0, 0), 1.2)
    skin = np.asarray(_SKIN, np.float32) * (1 + 0.02 * uneven[..., None])
    return np.asarray(skin * (1 - red[..., None] * np.array([0.16, 0.13, 0.0])), np.float32)


def _outline(x: Field, y: Field) -> Field:
    """Return where the hair behind the face is: round above, straight down to the jaw."""
    top = np.hypot(x / 1.0, (y + 0.18) / 1.12)
    end = 1.20 + 0.06 * np.cos(3 * x)
    low = (np.abs(x / (1.0 - 0.06 * smooth(0.2, 1.1, y))) ** 6 + np.abs((y + 0.18) / end) ** 6) ** (
        1 / 6
    )
    shape = np.where(y < -0.18, top, low) - 1
    return np.asarray(1 - smooth(-0.02, 0.02, np.asarray(shape, np.float32)), np.float32)


def _hair(x: Field, y: Field) -> tuple[Field, Field]:
    """Return the cover (0 to 1) of the hair before the face, and all hair's colour, BGR."""
    rng = np.random.default_rng(8)
    turn = np.arctan2(x - 0.16, y + 1.75)
    radius = np.hypot(x - 0.16, y + 1.75)
    table = np.convolve(rng.normal(0, 1, 2400), np.hanning(7) / 3.5, mode="same")
    fine = np.interp(turn * 700 + 6 * np.sin(radius * 5), np.arange(-1200, 1200), table)
    coarse = np.interp(turn * 150, np.arange(-1200, 1200), table)
    sheen = np.exp(-(((radius - 0.72 - 0.05 * coarse) / 0.16) ** 2))
    sheen += 0.5 * np.exp(-(((radius - 2.1) / 0.35) ** 2)) * (x < 0)
    rim = 1 - 0.45 * smooth(0.55, 1.05, np.hypot(x, (y + 0.1) / 1.25))
    bright = np.clip((0.85 + 0.20 * fine + 0.12 * coarse + 0.75 * sheen) * rim, 0.2, 2.2)
    strands = np.asarray(_HAIR, np.float32) * bright[..., None]
    part = x - 0.16
    fringe = -0.80 + 0.50 * (np.abs(part) / 0.72) ** 2.4 + 0.02 * coarse
    inner = 0.735 - 0.05 * np.sin(np.clip(y, -0.6, 1.2) * 2.2 - 0.6) + 0.010 * coarse
    cover = np.maximum(smooth(-0.035, 0.035, fringe - y), smooth(-0.02, 0.03, np.abs(x) - inner))
    cover = cover * _outline(x, y)
    return np.asarray(cover, np.float32), np.asarray(strands, np.float32)
