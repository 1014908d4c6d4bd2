"""Likes fade with time, and no jump of the clock takes them away."""

from __future__ import annotations

import pytest

from mopidy_moodcam.music.tallies import HALF_LIFE_S, Tallies
from tests.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tallies(clock: Clock) -> Tallies:
    made = Tallies(clock, limit=10)
    made.add("jazz", 8.0, 2.0)
    return made


def test_likes_and_dislikes_count_half_after_a_half_life(tallies: Tallies, clock: Clock) -> None:
    clock.now_s += HALF_LIFE_S
    assert tallies.of("jazz") == pytest.approx((4.0, 1.0))


def test_a_clock_set_back_takes_nothing_away_and_adds_nothing(
    tallies: Tallies, clock: Clock
) -> None:
    clock.now_s = 0.0
    assert tallies.of("jazz") == (8.0, 2.0)
    tallies.add("jazz", 1.0, 0.0)
    assert tallies.of("jazz") == (9.0, 2.0)


def test_a_machine_that_starts_in_1970_loses_nothing_when_its_clock_is_set(
    tallies: Tallies, clock: Clock
) -> None:
    now_s, clock.now_s = clock.now_s, 0.0
    tallies.add("jazz", 1.0, 0.0)
    clock.now_s = now_s
    assert tallies.of("jazz") == (9.0, 2.0)


def test_a_clock_set_forward_and_back_again_takes_nothing_away(
    tallies: Tallies, clock: Clock
) -> None:
    clock.now_s += 50 * 365 * 86400
    assert tallies.of("jazz") == pytest.approx((0.0, 0.0), abs=1e-9)
    clock.now_s -= 50 * 365 * 86400
    assert tallies.of("jazz") == (8.0, 2.0)
