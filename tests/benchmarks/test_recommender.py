from __future__ import annotations

import json

import numpy as np
import pytest

from benchmarks.recommender import libraries, listeners, metrics, simulation, speed
from benchmarks.recommender.libraries import Tags
from mopidy_moodcam.music import genres
from mopidy_moodcam.music.library import LibraryTrack

MOODS = tuple(dict.fromkeys((*sum(listeners.ASKED_FOR.values(), ()), *listeners.ENERGETIC)))
GENRES = ("pop", "dance", "ambient", "metal", "jazz", "folk", "classical", "hiphop", "funk")
TAGS = Tags(
    GENRES,
    MOODS,
    np.full(len(GENRES), 10.0),
    np.random.default_rng(0).uniform(0, 0.2, (len(GENRES), len(MOODS))),
)


def test_a_list_is_judged_by_how_many_fit_and_how_high_they_stand() -> None:
    likes = np.array([0.9, 0.1, 0.8, 0.3])
    assert metrics.precision(likes, [0, 1]) == 0.5
    assert metrics.ndcg(likes, [0, 2]) == pytest.approx(1.0)
    assert metrics.ndcg(likes, [2, 0]) < 1.0
    assert metrics.ndcg(likes, [0, 1]) > metrics.ndcg(likes, [1, 0])


def test_a_list_of_one_artist_and_genre_is_not_diverse() -> None:
    alike = [LibraryTrack(f"a:{n}", "", ("A",), genres=("jazz",)) for n in range(3)]
    other = LibraryTrack("a:x", "", ("B",), genres=("dub",))
    assert metrics.diversity(alike) == 0.0
    assert metrics.diversity([alike[0], other]) == 1.0


def test_an_interval_holds_the_mean_and_shrinks_with_more_listeners() -> None:
    rng = np.random.default_rng(1)
    few, many = (metrics.interval(rng.normal(size=n).tolist()) for n in (10, 1000))
    for figure in (few, many):
        assert figure["low"] <= figure["mean"] <= figure["high"]
    assert many["high"] - many["low"] < few["high"] - few["low"]


def test_a_library_has_the_genres_in_proportion_and_tags_that_are_understood() -> None:
    library = libraries.draw(TAGS, 3000, np.random.default_rng(2))
    shares = np.bincount(library.genre_of, minlength=len(GENRES)) / 3000
    assert shares == pytest.approx(np.full(len(GENRES), 1 / len(GENRES)), abs=0.06)
    assert {genres.split(track.genre) for track in library.tracks} == {
        track.genres for track in library.tracks
    }


def test_a_listener_wearies_of_what_was_heard_and_recovers() -> None:
    rng = np.random.default_rng(3)
    library = libraries.draw(TAGS, 100, rng)
    listener = listeners.draw(library, MOODS, len(GENRES), rng)
    rested = listener.likes("happy", 12, 0.0)
    listener.heard_s[7] = 0.0
    weary = listener.likes("happy", 12, 0.0)
    assert weary[7] < rested[7]
    assert weary[8] == rested[8]
    assert listener.likes("happy", 12, 30 * 86400.0)[7] == pytest.approx(rested[7], abs=1e-3)


def test_a_simulation_repeats_itself_and_compares_every_variant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(simulation, "TRACKS", 300)
    monkeypatch.setattr(simulation, "SESSIONS", 3)
    monkeypatch.setattr(simulation, "LISTENERS_A_LIBRARY", 1)
    first, second = (simulation.simulate(TAGS, [0]) for _ in range(2))
    assert json.dumps(first) == json.dumps(second)
    assert set(first["month"]) == set(first["cold"]) == set(simulation.VARIANTS)
    for by_name in first["month"].values():
        assert 0 <= by_name["precision"][0] <= 1
        assert 0 < by_name["nDCG"][0] <= 1


def test_speed_is_measured_for_each_strategy() -> None:
    (row,) = speed.measure(TAGS, [500])
    assert row["tracks"] == 500
    assert {"match_ms", "elevate_ms", "balance_ms", "prepare_s", "memory_mib"} <= set(row)
