"""What the WebSocket says by itself, with a feed that nobody else writes."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import websocket_connect

from mopidy_moodcam.vision.browser import BrowserCamera
from mopidy_moodcam.web import socket
from mopidy_moodcam.web.feed import Feed
from mopidy_moodcam.web.limits import Crowd
from mopidy_moodcam.web.security import Guard

if TYPE_CHECKING:
    import pytest

PATIENCE_S = 20
BEAT_S = 0.05


class Control:
    """Hands out what a frontend holds that has nothing to say."""

    async def feed(self) -> Feed:
        return Feed({"time": 0.0}, "video")

    async def browser_camera(self) -> BrowserCamera:
        return BrowserCamera(fps=5)


def test_a_client_hears_of_a_server_that_has_nothing_new(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        guard = Guard({"http": {"hostname": "127.0.0.1"}}, "")
        parts = {"guard": guard, "control": Control(), "crowd": Crowd()}
        server = HTTPServer(Application([("/ws", socket.MoodSocket, parts)]))
        sockets = bind_sockets(0, "127.0.0.1")
        server.add_sockets(sockets)
        client = await websocket_connect(f"ws://127.0.0.1:{sockets[0].getsockname()[1]}/ws")
        times: list[float] = []
        for _ in range(3):
            text = await asyncio.wait_for(client.read_message(), PATIENCE_S)
            assert text is not None
            times.append(json.loads(text)["time"])
        assert times[0] < times[1] < times[2]  # its clock goes on as well
        client.close()
        server.stop()
        await server.close_all_connections()

    monkeypatch.setattr(socket, "BEAT_S", BEAT_S)
    asyncio.run(scenario())
