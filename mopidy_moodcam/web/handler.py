"""What every handler has in common: the guard, a bounded body, headers and errors as sentences."""

from __future__ import annotations

import asyncio
import socket
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from tornado.http1connection import HTTP1Connection
from tornado.web import RequestHandler, stream_request_body

from mopidy_moodcam.web.schema import CommandError
from mopidy_moodcam.web.security import HEADERS, client_address

if TYPE_CHECKING:
    from collections.abc import Generator

    from tornado.iostream import IOStream

    from mopidy_moodcam.web.control import Control
    from mopidy_moodcam.web.limits import Crowd
    from mopidy_moodcam.web.security import Guard

BODY_TIMEOUT_S: Final = 10.0
DRAINED: Final = 64 * 1024  # bytes of a refused body that are read and thrown away
DRAIN_TIMEOUT_S: Final = 1.0
HELD_BACK: Final = 16 * 1024  # bytes: about one picture
_TCP: Final = (socket.AF_INET, socket.AF_INET6)
MAX_DIGITS: Final = 20  # of a length

REASONS: Final = {
    400: "the request is damaged",
    403: "that is not for you",
    404: "there is no such route",
    405: "this route does not take that method",
    416: "there is no such range",
}
"""What is said where Tornado itself refuses a request."""


# Tornado would read a whole body, of up to 100 MB, before a handler sees the request.
@stream_request_body
class Handler(RequestHandler):
    """One request: it is refused by its head alone, or its short body is read."""

    max_body = 0  # bytes
    public = False  # whether it is shown to those without the token
    live = False  # whether it goes on sending what is new

    def initialize(self, guard: Guard, control: Control, crowd: Crowd) -> None:
        """Take what the app hands to every handler."""
        self._guard = guard
        self._control = control
        self._crowd = crowd
        self._body = bytearray()

    def set_default_headers(self) -> None:
        """Send the security headers with every answer, and not who sends them."""
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.clear_header("Server")

    async def prepare(self) -> None:
        """Refuse what the guard does, and bodies that are not taken, before they are read."""
        try:
            self._guard.admit(self.request, public=self.public)
            self.check_head()
        except CommandError as error:
            await self._drain()
            self.refuse(error.status, str(error))
        else:
            if isinstance(self.request.connection, HTTP1Connection):
                self.request.connection.set_body_timeout(BODY_TIMEOUT_S)
                if self.live:
                    _send_no_past(self.request.connection.stream)

    def check_head(self) -> None:
        """Refuse what is wrong with the request's head.

        Raises CommandError for a body that is too long, or does not say how long it is.
        """
        if "Transfer-Encoding" in self.request.headers:
            msg = "send the body in one piece, with its Content-Length"
            raise CommandError(msg, 411)
        length = self._declared_bytes()
        if length is None:
            msg = "the Content-Length is no number"
            raise CommandError(msg)
        if length > self.max_body:
            takes = f"at most {self.max_body} bytes" if self.max_body else "this route takes none"
            msg = f"the body is too long: {takes}"
            raise CommandError(msg, 413)

    def data_received(self, chunk: bytes) -> None:
        """Collect the body, whose length `check_head` has looked at."""
        self._body += chunk

    def write_error(self, status_code: int, **kwargs: Any) -> None:  # noqa: ARG002
        """Answer what goes wrong elsewhere in the same form."""
        if status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            self.set_header("Allow", ", ".join(self._methods()))
        self.refuse(status_code, REASONS.get(status_code, "it failed: see Mopidy's log"))

    @property
    def client(self) -> str:
        """The address that the request comes from."""
        return client_address(self.request)

    @contextmanager
    def answering(self) -> Generator[None]:
        """Answer a CommandError as what it says."""
        try:
            yield
        except CommandError as error:
            self.refuse(error.status, str(error))

    def refuse(self, status: int, sentence: str) -> None:
        """Answer with an error and one sentence."""
        self.set_status(status)
        self.finish({"error": sentence})

    def _methods(self) -> list[str]:
        """Return the methods that the route takes."""
        base, names = RequestHandler, self.SUPPORTED_METHODS
        mine = type(self)
        return [n for n in names if getattr(mine, n.lower()) is not getattr(base, n.lower())]

    def _declared_bytes(self) -> int | None:
        """Return how long the body says that it is; None if that is no number."""
        length = self.request.headers.get("Content-Length", "0")
        digits = length.isascii() and length.isdecimal() and len(length) < MAX_DIGITS
        return int(length) if digits else None

    async def _drain(self) -> None:
        """Read what a refused client sends, if it is little.

        The connection is closed after a refusal, and that would take the answer with it on its way
        to a client that still sends.
        """
        connection, headers = self.request.connection, self.request.headers
        stream = connection.stream if isinstance(connection, HTTP1Connection) else None
        length = self._declared_bytes() or 0
        waits = "Expect" in headers or "Transfer-Encoding" in headers
        if stream is None or waits or not 0 < length <= DRAINED:
            return
        reading = asyncio.ensure_future(stream.read_bytes(length))
        await asyncio.wait({reading}, timeout=DRAIN_TIMEOUT_S)
        if not reading.done() or reading.exception() is not None:
            stream.close()


def _send_no_past(stream: IOStream | None) -> None:
    """Have the kernel take no more than it can send, where it knows how: else it keeps 4 MB.

    A client that reads slowly would be shown what was a minute ago, and answer no ping.
    """
    lowest = getattr(socket, "TCP_NOTSENT_LOWAT", None)
    connection = None if stream is None else stream.socket
    if lowest is not None and connection is not None and connection.family in _TCP:
        connection.setsockopt(socket.IPPROTO_TCP, lowest, HELD_BACK)
