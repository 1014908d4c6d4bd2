"""Which entries of the tracklist are MoodCam's own, while anybody may edit it."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Own:
    """An entry of ours: what it plays, and why we added it."""

    uri: str
    reasons: tuple[str, ...] = ()


class Ownership:
    """Keeps the tracklist ids (tlids) of the tracks that MoodCam added and nobody else moved.

    An entry of ours that a person moves becomes the person's: it was placed with intent.
    """

    def __init__(self) -> None:
        """Begin with nothing of our own."""
        self._own: dict[int, Own] = {}
        self._order: tuple[int, ...] = ()

    def __contains__(self, tlid: object) -> bool:
        """Say whether an entry is ours."""
        return tlid in self._own

    def reasons_of(self, tlid: int) -> tuple[str, ...]:
        """Return why we added an entry; nothing for one that is not ours."""
        return self._own[tlid].reasons if tlid in self._own else ()

    def add(self, tlid: int, own: Own) -> None:
        """Remember an entry that we added."""
        self._own[tlid] = own

    def all(self) -> Mapping[int, Own]:
        """Return our entries by id."""
        return dict(self._own)

    def discard(self, tlids: Iterable[int]) -> None:
        """Forget entries: before we remove them ourselves, or to leave them to a person."""
        for tlid in tlids:
            self._own.pop(tlid, None)

    def observe(self, order: Sequence[int]) -> dict[int, Own]:
        """Take note of the tracklist as it is now; return what others removed of ours."""
        gone = {tlid: self._own[tlid] for tlid in self._own.keys() - set(order)}
        self.discard(gone)
        if self._own:
            self.discard(moved(self._order, order))
        self._order = tuple(order)
        return gone


def moved(before: Sequence[int], after: Sequence[int]) -> set[int]:
    """Return the entries of two orders that may have been moved from one to the other.

    What stayed is a longest part of `after` that still is in the order of `before`. Where there
    is more than one such part (two neighbours swapped), only what all of them hold has stayed
    for certain.
    """
    place = {tlid: index for index, tlid in enumerate(before)}
    common = [tlid for tlid in after if tlid in place]
    places = [place[tlid] for tlid in common]
    if all(here < there for here, there in itertools.pairwise(places)):
        return set()
    # Length of the longest rising run that ends, and of the one that begins, at each entry.
    ends = _rising(places)
    begins = _rising([-index for index in reversed(places)])[::-1]
    longest = max(ends)
    on_a_longest = [
        end if end + begin - 1 == longest else 0 for end, begin in zip(ends, begins, strict=True)
    ]
    # An entry is in all of the longest runs when no other can take its place in them.
    rivals = Counter(on_a_longest)
    return {
        tlid
        for tlid, level in zip(common, on_a_longest, strict=True)
        if not level or rivals[level] > 1
    }


def _rising(values: Sequence[int]) -> list[int]:
    """Return, for each value, the length of the longest rising subsequence ending there."""
    tails: list[int] = []
    lengths: list[int] = []
    for value in values:
        position = bisect_left(tails, value)
        tails[position : position + 1] = [value]
        lengths.append(position + 1)
    return lengths
