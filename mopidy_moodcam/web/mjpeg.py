"""GET /moodcam/feed.mjpg: the pictures as a stream, for <img> and for home automation."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from tornado.http1connection import HTTP1Connection
from tornado.ioloop import IOLoop
from tornado.iostream import StreamClosedError

from mopidy_moodcam.web.api import Api
from mopidy_moodcam.web.schema import CommandError

if TYPE_CHECKING:
    from mopidy_moodcam.web.control import Control
    from mopidy_moodcam.web.feed import Feed
    from mopidy_moodcam.web.limits import Crowd
    from mopidy_moodcam.web.security import Guard

BOUNDARY: Final = "moodcam-picture"
STALLED_S: Final = 60.0  # who has not taken a picture by then is not watching


class PictureStream(Api):
    """One viewer: the newest picture goes out once the one before it has been taken.

    A slow viewer loses pictures, never memory.
    """

    live = True

    def initialize(self, guard: Guard, control: Control, crowd: Crowd) -> None:
        """Take what the app hands to every handler."""
        super().initialize(guard, control, crowd)
        self._loop = IOLoop.current()
        self._news = asyncio.Event()
        self._gone = False

    async def get(self) -> None:
        """Send pictures until the viewer leaves or the feed shows none any more."""
        with self.answering():
            feed = await self._control.feed()
            if feed.kind != "video":
                msg = f"the feed is {feed.kind}: there are pictures only while it is video"
                raise CommandError(msg, 403)
            if not self._crowd.seats.take(self):
                raise CommandError(self._crowd.seats.full, 503)
            try:
                await self._show(feed)
            finally:
                self._crowd.seats.leave(self)

    def on_connection_close(self) -> None:
        """Let the sending end."""
        super().on_connection_close()
        self._gone = True
        self._news.set()

    def _wake(self) -> None:
        """Note, from any thread, that there is something new."""
        self._loop.add_callback(self._news.set)

    async def _show(self, feed: Feed) -> None:
        self.set_header("Content-Type", f"multipart/x-mixed-replace; boundary={BOUNDARY}")
        # Its address is for pages of other hosts as well, where it holds the token.
        reach = "cross-origin" if self._guard.has_token else "same-site"
        self.set_header("Cross-Origin-Resource-Policy", reach)
        feed.subscribe(self._wake)
        try:
            await self._send(feed)
        except StreamClosedError:
            self._gone = True
        except TimeoutError:
            self._gone = True
            if isinstance(self.request.connection, HTTP1Connection):
                self.request.connection.close()
        finally:
            feed.unsubscribe(self._wake)
        if not self._gone:
            await self.finish()

    async def _send(self, feed: Feed) -> None:
        # Viewers show a picture when the boundary after it has come, so it goes out with it.
        self.write(f"--{BOUNDARY}\r\n")
        await self._take()  # at once: without a camera no picture may come for hours
        sent = -1
        while feed.kind == "video" and not self._gone:
            shown = feed.newest()
            if shown.picture is not None and shown.number != sent:
                sent = shown.number
                self.write(
                    f"Content-Type: image/jpeg\r\nContent-Length: {len(shown.picture)}\r\n\r\n"
                )
                self.write(shown.picture)
                self.write(f"\r\n--{BOUNDARY}\r\n")
                await self._take()
            await self._news.wait()
            self._news.clear()

    async def _take(self) -> None:
        """Wait until the viewer has taken what is written; raise TimeoutError if it does not."""
        async with asyncio.timeout(STALLED_S):
            await self.flush()
