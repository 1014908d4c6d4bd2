from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mopidy_moodcam.music.decision import Ideals, scorer, topsis, weighted_product

# The choice of a fighter aircraft in Hwang and Yoon (1981): speed, range, payload, cost,
# reliability and manoeuvrability. Cost is better when less, so it stands here below zero.
AIRCRAFT = np.array(
    [
        [2.0, 1500, 20000, -5.5, 5, 9],
        [2.5, 2700, 18000, -6.5, 3, 5],
        [1.8, 2000, 21000, -4.5, 7, 7],
        [2.2, 1800, 20000, -5.0, 5, 5],
    ],
    np.float32,
)
WEIGHTS = np.array([0.2, 0.1, 0.1, 0.1, 0.2, 0.3], np.float32)


def test_topsis_gives_the_closeness_of_the_book_it_comes_from() -> None:
    closeness = topsis(AIRCRAFT, Ideals.among(AIRCRAFT, WEIGHTS))
    assert closeness == pytest.approx([0.643, 0.268, 0.613, 0.312], abs=0.001)


def test_topsis_gives_1_to_the_best_in_all_and_0_to_the_worst_in_all() -> None:
    values = np.array([[1.0, 0.9], [0.5, 0.9], [0.2, 0.1]], np.float32)
    closeness = topsis(values, Ideals.among(values, np.ones(2, np.float32)))
    assert closeness[0] == 1.0
    assert closeness[2] == 0.0


def test_what_is_the_same_for_all_changes_nothing() -> None:
    values = np.array([[0.9], [0.4], [0.6]], np.float32)
    more = np.hstack([values, np.full((3, 1), 0.7, np.float32)])
    for method in ("topsis", "product"):
        one = scorer(method, values, np.ones(1, np.float32), np.ones(1, np.float32))
        two = scorer(method, more, np.ones(2, np.float32), np.ones(2, np.float32))
        assert one(values).argsort().tolist() == two(more).argsort().tolist()


def test_the_same_alternatives_are_all_ideal() -> None:
    values = np.full((3, 2), 0.4, np.float32)
    assert topsis(values, Ideals.among(values, np.ones(2, np.float32))).tolist() == [1, 1, 1]


def test_the_weighted_product_is_the_weighted_geometric_mean() -> None:
    values = np.array([[0.25, 1.0], [0.5, 0.5]], np.float32)
    assert weighted_product(values, np.array([1, 1], np.float32)) == pytest.approx([0.5, 0.5])
    assert weighted_product(values, np.array([3, 1], np.float32)) == pytest.approx(
        [0.25**0.75, 0.5]
    )


def test_the_ratio_of_two_products_does_not_depend_on_units() -> None:
    values = np.array([[0.2, 0.8], [0.4, 0.3]], np.float32)
    there = weighted_product(values, WEIGHTS[:2])
    elsewhere = weighted_product(values * np.array([0.5, 0.1], np.float32), WEIGHTS[:2])
    assert there[0] / there[1] == pytest.approx(elsewhere[0] / elsewhere[1], rel=1e-4)


def test_a_single_zero_does_not_veto() -> None:
    values = np.array([[0.0, 1.0], [0.0, 0.5]], np.float32)
    scores = weighted_product(values, np.ones(2, np.float32))
    assert scores[0] > scores[1] > 0


@settings(deadline=None)
@given(
    st.lists(st.lists(st.floats(0, 1, width=32), min_size=3, max_size=3), min_size=1, max_size=9),
    st.integers(0, 8),
    st.integers(0, 2),
)
def test_more_of_a_criterion_never_scores_less(
    rows: list[list[float]], row: int, column: int
) -> None:
    values = np.array(rows, np.float32)
    less = values.copy()
    less[row % len(rows), column] *= np.float32(0.5)
    weights = np.array([3, 2, 1], np.float32)
    for method in ("topsis", "product"):
        score = scorer(method, values, weights, np.zeros(3, np.float32))
        assert np.all(score(values) - score(less) >= -1e-5)
        assert np.all((score(values) >= 0) & (score(values) <= 1 + 1e-6))
