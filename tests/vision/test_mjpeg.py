"""Streams of JPEG pictures over HTTP, in the forms that cameras send them, and in none at all."""

from __future__ import annotations

import base64
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mopidy_moodcam.vision.deadline import Deadline
from mopidy_moodcam.vision.mjpeg import MAX_EMPTY, MAX_PICTURE, MjpegSource, open_mjpeg
from tests.network_camera import jpeg, noise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

MULTIPART = "multipart/x-mixed-replace; boundary=next"
PICTURES = tuple(jpeg(noise(number)) for number in range(3))
SECRET = base64.b64encode(b"me:s@cret").decode()


@contextmanager
def answering(body: bytes, kind: str = MULTIPART, status: int = 200) -> Iterator[str]:
    """An address that answers with a body, and only to those who know the password."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.headers.get("Authorization") == f"Basic {SECRET}"
            self.send_response(status if known else 401)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://me:s%40cret@127.0.0.1:{server.server_address[1]}/stream?channel=1"
    server.shutdown()
    server.server_close()


def opened(address: str, wanted_side: int = 1920) -> MjpegSource | None:
    return open_mjpeg(
        "cam",
        address,
        open_timeout_s=5,
        read_timeout_s=5,
        max_side=8192,
        wanted_side=wanted_side,
    )


def read(source: MjpegSource | None) -> list[tuple[int, ...] | None]:
    """The shapes of all pictures of a stream; None for those that are broken."""
    assert source is not None
    shapes: list[tuple[int, ...] | None] = []
    while source.grab():
        image = source.retrieve()
        shapes.append(None if image is None else image.shape)
    source.close()
    return shapes


def with_length(pictures: tuple[bytes, ...], end: bytes = b"\r\n") -> bytes:
    head = b"--next%bcontent-length: %d%bContent-Type: image/jpeg%b%b"
    return b"".join(head % (end, len(p), end, end, end) + p + end for p in pictures)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (with_length(PICTURES), MULTIPART),
        (with_length(PICTURES, b"\n"), 'Multipart/X-Mixed-Replace;boundary="--next"'),
        (b"HTTP chatter before it\r\n" + with_length(PICTURES) + b"--next--", MULTIPART),
        (b"".join(b"--next\r\nX: 1\r\n\r\n" + p for p in PICTURES) + b"--next\r\n", MULTIPART),
    ],
    ids=["with lengths", "bare line feeds, quoted boundary", "a preamble and an end", "no lengths"],
)
def test_every_form_of_stream_is_read(body: bytes, kind: str) -> None:
    with answering(body, kind) as address:
        assert read(opened(address)) == [(120, 160, 3)] * 3


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("video/mp4", 200),
        ("image/jpeg", 200),
        (MULTIPART, 302),
        (MULTIPART, 404),
        ("multipart/x-mixed-replace", 200),
    ],
)
def test_whatever_else_is_left_to_ffmpeg(kind: str, status: int) -> None:
    with answering(with_length(PICTURES), kind, status) as address:
        assert opened(address) is None
        assert opened(address.replace("s%40cret", "wrong")) is None


def test_a_large_picture_is_decoded_at_a_fraction_of_its_size() -> None:
    large = jpeg(cv2.resize(noise(1), (1280, 960)))
    with answering(with_length((large,))) as address:
        assert read(opened(address, wanted_side=300)) == [(240, 320, 3)]


def test_a_picture_that_claims_to_be_huge_is_not_decoded() -> None:
    claim = bytearray(PICTURES[0])
    size = claim.index(b"\xff\xc0") + 5
    claim[size : size + 4] = b"\xff\xff\xff\xff"
    with answering(with_length((bytes(claim), PICTURES[1]))) as address:
        assert read(opened(address)) == [None, (120, 160, 3)]


def test_a_part_that_claims_to_be_huge_ends_the_stream() -> None:
    with answering(b"--next\r\nContent-Length: %d\r\n\r\n" % (MAX_PICTURE + 1)) as address:
        assert read(opened(address)) == []


def progressive(image: NDArray[np.uint8], more_scans: int = 0) -> bytes:
    good, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])
    assert good
    picture = data.tobytes()
    last = picture[picture.rindex(b"\xff\xda") : -2]
    return picture[:-2] + last * more_scans + picture[-2:]


def test_a_picture_of_thousands_of_scans_is_not_decoded() -> None:
    pictures = (progressive(noise(1)), progressive(noise(2), 2000))
    with answering(with_length(pictures)) as address:
        assert read(opened(address)) == [(120, 160, 3), None]


def test_a_very_large_picture_is_not_decoded_scan_by_scan() -> None:
    picture = progressive(np.zeros((4104, 4104, 3), np.uint8))
    with answering(with_length((picture,))) as address:
        assert read(opened(address)) == [None]


def test_empty_parts_end_the_stream() -> None:
    few = b"--next\r\n\r\n" * (MAX_EMPTY - 1)
    body = few + with_length(PICTURES[:1]) + few + b"--next\r\n\r\n" + with_length(PICTURES)
    with answering(body) as address:
        assert read(opened(address)) == [(120, 160, 3)]


def source_of(body: bytes, step: int) -> MjpegSource:
    """A source whose camera has sent its head and sends this body, `step` bytes at a time."""
    answer: object = Bytes(body, step)
    return MjpegSource(
        "cam",
        answer,
        answer,
        deadline=Deadline(60),
        boundary="next",
        read_timeout_s=60,
        max_side=8192,
        wanted_side=1920,
    )


class Counted(bytearray):
    """A buffer that counts how many bytes are searched."""

    searched = 0

    def find(self, part: bytes, begin: int = 0) -> int:
        self.searched += len(self) - begin
        return super().find(part, begin)


def test_the_end_of_a_part_is_searched_in_what_is_new_alone() -> None:
    body = b"--next\r\n\r\n" + bytes(100_000) + b"--next"
    source = source_of(body, 10)
    source._buffer = buffer = Counted()
    assert source.grab()
    assert buffer.searched < 3 * len(body)


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + f"Content-Type: {MULTIPART}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()


@contextmanager
def trickling(begin: bytes, more: bytes) -> Iterator[str]:
    """An address that never stops to answer, a little at a time."""
    pause = threading.Event()
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        client, _ = server.accept()
        with client:
            client.recv(4096)
            try:
                client.sendall(begin)
                while not pause.wait(0.02):
                    client.sendall(more)
            except OSError:
                return  # the other side has hung up, as it should

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    thread.join(5)
    assert not thread.is_alive(), "the connection is still held"
    server.close()


@pytest.mark.parametrize(
    ("begin", "more"),
    [(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), (OK, b"X"), (b"", b"H")],
    ids=["go on and on", "a header that does not end", "a first line that does not end"],
)
def test_an_answer_that_never_begins_is_given_up(begin: bytes, more: bytes) -> None:
    with trickling(begin, more) as address, pytest.raises(TimeoutError):
        open_mjpeg(
            "cam", address, open_timeout_s=0.3, read_timeout_s=0.3, max_side=9, wanted_side=9
        )


@pytest.mark.parametrize(
    ("begin", "more"),
    [(CHUNKED, b"0"), (CHUNKED + b"ffff\r\n--next\r\n\r\n", b"x")],
    ids=["a size that does not end", "a picture that does not end"],
)
def test_a_picture_that_never_ends_is_given_up(begin: bytes, more: bytes) -> None:
    with trickling(begin, more) as address:
        source = open_mjpeg(
            "cam", address, open_timeout_s=5, read_timeout_s=0.3, max_side=9, wanted_side=9
        )
        assert source is not None
        assert not source.grab()
        source.close()


class Bytes:
    """An answer that is already there, in the place of one from a socket."""

    def __init__(self, body: bytes, step: int) -> None:
        self._chunks = [body[i : i + step] for i in range(0, len(body), step)][::-1]

    def read1(self, _limit: int) -> bytes:
        return self._chunks.pop() if self._chunks else b""

    def close(self) -> None:
        """Nothing is held."""


pieces = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [b"--next", b"\r\n", b"\r\n\r\n", b"\n\n", b"Content-Length: 9", b"--", *PICTURES[:1]]
    ),
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(body=st.lists(pieces, max_size=30).map(b"".join), step=st.integers(1, 5000))
def test_no_answer_does_more_than_end(body: bytes, step: int) -> None:
    source = source_of(body, step)
    for _ in range(100):
        if not source.grab():
            break
        image = source.retrieve()
        assert image is None or image.dtype == np.uint8
    else:
        pytest.fail("more pictures than the answer has bytes for")
