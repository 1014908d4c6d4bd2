"""A publisher that a test starts, and what is to be seen of it."""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from mopidy_moodcam.mqtt.publisher import Publisher
from mopidy_moodcam.settings import Settings
from tests.test_extension import checked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

    from mopidy_moodcam.web.feed import Feed

PAUSE_S = 0.1  # between attempts, at first
TIMEOUT_S = 30.0


@contextmanager
def publishing(feed: Feed, **options: str) -> Iterator[Publisher]:
    values, errors = checked(**options)
    assert not errors
    publisher = Publisher(Settings.read({"moodcam": values}), feed, first_pause_s=PAUSE_S)
    publisher.start()
    try:
        yield publisher
    finally:
        publisher.close()


def until(condition: Callable[[], Any], what: str) -> None:
    end_s = time.monotonic() + TIMEOUT_S
    while not condition():
        assert time.monotonic() < end_s, f"not seen in {TIMEOUT_S:.0f} s: {what}"
        time.sleep(0.02)


def errors_of(feed: Feed) -> list[str]:
    return feed.state.get("errors", [])


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.message for r in caplog.records if r.levelno >= logging.WARNING]
