"""The http:app: the page, the API and the WebSocket under /moodcam/."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from tornado.web import HTTPError, StaticFileHandler

from mopidy_moodcam.settings import Settings
from mopidy_moodcam.web.api import CamerasApi, CommandApi, HistoryApi, StateApi, UnknownApi
from mopidy_moodcam.web.control import Control
from mopidy_moodcam.web.mjpeg import PictureStream
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


ROUTES: Final = (
    (r"/ws/?", MoodSocket),
    (r"/feed\.mjpg", PictureStream),
    (r"/api/state", StateApi),
    (r"/api/history", HistoryApi),
    (r"/api/cameras", CamerasApi),
    (r"/api/(\w+)", CommandApi),
    (r"/api(?:/.*)?", UnknownApi),
)
"""The paths below /moodcam, the first that matches; whatever else is a file of the page."""


def make_app(config: Mapping[str, Any], core: object) -> list[tuple[Any, ...]]:  # noqa: ARG001
    """Return the routes; called by Mopidy in the HTTP server's thread."""
    settings = Settings.read(config)
    executor = ThreadPoolExecutor(WAITING_THREADS, thread_name_prefix="moodcam-web")
    shared = {"guard": Guard(config, settings.token), "control": Control(executor)}
    static = str(resources.files("mopidy_moodcam.web").joinpath("static"))
    return [
        *((pattern, handler, shared) for pattern, handler in ROUTES),
        (r"/(.*)", Page, {"path": static, "default_filename": "index.html"}),
    ]
