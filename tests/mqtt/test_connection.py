"""Brokers that refuse, hang, lie, or are not there: nobody waits, and one sentence says so."""

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
from typing import TYPE_CHECKING

import pytest

from mopidy_moodcam import mqtt
from mopidy_moodcam.mqtt.publisher import MISSING
from tests.mopidy_process import free_port
from tests.mqtt.broker import PASSWORD, Listener, Mosquitto, needs_mosquitto
from tests.mqtt.publishing import PAUSE_S, errors_of, publishing, until, warnings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mopidy_moodcam.web.feed import Feed


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
        publisher.close()
        assert not publisher.running, "it does not wait for the receipt for ever"
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


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "[::1]"),
        ("no-such-host.invalid", "no-such-host.invalid"),
    ],
)
def test_a_broker_that_is_not_there_costs_one_sentence(
    host: str, shown: str, feed: Feed, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    with publishing(feed, mqtt_host=host, mqtt_port=str(port)):
        until(lambda: errors_of(feed), "the sentence")
        time.sleep(5 * PAUSE_S)  # room for more attempts
    (sentence,) = warnings(caplog)
    assert f"the MQTT broker at {shown}:{port} cannot be reached (" in sentence
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
