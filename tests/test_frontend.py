"""What the actor itself decides; the rest is seen in a real Mopidy (end_to_end)."""

from __future__ import annotations

import json
from typing import Any
from unittest import mock

import pytest
from mopidy.models import TlTrack, Track

from mopidy_moodcam.frontend import MoodFrontend
from mopidy_moodcam.mood import Mood
from mopidy_moodcam.music.recommender import Recommender
from mopidy_moodcam.web.schema import MAX_GENRES, CommandError
from tests.test_extension import checked


def frontend(**options: str) -> Any:
    """A frontend that is not started: its methods are called as the actor's thread would."""
    values, errors = checked(**options)
    assert not errors
    made: Any = MoodFrontend({"moodcam": values}, core=mock.Mock())
    made._recommender = mock.create_autospec(Recommender, instance=True)
    made._queue = mock.Mock()
    made._library = mock.Mock()
    return made


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
            assert made.feed.kind == feed
        else:
            with pytest.raises(CommandError, match="moodcam/feed allows no more"):
                made.choose_feed(feed)
    state = json.loads(made.feed.newest().text)
    assert (state["feeds"], state["feed"]) == (feeds, "off")


@pytest.mark.parametrize(
    ("length_ms", "position_ms", "share"),
    [(200_000, 50_000, 0.25), (200_000, 200_100, 1.0), (200_000, -1, 0.0)],
)
def test_the_share_of_a_track_that_was_heard_is_told_with_the_mood(
    length_ms: int, position_ms: int, share: float
) -> None:
    made = frontend()
    made._mood = Mood("sad")
    ended = TlTrack(tlid=1, track=Track(uri="a:1", length=length_ms))
    made.track_playback_ended(ended, position_ms)
    made._recommender.heard.assert_called_once_with("a:1", share, "sad")


def test_nothing_is_told_of_a_stream_without_an_end() -> None:
    made = frontend()
    made.track_playback_ended(TlTrack(tlid=1, track=Track(uri="a:radio")), 50_000)
    made._recommender.heard.assert_not_called()


def test_too_many_genres_are_refused_and_one_can_be_changed_or_taken_back() -> None:
    made = frontend()
    made._recommend = mock.Mock()
    made._recommender.picked = tuple(f"genre {n}" for n in range(MAX_GENRES))
    made._recommender.excluded = ()
    with pytest.raises(CommandError, match="genre is one too many: 50 are chosen"):
        made.choose_genre("another", "pick")
    made._recommender.choose_genre.assert_not_called()
    made.choose_genre("genre 7", None)
    made.choose_genre("another", None)
    assert made._recommender.choose_genre.call_count == 2
