"""The page in a real browser, on a real Mopidy, with real faces before both cameras."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.clips import as_mjpeg, compose
from tests.mopidy_process import MopidyProcess
from tests.web.conftest import CHROMIUM_ARGS
from tests.web.page_states import DESKTOP, PHONE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT_MS = 60_000  # for what has to be seen, decided and queued on a busy machine

# The sum of the picture's points tells one camera frame from another.
SUM_OF_PIXELS = """
    () => {
        const canvas = document.querySelector('canvas');
        const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        return data.reduce((sum, value) => sum + value, 0);
    }
"""


@pytest.fixture(scope="module")
def mopidy(
    tmp_path_factory: pytest.TempPathFactory, demo_music: Path, happy_clip: Path
) -> Iterator[MopidyProcess]:
    sections = {"moodcam": {"camera": str(happy_clip), "fps": "5"}}
    process = MopidyProcess(tmp_path_factory.mktemp("mopidy"), demo_music, sections)
    process.scan()
    with process:
        process.until(lambda: process.state()["playing"], "a track for the face plays")
        yield process
    assert "Traceback" not in process.log_text()


@pytest.fixture(scope="module")
def chromium(
    playwright: Playwright, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """A browser whose own camera sees somebody surprised."""
    clip = tmp_path_factory.mktemp("camera") / "surprised.avi"
    compose(clip, [(shared_data / "faces" / "surprise.jpg", 4.0)])
    camera = f"--use-file-for-fake-video-capture={as_mjpeg(clip)}"
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=[*CHROMIUM_ARGS, camera]
    )
    yield browser
    browser.close()


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(
    request: pytest.FixtureRequest, chromium: Browser, mopidy: MopidyProcess
) -> Iterator[Page]:
    context = chromium.new_context(viewport=request.param)
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    expect.set_options(timeout=WAIT_MS)
    complaints: list[str] = []  # but that a server is gone is told by the browser itself
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: (
            complaints.append(said.text)
            if said.type == "error" and not re.search("WebSocket|net::ERR_", said.text)
            else None
        ),
    )
    page.goto(mopidy.url("/moodcam/"))
    yield page
    context.close()
    mopidy.post("/moodcam/api/mood", {"emotion": None})
    expect.set_options(timeout=5_000)
    assert complaints == []


def region(page: Page, name: str) -> Any:
    return page.get_by_role("region", name=name, exact=True)


def expect_mood(page: Page, emotion: str) -> None:
    """Wait for what a screen reader is told."""
    expect(page.get_by_text(f"Mood: {emotion}", exact=True)).to_have_count(1)


def uris_ahead(mopidy: MopidyProcess) -> list[str]:
    return [track["uri"] for track in mopidy.state()["upcoming"]]


def in_tracklist(mopidy: MopidyProcess) -> set[str]:
    return {each["track"]["uri"] for each in mopidy.rpc("core.tracklist.get_tl_tracks")}


def test_the_picture_moves_and_the_music_says_why(page: Page) -> None:
    expect_mood(page, "happy")
    expect(region(page, "Mood")).to_contain_text("% sure")
    page.wait_for_function(f"() => ({SUM_OF_PIXELS})() > 0")
    before = page.evaluate(SUM_OF_PIXELS)
    page.wait_for_function(f"() => ({SUM_OF_PIXELS})() !== {before}")
    expect(region(page, "Next").get_by_role("listitem").first).to_contain_text("happy →")
    bars = region(page, "What this frame shows").get_by_role("listitem")
    expect(bars.filter(has_text="happy")).to_contain_text(re.compile(r"\d+ %"))


def test_what_a_person_feels_changes_the_queue(page: Page, mopidy: MopidyProcess) -> None:
    expect_mood(page, "happy")
    before = set(uris_ahead(mopidy))
    region(page, "I feel …").get_by_role("button", name="sad").click()
    expect(region(page, "Mood")).to_contain_text("you said so")
    expect(region(page, "Next").get_by_role("listitem").first).to_contain_text("sad →")
    assert not before & set(uris_ahead(mopidy))
    assert set(uris_ahead(mopidy)) <= in_tracklist(mopidy)
    page.get_by_role("button", name="Back to the camera").click()
    expect_mood(page, "happy")


def test_skip_plays_the_next_track(page: Page, mopidy: MopidyProcess) -> None:
    region(page, "I feel …").get_by_role("button", name="happy").click()
    expect(region(page, "Mood")).to_contain_text("you said so")
    mopidy.until(lambda: len(uris_ahead(mopidy)) > 1, "more than one track is ahead")
    following = mopidy.state()["upcoming"][0]
    page.get_by_role("button", name="Skip").click()
    expect(region(page, "Now playing")).to_contain_text(following["name"])
    playing = mopidy.until(lambda: mopidy.state()["playing"], "a track plays")
    assert playing["uri"] == following["uri"]


def test_a_track_that_is_not_wanted_leaves_the_queue(page: Page, mopidy: MopidyProcess) -> None:
    region(page, "I feel …").get_by_role("button", name="happy").click()
    expect(region(page, "Mood")).to_contain_text("you said so")
    mopidy.until(lambda: len(uris_ahead(mopidy)) > 2, "more than two tracks are ahead")
    banned = mopidy.state()["upcoming"][1]
    page.get_by_role("button", name=f"Not this one: {banned['name']}").first.click()
    expect(region(page, "Next").get_by_text(banned["name"], exact=True)).to_have_count(0)
    assert banned["uri"] not in in_tracklist(mopidy)


def test_this_browsers_camera_gives_the_mood(page: Page, mopidy: MopidyProcess) -> None:
    server_camera = mopidy.state()["camera"]["chosen"]
    page.get_by_role("button", name="Use this browser").click()
    expect_mood(page, "surprised")
    assert mopidy.state()["camera"]["chosen"] == "browser"
    page.get_by_label("Camera", exact=True).select_option(server_camera)
    expect_mood(page, "happy")
    expect(page.get_by_role("button", name="Use this browser")).to_be_visible()


def test_a_lost_server_is_said_and_found_again(page: Page, mopidy: MopidyProcess) -> None:
    expect_mood(page, "happy")
    mopidy.stop()
    expect(page.get_by_text("Offline: Mopidy does not answer.")).to_be_visible()
    mopidy.start()
    expect(page.get_by_text("Offline: Mopidy does not answer.")).to_have_count(0)
    expect_mood(page, "happy")
    page.wait_for_function(f"() => ({SUM_OF_PIXELS})() > 0")
