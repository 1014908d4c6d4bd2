"""What was heard and what was skipped, and how fresh that leaves a track."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

PLAYED_HALF_LIFE_S: Final = 6 * 3600.0
"""A track heard just now is as good as new to half after this time."""

SKIPPED_HALF_LIFE_S: Final = 7 * 24 * 3600.0
"""The same for a track that was skipped."""

STALE: Final = 0.02
"""What is left of the score of a track heard this moment: better than silence."""


class History:
    """Remembers when each track was played and skipped last, for as long as Mopidy runs."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """Begin empty; `clock` gives the time in seconds."""
        self._clock = clock
        self._played: dict[str, float] = {}
        self._skipped: dict[str, float] = {}

    def played(self, uri: str) -> None:
        """Remember that a track was heard now."""
        self._played.pop(uri, None)  # so that the newest comes last
        self._played[uri] = self._clock()

    def skipped(self, uri: str) -> None:
        """Remember that a person did not want to hear a track now."""
        self._skipped[uri] = self._clock()

    def last_played(self, count: int) -> frozenset[str]:
        """Return the URIs of the tracks played last."""
        return frozenset(list(self._played)[-count:])

    def freshness(self, uri: str) -> float:
        """Return the factor from `STALE` (just heard) to 1 (never heard, or long ago)."""
        now_s = self._clock()
        factor = 1.0
        for times, half_life_s in (
            (self._played, PLAYED_HALF_LIFE_S),
            (self._skipped, SKIPPED_HALF_LIFE_S),
        ):
            if uri in times:
                age_s = max(0.0, now_s - times[uri])
                factor *= 1.0 - (1.0 - STALE) * 0.5 ** (age_s / half_life_s)
        return factor

    def reason(self, uri: str) -> str:
        """Say in words what `freshness` is made of."""
        now_s = self._clock()
        if uri in self._skipped:
            return f"skipped {_ago(now_s - self._skipped[uri])}"
        if uri in self._played:
            return f"played {_ago(now_s - self._played[uri])}"
        return "not played yet"


def _ago(age_s: float) -> str:
    for unit, length_s in (("d", 86400), ("h", 3600), ("min", 60)):
        if age_s >= length_s:
            return f"{age_s // length_s:.0f} {unit} ago"
    return "just now"
