"""The http:app: the page, the API and the WebSocket under /moodcam/."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from tornado.web import HTTPError, StaticFileHandler

from mopidy_moodcam.settings import Settings
from mopidy_moodcam.web.api import (
    CamerasApi,
    CommandApi,
    DescriptionApi,
    HistoryApi,
    StateApi,
    UnknownApi,
)
from mopidy_moodcam.web.control import Control
from mopidy_moodcam.web.handler import Handler
from mopidy_moodcam.web.limits import Crowd
from mopidy_moodcam.web.mjpeg import PictureStream
from mopidy_moodcam.web.security import Guard
from mopidy_moodcam.web.socket import MoodSocket

if TYPE_CHECKING:
    from collections.abc import Mapping

WAITING_THREADS: Final = 4  # commands that may wait for the frontend at once

logger = logging.getLogger(__name__)


class Page(Handler, StaticFileHandler):
    """The page's files, with headers that keep it from loading anything from elsewhere.

    They are the same for everybody and hold nothing of anybody, so they need no token.
    """

    public = True

    def initialize(  # pyright: ignore[reportIncompatibleMethodOverride] - both bases' arguments
        self, guard: Guard, control: Control, crowd: Crowd, path: str, default_filename: str
    ) -> None:
        """Take what the app hands to every handler, and where the files are."""
        Handler.initialize(self, guard, control, crowd)
        StaticFileHandler.initialize(self, path, default_filename)

    def parse_url_path(self, url_path: str) -> str:
        """Refuse a path that no file system takes."""
        if "\0" in url_path:
            raise HTTPError(404)
        return super().parse_url_path(url_path)

    def should_return_304(self) -> bool:
        """Say whether the client has the file already; a date that is none says nothing."""
        try:
            return super().should_return_304()
        except (ValueError, OverflowError):  # up to Tornado 6.4
            return False


ROUTES: Final = (
    (r"/ws/?", MoodSocket),
    (r"/feed\.mjpg", PictureStream),
    (r"/api/state", StateApi),
    (r"/api/history", HistoryApi),
    (r"/api/cameras", CamerasApi),
    (r"/api/openapi\.json", DescriptionApi),
    (r"/api/(\w+)", CommandApi),
    (r"/api(?:/.*)?", UnknownApi),
)
"""The paths below /moodcam, the first that matches; whatever else is a file of the page."""


def make_app(config: Mapping[str, Any], core: object) -> list[tuple[Any, ...]]:  # noqa: ARG001
    """Return the routes; called by Mopidy in the HTTP server's thread."""
    settings = Settings.read(config)
    executor = ThreadPoolExecutor(WAITING_THREADS, thread_name_prefix="moodcam-web")
    guard = Guard(config, settings.token)
    closed = guard.why_closed()
    if closed:
        logger.warning("MoodCam lets nobody in: %s", closed)
    shared = {"guard": guard, "control": Control(executor), "crowd": Crowd()}
    static = str(resources.files("mopidy_moodcam.web").joinpath("static"))
    page = {"path": static, "default_filename": "index.html"}
    return [
        *((pattern, handler, shared) for pattern, handler in ROUTES),
        (r"/(.*)", Page, shared | page),
    ]
