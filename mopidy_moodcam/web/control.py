"""From a client's message to a call of the frontend, off the event loop."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from operator import attrgetter, methodcaller
from typing import TYPE_CHECKING, Any, Final, cast

import pykka

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.settings import STRATEGIES

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from mopidy_moodcam.web.feed import Feed

ANSWER_TIMEOUT_S: Final = 5.0
MAX_MESSAGE: Final = 4096  # characters: no command is longer


class CommandError(Exception):
    """A command cannot be carried out; the message says why, `status` is for HTTP."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        """Note the sentence and the HTTP status."""
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Command:
    """What a command does: the frontend's method, and its one field with the values allowed."""

    method: str
    field: str | None = None
    choices: tuple[object, ...] = ()


COMMANDS: Final = {
    "skip": Command("skip"),
    "mood": Command("choose_mood", "emotion", (*LABELS, None)),
    "strategy": Command("choose_strategy", "strategy", STRATEGIES),
    "pause": Command("pause_watching", "paused", (True, False)),
    "playback": Command("playback", "action", ("play", "pause")),
}


def parse(text: str | bytes) -> dict[str, Any]:
    """Return a client's message as an object; raise CommandError if it is none."""
    if len(text) > MAX_MESSAGE:
        msg = f"the message is too long: at most {MAX_MESSAGE} characters"
        raise CommandError(msg, 413)
    try:
        message = json.loads(text)
    except (ValueError, RecursionError) as error:
        msg = "the message is not JSON"
        raise CommandError(msg) from error
    if not isinstance(message, dict):
        msg = 'the message is not a JSON object such as {"command": "skip"}'
        raise CommandError(msg)
    return cast("dict[str, Any]", message)


class Control:
    """Reaches the frontend for web handlers; each call waits in a thread, not in the loop."""

    def __init__(self, executor: Executor) -> None:
        """Use an executor for waiting."""
        self._executor = executor
        self._feeds: dict[str, Feed] = {}

    async def feed(self) -> Feed:
        """Return the frontend's feed; the frontend is asked for it once, however busy it is later.

        Raises CommandError while the frontend is not there.
        """
        found = pykka.ActorRegistry.get_by_class_name("MoodFrontend")
        urn = found[0].actor_urn if found else ""
        if urn not in self._feeds:
            self._feeds = {urn: cast("Feed", await self._call(attrgetter("feed")))}
        return self._feeds[urn]

    async def run(self, name: str, fields: dict[str, Any]) -> None:
        """Carry out a command.

        Raises CommandError when it is unknown, lacks its field, or cannot be done.
        """
        command = COMMANDS.get(name)
        if command is None:
            msg = f"unknown command {name!r}: use one of {', '.join(COMMANDS)}"
            raise CommandError(msg, 404)
        wanted = {command.field} if command.field else set[str]()
        for extra in sorted(fields.keys() - wanted):
            msg = f"field {extra!r} is unknown to the command {name}"
            raise CommandError(msg)
        arguments: tuple[object, ...] = ()
        if command.field is not None:
            arguments = (_checked(name, command, fields),)
        await self._call(methodcaller(command.method, *arguments))

    async def _call(self, ask: Callable[[Any], Any]) -> object:
        def wait() -> object:
            found = pykka.ActorRegistry.get_by_class_name("MoodFrontend")
            if not found:
                msg = "MoodCam is not running: see Mopidy's log"
                raise CommandError(msg, 503)
            return ask(found[0].proxy()).get(timeout=ANSWER_TIMEOUT_S)

        try:
            return await asyncio.get_running_loop().run_in_executor(self._executor, wait)
        except (pykka.ActorDeadError, pykka.Timeout) as error:
            msg = "MoodCam does not answer: see Mopidy's log"
            raise CommandError(msg, 503) from error


def _checked(name: str, command: Command, fields: dict[str, Any]) -> object:
    """Return the command's field if its value is one of those allowed, of the same type."""
    field = command.field
    if field not in fields:
        msg = f"field {field!r} is missing in the command {name}"
        raise CommandError(msg)
    value: object = fields[field]
    for choice in command.choices:
        if type(choice) is type(value) and choice == value:
            return value
    allowed = ", ".join(json.dumps(choice) for choice in command.choices)
    msg = f"field {field!r} of the command {name} must be one of {allowed}"
    raise CommandError(msg)
