"""An HTTP conversation that ends in time, however slowly the other side lets bytes come.

The time limit of a socket is one for each piece that is received: who sends a byte now and then
keeps a line, a header, or the size of a chunk going for ever. So each piece gets only what is left
of the time for the whole.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from urllib.parse import SplitResult


class Deadline:
    """A moment on the monotonic clock, which can be put off."""

    def __init__(self, seconds: float) -> None:
        """Begin to count."""
        self.set(seconds)

    def set(self, seconds: float) -> None:
        """Count anew."""
        self._end_s = time.monotonic() + seconds

    def left_s(self) -> float:
        """Return how many seconds are left; 0 or less when none are."""
        return self._end_s - time.monotonic()

    def limit(self, connection: socket.socket, share: float = 1.0) -> None:
        """Give what the socket does next a share of what is left.

        Raises TimeoutError when nothing is.
        """
        left_s = self.left_s()
        if left_s <= 0:
            msg = "timed out"
            raise TimeoutError(msg)
        connection.settimeout(left_s * share)


class TimedResponse(http.client.HTTPResponse):
    """An answer that is received before a deadline; to be given to a connection as its class."""

    def __init__(
        self, deadline: Deadline, connection: socket.socket, *args: Any, **kwargs: Any
    ) -> None:
        """Receive from a socket."""
        super().__init__(connection, *args, **kwargs)
        self.fp = io.BufferedReader(_Timed(self.fp.detach(), connection, deadline))


class _Timed(io.RawIOBase):
    def __init__(self, raw: io.RawIOBase, connection: socket.socket, deadline: Deadline) -> None:
        self._raw = raw
        self._connection = connection
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        self._deadline.limit(self._connection)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


def connect(parts: SplitResult, deadline: Deadline) -> socket.socket:
    """Connect to the host of an http or https address; a name's addresses share the time.

    Only the search for the name, which is the system's, has limits of its own.

    Raises OSError when that fails, or takes too long.
    """
    secure = parts.scheme.lower() == "https"
    host = parts.hostname or ""
    port = parts.port or (http.client.HTTPS_PORT if secure else http.client.HTTP_PORT)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    failure: OSError = TimeoutError("timed out")
    for tried, (family, kind, protocol, _, address) in enumerate(found):
        connection = socket.socket(family, kind, protocol)
        try:
            deadline.limit(connection, 1 / (len(found) - tried))
            connection.connect(address)
            deadline.limit(connection)
            if secure:
                return ssl.create_default_context().wrap_socket(connection, server_hostname=host)
        except OSError as error:
            connection.close()
            if isinstance(error, ssl.SSLError):
                raise
            failure = error
        else:
            return connection
    raise failure
