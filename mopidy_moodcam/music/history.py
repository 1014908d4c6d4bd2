"""What was heard and what was skipped, and how fresh that leaves a track."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from mopidy_moodcam.music.tallies import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from mopidy_moodcam.music.catalogue import Catalogue, Floats

PLAYED_HALF_LIFE_S: Final = 24 * 3600.0
"""A track heard just now is as good as new to half after this time."""

SKIPPED_HALF_LIFE_S: Final = 7 * 24 * 3600.0
"""The same for a track that was skipped."""

STALE: Final = 0.02
"""What is left of the score of a track heard this moment: better than silence."""

REMEMBERED: Final = 3000
"""How many of the tracks played last, and of those skipped last, are remembered."""

TOLERANCE_S: Final = 30 * 24 * 3600.0
"""Times up to so far in the future are now; later ones are of a clock that was wrong once."""

_WEEK_S: Final = 7 * 24 * 3600.0
_RECOVERED: Final = 10.0
"""After so many half-lives a track is as good as new."""


class History:
    """Remembers when each track was played and skipped last."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """Begin empty; `clock` gives the time in seconds."""
        self._clock = clock
        self._played: dict[str, float] = {}
        self._skipped: dict[str, float] = {}

    def played(self, uri: str) -> None:
        """Remember that a track was heard now."""
        _note(self._played, uri, self._clock())

    def skipped(self, uri: str) -> None:
        """Remember that a person did not want to hear a track now."""
        _note(self._skipped, uri, self._clock())

    def last_played(self, count: int, within_s: float = float("inf")) -> list[str]:
        """Return the URIs of the tracks played last, the newest one last."""
        since_s = self._clock() - within_s
        return [uri for uri in list(self._played)[-count:] if self._played[uri] >= since_s]

    def played_ago_s(self, uri: str) -> float:
        """Return how long ago a track was played last; infinite for never."""
        return _age_s(self._played.get(uri), self._clock())

    def freshness(self, catalogue: Catalogue) -> Floats:
        """Return for each track the factor from `STALE` (just heard) to 1 (never, or long ago)."""
        now_s = self._clock()
        factors = np.ones(len(catalogue), np.float32)
        for times, half_life_s in (
            (self._played, PLAYED_HALF_LIFE_S),
            (self._skipped, SKIPPED_HALF_LIFE_S),
        ):
            since_s = now_s - _RECOVERED * half_life_s
            until_s = now_s + TOLERANCE_S
            recent = {uri: t_s for uri, t_s in times.items() if since_s < t_s <= until_s}
            ages_s = np.maximum(0.0, now_s - np.array(list(recent.values())))
            places, numbers = catalogue.find_all(recent)
            factors[places] *= (1.0 - (1.0 - STALE) * 0.5 ** (ages_s / half_life_s))[numbers]
        return factors

    def reason(self, uri: str) -> str:
        """Say in words what `freshness` is made of."""
        if uri in self._skipped:
            return f"skipped {_ago(_age_s(self._skipped[uri], self._clock()))}"
        if uri not in self._played:
            return "not played yet"
        age_s = self.played_ago_s(uri)
        return "not played this week" if age_s >= _WEEK_S else f"played {_ago(age_s)}"

    def dump(self) -> dict[str, dict[str, float]]:
        """Return all of it as plain values."""
        return {"played": dict(self._played), "skipped": dict(self._skipped)}

    def load(self, stored: dict[str, Any]) -> None:
        """Take up what `dump` returned; raises KeyError, TypeError or ValueError for other."""
        played, skipped = (
            {str(uri): number(time_s) for uri, time_s in stored[kind].items()}
            for kind in ("played", "skipped")
        )
        self._played, self._skipped = played, skipped


def _note(times: dict[str, float], uri: str, now_s: float) -> None:
    times.pop(uri, None)  # so that the newest comes last
    times[uri] = now_s
    while len(times) > REMEMBERED:
        del times[next(iter(times))]


def _age_s(time_s: float | None, now_s: float) -> float:
    """Return how long ago something was; infinite for never, and for a time yet to come."""
    if time_s is None or time_s > now_s + TOLERANCE_S:
        return math.inf
    return max(0.0, now_s - time_s)


def _ago(age_s: float) -> str:
    if math.isinf(age_s):
        return "some time ago"
    for unit, length_s in (("d", 86400), ("h", 3600), ("min", 60)):
        if age_s >= length_s:
            return f"{age_s // length_s:.0f} {unit} ago"
    return "just now"
