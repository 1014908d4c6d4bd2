"""Publishes the state to an MQTT broker and takes commands from it, in a thread of its own."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Final

from mopidy_moodcam import __version__
from mopidy_moodcam.back_off import FIRST_PAUSE_S, HEALTHY_S, BackOff
from mopidy_moodcam.mqtt.discovery import description, discovery_topic
from mopidy_moodcam.mqtt.topics import AVAILABILITY, ONLINE, News, at_rest
from mopidy_moodcam.web.control import COMMANDS_BURST, COMMANDS_PER_S, carry_out, parse
from mopidy_moodcam.web.limits import Limiter
from mopidy_moodcam.web.schema import CommandError, shown

if TYPE_CHECKING:
    from mopidy_moodcam.mqtt.connection import Connection
    from mopidy_moodcam.settings import Settings
    from mopidy_moodcam.web.feed import Feed

STOP_TIMEOUT_S: Final = 5.0  # looking up a name cannot be interrupted
ROOM: Final = "mqtt"  # whose problem it is, in the feed

MISSING: Final = (
    "MQTT is off, because the Python package paho-mqtt 2 is missing: "
    "install it beside Mopidy with pip install 'paho-mqtt>=2,<3', or leave moodcam/mqtt_host empty"
)

FAILED: Final = "publishing over MQTT failed: see Mopidy's log; it is tried again"
RETAINED: Final = (
    "it is retained and would be repeated with every connection: publish it without the retain flag"
)
TOO_MANY: Final = f"at most {COMMANDS_PER_S:g} commands a second are taken"

logger = logging.getLogger(__name__)


class Publisher:
    """Keeps a connection to the broker and tells it what changes in the feed's state.

    Nothing waits for it: it looks at the state from its own thread, and a broker that refuses,
    hangs or vanishes is tried again after pauses that double from 1 to 60 seconds. What is wrong
    stands in the state's errors, and in the log once until it has been well for a minute.
    """

    def __init__(
        self, settings: Settings, feed: Feed, *, first_pause_s: float = FIRST_PAUSE_S
    ) -> None:
        """Prepare; nothing is imported or opened before `start`."""
        self._settings = settings
        self._topic = settings.mqtt_topic
        self._feed = feed
        self._back_off = BackOff(first_pause_s)
        self._commands = Limiter(COMMANDS_PER_S, COMMANDS_BURST)
        self._refused: str | None = None
        self._logged = set[str]()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="moodcam-mqtt", daemon=True)

    @property
    def running(self) -> bool:
        """Whether it is connected or tries to be."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin to connect."""
        self._thread.start()

    def close(self) -> None:
        """Take leave of the broker and end the thread, but do not wait for ever."""
        self._closing.set()
        self._thread.join(STOP_TIMEOUT_S)

    def _run(self) -> None:
        try:
            from mopidy_moodcam.mqtt import connection  # noqa: PLC0415 - paho is optional
        except ImportError:
            self._report(MISSING)
            return
        while not self._closing.is_set():
            began_s = time.monotonic()
            try:
                broker = connection.Connection(self._settings, self._take)
                if broker.open(self._closing):
                    self._serve(broker)
            except connection.BrokerError as error:
                if time.monotonic() - began_s >= HEALTHY_S:
                    self._logged.clear()
                self._report(str(error))
            except Exception:
                logger.exception("MoodCam: %s", FAILED)
                self._report(FAILED)
            self._closing.wait(self._back_off.pause_s(time.monotonic() - began_s))

    def _serve(self, broker: Connection) -> None:
        """Publish everything and then what changes, until we are to end; raises BrokerError.

        Each turn waits a little for commands: that is how often the state is looked at.
        """
        logger.info("MoodCam publishes to the MQTT broker %s below %s/", broker.where, self._topic)
        self._report(None)
        if self._settings.mqtt_discovery:
            where = discovery_topic(self._settings.mqtt_discovery, self._topic)
            broker.publish(where, description(self._topic, __version__), qos=1)
        news = News()
        self._publish(broker, news.take(self._feed.state))
        # Last of all: who hears of it finds the rest up to date.
        broker.publish(f"{self._topic}/{AVAILABILITY}", ONLINE, qos=1)
        while not self._closing.is_set():
            self._publish(broker, news.take(self._feed.state))
            broker.step()
            self._report(broker.problem)
        self._publish(broker, news.take(at_rest(self._feed.state)))
        broker.close()

    def _publish(self, broker: Connection, payloads: dict[str, str]) -> None:
        for topic, payload in payloads.items():
            broker.publish(f"{self._topic}/{topic}", payload)

    def _take(self, name: str, payload: bytes, retained: bool) -> None:  # noqa: FBT001 - paho's
        """Carry out a command as the HTTP API does; a wrong one is ignored with a sentence."""
        try:
            if retained:
                self._ignore(name, RETAINED)
            elif self._commands.take(ROOM):
                self._ignore(name, TOO_MANY)
            else:
                carry_out(name, parse(payload or b"{}"))
        except CommandError as error:
            self._ignore(name, str(error))
        except Exception:
            logger.exception("MoodCam: command %s over MQTT failed", shown(name))

    def _ignore(self, name: str, reason: str) -> None:
        refused = f"command {shown(name)} over MQTT is ignored: {reason}"
        if refused != self._refused:  # a device that repeats itself does not fill the log
            logger.warning("MoodCam: %s", refused)
        self._refused = refused

    def _report(self, problem: str | None) -> None:
        self._feed.report(ROOM, problem)
        if problem is not None and problem not in self._logged:
            self._logged.add(problem)
            logger.warning("MoodCam: %s", problem)
