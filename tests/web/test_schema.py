"""What clients may say, field by field."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mopidy_moodcam.web.schema import (
    COMMANDS,
    MAX_NAME,
    MAX_SHOWN,
    CommandError,
    check,
    check_for_http,
)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("skip", {}),
        ("playback", {"action": "play"}),
        ("mood", {"emotion": "sad"}),
        ("mood", {"emotion": None}),
        ("mood", {"emotion": "happy", "duration_s": 1}),
        ("mood", {"emotion": "happy", "duration_s": 86400.0}),
        ("strategy", {"strategy": "elevate"}),
        ("genres", {"genre": "Jazz", "choice": "pick"}),
        ("genres", {"genre": "Neue Deutsche Härte", "choice": None}),
        ("feedback", {"uri": "local:track:a%20b.flac", "value": "less"}),
        ("feedback", {"uri": "local:track:🎵", "value": None}),
        ("camera", {"camera": "/dev/video0"}),
        ("camera", {"camera": "browser"}),
        ("pause", {"paused": False}),
        ("feed", {"feed": "landmarks"}),
        ("pictures", {"wanted": True}),
    ],
)
def test_a_right_command_passes(name: str, fields: dict[str, Any]) -> None:
    assert check(name, fields) is COMMANDS[name]


@pytest.mark.parametrize(
    ("name", "fields", "sentence"),
    [
        ("mood", {}, 'emotion is missing: mood needs it, and it must be one of "neutral"'),
        ("mood", {"emotion": "hungry"}, 'emotion must be one of "neutral", "happy"'),
        ("mood", {"emotion": "hungry"}, 'null, not "hungry"'),
        ("mood", {"emotion": ["sad"]}, "not a list"),
        ("mood", {"emotion": "sad", "duration_s": 0}, "duration_s must be a number from 1 to"),
        ("mood", {"emotion": "sad", "duration_s": 86401}, "duration_s must be a number"),
        ("mood", {"emotion": "sad", "duration_s": True}, "duration_s must be a number"),
        ("mood", {"emotion": "sad", "duration_s": "60"}, 'not "60"'),
        ("mood", {"emotion": "sad", "duration_s": None}, "not null"),
        ("mood", {"emotion": "sad", "duration_s": float("nan")}, "duration_s must be a number"),
        ("mood", {"emotion": "sad", "duration_s": 10**400}, "duration_s must be a number"),
        ("pause", {"paused": 1}, "paused must be one of true, false, not 1"),
        ("pause", {"paused": None}, "paused must be one of true, false, not null"),
        ("skip", {"far": True}, 'field "far" is unknown to the command skip: its fields are none'),
        ("feed", {"feed": "video", "x": 1}, 'field "x" is unknown to the command feed'),
        ("genres", {"genre": "jazz"}, "choice is missing"),
        ("genres", {"genre": "", "choice": "pick"}, "genre must be text of 1 to 100 characters"),
        ("genres", {"genre": " ", "choice": "pick"}, "genre must be text"),
        ("genres", {"genre": "a\nb", "choice": "pick"}, "genre must be text"),
        ("genres", {"genre": "\ud800", "choice": "pick"}, "genre must be text"),
        ("genres", {"genre": "a\x85b", "choice": "pick"}, "genre must be text"),
        ("genres", {"genre": 7, "choice": "pick"}, "genre must be text"),
        ("genres", {"genre": "x" * (MAX_NAME + 1), "choice": "pick"}, "genre must be text"),
        ("genres", {"genre": "jazz", "choice": "ban"}, 'choice must be one of "pick", "exclude"'),
        ("feedback", {"uri": {}, "value": "more"}, "uri must be text of 1 to 2000 characters"),
        ("feedback", {"uri": "a:b", "value": "most"}, 'value must be one of "more", "less", null'),
        ("camera", {"camera": None}, "camera must be text"),
        ("feed", {"feed": "audio"}, 'feed must be one of "video", "landmarks", "off"'),
        ("pictures", {"wanted": "yes"}, "wanted must be one of true, false"),
    ],
)
def test_a_wrong_field_is_named_with_what_it_must_be(
    name: str, fields: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CommandError) as caught:
        check(name, fields)
    assert sentence in str(caught.value)
    assert caught.value.status == 400


@pytest.mark.parametrize("name", ["dance", "__init__", "", "\ud800"])
def test_an_unknown_command_is_told_the_known_ones(name: str) -> None:
    with pytest.raises(CommandError, match=r"unknown command .*: use one of skip, ") as caught:
        check(name, {})
    assert caught.value.status == 404


def test_a_long_value_is_not_repeated_in_full() -> None:
    with pytest.raises(CommandError) as caught:
        check("feed", {"feed": "x" * 4000})
    assert len(str(caught.value)) < MAX_SHOWN + 200


@pytest.mark.parametrize(
    ("name", "fields", "sentence"),
    [
        ("pictures", {"wanted": True}, "pictures concerns the page that asks"),
        ("camera", {"camera": "browser"}, "camera browser concerns the page that asks"),
        ("camera", {}, "camera is missing"),
    ],
)
def test_what_concerns_one_page_is_refused_over_http(
    name: str, fields: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        check_for_http(name, fields)


def test_other_cameras_can_be_chosen_over_http() -> None:
    check_for_http("camera", {"camera": "demo"})


TEXTS = st.sampled_from(["", " ", "sad", "pick", "browser", "\0", "\ud800", "🎵", "x" * 3000])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=3,
)
NAMES = sorted({name for command in COMMANDS.values() for name in command.fields} | {"x"})


@settings(deadline=None)
@given(st.sampled_from(sorted(COMMANDS)), st.dictionaries(st.sampled_from(NAMES), JSON))
def test_whatever_comes_is_taken_or_refused_in_a_sentence_that_can_be_sent(
    name: str, fields: dict[str, Any]
) -> None:
    try:
        check(name, fields)
    except CommandError as error:
        json.dumps({"error": str(error)}, ensure_ascii=False).encode()
    else:
        json.dumps(fields, ensure_ascii=False).encode()
