"""What is done over a socket gets what is left of the time for the whole, and no more."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

from mopidy_moodcam.vision.deadline import Deadline, connect


def test_a_socket_gets_what_is_left() -> None:
    deadline = Deadline(60)
    with socket.socket() as connection:
        deadline.limit(connection, 0.5)
        assert 0 < (connection.gettimeout() or 0) <= 30
        deadline.set(0)
        with pytest.raises(TimeoutError):
            deadline.limit(connection)


def test_a_host_that_takes_no_connection_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(ConnectionRefusedError):
        connect(urlsplit(f"http://127.0.0.1:{port}/"), Deadline(5))


def test_a_host_that_does_not_begin_tls_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"https://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(TimeoutError):
            connect(urlsplit(address), Deadline(0.2))


def test_the_next_address_of_a_name_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        port = server.getsockname()[1]
        here = (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))
        refused = (*here[:4], ("127.0.0.1", 1))
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: [refused, here])
        connect(urlsplit(f"http://name:{port}/"), Deadline(5)).close()
