"""The page lends its browser's camera: Chromium's own stand-in for one, a moving pattern."""

from __future__ import annotations

import queue
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.web.page_states import ANSWER_S, GREEN, POLLING_MS, state

if TYPE_CHECKING:
    from tests.web.page_server import PageServer

REQUEST: Final = {"frame": {"interval_ms": 20, "max_px": 320}}
QUIET_S: Final = 0.3  # several times what the page needs for a picture
LENT: Final = {"camera": {"source": "browser", "chosen": "browser"}}

# Notes the tracks that the page gets, so that a test sees whether their light is out.
WATCH_TRACKS: Final = """
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    window.tracks = [];
    navigator.mediaDevices.getUserMedia = async (wanted) => {
        const stream = await ask(wanted);
        window.tracks.push(...stream.getTracks());
        return stream;
    };
"""
DENY: Final = """
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '%s'));
"""


def lend(page: Page, server: PageServer) -> None:
    """Start the page's camera and wait until it is offered."""
    page.add_init_script(WATCH_TRACKS)
    server.show(state())
    page.goto(server.url)
    page.get_by_role("button", name="Use this browser").click()
    assert server.commands.get(timeout=ANSWER_S) == {"command": "camera", "camera": "browser"}


def light_is_out(page: Page) -> bool:
    return bool(page.evaluate("tracks.length > 0 && tracks.every(t => t.readyState === 'ended')"))


def test_each_request_gets_one_small_picture(page: Page, server: PageServer) -> None:
    lend(page, server)
    sizes: list[tuple[int, ...]] = []
    for _ in range(2):
        server.say(REQUEST)
        jpeg = server.frames.get(timeout=ANSWER_S)
        image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
        sizes.append(image.shape)
        with pytest.raises(queue.Empty):
            server.frames.get(timeout=QUIET_S)
    assert max(sizes[0]) == max(sizes[1]) == REQUEST["frame"]["max_px"]


def test_the_person_can_stop_it_and_its_light_goes_out(page: Page, server: PageServer) -> None:
    lend(page, server)
    server.say(REQUEST)
    server.frames.get(timeout=ANSWER_S)
    server.show(state(**LENT))
    expect(page.get_by_label("Camera", exact=True)).to_have_value("browser")
    page.get_by_role("button", name="Stop this browser").click()
    assert server.commands.get(timeout=ANSWER_S) == {"command": "camera", "camera": "off"}
    assert light_is_out(page)


def test_its_own_picture_is_a_mirror_to_the_person(page: Page, server: PageServer) -> None:
    lend(page, server)
    server.say(REQUEST)
    server.frames.get(timeout=ANSWER_S)
    halves = np.zeros((240, 320, 3), np.uint8)
    halves[:, :160] = GREEN
    server.show(state(**LENT), cv2.imencode(".jpg", halves)[1].tobytes())
    wait_for_green(page, at=0.9)
    server.show(state(), cv2.imencode(".jpg", halves)[1].tobytes())
    wait_for_green(page, at=0.1)


def wait_for_green(page: Page, *, at: float) -> None:
    """Wait until the picture is green at this share of its width, and black opposite."""
    page.wait_for_function(
        """at => {
            const canvas = document.querySelector('canvas');
            const { width, height } = canvas;
            const copy = new OffscreenCanvas(width, height).getContext('2d', {
                willReadFrequently: true, // else the browser gives advice
            });
            copy.drawImage(canvas, 0, 0);
            const green = x => copy.getImageData(x * width, height * 0.9, 1, 1).data[1];
            return green(at) > 100 && green(1 - at) < 50;
        }""",
        arg=at,
        polling=POLLING_MS,
    )


def test_the_person_can_stop_it_while_the_server_is_gone(page: Page, server: PageServer) -> None:
    lend(page, server)
    server.say(REQUEST)
    server.frames.get(timeout=ANSWER_S)
    server.hang_up()
    expect(page.get_by_text("Offline: Mopidy does not answer.")).to_be_visible()
    page.get_by_role("button", name="Stop this browser").click()
    expect(page.get_by_role("button", name="Use this browser")).to_be_disabled()
    assert light_is_out(page)


def test_another_browser_that_takes_over_is_told_of(page: Page, server: PageServer) -> None:
    lend(page, server)
    server.say(REQUEST)
    server.frames.get(timeout=ANSWER_S)
    server.say({"frame": None, "reason": "another browser is the camera now"})
    expect(page.get_by_text("another browser is the camera now")).to_be_visible()
    expect(page.get_by_role("button", name="Use this browser")).to_be_visible()
    assert light_is_out(page)


def test_it_is_offered_again_to_a_server_that_comes_back(page: Page, server: PageServer) -> None:
    lend(page, server)
    server.say(REQUEST)
    server.frames.get(timeout=ANSWER_S)
    server.show(state(**LENT))
    server.hang_up()
    expect(page.get_by_text("Offline: Mopidy does not answer.")).to_be_visible()
    server.show(state(camera=LENT["camera"] | {"status": "lost", "error": "it is gone"}))
    server.listen()
    assert server.commands.get(timeout=ANSWER_S) == {"command": "camera", "camera": "browser"}
    server.say(REQUEST)
    assert server.frames.get(timeout=ANSWER_S)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("NotAllowedError", "The camera was not allowed."),
        ("NotFoundError", "This browser has found no camera."),
        ("NotReadableError", "The camera is in use by another program."),
    ],
)
def test_what_the_browser_refuses_is_explained(
    page: Page, server: PageServer, error: str, sentence: str
) -> None:
    page.add_init_script(DENY % error)
    server.show(state())
    page.goto(server.url)
    page.get_by_role("button", name="Use this browser").click()
    expect(page.get_by_text(sentence)).to_be_visible()
    expect(page.get_by_role("button", name="Use this browser")).to_be_enabled()
    assert server.commands.empty()


def test_an_insecure_address_is_explained(page: Page, server: PageServer) -> None:
    server.hostname = "moodcam.test"
    server.show(state())
    page.goto(server.url)
    page.get_by_role("button", name="Use this browser").click()
    expect(page.get_by_text("only to pages from localhost or over HTTPS")).to_be_visible()
