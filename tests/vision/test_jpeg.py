"""A received picture is judged by its header, and nothing that a client sends does harm."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mopidy_moodcam.vision.jpeg import (
    MAX_BYTES,
    MAX_SCANS,
    MAX_SEGMENTS,
    MAX_SIDE,
    PictureError,
    check_jpeg,
    decode_jpeg,
)


def encoded(width: int, height: int, *options: int, channels: int = 3) -> bytes:
    shape = (height, width, channels) if channels > 1 else (height, width)
    picture = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    good, data = cv2.imencode(".jpg", picture, options)
    assert good
    return data.tobytes()


SMALL = encoded(32, 24)
FRAME = SMALL.index(b"\xff\xc0")


def resized(width: int, height: int) -> bytes:
    """Return a small picture whose header claims another size."""
    size = height.to_bytes(2) + width.to_bytes(2)
    return SMALL[: FRAME + 5] + size + SMALL[FRAME + 9 :]


@pytest.mark.parametrize(
    "data",
    [
        SMALL,
        encoded(640, 480),
        encoded(480, 640),
        encoded(1, 1),
        encoded(32, 24, cv2.IMWRITE_JPEG_PROGRESSIVE, 1),
        encoded(32, 24, channels=1),
    ],
)
def test_a_picture_within_the_limits_has_the_size_that_it_says(data: bytes) -> None:
    width, height = check_jpeg(data)
    assert decode_jpeg(data).shape == (height, width, 3)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no JPEG"),
        (b"\x89PNG\r\n\x1a\n", "no JPEG"),
        (b"GIF89a" + SMALL, "no JPEG"),
        (SMALL + bytes(MAX_BYTES), f"at most {MAX_BYTES} are taken"),
        (encoded(641, 480), f"has 641x480 pixels: its longest side may have {MAX_SIDE}"),
        (encoded(16, 641), "has 16x641 pixels"),
        (resized(65535, 65535), "has 65535x65535 pixels"),
        (resized(0, 24), "has 0x24 pixels"),
        (resized(32, 0), "has 32x0 pixels"),
        (SMALL[:FRAME], "header is damaged"),
        (SMALL[: FRAME + 6], "colours are not taken"),
        (SMALL[:2] + b"\xff" * 1000 + SMALL[2:], "header is damaged"),
        (SMALL[:2] + b"\xff\xfe\x00\x02" * MAX_SEGMENTS + SMALL[2:], "header is damaged"),
        (SMALL[:FRAME] + b"\xff\xc9" + SMALL[FRAME + 2 :], "rare kind of JPEG"),
        (SMALL[: FRAME + 4] + b"\x0c" + SMALL[FRAME + 5 :], "colours are not taken"),
        (SMALL[: FRAME + 9] + b"\x04" + SMALL[FRAME + 10 :], "colours are not taken"),
        (SMALL[:-2] + b"\xff\xda" * MAX_SCANS + SMALL[-2:], "scans: send a baseline JPEG"),
        (SMALL[:-20], "cut off"),
    ],
)
def test_what_is_not_within_the_limits_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(PictureError, match=r"^the picture") as caught:
        check_jpeg(data)
    assert sentence in str(caught.value)


def test_a_picture_whose_content_is_damaged_is_refused_when_it_is_decoded() -> None:
    second_frame = SMALL[:FRAME] + SMALL[FRAME : FRAME + 19] + SMALL[FRAME:]
    check_jpeg(second_frame)
    with pytest.raises(PictureError, match="cannot be decoded"):
        decode_jpeg(second_frame)


segment = st.tuples(
    st.sampled_from([*range(0xC0, 0xD0), 0xD8, 0xD9, 0xDA, 0xDB, 0xE0, 0xE1, 0xFE, 0xFF, 0x00]),
    st.integers(0, 40),
    st.binary(max_size=20),
).map(lambda parts: bytes([0xFF, parts[0]]) + parts[1].to_bytes(2) + parts[2])
anything = st.one_of(
    st.binary(max_size=100),
    st.lists(segment, max_size=6).map(lambda parts: b"\xff\xd8" + b"".join(parts) + b"\xff\xd9"),
)
damage = st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), max_size=6)


@settings(max_examples=2000, deadline=None)
@given(anything)
def test_whatever_bytes_come_they_are_measured_or_refused(data: bytes) -> None:
    try:
        width, height = check_jpeg(data)
    except PictureError:
        return
    assert 1 <= min(width, height) <= max(width, height) <= MAX_SIDE


@settings(max_examples=500, deadline=None)
@given(damage, st.integers(0, 40))
def test_a_damaged_picture_is_never_larger_than_its_header_says(
    changes: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(SMALL)
    for position, value in changes:
        data[position] = value
    damaged = bytes(data[: len(data) - cut])
    try:
        width, height = check_jpeg(damaged)
        shape = decode_jpeg(damaged).shape
    except PictureError:
        return
    assert shape[:2] in {(height, width), (width, height)}  # EXIF may turn it
