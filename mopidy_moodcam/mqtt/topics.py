"""What is published below the base topic, and when it is news; docs/mqtt.md explains each topic."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.mood import Mood
from mopidy_moodcam.web.parts import mood_part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mopidy_moodcam.web.state import MoodPart, State, TrackPart

AVAILABILITY: Final = "availability"
ONLINE: Final = "online"
OFFLINE: Final = "offline"
COMMANDS: Final = "command"  # one topic below it for each command
ON: Final = "ON"
OFF: Final = "OFF"
AUTOMATIC: Final = "automatic"
"""The chosen mood while nobody has chosen one."""

NUMBERS_EVERY_S: Final = 5.0
"""How often numbers that drift alone are news: a smart home stores every value it is told."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a topic says; `news` is the part of it that is told at once when it changes."""

    payload: str
    news: str


def messages(state: Mapping[str, Any]) -> dict[str, Message]:
    """Return what each topic says of a whole state."""
    mood = state["mood"]
    chosen = mood["emotion"] if mood["source"] == "manual" else AUTOMATIC
    said = {
        "chosen_mood": chosen,
        "strategy": state["strategy"],
        "watching": ON if state["watching"] else OFF,
        "genres": _as_json(
            {
                "genres": state["genres"],
                "picked": state["picked_genres"],
                "excluded": state["excluded_genres"],
            }
        ),
        "playing": _as_json(_playing(state["playing"], state["player"])),
        "problems": _as_json({"problems": state["errors"]}),
    }
    return {
        "mood": Message(_as_json(_mood(mood)), f"{mood['emotion']} {mood['source']}"),
        **{topic: Message(payload, payload) for topic, payload in said.items()},
    }


def at_rest(state: State) -> State:
    """Return the state as it is left behind: a broker keeps it, and a mood is nobody's business."""
    return {
        **state,
        "mood": mood_part(Mood(), epoch_s=0.0),
        "genres": [],
        "player": "stopped",
        "playing": None,
        "errors": [],
    }


class News:
    """Tells which topics have something to say that was not said yet."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with nothing said; `clock` gives seconds."""
        self._clock = clock
        self._said: dict[str, tuple[Message, float]] = {}

    def take(self, state: Mapping[str, Any]) -> dict[str, str]:
        """Return the payloads to publish now, by topic, and take them for said."""
        now_s = self._clock()
        news = {
            topic: message
            for topic, message in messages(state).items()
            if self._is_news(topic, message, now_s)
        }
        self._said.update({topic: (message, now_s) for topic, message in news.items()})
        return {topic: message.payload for topic, message in news.items()}

    def _is_news(self, topic: str, message: Message, now_s: float) -> bool:
        if topic not in self._said:
            return True
        said, at_s = self._said[topic]
        drifted = message.payload != said.payload and now_s - at_s >= NUMBERS_EVERY_S
        return drifted or message.news != said.news


def _mood(mood: MoodPart) -> dict[str, Any]:
    numbers = {name: round(mood[name], 2) for name in ("confidence", "valence", "arousal")}
    return {"emotion": mood["emotion"], "emoji": mood["emoji"], **numbers, "source": mood["source"]}


def _playing(track: TrackPart | None, player: str) -> dict[str, Any]:
    return {
        "player": player,
        "title": track["name"] if track else None,
        "artists": track["artists"] if track else [],
        "genre": track["genre"] if track else "",
        "ours": bool(track and track["ours"]),
        "reasons": track["reasons"] if track else [],
    }


def _as_json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
