"""What Home Assistant is told, so that a device with its entities appears there by itself.

One message describes the whole device: "device discovery payload" in the documentation of its MQTT
integration, which Home Assistant takes since 2024.11. Commands are those of the HTTP API.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from mopidy_moodcam.emotions import LABELS, UNKNOWN
from mopidy_moodcam.mqtt.topics import AUTOMATIC, AVAILABILITY, COMMANDS, OFF, ON
from mopidy_moodcam.settings import STRATEGIES

QOS: Final = 1
"""With which Home Assistant subscribes and gives commands: at least once."""

DEFAULT_TOPIC: Final = "moodcam"
_MAX_STATE: Final = 255  # characters that Home Assistant allows in a state


def identity(topic: str) -> str:
    """Return what tells this MoodCam from others on the same broker: its base topic, as an id."""
    return re.sub(r"[^a-zA-Z0-9_-]", "_", topic)


def discovery_topic(prefix: str, topic: str) -> str:
    """Return where Home Assistant looks for the description of a device."""
    return f"{prefix}/device/{identity(topic)}/config"


def description(topic: str, version: str) -> str:
    """Return the description of the device whose base topic is `topic`, as JSON."""
    me = identity(topic)
    components = {
        name: {"unique_id": f"{me}_{name}", **entity} for name, entity in _entities(topic).items()
    }
    return json.dumps(
        {
            "device": {
                "identifiers": [me],
                "name": "MoodCam" if topic == DEFAULT_TOPIC else f"MoodCam {topic}",
                "manufacturer": "Mopidy-MoodCam",
                "model": "MoodCam",
                "sw_version": version,
            },
            "origin": {"name": "Mopidy-MoodCam", "sw_version": version},
            "availability_topic": f"{topic}/{AVAILABILITY}",
            "qos": QOS,
            "components": components,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _entities(topic: str) -> dict[str, dict[str, Any]]:
    def command(name: str) -> dict[str, str]:
        return {"command_topic": f"{topic}/{COMMANDS}/{name}"}

    mood, playing, genres, problems = (
        {"state_topic": f"{topic}/{name}", "json_attributes_topic": f"{topic}/{name}"}
        for name in ("mood", "playing", "genres", "problems")
    )
    return {
        "mood": {
            "platform": "sensor",
            "name": "Mood",
            "icon": "mdi:emoticon-outline",
            "device_class": "enum",
            "options": [*LABELS, UNKNOWN],
            "value_template": "{{ value_json.emotion }}",
            **mood,
        },
        "confidence": {
            "platform": "sensor",
            "name": "Confidence",
            "icon": "mdi:gauge",
            "state_class": "measurement",
            "unit_of_measurement": "%",
            "value_template": "{{ (value_json.confidence * 100) | round | int }}",
            "state_topic": mood["state_topic"],
        },
        "playing": {
            "platform": "sensor",
            "name": "Playing",
            "icon": "mdi:music",
            "value_template": f"{{{{ (value_json.title or 'nothing')[:{_MAX_STATE}] }}}}",
            **playing,
        },
        "genres": {
            "platform": "sensor",
            "name": "Genres",
            "icon": "mdi:music-box-multiple",
            "value_template": (
                f"{{{{ (value_json.genres | join(', ') or 'none')[:{_MAX_STATE}] }}}}"
            ),
            **genres,
        },
        "problem": {
            "platform": "binary_sensor",
            "name": "Problem",
            "device_class": "problem",
            "entity_category": "diagnostic",
            "value_template": f"{{{{ '{ON}' if value_json.problems else '{OFF}' }}}}",
            **problems,
        },
        "watching": {
            "platform": "switch",
            "name": "Watching",
            "icon": "mdi:camera",
            "state_topic": f"{topic}/watching",
            "state_on": ON,
            "state_off": OFF,
            "payload_on": '{"paused": false}',
            "payload_off": '{"paused": true}',
            **command("pause"),
        },
        "music": {
            "platform": "switch",
            "name": "Music",
            "icon": "mdi:play-pause",
            "state_topic": playing["state_topic"],
            "value_template": f"{{{{ '{ON}' if value_json.player == 'playing' else '{OFF}' }}}}",
            "state_on": ON,
            "state_off": OFF,
            "payload_on": '{"action": "play"}',
            "payload_off": '{"action": "pause"}',
            **command("playback"),
        },
        "skip": {
            "platform": "button",
            "name": "Skip",
            "icon": "mdi:skip-next",
            "payload_press": "{}",
            **command("skip"),
        },
        "strategy": {
            "platform": "select",
            "name": "Strategy",
            "icon": "mdi:directions",
            "options": list(STRATEGIES),
            "state_topic": f"{topic}/strategy",
            "command_template": '{"strategy": {{ value | tojson }}}',
            **command("strategy"),
        },
        "chosen_mood": {
            "platform": "select",
            "name": "I feel",
            "icon": "mdi:hand-heart",
            "options": [AUTOMATIC, *LABELS],
            "state_topic": f"{topic}/chosen_mood",
            "command_template": (
                f"{{\"emotion\": {{{{ 'null' if value == '{AUTOMATIC}' else value | tojson }}}}}}"
            ),
            **command("mood"),
        },
    }
