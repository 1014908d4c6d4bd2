"""Eyes, brows and mouth of the drawn face."""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from mopidy_moodcam.vision.drawn_pose import LEFT, SCALE, SIZE, TOP, Pose

if TYPE_CHECKING:
    from collections.abc import Sequence

Points = NDArray[np.float64]
Canvas = NDArray[np.uint8]
Colour = tuple[int, int, int]

_BITS: Final = 4  # of a pixel's fraction in OpenCV's drawing
_BROW: Final = (30, 40, 58)
_LASH: Final = (28, 30, 42)
_LID: Final = (88, 112, 160)
_WHITE: Final = (226, 230, 232)
_IRIS: Final = (96, 92, 62)
_UPPER_LIP: Final = (92, 88, 168)
_LOWER_LIP: Final = (110, 108, 192)
_SEAM: Final = (48, 44, 92)
_SHADOW: Final = (52, 70, 106)
_NOSTRIL: Final = (48, 62, 104)
_CAVITY: Final = (26, 20, 46)
_TONGUE: Final = (92, 88, 170)
_TEETH: Final = (222, 232, 238)
_GAP: Final = (176, 190, 204)


def curve(points: Sequence[tuple[float, float]], count: int = 17) -> Points:
    """Return points along the Bézier curve of these control points, (count, 2)."""
    degree = len(points) - 1
    t = np.linspace(0, 1, count)[:, None]
    k = np.arange(degree + 1)
    weights = np.array([comb(degree, int(i)) for i in k]) * t**k * (1 - t) ** (degree - k)
    return np.asarray(weights @ np.asarray(points, np.float64))


def _band(line: Points, above: float, below: float) -> Points:
    """Return the outline of a band along a line, from so far above it to so far below."""
    return np.concatenate([line - np.array((0, above)), line[::-1] + np.array((0, below))])


def _pixels(points: Points) -> NDArray[np.int32]:
    """Return points on the canvas in OpenCV's fixed-point pixels."""
    place = (points - (LEFT, TOP)) * SCALE - 0.5
    return np.rint(place * (1 << _BITS)).astype(np.int32)


def _fill(canvas: Canvas, points: Points, colour: Colour | int) -> None:
    shade = colour if isinstance(colour, tuple) else (colour, colour, colour)
    cv2.fillPoly(canvas, [_pixels(points)], shade, cv2.LINE_AA, _BITS)


def _stroke(canvas: Canvas, points: Points, colour: Colour, width: int) -> None:
    cv2.polylines(
        canvas,
        [_pixels(points)],
        isClosed=False,
        color=colour,
        thickness=width,
        lineType=cv2.LINE_AA,
        shift=_BITS,
    )


def _window(points: Points, margin: float) -> tuple[slice, slice]:
    """Return the rows and columns of the canvas around some points."""
    low = np.floor((points.min(axis=0) - margin - (LEFT, TOP)) * SCALE).astype(int)
    high = np.ceil((points.max(axis=0) + margin - (LEFT, TOP)) * SCALE).astype(int)
    columns = slice(max(0, int(low[0])), min(SIZE[0], int(high[0])))
    return slice(max(0, int(low[1])), min(SIZE[1], int(high[1]))), columns


def _lay(canvas: Canvas, layer: Canvas, mask: Canvas, window: tuple[slice, slice]) -> None:
    """Put a layer on the canvas where a mask (0 to 255) says so."""
    part = mask[window].astype(np.float32)[..., None] * np.float32(1 / 255)
    below = canvas[window]
    canvas[window] = (below + (layer[window].astype(np.float32) - below) * part).astype(np.uint8)


def _soft(canvas: Canvas, points: Points, colour: Colour, weight: float, blur: float) -> None:
    """Tint a shape with soft edges, `blur` pixels wide."""
    window = _window(points, 3 * blur / SCALE)
    mask = np.zeros(SIZE[::-1], np.uint8)
    _fill(mask, points, round(255 * weight))
    mask[window] = cv2.GaussianBlur(mask[window], (0, 0), blur)
    layer = np.empty((*SIZE[::-1], 3), np.uint8)
    layer[window] = colour
    _lay(canvas, layer, mask, window)


def eyes(canvas: Canvas, pose: Pose) -> None:
    """Draw both eyes."""
    for side in (-1, 1):
        _eye(canvas, pose, side)


