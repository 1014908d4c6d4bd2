"""What the WebSocket says by itself, with a feed that nobody else writes."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import websocket_connect

from mopidy_moodcam.vision.browser import BrowserCamera
from mopidy_moodcam.web import socket
from mopidy_moodcam.web.feed import Feed
from mopidy_moodcam.web.limits import Crowd, Limiter, Seats
from mopidy_moodcam.web.security import Guard

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tornado.websocket import WebSocketClientConnection

PATIENCE_S = 20
BEAT_S = 0.05


class Control:
    """Hands out what a frontend holds that has nothing to say."""

    async def feed(self) -> Feed:
        return Feed({"time": 0.0}, "video")

    async def browser_camera(self) -> BrowserCamera:
        return BrowserCamera(fps=5)


@asynccontextmanager
async def connected(crowd: Crowd) -> AsyncIterator[WebSocketClientConnection]:
    """Serve the WebSocket to one client."""
    guard = Guard({"http": {"hostname": "127.0.0.1"}}, "")
    parts = {"guard": guard, "control": Control(), "crowd": crowd}
    server = HTTPServer(Application([("/ws", socket.MoodSocket, parts)]))
    sockets = bind_sockets(0, "127.0.0.1")
    server.add_sockets(sockets)
    client = await websocket_connect(f"ws://127.0.0.1:{sockets[0].getsockname()[1]}/ws")
    yield client
    client.close()
    server.stop()
    await server.close_all_connections()


async def heard(client: WebSocketClientConnection) -> dict[str, Any]:
    text = await asyncio.wait_for(client.read_message(), PATIENCE_S)
    assert text is not None
    return json.loads(text)


def test_a_client_hears_of_a_server_that_has_nothing_new(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        async with connected(Crowd()) as client:
            times = [(await heard(client))["time"] for _ in range(3)]
            assert times[0] < times[1] < times[2]  # its clock goes on as well

    monkeypatch.setattr(socket, "BEAT_S", BEAT_S)
    asyncio.run(scenario())


def test_a_client_that_sends_too_many_messages_is_read_more_slowly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scenario() -> None:
        crowd = Crowd()
        crowd.messages = Limiter(rate_per_s=0.001, burst=2)
        async with connected(crowd) as client:
            for _ in range(5):
                client.write_message("{")
            said = [await heard(client) for _ in range(12)]
        assert sum("error" in message for message in said) == 2
        assert sum("time" in message for message in said) == 10  # the states go on

    monkeypatch.setattr(socket, "BEAT_S", BEAT_S)
    asyncio.run(scenario())


def test_a_message_larger_than_any_picture_ends_the_connection() -> None:
    async def scenario() -> None:
        async with connected(Crowd()) as client:
            await client.write_message(bytes(socket.MAX_RECEIVED + 1), binary=True)
            while await asyncio.wait_for(client.read_message(), PATIENCE_S) is not None:
                pass
            assert client.close_code == 1009

    asyncio.run(scenario())


def test_a_client_that_leaves_gives_its_seat_back() -> None:
    async def scenario() -> None:
        crowd = Crowd()
        crowd.seats = Seats(1)
        async with connected(crowd) as client:
            assert await heard(client)
            assert not crowd.seats.take("another")
            client.close()
            for _ in range(PATIENCE_S * 100):
                if crowd.seats.take("another"):
                    return
                await asyncio.sleep(0.01)
            pytest.fail("the seat is not free")

    asyncio.run(scenario())
