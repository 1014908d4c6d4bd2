"""How the built page behaves: keyboard, screen reader, hidden tab, lost server, languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import ROOT
from tests.web.page_states import (
    ANSWER_S,
    DESKTOP,
    GREEN,
    NOBODY,
    PHONE,
    history,
    picture,
    state,
    wait_for_pixels,
)

if TYPE_CHECKING:
    from tests.web.page_server import PageServer

AXE: Final = ROOT / "webclient" / "node_modules" / "axe-core" / "axe.min.js"
OFF: Final = {"source": "off", "chosen": "off", "status": "off"}
HIDE: Final = """(hidden) => {
    Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
    document.dispatchEvent(new Event('visibilitychange'));
}"""


def complaints(page: Page) -> list[tuple[str, str]]:
    """Return what axe finds: each rule that is broken, and the first place."""
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found]


def test_only_the_mood_is_read_out_and_only_when_it_changes(page: Page, server: PageServer) -> None:
    server.show(state())
    page.goto(server.url)
    live = page.locator("[aria-live]:not([role=alert])")
    expect(live).to_have_text("Mood: happy")
    live.evaluate(
        """(element) => {
            window.changes = [];
            const note = () => window.changes.push(element.textContent);
            new MutationObserver(note).observe(
                element, {subtree: true, childList: true, characterData: true});
        }"""
    )
    server.show(state(mood={"confidence": 0.9}))
    expect(page.get_by_text("90 % sure")).to_be_visible()
    server.show(state(mood={"emotion": "sad", "emoji": "😢"}))
    expect(live).to_have_text("Mood: sad")
    assert page.evaluate("window.changes") == ["Mood: sad"]


def test_a_lost_server_is_said_and_found_again(page: Page, server: PageServer) -> None:
    server.show(state(), picture(GREEN))
    page.goto(server.url)
    wait_for_pixels(page, "green", at_least=900)
    server.hang_up()
    expect(page.get_by_text("Offline: Mopidy does not answer.")).to_be_visible()
    expect(page.get_by_role("button", name="Skip")).to_be_disabled()
    wait_for_pixels(page, "empty", at_least=1000)
    expect(page.get_by_role("button", name="Try now")).to_be_visible()
    server.listen()
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Skip")).to_be_enabled()
    expect(page.get_by_label("Volume")).to_be_enabled()
    wait_for_pixels(page, "green", at_least=900)


@pytest.mark.parametrize("page", [{"viewport": PHONE}], indirect=True)
def test_the_keys_of_the_player_stay_in_reach_on_a_phone(page: Page, server: PageServer) -> None:
    server.show(state())
    page.goto(server.url)
    skip = page.get_by_role("button", name="Skip")
    expect(skip).to_be_in_viewport()
    page.get_by_role("region", name="The last 30 minutes").scroll_into_view_if_needed()
    expect(skip).to_be_in_viewport()
    server.hang_up()
    expect(page.get_by_text("Offline: Mopidy does not answer.")).to_have_count(1)
    expect(skip).to_be_in_viewport()


def test_the_token_of_the_page_is_passed_on(page: Page, server: PageServer) -> None:
    server.show(state())
    page.goto(f"{server.url}?token=a%26b")
    assert server.opened.get(timeout=ANSWER_S) == "/moodcam/ws?token=a%26b"


def test_pictures_are_wanted_only_while_the_page_is_seen(page: Page, server: PageServer) -> None:
    server.show(state())
    page.goto(server.url)
    expect(page.get_by_text("82 % sure")).to_be_visible()
    for hidden in (True, False):
        page.evaluate(HIDE, hidden)
        command = {"command": "pictures", "wanted": not hidden}
        assert server.commands.get(timeout=ANSWER_S) == command


@pytest.mark.parametrize("page", [{"viewport": PHONE}, {"viewport": DESKTOP}], indirect=True)
def test_everything_is_reached_by_keyboard(page: Page, server: PageServer) -> None:
    server.history = history()
    server.show(state())
    page.goto(server.url)
    expect(page.get_by_label("Volume")).to_be_enabled()
    controls = "button:enabled, select:enabled, input:enabled, summary"
    count = page.locator(controls).count()
    for _ in range(count):
        page.keyboard.press("Tab")
        page.evaluate("document.activeElement.dataset.reached = 'yes'")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert outline == "3px"
    assert page.locator("[data-reached]").count() == count
    page.get_by_role("button", name="Skip").focus()
    page.keyboard.press("Enter")
    assert server.commands.get(timeout=ANSWER_S) == {"command": "skip"}


@pytest.mark.parametrize("page", [{"reduced_motion": "reduce"}], indirect=True)
def test_nothing_moves_where_motion_is_not_wanted(page: Page, server: PageServer) -> None:
    server.show(state())
    page.goto(server.url)
    expect(page.get_by_text("82 % sure")).to_be_visible()
    moving = """[...document.querySelectorAll('*')].filter((element) =>
        getComputedStyle(element).transitionDuration.split(', ').some((s) => s !== '0s')).length"""
    assert page.evaluate(moving) == 0


@pytest.mark.parametrize("page", [{"locale": "de-DE"}], indirect=True)
def test_germans_are_addressed_in_german(page: Page, server: PageServer) -> None:
    server.show(state())
    page.goto(server.url)
    expect(page.get_by_text("zu 82 % sicher · seit 1 min")).to_be_visible()
    expect(page).to_have_title("😄 fröhlich · MoodCam")
    assert page.evaluate("document.documentElement.lang") == "de"


# Each pair of size, colours and language comes up once: axe takes its time.
@pytest.mark.parametrize(
    ("viewport", "scheme", "locale"),
    [
        (PHONE, "light", "en-GB"),
        (PHONE, "dark", "de-DE"),
        (DESKTOP, "light", "de-DE"),
        (DESKTOP, "dark", "en-GB"),
    ],
)
def test_axe_finds_nothing_to_complain_about(
    browser: Browser, server: PageServer, viewport: Any, scheme: Any, locale: str
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: cd webclient && npm ci")
    server.history = history()
    # Past the policy of the page only here: axe is put into it from outside.
    context = browser.new_context(
        viewport=viewport,
        color_scheme=scheme,
        locale=locale,
        reduced_motion="reduce",
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(server.url)
    page.add_script_tag(path=AXE)
    now = state()["time"]
    manual = {"emotion": "sad", "source": "manual", "until": now + 600}
    for shown, jpeg in [
        (state(picked_genres=["folk"], excluded_genres=["dance"]), picture(GREEN)),
        (state(mood=manual, player="paused", errors=["a problem"]), picture(GREEN)),
        (state(**NOBODY, camera=OFF, frame=None), None),
    ]:
        server.show(shown, jpeg)
        page.wait_for_function(
            "(emotion) => document.querySelector('.page').dataset.mood === emotion",
            arg=shown["mood"]["emotion"],
        )
        assert complaints(page) == []
    server.hang_up()
    page.locator(".note button").wait_for()
    assert complaints(page) == []
    context.close()
