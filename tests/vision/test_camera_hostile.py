"""A network camera that means harm: what it sends is pictures or nothing."""

from __future__ import annotations

import struct
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from mopidy_moodcam.vision import sources
from mopidy_moodcam.vision.camera import STOP_TIMEOUT_S
from mopidy_moodcam.vision.deadline import Deadline
from mopidy_moodcam.vision.sources import CameraError, open_source, redacted
from tests.network_camera import jpeg, noise
from tests.web.mutate import with_size

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{segment}\n#EXT-X-ENDLIST\n"
BOUNDARY = "multipart/x-mixed-replace; boundary=b"


@contextmanager
def camera(body: bytes, **headers: str) -> Iterator[str]:
    """Answer everything with the same; gives the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302 if "Location" in headers else 200)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def private_clip(tmp_path: Path) -> Path:
    """A video on this machine, which a camera has no right to show."""
    path = tmp_path / "private.mp4"
    code = cv2.VideoWriter.fourcc(*"mp4v")
    writer = cv2.VideoWriter(str(path), code, 10, (160, 120))
    for number in range(20):
        writer.write(noise(number))
    writer.release()
    open_source(str(path)).close()  # it can be read
    return path


@pytest.mark.parametrize("scheme", ["file://", "", "concat:", "subfile,,start,0,end,0,,:"])
def test_a_playlist_does_not_reach_this_machine_s_files(private_clip: Path, scheme: str) -> None:
    body = PLAYLIST.format(segment=f"{scheme}{private_clip}").encode()
    with (
        camera(body, Content_Type="application/vnd.apple.mpegurl") as address,
        pytest.raises(CameraError, match="it does not answer or is no camera"),
    ):
        open_source(f"{address}/live.m3u8")


def test_a_redirection_does_not_reach_this_machine_s_files(private_clip: Path) -> None:
    with camera(b"", Location=f"file://{private_clip}") as address, pytest.raises(CameraError):
        open_source(address)


def bitmap(side: int) -> bytes:
    """A bitmap of few bytes, whose first ones read as the frame header of a small JPEG."""
    head = bytearray(b"BM\xff\xc0\0\x11\x08\x01\xe0\x02\x80\x01\0\0")
    offset = int.from_bytes(head[10:14], "little")
    head += struct.pack("<IiiHHIIiiII", 40, side, side, 1, 8, 1, 0, 0, 0, 2, 0)  # run lengths
    return bytes(head).ljust(offset, b"\0") + b"\x20\x01" * 20 + b"\0\x01" + bytes(4096)


@pytest.mark.parametrize(
    "part",
    [
        bitmap(4000),
        with_size(jpeg(noise(1)), 65535, 65535),
        with_size(jpeg(noise(1)), 9000, 16),
        b"\xff\xd8\xff" + b"\xff" * 10_000,
        jpeg(np.zeros((8, 8, 3), np.uint8))[:-40],
    ],
    ids=["bitmap", "bomb", "wide", "no header", "cut off"],
)
def test_a_picture_that_would_fill_the_memory_is_not_decoded(part: bytes) -> None:
    head = f"--b\r\nContent-Length: {len(part)}\r\n\r\n".encode()
    body = (head + part + b"\r\n") * 10
    with (
        camera(body, Content_Type=BOUNDARY) as address,
        pytest.raises(CameraError, match="delivers no picture of use"),
    ):
        open_source(address)


@pytest.mark.parametrize(
    "body",
    [
        b"--b\r\nContent-Length: 999999999\r\n\r\n" + bytes(100_000),
        b"--b\r\n" + b"x: y\r\n" * 10_000,
    ],
    ids=["a length without end", "a head without end"],
)
def test_a_stream_without_an_end_is_given_up(body: bytes) -> None:
    with (
        camera(body, Content_Type=BOUNDARY) as address,
        pytest.raises(CameraError, match="delivers no picture of use"),
    ):
        open_source(address)


def test_a_camera_without_a_first_picture_is_given_up_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert sources.WHOLE_OPENING_S < STOP_TIMEOUT_S
    assert sources.OPEN_TIMEOUT_MS + sources.READ_TIMEOUT_MS < sources.WHOLE_OPENING_S * 1e3
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])

    class Silent(sources.CaptureSource):
        def __init__(self) -> None:
            self.name = "silent"

        def is_open(self) -> bool:
            return True

        def grab(self) -> bool:
            clock[0] += sources.READ_TIMEOUT_MS / 1e3
            return False

        def close(self) -> None:
            """Nothing is held."""

    deadline = Deadline(sources.WHOLE_OPENING_S)
    clock[0] += sources.OPEN_TIMEOUT_MS / 1e3  # as long as it may take to answer
    with pytest.raises(CameraError, match="no picture of use"):
        sources._checked(Silent(), CameraError, deadline)
    assert deadline.left_s() >= 0


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("rtsp://10.0.0.9/live", "rtsp://10.0.0.9"),
        ("rtsp://user:secret@10.0.0.9:554/live", "rtsp://10.0.0.9:554"),
        ("http://10.0.0.9/?key=secret", "http://10.0.0.9"),
        ("http://10.0.0.9/?key=secret@secret", "http://..."),
        ("rtsp://user:1234/secret@10.0.0.9/live", "rtsp://..."),
        ("rtsp://user:secret/secret@10.0.0.9/live", "rtsp://10.0.0.9"),
        ("rtsp://user:secret@secret@10.0.0.9/live", "rtsp://10.0.0.9"),
        ("/home/me/clip@home.mp4", "/home/me/clip@home.mp4"),
    ],
)
def test_an_address_is_shown_without_what_may_be_secret(address: str, shown: str) -> None:
    assert redacted(address) == shown


def test_the_password_in_a_camera_s_address_is_in_no_message() -> None:
    address = "rtsp://user:secret@127.0.0.1:1/live?key=secret"
    with pytest.raises(CameraError) as caught:
        open_source(address)
    assert "secret" not in str(caught.value)
    assert redacted(address) == "rtsp://127.0.0.1:1"
