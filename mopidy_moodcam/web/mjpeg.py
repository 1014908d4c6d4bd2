"""GET /moodcam/feed.mjpg: the pictures as a stream, for <img> and for home automation."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from tornado.ioloop import IOLoop
from tornado.iostream import StreamClosedError

from mopidy_moodcam.web.api import Api
from mopidy_moodcam.web.schema import CommandError

if TYPE_CHECKING:
    from mopidy_moodcam.web.control import Control
    from mopidy_moodcam.web.feed import Feed
    from mopidy_moodcam.web.security import Guard

BOUNDARY: Final = "moodcam-picture"


class PictureStream(Api):
    """One viewer: the newest picture goes out once the one before it has been taken.

    A slow viewer loses pictures, never memory.
    """

    def initialize(self, guard: Guard, control: Control) -> None:
        """Take what the app hands to every handler."""
        super().initialize(guard, control)
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
            await self._show(feed)

    def on_connection_close(self) -> None:
        """Let the sending end."""
        self._gone = True
        self._news.set()

    def _wake(self) -> None:
        """Note, from any thread, that there is something new."""
        self._loop.add_callback(self._news.set)

    async def _show(self, feed: Feed) -> None:
        self.set_header("Content-Type", f"multipart/x-mixed-replace; boundary={BOUNDARY}")
        self.set_header("Cache-Control", "no-store")
        feed.subscribe(self._wake)
        try:
            await self._send(feed)
        except StreamClosedError:
            self._gone = True
        finally:
            feed.unsubscribe(self._wake)
        if not self._gone:
            await self.finish()

    async def _send(self, feed: Feed) -> None:
        # Viewers show a picture when the boundary after it has come, so it goes out with it.
        self.write(f"--{BOUNDARY}\r\n")
        await self.flush()  # at once: without a camera no picture may come for hours
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
                await self.flush()
            await self._news.wait()
            self._news.clear()
