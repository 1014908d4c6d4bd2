"""The options in mopidy.conf: their bounds, and the typed value made of them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from mopidy import config

from mopidy_moodcam.music.weights import Weights, parse_weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mopidy_moodcam.music.decision import Method

Strategy = Literal["match", "elevate", "balance"]
Switch = Literal["next", "now"]
FeedKind = Literal["video", "landmarks", "off"]

STRATEGIES: Final = ("match", "elevate", "balance")
SWITCHES: Final = ("next", "now")
RANKINGS: Final = ("product", "topsis")
FEEDS: Final = ("video", "landmarks", "off")

_HOST: Final = re.compile(r"[\w.-]+|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(%\w+)?")
_LEVEL: Final = r"[^\s/+#\x00]+"
_TOPIC: Final = re.compile(rf"(?![$]){_LEVEL}(/{_LEVEL})*")


class Explained(config.ConfigValue):
    """A configuration value that, when refused, says what would be right."""

    def __init__(self, inner: Any, rule: str) -> None:
        """Wrap Mopidy's `inner` type; `rule` completes the sentence "must be ..."."""
        self._inner = inner
        self._rule = rule

    @property
    def rule(self) -> str:
        """What completes the sentence "must be ..."."""
        return self._rule

    def deserialize(self, value: Any) -> Any:
        """Return the typed value.

        Raises ValueError, which Mopidy shows behind the option's name.
        """
        try:
            result = self._inner.deserialize(value)
        except ValueError as error:
            msg = f"must be {self._rule}, not {str(value)!r}."
            raise ValueError(msg) from error
        if isinstance(result, float) and not math.isfinite(result):
            msg = f"must be {self._rule}, not {str(value)!r}."
            raise ValueError(msg)
        return result

    def serialize(self, value: Any, display: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Return the value as text, as Mopidy's own types do."""
        return self._inner.serialize(value, display)


class WeightsValue(config.ConfigValue):
    """The weights of the ranking, as in "mood 5, user 3"; empty for the defaults."""

    rule: Final = "names with numbers from 0 to 1000, such as mood 5, user 3"

    def deserialize(self, value: Any) -> Weights:
        """Return the weights; raises ValueError with a sentence, which Mopidy shows."""
        return parse_weights(config.String(optional=True).deserialize(value) or "")

    def serialize(self, value: Any, display: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002
        """Return the weights as they are written."""
        if not isinstance(value, Weights):
            return str(value or "")
        return ", ".join(f"{name} {getattr(value, name):g}" for name in value.__dataclass_fields__)


class Text(config.String):
    """Text of a certain form, or nothing where it is optional."""

    def __init__(self, form: re.Pattern[str], *, optional: bool = False) -> None:
        """Allow what matches `form` as a whole."""
        super().__init__(optional=optional)
        self._form = form

    def deserialize(self, value: Any) -> Any:
        """Return the text; raises ValueError, which `Explained` words."""
        result = super().deserialize(value)
        if result and not self._form.fullmatch(result):
            msg = "has another form"
            raise ValueError(msg)
        return result


def _choice(choices: tuple[str, ...]) -> Explained:
    return Explained(config.String(choices=choices), "one of " + ", ".join(choices))


def _number(low: float, high: float, unit: str) -> Explained:
    return Explained(
        config.Float(minimum=low, maximum=high), f"a number from {low:g} to {high:g} ({unit})"
    )


def _whole(low: int, high: int, unit: str) -> Explained:
    return Explained(
        config.Integer(minimum=low, maximum=high), f"a whole number from {low} to {high} ({unit})"
    )


def add_to_schema(schema: Any) -> Any:
    """Add every option of the section [moodcam] to Mopidy's schema and return it."""
    schema["camera"] = Explained(
        config.String(), "auto, off, demo, browser, a device number or path, an address or a clip"
    )
    schema["fps"] = _number(0.5, 30, "frames per second")
    schema["idle_fps"] = _number(0.2, 30, "frames per second")
    schema["cpu_budget"] = Explained(
        config.Float(minimum=0, maximum=100, optional=True),
        "a number from 0 to 100 (percent of one core)",
    )
    schema["detect_every"] = _whole(1, 100, "frames from one face detection to the next")
    schema["model"] = config.Path(optional=True)
    schema["rules"] = config.Path(optional=True)
    schema["strategy"] = _choice(STRATEGIES)
    schema["switch"] = _choice(SWITCHES)
    schema["autoplay"] = Explained(config.Boolean(), "true or false")
    schema["top_n"] = _whole(3, 100, "tracks")
    schema["ranking"] = _choice(RANKINGS)
    schema["weights"] = WeightsValue()
    schema["half_life_s"] = _number(0.05, 60, "seconds")
    schema["dwell_s"] = _number(0, 60, "seconds")
    schema["enter"] = _number(0.1, 0.95, "probability")
    schema["leave"] = _number(0.05, 0.95, "probability")
    schema["forget_s"] = _number(1, 3600, "seconds")
    schema["manual_s"] = _number(1, 86400, "seconds")
    schema["feed"] = _choice(FEEDS)
    schema["token"] = config.Secret(optional=True)
    schema["mqtt_host"] = Explained(
        Text(_HOST, optional=True), "a host name or an address alone, such as 192.168.1.5"
    )
    schema["mqtt_port"] = _whole(1, 65535, "the broker's port")
    schema["mqtt_tls"] = Explained(config.Boolean(), "true or false")
    schema["mqtt_username"] = Explained(config.String(optional=True), "a name")
    schema["mqtt_password"] = config.Secret(optional=True)
    schema["mqtt_topic"] = Explained(Text(_TOPIC), "a topic without wildcards, such as moodcam")
    schema["mqtt_discovery"] = Explained(
        Text(_TOPIC, optional=True), "a topic without wildcards, such as homeassistant"
    )
    return schema


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of the section [moodcam], read once; docs/configuration.md explains each."""

    camera: str
    fps: float
    idle_fps: float
    cpu_budget: float | None
    detect_every: int
    model: Path | None
    rules: Path | None
    strategy: Strategy
    switch: Switch
    autoplay: bool
    top_n: int
    ranking: Method
    weights: Weights
    half_life_s: float
    dwell_s: float
    enter: float
    leave: float
    forget_s: float
    manual_s: float
    feed: FeedKind
    token: str
    mqtt_host: str
    mqtt_port: int
    mqtt_tls: bool
    mqtt_username: str
    mqtt_password: str = field(repr=False)
    mqtt_topic: str
    mqtt_discovery: str

    @classmethod
    def read(cls, mopidy_config: Mapping[str, Any]) -> Settings:
        """Read the section [moodcam] of Mopidy's validated configuration."""
        section = cast("Mapping[str, Any]", mopidy_config["moodcam"])
        values = {name: section[name] for name in cls.__dataclass_fields__}
        for name in ("model", "rules"):
            values[name] = Path(values[name]) if values[name] else None
        for name in ("token", "mqtt_host", "mqtt_username", "mqtt_password", "mqtt_discovery"):
            values[name] = values[name] or ""
        return cls(**values)
