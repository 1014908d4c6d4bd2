from __future__ import annotations

import pytest

from mopidy_moodcam.music.catalogue import Catalogue
from mopidy_moodcam.music.history import (
    PLAYED_HALF_LIFE_S,
    REMEMBERED,
    SKIPPED_HALF_LIFE_S,
    STALE,
    History,
)
from tests.clock import Clock
from tests.music.shelves import shelf, track

TRACKS = shelf("Dance", 3)
LIBRARY = Catalogue((*TRACKS, track("Dance0", "Dance", source="m3u:sun.m3u8")))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def history(clock: Clock) -> History:
    return History(clock)


def test_a_track_is_as_fresh_as_long_ago_it_was_heard(history: History, clock: Clock) -> None:
    assert history.freshness(LIBRARY).tolist() == [1, 1, 1, 1]
    history.played("dummy:Dance0")
    assert history.freshness(LIBRARY).tolist() == pytest.approx([STALE, 1, 1, STALE])
    clock.now_s += PLAYED_HALF_LIFE_S
    assert history.freshness(LIBRARY)[0] == pytest.approx((1 + STALE) / 2)


def test_a_skipped_track_needs_longer(history: History, clock: Clock) -> None:
    history.played("dummy:Dance0")
    history.skipped("dummy:Dance1")
    clock.now_s += SKIPPED_HALF_LIFE_S
    played, skipped, *_ = history.freshness(LIBRARY).tolist()
    assert skipped == pytest.approx((1 + STALE) / 2)
    assert played > 0.99


@pytest.mark.parametrize(
    ("age_s", "words"),
    [
        (0, "played just now"),
        (90, "played 1 min ago"),
        (7200, "played 2 h ago"),
        (6 * 86400, "played 6 d ago"),
        (8 * 86400, "not played this week"),
    ],
)
def test_freshness_is_said_in_words(
    history: History, clock: Clock, age_s: float, words: str
) -> None:
    assert history.reason("dummy:Dance0") == "not played yet"
    history.played("dummy:Dance0")
    clock.now_s += age_s
    assert history.reason("dummy:Dance0") == words


def test_a_clock_set_back_does_no_harm(history: History, clock: Clock) -> None:
    history.played("dummy:Dance0")
    clock.now_s -= 1e6
    assert history.freshness(LIBRARY)[0] == pytest.approx(STALE)
    assert history.reason("dummy:Dance0") == "played just now"


def test_what_was_heard_while_the_clock_was_years_ahead_is_not_just_heard_for_years(
    history: History, clock: Clock
) -> None:
    clock.now_s += 50 * 365 * 86400
    history.played("dummy:Dance0")
    history.skipped("dummy:Dance1")
    clock.now_s -= 50 * 365 * 86400
    assert history.freshness(LIBRARY).tolist() == [1, 1, 1, 1]
    assert history.played_ago_s("dummy:Dance0") == float("inf")
    assert history.reason("dummy:Dance1") == "skipped some time ago"


def test_what_was_heard_before_the_clock_was_set_is_long_ago(
    history: History, clock: Clock
) -> None:
    now_s, clock.now_s = clock.now_s, 0.0
    history.played("dummy:Dance0")
    clock.now_s = now_s
    assert history.freshness(LIBRARY)[0] == 1
    assert history.reason("dummy:Dance0") == "not played this week"


def test_only_the_last_tracks_are_remembered(history: History, clock: Clock) -> None:
    for number in range(REMEMBERED + 5):
        clock.now_s += 1
        history.played(f"dummy:{number}")
    assert len(history.dump()["played"]) == REMEMBERED
    assert history.last_played(2) == [f"dummy:{REMEMBERED + 3}", f"dummy:{REMEMBERED + 4}"]
    assert history.last_played(5, within_s=1) == history.last_played(2)


def test_what_was_stored_is_taken_up(history: History, clock: Clock) -> None:
    history.played("dummy:Dance0")
    history.skipped("dummy:Dance1")
    other = History(clock)
    other.load(history.dump())
    assert other.freshness(LIBRARY).tolist() == history.freshness(LIBRARY).tolist()
