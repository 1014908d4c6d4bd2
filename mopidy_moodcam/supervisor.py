"""Keeps the frontend alive: Mopidy plays on when it fails, and it starts again after a pause.

Mopidy starts and stops this actor, and this actor starts and stops the `MoodFrontend`, its child
(as in Erlang's supervision trees: Armstrong 2003, "Making reliable distributed systems in the
presence of software errors", chapter 5). The child does the work and may fail in any message; what
clients hold on to is in the session, which stays.

Mopidy imports this module while it starts, so everything that takes time is imported later.
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import pykka

from mopidy_moodcam.back_off import BackOff

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mopidy_moodcam.mqtt.publisher import Publisher
    from mopidy_moodcam.session import Session

logger = logging.getLogger(__name__)

BEGIN_AFTER_S: Final = 2.0
"""Mopidy's start comes first: importing would take the interpreter from it."""


class MoodSupervisor(pykka.ThreadingActor):
    """What Mopidy knows as MoodCam's frontend.

    It hears none of Mopidy's events and does nothing but start, and start again, so that there is
    next to nothing that could fail here. Stopped by Mopidy, it stops the frontend and waits for it.
    """

    def __init__(self, config: Mapping[str, Any], core: Any) -> None:
        """Keep what the frontend will need; everything else waits until Mopidy has started."""
        super().__init__()
        self._config = config
        self._core = core
        self._back_off = BackOff()
        self._frontend: pykka.ActorRef[Any] | None = None
        self._started_s = 0.0
        self._timer: threading.Timer | None = None
        self._session: Session | None = None
        self._publisher: Publisher | None = None

    def on_start(self) -> None:
        """Begin in a moment, when Mopidy has started, or when somebody asks for the session."""
        self._call_later(BEGIN_AFTER_S, "begin")

    def begin(self) -> None:
        """Begin the session and start the frontend, unless that is done."""
        _ = self.session

    @property
    def session(self) -> Session:
        """What outlives the frontend; who asks for it first lets everything begin."""
        if self._session is None:
            self._session = self._begin()
        return self._session

    def _begin(self) -> Session:
        from mopidy_moodcam.mqtt.publisher import Publisher  # noqa: PLC0415
        from mopidy_moodcam.session import Session  # noqa: PLC0415
        from mopidy_moodcam.settings import Settings  # noqa: PLC0415

        settings = Settings.read(self._config)
        self._session = session = Session.begin(settings)
        self.start_frontend()
        if settings.mqtt_host:
            self._publisher = Publisher(settings, session.feed)
            self._publisher.start()
        return session

    def on_stop(self) -> None:
        """Stop the frontend for good."""
        if self._timer is not None:
            self._timer.cancel()
        try:
            if self._publisher is not None:
                self._publisher.close()
        finally:
            if self._frontend is not None:
                self._frontend.stop()

    def start_frontend(self) -> None:
        """Start a frontend that goes on with the session."""
        from mopidy_moodcam.frontend import MoodFrontend  # noqa: PLC0415

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

    def pause_watching(self, *, paused: bool) -> None:
        """Have the camera released, or taken up again; also while there is no frontend.

        Who pauses between a failure and the next start is not watched after it.
        """
        self.session.paused = paused
        if self._frontend is None:
            self.session.feed.write({"watching": not paused})
            return
        with suppress(pykka.ActorDeadError):  # it has just failed: the next one shows it
            self._frontend.proxy().pause_watching.defer(paused=paused)

    def frontend_works(self, urn: str) -> None:
        """Take note that the frontend has started all of its rooms."""
        if self._is_ours(urn) and self.session.feed.report("frontend", None):
            # Mopidy 4 shows no lesser news, and who has read of the failure wants to know.
            logger.warning("MoodCam works again")

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
        self._call_later(pause_s, "start_frontend")

    def _call_later(self, pause_s: float, method: str) -> None:
        self._timer = threading.Timer(pause_s, _call, [self.actor_ref, method])
        self._timer.name = "moodcam-restart"
        self._timer.daemon = True
        self._timer.start()


def _call(supervisor: pykka.ActorRef[MoodSupervisor], method: str) -> None:
    with suppress(pykka.ActorDeadError):  # Mopidy shuts down
        getattr(supervisor.proxy(), method).defer()
