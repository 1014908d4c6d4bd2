"""A real MQTT broker, mosquitto, in a process of its own, and a client that listens to it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import threading
import time
from typing import TYPE_CHECKING, Any, Final, Self

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from tests.mopidy_process import free_port

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Debian puts daemons where a user's PATH may not look.
PATH: Final = os.pathsep.join((os.environ["PATH"], "/usr/sbin"))
MOSQUITTO: Final = shutil.which("mosquitto", path=PATH)
USER: Final = "mopidy"
PASSWORD: Final = "hush, nobody is to read this"  # noqa: S105 - of a broker that lives for a test
TIMEOUT_S: Final = 30.0

needs_mosquitto = pytest.mark.skipif(
    MOSQUITTO is None, reason="mosquitto is not installed (apt: mosquitto)"
)


class Mosquitto:
    """A broker on this machine, with a password where `private`; use as a context manager."""

    def __init__(self, folder: Path, *, private: bool = False, extra: str = "") -> None:
        self.port = free_port()
        self.private = private
        self._config = folder / "mosquitto.conf"
        self._process: subprocess.Popen[bytes] | None = None
        lines = [f"listener {self.port} 127.0.0.1", "persistence false", "user root", extra]
        if private:
            passwords = folder / "passwords"
            subprocess.run(
                [
                    shutil.which("mosquitto_passwd", path=PATH),
                    "-b",
                    "-c",
                    passwords,
                    USER,
                    PASSWORD,
                ],
                check=True,
                capture_output=True,
            )
            lines += [f"password_file {passwords}"]
        else:
            lines += ["allow_anonymous true"]
        self._config.write_text("\n".join(lines) + "\n", encoding="utf-8")

    @property
    def options(self) -> dict[str, str]:
        """What mopidy.conf needs for it."""
        options = {"mqtt_host": "127.0.0.1", "mqtt_port": str(self.port)}
        if self.private:
            options |= {"mqtt_username": USER, "mqtt_password": PASSWORD}
        return options

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.kill()

    def start(self) -> None:
        assert MOSQUITTO is not None
        self._process = subprocess.Popen(
            [MOSQUITTO, "-c", self._config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def kill(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def freeze(self, *, frozen: bool = True) -> None:
        """Let the broker hang as a machine does that swaps, or go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP if frozen else signal.SIGCONT)


class Listener:
    """Hears everything on a broker and keeps the newest of each topic; a context manager.

    `log` has every message in order, and `retained` the topics that were there before it came.
    """

    def __init__(self, broker: Mosquitto) -> None:
        self.heard: dict[str, str] = {}
        self.log: list[tuple[str, str]] = []
        self.retained: set[str] = set()
        self._changed = threading.Condition()
        self._port = broker.port
        self._client = Client(CallbackAPIVersion.VERSION2)
        if broker.private:
            self._client.username_pw_set(USER, PASSWORD)
        self._client.on_connect = self._subscribe
        self._client.on_message = self._hear

    def __enter__(self) -> Self:
        end_s = time.monotonic() + TIMEOUT_S
        while True:
            try:
                self._client.connect("127.0.0.1", self._port)
            except ConnectionRefusedError:  # the broker is about to start
                assert time.monotonic() < end_s, "no broker"
                time.sleep(0.05)
            else:
                break
        self._client.loop_start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def publish(self, topic: str, payload: str | bytes = b"", *, retain: bool = False) -> None:
        self._client.publish(topic, payload, qos=1, retain=retain).wait_for_publish(TIMEOUT_S)

    def json(self, topic: str) -> Any:
        return json.loads(self.heard[topic])

    def until(
        self, condition: Callable[[dict[str, str]], Any], what: str, timeout_s: float = TIMEOUT_S
    ) -> None:
        """Wait until a condition holds for what was heard."""
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self.heard), timeout_s), (
                f"not heard in {timeout_s:.0f} s: {what}; heard {self.heard}"
            )

    def until_heard(self, topic: str, payload: str) -> None:
        self.until(lambda heard: heard.get(topic) == payload, f"{topic} {payload}")

    def _subscribe(self, client: Client, *_told: object) -> None:
        client.subscribe("#", 1)

    def _hear(self, _client: Client, _userdata: object, message: MQTTMessage) -> None:
        with self._changed:
            payload = message.payload.decode("utf-8", "replace")
            self.heard[message.topic] = payload
            self.log.append((message.topic, payload))
            if message.retain:
                self.retained.add(message.topic)
            self._changed.notify_all()
