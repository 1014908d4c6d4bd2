"""From a client's message to a call of the frontend, off the event loop."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from operator import attrgetter, methodcaller
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import pykka

from mopidy_moodcam.web.limits import Limiter
from mopidy_moodcam.web.schema import (
    FRONTEND,
    SUPERVISOR,
    CommandError,
    check,
    check_for_http,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from mopidy_moodcam.session import Session
    from mopidy_moodcam.vision.browser import BrowserCamera
    from mopidy_moodcam.web.feed import Feed
    from mopidy_moodcam.web.state import CameraChoice

ANSWER_TIMEOUT_S: Final = 5.0
MAX_MESSAGE: Final = 4096  # characters, or bytes over HTTP: no command is longer
MAX_WAITING: Final = 32  # calls of the frontend that wait for a thread or an answer
COMMANDS_PER_S: Final = 20.0  # of one address; a person clicks less
COMMANDS_BURST: Final = 100

Result = TypeVar("Result")


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
    fields = cast("dict[str, Any]", message)
    for name, value in fields.items():
        if isinstance(value, list | dict):
            msg = f"{shown(name)} must not be a list or an object: no field of a command is"
            raise CommandError(msg)
    return fields


def ask(question: Callable[[Any], Any], actor: str = FRONTEND) -> object:
    """Return what an actor, found by the name of its class, answers; waits for it.

    Raises CommandError when it is not there, does not answer, or refuses.
    """
    try:
        found = pykka.ActorRegistry.get_by_class_name(actor)
        if not found and actor == FRONTEND:
            ask(attrgetter("session"), SUPERVISOR)  # Mopidy has just started: let everything begin
            found = pykka.ActorRegistry.get_by_class_name(actor)
        if not found:
            msg = "MoodCam is not running: see Mopidy's log"
            raise CommandError(msg, 503)
        return question(found[0].proxy()).get(timeout=ANSWER_TIMEOUT_S)
    except (pykka.ActorDeadError, pykka.Timeout) as error:
        msg = "MoodCam does not answer: see Mopidy's log"
        raise CommandError(msg, 503) from error


def carry_out(name: str, fields: dict[str, Any]) -> None:
    """Carry out a command of a client that has no WebSocket; waits for it, so never in a loop.

    Raises CommandError when it is unknown, its fields are not right, or it cannot be done.
    """
    check_for_http(name, fields)
    command = check(name, fields)
    if command.method is not None:
        ask(methodcaller(command.method, **fields), command.actor)


class Control:
    """Reaches the frontend for web handlers; each call waits in a thread, not in the loop."""

    def __init__(self, executor: Executor) -> None:
        """Use an executor for waiting."""
        self._executor = executor
        self._waiting = 0
        self._commands = Limiter(COMMANDS_PER_S, COMMANDS_BURST)
        self._kept: tuple[str, Session] | None = None  # and whose it is

    async def feed(self) -> Feed:
        """Return the frontend's feed.

        Raises CommandError while the frontend is not there.
        """
        return (await self._session()).feed

    async def browser_camera(self) -> BrowserCamera:
        """Return what takes the pictures of a client that is the camera.

        Raises CommandError while the frontend is not there.
        """
        return (await self._session()).browser_camera

    async def history(self, client: str) -> str:
        """Return the frontend's timeline as JSON, made in a thread as well: it may be long.

        Raises CommandError while the frontend is not there, and when `client` asks too often.
        """
        self._count(client)
        timeline = (await self._session()).timeline
        return await self._in_thread(timeline.as_json)

    async def cameras(self, client: str) -> list[CameraChoice]:
        """Have the frontend look for cameras, and return the list.

        Raises CommandError when it cannot be asked, and when `client` asks too often.
        """
        self._count(client)
        return cast("list[CameraChoice]", await self._call(methodcaller("find_cameras")))

    async def run(self, name: str, fields: dict[str, Any], client: str) -> None:
        """Carry out a command; one that concerns its WebSocket alone is only checked.

        Args:
            name: The command's name.
            fields: Its fields.
            client: The address that it comes from, whose share of commands is limited.

        Raises:
            CommandError: It is unknown, its fields are not right, there are too many, or it cannot
                be done.
        """
        command = check(name, fields)
        if command.method is None:
            return
        self._count(client)
        await self._call(methodcaller(command.method, **fields), command.actor)

    def _count(self, client: str) -> None:
        """Raise CommandError when an address has used up its share of what costs most."""
        if self._commands.take(client):
            msg = f"too many commands: at most {COMMANDS_PER_S:g} a second from one address"
            raise CommandError(msg, 429)

    async def _session(self) -> Session:
        """Return the supervisor's session, which stays while the frontend fails and comes back."""
        found = pykka.ActorRegistry.get_by_class_name(SUPERVISOR)
        urn = found[0].actor_urn if found else ""
        if self._kept is None or self._kept[0] != urn:
            session = await self._call(attrgetter("session"), SUPERVISOR)
            self._kept = urn, cast("Session", session)
        return self._kept[1]

    async def _call(self, question: Callable[[Any], Any], actor: str = FRONTEND) -> object:
        return await self._in_thread(partial(ask, question, actor))

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        if self._waiting >= MAX_WAITING:
            msg = "MoodCam is busy: ask again in a moment"
            raise CommandError(msg, 503)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._executor, work)
        finally:
            self._waiting -= 1
