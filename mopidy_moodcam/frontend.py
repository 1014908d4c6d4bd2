"""The actor that owns the session: joins the rooms and hears Mopidy's events."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pykka
from mopidy.core import CoreListener

from mopidy_moodcam.mood import Mood
from mopidy_moodcam.music.library import Library
from mopidy_moodcam.music.queue import SILENT, QueueManager
from mopidy_moodcam.music.recommender import Recommender
from mopidy_moodcam.music.rules import RulesError, load_rules
from mopidy_moodcam.music.view import ANSWER_S
from mopidy_moodcam.settings import Settings, Strategy
from mopidy_moodcam.vision.sources import redacted
from mopidy_moodcam.vision.watcher import Observation, Watcher
from mopidy_moodcam.web.feed import Feed, encode_picture
from mopidy_moodcam.web.parts import monotonic_epoch_s, mood_part, observation_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mopidy_moodcam.music.recommender import Recommendation
    from mopidy_moodcam.music.rules import Rules

logger = logging.getLogger(__name__)


class MoodFrontend(pykka.ThreadingActor, CoreListener):
    """Follows the mood that the watcher sees with Mopidy's tracklist.

    The watcher, the library and the feed have threads of their own or are safe to use from any;
    here only short calls are made, so the actor answers quickly at all times.
    """

    def __init__(self, config: Mapping[str, Any], core: Any) -> None:
        """Read the settings; everything that takes time waits for `on_start`."""
        super().__init__()
        self._settings = Settings.read(config)
        self._core = core
        self._mood = Mood()
        self._strategy: Strategy = self._settings.strategy
        self._ends: list[Callable[[], None]] = []  # undoes what was started, the last one first
        self.feed = Feed(
            {
                "camera": {
                    "source": redacted(self._settings.camera),
                    "status": "connecting",
                    "error": None,
                },
                "frame": None,
                "face": None,
                "expression": None,
                "mood": mood_part(self._mood, monotonic_epoch_s()),
                "strategy": self._strategy,
                "genres": [],
                "player": "stopped",
                "playing": None,
                "upcoming": [],
                "timing_ms": {},
                "watching": True,
            },
            self._settings.feed,
        )

    def on_start(self) -> None:
        """Start the library's index and the watcher."""
        try:
            self._start()
        except Exception:
            logger.exception("MoodCam cannot start; Mopidy plays on without it")
            self.stop()

    def _start(self) -> None:
        rules = self._load_rules()
        self._recommender = Recommender(rules)
        self._queue = QueueManager(
            self._core, self._settings.switch, autoplay=self._settings.autoplay
        )
        me: Any = self.actor_ref.proxy()
        self._library = Library(
            self._core.library,
            on_change=me.follow_library,
            uris=rules.uris,
            core_playlists=self._core.playlists,
        )
        self._library.start()
        self._ends.append(self._library.stop)
        self._watcher = Watcher(self._settings, Relay(self.feed, me))
        self._watcher.start()
        self._ends.append(self._watcher.stop)
        self._ends.append(self._queue.withdraw)
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
        self._mood = mood
        self._recommend()

    def follow_library(self) -> None:
        """Take up what the library's index has found."""
        self._recommend()

    # From the clients

    def skip(self) -> None:
        """Play the next track."""
        playing = self._answer(self._core.playback.get_current_track())
        if playing is not None:
            self._recommender.skipped(playing.uri)
        self._answer(self._core.playback.next())

    def playback(self, action: str) -> None:
        """Play or pause; with nothing to play, what fits the mood is queued first."""
        playback = self._core.playback
        if action == "pause":
            self._answer(playback.pause())
        elif self._answer(playback.get_state()) == "paused":
            self._answer(playback.resume())
        else:
            if not self._queue.upcoming(1):
                self._queue.follow(self._ranked(with_own=False))
            self._answer(playback.play())

    def choose_mood(self, emotion: str | None) -> None:
        """Take a mood by hand; None gives way to the camera again."""
        self._watcher.choose(emotion)

    def choose_strategy(self, strategy: Strategy) -> None:
        """Match the mood, elevate it, or balance it from now on."""
        self._strategy = strategy
        self.feed.write({"strategy": strategy})
        self._recommend()

    def pause_watching(self, paused: bool) -> None:  # noqa: FBT001 - a command's value
        """Release the camera, or take it up again."""
        self._watcher.pause(paused=paused)
        self.feed.write({"watching": not paused})

    # From Mopidy

    def track_playback_started(self, tl_track: Any) -> None:
        """Note what plays, and see that enough is ahead."""
        self._queue.on_track_playback_started(tl_track)
        self._recommender.played(tl_track.track.uri)
        self._refill()

    def playback_state_changed(self, old_state: str, new_state: str) -> None:  # noqa: ARG002
        """Show the player's state."""
        self._queue.on_playback_state_changed(new_state)
        self._refill()

    def tracklist_changed(self) -> None:
        """Note what others did to the tracklist; an own track taken out is one not liked."""
        for uri in self._queue.on_tracklist_changed():
            self._recommender.skipped(uri)
        self._refill()

    def playlists_loaded(self) -> None:
        """Read the library again: a scan or a service has brought something new."""
        self._library.refresh()

    # Inside

    def _load_rules(self) -> Rules:
        """Load the rules; a file with an error is reported and the built-in rules serve."""
        try:
            return load_rules(self._settings.rules)
        except RulesError as error:
            self._report("rules", str(error))
            return load_rules(None)

    def _recommend(self) -> None:
        """Rank the library for the mood and put the result into the tracklist."""
        recommendation = self._ranked(with_own=False)
        self._queue.follow(recommendation)
        self._queue.start()
        self._report("library", self._library.problem)
        self._report("music", recommendation.problem if self._library.ready else None)
        self.feed.write({"genres": list(recommendation.genres)})
        self._show_music()

    def _refill(self) -> None:
        """Keep enough own tracks ahead."""
        if self._queue.needs_top_up():
            self._queue.top_up(self._ranked(with_own=True))
        self._show_music()

    def _ranked(self, *, with_own: bool) -> Recommendation:
        """Return the Top-N for the mood, without what plays or is ahead and stays there."""
        return self._recommender.recommend(
            self._mood,
            self._strategy,
            self._library.tracks(),
            self._settings.top_n,
            exclude=self._queue.taken_uris(with_own=with_own),
        )

    def _show_music(self) -> None:
        self._report("queue", self._queue.problem)
        self.feed.write(
            {
                "player": str(self._answer(self._core.playback.get_state()) or "stopped"),
                "playing": self._queue.playing(),
                "upcoming": self._queue.upcoming(self._settings.top_n),
            }
        )

    def _answer(self, future: Any) -> Any:
        """Wait for Mopidy's core, but not for ever: None and a sentence when it hangs."""
        try:
            answer = future.get(timeout=ANSWER_S)
        except pykka.Timeout:
            self._report("player", SILENT)
            return None
        self._report("player", None)
        return answer

    def _report(self, room: str, problem: str | None) -> None:
        if self.feed.report(room, problem) and problem:
            logger.warning("MoodCam: %s", problem)


class Relay:
    """Hands each observation, in the watcher's thread, to the feed and each new mood to the actor.

    Only a change of emotion, or of who said it, is worth the actor's time.
    """

    def __init__(self, feed: Feed, frontend: Any) -> None:
        """Connect the feed and the frontend's proxy."""
        self._feed = feed
        self._frontend = frontend
        self._last = Mood()

    def __call__(self, seen: Observation) -> None:
        """Show an observation, and tell a new mood."""
        picture = None
        if seen.frame is not None and self._feed.kind == "video" and self._feed.watched:
            picture = encode_picture(seen.frame.image)
        self._feed.write(
            observation_parts(seen, with_face=self._feed.kind != "off"), picture=picture
        )
        self._feed.report("camera", seen.camera.error)
        self._feed.report("model", seen.error)
        mood = seen.mood
        if (mood.emotion, mood.source) != (self._last.emotion, self._last.source):
            self._last = mood
            self._frontend.follow(mood)
