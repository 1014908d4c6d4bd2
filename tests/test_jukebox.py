"""What the jukebox itself decides; the rest is seen in a real Mopidy (end_to_end)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from mopidy.models import TlTrack, Track

from mopidy_moodcam.jukebox import Jukebox
from mopidy_moodcam.mood import Mood
from mopidy_moodcam.music.library import LibraryTrack
from mopidy_moodcam.music.recommender import Recommendation, Recommender
from mopidy_moodcam.settings import Settings
from mopidy_moodcam.web.feed import Feed
from mopidy_moodcam.web.schema import MAX_GENRES, CommandError
from mopidy_moodcam.web.timeline import Timeline
from tests.test_extension import checked

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def made(tmp_path: Path) -> Any:
    """A jukebox that was not started, with others in the place of its rooms."""
    settings = Settings.read({"moodcam": checked()[0]})
    jukebox: Any = Jukebox(
        settings,
        mock.Mock(),
        Feed({}, "off"),
        Timeline(),
        folder=tmp_path,
        faces=lambda: 0,
        on_library=mock.Mock(),
    )
    jukebox._recommender.close()
    jukebox._recommender = mock.create_autospec(Recommender, instance=True)
    jukebox._queue = mock.Mock()
    return jukebox


@pytest.mark.parametrize(
    ("length_ms", "position_ms", "share"),
    [(200_000, 50_000, 0.25), (200_000, 200_100, 1.0), (200_000, -1, 0.0)],
)
def test_the_share_of_a_track_that_was_heard_is_told_with_the_mood(
    made: Any, length_ms: int, position_ms: int, share: float
) -> None:
    made._mood = Mood("sad")
    ended = TlTrack(tlid=1, track=Track(uri="a:1", length=length_ms))
    made.track_playback_ended(ended, position_ms)
    made._recommender.heard.assert_called_once_with("a:1", share, "sad")


def test_nothing_is_told_of_a_stream_without_an_end(made: Any) -> None:
    made.track_playback_ended(TlTrack(tlid=1, track=Track(uri="a:radio")), 50_000)
    made._recommender.heard.assert_not_called()


def test_too_many_genres_are_refused_and_one_can_be_changed_or_taken_back(made: Any) -> None:
    made._recommend = mock.Mock()
    made._recommender.picked = tuple(f"genre {n}" for n in range(MAX_GENRES))
    made._recommender.excluded = ()
    with pytest.raises(CommandError, match="genre is one too many: 50 are chosen"):
        made.choose_genre("another", "pick")
    made._recommender.choose_genre.assert_not_called()
    made.choose_genre("genre 7", None)
    made.choose_genre("another", None)
    assert made._recommender.choose_genre.call_count == 2


def test_an_excluded_genre_is_dropped_also_when_nothing_takes_its_place(made: Any) -> None:
    made._recommender.picked = made._recommender.excluded = ()
    made._recommender.problem = None
    made._recommender.recommend.return_value = Recommendation("unknown", "match")
    made._queue.problem = made._queue.playing.return_value = None
    made._queue.upcoming.return_value = []
    made._queue.taken_uris.return_value = frozenset({"a:rock", "a:jazz"})
    tracks = [LibraryTrack(f"a:{name}", name, genres=(name,)) for name in ("rock", "jazz", "pop")]
    made._library = mock.Mock(problem=None, ready=True)
    made._library.tracks.return_value = tuple(tracks)
    made.choose_genre("Rock", "exclude")
    made._queue.drop.assert_called_once_with("a:rock")
