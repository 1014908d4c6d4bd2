"""A request is refused by its head, in a sentence, whatever it is."""

from __future__ import annotations

import json
import logging
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import websocket

from mopidy_moodcam.web.control import COMMANDS_BURST, MAX_MESSAGE
from mopidy_moodcam.web.limits import MAX_CLIENTS
from mopidy_moodcam.web.security import ATTEMPTS_BURST
from tests.web.served import Answer, Served

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "söcret"  # noqa: S105
PRIVATE = (
    "/api/state",
    "/api/history",
    "/api/cameras",
    "/api/openapi.json",
    "/api/none",
    "/api/a/b",
    "/feed.mjpg",
    "/ws",
)
PAGE = ("/", "/app.js")


@pytest.fixture
def served() -> Iterator[Served]:
    with Served() as served:
        yield served


@pytest.fixture
def guarded() -> Iterator[Served]:
    with Served("0.0.0.0", TOKEN) as served:  # noqa: S104
        yield served


def test_a_command_is_taken(served: Served) -> None:
    before = served.frontend.skips.get()
    answer = served.post("/api/skip")
    assert (answer.status, json.loads(answer.body)) == (200, {})
    assert served.frontend.skips.get() == before + 1


@pytest.mark.parametrize("path", [*PRIVATE, *PAGE])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Host": "evil.example"},
        {"Host": "["},
        {"Host": "\N{FULLWIDTH SOLIDUS}"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "iframe"},
    ],
    ids=str,
)
def test_every_route_refuses_other_sites(
    served: Served, path: str, headers: dict[str, str]
) -> None:
    answer = served.get(path, **headers)
    assert answer.status in {400, 403}
    assert answer.status == 400 or answer.sentence


@pytest.mark.parametrize("path", PRIVATE)
def test_every_route_but_the_page_s_files_needs_the_token(guarded: Served, path: str) -> None:
    assert guarded.get(path).status == 403
    assert "token is missing or wrong" in guarded.get(path).sentence
    if path != "/feed.mjpg":  # which would go on for ever
        assert guarded.get(f"{path}?token=s%C3%B6cret").status in {200, 400, 404, 405}


@pytest.mark.parametrize("path", PRIVATE)
def test_beyond_this_machine_and_without_a_token_nothing_is_served(
    path: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), Served("0.0.0.0") as served:  # noqa: S104
        answer = served.get(path)
        assert answer.status == 403
        assert "moodcam/token is empty: set a token" in answer.sentence
        assert served.post("/api/skip").status == 403
        assert served.frontend.skips.get() == 0
    assert "MoodCam lets nobody in: Mopidy listens beyond this machine" in caplog.text


@pytest.mark.parametrize("path", PAGE)
def test_the_page_s_files_are_for_everybody(guarded: Served, path: str) -> None:
    assert guarded.get(path).status == 200


@pytest.mark.parametrize("path", [*PRIVATE, *PAGE])
def test_every_answer_has_the_headers_that_keep_it_here(served: Served, path: str) -> None:
    headers = (served.get if path != "/feed.mjpg" else served.post)(path).headers
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    kept = path in PAGE or path == "/ws"
    assert headers["Cache-Control"] == ("no-cache" if kept else "no-store")
    assert "Server" not in headers


@pytest.mark.parametrize(
    ("headers", "status", "sentence"),
    [
        ({"Content-Length": "100000000"}, 413, "the body is too long: at most 4096 bytes"),
        ({"Content-Length": "9" * 5000}, 400, "Content-Length is no number"),
        ({"Content-Length": "abc"}, 400, "Content-Length is no number"),
        ({"Content-Length": "-1"}, 400, "Content-Length is no number"),
        ({"Content-Length": "٣"}, 400, "Content-Length is no number"),
        ({"Transfer-Encoding": "chunked"}, 411, "with its Content-Length"),
        ({"Content-Length": "90000000", "Content-Type": "text/plain"}, 413, "too long"),
        ({"Content-Length": "90000000", "Origin": "http://evil.example"}, 403, "is not allowed"),
        ({"Content-Length": "90000000", "Expect": "100-continue"}, 413, "too long"),
    ],
    ids=str,
)
def test_a_body_is_refused_before_it_is_sent(
    served: Served, headers: dict[str, str], status: int, sentence: str
) -> None:
    lines = {"Content-Type": "application/json"} | headers
    answer = served.ask("POST /moodcam/api/skip HTTP/1.1", lines)  # and not one byte of the body
    assert answer.status == status
    assert sentence in answer.sentence


