"""The HTTP API: what is under /moodcam/api/."""

from __future__ import annotations

from mopidy_moodcam.web.control import MAX_MESSAGE, parse
from mopidy_moodcam.web.handler import REASONS, Handler
from mopidy_moodcam.web.openapi import description_as_json
from mopidy_moodcam.web.schema import CommandError, check_for_http


class Api(Handler):
    """What every route of the API has in common: bodies are JSON, and nobody keeps an answer."""

    def set_default_headers(self) -> None:
        """Let no cache keep what was seen of a person."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")

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
            self.send_json(await self._control.history(self.client))


class CamerasApi(Api):
    """GET /moodcam/api/cameras: the cameras there are now."""

    async def get(self) -> None:
        """Look for cameras and answer with their list."""
        with self.answering():
            self.finish({"cameras": await self._control.cameras(self.client)})


class DescriptionApi(Api):
    """GET /moodcam/api/openapi.json: what all these routes take and answer, for programs."""

    async def get(self) -> None:
        """Answer with the description."""
        self.send_json(description_as_json())


class CommandApi(Api):
    """POST /moodcam/api/COMMAND: a command with its fields in a JSON object."""

    max_body = MAX_MESSAGE

    def check_head(self) -> None:
        """Refuse bodies that are not JSON as well: no other site's form can send that."""
        super().check_head()
        if self.request.method == "POST":
            kind = self.request.headers.get("Content-Type", "").split(";")[0].strip().lower()
            if kind != "application/json":
                msg = "send the header Content-Type: application/json"
                raise CommandError(msg, 415)

    async def post(self, name: str) -> None:
        """Carry out the command and answer with an empty object."""
        with self.answering():
            fields = parse(bytes(self._body) or b"{}")
            check_for_http(name, fields)
            await self._control.run(name, fields, client=self.client)
            self.finish({})


class UnknownApi(Api):
    """Any other route of the API."""

    max_body = MAX_MESSAGE  # so that a command that is not there is told so

    def check_head(self) -> None:
        """Say that there is nothing here."""
        super().check_head()
        raise CommandError(REASONS[404], 404)
