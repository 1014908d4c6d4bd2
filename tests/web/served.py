"""MoodCam's own routes in a server of the test's process, with a frontend that stands in."""

from __future__ import annotations

import asyncio
import http.client
import io
import json
import socket
import threading
from contextlib import closing
from types import SimpleNamespace
from typing import Any, Self

import pykka
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from mopidy_moodcam.settings import Settings
from mopidy_moodcam.vision.browser import BrowserCamera
from mopidy_moodcam.web.deferred import make_app
from mopidy_moodcam.web.feed import Feed
from mopidy_moodcam.web.timeline import Timeline

TIMEOUT_S = 20


class MoodSupervisor(pykka.ThreadingActor):
    """Holds a session, and is found by the name of its class, as the real one."""

    def __init__(self, feed: Feed) -> None:
        super().__init__()
        self.session = SimpleNamespace(
            feed=feed, timeline=Timeline(), browser_camera=BrowserCamera(fps=5)
        )

    def pause_watching(self, *, paused: bool) -> None:
        self.session.feed.write({"watching": not paused})


class MoodFrontend(pykka.ThreadingActor):
    """Counts what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.skips = 0

    def skip(self) -> None:
        self.skips += 1

    def find_cameras(self) -> list[dict[str, str]]:
        return [{"camera": "off", "label": "Off"}]


class Answer:
    """What came back for a request."""

    def __init__(self, data: bytes) -> None:
        head, _, self.body = data.partition(b"\r\n\r\n")
        line, _, headers = head.partition(b"\r\n")
        self.status = int(line.split()[1]) if line else 0
        self.headers = http.client.parse_headers(io.BytesIO(headers + b"\r\n\r\n"))

    @property
    def sentence(self) -> str:
        """The error, which is all that a refusal says."""
        answer = json.loads(self.body)
        assert list(answer) == ["error"]
        return answer["error"]


class Served:
    """Serves MoodCam as Mopidy would at `hostname`; use as a context manager."""

    def __init__(self, hostname: str = "127.0.0.1", token: str = "") -> None:
        options = dict.fromkeys(Settings.__dataclass_fields__, "")
        http_options = {"hostname": hostname, "allowed_origins": ["https://home.example"]}
        self._config = {"http": http_options, "moodcam": options | {"token": token}}
        self.feed = Feed({"genres": []}, "video")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._supervisor = MoodSupervisor.start(self.feed)
        self._actor = MoodFrontend.start()
        self.frontend: Any = self._actor.proxy()
        self._thread.start()
        self._run(self._listen())
        return self

    def __exit__(self, *_exc: object) -> None:
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._actor.stop()
        self._supervisor.stop()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask(f"GET /moodcam{path} HTTP/1.1", headers)

    def post(self, path: str, body: bytes = b"{}", **headers: str) -> Answer:
        given = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask(f"POST /moodcam{path} HTTP/1.1", given | named, body)

    def ask(self, line: str, headers: dict[str, str], body: bytes = b"") -> Answer:
        """Send a request as it is, and read until the server closes the connection."""
        given = {"Host": f"127.0.0.1:{self.port}", "Connection": "close"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
        return Answer(self.exchange(f"{line}\r\n{head}\r\n".encode() + body))

    def exchange(self, data: bytes) -> bytes:
        """Send bytes and return what comes back until the server closes the connection."""
        with closing(self.connect()) as connection:
            connection.sendall(data)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), TIMEOUT_S)

    def _run(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(TIMEOUT_S)

    async def _listen(self) -> None:
        routes = [(f"/moodcam{route[0]}", *route[1:]) for route in make_app(self._config, None)]
        self._server = HTTPServer(Application(routes))
        sockets = bind_sockets(0, "127.0.0.1")
        self.port = sockets[0].getsockname()[1]
        self._server.add_sockets(sockets)

    async def _close(self) -> None:
        self._server.stop()
        await self._server.close_all_connections()
