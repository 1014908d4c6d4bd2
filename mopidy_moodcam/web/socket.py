"""The WebSocket: pushes the state and the picture, takes commands."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Final

from tornado.ioloop import IOLoop
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from mopidy_moodcam.web.control import MAX_MESSAGE, CommandError, Control, parse

if TYPE_CHECKING:
    from mopidy_moodcam.web.feed import Feed
    from mopidy_moodcam.web.security import Guard

PING_INTERVAL_S: Final = 20.0  # below the minute after which many routers forget a connection

logger = logging.getLogger(__name__)


class MoodSocket(WebSocketHandler):
    """One client: each text message to it is a whole state, each binary one the state's picture.

    At most one state is on its way and none is waiting: when the client has taken it, it gets the
    newest. A slow client loses states, never memory.
    """

    def initialize(self, guard: Guard, control: Control) -> None:
        """Take what the app hands to every handler."""
        self._guard = guard
        self._control = control
        self._loop = IOLoop.current()
        self._news = asyncio.Event()

    @property
    def max_message_size(self) -> int:
        """The most bytes of a message that are received at all."""
        return MAX_MESSAGE

    @property
    def ping_interval(self) -> float:
        """How often, in seconds, to ask whether the client is still there."""
        return PING_INTERVAL_S

    def prepare(self) -> None:
        """Refuse foreign pages and clients without the token."""
        refusal = self._guard.refusal(self.request)
        if refusal:
            self.set_status(403, "Forbidden")
            self.finish({"error": refusal})

    def check_origin(self, origin: str) -> bool:  # noqa: ARG002
        """Let pass: `prepare` has checked the origin already, by the rules of all handlers."""
        return True

    async def open(self, *_args: str, **_kwargs: str) -> None:
        """Start pushing; on its own, since commands are taken only when this has returned."""
        try:
            feed = await self._control.feed()
        except CommandError as error:
            self.close(1013, str(error))  # "try again later", RFC 6455's registry
            return
        self._loop.spawn_callback(self._push, feed)

    def on_close(self) -> None:
        """Let the pushing end."""
        self._news.set()

    async def on_message(self, message: str | bytes) -> None:
        """Carry out a command; a wrong one gets a sentence back."""
        try:
            fields = parse(message)
            await self._control.run(str(fields.pop("command", "")), fields)
        except CommandError as error:
            await self.write_message(json.dumps({"error": str(error)}, ensure_ascii=False))

    def _wake(self) -> None:
        """Note, from any thread, that there is something new."""
        self._loop.add_callback(self._news.set)

    async def _push(self, feed: Feed) -> None:
        """Send what is new until the client goes."""
        feed.subscribe(self._wake)
        self._news.set()
        try:
            while self._is_open():
                await self._news.wait()
                self._news.clear()
                shown = feed.newest()
                await self.write_message(shown.text)
                if shown.picture is not None:
                    await self.write_message(shown.picture, binary=True)
        except WebSocketClosedError:
            logger.debug("A client left while it was sent the state")
        finally:
            feed.unsubscribe(self._wake)

    def _is_open(self) -> bool:
        return self.ws_connection is not None and not self.ws_connection.is_closing()
