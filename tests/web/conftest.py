"""The browser and the page in it, for the tests of the page."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

import pytest

from tests.web.page_server import PageServer
from tests.web.page_states import ANSWER_S, DESKTOP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright

# Chromium as it comes from Debian, without what reaches for the network by itself, with a camera
# that shows a moving pattern, and with a name for this machine that is no secure origin.
CHROMIUM_ARGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--host-resolver-rules=MAP moodcam.test 127.0.0.1",
)


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "chromium is missing: apt-get install chromium"
    chromium = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGS))
    yield chromium
    chromium.close()


@pytest.fixture
def server() -> Iterator[PageServer]:
    with PageServer() as server:
        yield server


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, server: PageServer) -> Iterator[Page]:
    """A page that must not complain on its console, nor ask anything of other hosts.

    A parameter has what its context is to be: `viewport`, `locale`, `color_scheme` and so on.
    """
    context = browser.new_context(**{"viewport": DESKTOP} | getattr(request, "param", {}))
    page = context.new_page()
    page.set_default_timeout(ANSWER_S * 1000)
    complaints: list[str] = []
    elsewhere: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # That a server is gone is told by the browser itself.
        if message.type in {"error", "warning"} and "WebSocket connection to" not in message.text:
            complaints.append(message.text)

    def note(address: str) -> None:
        if not address.startswith((server.origin, "data:")):
            elsewhere.append(address)

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: note(asked.url))
    page.on("websocket", lambda socket: note(socket.url.replace("ws://", "http://")))
    yield page
    context.close()
    assert complaints == []
    assert elsewhere == []
