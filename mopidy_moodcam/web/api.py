"""The HTTP API: what is under /moodcam/api/."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tornado.web import RequestHandler

from mopidy_moodcam.web.control import parse
from mopidy_moodcam.web.schema import CommandError, check_for_http
from mopidy_moodcam.web.security import HEADERS

if TYPE_CHECKING:
    from collections.abc import Generator

    from mopidy_moodcam.web.control import Control
    from mopidy_moodcam.web.security import Guard


class Api(RequestHandler):
    """What every route of the API has in common: the guard, and errors as sentences in JSON."""

    def initialize(self, guard: Guard, control: Control) -> None:
        """Take what the app hands to every handler."""
        self._guard = guard
        self._control = control

    def set_default_headers(self) -> None:
        """Send the security headers with every answer."""
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse foreign pages, clients without the token, and bodies that are not JSON."""
        refusal = self._guard.refusal(self.request)
        if refusal:
            self.refuse(403, refusal)
        elif self.request.method == "POST":
            kind = self.request.headers.get("Content-Type", "").split(";")[0].strip().lower()
            if kind != "application/json":
                self.refuse(415, "send the header Content-Type: application/json")

    def write_error(self, status_code: int, **kwargs: Any) -> None:  # noqa: ARG002
        """Answer what goes wrong elsewhere in the same form."""
        reasons = {404: "there is no such route", 405: "this route does not take that method"}
        self.finish({"error": reasons.get(status_code, "it failed: see Mopidy's log")})

    @contextmanager
    def answering(self) -> Generator[None]:
        """Answer a CommandError as what it says."""
        try:
            yield
        except CommandError as error:
            self.refuse(error.status, str(error))

    def refuse(self, status: int, sentence: str) -> None:
        """Answer with an error and one sentence."""
        self.set_status(status)
        self.finish({"error": sentence})

    def send_json(self, text: str) -> None:
        """Answer with a JSON text."""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(text)


class StateApi(Api):
    """GET /moodcam/api/state: the whole state."""

    async def get(self) -> None:
        """Answer with the newest state."""
        with self.answering():
            feed = await self._control.feed()
            self.send_json(feed.newest().text)


class HistoryApi(Api):
    """GET /moodcam/api/history: the moods and tracks of the last half hour."""

    async def get(self) -> None:
        """Answer with both lists."""
        with self.answering():
            self.send_json(await self._control.history())


class CamerasApi(Api):
    """GET /moodcam/api/cameras: the cameras there are now."""

    async def get(self) -> None:
        """Look for cameras and answer with their list."""
        with self.answering():
            self.finish({"cameras": await self._control.cameras()})


class CommandApi(Api):
    """POST /moodcam/api/COMMAND: a command with its fields in a JSON object."""

    async def post(self, name: str) -> None:
        """Carry out the command and answer with an empty object."""
        with self.answering():
            fields = parse(self.request.body or b"{}")
            check_for_http(name, fields)
            await self._control.run(name, fields)
            self.finish({})


class UnknownApi(Api):
    """Any other route of the API."""

    def prepare(self) -> None:
        """Say that there is nothing here."""
        super().prepare()
        if not self._finished:
            self.send_error(404)
