"""Keeps the frontend alive: Mopidy plays on when it fails, and it starts again after a pause.

Mopidy starts and stops this actor, and this actor starts and stops the `MoodFrontend`, its child
(as in Erlang's supervision trees: Armstrong 2003, "Making reliable distributed systems in the
presence of software errors", chapter 5). The child does the work and may fail in any message; what
clients hold on to is in the session, which stays.
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import pykka

from mopidy_moodcam.frontend import MoodFrontend
from mopidy_moodcam.mqtt.publisher import Publisher
from mopidy_moodcam.session import Session
from mopidy_moodcam.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

logger = logging.getLogger(__name__)

FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 60.0
HEALTHY_S: Final = 60.0
"""A frontend that lived so long had recovered: its failure is a new one, not the last one again."""


class BackOff:
    """How long to wait before the next start: 1 s, doubled by each early failure, at most 60 s."""

    def __init__(self) -> None:
        """Begin with the shortest pause."""
        self._failures = 0

    def pause_s(self, lived_s: float) -> float:
        """Return the pause after a failure of what lived so long."""
        self._failures = 0 if lived_s >= HEALTHY_S else self._failures
        pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0**self._failures)
        self._failures = min(self._failures + 1, 10)
        return pause_s


class MoodSupervisor(pykka.ThreadingActor):
    """What Mopidy knows as MoodCam's frontend.

    It hears none of Mopidy's events and does nothing but start, and start again, so that there is
    next to nothing that could fail here. Stopped by Mopidy, it stops the frontend and waits for it.
    """

    def __init__(self, config: Mapping[str, Any], core: Any) -> None:
        """Begin the session; the frontend is started in this actor's own thread."""
        super().__init__()
        self._config = config
        self._core = core
        self._back_off = BackOff()
        self._frontend: pykka.ActorRef[Any] | None = None
        self._started_s = 0.0
        self._timer: threading.Timer | None = None
        settings = Settings.read(config)
        self.session = Session.begin(settings)
        self._publisher = Publisher(settings, self.session.feed) if settings.mqtt_host else None

    def on_start(self) -> None:
        """Start the frontend; who asks for the session finds it there."""
        self.start_frontend()
        if self._publisher is not None:
            self._publisher.start()

    def on_stop(self) -> None:
        """Stop the frontend for good."""
        if self._publisher is not None:
            self._publisher.close()
        if self._timer is not None:
            self._timer.cancel()
        if self._frontend is not None:
            self._frontend.stop()

    def start_frontend(self) -> None:
        """Start a frontend that goes on with the session."""
        self._started_s = time.monotonic()
        try:
            self._frontend = MoodFrontend.start(
                config=self._config,
                core=self._core,
                session=self.session,
                supervisor=self.actor_ref.proxy(),
            )
        except Exception as error:
            logger.exception("MoodCam cannot be made")
            self._start_later(type(error).__name__)

    def frontend_works(self, urn: str) -> None:
        """Take note that the frontend has started all of its rooms."""
        if self._is_ours(urn) and self.session.feed.report("frontend", None):
            logger.info("MoodCam works again")

    def frontend_failed(self, urn: str, reason: str) -> None:
        """Start another frontend after a pause; `reason` is the name of the error."""
        if self._is_ours(urn):
            self._start_later(reason)

    def _is_ours(self, urn: str) -> bool:
        return self._frontend is not None and self._frontend.actor_urn == urn

    def _start_later(self, reason: str) -> None:
        self._frontend = None
        pause_s = self._back_off.pause_s(time.monotonic() - self._started_s)
        sentence = f"MoodCam failed ({reason}): it starts again in {pause_s:g} s, see Mopidy's log"
        logger.error("%s; Mopidy plays on", sentence)
        self.session.feed.report("frontend", sentence)
        self.session.show_nothing_seen()
        self._timer = threading.Timer(pause_s, _wake, [self.actor_ref])
        self._timer.name = "moodcam-restart"
        self._timer.daemon = True
        self._timer.start()


def _wake(supervisor: pykka.ActorRef[MoodSupervisor]) -> None:
    with suppress(pykka.ActorDeadError):  # Mopidy shuts down
        supervisor.proxy().start_frontend.defer()
