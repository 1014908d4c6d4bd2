"""From a client's message to a call of the frontend, off the event loop."""

from __future__ import annotations

import asyncio
import json
from operator import attrgetter, methodcaller
from typing import TYPE_CHECKING, Any, Final, cast

import pykka

from mopidy_moodcam.web.schema import CommandError, check, check_for_http

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from mopidy_moodcam.session import Session
    from mopidy_moodcam.vision.browser import BrowserCamera
    from mopidy_moodcam.web.feed import Feed
    from mopidy_moodcam.web.state import CameraChoice

FRONTEND: Final = "MoodFrontend"  # looked up at each call: it may have been started again
SUPERVISOR: Final = "MoodSupervisor"
ANSWER_TIMEOUT_S: Final = 5.0
MAX_MESSAGE: Final = 4096  # characters: no command is longer


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


def ask(question: Callable[[Any], Any], actor: str = FRONTEND) -> object:
    """Return what an actor, found by the name of its class, answers; waits for it.

    Raises CommandError when it is not there, does not answer, or refuses.
    """
    try:
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
        ask(methodcaller(command.method, **fields))


class Control:
    """Reaches the frontend for web handlers; each call waits in a thread, not in the loop."""

    def __init__(self, executor: Executor) -> None:
        """Use an executor for waiting."""
        self._executor = executor
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

    async def history(self) -> str:
        """Return the frontend's timeline as JSON, made in a thread as well: it may be long.

        Raises CommandError while the frontend is not there.
        """
        timeline = (await self._session()).timeline
        return await asyncio.get_running_loop().run_in_executor(self._executor, timeline.as_json)

    async def cameras(self) -> list[CameraChoice]:
        """Have the frontend look for cameras, and return the list.

        Raises CommandError when it cannot be asked.
        """
        return cast("list[CameraChoice]", await self._call(methodcaller("find_cameras")))

    async def run(self, name: str, fields: dict[str, Any]) -> None:
        """Carry out a command; one that concerns its WebSocket alone is only checked.

        Raises CommandError when it is unknown, its fields are not right, or it cannot be done.
        """
        command = check(name, fields)
        if command.method is not None:
            await self._call(methodcaller(command.method, **fields))

    async def _session(self) -> Session:
        """Return the supervisor's session, which stays while the frontend fails and comes back."""
        found = pykka.ActorRegistry.get_by_class_name(SUPERVISOR)
        urn = found[0].actor_urn if found else ""
        if self._kept is None or self._kept[0] != urn:
            session = await self._call(attrgetter("session"), SUPERVISOR)
            self._kept = urn, cast("Session", session)
        return self._kept[1]

    async def _call(self, question: Callable[[Any], Any], actor: str = FRONTEND) -> object:
        return await asyncio.get_running_loop().run_in_executor(
            self._executor, ask, question, actor
        )
