from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.mood import Mood
from mopidy_moodcam.music import genres
from mopidy_moodcam.music.recommender import Recommendation, Recommender, Weights
from mopidy_moodcam.music.rules import load_rules
from mopidy_moodcam.settings import Strategy
from tests.clock import Clock
from tests.music.shelves import shelf, track

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from mopidy_moodcam.music.library import LibraryTrack


LIBRARY = [
    t
    for genre in ("Dance", "Electropop", "Techno", "Acoustic", "Classical", "Ballad", "Jazz")
    for t in shelf(genre)
] + [t for genre in ("Lo-Fi", "Ambient", "Heavy Metal", "Rock", "Pop Rock") for t in shelf(genre)]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def recommender(clock: Clock) -> Recommender:
    # Without context, so that the hour where the test runs does not matter.
    return Recommender(load_rules(None), clock, weights=Weights(context=0.0))


def names(recommendation: Recommendation) -> list[str]:
    return [pick.track.name for pick in recommendation.picks]


def shelves(recommendation: Recommendation) -> list[str]:
    return [pick.track.genre for pick in recommendation.picks]


def happy(
    recommender: Recommender,
    tracks: list[LibraryTrack],
    top_n: int = 10,
    exclude: Collection[str] = (),
) -> Recommendation:
    return recommender.recommend(Mood("happy"), "match", tracks, top_n, exclude)


def test_match_plays_the_genres_of_the_mood_in_proportion(recommender: Recommender) -> None:
    recommendation = happy(recommender, LIBRARY, 9)
    assert recommendation.genres == ("upbeat pop", "dance", "energetic")
    assert recommendation.problem is None
    counts = {genre: shelves(recommendation).count(genre) for genre in set(shelves(recommendation))}
    assert set(counts) == {"Dance", "Electropop", "Techno"}
    assert min(counts.values()) >= 2


def test_scores_fall_and_no_track_comes_twice(recommender: Recommender) -> None:
    picks = happy(recommender, LIBRARY, 12).picks
    scores = [pick.score for pick in picks]
    assert scores == sorted(scores, reverse=True)
    assert len({pick.track.uri for pick in picks}) == len(picks) == 12


share = re.compile(r" \((\d+) %\)$")


def test_each_pick_says_why_and_how_much_each_reason_counts(recommender: Recommender) -> None:
    picks = happy(recommender, [track("a", "Dance"), track("b", "Techno")]).picks
    assert [share.sub("", reason) for reason in picks[0].reasons] == [
        "happy → dance",
        "not played yet",
    ]
    assert [share.sub("", reason) for reason in picks[1].reasons] == [
        "happy → energetic",
        "techno goes with energetic",
        "not played yet",
        "another artist",
    ]
    for pick in picks:
        shares = [int(found[1]) for reason in pick.reasons if (found := share.search(reason))]
        assert 99 <= sum(shares) <= 101


def test_elevate_leads_step_by_step_to_the_better_mood(recommender: Recommender) -> None:
    recommendation = recommender.recommend(Mood("sad"), "elevate", LIBRARY, 9)
    steps = [pick.reasons[0].split(" → ")[:-1] for pick in recommendation.picks]
    assert steps == [["sad"]] * 2 + [["sad", "neutral"]] * 4 + [["sad", "happy"]] * 3
    places = [genres.place_of(pick.track.genres[0]) for pick in recommendation.picks]
    valence = [place[0] for place in places if place is not None]
    assert sum(valence[-3:]) > sum(valence[:3])


def test_a_step_that_is_a_genre_is_named_once(recommender: Recommender) -> None:
    picks = recommender.recommend(Mood("angry"), "elevate", LIBRARY, 8).picks
    reasons = [pick.reasons[0] for pick in picks if pick.track.genre == "Pop Rock"]
    assert any(reason.startswith("angry → pop rock (") for reason in reasons)


def test_a_step_without_tracks_is_left_out(recommender: Recommender) -> None:
    tracks = [*shelf("Acoustic"), *shelf("Dance")]
    recommendation = recommender.recommend(Mood("sad"), "elevate", tracks, 4)
    assert shelves(recommendation) == ["Acoustic"] * 2 + ["Dance"] * 2
    assert recommendation.problem is None


def test_balance_gives_an_angry_face_calm_music(recommender: Recommender) -> None:
    recommendation = recommender.recommend(Mood("angry"), "balance", LIBRARY, 6)
    assert set(shelves(recommendation)) == {"Ambient", "Classical", "Lo-Fi"}
    assert recommendation.picks[0].reasons[0].startswith("against angry → ")


def test_balance_has_nothing_to_counter_in_a_happy_face(recommender: Recommender) -> None:
    recommendation = recommender.recommend(Mood("happy"), "balance", LIBRARY, 6)
    assert set(shelves(recommendation)) == {"Dance", "Electropop", "Techno"}


def test_an_unknown_mood_leaves_the_queue_alone(recommender: Recommender) -> None:
    assert recommender.recommend(Mood(), "match", LIBRARY, 5) == Recommendation("unknown", "match")