def _eye(canvas: Canvas, pose: Pose, side: int) -> None:
    wide = float(np.clip(pose.eye_open, 0.0, 2.0))
    up = 0.12 * wide - 0.015
    down = 0.075 - 0.075 * pose.squint + 0.035 * max(0.0, wide - 1)
    low_lid = min(down, 0.09) if wide > 0.25 else down * wide * 4
    droop = 0.03 * max(0.0, pose.brow_inner - max(0.0, pose.brow_outer))
    inner, outer = (0.185, 0.03), (0.50, 0.0 + droop)
    frown = 0.075 * max(0.0, -pose.brow_inner)
    upper = curve([inner, (0.25, frown - up - 0.015), (0.43, frown / 3 - up + droop), outer])
    lower = curve([outer, (0.45, low_lid + 0.03), (0.28, low_lid + 0.045), inner])
    mirror = np.array([side, 1.0])
    shape = np.concatenate([upper, lower[1:-1]]) * mirror
    window = _window(shape, 0.05)
    mask = np.zeros(SIZE[::-1], np.uint8)
    _fill(mask, shape, 255)
    ball = np.empty((*SIZE[::-1], 3), np.uint8)
    ball[window] = _WHITE
    at = np.array([side * 0.345 + 0.05 * pose.gaze_x, 0.0 + 0.05 * pose.gaze_y])
    centre = tuple(int(v) for v in _pixels(at[None])[0])
    unit = SCALE * (1 << _BITS)
    for radius, colour in ((0.084, (40, 42, 38)), (0.076, _IRIS), (0.036, (12, 12, 12))):
        cv2.circle(ball, centre, round(radius * unit), colour, -1, cv2.LINE_AA, _BITS)
    _soft(ball, _band(upper, 0, 0.028) * mirror, (70, 70, 84), 0.75, 2.0)
    glint = (centre[0] - round(0.028 * unit), centre[1] - round(0.032 * unit))
    cv2.circle(ball, glint, round(0.015 * unit), (250, 250, 250), -1, cv2.LINE_AA, _BITS)
    _soft(canvas, _band(upper, 0.055, -0.02) * mirror, _LID, 0.45 + 0.4 * min(1.0, 20 * frown), 2.2)
    _lay(canvas, ball, mask, window)
    _fill(canvas, _band(upper, 0.022, 0.006) * mirror, _LASH)
    _soft(canvas, _band(lower, 0, 0.014) * mirror, _LID, 0.8, 1.0)


def brows(canvas: Canvas, pose: Pose) -> None:
    """Draw both eyebrows: a soft shape with hairs, and the shadow below them in a frown."""
    lowered = max(0.0, -pose.brow_inner)
    x0 = 0.15 - 0.06 * pose.furrow
    y0 = -0.215 - 0.13 * pose.brow_inner + 0.02 * pose.furrow
    y1 = -0.305 - 0.025 * max(0.0, pose.brow_inner) + 0.085 * (lowered - pose.brow_outer)
    y2 = -0.165 - 0.09 * pose.brow_outer + 0.03 * lowered
    thick = 1 + 0.35 * lowered
    for side in (-1, 1):
        mirror = np.array([side, 1.0])
        top = curve([(x0, y0 - 0.045 * thick), (0.27, y1 - 0.05), (0.50, y1 - 0.05), (0.66, y2)])
        low = curve(
            [(x0 + 0.005, y0 + 0.035), (0.28, y1 + 0.05 * thick), (0.50, y1 + 0.015), (0.66, y2)]
        )
        if lowered:
            below = np.concatenate([low[:12], low[:12][::-1] + np.array((0.02, 0.10))])
            _soft(canvas, below * mirror, _SHADOW, 0.5 * min(1.0, lowered), 4.0)
            pinch = np.array(
                [(0, y0 - 0.10), (x0, y0 - 0.06), (x0 + 0.03, y0 + 0.06), (0, y0 + 0.04)]
            )
            _soft(canvas, pinch * mirror, _SHADOW, 0.5 * min(1.0, lowered), 3.0)
        _soft(canvas, np.concatenate([top, low[::-1]]) * mirror, _BROW, 0.85, 1.4)
        for root, tip in zip(low[1:-1], top[2:], strict=True):
            lean = np.array((0.014, -0.003))
            _stroke(
                canvas, np.stack([root, (root + tip + lean) / 2, tip + lean]) * mirror, _BROW, 1
            )


def nostrils(canvas: Canvas, pose: Pose) -> None:
    """Draw the nostrils, wider when the nose is wrinkled."""
    turns = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    ring = np.stack([np.cos(turns) * (0.038 + 0.012 * pose.nose), np.sin(turns) * 0.017], axis=1)
    y = 0.445 - 0.03 * pose.nose
    for side in (-1, 1):
        _soft(canvas, ring + np.array((side * 0.075, y)), _NOSTRIL, 0.9, 1.5)


