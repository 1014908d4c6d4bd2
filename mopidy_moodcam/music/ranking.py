"""From candidates to picks: the best ones first, and varied."""

from __future__ import annotations

import heapq
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mopidy_moodcam.music import genres

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mopidy_moodcam.music.history import History
    from mopidy_moodcam.music.library import LibraryTrack

SAME_ARTIST: Final = 0.5
"""Factor for each other track of an artist among the picks and the tracks played last."""

_SHORTLIST: Final = 8
"""Candidates kept of each genre for each place; variety seldom reaches farther down."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A chosen track, its score from 0 to 1, and in words why it was chosen."""

    track: LibraryTrack
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A track that may be chosen.

    `base` is weight times fit times freshness, `wanted` the rule's genre that it stands for, `tag`
    the genre of the track that does so, and `label` where that lies on the way of the strategy.
    """

    track: LibraryTrack
    base: float
    wanted: str
    tag: str
    label: str


def spread(
    pool: Iterable[Candidate], count: int, artists: Counter[str], history: History, seed: int
) -> Iterator[Pick]:
    """Choose up to `count` candidates; each choice makes its genre and its artists less wanted.

    Genres share the places in proportion to their weights, as the highest averages method of
    D'Hondt shares seats. Of equals, `seed` decides. `artists` counts how often each artist was
    heard before, and goes on counting.
    """
    short = _shortlist(pool, count, seed)
    by_genre = Counter[str]()
    previous: tuple[str, ...] = ()

    def value(candidate: Candidate) -> float:
        repeats = max((artists[artist] for artist in candidate.track.artists), default=0)
        return candidate.base * SAME_ARTIST**repeats / (1 + by_genre[candidate.wanted])

    while short and count > 0:
        best = max(short, key=value)
        reasons = [best.label, history.reason(best.track.uri)]
        if genres.normalise(best.tag) != genres.normalise(best.wanted):
            reasons.insert(1, f"{best.tag} goes with {best.wanted}")
        if previous and best.track.artists and not set(previous) & set(best.track.artists):
            reasons.append("another artist")
        yield Pick(best.track, round(value(best), 4), tuple(reasons))
        short.remove(best)
        by_genre[best.wanted] += 1
        artists.update(best.track.artists)
        previous = best.track.artists
        count -= 1


def _shortlist(pool: Iterable[Candidate], count: int, seed: int) -> list[Candidate]:
    """Return the best candidates of each genre, the best first, each URI once."""
    salt = zlib.crc32(str(seed).encode())

    def order(candidate: Candidate) -> tuple[float, int]:
        return candidate.base, zlib.crc32(candidate.track.uri.encode(), salt)

    groups: dict[str, dict[str, Candidate]] = {}
    for candidate in pool:
        group = groups.setdefault(candidate.wanted, {})
        known = group.get(candidate.track.uri)
        if known is None or known.base < candidate.base:
            group[candidate.track.uri] = candidate
    best = [
        candidate
        for group in groups.values()
        for candidate in heapq.nlargest(_SHORTLIST * count, group.values(), key=order)
    ]
    once: dict[str, Candidate] = {}
    for candidate in sorted(best, key=order, reverse=True):
        once.setdefault(candidate.track.uri, candidate)
    return list(once.values())
