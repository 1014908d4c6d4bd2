"""What Home Assistant is told, by the rules of its own MQTT integration."""

from __future__ import annotations

import json
import re
from typing import Any

import jinja2
import pytest

from mopidy_moodcam import __version__
from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.mqtt.discovery import description, discovery_topic, identity
from mopidy_moodcam.mqtt.topics import messages
from mopidy_moodcam.settings import STRATEGIES
from mopidy_moodcam.web.control import parse
from mopidy_moodcam.web.schema import check_for_http
from tests.mqtt.test_topics import TRACK, mood, state

# What each platform cannot do without, and what else of ours it knows: the schemas in
# homeassistant/components/mqtt/{sensor,binary_sensor,switch,button,select,schemas}.py (2025.1).
COMMON = {"platform", "unique_id", "name", "icon", "entity_category", "device_class"}
READS = {"state_topic", "value_template", "json_attributes_topic"}
PLATFORMS = {
    "sensor": (
        {"state_topic"},
        {*COMMON, *READS, "options", "state_class", "unit_of_measurement"},
    ),
    "binary_sensor": ({"state_topic"}, {*COMMON, *READS}),
    "switch": (
        {"command_topic"},
        {*COMMON, *READS, "command_topic", "payload_on", "payload_off", "state_on", "state_off"},
    ),
    "button": ({"command_topic"}, {*COMMON, "command_topic", "payload_press"}),
    "select": (
        {"command_topic", "options"},
        {*COMMON, *READS, "command_topic", "command_template", "options"},
    ),
}
TOPIC = "house/moodcam"


def device(topic: str = TOPIC) -> dict[str, Any]:
    return json.loads(description(topic, __version__))


def entities() -> dict[str, dict[str, Any]]:
    return device()["components"]


def shown(name: str, of: Any) -> str:
    """What Home Assistant makes of an entity's state topic."""
    entity = entities()[name]
    payload = messages(of)[entity["state_topic"].removeprefix(f"{TOPIC}/")].payload
    template = entity.get("value_template", "{{ value }}")
    as_json = json.loads(payload) if "value_json" in template else None
    return jinja2.Template(template).render(value=payload, value_json=as_json)


def given(name: str, value: str) -> tuple[str, dict[str, Any]]:
    """The command, with its fields, that Home Assistant gives for an entity."""
    entity = entities()[name]
    payload = jinja2.Template(entity["command_template"]).render(value=value)
    return command(entity, payload)


def command(entity: dict[str, Any], payload: str) -> tuple[str, dict[str, Any]]:
    name = entity["command_topic"].removeprefix(f"{TOPIC}/command/")
    fields = parse(payload)
    check_for_http(name, fields)
    return name, fields


def test_the_device_says_who_it_is_and_whether_it_is_there() -> None:
    told = device()
    assert set(told) == {"device", "origin", "availability_topic", "qos", "components"}
    assert told["device"]["identifiers"] == ["house_moodcam"]
    assert told["origin"] == {"name": "Mopidy-MoodCam", "sw_version": __version__}
    assert told["availability_topic"] == "house/moodcam/availability"
    assert told["qos"] in {0, 1, 2}


@pytest.mark.parametrize("name", entities())
def test_an_entity_has_what_its_platform_needs_and_nothing_unknown(name: str) -> None:
    entity = entities()[name]
    needed, known = PLATFORMS[entity["platform"]]
    assert {"platform", "unique_id", "name", *needed} <= set(entity) <= known
    for key in ("state_topic", "json_attributes_topic"):
        if key in entity:
            assert entity[key].removeprefix(f"{TOPIC}/") in messages(state())
    if "json_attributes_topic" in entity:
        payload = messages(state())[entity["json_attributes_topic"].removeprefix(f"{TOPIC}/")]
        assert isinstance(json.loads(payload.payload), dict)


def test_ids_are_unique_and_differ_between_devices() -> None:
    ids = [entity["unique_id"] for entity in entities().values()]
    others = [entity["unique_id"] for entity in device("moodcam")["components"].values()]
    assert len({*ids, *others}) == len(ids) + len(others)
    assert device("moodcam")["device"]["name"] == "MoodCam"
    assert device()["device"]["name"] == "MoodCam house/moodcam"


@pytest.mark.parametrize("topic", ["moodcam", "a/b", "küche/moodcam", "x.y"])
def test_home_assistant_takes_the_discovery_topic(topic: str) -> None:
    assert re.fullmatch(r"ha/device/[a-zA-Z0-9_-]+/config", discovery_topic("ha", topic))
    assert re.fullmatch(r"[a-zA-Z0-9_-]+", identity(topic))


def test_the_sensors_show_the_mood_and_the_music() -> None:
    happy = state(mood=mood("happy", 0.874), genres=["pop", "dance"], playing=TRACK)
    assert shown("mood", happy) == "happy"
    assert shown("confidence", happy) == "87"
    assert shown("playing", happy) == "One"
    assert shown("genres", happy) == "pop, dance"
    assert shown("problem", happy) == "OFF"
    nothing = state(errors=["The library has no tracks"])
    assert shown("mood", nothing) == "unknown"
    assert shown("confidence", nothing) == "0"
    assert shown("playing", nothing) == "nothing"
    assert shown("genres", nothing) == "none"
    assert shown("problem", nothing) == "ON"


def test_every_mood_is_an_option_of_its_sensor() -> None:
    assert entities()["mood"]["options"] == [*LABELS, "unknown"]


def test_a_state_is_never_longer_than_home_assistant_allows() -> None:
    long = state(playing={**TRACK, "name": "x" * 999}, genres=["y" * 300])
    assert {len(shown("playing", long)), len(shown("genres", long))} == {255}


def test_the_switches_show_and_give_what_they_are_named_for() -> None:
    watching, music = entities()["watching"], entities()["music"]
    assert shown("watching", state()) == watching["state_on"]
    assert shown("watching", state(watching=False)) == watching["state_off"]
    assert command(watching, watching["payload_on"]) == ("pause", {"paused": False})
    assert command(watching, watching["payload_off"]) == ("pause", {"paused": True})
    assert shown("music", state(player="playing")) == music["state_on"]
    assert shown("music", state(player="paused")) == music["state_off"]
    assert command(music, music["payload_on"]) == ("playback", {"action": "play"})
    assert command(music, music["payload_off"]) == ("playback", {"action": "pause"})


def test_the_button_skips() -> None:
    skip = entities()["skip"]
    assert command(skip, skip["payload_press"]) == ("skip", {})


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_strategy_is_shown_and_chosen(strategy: str) -> None:
    assert strategy in entities()["strategy"]["options"]
    assert shown("strategy", state(strategy=strategy)) == strategy
    assert given("strategy", strategy) == ("strategy", {"strategy": strategy})


@pytest.mark.parametrize("emotion", LABELS)
def test_a_mood_is_shown_and_chosen(emotion: str) -> None:
    assert emotion in entities()["chosen_mood"]["options"]
    assert shown("chosen_mood", state(mood=mood(emotion, source="manual"))) == emotion
    assert given("chosen_mood", emotion) == ("mood", {"emotion": emotion})


def test_automatic_gives_way_to_the_camera() -> None:
    assert "automatic" in entities()["chosen_mood"]["options"]
    assert shown("chosen_mood", state(mood=mood("sad"))) == "automatic"
    assert given("chosen_mood", "automatic") == ("mood", {"emotion": None})
