"""The built page in a browser, against a server that shows it one state after the other."""

from __future__ import annotations

import time
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np
import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from mopidy_moodcam.emotions import EMOTIONS
from tests.web.page_server import PageServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ANSWER_S: Final = 10
POLLING_MS: Final = 50
PHONE: Final = {"width": 390, "height": 844}
DESKTOP: Final = {"width": 1440, "height": 900}

GREEN: Final = (0, 160, 0)  # in BGR, as are all colours that OpenCV gets
BLUE: Final = (200, 0, 0)

FACE: Final = {
    "box": [240, 120, 160, 200],
    "landmarks": {
        "left_eye": [[340, 190], [370, 190], [355, 200]],
        "right_eye": [[270, 190], [300, 190], [285, 200]],
        "left_brow": [[335, 170], [375, 170]],
        "right_brow": [[265, 170], [305, 170]],
        "mouth": [[290, 270], [350, 270], [320, 290]],
        "outline": [[240, 120], [400, 120], [320, 320]],
    },
}
STATE: Final = {
    "camera": {"source": "demo", "status": "ok", "error": None},
    "frame": {"width": 640, "height": 480},
    "face": FACE,
    "expression": {emotion.name: 0.02 for emotion in EMOTIONS} | {"happy": 0.86},
    "mood": {
        "emotion": "happy",
        "emoji": "😄",
        "confidence": 0.82,
        "valence": 0.6,
        "arousal": 0.3,
        "since": 0.0,
        "source": "face",
    },
    "strategy": "match",
    "genres": ["upbeat pop", "dance"],
    "playing": {
        "uri": "local:track:one.ogg",
        "name": "Morning Carousel",
        "artists": ["The Paper Lanterns"],
        "genre": "Dance",
        "ours": True,
        "reasons": ["happy → dance", "not played this week"],
    },
    "player": "playing",
    "upcoming": [
        {
            "uri": "local:track:two.ogg",
            "name": "Blue Room",
            "artists": ["Ines Vale"],
            "genre": "Jazz",
            "ours": False,
            "reasons": [],
        }
    ],
    "timing_ms": {"read": 1.0, "face": 5.0, "expression": 2.0, "total": 8.0},
    "errors": [],
    "watching": True,
    "feed": "video",
}


def state(**parts: Any) -> dict[str, Any]:
    """Return the state with some parts replaced; those of a dict are merged into it."""
    changed: dict[str, Any] = deepcopy(STATE)
    changed["mood"]["since"] = time.time() - 90
    for name, part in parts.items():
        merge = isinstance(part, dict) and isinstance(changed[name], dict)
        changed[name] = changed[name] | part if merge else part
    return changed


def picture(colour: tuple[int, int, int]) -> bytes:
    """Return a JPEG of one colour, half the size of the frame that it shows."""
    return cv2.imencode(".jpg", np.full((240, 320, 3), colour, np.uint8))[1].tobytes()


on_phone_and_desktop = pytest.mark.parametrize(
    "page", [PHONE, DESKTOP], ids=["phone", "desktop"], indirect=True
)


def wait_for_pixels(page: Page, kind: str, *, at_least: int) -> None:
    """Wait until so many pixels of each thousand of the canvas are of a kind.

    The thresholds leave room for the losses of JPEG and for blended edges.
    """
    page.wait_for_function(
        """([kind, needed]) => {
            const canvas = document.querySelector('canvas');
            // Read from a copy: the browser advises against reading from the page's own.
            const copy = new OffscreenCanvas(canvas.width, canvas.height);
            const context = copy.getContext('2d', {willReadFrequently: true});
            context.drawImage(canvas, 0, 0);
            const {data} = context.getImageData(0, 0, canvas.width, canvas.height);
            const matches = {
                green: (r, g, b, a) => a > 250 && r < 40 && g > 120 && b < 40,
                blue: (r, g, b, a) => a > 250 && r < 40 && g < 40 && b > 160,
                line: (r, g, b, a) => a > 100 && r > 200 && g > 160 && b < 140,
                empty: (r, g, b, a) => a === 0,
            }[kind];
            let count = 0;
            for (let i = 0; i < data.length; i += 4) {
                count += matches(data[i], data[i + 1], data[i + 2], data[i + 3]);
            }
            return count >= needed * canvas.width * canvas.height / 1000;
        }""",
        arg=[kind, at_least],
        polling=POLLING_MS,
    )


