"""Who reads seldom is shown the present, not what the kernel kept of the past."""

from __future__ import annotations

import itertools
import json
import socket
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import websocket

from tests.web.served import TIMEOUT_S, Served

if TYPE_CHECKING:
    from mopidy_moodcam.web.feed import Feed

PICTURE_BYTES = 15_000
PICTURES = 300
HELD = 40
"""So many pictures at most: the server's kernel holds one or two, the client's some."""

pytestmark = pytest.mark.skipif(
    not hasattr(socket, "TCP_NOTSENT_LOWAT"), reason="this kernel cannot be told to hold little"
)


def show(feed: Feed) -> None:
    """Write more pictures than any kernel holds, as a camera would."""
    for number in range(PICTURES):
        feed.write({}, picture=number.to_bytes(4) + bytes(PICTURE_BYTES - 4))
        time.sleep(0.005)  # so that the server sends each, if it can


def test_a_page_that_slept_is_shown_the_newest_picture_soon() -> None:
    with Served() as served:
        page = websocket.create_connection(
            f"ws://127.0.0.1:{served.port}/moodcam/ws", timeout=TIMEOUT_S
        )
        page.send(json.dumps({"command": "pictures", "wanted": True}))
        page.recv()
        show(served.feed)
        pictures = (data for kind, data in iter(page.recv_data, None) if kind == 2)
        seen = itertools.takewhile(lambda data: int.from_bytes(data[:4]) < PICTURES - 1, pictures)
        assert sum(1 for _ in seen) < HELD
        page.close()


def test_a_viewer_of_the_stream_that_slept_is_shown_the_newest_picture_soon() -> None:
    with Served() as served, closing(served.connect()) as viewer:
        request = f"GET /moodcam/feed.mjpg HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n"
        viewer.sendall(request.encode())
        head = viewer.recv(4096)
        assert b"200 OK" in head
        show(served.feed)
        newest = (PICTURES - 1).to_bytes(4) + bytes(1000)
        seen = b""
        while newest not in seen:
            seen += viewer.recv(65536)
        assert seen.count(b"image/jpeg") < HELD
