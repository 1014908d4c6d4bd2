"""What is remembered of the last half hour."""

from __future__ import annotations

import json
from typing import Any

import pytest
from mopidy.models import Artist, Track

from mopidy_moodcam.mood import Mood
from mopidy_moodcam.music.view import MAX_URI
from mopidy_moodcam.web.timeline import KEPT_S, MAX_MOODS, MAX_TRACKS, MOOD_EVERY_S, Timeline
from tests.clock import Clock
from tests.odd_tracks import NOTHING

START_S = 1_000_000.0


@pytest.fixture
def clock() -> Clock:
    return Clock(START_S)


@pytest.fixture
def timeline(clock: Clock) -> Timeline:
    return Timeline(clock)


def moods(timeline: Timeline) -> list[dict[str, Any]]:
    return json.loads(timeline.as_json())["moods"]


def tracks(timeline: Timeline) -> list[dict[str, Any]]:
    return json.loads(timeline.as_json())["tracks"]


def test_a_mood_is_noted_in_numbers_and_names(timeline: Timeline) -> None:
    timeline.add_mood(Mood("happy", 0.81234, 0.5, 0.25, 10.0), face_seen=True)
    assert moods(timeline) == [
        {
            "time": START_S,
            "emotion": "happy",
            "confidence": 0.812,
            "valence": 0.5,
            "arousal": 0.25,
            "source": "face",
        }
    ]


def test_each_change_is_noted_and_nothing_else_while_no_face_is_seen(
    timeline: Timeline, clock: Clock
) -> None:
    for mood in (Mood(), Mood("sad"), Mood("sad"), Mood("sad", source="manual")):
        timeline.add_mood(mood, face_seen=False)
        clock.now_s += 60
    assert [(m["emotion"], m["source"]) for m in moods(timeline)] == [
        ("unknown", "face"),
        ("sad", "face"),
        ("sad", "manual"),
    ]


def test_a_face_that_stays_is_noted_now_and_then(timeline: Timeline, clock: Clock) -> None:
    for _ in range(4 * 60 + 1):
        timeline.add_mood(Mood("happy"), face_seen=True)
        clock.now_s += 0.25
    times = [mood["time"] - START_S for mood in moods(timeline)]
    assert times == [n * MOOD_EVERY_S for n in range(7)]


def test_a_track_is_noted_with_the_mood_of_then(timeline: Timeline, clock: Clock) -> None:
    artists = [Artist(name="B"), Artist(name="A"), Artist()]
    timeline.add_track(Track(uri="a:1", name="One", artists=artists), "happy")
    clock.now_s += 5
    timeline.add_track(Track(uri="a:2"), "unknown")
    assert tracks(timeline) == [
        {"time": START_S, "uri": "a:1", "name": "One", "artists": ["A", "B"], "emotion": "happy"},
        {"time": START_S + 5, "uri": "a:2", "name": "a:2", "artists": [], "emotion": "unknown"},
    ]
    assert timeline.has("a:2")
    assert not timeline.has("a:3")


def test_what_is_older_than_half_an_hour_is_forgotten(timeline: Timeline, clock: Clock) -> None:
    for emotion in ("happy", "sad"):
        timeline.add_mood(Mood(emotion), face_seen=False)
        timeline.add_track(Track(uri=f"a:{emotion}"), emotion)
        clock.now_s += 60
    clock.now_s = START_S + KEPT_S + 30
    assert [track["uri"] for track in tracks(timeline)] == ["a:sad"]
    assert [mood["emotion"] for mood in moods(timeline)] == ["happy", "sad"]
    clock.now_s += 30
    assert [mood["emotion"] for mood in moods(timeline)] == ["sad"]


def test_a_mood_that_lasts_stands_at_the_beginning_of_the_half_hour(
    timeline: Timeline, clock: Clock
) -> None:
    timeline.add_mood(Mood("sad", source="manual"), face_seen=False)
    clock.now_s += 3 * KEPT_S
    assert [mood["time"] for mood in moods(timeline)] == [clock.now_s - KEPT_S]


def test_memory_is_bounded(timeline: Timeline) -> None:
    for number in range(2 * MAX_MOODS):
        timeline.add_mood(Mood(("happy", "sad")[number % 2]), face_seen=True)
        timeline.add_track(Track(uri=f"a:{number}"), "happy")
    assert len(moods(timeline)) == MAX_MOODS
    assert len(tracks(timeline)) == MAX_TRACKS


def test_a_track_of_nothing_and_one_with_an_endless_uri_are_noted(timeline: Timeline) -> None:
    timeline.add_track(NOTHING, "happy")
    timeline.add_track(Track(uri="x:" + "u" * 1_000_000), "happy")
    nothing, endless = tracks(timeline)
    assert (nothing["uri"], nothing["name"]) == ("", "")
    assert len(endless["uri"]) == MAX_URI


def test_a_clock_that_is_set_back_leaves_nothing_in_the_future(
    timeline: Timeline, clock: Clock
) -> None:
    timeline.add_mood(Mood("sad"), face_seen=True)
    timeline.add_track(Track(uri="a:sad"), "sad")
    clock.now_s -= 1_000 * KEPT_S
    assert (moods(timeline), tracks(timeline)) == ([], [])
    begin_s = clock.now_s
    for _ in range(4):
        timeline.add_mood(Mood("sad"), face_seen=True)
        clock.now_s += MOOD_EVERY_S
    timeline.add_track(Track(uri="a:happy"), "happy")
    assert [mood["time"] - begin_s for mood in moods(timeline)] == [
        n * MOOD_EVERY_S for n in range(4)
    ]
    clock.now_s -= 1.5 * MOOD_EVERY_S
    timeline.add_mood(Mood("happy"), face_seen=True)
    assert [mood["emotion"] for mood in moods(timeline)] == ["sad", "sad", "sad", "happy"]
    assert tracks(timeline) == []
