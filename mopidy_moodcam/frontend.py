"""The actor that owns the session: joins the rooms and hears Mopidy's events."""

from __future__ import annotations

import logging
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pykka
from mopidy.core import CoreListener

from mopidy_moodcam import Extension
from mopidy_moodcam.jukebox import Jukebox
from mopidy_moodcam.session import Session
from mopidy_moodcam.settings import FEEDS, FeedKind, Settings, Strategy
from mopidy_moodcam.vision.sources import redacted
from mopidy_moodcam.vision.watcher import Watcher
from mopidy_moodcam.web.cameras import Cameras
from mopidy_moodcam.web.relay import Relay
from mopidy_moodcam.web.schema import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from mopidy_moodcam.mood import Mood
    from mopidy_moodcam.music.recommender import Choice, Feedback
    from mopidy_moodcam.web.state import CameraChoice

logger = logging.getLogger(__name__)


class MoodFrontend(pykka.ThreadingActor, CoreListener):
    """Follows the mood that the watcher sees with Mopidy's tracklist.

    The watcher, the library and the feed have threads of their own or are safe to use from any;
    here only short calls are made, so the actor answers quickly at all times.

    What nobody waits for, such as a new mood or an event, ends the actor when it fails: everything
    that was started is taken back, and the supervisor starts another one from a known state.
    """

    def __init__(
        self,
        config: Mapping[str, Any],
        core: Any,
        session: Session | None = None,
        supervisor: Any = None,
    ) -> None:
        """Read the settings; everything that takes time waits for `on_start`.

        Args:
            config: Mopidy's whole validated configuration.
            core: The proxy of Mopidy's core.
            session: What an earlier frontend has left, to go on with; None begins a new one.
            supervisor: The proxy of the `MoodSupervisor` that is to hear how it goes, if any.
        """
        super().__init__()
        self._config: Any = config
        self._settings = Settings.read(config)
        self._core = core
        self._supervisor = supervisor
        self._feeds: list[FeedKind] = list(FEEDS[FEEDS.index(self._settings.feed) :])
        self._ends = ExitStack()  # undoes what was started, the last one first
        self.session = session or Session.begin(self._settings)

    def on_start(self) -> None:
        """Start the library's index and the watcher."""
        try:
            self._start()
        except Exception as error:
            self._fail(error)
            raise  # pykka logs it and ends the actor

    def _start(self) -> None:
        session = self.session
        settings = session.applied_to(self._settings)
        relay = Relay(session.feed, session.timeline, self._teller("follow"))
        self._cameras = Cameras(self._settings.camera)
        session.feed.write({"cameras": self._cameras.choices(), "watching": not session.paused})
        self._watcher = Watcher(
            settings, relay, browser=session.browser_camera, on_failure=self._teller("give_up")
        )
        self._watcher.pause(paused=session.paused)
        mood = session.mood_left()
        if mood is not None:
            self._watcher.choose(*mood)
        self._ends.callback(self._watcher.stop)
        self._watcher.start()
        self._jukebox = Jukebox(
            settings,
            self._core,
            session.feed,
            session.timeline,
            folder=data_folder(self._config),
            faces=lambda: relay.faces,
            on_library=self._teller("follow_library"),
            on_core=self._teller("follow_core"),
        )
        self._ends.callback(self._jukebox.close)
        self._jukebox.start()
        if self._supervisor is not None:
            self._supervisor.frontend_works.defer(self.actor_urn)
        logger.info(
            "MoodCam watches camera %s; the page is at /moodcam/ of Mopidy's web server",
            redacted(settings.camera),
        )

    def _teller(self, method: str) -> Callable[..., None]:
        """Return what calls a method in this actor's thread, from any thread, without waiting."""
        tell = getattr(self.actor_ref.proxy(), method).defer

        def tell_if_alive(*arguments: object) -> None:
            with suppress(pykka.ActorDeadError):  # it is being stopped
                tell(*arguments)

        return tell_if_alive

    def on_stop(self) -> None:
        """Take back what was not played, release the camera and end every thread."""
        self._ends.close()

    def on_failure(
        self,
        exception_type: type[BaseException] | None,  # noqa: ARG002
        exception_value: BaseException | None,
        traceback: TracebackType | None,  # noqa: ARG002
    ) -> None:
        """Do the same after an error in a message, and have the supervisor start another one."""
        self._fail(exception_value)

    def _fail(self, error: BaseException | None) -> None:
        try:
            self._ends.close()  # all of it, whatever fails in between
        except Exception:
            logger.exception("MoodCam could not take back all that it had started")
        finally:
            if self._supervisor is not None:
                with suppress(pykka.ActorDeadError):  # Mopidy shuts down
                    self._supervisor.frontend_failed.defer(self.actor_urn, type(error).__name__)

    def on_event(self, event: str, **fields: Any) -> None:
        """Take an event of Mopidy's; an error in it is one of ours, and not passed over."""
        getattr(self, event)(**fields)

    def give_up(self, error: Exception) -> None:
        """Fail as one of the rooms has failed in a thread of its own."""
        raise error

    # From the rooms

    def follow(self, mood: Mood) -> None:
        """Take a new mood from the watcher; the tracklist follows."""
        logger.info("Mood: %s (%s)", mood.emotion, mood.source)
        self._jukebox.follow(mood)

    def follow_library(self) -> None:
        """Take up what the library's index has found."""
        self._jukebox.follow_library()

    def follow_core(self) -> None:
        """Take up what could not be done while Mopidy's core was silent."""
        self._jukebox.follow_core()

    # From the clients, about the music

    def skip(self) -> None:
        """Play the next track."""
        self._jukebox.skip()

    def playback(self, action: str) -> None:
        """Play or pause; with nothing to play, what fits the mood is queued first."""
        self._jukebox.playback(action)

    def choose_strategy(self, strategy: Strategy) -> None:
        """Match the mood, elevate it, or balance it from now on."""
        self.session.strategy = strategy
        self._jukebox.choose_strategy(strategy)

    def choose_genre(self, genre: str, choice: Choice | None) -> None:
        """Play a genre before those of the rules, or never; None as the rules say.

        Raises CommandError when too many are chosen already.
        """
        self._jukebox.choose_genre(genre, choice)

    def feedback(self, uri: str, value: Feedback | None) -> None:
        """Learn from what a person says of a track.

        Raises CommandError for a track that nobody here has heard of.
        """
        self._jukebox.feedback(uri, value)

    # From the clients, about what is seen and shown

    def choose_mood(self, emotion: str | None, duration_s: float | None = None) -> None:
        """Take a mood by hand, for `manual_s` by default; None gives way to the camera again."""
        self._watcher.choose(emotion, duration_s)
        until_s = time.monotonic() + (duration_s or self._settings.manual_s)
        self.session.mood = None if emotion is None else (emotion, until_s)

    def find_cameras(self) -> list[CameraChoice]:
        """Look for cameras again and return those that can be chosen."""
        self._cameras.look()
        choices = self._cameras.choices()
        self.session.feed.write({"cameras": choices})
        return choices

    def choose_camera(self, camera: str) -> None:
        """Watch another camera out of the list.

        Raises CommandError for one that is not in it.
        """
        self.session.camera = self._cameras.spec_of(camera)
        self._watcher.use(self.session.camera)

    def choose_feed(self, feed: FeedKind) -> None:
        """Show clients the video, the landmarks alone, or nothing.

        Raises CommandError for more than mopidy.conf allows.
        """
        if feed not in self._feeds:
            refuse("feed", f"one of {', '.join(self._feeds)} (moodcam/feed allows no more)", feed)
        self.session.feed.choose(feed)

    def pause_watching(self, *, paused: bool) -> None:
        """Release the camera, or take it up again, as the supervisor has noted."""
        self._watcher.pause(paused=paused)
        self.session.feed.write({"watching": not paused})

    # From Mopidy

    def track_playback_started(self, tl_track: Any) -> None:
        """Note what plays, and see that enough is ahead."""
        self._jukebox.track_playback_started(tl_track)

    def track_playback_ended(self, tl_track: Any, time_position: int) -> None:
        """Learn how much of a track was heard; `time_position` is in milliseconds."""
        self._jukebox.track_playback_ended(tl_track, time_position)

    def playback_state_changed(self, old_state: str, new_state: str) -> None:  # noqa: ARG002
        """Show the player's state."""
        self._jukebox.playback_state_changed(new_state)

    def tracklist_changed(self) -> None:
        """Note what others did to the tracklist."""
        self._jukebox.tracklist_changed()

    def playlists_loaded(self) -> None:
        """Read the library again: a scan or a service has brought something new."""
        self._jukebox.playlists_loaded()

    def playlist_changed(self, playlist: Any) -> None:  # noqa: ARG002 - it may be any of the rules'
        """Take up what a person has put into a playlist."""
        self._jukebox.playlist_changed()

    def playlist_deleted(self, uri: str) -> None:  # noqa: ARG002 - it may be any of the rules'
        """Do without a playlist."""
        self._jukebox.playlist_changed()


def data_folder(config: Any) -> Path:
    """Return the folder for what is kept, made where that is possible.

    On a disk that is full or read-only it may not be there: whoever writes says so.
    """
    try:
        return Path(Extension.get_data_dir(config))
    except OSError as error:
        folder = Path(str(config["core"]["data_dir"])).expanduser() / Extension.ext_name
        logger.warning("MoodCam's folder %s cannot be made (%s)", folder, error.strerror or error)
        return folder
