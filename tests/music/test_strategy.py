from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.music.rules import load_rules
from mopidy_moodcam.music.strategy import STEP, Journey, Stop, legs, length, stops, walked_to
from mopidy_moodcam.settings import Strategy

RULES = load_rules(None)
WAY = (Stop("a", (-0.5, 0.0)), Stop("b", (0.0, 0.0)), Stop("c", (0.5, 0.0)))


def shares(journey: Journey, emotion: str, **where: object) -> list[tuple[str, int]]:
    way = stops(RULES, emotion, "elevate")
    return [
        (leg.stop.label, leg.count) for leg in journey.plan(emotion, "elevate", way, 10, **where)
    ]


def test_match_stays_with_the_emotion() -> None:
    (stop,) = stops(RULES, "sad", "match")
    assert stop.place == (-0.7, -0.5)
    assert stop.genres == RULES["sad"].genres


def test_elevate_begins_at_the_emotion_and_takes_the_rules_steps() -> None:
    labels = [stop.label for stop in stops(RULES, "sad", "elevate")]
    assert labels == ["sad", "sad → neutral", "sad → happy"]


def test_balance_goes_to_what_the_rule_puts_against_the_emotion() -> None:
    (stop,) = stops(RULES, "angry", "balance")
    assert set(stop.genres) == {"ambient", "classical", "lo-fi"}
    assert stop.place[1] < 0


def test_nowhere_to_go_is_staying() -> None:
    for strategy in get_args(Strategy):
        assert [stop.label for stop in stops(RULES, "happy", strategy)] == ["happy"]


def test_tracks_are_shared_by_the_way_between_the_stops() -> None:
    assert [(leg.stop.label, leg.count) for leg in legs(WAY, 5, 0.25)] == [
        ("a", 1),
        ("b", 2),
        ("c", 2),
    ]


def test_legs_lead_from_the_stop_before_to_the_one_after() -> None:
    first, second, last = legs(WAY, 5, 0.25, origin=(-0.5, 1.0))
    assert first.direction == (0.5, -1.0)
    assert second.direction == (1.0, 0.0)
    assert last.direction == (0.5, 0.0)
    assert legs(WAY[:1], 3, 0.25)[0].direction == (0.0, 0.0)


def test_the_nearest_point_of_a_way_is_found() -> None:
    assert walked_to(WAY, (-0.9, 0.3)) == 0.0
    assert walked_to(WAY, (0.1, 0.8)) == pytest.approx(0.6)
    assert walked_to(WAY, (5.0, 0.0)) == pytest.approx(1.0)
    assert length(WAY) == pytest.approx(1.0)


def test_a_long_way_takes_as_many_tracks_as_it_is_long_and_ends_in_one_list() -> None:
    way = stops(RULES, "sad", "elevate")
    for count in (4, 10, 50):
        plan = Journey().plan("sad", "elevate", way, count)
        assert plan[-1].stop is way[-1]
        assert sum(leg.count for leg in plan) == count
    before_the_last = sum(leg.count for leg in plan[:-1])
    assert before_the_last <= length(way) / STEP


def test_the_music_goes_on_from_where_it_is() -> None:
    journey = Journey()
    assert shares(journey, "sad") == [("sad", 2), ("sad → neutral", 4), ("sad → happy", 4)]
    for _ in range(3):
        journey.heard()
    assert shares(journey, "sad") == [("sad → neutral", 3), ("sad → happy", 7)]
    assert shares(journey, "sad", ahead=2) == [("sad → neutral", 1), ("sad → happy", 9)]
    for _ in range(9):
        journey.heard()
    assert shares(journey, "sad") == [("sad → happy", 10)]


def test_after_silence_the_way_begins_anew() -> None:
    journey = Journey()
    first = shares(journey, "sad")
    for _ in range(9):
        journey.heard()
    assert shares(journey, "sad", silent=True) == first


def test_a_better_mood_goes_on_from_the_music_and_a_worse_one_is_met() -> None:
    journey = Journey()
    shares(journey, "sad")
    assert shares(journey, "neutral", music=(0.8, 0.4)) == [("neutral → happy", 10)]
    assert shares(journey, "sad", music=(0.8, 0.4))[0] == ("sad", 2)


def test_a_worse_mood_is_met_from_where_the_music_is() -> None:
    journey = Journey()
    shares(journey, "happy")
    way = stops(RULES, "sad", "elevate")
    first = journey.plan("sad", "elevate", way, 10, music=(0.8, 0.4))[0]
    assert first.direction == pytest.approx((-0.8, -0.4))


@settings(deadline=None)
@given(
    st.sampled_from(LABELS),
    st.sampled_from(get_args(Strategy)),
    st.integers(1, 100),
    st.floats(0, 5),
)
def test_every_track_of_a_list_has_a_stop(
    emotion: str, strategy: Strategy, count: int, walked: float
) -> None:
    plan = legs(stops(RULES, emotion, strategy), count, STEP, walked)
    assert sum(leg.count for leg in plan) == count
    assert all(leg.count > 0 for leg in plan)
