"""The token is nowhere in the log, and a flood of refusals does not fill it."""

from __future__ import annotations

import logging

import pytest

from mopidy_moodcam.web.quiet import LINES_BURST, LOGGERS, WithoutQuery, hide_tokens


@pytest.fixture
def quiet() -> WithoutQuery:
    return WithoutQuery()


def record(message: str, *args: object, level: int = logging.WARNING) -> logging.LogRecord:
    return logging.LogRecord("tornado.access", level, __file__, 1, message, args, None)


@pytest.mark.parametrize(
    "address",
    [
        "/moodcam?token=secret",
        "/moodcam/?x=1&token=secret",
        "/MoodCam/?token=secret",
        "/moodcam/api/state?tok%65n=secret",
        "http://host/moodcam/feed.mjpg?token=secret",
        "/moodcam/ws?token=se'cret",
        "/moodcam/?token=secret?token=secret",
    ],
)
def test_an_address_loses_its_query(quiet: WithoutQuery, address: str) -> None:
    access = record("%d %s %.2fms", 403, f"GET {address} (127.0.0.1)", 1.5)
    failure = record("Uncaught exception %s\n%r", "GET", f"HTTPServerRequest(uri='{address}', x=1)")
    for line in (access, failure):
        assert quiet.filter(line)
        assert "cret" not in line.getMessage()
        assert "/moodcam" in line.getMessage().lower()
    assert access.getMessage().endswith("?... (127.0.0.1) 1.50ms")


@pytest.mark.parametrize("address", ["/?token=secret", "/mopidy/?x=1&Token=secret&y=2"])
def test_a_mistyped_address_loses_its_token(quiet: WithoutQuery, address: str) -> None:
    line = record("%d %s %.2fms", 404, f"GET {address} (127.0.0.1)", 1.5)
    assert quiet.filter(line)
    assert "secret" not in line.getMessage()
    assert line.getMessage().endswith(" (127.0.0.1) 1.50ms")


def test_nothing_that_a_terminal_obeys_is_written(quiet: WithoutQuery) -> None:
    line = record("%d %s", 404, "GET /moodcam/\x1b[2J\x07\x9b (127.0.0.1)")
    assert quiet.filter(line)
    assert line.getMessage() == "404 GET /moodcam/?[2J?? (127.0.0.1)"


def test_what_is_not_ours_stays_as_it_is(quiet: WithoutQuery) -> None:
    line = record("%d %s", 404, "GET /other/?q=1 (127.0.0.1)")
    assert all(quiet.filter(line) for _ in range(3 * LINES_BURST))
    assert line.getMessage() == "404 GET /other/?q=1 (127.0.0.1)"


def test_a_flood_leaves_few_lines_and_every_error(quiet: WithoutQuery) -> None:
    lines = [quiet.filter(record("403 GET /moodcam/")) for _ in range(3 * LINES_BURST)]
    assert LINES_BURST <= lines.count(True) <= LINES_BURST + 10
    assert quiet.filter(record("500 GET /moodcam/", level=logging.ERROR))


def test_tornado_s_loggers_are_filtered_once() -> None:
    hide_tokens()
    hide_tokens()
    for name in LOGGERS:
        filters = logging.getLogger(name).filters
        assert sum(isinstance(one, WithoutQuery) for one in filters) == 1
