"""The http:app as Mopidy gets it: the web app itself is imported when Mopidy has started."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from tornado.ioloop import IOLoop
from tornado.routing import Router
from tornado.web import Application

from mopidy_moodcam import Extension
from mopidy_moodcam.web.quiet import hide_tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tornado.httputil import HTTPMessageDelegate, HTTPServerRequest

APP: Final = "mopidy_moodcam.web.app"
LOAD_AFTER_S: Final = 2.0
"""Mopidy's start comes first: importing would take the interpreter from it."""


class DeferredApp(Router):
    """Answers all requests below /moodcam/ by the web app, which it makes for the first one."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        """Keep Mopidy's configuration; the app is made soon after, asked for or not."""
        self._config = config
        self._app: Application | None = None
        IOLoop.current().call_later(LOAD_AFTER_S, self._load)

    def find_handler(self, request: HTTPServerRequest, **kwargs: Any) -> HTTPMessageDelegate | None:
        """Return what answers a request."""
        return self._made().find_handler(request, **kwargs)

    async def _load(self) -> None:
        """Import in a thread, so that Mopidy's server answers meanwhile; then make the app."""
        await IOLoop.current().run_in_executor(None, import_module, APP)
        self._made()

    def _made(self) -> Application:
        if self._app is None:
            routes = import_module(APP).make_app(self._config, None)
            name = Extension.ext_name
            self._app = Application([(f"/{name}{path}", *rest) for path, *rest in routes])
        return self._app


def make_app(config: Mapping[str, Any], core: object) -> list[tuple[Any, ...]]:  # noqa: ARG001
    """Return one route for all; called by Mopidy in the HTTP server's thread."""
    hide_tokens()
    return [(r"/.*", DeferredApp(config))]
