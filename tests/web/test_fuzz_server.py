"""Thousands of messages that nobody should send, to a real Mopidy, which must take no notice."""

from __future__ import annotations

import json
import random
import re
import socket
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
import websocket
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import checks

from mopidy_moodcam.web.openapi import description
from mopidy_moodcam.web.schema import COMMANDS
from tests.mopidy_process import MopidyProcess
from tests.web.mutate import mutated, seeds

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES_AN_OPERATION = 100
RAW_REQUESTS = 2_000
SOCKET_MESSAGES = 8_000
BROKEN_FRAMES = 500
GROWTH_KIB = 12 * 1024  # of Mopidy, after as many messages as the shortest of these tests sends

checks.load_all_checks()
CONFORMANCE = [
    checks.CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
        "unsupported_method",
    )
]
FUZZ = {
    "deadline": None,
    "database": None,
    "derandomize": True,
    "phases": [Phase.generate],
    "suppress_health_check": list(HealthCheck),
}
SCHEMA = schemathesis.openapi.from_dict(description()).exclude(path_regex="mjpg")  # it has no end
SCHEMA.config.checks.negative_data_rejection.expected_statuses = ["400", "404", "413", "415", "429"]

ODD_NAMES = ("command", "x", "", "__class__", "browser", "demo", "/etc/passwd", "file:///dev/zero")
WORDS = st.sampled_from([*COMMANDS, *ODD_NAMES])
FIELDS = st.sampled_from(sorted({n for command in COMMANDS.values() for n in command.fields}))
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | WORDS
    | st.text(max_size=30)
    | st.sampled_from(["happy", "pick", "less", "elevate", "video", "off", "play", 1e308, 10**400])
)
JSON = st.recursive(
    SCALARS, lambda i: st.lists(i, max_size=3) | st.dictionaries(WORDS, i, max_size=3), max_leaves=5
)
COMMAND = st.dictionaries(FIELDS, SCALARS, max_size=3).flatmap(
    lambda fields: WORDS.map(lambda name: json.dumps(fields | {"command": name}))
)
TEXT = st.one_of(
    COMMAND,
    COMMAND,
    JSON.map(json.dumps),
    st.text(max_size=60),
    st.tuples(COMMAND, st.integers(0, 60), st.text(max_size=4)).map(
        lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] :]
    ),
    st.sampled_from(["[" * 4000, '{"a":' * 800, " " * 5000, "9" * 4000, '{"command": NaN}', "\0"]),
)
HOSTILE_CAMERAS = (
    "http://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/",
    "rtsp://127.0.0.1:{port}/",
    "tcp://127.0.0.1:{port}",
    "concat:/etc/passwd|http://127.0.0.1:{port}/",
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "/etc/passwd",
    "../../etc/passwd",
    "~/.ssh/id_rsa",
    "/dev/zero",
    "/dev/video0/../zero",
    "/proc/self/environ",
    "auto",
    "0",
    "DEMO",
    "demo ",
    " off",
    "demo/",
    "\N{FULLWIDTH LATIN SMALL LETTER D}emo",
)


@pytest.fixture(scope="module")
def mopidy(tmp_path_factory: pytest.TempPathFactory, demo_music: Path) -> Iterator[MopidyProcess]:
    sections = {"moodcam": {"camera": "demo", "fps": "2"}}
    process = MopidyProcess(tmp_path_factory.mktemp("mopidy"), demo_music, sections)
    process.scan()
    with process:
        process.until(
            lambda: process.get("/moodcam/api/state")[0] == 200 and process.state()["face"],
            "MoodCam sees the performer",
        )
        yield process


