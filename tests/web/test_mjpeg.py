"""The stream of pictures, with a feed that a test writes."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from mopidy_moodcam.web import mjpeg
from mopidy_moodcam.web.feed import Feed
from mopidy_moodcam.web.limits import Crowd
from mopidy_moodcam.web.mjpeg import BOUNDARY, PictureStream
from mopidy_moodcam.web.security import Guard

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

PATIENCE_S = 20
SEPARATOR = f"\r\n--{BOUNDARY}\r\n".encode()
LARGE = 8_000_000  # bytes: more than the buffers of a connection hold
GUARD = Guard({"http": {"hostname": "127.0.0.1"}}, "")


class Control:
    """Hands out the feed that the test writes."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    async def feed(self) -> Feed:
        return self._feed


class Viewer:
    """A client of the stream."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def head(self) -> str:
        """Read the answer's head."""
        return (await self._until(b"\r\n\r\n")).decode()

    async def picture(self) -> bytes:
        """Read the next picture and the boundary after it."""
        await self._until(b"\r\n\r\n")
        return (await self._until(SEPARATOR)).removesuffix(SEPARATOR)

    async def rest(self) -> bytes:
        """Read until the server ends the answer."""
        return await asyncio.wait_for(self._reader.read(), PATIENCE_S)

    def leave(self) -> None:
        self._writer.transport.abort()

    async def _until(self, separator: bytes) -> bytes:
        return await asyncio.wait_for(self._reader.readuntil(separator), PATIENCE_S)


@asynccontextmanager
async def watching(feed: Feed) -> AsyncIterator[Viewer]:
    """Serve a feed to one viewer, who asks in HTTP/1.0: the answer comes as it is."""
    parts = {"guard": GUARD, "control": Control(feed), "crowd": Crowd()}
    handlers = [("/feed", PictureStream, parts)]
    server = HTTPServer(Application(handlers))
    sockets = bind_sockets(0, "127.0.0.1")
    server.add_sockets(sockets)
    port = sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=LARGE + 1000)
    writer.write(f"GET /feed HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    viewer = Viewer(reader, writer)
    yield viewer
    viewer.leave()
    server.stop()
    await server.close_all_connections()


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(PATIENCE_S * 100):
        if condition():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it was not seen")


def test_each_picture_goes_out_whole_with_the_boundary_that_shows_it() -> None:
    async def scenario() -> None:
        feed = Feed({}, "video")
        async with watching(feed) as viewer:
            await until(lambda: feed.watched)
            feed.write({}, picture=b"first")
            head = await viewer.head()
            assert "200 OK" in head
            assert f"multipart/x-mixed-replace; boundary={BOUNDARY}" in head
            assert "Cache-Control: no-store" in head
            assert await viewer.picture() == b"first"
            feed.write({})  # a state without a picture
            feed.write({}, picture=b"second")
            assert await viewer.picture() == b"second"

    asyncio.run(scenario())


def test_the_answer_begins_although_there_is_no_picture_yet() -> None:
    async def scenario() -> None:
        async with watching(Feed({}, "video")) as viewer:
            assert "200 OK" in await viewer.head()

    asyncio.run(scenario())


def test_a_slow_viewer_loses_pictures_and_gets_the_newest() -> None:
    async def scenario() -> None:
        feed = Feed({}, "video")
        async with watching(feed) as viewer:
            await until(lambda: feed.watched)
            for number in range(20):
                feed.write({}, picture=bytes([number]) * LARGE)
                await asyncio.sleep(0.01)  # the server would send, could it
            await viewer.head()
            seen: list[int] = []
            while 19 not in seen:
                seen.append((await viewer.picture())[0])
            assert len(seen) < 10

    asyncio.run(scenario())


def test_a_viewer_that_takes_nothing_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        feed = Feed({}, "video")
        async with watching(feed) as viewer:
            await until(lambda: feed.watched)
            feed.write({}, picture=bytes(5 * LARGE))  # more than the viewer reads by itself
            await until(lambda: not feed.watched)
            assert len(await viewer.rest()) < 5 * LARGE

    monkeypatch.setattr(mjpeg, "STALLED_S", 0.2)
    asyncio.run(scenario())


def test_nobody_watches_once_the_viewer_has_left() -> None:
    async def scenario() -> None:
        feed = Feed({}, "video")
        async with watching(feed) as viewer:
            await until(lambda: feed.watched)
            viewer.leave()
            await until(lambda: not feed.watched)

    asyncio.run(scenario())


def test_the_stream_ends_when_the_feed_shows_no_video_any_more() -> None:
    async def scenario() -> None:
        feed = Feed({}, "video")
        async with watching(feed) as viewer:
            await until(lambda: feed.watched)
            feed.choose("landmarks")
            feed.write({}, picture=b"private")
            assert b"private" not in await viewer.rest()
            await until(lambda: not feed.watched)

    asyncio.run(scenario())


def test_a_feed_without_video_is_refused_with_a_sentence() -> None:
    async def scenario() -> None:
        feed = Feed({}, "landmarks")
        async with watching(feed) as viewer:
            assert "403 Forbidden" in await viewer.head()
            assert "the feed is landmarks" in json.loads(await viewer.rest())["error"]
            assert not feed.watched

    asyncio.run(scenario())
