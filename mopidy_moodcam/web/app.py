"""The http:app: the page, the API and the WebSocket under /moodcam/."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from tornado.web import HTTPError, RequestHandler, StaticFileHandler

from mopidy_moodcam.settings import Settings
from mopidy_moodcam.web.control import CommandError, Control, parse
from mopidy_moodcam.web.security import HEADERS, Guard
from mopidy_moodcam.web.socket import MoodSocket

if TYPE_CHECKING:
    from collections.abc import Mapping

WAITING_THREADS: Final = 4  # commands that may wait for the frontend at once


class Page(StaticFileHandler):
    """The page's files, with headers that keep it from loading anything from elsewhere."""

    def parse_url_path(self, url_path: str) -> str:
        """Refuse a path that no file system takes."""
        if "\0" in url_path:
            raise HTTPError(404)
        return super().parse_url_path(url_path)

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002
        """Send the security headers with every file."""
        for name, value in HEADERS.items():
            self.set_header(name, value)


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

    def refuse(self, status: int, sentence: str) -> None:
        """Answer with an error and one sentence."""
        self.set_status(status)
        self.finish({"error": sentence})


class StateApi(Api):
    """GET /moodcam/api/state: the whole state."""

    async def get(self) -> None:
        """Answer with the newest state."""
        try:
            feed = await self._control.feed()
        except CommandError as error:
            self.refuse(error.status, str(error))
            return
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(feed.newest().text)


class CommandApi(Api):
    """POST /moodcam/api/COMMAND: a command with its field in a JSON object."""

    async def post(self, name: str) -> None:
        """Carry out the command and answer with an empty object."""
        try:
            await self._control.run(name, parse(self.request.body or b"{}"))
        except CommandError as error:
            self.refuse(error.status, str(error))
            return
        self.finish({})


class UnknownApi(Api):
    """Any other route of the API."""

    def prepare(self) -> None:
        """Say that there is nothing here."""
        super().prepare()
        if not self._finished:
            self.send_error(404)


def make_app(config: Mapping[str, Any], core: object) -> list[tuple[Any, ...]]:  # noqa: ARG001
    """Return the routes; called by Mopidy in the HTTP server's thread."""
    settings = Settings.read(config)
    executor = ThreadPoolExecutor(WAITING_THREADS, thread_name_prefix="moodcam-web")
    shared = {"guard": Guard(config, settings.token), "control": Control(executor)}
    static = str(resources.files("mopidy_moodcam.web").joinpath("static"))
    return [
        (r"/ws/?", MoodSocket, shared),
        (r"/api/state", StateApi, shared),
        (r"/api/(\w+)", CommandApi, shared),
        (r"/api(?:/.*)?", UnknownApi, shared),
        (r"/(.*)", Page, {"path": static, "default_filename": "index.html"}),
    ]
