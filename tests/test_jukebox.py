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
        on_core=mock.Mock(),
    )
    jukebox._core = mock.Mock()
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
    made._queue.own_ahead.return_value = ("a:rock", "a:jazz")
    tracks = [LibraryTrack(f"a:{name}", name, genres=(name,)) for name in ("rock", "jazz", "pop")]
    made._library = mock.Mock(problem=None, ready=True)
    made._tracks = tuple(tracks)
    made.choose_genre("Rock", "exclude")
    made._queue.drop.assert_called_once_with("a:rock")


def fits(made: Any, emotion: str) -> None:
    """Let the mood be one for which own tracks are ahead."""
    pick = mock.Mock()
    made._recommender.problem = made._library.problem = None
    made._recommender.recommend.return_value = Recommendation(emotion, "match", picks=(pick,))
    made._queue.problem = made._queue.playing.return_value = made._queue.follow.return_value = None
    made._queue.upcoming.return_value = []
    made._queue.own_ahead.return_value = ("a:1", "a:gone")
    made._queue.needs_top_up.return_value = False
    made._recommender.knows.side_effect = lambda uri: uri != "a:gone"
    made.follow(Mood(emotion))


def test_the_same_emotion_from_another_source_interrupts_nothing(made: Any) -> None:
    made._library = mock.Mock()
    fits(made, "happy")
    assert made._queue.follow.call_args.kwargs == {"interrupt": True}
    made.follow(Mood("happy", source="manual"))
    assert made._queue.follow.call_args.kwargs == {"interrupt": False}
    made.choose_strategy("elevate")
    made._recommender.recommend.return_value = Recommendation("happy", "elevate")
    made.follow(Mood("happy"))
    assert made._queue.follow.call_args.kwargs == {"interrupt": True}


def test_a_growing_library_leaves_what_is_ahead_and_fits(made: Any) -> None:
    made._library = mock.Mock()
    fits(made, "happy")
    made._queue.follow.reset_mock()
    made.follow_library()
    made._queue.follow.assert_not_called()
    made._queue.extend.assert_called_once_with(made._recommender.recommend.return_value)
    made._queue.drop.assert_called_once_with("a:gone")


@pytest.mark.parametrize("lacking", ["own tracks", "a fit", "the mood's tracks"])
def test_a_growing_library_brings_what_was_lacking(made: Any, lacking: str) -> None:
    made._library = mock.Mock()
    fits(made, "happy")
    if lacking == "own tracks":
        made._queue.own_ahead.return_value = ()
    elif lacking == "a fit":
        made._fits = False
    else:
        made._mood = Mood("sad")
    made._queue.follow.reset_mock()
    made.follow_library()
    made._queue.follow.assert_called_once()
    made._queue.extend.assert_not_called()


def test_only_tracks_that_are_prepared_are_ranked(made: Any) -> None:
    made._library = mock.Mock()
    fits(made, "happy")
    before, after = made._tracks, (LibraryTrack("a:1", "One"),)
    made._library.tracks.return_value = after
    made._recommender.prepare.side_effect = lambda _: made.follow(Mood("sad"))
    made._prepare()
    assert made._recommender.recommend.call_args.args[2] is before
    made._recommender.prepare.assert_called_once_with(after)
    made._on_library.assert_called_once_with()
    made.follow_library()
    assert made._recommender.recommend.call_args.args[2] is after


def test_a_track_that_another_client_skipped_is_learnt_as_skipped(made: Any) -> None:
    made._library = mock.Mock()
    fits(made, "happy")
    made._timeline = mock.Mock()
    one, two = (TlTrack(tlid=n, track=Track(uri=f"a:{n}", length=100_000)) for n in (1, 2))
    made.playback_state_changed("playing")
    made._recommender.feedback_of.return_value = None
    for is_past in (True, False):
        made._queue.is_past.return_value = is_past
        made.track_playback_ended(one, 20_000)
        made.track_playback_started(two)
    made._recommender.skipped.assert_called_once_with("a:1", "happy")


def test_what_moodcam_or_its_page_left_is_not_learnt_a_second_time(made: Any) -> None:
    made._library = mock.Mock()
    fits(made, "happy")
    made._timeline = mock.Mock()
    made._recommender.feedback_of.return_value = None
    one, two = (TlTrack(tlid=n, track=Track(uri=f"a:{n}", length=100_000)) for n in (1, 2))
    made.playback_state_changed("playing")
    made._queue.follow.return_value = 1
    made.follow(Mood("sad"))
    made.track_playback_ended(one, 20_000)
    made.track_playback_started(two)
    made._recommender.skipped.assert_not_called()
    made._core.playback.get_current_tl_track.return_value.get.return_value = two
    made.skip()
    made.track_playback_ended(two, 20_000)
    made.track_playback_started(one)
    made._recommender.skipped.assert_called_once_with("a:2", "sad")


def test_closing_keeps_the_queue_before_the_threads_end(made: Any) -> None:
    made._library = mock.Mock()
    order = mock.Mock()
    order.attach_mock(made._queue.close, "queue")
    order.attach_mock(made._library.stop, "library")
    order.attach_mock(made._recommender.close, "recommender")
    made.close()
    assert order.mock_calls == [mock.call.queue(), mock.call.library(), mock.call.recommender()]