def mouth(canvas: Canvas, pose: Pose) -> None:
    """Draw lips, teeth and what is behind them."""
    grin = max(0.0, pose.smile)
    corner_x = 0.285 + 0.10 * grin + 0.07 * pose.wide - 0.015 * abs(min(0.0, pose.smile))
    corner_x -= 0.10 * pose.open * (1 - min(1.0, grin))
    corner_y = 0.735 - 0.075 * pose.smile + 0.06 * max(0.0, pose.open) * (1 - min(1.0, grin))
    top_in = 0.725 - 0.055 * pose.bare - 0.02 * pose.open - 0.012 * pose.chin
    low_in = 0.728 + 0.34 * pose.open + 0.05 * pose.snarl - 0.012 * pose.chin
    low_in = max(low_in, top_in + 0.004)
    top_out = top_in - 0.068 * (1 - 0.25 * grin)
    low_out = low_in + 0.088 * (1 - 0.15 * grin)
    c, y = corner_x, corner_y

    def arch(height: float, flat: float) -> Points:
        """Return a line from corner to corner whose middle is at a height."""
        pull = (4 * height - y) / 3  # the curve's own middle is 3/4 of the way to its controls
        return curve([(-c, y), (-c * flat, pull), (c * flat, pull), (c, y)], 25)

    square = 0.5 * min(1.0, pose.snarl)
    upper_out = arch(top_out, 0.42 + square)
    bow = np.exp(-(((np.abs(upper_out[:, 0]) - 0.0) / 0.035) ** 2))
    upper_out[:, 1] += 0.018 * bow
    upper_in = arch(top_in, 0.55 + square)
    lower_in = arch(low_in, 0.55 + max(square, 0.2 * min(1.0, pose.open)))
    lower_out = arch(low_out, 0.60 + square)
    _soft(canvas, _band(lower_out, 0, 0.05), (86, 108, 150), 0.40, 4.0)
    whole = np.concatenate([upper_out, lower_out[::-1]])
    _soft(canvas, whole, _LOWER_LIP, 0.95, 1.0)
    _soft(canvas, np.concatenate([upper_out, upper_in[::-1]]), _UPPER_LIP, 0.9, 1.0)
    _soft(canvas, _band(lower_in[6:19], -0.03, 0.05), (168, 170, 226), 0.55, 2.0)
    gap = float(low_in - top_in)
    if gap > 0.02:
        _inside(canvas, pose, upper_in, lower_in)
    else:
        _stroke(canvas, (upper_in + lower_in) / 2, _SEAM, 2)
    for side in (-1, 1):
        dot = np.array([[side * c, y]]) + np.array([[0.0, -0.02], [0.022 * side, 0], [0, 0.022]])
        _soft(canvas, dot, _SEAM, 0.8, 1.8)


def _inside(canvas: Canvas, pose: Pose, upper: Points, lower: Points) -> None:
    shape = np.concatenate([upper, lower[::-1]])
    window = _window(shape, 0.02)
    mask = np.zeros(SIZE[::-1], np.uint8)
    _fill(mask, shape, 255)
    layer = np.empty((*SIZE[::-1], 3), np.uint8)
    layer[window] = _CAVITY
    floor = float(lower[12, 1]) + 0.02
    tongue = curve([(-0.17, floor), (-0.1, floor - 0.12), (0.1, floor - 0.12), (0.17, floor)])
    _soft(layer, tongue, _TONGUE, 0.8 * min(1.0, max(0.0, pose.open) * 2), 3.0)
    show = float(np.clip(0.4 * pose.bare + 0.8 * max(0.0, pose.smile), 0, 1))
    if show > 0.05:
        _teeth(layer, upper, 0.045 + 0.075 * show, (0.033, 0.10, 0.17, 0.24))
    if pose.snarl > 0.05:
        _teeth(layer, lower, -0.07 * min(1.0, pose.snarl), (0.0, 0.06, 0.12, 0.18))
    _soft(layer, _band(upper, 0.02, 0.018), _CAVITY, 0.6, 2.0)
    _lay(canvas, layer, mask, window)


def _teeth(layer: Canvas, gum: Points, length: float, gaps: Sequence[float]) -> None:
    """Draw a row of teeth that hangs from a line, or stands on it when the length is negative."""
    root = gum - np.array((0, 0.03 * np.sign(length)))
    reach = np.abs(gum[:, 0]) / np.abs(gum[:, 0]).max()
    drop = length * (1 - 0.55 * reach**3)  # the row bends back into the shade
    edge = (gum * np.array((0.95, 1)) + np.stack([np.zeros_like(drop), drop], axis=1))[::-1]
    _fill(layer, np.concatenate([root, edge]), _TEETH)
    for x in (*(-gap for gap in gaps), *gaps):
        at = float(np.interp(x, gum[:, 0], gum[:, 1]))
        _stroke(layer, np.array([(x, at), (x * 0.98, at + length)]), _GAP, 1)
