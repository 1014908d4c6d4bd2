"""The music of a session: joins the rooms of the music, and shows what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pykka

from mopidy_moodcam.display import Display
from mopidy_moodcam.emotions import UNKNOWN
from mopidy_moodcam.mood import Mood
from mopidy_moodcam.music.candidates import belongs_to
from mopidy_moodcam.music.departures import Departure, Departures
from mopidy_moodcam.music.library import Library
from mopidy_moodcam.music.patience import CoreError, PatientCore
from mopidy_moodcam.music.queue import SILENT, QueueManager
from mopidy_moodcam.music.recommender import Recommender
from mopidy_moodcam.music.rules import RulesError, load_rules
from mopidy_moodcam.music.view import ANSWER_S
from mopidy_moodcam.web.schema import MAX_GENRES, CommandError, refuse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mopidy_moodcam.music.recommender import Choice, Feedback, Recommendation
    from mopidy_moodcam.music.rules import Rules
    from mopidy_moodcam.music.track import LibraryTrack
    from mopidy_moodcam.settings import Settings, Strategy
    from mopidy_moodcam.web.feed import Feed
    from mopidy_moodcam.web.timeline import Timeline


class Jukebox:
    """Follows moods, people's wishes and Mopidy's events with the tracklist.

    To be used from one thread, the actor's; every call is short.
    """

    def __init__(
        self,
        settings: Settings,
        core: Any,
        feed: Feed,
        timeline: Timeline,
        *,
        folder: Path,
        faces: Callable[[], int],
        on_library: Callable[[], None],
        on_core: Callable[[], None],
    ) -> None:
        """Open what was learnt; the library is read from `start` on.

        Args:
            settings: The options of the section [moodcam].
            core: The proxy of Mopidy's core.
            feed: Where to show what plays and what is wrong.
            timeline: Where to note what plays.
            folder: Where the library and what is learnt are kept.
            faces: Tells how many faces are seen.
            on_library: Called in another thread when the library has changed; it is to have
                `follow_library` called in the actor's.
            on_core: The same for `follow_core`, when Mopidy's core has been silent and answers.
        """
        self._core = PatientCore(core, on_core)
        self._display = Display(feed, settings.top_n)
        self._timeline = timeline
        self._faces = faces
        self._top_n = settings.top_n
        self._mood = Mood()
        self._strategy: Strategy = settings.strategy
        rules = self._load_rules(settings.rules)
        self._recommender = Recommender(
            rules, folder=folder, weights=settings.weights, method=settings.ranking
        )
        self._queue = QueueManager(
            self._core, settings.switch, autoplay=settings.autoplay, folder=folder
        )
        self._departures = Departures()
        self._followed: tuple[str, Strategy] | None = None  # what is ahead was chosen for
        self._fits = False  # whether what is ahead was more than a makeshift
        self._on_library = on_library
        self._library = Library(
            core.library,
            on_change=self._prepare,
            uris=rules.uris,
            genres=rules.genres,
            folder=folder,
        )
        self._tracks: tuple[LibraryTrack, ...] = ()  # written by the library's threads
        self._display.genres(self._recommender)

    def start(self) -> None:
        """Begin to read the library."""
        self._library.start()

    def close(self) -> None:
        """Take back or keep what was not played, keep what was learnt and end every thread."""
        try:
            self._queue.close()
        finally:
            self._core.close()
            self._library.stop()
            self._recommender.close()

    # From the rooms

    def follow(self, mood: Mood) -> None:
        """Take a new mood; the tracklist follows."""
        self._mood = mood
        self._recommend()

    def follow_library(self) -> None:
        """Take up what the library's index has found; what is ahead and fits stays."""
        followed = self._followed == (self._mood.emotion, self._strategy)
        if not (followed and self._fits and self._queue.own_ahead()):
            self._recommend()
            return
        recommendation = self._ranked(with_own=True)
        gone = [uri for uri in self._queue.own_ahead() if not self._recommender.knows(uri)]
        if gone:
            self._queue.drop(*gone)
        self._queue.extend(recommendation)
        self._show(recommendation)

    def follow_core(self) -> None:
        """Do what could not be done while Mopidy's core was silent."""
        self._display.report("player", None)
        self.follow_library()

    # From the clients

    def skip(self) -> None:
        """Play the next track."""
        playing = self._answer(self._core.playback.get_current_tl_track)
        if playing is not None:
            self._recommender.skipped(playing.track.uri, self._emotion())
        self._go_on(playing and playing.tlid)

    def playback(self, action: str) -> None:
        """Play or pause; with nothing to play, what fits the mood is queued first."""
        playback = self._core.playback
        if action == "pause":
            self._answer(playback.pause)
        elif self._answer(playback.get_state) == "paused":
            self._answer(playback.resume)
        else:
            if not self._queue.upcoming(1):
                self._queue.follow(self._ranked(with_own=False))
            self._answer(playback.play)

    def choose_strategy(self, strategy: Strategy) -> None:
        """Match the mood, elevate it, or balance it from now on."""
        self._strategy = strategy
        self._display.strategy(strategy)
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
        self._display.genres(self._recommender)
        self._recommend(interrupt=choice == "pick")
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
            self._go_on(self._answer(self._core.playback.get_current_tlid))

    # From Mopidy

    def track_playback_started(self, tl_track: Any) -> None:
        """Note what plays, and see that enough is ahead."""
        left = self._departures.take()
        if left is not None and self._queue.is_past(left.tlid, tl_track.tlid):
            self._recommender.skipped(left.uri, left.emotion)
        self._departures.cut(self._queue.on_track_playback_started(tl_track))
        self._recommender.played(tl_track.track.uri)
        self._timeline.add_track(tl_track.track, self._mood.emotion)
        self._refill()

    def track_playback_ended(self, tl_track: Any, time_position: int) -> None:
        """Learn how much of a track was heard; `time_position` is in milliseconds.

        Whether a person skipped it, with any client, is known when the next one begins.
        """
        track = tl_track.track
        if track.length:
            share = min(1.0, max(0.0, time_position / track.length))
            self._recommender.heard(track.uri, share, self._emotion())
            self._departures.ended(Departure(tl_track.tlid, track.uri, self._emotion()), share)
        if self._recommender.feedback_of(track.uri) == "less":
            self._queue.drop(track.uri)

    def playback_state_changed(self, new_state: str) -> None:
        """Show the player's state."""
        self._departures.state_changed(new_state)
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

    def playlist_changed(self) -> None:
        """Read the rules' playlists again."""
        self._library.refresh(search=False)

    # Inside

    def _go_on(self, tlid: int | None) -> None:
        """Leave the entry that plays, whose id this is, for the next one."""
        self._departures.cut(tlid)
        self._queue.expect_next()
        self._answer(self._core.playback.next)

    def _prepare(self) -> None:
        """Do, in a thread of the library, what would keep the actor busy, and tell the actor.

        Until then the actor goes on with the tracks before, for which all is worked out.
        """
        tracks = self._library.tracks()
        self._recommender.prepare(tracks)
        self._tracks = tracks
        self._on_library()

    def _load_rules(self, path: Path | None) -> Rules:
        """Load the rules; a file with an error is reported and the built-in rules serve."""
        try:
            rules = load_rules(path)
        except RulesError as error:
            self._display.report("rules", str(error))
            return load_rules(None)
        self._display.report("rules", None)
        return rules

    def _recommend(self, *, interrupt: bool = False) -> None:
        """Rank the library for the mood and put the result into the tracklist.

        An own track that plays gives way (where `switch` says so) to a new mood or strategy, or
        when `interrupt` says that a person wants something else; not to more of the same.
        """
        recommendation = self._ranked(with_own=False)
        followed = recommendation.emotion, recommendation.strategy
        interrupt = interrupt or followed != self._followed
        self._departures.cut(self._queue.follow(recommendation, interrupt=interrupt))
        if recommendation.picks and self._queue.is_answered:
            self._followed = followed
            self._fits = recommendation.problem is None
        self._queue.start()
        self._show(recommendation)

    def _show(self, recommendation: Recommendation) -> None:
        """Show what was recommended, and what is wrong with it or with the library."""
        self._display.recommendation(recommendation, self._library)
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
            self._tracks,
            self._top_n,
            exclude=self._queue.taken_uris(with_own=with_own),
            faces=self._faces(),
        )

    def _drop_genre(self, genre: str) -> None:
        """Take own tracks of a genre out of what is ahead."""
        ahead = frozenset(self._queue.own_ahead())
        here = (track for track in self._tracks if track.uri in ahead)
        self._queue.drop(*(t.uri for t in here if any(belongs_to(g, genre) for g in t.genres)))
        self._show_music()

    def _emotion(self) -> str | None:
        """Return the mood's emotion if it is known."""
        return None if self._mood.emotion == UNKNOWN else self._mood.emotion

    def _knows(self, uri: str) -> bool:
        """Say whether a URI is one that clients may have from us."""
        return (
            self._timeline.has(uri)
            or self._recommender.feedback_of(uri) is not None
            or uri in self._queue.taken_uris(with_own=True)
            or self._recommender.knows(uri)
        )

    def _show_music(self) -> None:
        player = str(self._answer(self._core.playback.get_state) or "stopped")
        self._display.music(self._queue, self._recommender, player)

    def _answer(self, ask: Callable[[], Any]) -> Any:
        """Ask Mopidy's core, but do not wait for ever: None and a sentence when it hangs."""
        try:
            answer = ask().get(timeout=ANSWER_S)
        except pykka.Timeout:
            self._display.report("player", SILENT)
            return None
        except CoreError as error:
            self._display.report("player", str(error))
            return None
        except pykka.ActorDeadError:  # Mopidy shuts down
            return None
        self._display.report("player", None)
        return answer
