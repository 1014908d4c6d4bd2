from __future__ import annotations

import pytest

from mopidy_moodcam.music.weights import Weights, parse_weights


def test_what_is_not_named_keeps_its_default() -> None:
    assert parse_weights("") == Weights()
    assert parse_weights("mood 3, user 0.5,") == Weights(mood=3, user=0.5)


@pytest.mark.parametrize(
    "text",
    ["mod 3", "mood", "mood x", "mood -1", "mood nan", "user inf", "user 1, user 2", "mood: 3"],
)
def test_anything_else_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(ValueError, match="write each of mood, context, user, freshness, variety"):
        parse_weights(text)


def test_the_mood_must_count() -> None:
    with pytest.raises(ValueError, match="mood must have a weight above 0"):
        parse_weights("mood 0")
