"""What the actor itself decides; the rest is seen in a real Mopidy (end_to_end)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from mopidy_moodcam.frontend import MoodFrontend, data_folder
from mopidy_moodcam.web.schema import CommandError
from tests.test_extension import checked

if TYPE_CHECKING:
    from pathlib import Path


def frontend(**options: str) -> Any:
    """A frontend that is not started: its methods are called as the actor's thread would."""
    values, errors = checked(**options)
    assert not errors
    return MoodFrontend({"moodcam": values}, core=mock.Mock())


def test_a_folder_that_cannot_be_made_keeps_nothing_from_starting(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = {"core": {"data_dir": str(tmp_path / "data")}}
    assert data_folder(config) == tmp_path / "data" / "moodcam"
    assert (tmp_path / "data" / "moodcam").is_dir()
    (tmp_path / "file").write_text("in the way")
    config = {"core": {"data_dir": str(tmp_path / "file")}}
    assert data_folder(config) == tmp_path / "file" / "moodcam"
    assert "cannot be made" in caplog.text


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
