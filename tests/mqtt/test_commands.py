"""Commands that come from a real broker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pykka
import pytest

from mopidy_moodcam.mqtt.publisher import RETAINED, TOO_MANY
from mopidy_moodcam.web.control import COMMANDS_BURST
from mopidy_moodcam.web.schema import refuse
from tests.mqtt.broker import Listener, Mosquitto, needs_mosquitto
from tests.mqtt.publishing import errors_of, publishing, until, warnings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mopidy_moodcam.web.feed import Feed

pytestmark = needs_mosquitto


class MoodFrontend(pykka.ThreadingActor):
    """Writes down what it is told; found by the name of its class, as the real one is."""

    def __init__(self, told: list[tuple[str, Any]]) -> None:
        super().__init__()
        self.told = told

    def skip(self) -> None:
        self.told.append(("skip", None))

    def choose_mood(self, **fields: Any) -> None:
        self.told.append(("mood", fields))

    def choose_camera(self, camera: str) -> None:
        refuse("camera", "one of off", camera)

    def feedback(self, uri: str, value: str | None) -> None:
        msg = f"a bug with {uri} {value}"
        raise RuntimeError(msg)


class MoodSupervisor(pykka.ThreadingActor):
    """Takes what is to be possible without a frontend."""

    def __init__(self, told: list[tuple[str, Any]]) -> None:
        super().__init__()
        self._told = told

    def pause_watching(self, *, paused: bool) -> None:
        self._told.append(("pause", paused))


@pytest.fixture
def frontend() -> Iterator[Any]:
    told: list[tuple[str, Any]] = []
    supervisor = MoodSupervisor.start(told)
    reference = MoodFrontend.start(told)
    yield reference.proxy()
    reference.stop()
    supervisor.stop()


def test_commands_are_carried_out(broker: Mosquitto, feed: Feed, frontend: Any) -> None:
    with Listener(broker) as listener, publishing(feed, **broker.options):
        listener.until_heard("moodcam/availability", "online")
        listener.publish("moodcam/command/skip")
        listener.publish("moodcam/command/mood", '{"emotion": "happy", "duration_s": 60}')
        listener.publish("moodcam/command/pause", '{"paused": true}')
        until(lambda: len(frontend.told.get()) == 3, "the commands arrive")
    assert frontend.told.get() == [
        ("skip", None),
        ("mood", {"emotion": "happy", "duration_s": 60}),
        ("pause", True),
    ]


@pytest.mark.parametrize(
    "case",
    [
        ("mood", '{"emotion": "hungry"}', "emotion must be one of"),
        ("mood", "happy", "the message is not JSON"),
        ("mood", b"\xff\xfe", "the message is not JSON"),
        ("skip", '{"a": 1}', 'field "a" is unknown'),
        ("fly", "{}", 'unknown command "fly"'),
        ("pause", '{"paused": 1}', "paused must be one of true, false"),
        ("camera", '{"camera": "browser"}', "send it over the WebSocket"),
        ("camera", '{"camera": "/etc/passwd"}', "camera must be one of off"),
        ("pictures", '{"wanted": true}', "send it over the WebSocket"),
        ("skip", " " * 5000, "the message is too long"),
        ("feedback", '{"uri": "a:b", "value": null}', "failed"),
    ],
)
def test_nonsense_is_ignored_with_a_sentence(
    broker: Mosquitto,
    feed: Feed,
    frontend: Any,
    caplog: pytest.LogCaptureFixture,
    case: tuple[str, str | bytes, str],
) -> None:
    command, payload, sentence = case
    with Listener(broker) as listener, publishing(feed, **broker.options):
        listener.until_heard("moodcam/availability", "online")
        for _ in range(3):
            listener.publish(f"moodcam/command/{command}", payload)
        listener.publish("moodcam/command/skip")
        until(lambda: frontend.told.get() == [("skip", None)], "the right one arrives")
    refusals = [told for told in warnings(caplog) if sentence in told]
    assert len(refusals) == (3 if command == "feedback" else 1)
    assert errors_of(feed) == []


def test_a_retained_command_is_not_repeated_with_every_connection(
    broker: Mosquitto, feed: Feed, frontend: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with Listener(broker) as listener:
        listener.publish("moodcam/command/skip", "{}", retain=True)
        with publishing(feed, **broker.options):
            until(lambda: any(RETAINED in told for told in warnings(caplog)), "the sentence")
    assert frontend.told.get() == []


def test_a_flood_of_commands_reaches_nobody(
    broker: Mosquitto, feed: Feed, frontend: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with Listener(broker) as listener, publishing(feed, **broker.options):
        listener.until_heard("moodcam/availability", "online")
        until(
            lambda: (
                [listener.publish("moodcam/command/skip") for _ in range(100)]
                and any(TOO_MANY in told for told in warnings(caplog))
            ),
            "the sentence",
        )
    assert len(frontend.told.get()) >= COMMANDS_BURST


def test_without_a_frontend_a_command_is_ignored(
    broker: Mosquitto, feed: Feed, caplog: pytest.LogCaptureFixture
) -> None:
    with Listener(broker) as listener, publishing(feed, **broker.options):
        listener.until_heard("moodcam/availability", "online")
        listener.publish("moodcam/command/skip")
        until(lambda: any("not running" in told for told in warnings(caplog)), "the sentence")
