"""Network cameras that send JPEG pictures over HTTP, one after the other.

FFmpeg reads such streams too, but keeps to the size of the first picture, gives up at one that is
corrupt, and decodes every picture while only a few are wanted. Whatever is not plainly such a
stream (other formats, redirections, digest authentication, a certificate of one's own making) is
left to it.
"""

from __future__ import annotations

import base64
import http.client
import re
import ssl
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

import cv2
import numpy as np

from mopidy_moodcam.vision.deadline import Deadline, TimedResponse, connect
from mopidy_moodcam.vision.jpeg import MAX_SCANS, SCAN, PictureError, jpeg_size

if TYPE_CHECKING:
    from numpy.typing import NDArray

STREAM: Final = re.compile(
    r"multipart/x-mixed-replace\s*;.*boundary=\"?-*([^\";\s]+)", re.IGNORECASE
)
LENGTH: Final = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,9})[ \t]*\r?$")
HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
MAX_HEAD: Final = 4096  # bytes before a picture
MAX_PICTURE: Final = 32 * 1024 * 1024  # bytes: 8K at the best quality has fewer
MIN_PICTURE: Final = 64  # bytes: the headers of a JPEG alone have more
MAX_EMPTY: Final = 8  # parts in a row with less
CHUNK: Final = 64 * 1024
PROGRESSIVE: Final = b"\xff\xc2"
MAX_SCANNED: Final = 16 * 1024 * 1024  # pixels of a picture that is decoded scan by scan, all held
REDUCTIONS: Final = (
    (8, cv2.IMREAD_REDUCED_COLOR_8),
    (4, cv2.IMREAD_REDUCED_COLOR_4),
    (2, cv2.IMREAD_REDUCED_COLOR_2),
)


class StreamError(Exception):
    """The stream has ended, or is not what it should be."""


class MjpegSource:
    """One such stream, read picture by picture and decoded only where that is wanted."""

    def __init__(
        self,
        name: str,
        connection: http.client.HTTPConnection,
        response: http.client.HTTPResponse,
        *,
        deadline: Deadline,
        boundary: str,
        read_timeout_s: float,
        max_side: int,
        wanted_side: int,
    ) -> None:
        """Take over an answered request; see `open_mjpeg` for the arguments."""
        self.name = name
        self._connection = connection
        self._response = response
        self._marker = b"--" + boundary.encode("latin-1")
        self._read_timeout_s = read_timeout_s
        self._max_side = max_side
        self._wanted_side = wanted_side
        self._buffer = bytearray()
        self._deadline = deadline
        self._picture = b""

    def is_open(self) -> bool:
        """Say that there is a stream: it has answered."""
        return True

    def grab(self) -> bool:
        """Receive the next picture; return False when none comes in time, or the stream ends."""
        self._deadline.set(self._read_timeout_s)
        try:
            self._picture = self._next()
        except (StreamError, OSError, http.client.HTTPException):
            return False
        return True

    def retrieve(self) -> NDArray[np.uint8] | None:
        """Decode the picture, reduced where it is much larger than wanted; None if it is broken."""
        try:
            width, height = jpeg_size(self._picture)
            side = max(width, height)
            if not 0 < side <= self._max_side or _is_laborious(self._picture, width * height):
                return None
            flag = next(
                (flag for factor, flag in REDUCTIONS if side >= factor * self._wanted_side),
                cv2.IMREAD_COLOR,
            )
            image = cv2.imdecode(np.frombuffer(self._picture, np.uint8), flag)
        except (PictureError, cv2.error):
            return None
        return None if image is None else np.asarray(image, np.uint8)

    def close(self) -> None:
        """Hang up."""
        self._response.close()
        self._connection.close()

    def _next(self) -> bytes:
        for _ in range(MAX_EMPTY):
            part = self._next_part()
            if len(part) >= MIN_PICTURE:
                return part
        raise StreamError

    def _next_part(self) -> bytes:
        start = self._find_marker()
        del self._buffer[: start + len(self._marker)]
        while (end := HEAD_END.search(self._buffer)) is None:
            if len(self._buffer) > MAX_HEAD:
                raise StreamError
            self._receive()
        head = self._take(end.end())
        length = LENGTH.search(head)
        return self._take(int(length[1]) if length is not None else self._find_marker())

    def _find_marker(self) -> int:
        """Receive until the marker has come; each byte is looked at once."""
        begin = 0
        while (start := self._buffer.find(self._marker, begin)) < 0:
            begin = max(0, len(self._buffer) - len(self._marker))
            self._receive()
        return start

    def _take(self, length: int) -> bytes:
        while len(self._buffer) < length <= MAX_PICTURE:
            self._receive()
        if length > MAX_PICTURE:
            raise StreamError
        taken = bytes(self._buffer[:length])
        del self._buffer[:length]
        return taken

    def _receive(self) -> None:
        received = self._response.read1(CHUNK)
        if not received or self._deadline.left_s() <= 0 or len(self._buffer) > MAX_PICTURE:
            raise StreamError
        self._buffer += received


def open_mjpeg(
    name: str,
    address: str,
    *,
    open_timeout_s: float,
    read_timeout_s: float,
    max_side: int,
    wanted_side: int,
) -> MjpegSource | None:
    """Open an http or https address; None when it does not plainly lead to such a stream.

    Args:
        name: What to call it in messages.
        address: With user and password where the camera asks for them ("basic" authentication).
        open_timeout_s: How long it may take to answer, all in all.
        read_timeout_s: How long each picture may take to come.
        max_side: The longest side in pixels of a picture that is decoded at all.
        wanted_side: Pictures with a multiple of this side are decoded at a fraction of their size.

    Raises:
        OSError: It cannot be reached, or does not answer in time.
    """
    parts = urlsplit(address)
    deadline = Deadline(open_timeout_s)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    answer = partial(TimedResponse, deadline)  # a class to whoever calls it
    connection.response_class = answer  # pyright: ignore[reportAttributeAccessIssue]
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.sock = connect(parts, deadline)
        connection.request("GET", target, headers=_credentials(parts.username, parts.password))
        response = connection.getresponse()
        stream = STREAM.match(response.headers.get("Content-Type", ""))
        if response.status == http.client.OK and stream is not None:
            return MjpegSource(
                name,
                connection,
                response,
                deadline=deadline,
                boundary=stream[1],
                read_timeout_s=read_timeout_s,
                max_side=max_side,
                wanted_side=wanted_side,
            )
        response.close()
    except (http.client.HTTPException, ssl.SSLError):
        connection.close()
        return None
    except BaseException:
        connection.close()
        raise
    connection.close()
    return None


def _is_laborious(picture: bytes, pixels: int) -> bool:
    """Say whether decoding would take far longer, or far more memory, than its size tells."""
    return picture.count(SCAN) > MAX_SCANS or (PROGRESSIVE in picture and pixels > MAX_SCANNED)


def _credentials(user: str | None, password: str | None) -> dict[str, str]:
    if user is None:
        return {}
    pair = f"{unquote(user)}:{unquote(password or '')}"
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
