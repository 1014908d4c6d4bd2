"""What the recommender makes of plays, skips and words, and how it keeps them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mopidy_moodcam.mood import Mood
from mopidy_moodcam.music.learning import LESS_S, REPLAY_S
from mopidy_moodcam.music.recommender import Recommendation, Recommender, Weights
from mopidy_moodcam.music.rules import load_rules
from mopidy_moodcam.music.store import FILE
from tests.clock import Clock
from tests.music.shelves import shelf, track

if TYPE_CHECKING:
    from pathlib import Path

    from mopidy_moodcam.music.library import LibraryTrack

RULES = load_rules(None)
DANCE = tuple(shelf("Dance", 8))
MIXED = tuple(t for genre in ("Dance", "Techno", "Metal", "Heavy Metal") for t in shelf(genre, 4))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def recommender(clock: Clock) -> Recommender:
    return Recommender(RULES, clock, weights=Weights(context=0))


def ask(
    recommender: Recommender,
    tracks: tuple[LibraryTrack, ...],
    emotion: str = "happy",
    top_n: int = 8,
) -> Recommendation:
    return recommender.recommend(Mood(emotion), "match", tracks, top_n)


def names(recommendation: Recommendation) -> list[str]:
    return [pick.track.name for pick in recommendation.picks]


def reasons(recommendation: Recommendation, name: str) -> str:
    return next(" ".join(p.reasons) for p in recommendation.picks if p.track.name == name)


def test_more_of_a_track_brings_it_and_its_like_forward(recommender: Recommender) -> None:
    last = names(ask(recommender, DANCE))[-1]
    recommender.feedback(f"dummy:{last}", "more", "happy")
    again = ask(recommender, DANCE)
    assert names(again)[0] == last
    assert "you liked this" in reasons(again, last)
    assert recommender.feedback_of(f"dummy:{last}") == "more"


def test_less_of_a_track_keeps_it_away_for_a_while(recommender: Recommender, clock: Clock) -> None:
    ask(recommender, DANCE)
    recommender.feedback("dummy:Dance3", "less")
    assert "Dance3" not in names(ask(recommender, DANCE))
    assert len(names(ask(recommender, DANCE[3:4]))) == 1  # better than silence
    clock.now_s += LESS_S + 1
    assert "Dance3" in names(ask(recommender, DANCE))


def test_a_word_can_be_taken_back(recommender: Recommender) -> None:
    before = names(ask(recommender, DANCE))
    for value in ("more", "less", None):
        recommender.feedback("dummy:Dance3", value)
    assert recommender.feedback_of("dummy:Dance3") is None
    assert names(ask(recommender, DANCE)) == before


def test_an_artist_heard_to_the_end_is_preferred_and_one_skipped_is_not(
    recommender: Recommender,
) -> None:
    tracks = tuple(track(f"{artist}{n}", "Dance", artist) for artist in "ABC" for n in range(5))
    ask(recommender, tracks)
    for number in range(4):
        recommender.heard(f"dummy:A{number}", 1.0, "happy")
        recommender.skipped(f"dummy:B{number}", "happy")
    left = tuple(track for track in tracks if track.name.endswith("4"))
    assert names(ask(recommender, left)) == ["A4", "C4", "B4"]


def test_a_track_left_early_is_no_like(recommender: Recommender) -> None:
    before = names(ask(recommender, DANCE))
    recommender.heard("dummy:Dance3", 0.2, "happy")
    assert names(ask(recommender, DANCE)) == before


def test_a_track_played_again_by_the_person_is_liked(
    recommender: Recommender, clock: Clock
) -> None:
    tracks = tuple(track(f"{artist}{n}", "Dance", artist) for artist in "AB" for n in range(2))
    ask(recommender, tracks)
    recommender.played("dummy:A0")  # as recommended
    assert not any("you like" in reasons(ask(recommender, tracks), f"A{n}") for n in range(2))
    ask(recommender, tracks, top_n=1)
    clock.now_s += REPLAY_S / 2
    recommender.skipped("dummy:B0")
    recommender._offered.clear()
    recommender.played("dummy:A0")
    assert "you liked this track" in reasons(ask(recommender, tracks), "A0")


def test_a_genre_is_one_however_it_is_written(recommender: Recommender) -> None:
    recommender.choose_genre("upbeat pop", "pick")
    recommender.choose_genre(" Upbeat-Pop ", "exclude")
    assert (recommender.picked, recommender.excluded) == ((), ("Upbeat-Pop",))
    recommender.choose_genre("UPBEAT POP", None)
    assert recommender.excluded == ()


def test_an_excluded_genre_never_plays_nor_a_narrower_one(recommender: Recommender) -> None:
    recommender.choose_genre("metal", "exclude")
    for emotion in ("angry", "happy"):
        recommendation = ask(recommender, MIXED, emotion, 20)
        assert recommendation.picks
        assert not any("Metal" in pick.track.genre for pick in recommendation.picks)
        assert "heavy metal" not in recommendation.genres
    assert recommender.excluded == ("metal",)
    recommender.choose_genre("metal", None)
    assert recommender.excluded == ()
    assert any("Metal" in pick.track.genre for pick in ask(recommender, MIXED, "angry").picks)


def test_when_all_is_excluded_nothing_plays_and_it_is_said(recommender: Recommender) -> None:
    recommender.choose_genre("dance", "exclude")
    recommendation = ask(recommender, DANCE)
    assert recommendation.picks == ()
    assert recommendation.problem is not None
    assert "excluded genre (dance)" in recommendation.problem


def test_picked_genres_lead(recommender: Recommender) -> None:
    recommender.choose_genre("Heavy Metal", "pick")
    recommendation = ask(recommender, MIXED, top_n=6)
    assert recommendation.genres[0] == "Heavy Metal"
    assert [pick.track.genre for pick in recommendation.picks[:4]] == ["Heavy Metal"] * 4
    assert {pick.track.genre for pick in recommendation.picks[4:]} <= {"Dance", "Techno", "Metal"}
    assert recommendation.picks[0].reasons[0].startswith("picked for happy → Heavy Metal")


def test_the_hour_has_a_say_and_is_said(clock: Clock) -> None:
    recommender = Recommender(RULES, clock, weights=Weights(context=20))
    tracks = (track("a", "Ambient"), track("b", "Dark Jazz"))
    said = [
        recommender.recommend(Mood("neutral"), "match", tracks, 2, faces=2).picks[0]
        for clock.now_s in range(1_000_000, 1_000_000 + 86400, 3600)
    ]
    assert {pick.track.name for pick in said} == {"a", "b"}
    assert any("night (" in reason for pick in said for reason in pick.reasons)


def test_what_is_learnt_survives_a_restart(tmp_path: Path, clock: Clock) -> None:
    first = Recommender(RULES, clock, tmp_path)
    ask(first, DANCE)
    first.played("dummy:Dance0")
    first.heard("dummy:Dance0", 1.0, "happy")
    first.skipped("dummy:Dance1", "happy")
    first.feedback("dummy:Dance2", "more", "happy")
    first.choose_genre("metal", "exclude")
    first.close()
    second = Recommender(RULES, clock, tmp_path)
    assert ask(second, DANCE) == ask(first, DANCE)
    assert second.feedback_of("dummy:Dance2") == "more"
    assert second.excluded == ("metal",)
    assert first.problem is None is second.problem


@pytest.mark.parametrize(
    "damage",
    [
        {"history": 3},
        {"preference": {}},
        {"context": {"night|jazz": [1]}},
        {"words": {"a:b": ["most", 1.0]}},
        {"words": {"a:b": ["more", 10**400]}},
        {"choices": {"jazz": "maybe"}},
    ],
)
def test_a_damaged_file_means_a_fresh_start_with_one_sentence(
    tmp_path: Path, clock: Clock, damage: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    recommender = Recommender(RULES, clock, tmp_path)
    ask(recommender, DANCE)
    fresh = names(ask(Recommender(RULES, clock), DANCE))
    recommender.skipped(f"dummy:{fresh[0]}")
    recommender.close()
    stored = json.loads((tmp_path / FILE).read_text("utf-8"))
    (tmp_path / FILE).write_text(json.dumps({**stored, **damage}), "utf-8")
    again = Recommender(RULES, clock, tmp_path)
    assert names(ask(again, DANCE)) == fresh
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_only_numbers_and_names_are_kept(tmp_path: Path, clock: Clock) -> None:
    recommender = Recommender(RULES, clock, tmp_path)
    ask(recommender, DANCE)
    recommender.heard("dummy:Dance0", 1.0, "happy")
    recommender.close()
    stored = json.loads((tmp_path / FILE).read_text("utf-8"))
    assert set(stored) == {"version", "history", "preference", "context", "words", "choices"}
    assert set(stored["preference"]["feeling"]) == {"happy|dance"}


def test_a_prepared_library_gives_the_same_and_is_read_once(clock: Clock) -> None:
    prepared, other = Recommender(RULES, clock), Recommender(RULES, clock)
    prepared.prepare(DANCE)
    assert ask(prepared, DANCE) == ask(other, DANCE)
    assert prepared._view(DANCE) is prepared._prepared


def test_what_is_prepared_waits_until_the_library_shows_it(clock: Clock) -> None:
    recommender = Recommender(RULES, clock)
    ask(recommender, DANCE)
    now = recommender._view(DANCE)
    recommender.prepare(MIXED)
    assert recommender._view(DANCE) is now
    assert recommender._view(MIXED) is recommender._prepared


def test_elevate_goes_on_as_its_tracks_are_heard(recommender: Recommender) -> None:
    tracks = tuple(
        t for genre in ("Acoustic", "Classical", "Jazz", "Lo-Fi", "Dance") for t in shelf(genre, 9)
    )
    sad = Mood("sad")
    first = recommender.recommend(sad, "elevate", tracks, 9).picks
    assert first[0].reasons[0].startswith("sad → ")
    for pick in first:
        recommender.played(pick.track.uri)
    later = recommender.recommend(sad, "elevate", tracks, 9).picks
    assert all(pick.reasons[0].startswith("sad → happy") for pick in later)
