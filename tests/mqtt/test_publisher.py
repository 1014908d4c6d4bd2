"""The publisher with a real broker, and with what is none."""

from __future__ import annotations

import json
import logging
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pykka
import pytest

from mopidy_moodcam import mqtt
from mopidy_moodcam.mqtt.publisher import MISSING, RETAINED, STOP_TIMEOUT_S, Publisher
from mopidy_moodcam.settings import Settings
from mopidy_moodcam.web.feed import Feed
from mopidy_moodcam.web.schema import refuse
from tests.mopidy_process import free_port
from tests.mqtt.broker import PASSWORD, Listener, Mosquitto, needs_mosquitto
from tests.mqtt.test_topics import mood, state
from tests.test_extension import checked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PAUSE_S = 0.1  # between attempts, at first
TIMEOUT_S = 30.0


class MoodFrontend(pykka.ThreadingActor):
    """Writes down what it is told; found by the name of its class, as the real one is."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, Any]] = []

    def skip(self) -> None:
        self.told.append(("skip", None))

    def choose_mood(self, **fields: Any) -> None:
        self.told.append(("mood", fields))

    def pause_watching(self, *, paused: bool) -> None:
        self.told.append(("pause", paused))

    def choose_camera(self, camera: str) -> None:
        refuse("camera", "one of off", camera)

    def feedback(self, uri: str, value: str | None) -> None:
        msg = f"a bug with {uri} {value}"
        raise RuntimeError(msg)


@pytest.fixture
def frontend() -> Iterator[Any]:
    reference = MoodFrontend.start()
    yield reference.proxy()
    reference.stop()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    with Mosquitto(tmp_path) as broker:
        yield broker


@pytest.fixture
def feed() -> Feed:
    return Feed(state(), "video")


@contextmanager
def publishing(feed: Feed, **options: str) -> Iterator[Publisher]:
    values, errors = checked(**options)
    assert not errors
    publisher = Publisher(Settings.read({"moodcam": values}), feed, first_pause_s=PAUSE_S)
    publisher.start()
    try:
        yield publisher
    finally:
        publisher.close()


def until(condition: Callable[[], Any], what: str) -> None:
    end_s = time.monotonic() + TIMEOUT_S
    while not condition():
        assert time.monotonic() < end_s, f"not seen in {TIMEOUT_S:.0f} s: {what}"
        time.sleep(0.02)


def errors_of(feed: Feed) -> list[str]:
    return feed.state.get("errors", [])


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.message for r in caplog.records if r.levelno >= logging.WARNING]


@needs_mosquitto
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


@needs_mosquitto
def test_the_state_is_up_to_date_before_it_is_said_to_be_available(
    broker: Mosquitto, feed: Feed
) -> None:
    with Listener(broker) as listener, publishing(feed, **broker.options):
        listener.until_heard("moodcam/availability", "online")
        assert listener.log[-1] == ("moodcam/availability", "online")
        assert len(listener.log) == 9


@needs_mosquitto
def test_topic_and_discovery_are_as_configured(broker: Mosquitto, feed: Feed) -> None:
    options = {"mqtt_topic": "house/moodcam", "mqtt_discovery": ""}
    with Listener(broker) as listener, publishing(feed, **broker.options, **options):
        listener.until_heard("house/moodcam/availability", "online")
        assert {topic.rpartition("/")[0] for topic in listener.heard} == {"house/moodcam"}


@needs_mosquitto
def test_what_changes_is_told(broker: Mosquitto, feed: Feed) -> None:
    with Listener(broker) as listener, publishing(feed, **broker.options):
        listener.until_heard("moodcam/availability", "online")
        feed.write({"mood": mood("sad", source="manual")})
        listener.until_heard("moodcam/chosen_mood", "sad")
        feed.write({"watching": False})
        listener.until_heard("moodcam/watching", "OFF")


@needs_mosquitto
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


@needs_mosquitto
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


@needs_mosquitto
def test_a_retained_command_is_not_repeated_with_every_connection(
    broker: Mosquitto, feed: Feed, frontend: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with Listener(broker) as listener:
        listener.publish("moodcam/command/skip", "{}", retain=True)
        with publishing(feed, **broker.options):
            until(lambda: any(RETAINED in told for told in warnings(caplog)), "the sentence")
    assert frontend.told.get() == []


@needs_mosquitto
def test_without_a_frontend_a_command_is_ignored(
    broker: Mosquitto, feed: Feed, caplog: pytest.LogCaptureFixture
) -> None:
    with Listener(broker) as listener, publishing(feed, **broker.options):
        listener.until_heard("moodcam/availability", "online")
        listener.publish("moodcam/command/skip")
        until(lambda: any("not running" in told for told in warnings(caplog)), "the sentence")


@needs_mosquitto
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


@needs_mosquitto
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


@needs_mosquitto
def test_with_the_password_all_goes_well_and_it_is_logged_nowhere(
    tmp_path: Path, feed: Feed, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with (
        Mosquitto(tmp_path, private=True) as broker,
        Listener(broker) as listener,
        publishing(feed, **broker.options),
    ):
        listener.until_heard("moodcam/availability", "online")
        assert PASSWORD not in json.dumps(listener.log)
    assert PASSWORD not in caplog.text


@needs_mosquitto
@pytest.mark.parametrize("credentials", [{}, {"mqtt_username": "mopidy", "mqtt_password": "Wr0ng"}])
def test_a_wrong_password_is_said_once(
    tmp_path: Path, feed: Feed, caplog: pytest.LogCaptureFixture, credentials: dict[str, str]
) -> None:
    with Mosquitto(tmp_path, private=True) as broker:
        options = {"mqtt_host": "127.0.0.1", "mqtt_port": str(broker.port), **credentials}
        with Listener(broker), publishing(feed, **options):
            until(lambda: errors_of(feed), "the sentence")
            time.sleep(5 * PAUSE_S)  # room for more attempts
    (sentence,) = warnings(caplog)
    assert "refuses MoodCam" in sentence
    assert "check moodcam/mqtt_username and mqtt_password" in sentence
    assert "Wr0ng" not in caplog.text


@needs_mosquitto
def test_a_broker_that_hangs_holds_nobody_up(broker: Mosquitto, feed: Feed) -> None:
    with publishing(feed, **broker.options) as publisher:
        with Listener(broker) as listener:
            listener.until_heard("moodcam/availability", "online")
        broker.freeze()
        for number in range(1000):
            feed.write({"genres": [str(number)]})
        started_s = time.monotonic()
        publisher.close()
        assert time.monotonic() - started_s < STOP_TIMEOUT_S, "it does not wait for the receipt"
        broker.freeze(frozen=False)


@needs_mosquitto
def test_tls_is_spoken_and_certificates_are_checked(
    tmp_path: Path, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed (apt: openssl)")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    request += ["-subj", "/CN=broker", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*request, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    extra = f"certfile {certificate}\nkeyfile {key}"
    with Mosquitto(tmp_path, extra=extra) as broker:
        with publishing(feed, **broker.options, mqtt_tls="true"):
            until(lambda: errors_of(feed) and "certificate" in errors_of(feed)[0], "the doubt")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with publishing(feed, **broker.options, mqtt_tls="true"):
            until(lambda: errors_of(feed) == [], "the connection")
        with publishing(feed, **broker.options):
            until(lambda: errors_of(feed), "one who does not speak TLS is not heard")


@contextmanager
def answering(words: bytes) -> Iterator[int]:
    """A server that is no broker: it says some words to everyone, and nothing else."""
    server = socket.create_server(("127.0.0.1", 0))
    guests: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                guest, _ = server.accept()
            except OSError:
                return
            guest.sendall(words)
            guests.append(guest)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield server.getsockname()[1]
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    for guest in guests:
        guest.close()
    thread.join()


@pytest.mark.parametrize(
    "words",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"\x20\x00",  # an answer that is too short
        b"\x20\x02\x00\x00\x30\x05\x00\xff\xff\xff\xff",  # welcome, and a topic that is none
        b"\x20\x02\x00\x00\x20\xff\xff\xff\xff\xff",  # welcome, and a length without an end
        bytes(range(256)),
    ],
)
def test_what_is_no_broker_gets_one_sentence(
    words: bytes, feed: Feed, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mopidy_moodcam.mqtt.connection.ANSWER_TIMEOUT_S", 0.2)
    with answering(words) as port:
        with publishing(feed, mqtt_host="127.0.0.1", mqtt_port=str(port)) as publisher:
            until(lambda: warnings(caplog), "the sentence")
            time.sleep(5 * PAUSE_S)  # room for more attempts
            assert publisher.running
        assert not publisher.running
    for told in warnings(caplog):
        assert told.startswith("MoodCam: "), told
        assert f"127.0.0.1:{port}" in told
    assert len(warnings(caplog)) == len(set(warnings(caplog)))


def test_a_broker_that_lets_nobody_command_says_so(feed: Feed) -> None:
    """Mosquitto's files of rights let everyone subscribe, and other brokers do not."""
    welcome, refused = b"\x20\x02\x00\x00", b"\x90\x03\x00\x01\x80"
    with (
        answering(welcome + refused) as port,
        publishing(feed, mqtt_host="127.0.0.1", mqtt_port=str(port)),
    ):
        until(lambda: errors_of(feed), "the sentence")
        assert "allow it to read moodcam/command/#" in errors_of(feed)[0]


