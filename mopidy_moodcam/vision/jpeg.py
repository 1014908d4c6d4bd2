"""Look at a received JPEG picture before anything decodes it.

A few bytes can claim a picture of 65,535 by 65,535 pixels, or a thousand scans over one; whoever
decodes such a file is out of memory or busy for minutes. So size and structure are read from the
header first (ITU-T T.81, annex B: markers, segments, the frame header SOF).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_BYTES: Final = 512 * 1024
MAX_SIDE: Final = 640  # pixels
MAX_SEGMENTS: Final = 64  # before the frame header; cameras and browsers write fewer than ten
MAX_SCANS: Final = 32  # progressive pictures have about ten

START: Final = b"\xff\xd8\xff"
END: Final = b"\xff\xd9"
END_WITHIN: Final = 64  # bytes from the end: some cameras pad their pictures
SCAN: Final = b"\xff\xda"
FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive: what is decoded
OTHER_FRAMES: Final = frozenset(range(0xC3, 0xD0)) - {0xC4, 0xC8, 0xCC}
HEADERS: Final = frozenset({0xC4, 0xCC, 0xDB, 0xDD, *range(0xE0, 0xF0), 0xFE})
FRAME_HEADER_BYTES: Final = 8  # length, precision, height, width, components


class PictureError(Exception):
    """A received picture is refused; the message is one sentence that says why."""


def check_jpeg(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels as the header says; nothing is decoded.

    Raises PictureError for whatever is no JPEG picture within the limits. The work is bounded
    whatever the bytes are, so that an event loop may do it.
    """
    if len(data) > MAX_BYTES:
        msg = f"the picture has {len(data)} bytes: at most {MAX_BYTES} are taken"
        raise PictureError(msg)
    width, height = jpeg_size(data)
    if not 0 < max(width, height) <= MAX_SIDE or min(width, height) == 0:
        msg = f"the picture has {width}x{height} pixels: its longest side may have {MAX_SIDE}"
        raise PictureError(msg)
    if data.count(SCAN) > MAX_SCANS:
        msg = f"the picture has more than {MAX_SCANS} scans: send a baseline JPEG"
        raise PictureError(msg)
    if END not in data[-END_WITHIN:]:
        msg = "the picture is cut off: its end is missing"
        raise PictureError(msg)
    return width, height


def decode_jpeg(data: bytes) -> NDArray[np.uint8]:
    """Return a checked picture as BGR (height, width, 3).

    Raises PictureError when its content is damaged.
    """
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        image = None
    if image is None:
        msg = "the picture cannot be decoded: its content is damaged"
        raise PictureError(msg)
    return np.asarray(image, np.uint8)


def jpeg_size(data: bytes) -> tuple[int, int]:
    """Walk from segment to segment to the frame header; return the width and height in it.

    Raises PictureError when there is none, or the picture does not begin as a JPEG: a decoder goes
    by the beginning, and would take it for another kind, of another size.
    """
    if not data.startswith(START):
        msg = "the picture is no JPEG: send what canvas.toBlob gives for image/jpeg"
        raise PictureError(msg)
    position = 2
    for _ in range(MAX_SEGMENTS):
        if position + 4 > len(data) or data[position] != 0xFF:
            break
        marker = data[position + 1]
        length = int.from_bytes(data[position + 2 : position + 4])
        if marker in FRAMES:
            return _frame_size(data[position + 2 : position + 2 + min(length, FRAME_HEADER_BYTES)])
        if marker in OTHER_FRAMES:
            msg = "the picture is a rare kind of JPEG: send a baseline or progressive one"
            raise PictureError(msg)
        if marker not in HEADERS or length < 2:
            break
        position += 2 + length
    msg = "the picture's header is damaged"
    raise PictureError(msg)


def _frame_size(header: bytes) -> tuple[int, int]:
    if len(header) < FRAME_HEADER_BYTES or header[2] != 8 or header[7] not in {1, 3}:
        msg = "the picture's colours are not taken: send 8 bits, grey or YCbCr"
        raise PictureError(msg)
    return int.from_bytes(header[5:7]), int.from_bytes(header[3:5])