@pytest.mark.parametrize("path", ["/ws", "/api/state", "/feed.mjpg", "/", "/api/a/b"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_no_route_waits_for_a_large_body(served: Served, path: str, method: str) -> None:
    answer = served.ask(f"{method} /moodcam{path} HTTP/1.1", {"Content-Length": "99000000"})
    assert answer.status in {405, 413}
    assert answer.sentence


def test_a_refused_client_that_sends_its_body_still_gets_the_answer(served: Served) -> None:
    answer = served.post("/api/skip", b" " * (MAX_MESSAGE + 1))
    assert answer.status == 413
    assert "at most 4096 bytes" in answer.sentence
    answer = served.post("/api/skip", b" " * 60_000, Origin="http://evil.example")
    assert answer.status == 403


def test_a_refused_client_that_does_not_send_its_body_is_let_go(served: Served) -> None:
    lines = {"Content-Length": "10", "Origin": "http://evil.example"}
    assert served.ask("POST /moodcam/api/skip HTTP/1.1", lines).status == 0


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("GET /moodcam/%ff HTTP/1.1", 400),
        ("GET /moodcam/api/%ff HTTP/1.1", 404),
        ("GET /moodcam/%00 HTTP/1.1", 404),
        ("GET /moodcam/..%2f..%2fapp.py HTTP/1.1", 403),
        ("GET /moodcam/%2fetc/passwd HTTP/1.1", 403),
        ("GET /moodcam/" + "x" * 5000 + " HTTP/1.1", 404),
        ("DELETE /moodcam/api/skip HTTP/1.1", 405),
        ("FLY /moodcam/api/skip HTTP/1.1", 405),
        ("OPTIONS /moodcam/api/skip HTTP/1.1", 405),
        ("HEAD /moodcam/api/state HTTP/1.1", 405),
    ],
)
def test_what_is_no_request_of_ours_is_refused_in_json(
    served: Served, line: str, status: int
) -> None:
    answer = served.ask(line, {})
    assert answer.status == status
    assert line.startswith("HEAD") or answer.sentence
    if status == 405:
        assert answer.headers["Allow"] == ("GET" if "state" in line else "POST")


@pytest.mark.parametrize(
    "headers",
    [
        {"If-Modified-Since": "Thu, 99 Nov 2026 99:99:99 GMT"},
        {"If-Modified-Since": "Thu, 01 Nov 99999999999 00:00:00 GMT"},
        {"If-None-Match": "\x80"},
        {"Range": "bytes=a-b"},
        {"Range": "bytes=-0"},
        {"Cookie": "a=x; ;;=\xff"},
        {"Accept-Language": ",;q=x"},
        {"Authorization": "Bearer"},
    ],
    ids=str,
)
def test_damaged_headers_do_no_harm(served: Served, headers: dict[str, str]) -> None:
    assert served.get("/app.css", **headers).status in {200, 304, 416}


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-Ip"])
def test_who_comes_through_a_proxy_needs_a_token(
    served: Served, guarded: Served, header: str
) -> None:
    answer = served.get("/api/state", **{header: "192.168.1.7"})
    assert answer.status == 403
    assert "through a proxy" in answer.sentence
    path = "/api/state?token=s%C3%B6cret"
    assert guarded.get(path, **{header: "192.168.1.7"}).status == 200


def test_a_token_that_is_no_ascii_passes_in_a_header_too(guarded: Served) -> None:
    bearer = guarded.get("/api/state", Authorization=f"Bearer {TOKEN}")
    assert bearer.status == 200


def test_guessing_is_stopped_for_the_right_token_as_well() -> None:
    with Served("0.0.0.0", TOKEN) as served:  # noqa: S104
        for guess in range(ATTEMPTS_BURST):
            assert served.get(f"/api/state?token={guess}").status == 403
        for token in ("guess", "s%C3%B6cret"):
            answer = served.get(f"/api/state?token={token}")
            assert answer.status == 429
            assert "too many wrong tokens" in answer.sentence
        assert served.get("/api/state").status == 403  # who does not guess is told what is missing
        assert served.get("/").status == 200


def test_too_many_commands_are_refused() -> None:
    with Served() as served:
        answers = [served.post("/api/skip") for _ in range(COMMANDS_BURST * 3)]
        refused = [answer for answer in answers if answer.status == 429]
        assert refused
        assert "too many commands: at most 20 a second" in refused[0].sentence
        assert served.frontend.skips.get() == len(answers) - len(refused)


def test_no_more_clients_are_served_than_there_are_seats() -> None:
    with Served() as served:
        address = f"ws://127.0.0.1:{served.port}/moodcam/ws"
        clients = [websocket.create_connection(address, timeout=20) for _ in range(MAX_CLIENTS)]
        for client in clients:
            assert client.recv()  # it has its seat
        with closing(websocket.create_connection(address, timeout=20)) as late:
            opcode, data = late.recv_data()
            assert opcode == websocket.ABNF.OPCODE_CLOSE
            assert data[:2] == (1013).to_bytes(2)
            assert b"clients already" in data
        stream = served.get("/feed.mjpg")
        assert (stream.status, "clients already" in stream.sentence) == (503, True)
        for client in clients:
            client.close()
        with closing(websocket.create_connection(address, timeout=20)) as next_one:
            assert next_one.recv()


def test_a_state_with_half_a_character_in_a_name_is_sent() -> None:
    with Served() as served:
        served.feed.write({"genres": ["\ud800", "🎵"]})
        answer = served.get("/api/state")
        assert answer.status == 200
        assert json.loads(answer.body)["genres"][1] == "🎵"


def test_answers_of_the_stand_in_are_read_as_they_are() -> None:
    answer = Answer(b'HTTP/1.1 403 Forbidden\r\nA: b\r\n\r\n{"error": "no"}')
    assert (answer.status, answer.headers["A"], answer.sentence) == (403, "b", "no")