@pytest.fixture
def server() -> Iterator[PageServer]:
    with PageServer() as server:
        yield server


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, server: PageServer) -> Iterator[Page]:
    """A page that must not complain on its console, nor ask anything of other hosts."""
    page = browser.new_page(viewport=getattr(request, "param", DESKTOP))
    page.set_default_timeout(ANSWER_S * 1000)
    complaints: list[str] = []
    elsewhere: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # That a server is gone is told by the browser itself.
        if message.type in {"error", "warning"} and "WebSocket connection to" not in message.text:
            complaints.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(server.url) else elsewhere.append(asked.url),
    )
    yield page
    page.close()
    assert complaints == []
    assert elsewhere == []


@on_phone_and_desktop
def test_a_face_is_shown_with_its_mood_and_its_music(page: Page, server: PageServer) -> None:
    server.show(state(), picture(GREEN))
    page.goto(server.url)
    mood = page.get_by_role("region", name="Mood")
    expect(mood).to_contain_text("😄")
    expect(mood).to_contain_text("82 % sure · for 1 min")
    expect(mood.get_by_role("listitem").filter(has_text="happy")).to_contain_text("86 %")
    music = page.get_by_role("region", name="Music")
    expect(music).to_contain_text("Morning Carousel")
    expect(music).to_contain_text("The Paper Lanterns · Dance")
    expect(music).to_contain_text("happy → dance; not played this week")
    expect(music.get_by_role("listitem").filter(has_text="Blue Room")).to_contain_text(
        "queued by a person"
    )
    expect(music).to_contain_text("upbeat pop")
    expect(page).to_have_title("😄 happy · MoodCam")


@on_phone_and_desktop
def test_the_picture_moves_with_the_face_drawn_on_it(page: Page, server: PageServer) -> None:
    server.show(state(), picture(GREEN))
    page.goto(server.url)
    wait_for_pixels(page, "green", at_least=900)
    wait_for_pixels(page, "line", at_least=2)
    server.show(state(), picture(BLUE))
    wait_for_pixels(page, "blue", at_least=900)


def test_landmarks_are_drawn_without_a_picture(page: Page, server: PageServer) -> None:
    server.show(state(feed="landmarks"))
    page.goto(server.url)
    wait_for_pixels(page, "line", at_least=2)
    wait_for_pixels(page, "empty", at_least=900)


def test_nobody_in_view_is_said_over_the_picture(page: Page, server: PageServer) -> None:
    unknown = {"emotion": "unknown", "emoji": "🫥", "confidence": 0.0}
    server.show(state(face=None, expression=None, mood=unknown, genres=[]), picture(GREEN))
    page.goto(server.url)
    expect(page.get_by_text("No face in view")).to_be_visible()
    expect(page.get_by_text("Nobody has been seen for a while.")).to_be_visible()
    expect(page.get_by_text("Nothing could be read from this frame.")).to_be_visible()
    expect(page.get_by_text("None yet: they follow from the mood.")).to_be_visible()
    wait_for_pixels(page, "green", at_least=950)


def test_a_face_without_a_mood_is_not_called_nobody(page: Page, server: PageServer) -> None:
    server.show(state(expression=None, mood={"emotion": "unknown", "emoji": "🫥"}))
    page.goto(server.url)
    expect(
        page.get_by_text("There is a face, but no mood has been read from it yet.")
    ).to_be_visible()


def test_nothing_is_said_about_a_face_that_the_server_keeps_to_itself(
    page: Page, server: PageServer
) -> None:
    server.show(state(feed="off", face=None))
    page.goto(server.url)
    expect(page.get_by_text("82 % sure")).to_be_visible()
    expect(page.get_by_text("No face in view")).to_have_count(0)


@pytest.mark.parametrize(
    ("parts", "sentences"),
    [
        (
            {"camera": {"status": "lost", "error": "camera 0 was unplugged"}},
            ["The camera is gone. It is tried again by itself.", "camera 0 was unplugged"],
        ),
        (
            {"camera": {"status": "error", "error": "clip.mp4 cannot be read"}},
            ["The camera cannot be used.", "clip.mp4 cannot be read"],
        ),
        ({"camera": {"status": "connecting"}}, ["Opening the camera …"]),
        (
            {"camera": {"source": "off", "status": "off"}},
            ["The camera is switched off in the configuration."],
        ),
        ({"watching": False}, ["Watching is paused. Nothing is looked at."]),
        ({"feed": "off"}, ["The picture is not shown (feed = off). The mood is still read."]),
        ({"feed": "video"}, ["Waiting for the first picture."]),
    ],
)
def test_what_is_not_there_has_its_own_sentence(
    page: Page, server: PageServer, parts: dict[str, Any], sentences: list[str]
) -> None:
    server.show(state(**parts))
    page.goto(server.url)
    for sentence in sentences:
        expect(page.get_by_text(sentence, exact=True)).to_be_visible()
    wait_for_pixels(page, "empty", at_least=1000)


