"""The actor that owns the session: joins the rooms and hears Mopidy's events."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pykka
from mopidy.core import CoreListener

from mopidy_moodcam import Extension
from mopidy_moodcam.emotions import UNKNOWN
from mopidy_moodcam.mood import Mood
from mopidy_moodcam.music.candidates import belongs_to
from mopidy_moodcam.music.library import Library
from mopidy_moodcam.music.queue import SILENT, QueueManager
from mopidy_moodcam.music.recommender import Recommender
from mopidy_moodcam.music.rules import RulesError, load_rules
from mopidy_moodcam.music.view import ANSWER_S
from mopidy_moodcam.settings import FEEDS, FeedKind, Settings, Strategy
from mopidy_moodcam.vision.browser import BrowserCamera
from mopidy_moodcam.vision.sources import redacted
from mopidy_moodcam.vision.watcher import Watcher
from mopidy_moodcam.web.cameras import Cameras
from mopidy_moodcam.web.feed import Feed
from mopidy_moodcam.web.parts import first_state
from mopidy_moodcam.web.relay import Relay
from mopidy_moodcam.web.schema import MAX_GENRES, CommandError, refuse
from mopidy_moodcam.web.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mopidy_moodcam.music.recommender import Choice, Feedback, Recommendation
    from mopidy_moodcam.music.rules import Rules
    from mopidy_moodcam.music.view import TrackState
    from mopidy_moodcam.web.state import CameraChoice, TrackPart

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
        self._mood = Mood()
        self._strategy: Strategy = self._settings.strategy
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
        rules = self._load_rules()
        folder = Extension.get_data_dir(self._config)
        self._recommender = Recommender(rules, folder=folder)
        self._ends.append(self._recommender.close)
        self._queue = QueueManager(
            self._core, self._settings.switch, autoplay=self._settings.autoplay, folder=folder
        )
        me: Any = self.actor_ref.proxy()
        self._library = Library(
            self._core.library,
            on_change=lambda: self._prepare(me),
            uris=rules.uris,
            genres=rules.genres,
            folder=folder,
        )
        self._library.start()
        self._ends.append(self._library.stop)
        self._show_genres()
        self._cameras = Cameras(self._settings.camera)
        self.feed.write({"cameras": self._cameras.choices()})
        self._relay = Relay(self.feed, self.timeline, me)
        self._watcher = Watcher(self._settings, self._relay, browser=self.browser_camera)
        self._watcher.start()
        self._ends.append(self._watcher.stop)
        self._ends.append(self._queue.close)
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

    def _prepare(self, me: Any) -> None:
        """Do, in a thread of the library, what would keep the actor busy, and tell the actor."""
        self._recommender.prepare(self._library.tracks())
        me.follow_library()

    # From the clients

    def skip(self) -> None:
        """Play the next track."""
        playing = self._answer(self._core.playback.get_current_track())
        if playing is not None:
            self._recommender.skipped(playing.uri, self._emotion())
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

    def choose_mood(self, emotion: str | None, duration_s: float | None = None) -> None:
        """Take a mood by hand, for `manual_s` by default; None gives way to the camera again."""
        self._watcher.choose(emotion, duration_s)

    def choose_strategy(self, strategy: Strategy) -> None:
        """Match the mood, elevate it, or balance it from now on."""
        self._strategy = strategy
        self.feed.write({"strategy": strategy})
        self._recommend()

    def choose_genre(self, genre: str, choice: Choice | None) -> None:
        """Play a genre before those of the rules, or never; None as the rules say.

        Raises CommandError when too many are chosen already.
        """
        chosen = {*self._recommender.picked, *self._recommender.excluded}
        if choice is not None and genre not in chosen and len(chosen) >= MAX_GENRES:
            msg = f"genre is one too many: {MAX_GENRES} are chosen; take one back (choice null)"
            raise CommandError(msg)
        self._recommender.choose_genre(genre, choice)
        self._show_genres()
        self._recommend()
        if choice == "exclude":  # also when there is nothing to put in its place
            self._drop_genre(genre)

    def feedback(self, uri: str, value: Feedback | None) -> None:
        """Learn from what a person says of a track; "less" also takes our own ones out at once.

        Raises CommandError for a track that nobody here has heard of.
        """
        if not self._knows(uri):
            refuse("uri", "that of a track in the library, the tracklist or the history", uri)
        self._recommender.feedback(uri, value, self._emotion())
        if value == "less":
            self._queue.drop(uri)
        self._refill()
        playing = self._queue.playing()
        if value == "less" and playing and playing["ours"] and playing["uri"] == uri:
            self._answer(self._core.playback.next())

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
        self._queue.on_track_playback_started(tl_track)
        self._recommender.played(tl_track.track.uri)
        self.timeline.add_track(tl_track.track, self._mood.emotion)
        self._refill()

    def track_playback_ended(self, tl_track: Any, time_position: int) -> None:
        """Learn how much of a track was heard; `time_position` is in milliseconds."""
        track = tl_track.track
        if track.length:
            share = min(1.0, max(0.0, time_position / track.length))
            self._recommender.heard(track.uri, share, self._emotion())
        if self._recommender.feedback_of(track.uri) == "less":
            self._queue.drop(track.uri)

    def playback_state_changed(self, old_state: str, new_state: str) -> None:  # noqa: ARG002
        """Show the player's state."""
        self._queue.on_playback_state_changed(new_state)
        self._refill()

    def tracklist_changed(self) -> None:
        """Note what others did to the tracklist; an own track taken out is one not liked."""
        for uri in self._queue.on_tracklist_changed():
            self._recommender.skipped(uri, self._emotion())
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
        self._report("learning", self._recommender.problem)
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
            faces=self._relay.faces,
        )

    def _drop_genre(self, genre: str) -> None:
        """Take own tracks of a genre out of what is ahead."""
        ahead = self._queue.taken_uris(with_own=True)
        for track in self._library.tracks():
            if track.uri in ahead and any(belongs_to(name, genre) for name in track.genres):
                self._queue.drop(track.uri)
        self._show_music()

    def _emotion(self) -> str | None:
        """Return the mood's emotion if it is known."""
        return None if self._mood.emotion == UNKNOWN else self._mood.emotion

    def _knows(self, uri: str) -> bool:
        """Say whether a URI is one that clients may have from us."""
        return (
            self.timeline.has(uri)
            or self._recommender.feedback_of(uri) is not None
            or uri in self._queue.taken_uris(with_own=True)
            or any(track.uri == uri for track in self._library.tracks())
        )

    def _show_genres(self) -> None:
        """Show the genres chosen by hand; those of the last time are known from the start."""
        self.feed.write(
            {
                "picked_genres": list(self._recommender.picked),
                "excluded_genres": list(self._recommender.excluded),
            }
        )

    def _show_music(self) -> None:
        self._report("queue", self._queue.problem)
        playing = self._queue.playing()
        self.feed.write(
            {
                "player": str(self._answer(self._core.playback.get_state()) or "stopped"),
                "playing": playing and self._with_feedback(playing),
                "upcoming": [
                    self._with_feedback(track)
                    for track in self._queue.upcoming(self._settings.top_n)
                ],
            }
        )

    def _with_feedback(self, track: TrackState) -> TrackPart:
        return {**track, "feedback": self._recommender.feedback_of(track["uri"])}

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
