from __future__ import annotations

import pytest

from mopidy_moodcam.music.catalogue import Catalogue
from mopidy_moodcam.music.preference import ACCEPTED, Preference
from mopidy_moodcam.music.tallies import HALF_LIFE_S, Tallies, posterior
from tests.clock import Clock
from tests.music.shelves import track

LIBRARY = Catalogue(
    (
        track("a", "Jazz", "Ann"),
        track("b", "Jazz", "Ann"),
        track("c", "Jazz", "Bo"),
        track("d", "Dub", "Ann"),
        track("e", "Dub", "Cy"),
        track("f", "", "Cy"),
    )
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def preference(clock: Clock) -> Preference:
    return Preference(clock)


def expected(preference: Preference, emotion: str = "happy") -> dict[str, float]:
    means = preference.of_tracks(LIBRARY, emotion).tolist()
    return {track.name: mean for track, mean in zip(LIBRARY.tracks, means, strict=True)}


def test_without_evidence_all_are_expected_alike(preference: Preference) -> None:
    assert set(expected(preference).values()) == {ACCEPTED}
    assert preference.why(LIBRARY.tracks[0], "happy") == ""


def test_a_like_spreads_from_track_to_artist_to_genre(preference: Preference) -> None:
    preference.learn("dummy:a", LIBRARY.tracks[0], "happy", 5.0, 0.0)
    means = expected(preference)
    assert means["a"] > means["b"] > means["c"] > means["e"] > ACCEPTED
    assert means["d"] > means["e"] == means["f"]


def test_a_dislike_spreads_the_same_way(preference: Preference) -> None:
    preference.learn("dummy:a", LIBRARY.tracks[0], "happy", 0.0, 5.0)
    means = expected(preference)
    assert means["a"] < means["b"] < means["c"] < means["e"] < ACCEPTED


def test_a_genre_disliked_in_one_emotion_suffers_less_in_another(preference: Preference) -> None:
    preference.learn("dummy:a", LIBRARY.tracks[0], "sad", 0.0, 5.0)
    assert expected(preference, "sad")["c"] < expected(preference, "happy")["c"] < ACCEPTED


def test_the_reason_is_what_speaks_most(preference: Preference) -> None:
    for _ in range(10):
        preference.learn("dummy:z", track("z", "Jazz", "Zoe"), "happy", 1.0, 0.0)
        preference.learn("dummy:y", track("y", "Polka", "Yan"), "happy", 0.0, 1.0)
    assert preference.why(LIBRARY.tracks[2], "happy") == "you like jazz"
    preference.learn("dummy:e", LIBRARY.tracks[4], "happy", 6.0, 0.0)
    assert preference.why(track("n", "Polka", "Cy"), "happy") == "you liked this artist"


def test_a_track_outside_the_library_counts_by_itself(preference: Preference) -> None:
    preference.learn("radio:x", None, None, 0.0, 1.0)
    assert len(set(expected(preference).values())) == 1


def test_tastes_fade(preference: Preference, clock: Clock) -> None:
    preference.learn("dummy:a", LIBRARY.tracks[0], "happy", 5.0, 0.0)
    before = expected(preference)["a"]
    clock.now_s += 3 * HALF_LIFE_S
    assert ACCEPTED < expected(preference)["a"] < before


def test_the_posterior_moves_from_the_prior_to_the_evidence() -> None:
    assert posterior(0, 0, 0.75, 4) == 0.75
    assert posterior(4, 0, 0.5, 4) == 0.75
    assert posterior(0, 400, 0.5, 4) < 0.01


def test_tallies_are_bounded_and_can_take_back(clock: Clock) -> None:
    tallies = Tallies(clock, 2)
    for key in "abc":
        tallies.add(key, 1, 0)
    assert list(tallies) == ["b", "c"]
    tallies.add("b", -3, 1)
    assert tallies.of("b") == (0.0, 1.0)
    tallies.add("b", 0, -1)
    assert list(tallies) == ["c"]


@pytest.mark.parametrize(
    "stored",
    [{"a": 1}, {"a": [1, 2]}, {"a": [1, 2, "3"]}, {"a": [1, -2, 3]}, {"a": [1, float("nan"), 3]}],
)
def test_tallies_refuse_what_they_did_not_write(clock: Clock, stored: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        Tallies(clock, 2).load(stored)
