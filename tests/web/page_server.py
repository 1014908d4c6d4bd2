"""A server that speaks the page's protocol and says what a test wants to show."""

from __future__ import annotations

import asyncio
import json
import queue
import threading
from pathlib import Path
from typing import Any, Self

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler, StaticFileHandler
from tornado.websocket import WebSocketHandler

import mopidy_moodcam.web
from mopidy_moodcam.web.security import HEADERS
from tests.web.page_player import PlayerStandIn

STATIC = Path(mopidy_moodcam.web.__file__).parent / "static"


class _Page(StaticFileHandler):
    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002
        for name, value in HEADERS.items():
            self.set_header(name, value)


class _History(RequestHandler):
    def initialize(self, server: PageServer) -> None:
        self._server = server

    def get(self) -> None:
        self.finish(self._server.history)


class _Cameras(RequestHandler):
    def initialize(self, server: PageServer) -> None:
        self._server = server

    def get(self) -> None:
        self._server.searched.put(self.request.uri)
        self.finish({"cameras": []})


class _Socket(WebSocketHandler):
    def initialize(self, server: PageServer) -> None:
        self._server = server

    async def open(self, *_args: str, **_kwargs: str) -> None:
        self._server.opened.put(self.request.uri)
        self._server.clients.add(self)
        for message in self._server.shown:
            await self.write_message(message, binary=isinstance(message, bytes))

    def on_message(self, message: str | bytes) -> None:
        if isinstance(message, bytes):
            self._server.frames.put(message)
        else:
            self._server.commands.put(json.loads(message))

    def on_close(self) -> None:
        self._server.clients.discard(self)


class PageServer:
    """Serves the built page at `url`, with the headers of the real server, and its WebSocket.

    `commands` gets what the page sends, `frames` the pictures of its camera, and `opened` the
    address of each WebSocket it opens, `searched` that of each search for cameras. `player` stands
    in for Mopidy beside it.
    """

    def __init__(self) -> None:
        self.commands: queue.Queue[dict[str, Any]] = queue.Queue()
        self.frames: queue.Queue[bytes] = queue.Queue()
        self.opened: queue.Queue[str | None] = queue.Queue()
        self.searched: queue.Queue[str | None] = queue.Queue()
        self.clients: set[_Socket] = set()
        self.shown: tuple[str | bytes, ...] = ()
        self.history: dict[str, Any] = {"moods": [], "tracks": []}
        self.player = PlayerStandIn()
        self.hostname = "127.0.0.1"
        self._port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def origin(self) -> str:
        return f"http://{self.hostname}:{self._port}/"

    @property
    def url(self) -> str:
        return f"{self.origin}moodcam/"

    def __enter__(self) -> Self:
        self._thread.start()
        self.listen()
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def listen(self) -> None:
        """Accept connections, on the same port as before if there was one."""
        self._run(self._listen())

    def hang_up(self) -> None:
        """Close every connection and accept no more."""
        self._run(self._hang_up())

    def show(self, state: dict[str, Any], picture: bytes | None = None) -> None:
        """Send a state, and a picture that belongs to it, now and to whoever comes later."""
        self.shown = (json.dumps(state),) if picture is None else (json.dumps(state), picture)
        self._run(self._send(self.shown))

    def refuse(self, sentence: str) -> None:
        """Answer a command with an error."""
        self.say({"error": sentence})

    def say(self, message: dict[str, Any]) -> None:
        """Send any other message."""
        self._run(self._send((json.dumps(message),)))

    def _run(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    async def _listen(self) -> None:
        routes = [
            (r"/moodcam/ws", _Socket, {"server": self}),
            (r"/moodcam/api/history", _History, {"server": self}),
            (r"/moodcam/api/cameras", _Cameras, {"server": self}),
            *self.player.routes(),
            (r"/moodcam/(.*)", _Page, {"path": STATIC, "default_filename": "index.html"}),
        ]
        self._http = HTTPServer(Application(routes))
        sockets = bind_sockets(self._port, "127.0.0.1")
        self._port = sockets[0].getsockname()[1]
        self._http.add_sockets(sockets)

    async def _hang_up(self) -> None:
        self._http.stop()
        for client in [*self.clients, *self.player.clients]:
            client.close()
        await self._http.close_all_connections()

    async def _send(self, messages: tuple[str | bytes, ...]) -> None:
        for client in list(self.clients):
            for message in messages:
                await client.write_message(message, binary=isinstance(message, bytes))
