"""The commands that clients may give: their fields, and what each may hold."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NoReturn
from unicodedata import category

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.settings import FEEDS, STRATEGIES
from mopidy_moodcam.vision.browser import BROWSER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FRONTEND: Final = "MoodFrontend"  # actors are looked up at each call: they may start again
SUPERVISOR: Final = "MoodSupervisor"

MAX_NAME: Final = 100  # characters of a genre's name
MAX_GENRES: Final = 50  # picked and excluded ones together
MAX_URI: Final = 2000  # characters of a URI or of a camera's path
SHOWABLE: Final = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
"""What `text` allows, for those who write clients: no control characters, and not blank."""

MAX_SHOWN: Final = 60  # characters of a wrong value that its error repeats


class CommandError(Exception):
    """A command cannot be carried out; the message says why, `status` is for HTTP."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        """Note the sentence and the HTTP status."""
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Field:
    """What a field may hold; `rule` completes the sentence "NAME must be ...".

    `schema` says the same as JSON Schema, where that can say it, for those who write clients.
    """

    rule: str
    allows: Callable[[object], bool]
    schema: Mapping[str, Any]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the method of an actor, whose arguments are named as the fields.

    Without a method it concerns only the WebSocket that it comes from.
    """

    method: str | None
    fields: Mapping[str, Field] = field(default_factory=dict[str, Field])
    actor: str = FRONTEND


def one_of(*choices: object) -> Field:
    """Allow these values, each of its own JSON type."""
    rule = "one of " + ", ".join(json.dumps(choice) for choice in choices)
    return Field(
        rule,
        lambda value: any(type(c) is type(value) and c == value for c in choices),
        {"enum": list(choices)},
    )


def number(low: float, high: float, unit: str, *, optional: bool = False) -> Field:
    """Allow a number from `low` to `high`."""

    def allows(value: object) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return low <= value <= high  # which NaN is not

    return Field(
        f"a number from {low:g} to {high:g} ({unit})",
        allows,
        {"type": "number", "minimum": low, "maximum": high, "description": unit},
        optional,
    )


def text(max_length: int) -> Field:
    """Allow text that can be shown: none of JSON's halves of a character, no control characters."""

    def allows(value: object) -> bool:
        return (
            isinstance(value, str)
            and 0 < len(value) <= max_length
            and bool(value.strip())
            and not any(category(c) in {"Cc", "Cs"} for c in value)
        )

    return Field(
        f"text of 1 to {max_length} characters",
        allows,
        {"type": "string", "maxLength": max_length, "pattern": SHOWABLE},
    )


_TRUTH: Final = (True, False)

COMMANDS: Final[Mapping[str, Command]] = {
    "skip": Command("skip"),
    "playback": Command("playback", {"action": one_of("play", "pause")}),
    "mood": Command(
        "choose_mood",
        {
            "emotion": one_of(*LABELS, None),
            "duration_s": number(1, 86400, "seconds", optional=True),
        },
    ),
    "strategy": Command("choose_strategy", {"strategy": one_of(*STRATEGIES)}),
    "genres": Command(
        "choose_genre", {"genre": text(MAX_NAME), "choice": one_of("pick", "exclude", None)}
    ),
    "feedback": Command("feedback", {"uri": text(MAX_URI), "value": one_of("more", "less", None)}),
    "camera": Command("choose_camera", {"camera": text(MAX_URI)}),
    # Not the frontend's: it must be possible while that one has failed and is not back yet.
    "pause": Command("pause_watching", {"paused": one_of(*_TRUTH)}, SUPERVISOR),
    "feed": Command("choose_feed", {"feed": one_of(*FEEDS)}),
    "pictures": Command(None, {"wanted": one_of(*_TRUTH)}),
}


def check(name: str, given: Mapping[str, object]) -> Command:
    """Return the command of this name if the fields given are right for it.

    Raises CommandError with one sentence that names the field which is not.
    """
    command = COMMANDS.get(name)
    if command is None:
        msg = f"unknown command {shown(name)}: use one of {', '.join(COMMANDS)}"
        raise CommandError(msg, 404)
    for extra in sorted(given.keys() - command.fields.keys()):
        takes = ", ".join(command.fields) or "none"
        msg = f"field {shown(extra)} is unknown to the command {name}: its fields are {takes}"
        raise CommandError(msg)
    for field_name, allowed in command.fields.items():
        if field_name not in given:
            if not allowed.optional:
                msg = f"{field_name} is missing: {name} needs it, and it must be {allowed.rule}"
                raise CommandError(msg)
        elif not allowed.allows(given[field_name]):
            refuse(field_name, allowed.rule, given[field_name])
    return command


def check_for_http(name: str, given: Mapping[str, Any]) -> None:
    """Raise CommandError as `check` does, and for what makes sense over the WebSocket alone."""
    command = check(name, given)
    if command.method is None or given.get("camera") == BROWSER:
        what = name if command.method is None else f"camera {BROWSER}"
        msg = f"{what} concerns the page that asks: send it over the WebSocket /moodcam/ws"
        raise CommandError(msg)


def refuse(name: str, rule: str, value: object) -> NoReturn:
    """Raise CommandError for a field that holds something else than it must."""
    msg = f"{name} must be {rule}, not {shown(value)}"
    raise CommandError(msg)


def shown(value: object) -> str:
    """Return a client's value for a sentence: as JSON, in ASCII, not too long."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    as_json = json.dumps(value)
    return as_json if len(as_json) <= MAX_SHOWN else f"{as_json[:MAX_SHOWN]}..."
