"""From a client's message to the frontend."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pykka
import pytest

from mopidy_moodcam.web.control import MAX_MESSAGE, CommandError, Control, parse

if TYPE_CHECKING:
    from collections.abc import Iterator


class MoodFrontend(pykka.ThreadingActor):
    """Writes down what it is told; found by the name of its class, as the real one is."""

    def __init__(self) -> None:
        super().__init__()
        self.feed = "the feed"
        self.told: list[tuple[Any, ...]] = []

    def skip(self) -> None:
        self.told.append(("skip",))

    def choose_mood(self, emotion: str | None) -> None:
        self.told.append(("mood", emotion))

    def choose_strategy(self, strategy: str) -> None:
        self.told.append(("strategy", strategy))

    def pause_watching(self, paused: bool) -> None:  # noqa: FBT001
        self.told.append(("pause", paused))

    def playback(self, action: str) -> None:
        self.told.append(("playback", action))


@pytest.fixture
def control() -> Iterator[Control]:
    with ThreadPoolExecutor(1) as executor:
        yield Control(executor)


@pytest.fixture
def frontend() -> Iterator[Any]:
    reference = MoodFrontend.start()
    yield reference.proxy()
    reference.stop()


@pytest.mark.parametrize(
    ("name", "fields", "told"),
    [
        ("skip", {}, ("skip",)),
        ("mood", {"emotion": "sad"}, ("mood", "sad")),
        ("mood", {"emotion": None}, ("mood", None)),
        ("strategy", {"strategy": "elevate"}, ("strategy", "elevate")),
        ("pause", {"paused": True}, ("pause", True)),
        ("playback", {"action": "pause"}, ("playback", "pause")),
    ],
)
def test_a_command_reaches_the_frontend(
    control: Control, frontend: Any, name: str, fields: dict[str, Any], told: tuple[Any, ...]
) -> None:
    asyncio.run(control.run(name, fields))
    assert frontend.told.get() == [told]


@pytest.mark.parametrize(
    ("name", "fields", "sentence"),
    [
        ("dance", {}, "unknown command 'dance': use one of skip, mood, strategy, pause, playback"),
        ("__init__", {}, "unknown command"),
        ("mood", {}, "field 'emotion' is missing in the command mood"),
        ("mood", {"emotion": "hungry"}, "field 'emotion' of the command mood must be one of"),
        ("mood", {"emotion": ["sad"]}, "field 'emotion' of the command mood must be one of"),
        ("pause", {"paused": 1}, "field 'paused' of the command pause must be one of true, false"),
        ("skip", {"far": True}, "field 'far' is unknown to the command skip"),
    ],
)
def test_a_wrong_command_is_refused_with_the_name_of_the_field(
    control: Control, frontend: Any, name: str, fields: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CommandError) as caught:
        asyncio.run(control.run(name, fields))
    assert sentence in str(caught.value)
    assert frontend.told.get() == []


def test_without_a_frontend_the_answer_says_so(control: Control) -> None:
    with pytest.raises(CommandError, match="MoodCam is not running") as caught:
        asyncio.run(control.feed())
    assert caught.value.status == 503


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 4000, "not JSON"),
        ("[]", "not a JSON object"),
        ("1", "not a JSON object"),
        (b"\xff\xfe", "not JSON"),
        (" " * (MAX_MESSAGE + 1), "too long"),
    ],
)
def test_what_is_no_message_is_refused(text: str | bytes, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        parse(text)
