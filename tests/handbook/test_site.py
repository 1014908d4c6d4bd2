"""The documents as a site: built without a warning, whole, and of this host alone."""

from __future__ import annotations

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.web.conftest import CHROMIUM_ARGS

pytest.importorskip("mkdocs", reason="the documents are built where the group docs is installed")

from handbook import site as handbook
from handbook.links import Site
from handbook.site import BuildError, build, without_place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Playwright


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # one connection for many files

    def end_headers(self) -> None:
        """Let the browser keep what all pages share."""
        self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("site")
    build(folder)
    return Site.read(folder)


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    handler = partial(Quiet, directory=str(site.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "chromium is missing: apt-get install chromium"
    browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGS))
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page that asks nothing of other hosts and has nothing to complain of."""
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    complaints: list[str] = []
    elsewhere: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: elsewhere.append(asked.url))
    yield page
    context.close()
    assert complaints == []
    assert [url for url in elsewhere if not url.startswith((address, "data:", "blob:"))] == []


def test_every_document_has_a_place_in_the_navigation() -> None:
    missing = without_place()
    assert not missing, f"add to nav in mkdocs.yml: {', '.join(missing)}"


def test_a_document_without_a_place_is_named_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docs" / "more").mkdir(parents=True)
    for name in ("index.md", "rules.md", "new.md", "more/new.md"):
        (tmp_path / "docs" / name).write_text("# x", encoding="utf-8")
    config = tmp_path / "mkdocs.yml"
    config.write_text("site_name: x\nnav: [index.md, {More: [{Rules: rules.md}]}]", "utf-8")
    monkeypatch.setattr(handbook, "CONFIG", config)
    assert without_place() == ["more/new.md", "new.md"]
    with pytest.raises(
        BuildError, match=r"docs/new\.md has no place: add it to nav in mkdocs\.yml"
    ):
        build(tmp_path / "site")


def test_every_document_is_built(site: Site) -> None:
    documents = {f"{file.stem}.html" for file in (ROOT / "docs").glob("*.md")}
    assert set(site.pages) == documents | {"404.html"}


def test_every_link_leads_somewhere_and_every_text_and_picture_can_be_read(site: Site) -> None:
    problems = site.problems()
    assert not problems, "\n".join(problems)


def test_no_page_asks_for_anything_of_another_host(site: Site) -> None:
    assert site.loaded_from_outside() == []
    for name in site.pages:
        html = (site.folder / name).read_text(encoding="utf-8")
        assert "default-src 'self'" in html, f"{name} does not have the browser refuse the rest"


def test_a_browser_shows_every_page_from_this_host_alone_and_no_wider_than_a_phone(
    site: Site, address: str, page: Page
) -> None:
    for name in site.pages:
        page.goto(address + name, wait_until="load")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, f"{name} is {width} px wide: let what is wide scroll by itself"


def test_the_search_finds_an_option_without_a_network(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{address}index.html", wait_until="networkidle")  # what searches is there, too
    page.get_by_role("textbox", name="Search").press_sequentially("dwell_s")
    result = page.locator(".md-search-result__link").first
    result.wait_for(timeout=90_000)
    assert "configuration.html" in (result.get_attribute("href") or "")
