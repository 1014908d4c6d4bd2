"""Counts of likes and dislikes that fade with time, in bounded numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HALF_LIFE_S: Final = 90 * 24 * 3600.0
"""Tastes change: after three months a like counts half."""


def posterior(likes: float, dislikes: float, prior: float, strength: float) -> float:
    """Return the expected probability of a like, between 0 and 1.

    The mean of a Beta distribution that began as Beta(strength * prior, strength * (1 - prior))
    and has seen the likes and dislikes (Gelman et al. 2013, "Bayesian Data Analysis", section
    2.4): `prior` without any, and from `strength` of them on more theirs than the prior's.
    """
    return (likes + strength * prior) / (likes + dislikes + strength)


class Tallies:
    """Likes and dislikes for each of many keys; the key that changed longest ago goes first."""

    def __init__(self, clock: Callable[[], float], limit: int) -> None:
        """Begin empty, with room for `limit` keys."""
        self._clock = clock
        self._limit = limit
        self._counts: dict[str, tuple[float, float, float]] = {}

    def add(self, key: str, likes: float, dislikes: float) -> None:
        """Count likes and dislikes; negative ones take back what was counted before."""
        known_likes, known_dislikes = self.of(key)
        *_, before_s = self._counts.pop(key, (0.0,))  # so that the newest comes last
        total = max(0.0, known_likes + likes), max(0.0, known_dislikes + dislikes)
        if any(total):
            # A clock that starts in 1970 and is set later must not let all of it fade at once.
            self._counts[key] = (*total, max(before_s, self._clock()))
        while len(self._counts) > self._limit:
            del self._counts[next(iter(self._counts))]

    def of(self, key: str) -> tuple[float, float]:
        """Return what is left of the likes and dislikes of a key."""
        likes, dislikes, time_s = self._counts.get(key, (0.0, 0.0, 0.0))
        left = 0.5 ** (max(0.0, self._clock() - time_s) / HALF_LIFE_S)
        return likes * left, dislikes * left

    def __iter__(self) -> Iterator[str]:
        """Go through the keys."""
        return iter(self._counts)

    def dump(self) -> dict[str, tuple[float, float, float]]:
        """Return all of it as plain values: likes, dislikes, and when they changed last."""
        return dict(self._counts)

    def load(self, stored: dict[str, Any]) -> None:
        """Take up what `dump` returned; raises TypeError or ValueError for anything else."""
        counts: dict[str, tuple[float, float, float]] = {}
        for key, (likes, dislikes, time_s) in stored.items():
            counts[str(key)] = (number(likes), number(dislikes), number(time_s))
        self._counts = counts


def number(value: Any) -> float:
    """Return a finite number that is not negative; raises TypeError or ValueError for others."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        msg = f"{value!r} is not a number"
        raise TypeError(msg)
    if not math.isfinite(value) or value < 0:
        msg = f"{value!r} is not a finite number from 0 on"
        raise ValueError(msg)
    return float(value)
