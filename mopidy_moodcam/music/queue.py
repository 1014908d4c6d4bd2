"""MoodCam's own tracks in Mopidy's tracklist, beside what people queued.

The rules of ownership:

- Own tracks are only ever appended at the end: after everything that a person queued. Nothing is
  inserted or moved, so positions that another client has in mind stay right.
- Only own tracks are removed: the upcoming ones when the mood changes, the oldest played ones when
  there are many or no room is left. What a person queued, or moved, is never removed, moved or
  skipped.
- A few own tracks are kept ahead, not a whole list: what a person adds comes up soon.
- What is our own stays so over a restart of Mopidy that restores the tracklist.
- A stopped or paused player stays so, apart from the very first start, and from one that ran dry
  because there was no mood to go on with.
"""

from __future__ import annotations

import logging
from collections import deque
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import pykka

from mopidy_moodcam.music.bookkeeping import Bookkeeping
from mopidy_moodcam.music.patience import CoreError
from mopidy_moodcam.music.view import ANSWER_S, TrackState, View, describe

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from pathlib import Path

    from mopidy_moodcam.music.recommender import Pick, Recommendation
    from mopidy_moodcam.settings import Switch

logger = logging.getLogger(__name__)

AHEAD: Final = 3
"""Own tracks kept ahead: after a track has handed over to the next one, still two."""

PLAYED_KEPT: Final = 20
"""Own tracks that stay in the tracklist after they were played, as its history."""

_FULL: Final = (
    "The tracklist is full, so no tracks for the mood can be added: remove some, or raise "
    "core/max_tracklist_length."
)
SILENT: Final = (
    f"Mopidy's core did not answer within {ANSWER_S:g} s, so the tracklist was left alone: see its "
    f"log for the backend that hangs."
)
"""The problem while Mopidy's core hangs."""


