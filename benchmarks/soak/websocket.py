"""A client's side of a WebSocket for asyncio, as light as can be: many run beside Mopidy.

Only what the clients here need of RFC 6455: no extensions, no fragments from the client, and a mask
of zeros, since nothing on the way is to be fooled.
"""

from __future__ import annotations

import asyncio
import json
import struct
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT: Final = 1
BINARY: Final = 2
PING: Final = 9
PONG: Final = 10

_NO_MASK: Final = bytes(4)


class WebSocketClient(asyncio.Protocol):
    """One connection to /moodcam/ws; `opened` is done when it is open, `closed` when it is gone."""

    def __init__(self, port: int) -> None:
        """Prepare; asyncio makes the connection."""
        loop = asyncio.get_running_loop()
        self._port = port
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self.opened: asyncio.Future[bool] = loop.create_future()
        self.closed: asyncio.Future[None] = loop.create_future()
        self.counts = {TEXT: 0, BINARY: 0}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the WebSocket."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - of TCP it is one
        self._transport = transport
        transport.write(
            f"GET /moodcam/ws HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Key: c29ha2luZyBNb29kQ2FtIQ==\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode("ascii")
        )

    def data_received(self, data: bytes) -> None:
        """Take what has come."""
        self._buffer += data
        if not self.opened.done():
            head, end, rest = bytes(self._buffer).partition(b"\r\n\r\n")
            if not end:
                return
            self._buffer = bytearray(rest)
            self.opened.set_result(head.startswith(b"HTTP/1.1 101"))
            self.on_open()
        for kind, payload in self._messages():
            if kind == PING:
                self.send(PONG, payload)
            elif kind in self.counts:
                self.counts[kind] += 1
                self.on_message(kind, payload)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Note that the server, or we, ended it."""
        if not self.opened.done():
            self.opened.set_result(False)
        if not self.closed.done():
            self.closed.set_result(None)

    def on_open(self) -> None:
        """Do what a kind of client does first."""

    def on_message(self, kind: int, payload: bytes) -> None:
        """Do what a kind of client does with a message."""

    def send(self, kind: int, payload: bytes) -> None:
        """Send a message, unless the connection is gone."""
        if self._transport is None or self._transport.is_closing():
            return
        length = len(payload)
        if length < 126:
            head = struct.pack("!BB", 0x80 | kind, 0x80 | length)
        elif length < 1 << 16:
            head = struct.pack("!BBH", 0x80 | kind, 0x80 | 126, length)
        else:
            head = struct.pack("!BBQ", 0x80 | kind, 0x80 | 127, length)
        self._transport.write(head + _NO_MASK + payload)

    def command(self, name: str, **fields: Any) -> None:
        """Send a command."""
        self.send(TEXT, json.dumps({"command": name, **fields}).encode())

    def listen(self, *, on: bool) -> None:
        """Read, or leave what comes to the kernel, until its buffer is full."""
        if self._transport is not None and not self._transport.is_closing():
            (self._transport.resume_reading if on else self._transport.pause_reading)()

    def abort(self) -> None:
        """Be gone at once, without a word."""
        if self._transport is not None:
            self._transport.abort()

    def _messages(self) -> Iterator[tuple[int, bytes]]:
        """Take the complete messages out of the buffer."""
        start = 0
        while (frame := self._frame(start)) is not None:
            kind, begin, start = frame
            yield kind, bytes(self._buffer[begin:start])
        del self._buffer[:start]

    def _frame(self, start: int) -> tuple[int, int, int] | None:
        """Return a frame's kind, the beginning of its payload and its end, if all of it is here."""
        have = len(self._buffer) - start
        if have < 2:
            return None
        short = self._buffer[start + 1] & 0x7F
        extra = {126: 2, 127: 8}.get(short, 0)
        if have < 2 + extra:
            return None
        begin = start + 2 + extra
        length = int.from_bytes(self._buffer[start + 2 : begin], "big") if extra else short
        if len(self._buffer) < begin + length:
            return None
        return self._buffer[start] & 0x0F, begin, begin + length