def test_errors_are_listed_while_they_last(page: Page, server: PageServer) -> None:
    sentence = "model emotion.pt is truncated: copy it again"
    server.show(state(errors=[sentence]))
    page.goto(server.url)
    problems = page.get_by_role("alert")
    expect(problems.get_by_role("listitem")).to_have_text([sentence])
    assert problems.get_attribute("aria-live") == "polite"
    server.show(state())
    expect(problems.get_by_role("listitem")).to_have_count(0)


@pytest.mark.parametrize(
    ("button", "command"),
    [
        ("Skip", {"command": "skip"}),
        ("Pause", {"command": "playback", "action": "pause"}),
        ("Pause watching", {"command": "pause", "paused": True}),
        ("angry", {"command": "mood", "emotion": "angry"}),
        ("What the camera sees", {"command": "mood", "emotion": None}),
    ],
)
def test_buttons_send_commands(
    page: Page, server: PageServer, button: str, command: dict[str, Any]
) -> None:
    server.show(state())
    page.goto(server.url)
    page.get_by_role("button", name=button, exact=True).click()
    assert server.commands.get(timeout=ANSWER_S) == command


def test_buttons_offer_the_way_back(page: Page, server: PageServer) -> None:
    server.show(state(player="paused", watching=False, mood={"source": "manual"}))
    page.goto(server.url)
    expect(page.get_by_role("button", name="happy", pressed=True)).to_be_visible()
    page.get_by_role("button", name="Play", exact=True).click()
    assert server.commands.get(timeout=ANSWER_S) == {"command": "playback", "action": "play"}
    page.get_by_role("button", name="Resume watching").click()
    assert server.commands.get(timeout=ANSWER_S) == {"command": "pause", "paused": False}


@on_phone_and_desktop
def test_each_emotion_has_a_button_with_its_emoji(page: Page, server: PageServer) -> None:
    server.show(state())
    page.goto(server.url)
    buttons = page.get_by_role("region", name="I feel").get_by_role("button")
    expect(buttons).to_have_text(
        [f"{emotion.emoji}{emotion.name}" for emotion in EMOTIONS] + ["What the camera sees"]
    )


def test_the_strategy_is_chosen_and_falls_back_when_refused(page: Page, server: PageServer) -> None:
    server.show(state())
    page.goto(server.url)
    select = page.get_by_label("Strategy")
    select.select_option("elevate")
    assert server.commands.get(timeout=ANSWER_S) == {"command": "strategy", "strategy": "elevate"}
    server.refuse("the strategy cannot be changed now")
    expect(page.get_by_role("alert")).to_contain_text("the strategy cannot be changed now")
    expect(select).to_have_value("match")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_role("alert")).to_be_empty()
    server.show(state(strategy="balance"))
    expect(select).to_have_value("balance")


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
    wait_for_pixels(page, "green", at_least=900)


def test_the_token_of_the_page_is_passed_on(page: Page, server: PageServer) -> None:
    server.show(state())
    page.goto(f"{server.url}?token=a%26b")
    assert server.opened.get(timeout=ANSWER_S) == "/moodcam/ws?token=a%26b"


@on_phone_and_desktop
def test_everything_is_reached_by_keyboard(page: Page, server: PageServer) -> None:
    server.show(state())
    page.goto(server.url)
    expect(page.get_by_role("button", name="Skip")).to_be_visible()
    reached: list[str] = []
    controls = page.locator("button:enabled, select:enabled").count()
    for _ in range(controls):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert len(set(reached)) == controls
    page.get_by_role("button", name="Skip").focus()
    page.keyboard.press("Enter")
    assert server.commands.get(timeout=ANSWER_S) == {"command": "skip"}


@on_phone_and_desktop
def test_nothing_sticks_out_sideways(page: Page, server: PageServer) -> None:
    word = "a" * 200
    track = {**STATE["playing"], "name": word, "reasons": [word]}
    server.show(state(playing=track, errors=[word], camera={"source": word}))
    page.goto(server.url)
    expect(page.get_by_role("alert")).to_contain_text(word)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
