"""A smart home and MoodCam: a real Mopidy, a real broker, and a listener on it."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING, Any

from mopidy_moodcam.emotions import LABELS
from tests.mopidy_process import MopidyProcess
from tests.mqtt.broker import PASSWORD, Listener, Mosquitto, needs_mosquitto

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_mosquitto
STATE = "moodcam/availability"
CONFIG = "homeassistant/device/moodcam/config"


def with_moodcam(folder: Path, music: Path, broker: Mosquitto, **options: str) -> MopidyProcess:
    mopidy = MopidyProcess(folder, music, {"moodcam": {**broker.options, **options}})
    mopidy.scan()
    return mopidy


def says(heard: dict[str, str], topic: str, **wanted: Any) -> bool:
    """Whether a topic's JSON object has these values."""
    told = json.loads(heard.get(topic, "{}"))
    return all(told.get(key) == value for key, value in wanted.items())


def test_home_assistant_finds_a_mood_that_is_seen_and_leads_the_music(
    tmp_path: Path, demo_music: Path
) -> None:
    with Mosquitto(tmp_path, private=True) as broker, Listener(broker) as home:
        mopidy = with_moodcam(tmp_path, demo_music, broker, camera="demo")
        with mopidy:
            home.until_heard(STATE, "online")
            home.until(
                lambda heard: json.loads(heard["moodcam/mood"])["emotion"] in LABELS,
                "the performer's mood",
            )
            assert home.json("moodcam/mood")["source"] == "face"
            home.until(lambda heard: says(heard, "moodcam/playing", player="playing"), "the music")
            assert home.json("moodcam/playing")["reasons"]
            assert home.json("moodcam/genres")["genres"]
            entities = home.json(CONFIG)["components"]

            def press(name: str, key: str) -> None:
                home.publish(entities[name]["command_topic"], entities[name][key])

            press("watching", "payload_off")
            home.until_heard("moodcam/watching", "OFF")
            assert mopidy.state()["watching"] is False
            press("watching", "payload_on")
            home.until_heard("moodcam/watching", "ON")

            before = home.json("moodcam/playing")["title"]
            press("skip", "payload_press")
            home.until(
                lambda heard: json.loads(heard["moodcam/playing"])["title"] not in {before, None},
                "the next track",
            )
            press("music", "payload_off")
            home.until(lambda heard: says(heard, "moodcam/playing", player="paused"), "the pause")

            home.publish("moodcam/command/strategy", '{"strategy": "elevate"}')
            home.until_heard("moodcam/strategy", "elevate")
            home.publish("moodcam/command/mood", '{"emotion": "sad"}')
            home.until_heard("moodcam/chosen_mood", "sad")
            home.until(
                lambda heard: says(heard, "moodcam/mood", emotion="sad", source="manual"),
                "the mood by hand",
            )
            home.publish("moodcam/command/mood", '{"emotion": "hungry"}')
            mopidy.until(lambda: "emotion must be one of" in mopidy.log_text(), "the sentence")
            home.publish("moodcam/command/mood", '{"emotion": null}')
            home.until_heard("moodcam/chosen_mood", "automatic")
            assert mopidy.state()["errors"] == []
        home.until_heard(STATE, "offline")
        home.until(lambda heard: says(heard, "moodcam/mood", emotion="unknown"), "nothing stays")
    assert PASSWORD not in mopidy.log_text()


def test_the_music_goes_on_while_a_broker_comes_goes_and_comes_back(
    tmp_path: Path, demo_music: Path
) -> None:
    broker = Mosquitto(tmp_path)
    with with_moodcam(tmp_path, demo_music, broker) as mopidy:
        (sentence,) = mopidy.until(lambda: mopidy.state()["errors"], "the sentence")
        assert sentence.startswith(
            f"the MQTT broker at 127.0.0.1:{broker.port} cannot be reached (Connection refused)"
        )
        mopidy.post("/moodcam/api/mood", {"emotion": "happy"})
        mopidy.until(lambda: mopidy.state()["player"] == "playing", "the music")
        assert mopidy.log_text().count("the MQTT broker") == 1, "one sentence"
        with broker:
            with Listener(broker) as home:
                home.until_heard(STATE, "online")
                home.until_heard("moodcam/chosen_mood", "happy")
            assert mopidy.state()["errors"] == []
            broker.kill()
            mopidy.until(lambda: mopidy.state()["errors"], "the state says so")
            mopidy.post("/moodcam/api/mood", {"emotion": "sad"})
            broker.start()
            with Listener(broker) as home:
                home.until_heard(STATE, "online")
                home.until_heard("moodcam/chosen_mood", "sad")
                assert CONFIG in home.heard
                assert mopidy.state()["player"] == "playing"
                os.killpg(mopidy.pid, signal.SIGKILL)
                home.until_heard(STATE, "offline")
