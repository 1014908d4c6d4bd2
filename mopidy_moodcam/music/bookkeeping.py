"""What of Mopidy's tracklist is our own, and what was heard of it, kept up to date."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.music.additions import Additions
from mopidy_moodcam.music.ownership import Own, Ownership
from mopidy_moodcam.music.queue_store import QueueStore, SavedQueue
from mopidy_moodcam.music.view import ANSWER_S, View, look, uri_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


REMEMBERED: Final = 50
"""Entries by which a place in the tracklist is found again, and that we took out lately."""


class Bookkeeping:
    """Looks at the tracklist, and after every look knows whose entries are whose.

    `own` holds our entries, `add` makes new ones. Every method that asks Mopidy's core raises
    `pykka.Timeout` when it does not answer in time.
    """

    def __init__(self, core: Any, folder: Path | None) -> None:
        """Prepare, without asking anything yet; see `QueueManager` for the arguments."""
        self._core = core
        self.own = Ownership()
        self._additions = Additions(core, self.own)
        self.add = self._additions.append
        self._store = None if folder is None else QueueStore(folder)
        self._claimed = folder is None
        self._started = set[int]()
        self._last_started: int | None = None
        self._sent = frozenset[int]()  # where the player was sent and has not told to have arrived
        self._order: tuple[int, ...] = ()
        self._past: tuple[int, ...] = ()  # what plays and stood before it, when that was last known
        self._before: dict[int, tuple[int, ...]] = {}  # the same for each that we took out
        self._refused: list[str] = []

    def look(self) -> View:
        """Ask Mopidy how things are, and bring what we know of our own up to date."""
        self._additions.adopt_late()
        view = look(self._core, self._started)
        if not self._claimed:
            self._claimed = True
            view = self._claim(view)
        gone = self.own.observe(tuple(view.entries))
        if view.entries:
            unheard = gone.keys() - self._started
            self._refused += [gone[tlid].uri for tlid in sorted(unheard)]
        self._started.intersection_update(view.entries)
        self._order = tuple(view.entries)
        view = replace(view, committed=view.committed | self._sent)
        if view.current is None and view.state != "stopped" and not view.random:
            return self._located(view)
        self._past = () if view.current is None else self._until(view.current)
        return view

    def sent(self, *tlids: int) -> None:
        """Take note that the player was told to go to an entry, to one of these as it may be."""
        self._sent = frozenset(tlids)

    def started(self, tlid: int) -> bool:
        """Take note of what plays; return whether we took it out while the player went to it."""
        if tlid in self._sent:
            self._sent = frozenset()
        lost = tlid in self._before
        if lost:
            self._past = self._before[tlid]
        self._before = {}
        self._started.add(tlid)
        self._last_started = tlid
        return lost

    @property
    def last_was_own(self) -> bool:
        """Whether the last track that began to play is one of ours."""
        return self._last_started in self.own

    def take_refused(self) -> tuple[str, ...]:
        """Return, once, the URIs of own tracks that others took out before they were heard.

        A cleared tracklist says nothing about single tracks, and neither does consume mode.
        """
        refused, self._refused = tuple(self._refused), []
        return refused

    def behind(self, view: View) -> list[int]:
        """Return the own tracks that were played and do not come again, the oldest first."""
        rest = set(view.ahead) | {view.current}
        return [tlid for tlid in view.entries if tlid in self.own and tlid not in rest]

    def remove(self, tlids: Iterable[int]) -> None:
        """Take own entries out of the tracklist, and nobody else's."""
        own = [tlid for tlid in tlids if tlid in self.own]
        if own:
            self.own.discard(own)
            self._before |= {tlid: self._until(tlid) for tlid in own if tlid in self._order}
            self._before = dict(list(self._before.items())[-REMEMBERED:])
            self._core.tracklist.remove({"tlid": own}).get(timeout=ANSWER_S)

    def keep(self) -> bool:
        """Write down for after a restart what is our own; return whether that could be done."""
        if self._store is None:
            return False
        view = self.look()
        own = {tlid: entry.reasons for tlid, entry in self.own.all().items()}
        entries = tuple((tlid, uri_of(entry.track)) for tlid, entry in view.entries.items())
        return self._store.keep(SavedQueue(entries, own, frozenset(self._started & own.keys())))

    def _located(self, view: View) -> View:
        """Return a view without its past where what plays was taken out of the tracklist.

        Mopidy has lost its place then and would begin anew.
        """
        past = frozenset(self._past)
        here = max((i + 1 for i, tlid in enumerate(self._order) if tlid in past), default=0)
        return replace(view, ahead=self._order[here:], in_line=self._order[here:])

    def _until(self, tlid: int) -> tuple[int, ...]:
        """Return an entry and those before it: so many that some will stay."""
        end = self._order.index(tlid) + 1
        return self._order[max(0, end - REMEMBERED) : end]

    def _claim(self, view: View) -> View:
        """Take up what was our own before a restart, if Mopidy has restored its tracklist."""
        saved = None if self._store is None else self._store.take()
        entries = [(tlid, uri_of(entry.track)) for tlid, entry in view.entries.items()]
        if saved is None or not saved.own or not saved.is_restored_in(entries):
            return view
        for tlid, uri in saved.entries:
            if tlid in saved.own:
                self.own.add(tlid, Own(uri, saved.own[tlid]))
        self._started |= saved.heard
        self._last_started = view.current
        return look(self._core, self._started)
