"""Nothing leaves the machine: a running Mopidy talks to its clients, and to nobody else."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.end_to_end import traces

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.end_to_end.conftest import Run

# What Mopidy itself and the libraries do, and why; none of it leaves the machine.
KNOWN_CONNECTIONS = {
    "the system's D-Bus, for Zeroconf (http/zeroconf)": re.compile(
        r'AF_UNIX, sun_path="(/var)?/run/dbus/system_bus_socket"'
    ),
    "GStreamer hears from the kernel of devices that come and go": re.compile(r"AF_NETLINK"),
    "who the users of this machine are, from its caches where they run": re.compile(
        r'AF_UNIX, sun_path="/(var/)?run/(nscd/socket|systemd/userdb/[^"]*)"'
    ),
    "UCX, which Debian's torch loads to compute on many machines: what would show its state": (
        re.compile(r'AF_UNIX, sun_path="[^"]*/ucx/vfs\.sock"')
    ),
}
# Mopidy asks git for its own version, and GStreamer looks at its plugins in a process apart.
KNOWN_PROGRAMS = re.compile(r".*/(mopidy|git|gst-plugin-scanner)")

TALKS = """
import socket
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.sendto(b"a question", ("127.0.0.1", 53))
tcp = socket.socket()
try:
    tcp.connect(("127.0.0.1", 1))
except OSError:
    pass
"""


def connections(calls: Iterable[traces.Call]) -> list[str]:
    """The addresses that were connected to, or sent to without a connection."""
    found: list[str] = []
    for call in calls:
        address = re.search(r"\{(?:msg_name=\{)?sa_family=([^}]*)\}", call.rest)
        if call.name.startswith(("connect", "send")) and address:
            found.append(address[1])
    return found


def peers(calls: Iterable[traces.Call]) -> set[tuple[str, str, str]]:
    """The sockets that were sent or written to: their kind, own end and other end."""
    ends = (
        re.fullmatch(r"(TCP|UDP)\w*:\[(.*)->(.*)\]", call.target)
        for call in calls
        if call.name.startswith(("send", "write", "splice"))
    )
    return {(each[1], each[2], each[3]) for each in ends if each}


@pytest.mark.skipif(not traces.HAS_STRACE, reason="strace is not installed (apt: strace)")
def test_a_connection_and_a_question_would_be_noticed(tmp_path: Path) -> None:
    trace = tmp_path / "trace.txt"
    subprocess.run([*traces.wrapper(trace), sys.executable, "-c", TALKS], check=True)
    found = connections(traces.read(trace))
    assert [address for address in found if "htons(53)" in address]
    assert [address for address in found if "htons(1)" in address]


def test_nothing_is_connected_to_but_what_mopidy_itself_needs(traced_run: Run) -> None:
    for address in connections(traced_run.calls):
        assert any(known.search(address) for known in KNOWN_CONNECTIONS.values()), address


def test_everything_that_is_sent_goes_to_clients_of_the_web_server(traced_run: Run) -> None:
    own = f"127.0.0.1:{traced_run.mopidy.port}"
    seen = peers(traced_run.calls)
    assert len(seen) > 3, "the trace shows the answers to clients"
    for kind, here, there in seen:
        assert kind == "TCP"
        assert here == own
        assert there.startswith("127.0.0.1:"), there


def test_pictures_go_to_clients_alone(traced_run: Run) -> None:
    targets = [
        call.target
        for call in traced_run.calls
        if call.name.startswith(("send", "write", "splice")) and holds_a_picture(call)
    ]
    assert len(targets) > 20, "the trace shows the pictures"
    assert all(target.startswith("TCP:[127.0.0.1:") for target in targets)


def holds_a_picture(call: traces.Call) -> Any:
    return any(traces.JPEG.search(text) for text in call.texts)


def test_nothing_listens_but_the_web_server_on_this_machine(traced_run: Run) -> None:
    bound = {
        call.rest.partition("{")[2].partition("}")[0]
        for call in traced_run.calls
        if call.name == "bind" and "AF_NETLINK" not in call.rest
    }
    # Mopidy finds out by an address of IPv6, which it gives back at once, whether there is IPv6.
    trial = {
        each
        for each in bound
        if 'htons(0), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1"' in each
    }
    (server,) = bound - trial
    assert f"sin_port=htons({traced_run.mopidy.port})" in server
    assert 'inet_addr("127.0.0.1")' in server


def test_no_program_is_started_that_could_do_it_instead(traced_run: Run) -> None:
    started = [call.texts[0].decode() for call in traced_run.calls if call.name == "execve"]
    assert started
    assert all(KNOWN_PROGRAMS.fullmatch(program) for program in started), started


def test_no_call_goes_past_the_trace(traced_run: Run) -> None:
    assert not [call for call in traced_run.calls if call.name.startswith("io_uring")]
