"""What a real broker is told of the state, and what is left behind there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.mqtt.broker import Listener, Mosquitto, needs_mosquitto
from tests.mqtt.publishing import errors_of, publishing, until, warnings
from tests.mqtt.test_topics import mood

if TYPE_CHECKING:
    import pytest

    from mopidy_moodcam.web.feed import Feed

pytestmark = needs_mosquitto


def test_a_new_listener_is_told_everything(broker: Mosquitto, feed: Feed) -> None:
    feed.write({"mood": mood("happy"), "strategy": "elevate"})
    with publishing(feed, **broker.options):
        with Listener(broker) as first:
            first.until_heard("moodcam/availability", "online")
        with Listener(broker) as late:
            late.until_heard("moodcam/availability", "online")
            late.until(lambda heard: len(heard) == 9, "all topics")
            assert late.retained == set(late.heard)
            assert late.json("moodcam/mood")["emotion"] == "happy"
            assert late.heard["moodcam/strategy"] == "elevate"
            device = late.json("homeassistant/device/moodcam/config")
    topics = {"homeassistant/device/moodcam/config", device["availability_topic"]}
    for entity in device["components"].values():
        topics |= {entity[key] for key in ("state_topic", "json_attributes_topic") if key in entity}
    assert topics <= set(late.heard), "what Home Assistant listens to is there"


def test_the_state_is_up_to_date_before_it_is_said_to_be_available(
    broker: Mosquitto, feed: Feed
) -> None:
    with Listener(broker) as listener, publishing(feed, **broker.options):
        listener.until_heard("moodcam/availability", "online")
        assert listener.log[-1] == ("moodcam/availability", "online")
        assert len(listener.log) == 9


def test_topic_and_discovery_are_as_configured(broker: Mosquitto, feed: Feed) -> None:
    options = {"mqtt_topic": "house/moodcam", "mqtt_discovery": ""}
    with Listener(broker) as listener, publishing(feed, **broker.options, **options):
        listener.until_heard("house/moodcam/availability", "online")
        assert {topic.rpartition("/")[0] for topic in listener.heard} == {"house/moodcam"}


def test_what_changes_is_told(broker: Mosquitto, feed: Feed) -> None:
    with Listener(broker) as listener, publishing(feed, **broker.options):
        listener.until_heard("moodcam/availability", "online")
        feed.write({"mood": mood("sad", source="manual")})
        listener.until_heard("moodcam/chosen_mood", "sad")
        feed.write({"watching": False})
        listener.until_heard("moodcam/watching", "OFF")


def test_leave_is_taken_and_nothing_of_a_person_left_behind(broker: Mosquitto, feed: Feed) -> None:
    feed.write({"mood": mood("sad", source="manual")})
    with Listener(broker) as listener:
        with publishing(feed, **broker.options):
            listener.until_heard("moodcam/chosen_mood", "sad")
        listener.until_heard("moodcam/availability", "offline")
    with Listener(broker) as late:
        late.until(lambda heard: len(heard) == 9, "what was retained")
        assert late.json("moodcam/mood")["emotion"] == "unknown"
        assert late.heard["moodcam/chosen_mood"] == "automatic"


def test_a_broker_that_comes_back_is_told_everything_again(
    broker: Mosquitto, feed: Feed, caplog: pytest.LogCaptureFixture
) -> None:
    with publishing(feed, **broker.options):
        with Listener(broker) as listener:
            listener.until_heard("moodcam/availability", "online")
        broker.kill()
        until(lambda: errors_of(feed), "the state says so")
        feed.write({"mood": mood("angry")})
        broker.start()
        with Listener(broker) as listener:
            listener.until_heard("moodcam/availability", "online")
            assert listener.json("moodcam/mood")["emotion"] == "angry"
            listener.until_heard("moodcam/problems", '{"problems":[]}')
        assert errors_of(feed) == []
    told = [told for told in warnings(caplog) if "MQTT" in told]
    assert 1 <= len(told) == len(set(told)) <= 2, "went away, and perhaps: cannot be reached"
