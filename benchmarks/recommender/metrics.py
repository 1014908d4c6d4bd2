"""Figures of a Top-N list, and intervals of their means."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mopidy_moodcam.music.library import LibraryTrack

RESAMPLES: Final = 4000


def precision(likes: NDArray[np.float64], places: Sequence[int]) -> float:
    """Return the share of the list that the listener would rather hear than skip."""
    return float((likes[list(places)] > 0.5).mean()) if places else 0.0


def ndcg(likes: NDArray[np.float64], places: Sequence[int]) -> float:
    """Return the discounted gain of the list over that of the best list that there is.

    The gain is the probability of being heard to the end (Järvelin, Kekäläinen 2002, "Cumulated
    gain-based evaluation of IR techniques", doi:10.1145/582415.582418).
    """
    discounts = 1 / np.log2(np.arange(2, len(places) + 2))
    best = np.sort(np.partition(likes, -len(places))[-len(places) :])[::-1]
    return float((likes[list(places)] @ discounts) / (best @ discounts)) if places else 0.0


def diversity(tracks: Sequence[LibraryTrack]) -> float:
    """Return the mean over all pairs of 1 minus the share of genres and artists in common."""
    traits = [{*track.genres, *track.artists} for track in tracks]
    apart = [1 - len(a & b) / len(a | b) for a, b in combinations(traits, 2)]
    return float(np.mean(apart)) if apart else 0.0


def interval(values: Sequence[float], seed: int = 0) -> dict[str, float]:
    """Return the mean and its 95 % interval by the percentile bootstrap over listeners."""
    data = np.array(values)
    rng = np.random.default_rng(seed)
    means = data[rng.integers(0, len(data), (RESAMPLES, len(data)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return {"mean": float(data.mean()), "low": float(low), "high": float(high)}
