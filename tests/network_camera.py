"""A network camera: MJPEG over a real socket, with the faults that real ones have."""

from __future__ import annotations

import socketserver
import threading
from typing import TYPE_CHECKING, Any, Literal, Self

import cv2
import numpy as np

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from numpy.typing import NDArray

Mode = Literal["stream", "stall", "end", "silent"]
"""Send pictures, hold the connection without any, close it, or never even answer."""


def noise(number: int, size: tuple[int, int] = (160, 120), level: int = 100) -> NDArray[np.uint8]:
    """A picture (height, width, 3) as a sensor gives it: no two are the same."""
    width, height = size
    rng = np.random.default_rng(number)
    return rng.integers(level - 40, level + 40, (height, width, 3), np.uint8)


def jpeg(image: NDArray[Any]) -> bytes:
    good, data = cv2.imencode(".jpg", image)
    assert good
    return data.tobytes()


class NetworkCamera:
    """Sends `picture(number)`, a JPEG or what it takes for one, every `interval_s`.

    Both, and the `mode`, may be changed at any time. Use as a context manager.
    """

    def __init__(self, picture: Callable[[int], bytes], interval_s: float = 0.02) -> None:
        self.picture = picture
        self.interval_s = interval_s
        self.mode: Mode = "stream"
        self.connections = 0
        self._port = 0
        self._clients: set[socket.socket] = set()
        self._server: socketserver.ThreadingTCPServer | None = None
        self._unplugged = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}/stream.mjpg"

    @property
    def held(self) -> int:
        """How many connections are open now."""
        return len(self._clients)

    def __enter__(self) -> Self:
        self.plug()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.unplug()

    def plug(self) -> None:
        """Listen, on the same port as before."""
        camera = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                camera._serve(self.request)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._unplugged = threading.Event()
        self._server = Server(("127.0.0.1", self._port), Handler)
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def unplug(self) -> None:
        """Break every connection and listen no more."""
        server, self._server = self._server, None
        if server is not None:
            self._unplugged.set()
            for client in tuple(self._clients):
                client.close()
            server.shutdown()
            server.server_close()

    def _serve(self, client: socket.socket) -> None:
        self.connections += 1
        self._clients.add(client)
        unplugged = self._unplugged
        number = 0
        try:
            while not unplugged.is_set():
                if self.mode == "end":
                    return
                if self.mode == "stream":
                    client.sendall(self._head() if number == 0 else b"")
                    number += 1
                    client.sendall(self._part(number))
                elif self._is_left(client):
                    return
                unplugged.wait(self.interval_s)
        except OSError:
            return
        finally:
            self._clients.discard(client)

    def _head(self) -> bytes:
        kind = "multipart/x-mixed-replace; boundary=next"
        return f"HTTP/1.0 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode()

    def _part(self, number: int) -> bytes:
        data = self.picture(number)
        head = f"--next\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
        return head.encode() + data + b"\r\n"

    @staticmethod
    def _is_left(client: socket.socket) -> bool:
        """Whether the other side has hung up; what it has sent is passed over."""
        client.settimeout(0)
        try:
            return client.recv(4096) == b""
        except BlockingIOError:
            return False
        finally:
            client.settimeout(None)