def test_a_broker_that_says_nothing_is_given_up(
    feed: Feed, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mopidy_moodcam.mqtt.connection.ANSWER_TIMEOUT_S", 0.2)
    with (
        answering(b"") as port,
        publishing(feed, mqtt_host="127.0.0.1", mqtt_port=str(port)),
    ):
        until(lambda: any("does not answer" in told for told in warnings(caplog)), "the sentence")


@pytest.mark.parametrize("host", ["127.0.0.1", "no-such-host.invalid"])
def test_a_broker_that_is_not_there_costs_one_sentence(
    host: str, feed: Feed, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    with publishing(feed, mqtt_host=host, mqtt_port=str(port)):
        until(lambda: errors_of(feed), "the sentence")
        time.sleep(5 * PAUSE_S)  # room for more attempts
    (sentence,) = warnings(caplog)
    assert f"the MQTT broker at {host}:{port} cannot be reached (" in sentence
    assert errors_of(feed) == [sentence.removeprefix("MoodCam: ")]


def test_without_paho_one_sentence_says_what_to_install(
    feed: Feed, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "paho.mqtt.client", None)
    monkeypatch.delitem(sys.modules, "mopidy_moodcam.mqtt.connection", raising=False)
    monkeypatch.delattr(mqtt, "connection", raising=False)
    with publishing(feed, mqtt_host="127.0.0.1") as publisher:
        until(lambda: not publisher.running, "it gives up")
    assert warnings(caplog) == [f"MoodCam: {MISSING}"]
    assert errors_of(feed) == [MISSING]


def test_nobody_waits_for_a_broker_that_cannot_be_reached(feed: Feed) -> None:
    """192.0.2.1 is a documentation address (RFC 5737): whoever connects to it waits."""
    with publishing(feed, mqtt_host="192.0.2.1") as publisher:
        feed.write({"watching": False})
        started_s = time.monotonic()
        publisher.close()
        assert time.monotonic() - started_s < STOP_TIMEOUT_S + 1
