from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mopidy_moodcam.music import candidates
from mopidy_moodcam.music.catalogue import Catalogue
from mopidy_moodcam.music.ranking import Judgement, Ranking
from mopidy_moodcam.music.strategy import Stop
from mopidy_moodcam.music.weights import Weights
from tests.music.shelves import shelf, track

if TYPE_CHECKING:
    from mopidy_moodcam.music.decision import Method

STOP = Stop("happy", (0.8, 0.4), {"dance": 1.0, "jazz": 0.5})
LIBRARY = Catalogue((*shelf("Dance", 20), *shelf("Jazz", 20), track("x")))


def judgement(catalogue: Catalogue, **values: dict[int, float]) -> Judgement:
    columns = {}
    for name in ("context", "user", "freshness"):
        columns[name] = np.full(len(catalogue), 0.5, np.float32)
        for place, value in values.get(name, {}).items():
            columns[name][place] = value
    return Judgement(**columns)


def chosen(
    catalogue: Catalogue,
    count: int,
    method: Method = "product",
    seed: int = 0,
    weights: Weights | None = None,
    **values: dict[int, float],
) -> list[str]:
    ranking = Ranking(catalogue, judgement(catalogue, **values), weights or Weights(), method, seed)
    picks = ranking.choose(candidates.fitting(catalogue, STOP), count)
    return [catalogue.tracks[pick.place].name for pick in picks]


@pytest.mark.parametrize("method", ["product", "topsis"])
def test_genres_share_the_places_and_the_heavier_one_gets_more(method: Method) -> None:
    weights = Weights(mood=1, context=0, user=0, freshness=0, variety=0)
    names = chosen(LIBRARY, 9, method, weights=weights)
    assert sum(name.startswith("Dance") for name in names) == 6
    assert "x" not in names


@pytest.mark.parametrize("method", ["product", "topsis"])
@pytest.mark.parametrize("criterion", ["context", "user", "freshness"])
def test_of_equals_the_one_that_a_criterion_favours_comes_first(
    criterion: str, method: Method
) -> None:
    for place in (3, 17):
        assert chosen(LIBRARY, 3, method, **{criterion: {place: 0.9}})[0] == f"Dance{place}"


@pytest.mark.parametrize("method", ["product", "topsis"])
def test_a_criterion_without_weight_does_not_count(method: Method) -> None:
    weights = Weights(user=0)
    assert chosen(LIBRARY, 5, method, weights=weights, user={3: 0.9}) == chosen(
        LIBRARY, 5, method, weights=weights
    )


@pytest.mark.parametrize("method", ["product", "topsis"])
def test_scores_fall_and_no_uri_comes_twice(method: Method) -> None:
    twice = Catalogue((*shelf("Dance", 5), *shelf("Dance", 5)))
    ranking = Ranking(twice, judgement(twice), Weights(), method, 0)
    picks = ranking.choose(candidates.fitting(twice, STOP), 10)
    scores = [pick.score for pick in picks]
    assert scores == sorted(scores, reverse=True)
    assert len({twice.tracks[pick.place].uri for pick in picks}) == len(picks) == 5


def test_artists_heard_before_and_chosen_already_come_later() -> None:
    library = Catalogue(
        (track("a", "Dance", "A"), track("b", "Dance", "A"), track("c", "Dance", "C"))
    )
    ranking = Ranking(library, judgement(library), Weights(), "product", 0)
    ranking.heard(["C", "C"])
    order = [pick.place for pick in ranking.choose(candidates.fitting(library, STOP), 3)]
    assert order[-1] == 2


def test_the_seed_decides_among_equals() -> None:
    assert chosen(LIBRARY, 5, seed=1) == chosen(LIBRARY, 5, seed=1) != chosen(LIBRARY, 5, seed=2)


def test_nothing_is_chosen_from_nothing() -> None:
    assert chosen(Catalogue(()), 5) == []
    assert chosen(LIBRARY, 0) == []


def test_an_excluded_genre_takes_its_narrower_ones_along_and_no_wider_one() -> None:
    assert candidates.belongs_to("Death Metal", "metal")
    assert candidates.belongs_to("dark ambient", "Ambient")
    assert candidates.belongs_to("Qwertz", "qwertz")
    assert candidates.belongs_to("drum and bass", "energetic")
    assert not candidates.belongs_to("electronic", "energetic")
    assert not candidates.belongs_to("metal", "death metal")
    assert not candidates.belongs_to("rock", "metal")
    assert not candidates.belongs_to("jazz", "metal")
