"""Album covers, drawn by a rule and a palette each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SIZE: Final = 500
_DRAW: Final = 1000  # drawn at twice the size and reduced: smooth edges
_QUALITY: Final = 88

Picture = NDArray[np.uint8]
Colour = tuple[int, int, int]


def _bgr(text: str) -> Colour:
    return int(text[4:], 16), int(text[2:4], 16), int(text[:2], 16)


def _gradient(top: Colour, bottom: Colour, bend: float = 1.0) -> Picture:
    part = np.linspace(0, 1, _DRAW)[:, None, None] ** bend
    rows = np.array(top) * (1 - part) + np.array(bottom) * part
    return np.repeat(rows, _DRAW, axis=1).astype(np.uint8)


def _flat(colour: Colour) -> Picture:
    return np.full((_DRAW, _DRAW, 3), colour, np.uint8)


def _blend(picture: Picture, layer: Picture, weight: float) -> None:
    cv2.addWeighted(layer, weight, picture, 1 - weight, 0, dst=picture)


def _ridge(rng: np.random.Generator, height: float, rough: float, waves: int) -> NDArray[np.int32]:
    """Return the outline of a row of hills down to the lower edge, int32 (points, 2)."""
    x = np.linspace(0, _DRAW, 400)
    y = np.full_like(x, height)
    for k in range(1, waves + 1):
        y += (
            rough
            / k
            * np.sin(x / _DRAW * 2 * np.pi * k * rng.uniform(0.6, 1.2) + rng.uniform(0, 7))
        )
    line = np.stack([x, y], axis=1)
    return np.concatenate([line, [[_DRAW, _DRAW], [0, _DRAW]]]).astype(np.int32)


def _soft(picture: Picture, spread: float) -> Picture:
    """Blur widely; on a small copy, which looks the same and is quick."""
    size = (_DRAW // 8, _DRAW // 8)
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), spread / 8)
    return np.asarray(cv2.resize(small, (_DRAW, _DRAW), interpolation=cv2.INTER_CUBIC), np.uint8)


def _glow(picture: Picture, centre: tuple[int, int], radius: int, colour: Colour) -> None:
    """Draw a disc and a soft light around it."""
    light = np.zeros_like(picture)
    cv2.circle(light, centre, round(radius * 1.3), colour, -1, cv2.LINE_AA)
    cv2.add(picture, (_soft(light, radius * 0.8) * 0.5).astype(np.uint8), dst=picture)
    cv2.circle(picture, centre, radius, colour, -1, cv2.LINE_AA)


def _bubbles(rng: np.random.Generator, ink: Sequence[Colour]) -> Picture:
    picture = _gradient(ink[4], ink[2], 2)
    for _ in range(26):
        layer = picture.copy()
        centre = tuple(int(v) for v in rng.integers(0, _DRAW, 2))
        cv2.circle(
            layer, centre, int(rng.integers(40, 210)), ink[int(rng.integers(4))], -1, cv2.LINE_AA
        )
        _blend(picture, layer, 0.55)
    return picture


def _rings(rng: np.random.Generator, ink: Sequence[Colour]) -> Picture:
    picture = _gradient(ink[0], ink[1])
    for i, radius in enumerate(range(440, 40, -44)):
        start = float(rng.uniform(0, 360))
        cv2.ellipse(
            picture,
            (500, 500),
            (radius, radius),
            start,
            0,
            float(rng.uniform(140, 330)),
            ink[2 + i % 3],
            16,
            cv2.LINE_AA,
        )
    return cv2.add(picture, (_soft(picture, 24) * 0.6).astype(np.uint8))


def _hills(rng: np.random.Generator, ink: Sequence[Colour]) -> Picture:
    picture = _gradient(ink[1], ink[0])
    _glow(picture, (660, 360), 110, ink[0])
    for i in range(3):
        cv2.fillPoly(picture, [_ridge(rng, 520 + 140 * i, 60, 4)], ink[2 + i], cv2.LINE_AA)
    return picture


def _mist(rng: np.random.Generator, ink: Sequence[Colour]) -> Picture:
    picture = _gradient(ink[0], ink[1])
    for i in range(5):
        cv2.fillPoly(picture, [_ridge(rng, 330 + 130 * i, 70, 5)], ink[min(i + 1, 4)], cv2.LINE_AA)
        picture = cv2.GaussianBlur(picture, (0, 0), 9 - 1.5 * i)
        _blend(picture, _flat(ink[0]), 0.1)
    return picture


def _moon(rng: np.random.Generator, ink: Sequence[Colour]) -> Picture:
    picture = _gradient(ink[0], ink[1])
    _glow(picture, (500, 330), 150, ink[4])
    for row in range(620, _DRAW, 18):
        spread = 60 + (row - 620) * 0.9
        for _ in range(7):
            x, width = rng.normal(500, spread / 2), rng.uniform(20, 110)
            start, end = (int(x - width), row), (int(x + width), row)
            cv2.line(picture, start, end, ink[2 + int(rng.integers(2))], 5, cv2.LINE_AA)
    return picture


def _threads(rng: np.random.Generator, ink: Sequence[Colour]) -> Picture:
    picture = _gradient(ink[0], ink[0])
    x = np.linspace(-20, _DRAW + 20, 300)
    for i in range(44):
        bend = 90 * np.sin(x / 190 + i * 0.09) * np.sin(x / 420 + i * 0.05)
        y = 240 + i * 12 + bend + rng.normal(0, 1)
        line = np.stack([x, y], axis=1).astype(np.int32)
        cv2.polylines(
            picture, [line], isClosed=False, color=ink[1 + i % 4], thickness=3, lineType=cv2.LINE_AA
        )
    return picture


def _shards(rng: np.random.Generator, ink: Sequence[Colour]) -> Picture:
    picture = _gradient(ink[4], ink[0])
    for i in range(22):
        turn = i / 22 * 2 * np.pi + rng.uniform(-0.1, 0.1)
        wide, far = rng.uniform(0.04, 0.13), rng.uniform(300, 800)
        tips = [(500, 560)] + [
            (500 + far * np.cos(turn + s), 560 + far * np.sin(turn + s)) for s in (-wide, wide)
        ]
        cv2.fillPoly(picture, [np.array(tips, np.int32)], ink[1 + i % 3], cv2.LINE_AA)
    cv2.circle(picture, (500, 560), 130, ink[0], -1, cv2.LINE_AA)
    return picture


def _peaks(rng: np.random.Generator, ink: Sequence[Colour]) -> Picture:
    picture = _gradient(ink[0], ink[1])
    _glow(picture, (500, 420), 170, ink[2])
    for i in range(3):
        x = np.linspace(0, _DRAW, 15 + 8 * i)
        y = 560 + 130 * i - rng.uniform(0, 240, x.size) * (1 - np.abs(x / 500 - 1) * 0.5)
        line = np.concatenate([np.stack([x, y], axis=1), [[_DRAW, _DRAW], [0, _DRAW]]])
        shade = tuple(int(v * (1 - 0.4 * i)) for v in ink[3])
        cv2.fillPoly(picture, [line.astype(np.int32)], shade, cv2.LINE_AA)
    return picture


def _tape(rng: np.random.Generator, ink: Sequence[Colour]) -> Picture:
    picture = _flat(ink[0])
    for i in range(16):
        x, y = (int(v) for v in rng.integers(-80, 900, 2))
        wide, high = int(rng.integers(120, 420)), int(rng.integers(50, 120))
        box = cv2.boxPoints(((x + wide / 2, y + high / 2), (wide, high), float(rng.normal(0, 14))))
        cv2.fillPoly(picture, [box.astype(np.int32)], ink[(1, 2, 3, 1, 4)[i % 5]], cv2.LINE_AA)
    grain = rng.random((_DRAW, _DRAW)) < 0.04
    picture[grain] = ink[1]
    return picture


def _skyline(rng: np.random.Generator, ink: Sequence[Colour]) -> Picture:
    picture = _gradient(ink[1], ink[3])
    _glow(picture, (300, 560), 120, ink[4])
    for layer, base in ((2, 520), (0, 640)):
        x = 0
        while x < _DRAW:
            wide, top = int(rng.integers(60, 150)), base + int(rng.integers(-130, 130))
            cv2.rectangle(picture, (x, top), (x + wide, _DRAW), ink[layer], -1)
            if layer == 0:
                for row in range(top + 24, _DRAW - 20, 42):
                    for column in range(x + 14, x + wide - 18, 30):
                        if rng.random() < 0.35:
                            cv2.rectangle(
                                picture, (column, row), (column + 13, row + 18), ink[4], -1
                            )
            x += wide
    return picture


def _shapes(rng: np.random.Generator, ink: Sequence[Colour]) -> Picture:
    picture = _flat(ink[0])
    for row in range(4):
        for column in range(4):
            x, y = column * 250, row * 250
            back, front = rng.permutation(5)[:2]
            cv2.rectangle(picture, (x, y), (x + 250, y + 250), ink[back], -1)
            corner = (x + 250 * int(rng.integers(2)), y + 250 * int(rng.integers(2)))
            cell = picture[y : y + 250, x : x + 250]
            centre = (corner[0] - x, corner[1] - y) if rng.random() < 0.7 else (125, 125)
            cv2.circle(
                cell, centre, 250 if centre != (125, 125) else 95, ink[front], -1, cv2.LINE_AA
            )
    return picture


def _petals(rng: np.random.Generator, ink: Sequence[Colour]) -> Picture:
    picture = _gradient(ink[0], ink[1], 2)
    for ring, (count, far, long) in enumerate(((16, 270, 200), (12, 170, 150), (8, 80, 100))):
        for i in range(count):
            layer = picture.copy()
            turn = 360 / count * i + 11 * ring + float(rng.normal(0, 1))
            centre = (
                round(500 + far * np.cos(np.radians(turn))),
                round(500 + far * np.sin(np.radians(turn))),
            )
            cv2.ellipse(
                layer,
                centre,
                (long, long // 3),
                turn,
                0,
                360,
                ink[1 + (ring + i) % 4],
                -1,
                cv2.LINE_AA,
            )
            _blend(picture, layer, 0.6)
    return picture


def _stripes(_: np.random.Generator, ink: Sequence[Colour]) -> Picture:
    picture = _flat(ink[4])
    for i, radius in enumerate(range(820, 180, -80)):
        cv2.circle(picture, (250, 900), radius, ink[(0, 3, 1, 2, 4)[i % 5]], -1, cv2.LINE_AA)
    return picture


def _sunburst(_: np.random.Generator, ink: Sequence[Colour]) -> Picture:
    picture = _flat(ink[1])
    for i in range(0, 36, 2):
        turns = np.radians([i * 10, i * 10 + 10])
        far = [(500 + 1200 * np.cos(t), 620 + 1200 * np.sin(t)) for t in turns]
        cv2.fillPoly(picture, [np.array([(500, 620), *far], np.int32)], ink[2], cv2.LINE_AA)
    cv2.circle(picture, (500, 620), 230, ink[0], -1, cv2.LINE_AA)
    cv2.rectangle(picture, (0, 760), (_DRAW, _DRAW), ink[3], -1)
    for row in range(790, _DRAW, 50):
        cv2.line(picture, (0, row), (_DRAW, row), ink[4], 5, cv2.LINE_AA)
    return picture


def _stars(rng: np.random.Generator, ink: Sequence[Colour]) -> Picture:
    picture = _gradient(ink[0], ink[2], 1.6)
    for _ in range(420):
        x, y = int(rng.integers(_DRAW)), int(abs(rng.normal(0, 360))) % _DRAW
        cv2.circle(picture, (x, y), int(rng.integers(1, 4)), ink[3], -1, cv2.LINE_AA)
    cv2.fillPoly(picture, [_ridge(rng, 830, 40, 6)], ink[0], cv2.LINE_AA)
    cv2.rectangle(picture, (600, 640), (760, 860), ink[0], -1)
    cv2.fillPoly(
        picture, [np.array([(570, 650), (680, 540), (790, 650)], np.int32)], ink[0], cv2.LINE_AA
    )
    cv2.rectangle(picture, (660, 700), (695, 750), ink[4], -1)
    return picture


def _rain(rng: np.random.Generator, ink: Sequence[Colour]) -> Picture:
    picture = _gradient(ink[0], ink[1])
    _glow(picture, (680, 320), 90, ink[3])
    for _ in range(240):
        x, y, long = rng.uniform(-100, _DRAW), rng.uniform(-100, _DRAW), rng.uniform(30, 90)
        end = (int(x + long * 0.3), int(y + long))
        cv2.line(
            picture, (int(x), int(y)), end, ink[2 + 2 * int(rng.random() < 0.12)], 3, cv2.LINE_AA
        )
    cv2.rectangle(picture, (0, 850), (_DRAW, _DRAW), ink[0], -1)
    return picture


def _moire(_: np.random.Generator, ink: Sequence[Colour]) -> Picture:
    picture = _gradient(ink[0], ink[1])
    for centre, colour in (((420, 460), ink[2]), ((590, 540), ink[3])):
        for radius in range(20, 460, 18):
            cv2.circle(picture, centre, radius, colour, 4, cv2.LINE_AA)
    cv2.circle(picture, (505, 500), 70, ink[4], -1, cv2.LINE_AA)
    return picture


_MOTIFS: Final[Mapping[str, Callable[[np.random.Generator, Sequence[Colour]], Picture]]] = {
    "bubbles": _bubbles,
    "hills": _hills,
    "mist": _mist,
    "moire": _moire,
    "moon": _moon,
    "peaks": _peaks,
    "petals": _petals,
    "rain": _rain,
    "rings": _rings,
    "shapes": _shapes,
    "shards": _shards,
    "skyline": _skyline,
    "stars": _stars,
    "stripes": _stripes,
    "sunburst": _sunburst,
    "tape": _tape,
    "threads": _threads,
}


def draw(motif: str, palette: Sequence[str], seed: int) -> Picture:
    """Return a cover, BGR (SIZE, SIZE, 3), from five colours in hexadecimal RGB."""
    picture = _MOTIFS[motif](np.random.default_rng(seed), [_bgr(colour) for colour in palette])
    small = cv2.resize(picture, (SIZE, SIZE), interpolation=cv2.INTER_AREA)
    y, x = np.mgrid[-1 : 1 : SIZE * 1j, -1 : 1 : SIZE * 1j]
    shade = 1 - 0.16 * np.clip(x**2 + y**2 - 0.5, 0, 1.5)  # a print is darker at its corners
    return np.asarray(np.clip(small * shade[..., None], 0, 255), np.uint8)


def jpeg(picture: Picture) -> bytes:
    """Return a picture as JPEG."""
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return data.tobytes()
