"""What the built page shows, against a server that shows it one state after the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from mopidy_moodcam.emotions import EMOTIONS
from tests.conftest import ROOT
from tests.web.page_states import (
    BLUE,
    DESKTOP,
    GREEN,
    NOBODY,
    PHONE,
    PLAYING,
    UNKNOWN,
    history,
    picture,
    state,
    wait_for_pixels,
)

if TYPE_CHECKING:
    from tests.web.page_server import PageServer

on_phone_and_desktop = pytest.mark.parametrize(
    "page", [{"viewport": PHONE}, {"viewport": DESKTOP}], ids=["phone", "desktop"], indirect=True
)


@on_phone_and_desktop
def test_a_face_is_shown_with_its_mood_and_its_music(page: Page, server: PageServer) -> None:
    server.show(state(), picture(GREEN))
    page.goto(server.url)
    mood = page.get_by_role("region", name="Mood")
    expect(mood).to_contain_text("😄")
    expect(mood).to_contain_text("82 % sure · for 1 min")
    expect(mood).to_contain_text("happy: valence 0.6, arousal 0.3")
    bars = page.get_by_role("region", name="What this frame shows")
    expect(bars.get_by_role("listitem").filter(has_text="happy")).to_contain_text("86 %")
    now = page.get_by_role("region", name="Now playing")
    expect(now).to_contain_text("Morning Carousel")
    expect(now).to_contain_text("The Paper Lanterns · Dance")
    expect(now).to_contain_text("happy → dance; not played this week")
    following = page.get_by_role("region", name="Next").get_by_role("listitem")
    expect(following.filter(has_text="Blue Room")).to_contain_text("queued by a person")
    expect(page.get_by_role("region", name="What to play")).to_contain_text("upbeat pop")
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
    server.show(state(**NOBODY), picture(GREEN))
    page.goto(server.url)
    for sentence in [
        "No face in view",
        "Nobody has been seen for a while.",
        "Nothing could be read from this frame.",
        "Nothing is playing.",
        "Tracks come once a mood is seen, or chosen by you.",
        "Nothing comes next yet: no mood is known.",
        "None yet: they follow from the mood.",
    ]:
        expect(page.get_by_text(sentence).first).to_be_visible()
    wait_for_pixels(page, "green", at_least=950)


def test_a_face_without_a_mood_is_not_called_nobody(page: Page, server: PageServer) -> None:
    server.show(state(expression=None, mood=UNKNOWN))
    page.goto(server.url)
    sentence = "There is a face, but no mood has been read from it yet."
    expect(page.get_by_text(sentence)).to_be_visible()


def test_a_missing_model_is_said_above_and_pointed_at(page: Page, server: PageServer) -> None:
    problem = "model emotion.pt is truncated: copy it again"
    server.show(state(expression=None, mood=UNKNOWN, errors=[problem]))
    page.goto(server.url)
    expect(page.get_by_role("alert")).to_contain_text(problem)
    sentence = "There is a face, but no mood can be read from it: see the problem above."
    expect(page.get_by_text(sentence)).to_be_visible()


def test_a_library_in_which_nothing_fits_is_said(page: Page, server: PageServer) -> None:
    server.show(state(upcoming=[]))
    page.goto(server.url)
    expect(page.get_by_text("Nothing in the library fits these genres.")).to_be_visible()


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
        ({"camera": {"status": "connecting"}}, ["Opening the camera …"]),
        (
            {"camera": {"source": "off", "chosen": "off", "status": "off"}},
            ["The camera is switched off."],
        ),
        (
            {"camera": {"source": "browser", "chosen": "browser", "status": "lost"}},
            ["A browser is to be the camera, and none sends pictures."],
        ),
        ({"watching": False}, ["Watching is paused. Nothing is looked at."]),
        ({"feed": "off"}, ["The picture is not shown. The mood is still read."]),
        ({"feed": "landmarks", "face": None}, ["No face in view"]),
        ({"feed": "video"}, ["Waiting for the first picture."]),
    ],
)
def test_what_is_not_there_has_its_own_sentence_and_drawing(
    page: Page, server: PageServer, parts: dict[str, Any], sentences: list[str]
) -> None:
    server.show(state(**parts))
    page.goto(server.url)
    stage = page.get_by_role("region", name="The picture of the camera")
    for sentence in sentences:
        expect(stage.get_by_text(sentence, exact=True)).to_be_visible()
    expect(stage.locator(".note svg")).to_be_visible()
    wait_for_pixels(page, "empty", at_least=1000)


def test_the_mood_of_a_person_who_said_so_shows_how_long_it_holds(
    page: Page, server: PageServer
) -> None:
    now = state()["time"]
    manual = {"emotion": "sad", "emoji": "😢", "source": "manual", "since": now - 60}
    server.show(state(mood=manual | {"until": now + 1_075}))
    page.goto(server.url)
    mood = page.get_by_role("region", name="Mood")
    expect(mood).to_contain_text("you said so · 18 min left")
    server.show(state(mood=manual | {"until": now + 86_340}))
    expect(mood).to_contain_text("you said so · until you say otherwise")


def test_the_clock_of_the_server_counts(page: Page, server: PageServer) -> None:
    there = state()["time"] + 7_200
    server.show(state(time=there, mood={"since": there - 125}))
    page.goto(server.url)
    expect(page.get_by_text("82 % sure · for 2 min")).to_be_visible()


def test_the_last_half_hour_is_there_from_the_start_and_goes_on(
    page: Page, server: PageServer
) -> None:
    server.history = history()
    server.show(state())
    page.goto(server.url)
    timeline = page.get_by_role("region", name="The last 30 minutes")
    lanes = timeline.get_by_role("img", name="Moods of the last 30 minutes: happy 17 %, sad 33 %")
    expect(lanes).to_be_visible()
    timeline.get_by_text("2 tracks played").click()
    expect(timeline.get_by_role("listitem")).to_contain_text(["Morning Carousel", "Slow Harbour"])
    server.show(state(playing={"uri": "local:track:two.ogg", "name": "Blue Room"}))
    expect(timeline.get_by_text("3 tracks played")).to_be_visible()


def test_covers_of_the_own_host_are_shown_and_others_drawn(page: Page, server: PageServer) -> None:
    server.player.images = {
        "local:track:one.ogg": [{"uri": "/moodcam/icon.svg"}],
        "local:track:two.ogg": [{"uri": "https://covers.example/two.jpg"}],
    }
    server.show(state())
    page.goto(server.url)
    expect(page.locator("img[src$='/moodcam/icon.svg']")).to_be_visible()
    expect(page.locator("img")).to_have_count(1)
    expect(page.get_by_role("region", name="Next").locator("li .cover svg")).to_be_visible()


def test_errors_are_listed_while_they_last(page: Page, server: PageServer) -> None:
    sentence = "model emotion.pt is truncated: copy it again"
    server.show(state(errors=[sentence]))
    page.goto(server.url)
    problems = page.get_by_role("alert")
    expect(problems.get_by_role("listitem")).to_have_text([sentence])
    assert problems.get_attribute("aria-live") == "polite"
    server.show(state())
    expect(problems.get_by_role("listitem")).to_have_count(0)


@on_phone_and_desktop
def test_nothing_sticks_out_sideways(page: Page, server: PageServer) -> None:
    word = "a" * 200
    track = {**PLAYING, "name": word, "reasons": [word]}
    server.show(
        state(
            playing=track,
            upcoming=[track],
            errors=[word],
            genres=[word],
            camera={"chosen": word, "error": word, "status": "lost"},
        )
    )
    page.goto(server.url)
    expect(page.get_by_role("alert")).to_contain_text(word)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_knows_the_emotions_as_the_server_does() -> None:
    text = (ROOT / "webclient/src/lib/emotions.ts").read_text(encoding="utf-8")
    entry = r"name: '(\w+)', emoji: '(.+?)', valence: (\S+), arousal: (\S+) }"
    known = [
        (name, emoji, float(valence), float(arousal))
        for name, emoji, valence, arousal in re.findall(entry, text)
    ]
    assert known == [(e.name, e.emoji, e.valence, e.arousal) for e in EMOTIONS]
