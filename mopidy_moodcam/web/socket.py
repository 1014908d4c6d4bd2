"""The WebSocket: pushes the state and the picture, takes commands and a browser's pictures."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any, Final

from tornado.ioloop import IOLoop
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from mopidy_moodcam.vision.browser import BROWSER
from mopidy_moodcam.vision.jpeg import MAX_BYTES, MAX_SIDE, PictureError
from mopidy_moodcam.web.control import parse
from mopidy_moodcam.web.handler import Handler
from mopidy_moodcam.web.schema import CommandError

if TYPE_CHECKING:
    from mopidy_moodcam.vision.browser import BrowserCamera
    from mopidy_moodcam.web.control import Control
    from mopidy_moodcam.web.feed import Feed
    from mopidy_moodcam.web.limits import Crowd
    from mopidy_moodcam.web.security import Guard

BEAT_S: Final = 10.0  # a page cannot see pings: by the next state it knows that we are there
PING_INTERVAL_S: Final = 20.0  # below the minute after which many routers forget a connection
MAX_RECEIVED: Final = 2 * MAX_BYTES  # a picture a little too large gets a sentence, not an end

TRY_LATER: Final = 1013  # the code of a close that says so, from the registry of RFC 6455

logger = logging.getLogger(__name__)


class MoodSocket(Handler, WebSocketHandler):
    """One client: each text message to it is a whole state, each binary one the state's picture.

    At most one state is on its way and none is waiting: when the client has taken it, it gets the
    newest. A slow client loses states, never memory.

    The client may be the camera, too: it is then a `CameraClient`, and answers each request
    {"frame": ...} with one binary message.
    """

    live = True

    def initialize(self, guard: Guard, control: Control, crowd: Crowd) -> None:
        """Take what the app hands to every handler."""
        super().initialize(guard, control, crowd)
        self._loop = IOLoop.current()
        self._news = asyncio.Event()
        self._feed: Feed | None = None
        self._browser: BrowserCamera | None = None

    @property
    def max_message_size(self) -> int:
        """The most bytes of a message that are received at all; text is limited by `parse`."""
        return MAX_RECEIVED

    @property
    def ping_interval(self) -> float:
        """How often, in seconds, to ask whether the client is still there."""
        return PING_INTERVAL_S

    def check_head(self) -> None:
        """Refuse who wants something else than a WebSocket."""
        super().check_head()
        if self.request.headers.get("Upgrade", "").lower() != "websocket":
            msg = "this is a WebSocket: open it as one"
            raise CommandError(msg)

    def check_origin(self, origin: str) -> bool:  # noqa: ARG002
        """Let pass: `prepare` has checked the origin already, by the rules of all handlers."""
        return True

    async def open(self, *_args: str, **_kwargs: str) -> None:
        """Start pushing; on its own, since commands are taken only when this has returned."""
        self.set_nodelay(True)  # a state must not wait for the last picture to be acknowledged
        if not self._crowd.seats.take(self):
            self.close(TRY_LATER, self._crowd.seats.full)
            return
        try:
            self._feed = await self._control.feed()
            self._browser = await self._control.browser_camera()
        except CommandError as error:
            self.close(TRY_LATER, str(error))
            return
        self._feed.subscribe(self._wake)  # before the first command, which may be about it
        self._news.set()
        self._loop.spawn_callback(self._push, self._feed)

    def on_close(self) -> None:
        """Let the pushing end, and another client have the seat and be the camera."""
        self._crowd.seats.leave(self)
        self._news.set()
        if self._browser is not None:
            self._browser.detach(self)

    async def on_message(self, message: str | bytes) -> None:
        """Carry out a command or take a picture; a wrong one gets a sentence back.

        A client that sends too many is read more slowly.
        """
        if self._feed is None or self._browser is None:
            return  # it is being closed
        await asyncio.sleep(self._crowd.messages.count(self.client))
        try:
            if isinstance(message, bytes):
                self._browser.receive(self, message)
            else:
                await self._carry_out(parse(message), self._feed, self._browser)
        except CommandError as error:
            await self._tell({"error": str(error)})
        except PictureError as error:
            # Awaited: who sends nonsense without reading the answers is not listened to.
            await self._tell({"error": str(error)})
            self._browser.ask_again(self)

    def want_picture(self, interval_ms: int) -> None:
        """Ask for the next picture of this client's camera."""
        self._tell_soon({"frame": {"interval_ms": interval_ms, "max_px": MAX_SIDE}})

    def refuse_picture(self, sentence: str) -> None:
        """Say why a picture was of no use."""
        self._tell_soon({"error": sentence})

    def end(self, reason: str) -> None:
        """Tell the client that it is the camera no more."""
        self._tell_soon({"frame": None, "reason": reason})

    async def _carry_out(self, fields: dict[str, Any], feed: Feed, browser: BrowserCamera) -> None:
        name = str(fields.pop("command", ""))
        await self._control.run(name, fields, client=self.client)
        if name == "pictures":
            feed.want_pictures(self._wake, wanted=fields["wanted"])
        elif name == "camera" and fields["camera"] == BROWSER and self._is_open():
            browser.attach(self)

    async def _tell(self, message: dict[str, Any]) -> None:
        try:
            await self.write_message(json.dumps(message))
        except WebSocketClosedError:
            logger.debug("A client left before it was told: %s", message)

    def _tell_soon(self, message: dict[str, Any]) -> None:
        """Send a message from any thread."""
        self._loop.add_callback(self._tell, message)

    def _wake(self) -> None:
        """Note, from any thread, that there is something new."""
        self._loop.add_callback(self._news.set)

    async def _push(self, feed: Feed) -> None:
        """Send what is new until the client goes."""
        try:
            while self._is_open():
                try:
                    async with asyncio.timeout(BEAT_S):
                        await self._news.wait()
                except TimeoutError:
                    feed.write({})  # the same state, of this time; it wakes us
                    continue
                self._news.clear()
                shown = feed.newest()
                await self.write_message(shown.text)
                if shown.picture is not None and feed.wants_pictures(self._wake):
                    await self.write_message(shown.picture, binary=True)
        except WebSocketClosedError:
            logger.debug("A client left while it was sent the state")
        finally:
            feed.unsubscribe(self._wake)

    def _is_open(self) -> bool:
        return self.ws_connection is not None and not self.ws_connection.is_closing()
