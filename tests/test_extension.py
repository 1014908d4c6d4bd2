"""The extension as Mopidy sees it: defaults, schema and registry."""

from __future__ import annotations

import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path
from unittest import mock

import pytest

from mopidy_moodcam import Extension
from mopidy_moodcam.music.weights import Weights
from mopidy_moodcam.settings import Settings


def defaults() -> dict[str, str]:
    parser = ConfigParser(interpolation=None)
    parser.read_string(Extension().get_default_config())
    return dict(parser["moodcam"])


def checked(**changes: str) -> tuple[dict[str, object], dict[str, str]]:
    return Extension().get_config_schema().deserialize(defaults() | changes)


def test_every_option_has_a_default_a_bound_and_a_place_in_the_settings() -> None:
    options = set(defaults())
    assert options == set(Extension().get_config_schema())
    assert options == {"enabled", *Settings.__dataclass_fields__}
    assert options >= {"camera", "fps", "model", "rules", "strategy", "switch", "autoplay"}
    assert options >= {"top_n", "dwell_s", "half_life_s", "feed", "token"}


def test_the_defaults_are_accepted_and_read() -> None:
    values, errors = checked()
    assert not errors
    settings = Settings.read({"moodcam": values})
    assert settings.camera == "auto"
    assert settings.model is None
    assert settings.token == ""
    assert settings.cpu_budget is None
    assert settings.weights == Weights()


def test_weights_are_read_and_written() -> None:
    values, errors = checked(weights="user 3, mood 4")
    assert not errors
    settings = Settings.read({"moodcam": values})
    assert settings.weights == Weights(mood=4, user=3)
    text = Extension().get_config_schema()["weights"].serialize(settings.weights)
    assert checked(weights=text)[0]["weights"] == settings.weights


@pytest.mark.parametrize(
    "host", ["broker", "broker.lan", "my-broker_2", "192.168.1.5", "::1", "fe80::1%eth0"]
)
def test_a_broker_is_named_by_its_host(host: str) -> None:
    values, errors = checked(mqtt_host=host, mqtt_topic="house/moodcam", mqtt_discovery="")
    assert not errors
    settings = Settings.read({"moodcam": values})
    assert (settings.mqtt_host, settings.mqtt_discovery) == (host, "")


def test_the_broker_s_password_is_shown_nowhere() -> None:
    hidden = "hush"
    values, _ = checked(mqtt_password=hidden)
    assert hidden not in repr(Settings.read({"moodcam": values}))
    shown = Extension().get_config_schema()["mqtt_password"].serialize(hidden, display=True)
    assert hidden not in shown


def test_paths_are_read_as_paths() -> None:
    values, _ = checked(model="~/emotion.pt")
    assert Settings.read({"moodcam": values}).model == Path("~/emotion.pt").expanduser()


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("fps", "0", "must be a number from 0.5 to 30 (frames per second), not '0'."),
        ("fps", "fast", "must be a number from 0.5 to 30 (frames per second), not 'fast'."),
        ("fps", "nan", "must be a number from 0.5 to 30 (frames per second), not 'nan'."),
        ("idle_fps", "0", "must be a number from 0.2 to 30 (frames per second), not '0'."),
        ("cpu_budget", "-1", "must be a number from 0 to 100 (percent of one core), not '-1'."),
        ("top_n", "2", "must be a whole number from 3 to 100 (tracks), not '2'."),
        ("strategy", "cheer", "must be one of match, elevate, balance, not 'cheer'."),
        ("switch", "later", "must be one of next, now, not 'later'."),
        ("feed", "all", "must be one of video, landmarks, off, not 'all'."),
        ("autoplay", "perhaps", "must be true or false, not 'perhaps'."),
        ("dwell_s", "-1", "must be a number from 0 to 60 (seconds), not '-1'."),
        (
            "weights",
            "mood 5, taste 3",
            (
                '"taste 3" is not a weight: write each of mood, context, user, freshness, variety '
                'at most once, with a number from 0 to 1000, as in "mood 5, user 3"'
            ),
        ),
        ("ranking", "dice", "must be one of product, topsis, not 'dice'."),
        ("mqtt_port", "0", "must be a whole number from 1 to 65535 (the broker's port), not '0'."),
        *(
            (
                "mqtt_host",
                host,
                f"must be a host name or an address alone, such as 192.168.1.5, not '{host}'.",
            )
            for host in ("mqtt://broker", "broker:1883", "user@broker", "two words")
        ),
        *(
            (
                "mqtt_topic",
                topic,
                f"must be a topic without wildcards, such as moodcam, not '{topic}'.",
            )
            for topic in ("", "/moodcam", "moodcam/", "a//b", "a/#", "+/a", "$SYS/a", "two words")
        ),
        (
            "mqtt_discovery",
            "ha/+",
            "must be a topic without wildcards, such as homeassistant, not 'ha/+'.",
        ),
        ("enter", "2", "must be a number from 0.1 to 0.95 (probability), not '2'."),
        (
            "camera",
            "",
            (
                "must be auto, off, demo, browser, a device number or path, an address or a clip, "
                "not ''."
            ),
        ),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence(option: str, value: str, sentence: str) -> None:
    _, errors = checked(**{option: value})
    assert errors == {option: sentence}


def test_the_registry_gets_the_frontend_and_the_web_app() -> None:
    registry = mock.Mock()
    Extension().setup(registry)
    registered = {call.args[0] for call in registry.add.call_args_list}
    assert registered == {"frontend", "http:app"}


def test_neither_loading_nor_setting_up_imports_what_takes_time() -> None:
    code = (
        "import sys; from unittest import mock; from mopidy_moodcam import Extension; "
        "e = Extension(); e.get_config_schema(); e.get_command(); e.setup(mock.Mock()); "
        "sys.exit(bool({'torch', 'cv2', 'numpy'} & {*sys.modules}))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
