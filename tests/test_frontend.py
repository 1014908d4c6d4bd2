"""What the actor itself decides; the rest is seen in a real Mopidy (end_to_end)."""

from __future__ import annotations

import json
from typing import Any
from unittest import mock

import pytest

from mopidy_moodcam.frontend import MoodFrontend
from mopidy_moodcam.web.schema import CommandError
from tests.test_extension import checked


def frontend(**options: str) -> Any:
    """A frontend that is not started: its methods are called as the actor's thread would."""
    values, errors = checked(**options)
    assert not errors
    return MoodFrontend({"moodcam": values}, core=mock.Mock())


@pytest.mark.parametrize(
    ("configured", "feeds"),
    [
        ("video", ["video", "landmarks", "off"]),
        ("landmarks", ["landmarks", "off"]),
        ("off", ["off"]),
    ],
)
def test_no_client_shows_more_than_the_configuration_does(
    configured: str, feeds: list[str]
) -> None:
    made = frontend(feed=configured)
    for feed in ("video", "landmarks", "off"):
        if feed in feeds:
            made.choose_feed(feed)
            assert made.session.feed.kind == feed
        else:
            with pytest.raises(CommandError, match="moodcam/feed allows no more"):
                made.choose_feed(feed)
    state = json.loads(made.session.feed.newest().text)
    assert (state["feeds"], state["feed"]) == (feeds, "off")