@pytest.fixture(autouse=True)
def unharmed(mopidy: MopidyProcess, request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test Mopidy answers as before, and has not grown; a report in XML has by what."""
    before_kib = resident_kib(mopidy)
    said = len(mopidy.log_text())  # by Mopidy's other parts at its start
    yield
    assert mopidy.rpc("core.get_version")
    mopidy.until(lambda: mopidy.get("/moodcam/api/state")[0] == 200, "MoodCam answers")
    grown_kib = resident_kib(mopidy) - before_kib
    request.node.user_properties.append(("grown_kib", grown_kib))
    assert grown_kib < GROWTH_KIB
    assert not re.search(r"Traceback|\bERROR\b", mopidy.log_text()[said:])


def resident_kib(mopidy: MopidyProcess) -> int:
    status = Path(f"/proc/{mopidy.pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0])


@SCHEMA.parametrize()
@settings(**FUZZ | {"max_examples": CASES_AN_OPERATION})
def test_http_answers_as_it_is_described(case: schemathesis.Case, mopidy: MopidyProcess) -> None:
    case.call_and_validate(base_url=mopidy.url(""), checks=CONFORMANCE)


def test_requests_that_are_none_harm_nobody(mopidy: MopidyProcess) -> None:
    source = random.Random(1)  # noqa: S311 - inputs that are the same at every run
    good = (
        f"POST /moodcam/api/genres?token=x HTTP/1.1\r\nHost: 127.0.0.1:{mopidy.port}\r\n"
        "Content-Type: application/json\r\nContent-Length: 34\r\nOrigin: http://127.0.0.1\r\n"
        'Range: bytes=0-5\r\nUpgrade: websocket\r\n\r\n{"genre": "Jazz", "choice": "pick"}'
    ).encode()
    statuses = set[int]()
    for number in range(RAW_REQUESTS):
        with closing(socket.create_connection(("127.0.0.1", mopidy.port), 20)) as connection:
            path = source.choice([b"genres", b"state", b"../ws", b"%2e", b"cameras", b"x" * 999])
            connection.sendall(damaged(source, good.replace(b"genres", path)))
            connection.shutdown(socket.SHUT_WR)
            if number % 3 == 0:
                continue  # it does not even wait for the answer
            answer = connection.recv(4096)
            if answer.startswith(b"HTTP/1.1 "):
                statuses.add(int(answer.split()[1]))
    assert {400, 403} <= statuses
    assert all(status < 500 for status in statuses), statuses


def damaged(source: random.Random, data: bytes) -> bytes:
    """Return bytes with a few of them changed, lost, repeated or put in."""
    changed = bytearray(data)
    for _ in range(source.choice((0, 1, 2, 5))):
        start = source.randrange(len(changed))
        end = start + source.choice((1, 3, 20))
        part = (source.randbytes(3), b"", changed[start:end] * 3, b"\r\n", b"\xff", b"9" * 25)
        changed[start : source.choice((start, end))] = source.choice(part)
    return bytes(changed)


class Client:
    """A client that goes on whatever the server does to it."""

    def __init__(self, port: int) -> None:
        self._address = f"ws://127.0.0.1:{port}/moodcam/ws"
        self._sent = 0
        self._open()

    def send(self, message: str | bytes) -> None:
        """Send a message, and now and then see that the server has read all before."""
        try:
            if isinstance(message, bytes):
                self._socket.send_binary(message)
            else:
                self._socket.send(message.encode("utf-8", "surrogatepass"))
            self._sent += 1
            if self._sent % 50 == 0:
                self.ask()
        except (websocket.WebSocketException, OSError):  # it is refused: text that is no UTF-8
            self._open()

    def ask(self) -> None:
        """Wait until the server has read everything; every error before is one clear sentence."""
        mark = f"fly-{self._sent}"
        self._socket.send(json.dumps({"command": mark}))
        while True:
            kind, data = self._socket.recv_data()
            if kind == websocket.ABNF.OPCODE_CLOSE:
                raise websocket.WebSocketConnectionClosedException
            answer: dict[str, Any] = json.loads(data) if kind == websocket.ABNF.OPCODE_TEXT else {}
            if "error" in answer:
                assert 10 < len(answer["error"]) < 1000
                assert "\n" not in answer["error"]
                if mark in answer["error"]:
                    return

    def close(self) -> None:
        self._socket.close()

    def _open(self) -> None:
        self._socket = websocket.create_connection(self._address, timeout=30)
        self._socket.send(json.dumps({"command": "camera", "camera": "browser"}))


def test_messages_of_every_kind_are_answered_or_passed_over(mopidy: MopidyProcess) -> None:
    client = Client(mopidy.port)
    pool, source = seeds(), random.Random(2)  # noqa: S311 - the same at every run

    @settings(**FUZZ | {"max_examples": SOCKET_MESSAGES})
    @given(TEXT | st.binary(max_size=200) | st.just(b""))
    def say(message: str | bytes) -> None:
        client.send(message or mutated(source, pool))

    say()
    client.ask()
    client.close()


def test_no_path_or_address_of_a_client_is_opened(mopidy: MopidyProcess) -> None:
    before = mopidy.state()["cameras"]
    with closing(socket.create_server(("127.0.0.1", 0))) as canary:
        port = canary.getsockname()[1]
        client = websocket.create_connection(f"ws://127.0.0.1:{mopidy.port}/moodcam/ws", timeout=30)
        for camera in HOSTILE_CAMERAS:
            fields = {"camera": camera.format(port=port)}
            status, answer = mopidy.post("/moodcam/api/camera", fields)
            assert status == 400, camera
            assert answer["error"].startswith("camera must be "), camera
            client.send(json.dumps({"command": "camera"} | fields))
        mopidy.until(lambda: mopidy.state()["cameras"] == before, "the list is what it was")
        client.close()
        canary.setblocking(False)  # noqa: FBT003 - the socket's own
        with pytest.raises(BlockingIOError):
            canary.accept()
    assert mopidy.state()["camera"]["chosen"] in {"demo", "browser", "off"}


def frames(source: random.Random) -> bytes:
    """Return a frame of RFC 6455 that may break its rules."""
    payload = source.randbytes(source.choice((0, 1, 125, 126, 300)))
    length = source.choice((len(payload), 0, 125, 126, 127))
    extended = source.choice((b"", source.randbytes(2), source.randbytes(8)))
    mask = source.choice((0x80, 0x80, 0x80, 0))
    head = bytes((source.randrange(256), mask | min(length, 127)))
    return head + extended + source.randbytes(4) + payload


def test_frames_that_break_the_protocol_end_their_connection_alone(mopidy: MopidyProcess) -> None:
    source = random.Random(3)  # noqa: S311 - inputs that are the same at every run
    address = f"ws://127.0.0.1:{mopidy.port}/moodcam/ws"
    with closing(websocket.create_connection(address, timeout=30)) as bystander:
        for _ in range(BROKEN_FRAMES):
            client = websocket.create_connection(address, timeout=30)
            client.sock.sendall(b"".join(frames(source) for _ in range(source.randrange(1, 4))))
            client.shutdown()
        assert bystander.recv()
