"""From criteria to picks: the best tracks first, varied, and each with its reasons."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from mopidy_moodcam.music.decision import scorer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mopidy_moodcam.music.catalogue import Catalogue, Floats, Integers, Mask
    from mopidy_moodcam.music.decision import Method, Values
    from mopidy_moodcam.music.library import LibraryTrack
    from mopidy_moodcam.music.weights import Weights

Places = NDArray[np.intp]

SAME_ARTIST: Final = 0.5
"""Variety of a track, once for each other track of its artist among the picks and those heard."""

_SHORTLIST: Final = 8
"""Tracks kept of each genre for each place; variety seldom reaches farther down."""

_DIGITS: Final = 6
"""Scores that are the same to so many digits are equal: the seed decides."""

_MOOD, _CONTEXT, _USER, _FRESHNESS, _VARIETY = range(5)
_FLOOR: Final = np.array([0.0, 1.0, 1.0, 1.0, 0.0], np.float32)
"""Mood fit and variety fall with each pick; the others stay as they are."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a track is worth by each criterion, from 0 to 1."""

    mood: float
    context: float
    user: float
    freshness: float
    variety: float


@dataclass(frozen=True, slots=True)
class Pick:
    """A chosen track, its score from 0 to 1, and in words why it was chosen."""

    track: LibraryTrack
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is known of every track besides its mood: values from 0 to 1, (tracks,) each."""

    context: Floats
    user: Floats
    freshness: Floats


@dataclass(frozen=True, slots=True)
class Pool:
    """The tracks that may be chosen for a stop.

    `places` says where in the catalogue they are, `mood` how well each fits (above 0, up to 1),
    and `wanted` which of the `names` (genres of the rules, or URIs) each stands for.
    """

    label: str
    places: Integers
    mood: Floats
    wanted: Integers
    names: tuple[str, ...]

    def __len__(self) -> int:
        """Return the number of tracks."""
        return len(self.places)

    def only(self, keep: Mask) -> Pool:
        """Return the pool of the tracks that `keep` says, (tracks of the catalogue,)."""
        kept = keep[self.places]
        if kept.all():
            return self
        return Pool(self.label, self.places[kept], self.mood[kept], self.wanted[kept], self.names)


@dataclass(frozen=True, slots=True)
class Selected:
    """A chosen track before its reasons are told: where it is, for what, and its criteria."""

    place: int
    wanted: str
    label: str
    score: float
    criteria: Criteria


class Ranking:
    """Chooses tracks from one pool after the other by several criteria.

    The first choice is the one with the best score; each choice makes its genre and its artists
    less wanted. Genres share the places in proportion to how well they fit, as the highest averages
    method of D'Hondt shares seats.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        judgement: Judgement,
        weights: Weights,
        method: Method,
        seed: int,
    ) -> None:
        """Begin without choices; of equals, `seed` decides."""
        self._catalogue = catalogue
        self._judgement = judgement
        self._weights = np.array(astuple(weights), np.float32)
        self._method: Method = method
        self._chances = catalogue.shuffled(seed)
        self._artists = Counter[str]()

    def heard(self, artists: Iterable[str]) -> None:
        """Count artists heard before: others are wanted next."""
        self._artists.update(artists)

    def choose(self, pool: Pool, count: int) -> list[Selected]:
        """Choose up to `count` tracks from a pool, each URI once."""
        if not len(pool) or count < 1:
            return []
        values = self._values(pool)
        score = scorer(self._method, values, self._weights, _FLOOR)
        short = self._shortlist(pool, score(values), count)
        return list(self._spread(pool, short, values[short], score, count))

    def _values(self, pool: Pool) -> Values:
        values = np.ones((len(pool), 5), np.float32)
        values[:, _MOOD] = pool.mood
        values[:, _CONTEXT] = self._judgement.context[pool.places]
        values[:, _USER] = self._judgement.user[pool.places]
        values[:, _FRESHNESS] = self._judgement.freshness[pool.places]
        return values

    def _shortlist(self, pool: Pool, scores: Values, count: int) -> Places:
        """Return the rows of the best tracks of each genre."""
        whole = np.round(scores.astype(np.float64) * 10**_DIGITS)
        ranks = whole + self._chances[pool.places]
        length = _SHORTLIST * count
        best: list[Places] = []
        for number in range(len(pool.names)):
            rows = np.flatnonzero(pool.wanted == number)
            if len(rows) > length:
                rows = rows[np.argpartition(ranks[rows], -length)[-length:]]
            best.append(rows)
        rows = np.concatenate(best)
        return rows[np.argsort(-ranks[rows], kind="stable")]

    def _spread(
        self,
        pool: Pool,
        short: Places,
        values: Values,
        score: Callable[[Values], Values],
        count: int,
    ) -> Iterator[Selected]:
        """Choose from the shortlist, best first, one at a time."""
        tracks = [self._catalogue.tracks[place] for place in pool.places[short]]
        by_artist = _rows_by(tracks, lambda track: track.artists)
        by_uri = _rows_by(tracks, lambda track: (track.uri,))
        repeats = np.zeros(len(short), np.float32)
        for artist, rows in by_artist.items():
            repeats[rows] = np.maximum(repeats[rows], self._artists[artist])
        mood, wanted = values[:, _MOOD].copy(), pool.wanted[short]
        seats = np.ones(len(pool.names), np.float32)
        free = np.ones(len(short), np.bool_)
        while count > 0 and free.any():
            values[:, _MOOD] = mood / seats[wanted]
            values[:, _VARIETY] = SAME_ARTIST**repeats
            scores = np.where(free, np.round(score(values), _DIGITS), -1.0)
            best = int(scores.argmax())  # the first one, and thus the shortlist's order, of equals
            criteria = Criteria(float(mood[best]), *values[best, 1:].tolist())
            place, name = int(pool.places[short[best]]), pool.names[wanted[best]]
            yield Selected(place, name, pool.label, float(scores[best]), criteria)
            count -= 1
            seats[wanted[best]] += 1
            free[by_uri[tracks[best].uri]] = False
            self._artists.update(tracks[best].artists)
            for artist in tracks[best].artists:
                rows = by_artist[artist]
                repeats[rows] = np.maximum(repeats[rows], self._artists[artist])


def _rows_by(
    tracks: Iterable[LibraryTrack], keys: Callable[[LibraryTrack], Iterable[str]]
) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row, track in enumerate(tracks):
        for key in keys(track):
            rows.setdefault(key, []).append(row)
    return rows
