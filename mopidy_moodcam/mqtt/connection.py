"""One connection to an MQTT broker, with paho-mqtt 2."""

from __future__ import annotations

import logging
import secrets
import ssl
import time
from typing import TYPE_CHECKING, Any, Final

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

from mopidy_moodcam.mqtt.topics import AVAILABILITY, COMMANDS, OFFLINE

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from paho.mqtt.reasoncodes import ReasonCode

    from mopidy_moodcam.settings import Settings

CONNECT_TIMEOUT_S: Final = 5.0
ANSWER_TIMEOUT_S: Final = 10.0  # a small machine's broker may be busy, but not for long
KEEPALIVE_S: Final = 30  # after one and a half of it without a word the broker tells our last will
STEP_S: Final = 0.25  # how long to wait for something to come, before looking up
FAREWELL_S: Final = 2.0  # Mopidy's end does not wait for longer

AT_MOST_ONCE: Final = 0
AT_LEAST_ONCE: Final = 1

logger = logging.getLogger(__name__)


class BrokerError(Exception):
    """The broker cannot be used, or not any more; the message is one sentence."""


class Connection:
    """From connecting to a broker to its end; for the next attempt a new one is made.

    All of it happens in the thread that calls `open` and `step`, callbacks included: in a thread
    of paho's own, an answer that is not MQTT would end that thread without a word.

    Every session is a clean one: what was not sent when the connection broke is old by the next,
    and a command given while we were away is not carried out later.
    """

    def __init__(self, settings: Settings, on_command: Callable[[str, bytes, bool], None]) -> None:
        """Prepare; `on_command` is called with a command's name, its payload and "was retained"."""
        self._host, self._port = settings.mqtt_host, settings.mqtt_port
        self.where = f"{f'[{self._host}]' if ':' in self._host else self._host}:{self._port}"
        self.problem: str | None = None
        self._topic = settings.mqtt_topic
        self._on_command = on_command
        self._answer: ReasonCode | None = None
        client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=f"moodcam-{secrets.token_hex(4)}",
            reconnect_on_failure=False,
        )
        client.connect_timeout = CONNECT_TIMEOUT_S
        if settings.mqtt_username:
            client.username_pw_set(settings.mqtt_username, settings.mqtt_password or None)
        if settings.mqtt_tls:
            client.tls_set_context(ssl.create_default_context())
        client.will_set(self._below(AVAILABILITY), OFFLINE, AT_LEAST_ONCE, retain=True)
        client.on_connect = self._hear_answer
        client.on_subscribe = self._hear_subscription
        client.on_message = self._hear_message
        self._client = client

    def open(self, closing: threading.Event) -> bool:
        """Connect and ask for commands; False if `closing` was set meanwhile.

        Raises BrokerError when the broker cannot be reached, is silent, or refuses.
        """
        try:
            self._client.connect(self._host, self._port, keepalive=KEEPALIVE_S)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            msg = (
                f"the MQTT broker at {self.where} cannot be reached ({reason}): "
                "check moodcam/mqtt_host, mqtt_port and mqtt_tls; it is tried again"
            )
            raise BrokerError(msg) from error
        end_s = time.monotonic() + ANSWER_TIMEOUT_S
        while self._answer is None:
            if closing.is_set():
                return False
            if time.monotonic() > end_s:
                msg = (
                    f"the MQTT broker at {self.where} does not answer: check that it is one, "
                    "and moodcam/mqtt_tls; it is tried again"
                )
                raise BrokerError(msg)
            self.step()
        self._client.subscribe(f"{self._below(COMMANDS)}/+", AT_LEAST_ONCE)
        return True

    def publish(self, topic: str, payload: str, qos: int = AT_MOST_ONCE) -> None:
        """Publish, retained; what cannot be sent shows in the next `step`."""
        self._client.publish(topic, payload, qos, retain=True)

    def step(self) -> None:
        """Send what waits and hear what comes; waits a little for it.

        Raises BrokerError when the connection is lost.
        """
        try:
            result = self._client.loop(STEP_S)
        except Exception as error:
            msg = (
                f"what answers at {self.where} does not speak MQTT: "
                "check moodcam/mqtt_host and mqtt_port; it is tried again"
            )
            raise BrokerError(msg) from error
        if self._answer is not None and self._answer.is_failure:
            msg = (
                f"the MQTT broker at {self.where} refuses MoodCam ({self._answer}): "
                "check moodcam/mqtt_username and mqtt_password; it is tried again"
            )
            raise BrokerError(msg)
        if result != MQTTErrorCode.MQTT_ERR_SUCCESS:
            msg = f"the MQTT broker at {self.where} went away: it is tried again"
            raise BrokerError(msg)

    def close(self) -> None:
        """Say that we are gone, and go; waits for the broker's receipt, but not for long."""
        farewell = self._client.publish(
            self._below(AVAILABILITY), OFFLINE, AT_LEAST_ONCE, retain=True
        )
        end_s = time.monotonic() + FAREWELL_S
        try:
            while not farewell.is_published() and time.monotonic() < end_s:
                self.step()
        except (BrokerError, RuntimeError) as error:
            logger.debug("MQTT: no farewell, the broker tells our last will: %s", error)
        self._client.disconnect()

    def _below(self, topic: str) -> str:
        return f"{self._topic}/{topic}"

    def _hear_answer(self, *told: Any) -> None:
        """Note paho's on_connect: client, userdata, flags, reason code, properties."""
        self._answer = told[3]

    def _hear_subscription(self, *told: Any) -> None:
        """Note paho's on_subscribe: client, userdata, message id, reason codes, properties."""
        if any(code.is_failure for code in told[3]):
            self.problem = (
                f"the MQTT broker at {self.where} does not let MoodCam hear commands: "
                f"allow it to read {self._below(COMMANDS)}/#"
            )

    def _hear_message(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        name = message.topic.rpartition("/")[2]
        self._on_command(name, bytes(message.payload), message.retain)
