"""What is published of a state, and when."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mopidy_moodcam.mood import Mood
from mopidy_moodcam.mqtt.topics import NUMBERS_EVERY_S, News, at_rest, messages
from mopidy_moodcam.settings import Settings
from mopidy_moodcam.web.parts import first_state, mood_part
from tests.clock import Clock
from tests.test_extension import checked

TRACK = {
    "uri": "local:track:one.ogg",
    "name": "One",
    "artists": ["A", "B"],
    "genre": "Pop",
    "ours": True,
    "reasons": ["pop suits happy"],
    "feedback": None,
}


def state(**parts: Any) -> Any:
    values, _ = checked()
    first = first_state(Settings.read({"moodcam": values}), ["video", "landmarks", "off"])
    return {**first, "errors": [], **parts}


def mood(emotion: str = "happy", confidence: float = 0.8, source: Any = "face") -> Any:
    return mood_part(Mood(emotion, confidence, 0.5, 0.25, 10.0, source), 1000.0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def news(clock: Clock) -> News:
    return News(clock)


def test_every_topic_is_said_first(news: News) -> None:
    said = news.take(
        state(
            mood=mood(confidence=0.8149),
            genres=["pop", "dance"],
            playing=TRACK,
            player="playing",
            errors=["The library has no tracks"],
        )
    )
    assert {topic: said[topic] for topic in ("chosen_mood", "strategy", "watching")} == {
        "chosen_mood": "automatic",
        "strategy": "match",
        "watching": "ON",
    }
    as_json = {
        topic: json.loads(said[topic]) for topic in ("mood", "playing", "genres", "problems")
    }
    assert as_json == {
        "mood": {
            "emotion": "happy",
            "emoji": "😄",
            "confidence": 0.81,
            "valence": 0.5,
            "arousal": 0.25,
            "source": "face",
        },
        "playing": {
            "player": "playing",
            "title": "One",
            "artists": ["A", "B"],
            "genre": "Pop",
            "ours": True,
            "reasons": ["pop suits happy"],
        },
        "genres": {"genres": ["pop", "dance"], "picked": [], "excluded": []},
        "problems": {"problems": ["The library has no tracks"]},
    }
    assert len(said) == 7


def test_only_what_changes_is_said_again(news: News) -> None:
    news.take(state())
    assert news.take(state(face={"box": [1, 2, 3, 4], "landmarks": {}}, timing_ms={})) == {}
    assert news.take(state(watching=False)) == {"watching": "OFF"}
    assert news.take(state(watching=False, strategy="elevate")) == {"strategy": "elevate"}


def test_a_new_mood_is_said_at_once_and_drifting_numbers_now_and_then(
    news: News, clock: Clock
) -> None:
    news.take(state(mood=mood("happy", 0.8)))
    assert news.take(state(mood=mood("happy", 0.7))) == {}
    assert [*news.take(state(mood=mood("sad", 0.6)))] == ["mood"]
    clock.now_s += NUMBERS_EVERY_S - 0.1
    assert news.take(state(mood=mood("sad", 0.9))) == {}
    clock.now_s += 0.1
    assert json.loads(news.take(state(mood=mood("sad", 0.9)))["mood"])["confidence"] == 0.9
    clock.now_s += NUMBERS_EVERY_S
    assert news.take(state(mood=mood("sad", 0.9))) == {}, "nothing has drifted"


def test_a_mood_by_hand_is_the_one_chosen(news: News) -> None:
    news.take(state(mood=mood("sad")))
    assert news.take(state(mood=mood("sad", source="manual")))["chosen_mood"] == "sad"
    assert news.take(state(mood=mood("sad")))["chosen_mood"] == "automatic"


def test_nothing_of_a_person_is_left_behind() -> None:
    left = messages(
        at_rest(
            state(
                mood=mood("sad", source="manual"),
                playing=TRACK,
                player="playing",
                genres=["slow ballads"],
                errors=["camera 0 went away"],
            )
        )
    )
    assert json.loads(left["mood"].payload)["emotion"] == "unknown"
    assert left["chosen_mood"].payload == "automatic"
    assert json.loads(left["playing"].payload)["title"] is None
    text = " ".join(message.payload for message in left.values())
    for word in ("sad", "One", "ballads", "went away"):
        assert word not in text


def test_no_picture_nor_landmark_is_published() -> None:
    face = {"box": [11, 22, 33, 44], "landmarks": {"mouth": [[12345, 54321]]}}
    expression = {"happy": 0.98765}
    text = json.dumps(
        {t: m.payload for t, m in messages(state(face=face, expression=expression)).items()}
    )
    assert "12345" not in text
    assert "98765" not in text
