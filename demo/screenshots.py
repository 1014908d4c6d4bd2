"""Take the pictures of the page in docs/: `python -m demo.screenshots`.

A real Mopidy with the demo performer and the demo's music, in Debian's Chromium. Nobody's face is
in them but the drawn one's.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect, sync_playwright

from demo import library
from tests.mopidy_process import MopidyProcess
from tests.web.conftest import CHROMIUM_ARGS
from tests.web.page_states import DESKTOP, PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DOCS: Final = Path(__file__).parents[1] / "docs"
WAIT_MS: Final = 60_000
QUALITY: Final = 85  # of JPEG: a third of the size of PNG
SETTLED_MS: Final = 1_500  # colours and bars move to their new place


def main() -> None:
    """Take every picture."""
    music = Path(library.__file__).parent / ".local" / "music"
    library.make(music)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        mopidy = MopidyProcess(Path(folder), music, {"moodcam": {"camera": "demo"}})
        mopidy.scan()
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(CHROMIUM_ARGS)
        )
        with mopidy:
            mopidy.until(lambda: len(mopidy.state()["upcoming"]) > 2, "music is queued")
            light = _open(browser, mopidy, DESKTOP, "light")
            _when_a_mood_is_seen(light)
            light.screenshot(quality=QUALITY, path=DOCS / "page.jpg")
            dark = _open(browser, mopidy, DESKTOP, "dark")
            _when_a_mood_is_seen(dark)
            dark.screenshot(quality=QUALITY, path=DOCS / "page-dark.jpg")
            for scheme in ("light", "dark"):
                phone = _open(browser, mopidy, PHONE, scheme)
                _when_a_mood_is_seen(phone)
                phone.screenshot(quality=QUALITY, path=DOCS / f"page-phone-{scheme}.jpg")
            light.get_by_role("region", name="I feel …").get_by_role("button", name="sad").click()
            expect(light.get_by_text("you said so")).to_be_visible(timeout=WAIT_MS)
            light.wait_for_timeout(SETTLED_MS)
            light.screenshot(quality=QUALITY, path=DOCS / "page-chosen.jpg")
            dark.get_by_role("button", name="Pause watching").click()
            expect(dark.get_by_text("Watching is paused.")).to_be_visible(timeout=WAIT_MS)
            dark.wait_for_timeout(SETTLED_MS)
            dark.screenshot(quality=QUALITY, path=DOCS / "page-paused.jpg")
        expect(light.get_by_text("Offline: Mopidy does not answer.")).to_be_visible(timeout=WAIT_MS)
        light.wait_for_timeout(SETTLED_MS)
        light.screenshot(quality=QUALITY, path=DOCS / "page-offline.jpg")
        browser.close()


def _open(browser: Browser, mopidy: MopidyProcess, size: dict[str, int], scheme: str) -> Page:
    page = browser.new_context(viewport=size, color_scheme=scheme, locale="en").new_page()
    page.goto(mopidy.url("/moodcam/"))
    return page


def _when_a_mood_is_seen(page: Page) -> None:
    expect(page.get_by_text("% sure")).to_be_visible(timeout=WAIT_MS)
    page.wait_for_timeout(SETTLED_MS)


if __name__ == "__main__":
    main()
