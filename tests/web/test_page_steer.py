"""What a person can do on the built page, and what the server then hears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from mopidy_moodcam.emotions import EMOTIONS
from tests.web.page_states import ANSWER_S, state

if TYPE_CHECKING:
    from tests.web.page_server import PageServer


def next_command(server: PageServer) -> dict[str, Any]:
    return server.commands.get(timeout=ANSWER_S)


@pytest.mark.parametrize(
    ("button", "command"),
    [
        ("Skip", {"command": "skip"}),
        ("Pause", {"command": "playback", "action": "pause"}),
        ("Pause watching", {"command": "pause", "paused": True}),
        ("angry", {"command": "mood", "emotion": "angry", "duration_s": 1800}),
        ("Elevate", {"command": "strategy", "strategy": "elevate"}),
        ("Play dance first", {"command": "genres", "genre": "dance", "choice": "pick"}),
        ("Never play dance", {"command": "genres", "genre": "dance", "choice": "exclude"}),
        (
            "Not this one: Blue Room",
            {"command": "feedback", "uri": "local:track:two.ogg", "value": "less"},
        ),
        (
            "More like this: Morning Carousel",
            {"command": "feedback", "uri": "local:track:one.ogg", "value": "more"},
        ),
    ],
)
def test_buttons_send_commands(
    page: Page, server: PageServer, button: str, command: dict[str, Any]
) -> None:
    server.show(state())
    page.goto(server.url)
    page.get_by_role("button", name=button, exact=True).click()
    assert next_command(server) == command


def test_buttons_offer_the_way_back(page: Page, server: PageServer) -> None:
    liked = state()["playing"] | {"feedback": "more"}
    manual = {"source": "manual", "until": state()["time"] + 600}
    server.show(
        state(
            player="paused",
            watching=False,
            mood=manual,
            playing=liked,
            picked_genres=["folk"],
            excluded_genres=["dance"],
        )
    )
    page.goto(server.url)
    expect(page.get_by_role("button", name="happy", exact=True, pressed=True)).to_be_visible()
    for name, command in {
        "Play": {"command": "playback", "action": "play"},
        "Resume watching": {"command": "pause", "paused": False},
        "Back to the camera": {"command": "mood", "emotion": None},
        "Play folk first": {"command": "genres", "genre": "folk", "choice": None},
        "Never play dance": {"command": "genres", "genre": "dance", "choice": None},
        "More like this: Morning Carousel": {
            "command": "feedback",
            "uri": "local:track:one.ogg",
            "value": None,
        },
    }.items():
        page.get_by_role("button", name=name, exact=True).click()
        assert next_command(server) == command


def test_each_emotion_has_a_button_with_its_emoji(page: Page, server: PageServer) -> None:
    server.show(state())
    page.goto(server.url)
    buttons = page.get_by_role("region", name="I feel").locator(".choices button")
    expect(buttons).to_have_text([f"{emotion.emoji}{emotion.name}" for emotion in EMOTIONS])


def test_a_mood_is_chosen_for_as_long_as_one_likes(page: Page, server: PageServer) -> None:
    server.show(state())
    page.goto(server.url)
    page.get_by_role("button", name="until I say so").click()
    page.get_by_role("button", name="sad", exact=True).click()
    assert next_command(server) == {"command": "mood", "emotion": "sad", "duration_s": 86_400}
    manual = {"emotion": "sad", "source": "manual", "until": state()["time"] + 86_400}
    server.show(state(mood=manual))
    expect(page.get_by_role("button", name="sad", exact=True, pressed=True)).to_be_visible()
    page.get_by_role("button", name="5 min", exact=True).click()
    assert next_command(server) == {"command": "mood", "emotion": "sad", "duration_s": 300}


def test_a_click_changes_nothing_before_the_server_says_so(page: Page, server: PageServer) -> None:
    server.show(state())
    page.goto(server.url)
    page.get_by_role("button", name="Elevate").click()
    assert next_command(server)["command"] == "strategy"
    server.refuse("the strategy cannot be changed now")
    expect(page.get_by_role("alert")).to_contain_text("the strategy cannot be changed now")
    expect(page.get_by_role("button", name="Match", pressed=True)).to_be_visible()
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_role("alert")).to_be_empty()
    server.show(state(strategy="balance"))
    expect(page.get_by_role("button", name="Balance", pressed=True)).to_be_visible()


def test_a_genre_of_ones_own_is_added(page: Page, server: PageServer) -> None:
    server.show(state())
    page.goto(server.url)
    field = page.get_by_label("Add a genre")
    field.fill("  bossa nova ")
    field.press("Enter")
    assert next_command(server) == {"command": "genres", "genre": "bossa nova", "choice": "pick"}
    expect(field).to_have_value("")


def test_cameras_are_chosen_out_of_those_found(page: Page, server: PageServer) -> None:
    server.show(state())
    page.goto(server.url)
    select = page.get_by_label("Camera", exact=True)
    expect(select.get_by_role("option")).to_have_text(["First that works", "Demo performer", "Off"])
    select.select_option("off")
    assert next_command(server) == {"command": "camera", "camera": "off"}
    server.refuse("the camera cannot be changed now")
    expect(select).to_have_value("demo")


def test_cameras_are_looked_for_again_by_who_goes_to_the_list(
    page: Page, server: PageServer
) -> None:
    server.show(state())
    page.goto(f"{server.url}?token=secret")
    page.get_by_label("Camera", exact=True).focus()
    assert server.searched.get(timeout=ANSWER_S) == "/moodcam/api/cameras?token=secret"


def test_only_what_may_be_shown_can_be_chosen(page: Page, server: PageServer) -> None:
    server.show(state(feed="landmarks", feeds=["landmarks", "off"]))
    page.goto(server.url)
    select = page.get_by_label("What is shown")
    expect(select.get_by_role("option")).to_have_text(["Lines only", "No picture"])
    expect(select).to_have_value("landmarks")
    select.select_option("off")
    assert next_command(server) == {"command": "feed", "feed": "off"}


def test_the_player_is_steered_through_mopidy(page: Page, server: PageServer) -> None:
    server.show(state(player="paused"))
    page.goto(server.url)
    seek = page.get_by_label("Position in the track")
    expect(seek).to_have_attribute("aria-valuetext", "1:02 of 3:20")
    volume = page.get_by_label("Volume")
    expect(volume).to_have_value("40")
    calls = server.player.calls
    page.get_by_role("button", name="Back", exact=True).click()
    assert calls.get(timeout=ANSWER_S) == ("core.playback.previous", {})
    seek.fill("120000")
    assert calls.get(timeout=ANSWER_S) == ("core.playback.seek", {"time_position": 120_000})
    volume.fill("55")
    assert calls.get(timeout=ANSWER_S) == ("core.mixer.set_volume", {"volume": 55})
    page.get_by_role("button", name="Mute").click()
    assert calls.get(timeout=ANSWER_S) == ("core.mixer.set_mute", {"mute": True})


def test_what_needs_mopidys_player_says_so_without_it(page: Page, server: PageServer) -> None:
    server.player.refuses = True
    server.show(state())
    page.goto(server.url)
    expect(page.get_by_text("own connection does not answer.")).to_be_visible()
    for name in ("Back", "Mute"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_disabled()
    expect(page.get_by_label("Position in the track")).to_be_disabled()
    page.get_by_role("button", name="Skip").click()
    assert next_command(server) == {"command": "skip"}


def test_a_missing_mixer_is_said(page: Page, server: PageServer) -> None:
    server.player.answers["core.mixer.get_volume"] = None
    server.show(state())
    page.goto(server.url)
    expect(page.get_by_text("Mopidy has no mixer here")).to_be_visible()
    expect(page.get_by_label("Volume")).to_be_disabled()
