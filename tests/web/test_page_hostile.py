"""Names out of tags are shown as they are, whatever they would be in HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.web.page_states import history, state

if TYPE_CHECKING:
    from tests.web.page_server import PageServer

MARKUP = (
    "<img src=x onerror=\"window.hacked = 'img'\">",
    "<script>window.hacked = 'script'</script>",
    '"><svg onload="window.hacked = \'svg\'">',
    "{@html '<b>bold</b>'} ${window.hacked = 1} {{7*7}}",
    "javascript:window.hacked = 'address'",
    "</title><base href=//evil.example>\u202egnp.exe\u0000",
    "A" * 20_000,
)


@pytest.mark.parametrize("markup", MARKUP, ids=lambda markup: markup[:12])
def test_a_name_is_never_more_than_text(page: Page, server: PageServer, markup: str) -> None:
    track = {
        "uri": markup,
        "name": markup,
        "artists": [markup, markup],
        "genre": markup,
        "ours": True,
        "reasons": [markup],
        "feedback": None,
    }
    server.history = history()
    for point in server.history["tracks"]:
        point |= {"uri": markup, "name": markup, "artists": [markup]}
    server.show(
        state(
            playing=track,
            upcoming=[track | {"ours": False, "uri": "a:b"}],
            genres=[markup],
            picked_genres=[f"1{markup}"],
            excluded_genres=[f"2{markup}"],
            errors=[markup],
            cameras=[{"camera": markup, "label": markup}],
            camera={"chosen": markup, "source": markup, "status": "lost", "error": markup},
        )
    )
    page.goto(server.url)
    shown = markup.replace("\0", "\ufffd")[:40].strip()
    expect(page.get_by_role("region", name="Now playing")).to_contain_text(shown[:15])
    expect(page.get_by_role("region", name="Next")).to_contain_text(shown[:15])
    assert page.evaluate("window.hacked") is None
    for element in ("img[src=x]", "#app script", "svg[onload]", "b", "base"):
        assert page.locator(element).count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
