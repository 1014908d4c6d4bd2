"""Damages JPEG pictures in the ways that files are damaged, and in those that attackers know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from mopidy_moodcam.vision.performer import Performer

if TYPE_CHECKING:
    import random

    from numpy.typing import NDArray

INTERESTING = (0, 1, 2, 7, 8, 16, 63, 64, 127, 128, 255, 256, 641, 32767, 32768, 65535)
MARKERS = (*range(0xC0, 0xE3), 0xFE, 0xFF, 0x00, 0x01)


def seeds() -> list[bytes]:
    """Pictures of every kind that is taken: small ones mostly, since those are decoded quickly."""
    drawn = Performer().frame(3.0)
    noise = np.random.default_rng(1).integers(0, 256, (24, 40, 3), np.uint8)
    small = [_resized(drawn, 64, 48), _resized(drawn, 33, 47), noise, noise[:1, :1]]
    kinds: tuple[tuple[int, ...], ...] = (
        (),
        (cv2.IMWRITE_JPEG_PROGRESSIVE, 1),
        (cv2.IMWRITE_JPEG_RST_INTERVAL, 2, cv2.IMWRITE_JPEG_QUALITY, 30),
        (cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444),
        (cv2.IMWRITE_JPEG_OPTIMIZE, 1, cv2.IMWRITE_JPEG_PROGRESSIVE, 1),
    )
    plain = [encoded(image, *kind) for image in small for kind in kinds]
    plain += [encoded(image[:, :, 0]) for image in small]
    turned = [with_exif(plain[number], number) for number in range(10)]
    large = [encoded(_resized(drawn, 640, 480), *kind) for kind in kinds[:2]]
    return plain + turned + large


def encoded(image: NDArray[np.uint8], *options: int) -> bytes:
    good, data = cv2.imencode(".jpg", image, options)
    assert good
    return data.tobytes()


def with_exif(jpeg: bytes, orientation: int) -> bytes:
    """Insert an APP1 segment that says how the camera was held (EXIF 2.3, tag 0x0112)."""
    entry = b"\x12\x01\x03\x00\x01\x00\x00\x00" + orientation.to_bytes(4, "little")
    body = b"Exif\0\0II*\0\x08\0\0\0" + b"\x01\0" + entry + bytes(4)
    return jpeg[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body + jpeg[2:]


def with_size(jpeg: bytes, width: int, height: int) -> bytes:
    """Let the frame header of a baseline picture claim another size."""
    place = jpeg.index(b"\xff\xc0")
    return jpeg[: place + 5] + height.to_bytes(2) + width.to_bytes(2) + jpeg[place + 9 :]


def mutated(source: random.Random, pool: list[bytes]) -> bytes:
    """Return a picture out of the pool with one to four things wrong."""
    # A large one now and then: most of the time would go into decoding them.
    data = bytearray(source.choice(pool[-2:] if source.random() < 0.02 else pool[:-2]))
    for _ in range(source.choice((1, 1, 1, 2, 3, 4))):
        if data:
            data = source.choice(MUTATIONS)(source, data, pool)
    return bytes(data)


def _resized(image: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(image, (width, height)), np.uint8)


def _flip(source: random.Random, data: bytearray, _pool: list[bytes]) -> bytearray:
    for _ in range(source.choice((1, 1, 4, 16))):
        data[source.randrange(len(data))] ^= 1 << source.randrange(8)
    return data


def _overwrite(source: random.Random, data: bytearray, _pool: list[bytes]) -> bytearray:
    start, length = source.randrange(len(data)), source.choice((1, 2, 8, 64))
    data[start : start + length] = source.randbytes(length)
    return data


def _number(source: random.Random, data: bytearray, _pool: list[bytes]) -> bytearray:
    start = source.randrange(len(data))
    data[start : start + 2] = source.choice(INTERESTING).to_bytes(2)
    return data


def _marker(source: random.Random, data: bytearray, _pool: list[bytes]) -> bytearray:
    """Make another marker of one that is there, or put one anywhere."""
    places = [place for place in range(len(data) - 1) if data[place] == 0xFF][:40]
    place = source.choice(places) if places and source.random() < 0.7 else 0
    place = place or source.randrange(len(data))
    data[place : place + 2] = bytes((0xFF, source.choice(MARKERS)))
    return data


def _length(source: random.Random, data: bytearray, _pool: list[bytes]) -> bytearray:
    """Let a segment say that it is of another length."""
    places = [place for place in range(len(data) - 3) if data[place] == 0xFF and data[place + 1]]
    if places:
        place = source.choice(places[:20])
        data[place + 2 : place + 4] = source.choice(INTERESTING).to_bytes(2)
    return data


def _size(source: random.Random, data: bytearray, _pool: list[bytes]) -> bytearray:
    """Let the frame header say that the picture is of another size, mostly one that is taken."""
    for marker in (b"\xff\xc0", b"\xff\xc2"):
        place = data.find(marker)
        if place > 0:
            sides = (source.choice((*INTERESTING, 640, 640, 320)) for _ in range(2))
            data[place + 5 : place + 9] = b"".join(side.to_bytes(2) for side in sides)
    return data


def _cut(source: random.Random, data: bytearray, _pool: list[bytes]) -> bytearray:
    """Lose the rest, with or without an end."""
    end = b"\xff\xd9" if source.random() < 0.8 else b""
    return data[: source.randrange(len(data))] + end


def _lose(source: random.Random, data: bytearray, _pool: list[bytes]) -> bytearray:
    start = source.randrange(len(data))
    del data[start : start + source.choice((1, 2, 16, 128))]
    return data


def _insert(source: random.Random, data: bytearray, _pool: list[bytes]) -> bytearray:
    place = source.randrange(len(data))
    data[place:place] = source.randbytes(source.choice((1, 2, 16, 128)))
    return data


def _repeat(source: random.Random, data: bytearray, _pool: list[bytes]) -> bytearray:
    """Repeat a part, such as a scan or a table, a few times."""
    start = source.randrange(len(data))
    part = data[start : start + source.choice((2, 20, 200))]
    data[start:start] = part * source.choice((1, 3, 30))
    return data


def _splice(source: random.Random, data: bytearray, pool: list[bytes]) -> bytearray:
    """Go on with another picture."""
    other = source.choice(pool[:-2])
    return data[: source.randrange(len(data))] + other[source.randrange(len(other)) :]


MUTATIONS: tuple[Any, ...] = (
    _flip,
    _overwrite,
    _number,
    _marker,
    _length,
    _size,
    _cut,
    _lose,
    _insert,
    _repeat,
    _splice,
)