class QueueManager:
    """Puts recommendations into Mopidy's tracklist; to be used from one thread."""

    def __init__(
        self, core: Any, switch: Switch, *, autoplay: bool, folder: Path | None = None
    ) -> None:
        """Prepare, without asking anything yet.

        Args:
            core: The proxy of Mopidy's core.
            switch: Whether a new mood waits for the next track or interrupts an own one.
            autoplay: Whether `start` may start a player that nobody has used yet.
            folder: Where it is kept over a restart what is our own; None keeps it nowhere.
        """
        self._core = core
        self._switch = switch
        self._autoplay = self._may_start = autoplay
        self._ran_dry = False
        self._books = Bookkeeping(core, folder)
        self._own = self._books.own
        self._plan: deque[Pick] = deque()
        self._problem: str | None = None
        self._unanswered: str | None = None  # why Mopidy's core did not answer, if so

    @property
    def problem(self) -> str | None:
        """Why the tracklist is not as it should be: one sentence, or None."""
        return self._unanswered or self._problem

    @property
    def is_answered(self) -> bool:
        """Whether Mopidy's core has done what it was asked last."""
        return self._unanswered is None

    def is_own(self, tlid: int) -> bool:
        """Say whether an entry of the tracklist was added by us and not moved by a person."""
        return tlid in self._own

    def reasons_of(self, tlid: int) -> tuple[str, ...]:
        """Return why an entry was added; nothing for a person's."""
        return self._own.reasons_of(tlid)

    def follow(self, recommendation: Recommendation, *, interrupt: bool = True) -> int | None:
        """Replace the own tracks ahead by those of a new mood or strategy.

        A recommendation without picks leaves everything as it is. An own track that the player may
        have taken over already (in the last seconds of the one before) still plays.

        Args:
            recommendation: What is to play.
            interrupt: Whether `switch = now` may leave the own track that plays.

        Returns:
            The id of the own track that was left, or None.
        """
        if not recommendation.picks:
            return None
        with self._answers():
            view = self._books.look()
            self._ran_dry = self._ran_dry or self._is_dry(view)
            self._plan = deque(recommendation.picks)
            stale = [t for t in view.ahead if t in self._own and t not in view.committed]
            # The new ones first, so that the tracklist never runs dry in between.
            added = self._fill(AHEAD, self._from_plan(), view)
            self._books.remove((*stale, *self._played(view)))
            if added < AHEAD:
                added += self._fill(AHEAD - added, self._from_plan(), view)
            leave = interrupt and self._switch == "now" and view.state == "playing"
            if added and leave and view.current in self._own:
                return self._skip(view.committed)
        return None

    def extend(self, recommendation: Recommendation) -> None:
        """Go on with other tracks after the own ones ahead, which stay; fill up what is missing.

        A recommendation without picks leaves everything as it is.
        """
        if not recommendation.picks:
            return
        with self._answers():
            view = self._books.look()
            taken = view.uris((*view.ahead, view.current))
            self._plan = deque(p for p in recommendation.picks if p.track.uri not in taken)
            self._fill(AHEAD - self._own_ahead(view), self._from_plan(), view)

    def own_ahead(self) -> tuple[str, ...]:
        """Return the URIs of the own tracks that are still to come."""
        with self._answers():
            view = self._books.look()
            return tuple(view.entries[t].track.uri for t in view.ahead if t in self._own)
        return ()

    def is_past(self, tlid: int, now: int) -> bool:
        """Say whether the player has gone on from one entry to another one, `now`, not back."""
        with self._answers():
            view = self._books.look()
            order = list(view.entries)
            if view.random or tlid not in order or now not in order:  # gone in consume mode
                return tlid != now
            return order.index(tlid) < order.index(now)
        return False

    def needs_top_up(self) -> bool:
        """Say whether own tracks are missing ahead; never while the player is stopped."""
        with self._answers():
            return self._missing(self._books.look()) > 0
        return False

    def top_up(self, recommendation: Recommendation) -> None:
        """Add own tracks until there are enough ahead: the rest of the plan, then new picks.

        Does nothing while the player is stopped (a person may be about to fill the tracklist), nor
        for a recommendation without picks.
        """
        if not recommendation.picks:
            return
        with self._answers():
            view = self._books.look()
            missing = self._missing(view)
            if missing > 0:
                taken = view.uris((*view.ahead, view.current))
                planned = (p for p in self._from_plan() if p.track.uri not in taken)
                new = [p for p in recommendation.picks if p.track.uri not in taken]
                self._fill(missing, chain(planned, new or recommendation.picks), view)
                self._books.remove(self._played(view))

    def start(self) -> None:
        """Start the player if autoplay is on and no person has stopped it.

        That is the case when nobody has used it so far, and when it ran dry: when it played the
        last of our own tracks to its end, with no mood to add more for. Then it goes on with the
        own ones; the very first time, with whatever comes first.
        """
        if not self._may_start and not self._ran_dry:
            return
        with self._answers():
            view = self._books.look()
            own = next((tlid for tlid in view.ahead if tlid in self._own), None)
            if view.state != "stopped":
                self._may_start = self._ran_dry = False
            elif own is not None:
                ran_dry, self._may_start, self._ran_dry = self._ran_dry, False, False
                if ran_dry:
                    self._play(own)
                else:
                    self._core.playback.play().get(timeout=ANSWER_S)

    def expect_next(self) -> None:
        """Take note that the player is about to be told to play what is next in line.

        Until it tells that it does, that one is not taken out: Mopidy would play it and then have
        lost its place.
        """
        with self._answers():
            view = self._books.look()
            # Mopidy goes on from what it has taken over for the end of the track, if it has.
            self._books.sent(*view.in_line[: 1 + len(view.committed)])

    def drop(self, *uris: str) -> None:
        """Take out what we added of unwanted tracks, but not the entry that plays."""
        with self._answers():
            view = self._books.look()
            self._plan = deque(pick for pick in self._plan if pick.track.uri not in uris)
            own = (t for t in view.entries if t in self._own and t != view.current)
            self._books.remove([t for t in own if view.entries[t].track.uri in uris])

    def withdraw(self) -> None:
        """Take the own tracks ahead out again, so that none is taken for a person's later."""
        with self._answers():
            view = self._books.look()
            self._books.remove([tlid for tlid in view.ahead if tlid in self._own])

    def close(self) -> None:
        """Keep in the folder what is our own, or, where that cannot be, take it out again."""
        kept = False
        with self._answers():
            kept = self._books.keep()
        if not kept:
            self.withdraw()

    def playing(self) -> TrackState | None:
        """Describe the track that is playing or paused."""
        with self._answers():
            view = self._books.look()
            return None if view.current is None else self._describe(view.current, view)
        return None

    def upcoming(self, limit: int) -> list[TrackState]:
        """Describe the next tracks; in random mode, only the one that is certain."""
        with self._answers():
            view = self._books.look()
            certain = view.in_line[:1] if view.random else view.in_line
            return [self._describe(tlid, view) for tlid in certain[:limit]]
        return []

    def taken_uris(self, *, with_own: bool) -> frozenset[str]:
        """Return the URIs playing and ahead; without own ones ahead if they are to be replaced."""
        with self._answers():
            view = self._books.look()
            ahead = (tlid for tlid in view.ahead if with_own or tlid not in self._own)
            return view.uris((*ahead, view.current))
        return frozenset()

    def on_tracklist_changed(self) -> tuple[str, ...]:
        """Take note of an edit; return the URIs of upcoming own tracks that a person took out."""
        with self._answers():
            self._books.look()
        return self._books.take_refused()

    def on_track_playback_started(self, tl_track: Any) -> int | None:
        """Take note of what plays.

        Where we took it out while the player was on its way to it, what follows plays instead.

        Returns:
            The id of the entry that was left for that, or None.
        """
        lost = self._books.started(tl_track.tlid)
        self._ran_dry = False
        if lost:
            with self._answers():
                view = self._books.look()
                if view.current is None and view.state == "playing" and view.in_line:
                    self._play(view.in_line[0])
                    return int(tl_track.tlid)
        return None

    def on_playback_state_changed(self, new_state: str) -> None:  # noqa: ARG002 - any will do
        """Take note that the player is in use, or was: from now on only people start it."""
        self._may_start = False

    def _is_dry(self, view: View) -> bool:
        """Say whether the tracklist has ended with an own track: a person's stop keeps a track."""
        ended = view.state == "stopped" and view.current is None
        return self._autoplay and ended and self._books.last_was_own

    def _missing(self, view: View) -> int:
        return 0 if view.state == "stopped" else AHEAD - self._own_ahead(view)

    def _own_ahead(self, view: View) -> int:
        return sum(tlid in self._own for tlid in view.ahead)

    def _from_plan(self) -> Iterator[Pick]:
        while self._plan:
            yield self._plan.popleft()

    def _fill(self, count: int, picks: Iterable[Pick], view: View) -> int:
        """Append tracks until `count` are added or nothing is left; return how many were."""
        added = 0
        for pick in picks if count > 0 else ():
            new = self._books.add(pick)
            if new is None and self._make_room(count - added, view):
                new = self._books.add(pick)
            if new is None:
                self._problem = _FULL
                self._plan.appendleft(pick)
                return added
            added += new
            if added >= count:
                break
        if added:
            self._problem = None
        return added

    def _make_room(self, count: int, view: View) -> bool:
        """Take out so many of the oldest played own tracks; say whether there were any."""
        played = self._books.behind(view)[:count]
        self._books.remove(played)
        return bool(played)

    def _played(self, view: View) -> list[int]:
        """Return the played own tracks that are to go: the oldest, all of them in random mode.

        Random mode would play them again after any edit, since Mopidy shuffles anew then.
        """
        played = self._books.behind(view)
        return played if view.random else played[:-PLAYED_KEPT]

    def _skip(self, committed: Iterable[int]) -> int | None:
        """Leave an own track for the next one in line, which may be a person's; return its id."""
        view = self._books.look()
        stale = [t for t in committed if t in self._own and t != view.current]
        target = next((t for t in view.in_line if t not in (*stale, view.current)), None)
        if target is None:
            return None
        self._play(target)
        self._books.remove(stale)
        return view.current

    def _play(self, tlid: int) -> None:
        self._books.sent(tlid)
        self._core.playback.play(tlid=tlid).get(timeout=ANSWER_S)

    def _describe(self, tlid: int, view: View) -> TrackState:
        return describe(view.entries[tlid], tlid in self._own, self._own.reasons_of(tlid))

    @contextmanager
    def _answers(self) -> Generator[None]:
        """Turn a core that does not answer into a problem, so that our actor lives on."""
        try:
            yield
        except pykka.Timeout:
            self._unanswered = SILENT
        except CoreError as error:
            self._unanswered = str(error)
        except pykka.ActorDeadError:
            logger.debug("Mopidy shuts down")
        else:
            self._unanswered = None
