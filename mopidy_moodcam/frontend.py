"""The actor that owns the session: joins the rooms and hears Mopidy's events."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pykka
from mopidy.core import CoreListener

from mopidy_moodcam import Extension
from mopidy_moodcam.jukebox import Jukebox
from mopidy_moodcam.settings import FEEDS, FeedKind, Settings, Strategy
from mopidy_moodcam.vision.browser import BrowserCamera
from mopidy_moodcam.vision.sources import redacted
from mopidy_moodcam.vision.watcher import Watcher
from mopidy_moodcam.web.cameras import Cameras
from mopidy_moodcam.web.feed import Feed
from mopidy_moodcam.web.parts import first_state
from mopidy_moodcam.web.relay import Relay
from mopidy_moodcam.web.schema import refuse
from mopidy_moodcam.web.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mopidy_moodcam.mood import Mood
    from mopidy_moodcam.music.recommender import Choice, Feedback
    from mopidy_moodcam.web.state import CameraChoice

logger = logging.getLogger(__name__)


class MoodFrontend(pykka.ThreadingActor, CoreListener):
    """Follows the mood that the watcher sees with Mopidy's tracklist.

    The watcher, the library and the feed have threads of their own or are safe to use from any;
    here only short calls are made, so the actor answers quickly at all times.
    """

    def __init__(self, config: Mapping[str, Any], core: Any) -> None:
        """Read the settings; everything that takes time waits for `on_start`."""
        super().__init__()
        self._config: Any = config
        self._settings = Settings.read(config)
        self._core = core
        self._feeds: list[FeedKind] = list(FEEDS[FEEDS.index(self._settings.feed) :])
        self._ends: list[Callable[[], None]] = []  # undoes what was started, the last one first
        self.timeline = Timeline()
        self.browser_camera = BrowserCamera(self._settings.fps)
        self.feed = Feed(first_state(self._settings, self._feeds), self._settings.feed)

    def on_start(self) -> None:
        """Start the library's index and the watcher."""
        try:
            self._start()
        except Exception:
            logger.exception("MoodCam cannot start; Mopidy plays on without it")
            self.stop()

    def _start(self) -> None:
        me: Any = self.actor_ref.proxy()
        relay = Relay(self.feed, self.timeline, me)
        self._cameras = Cameras(self._settings.camera)
        self.feed.write({"cameras": self._cameras.choices()})
        self._watcher = Watcher(self._settings, relay, browser=self.browser_camera)
        self._jukebox = Jukebox(
            self._settings,
            self._core,
            self.feed,
            self.timeline,
            folder=Extension.get_data_dir(self._config),
            faces=lambda: relay.faces,
            on_library=me.follow_library,
        )
        self._watcher.start()
        self._ends.append(self._watcher.stop)
        self._jukebox.start()
        self._ends.append(self._jukebox.close)
        logger.info(
            "MoodCam watches camera %s; the page is at /moodcam/ of Mopidy's web server",
            redacted(self._settings.camera),
        )

    def on_stop(self) -> None:
        """Take back what was not played, release the camera and end every thread."""
        for end in reversed(self._ends):
            end()

    # From the rooms

    def follow(self, mood: Mood) -> None:
        """Take a new mood from the watcher; the tracklist follows."""
        logger.info("Mood: %s (%s)", mood.emotion, mood.source)
        self._jukebox.follow(mood)

    def follow_library(self) -> None:
        """Take up what the library's index has found."""
        self._jukebox.follow_library()

    # From the clients, about the music

    def skip(self) -> None:
        """Play the next track."""
        self._jukebox.skip()

    def playback(self, action: str) -> None:
        """Play or pause; with nothing to play, what fits the mood is queued first."""
        self._jukebox.playback(action)

    def choose_strategy(self, strategy: Strategy) -> None:
        """Match the mood, elevate it, or balance it from now on."""
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

    def find_cameras(self) -> list[CameraChoice]:
        """Look for cameras again and return those that can be chosen."""
        self._cameras.look()
        choices = self._cameras.choices()
        self.feed.write({"cameras": choices})
        return choices

    def choose_camera(self, camera: str) -> None:
        """Watch another camera out of the list.

        Raises CommandError for one that is not in it.
        """
        self._watcher.use(self._cameras.spec_of(camera))

    def choose_feed(self, feed: FeedKind) -> None:
        """Show clients the video, the landmarks alone, or nothing.

        Raises CommandError for more than mopidy.conf allows.
        """
        if feed not in self._feeds:
            refuse("feed", f"one of {', '.join(self._feeds)} (moodcam/feed allows no more)", feed)
        self.feed.choose(feed)

    def pause_watching(self, *, paused: bool) -> None:
        """Release the camera, or take it up again."""
        self._watcher.pause(paused=paused)
        self.feed.write({"watching": not paused})

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