def test_an_empty_library_gives_no_picks_but_the_genres(recommender: Recommender) -> None:
    recommendation = happy(recommender, [])
    assert recommendation.picks == ()
    assert recommendation.genres == ("upbeat pop", "dance", "energetic")


def test_what_was_played_comes_later_and_recovers(recommender: Recommender, clock: Clock) -> None:
    tracks = shelf("Dance", 3)
    first = names(happy(recommender, tracks))[0]
    recommender.played(f"dummy:{first}")
    again = happy(recommender, tracks)
    assert names(again)[-1] == first
    assert "played just now" in " ".join(again.picks[-1].reasons)
    clock.now_s += 12 * 3600
    later = happy(recommender, tracks)
    assert "played 12 h ago" in " ".join(later.picks[-1].reasons)
    assert later.picks[-1].score > again.picks[-1].score


def test_what_was_skipped_stays_back_longer(recommender: Recommender, clock: Clock) -> None:
    tracks = shelf("Dance", 3)
    recommender.played("dummy:Dance0")
    recommender.skipped("dummy:Dance1")
    clock.now_s += 24 * 3600
    last = happy(recommender, tracks).picks[-1]
    assert last.track.name == "Dance1"
    assert "skipped 1 d ago" in " ".join(last.reasons)


def test_artists_are_varied(recommender: Recommender) -> None:
    tracks = [track(f"a{n}", "Dance", "A") for n in range(5)] + [track("b", "Dance", "B")]
    assert "b" in names(happy(recommender, tracks, 2))
    recommender.played("dummy:a0")
    assert names(happy(recommender, tracks))[0] == "b"


def test_tracks_that_are_taken_come_again_only_when_nothing_else_fits(
    recommender: Recommender,
) -> None:
    tracks = shelf("Dance", 2)
    assert names(happy(recommender, tracks, exclude={"dummy:Dance0"})) == ["Dance1"]
    assert len(names(happy(recommender, tracks, exclude={t.uri for t in tracks}))) == 2


def test_without_a_fit_the_nearest_genres_play_and_it_is_said(recommender: Recommender) -> None:
    tracks = [*shelf("Death Metal", 2), *shelf("Ambient", 2), *shelf("Reggae", 2)]
    recommendation = recommender.recommend(Mood("contemptuous"), "match", tracks, 5)
    assert recommendation.problem is not None
    assert "No track fits contemptuous (hip hop, trip hop, blues)" in recommendation.problem
    assert len(recommendation.picks) == 5
    assert recommendation.picks[0].track.genre == "Reggae"
    assert recommendation.picks[0].reasons[0].startswith("nearest to contemptuous → reggae (")


def test_tracks_without_a_genre_are_the_last_resort(recommender: Recommender) -> None:
    tracks = [track("a"), track("b", "Qwertz")]
    recommendation = happy(recommender, tracks)
    assert len(recommendation.picks) == 2
    assert recommendation.problem is not None
    assert "tracks without a known genre play instead" in recommendation.problem
    assert names(happy(recommender, [*tracks, track("c", "Dance")])) == ["c"]


def test_uris_of_the_rules_play_with_their_weight(tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "rules.toml"
    file.write_text('[happy]\nuris = { "m3u:sun.m3u8" = 5.0 }\n')
    tracks = [*shelf("Dance"), track("Dance0", "Dance", source="m3u:sun.m3u8")]
    picks = happy(Recommender(load_rules(file), clock), tracks).picks
    assert picks[0].reasons[0].startswith("happy → m3u:sun.m3u8 (")
    assert len({pick.track.uri for pick in picks}) == len(picks)


def test_a_playlist_of_another_mood_does_not_play(recommender: Recommender) -> None:
    tracks = [track("x", "Dance", source="m3u:blue.m3u8"), *shelf("Dance", 1)]
    assert names(happy(recommender, tracks)) == ["Dance0"]


def test_equals_take_turns_but_not_within_the_hour(recommender: Recommender, clock: Clock) -> None:
    tracks = shelf("Dance", 30)
    first = names(happy(recommender, tracks))
    assert first == names(happy(recommender, tracks))
    assert first != sorted(first)
    clock.now_s += 3600
    assert first != names(happy(recommender, tracks))


@settings(deadline=None)  # the first example reads the genre tree
@given(
    st.sampled_from(LABELS),
    st.sampled_from(get_args(Strategy)),
    st.lists(st.sampled_from([*LIBRARY, track("none"), track("odd", "Qwertz")]), max_size=12),
    st.integers(1, 12),
)
def test_every_mood_has_music_as_long_as_there_are_tracks(
    emotion: str, strategy: Strategy, tracks: list[LibraryTrack], top_n: int
) -> None:
    recommender = Recommender(load_rules(None), Clock())
    recommendation = recommender.recommend(Mood(emotion), strategy, tracks, top_n)
    assert bool(recommendation.picks) == bool(tracks)
    assert len(recommendation.picks) <= top_n
    assert all(0 < pick.score <= 1 and pick.reasons for pick in recommendation.picks)
