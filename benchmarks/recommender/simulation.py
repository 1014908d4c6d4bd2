"""Lets simulated listeners hear what each way of ranking recommends."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.recommender import libraries, listeners, metrics
from mopidy_moodcam.mood import Mood
from mopidy_moodcam.music.recommender import Recommender, Weights
from mopidy_moodcam.music.rules import load_rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.recommender.libraries import Library, Tags
    from benchmarks.recommender.listeners import Listener
    from mopidy_moodcam.music.decision import Method

TOP_N: Final = 10
TRACKS: Final = 4000
SESSIONS: Final = 40
LISTENERS_A_LIBRARY: Final = 6
TRACK_S: Final = 210.0
SKIP_S: Final = (10.0, 45.0)
BEGIN_S: Final = time.mktime((2026, 3, 2, 0, 0, 0, 0, 0, -1))
"""Midnight of a Monday, local time: the ranking reads the local clock."""

RULES: Final = load_rules(None)
EMOTIONS: Final = tuple(listeners.ASKED_FOR)

Figures = dict[str, dict[str, list[float]]]
"""Variant and figure, with one value for each listener."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to rank."""

    weights: Weights
    method: Method = "product"


PLAIN: Final = Variant(Weights(mood=1, context=0, user=0, freshness=1, variety=1))
"""Weight of the rule times fit of the genre times freshness times variety of artists."""

SHIPPED: Final = Weights()
VARIANTS: Final[Mapping[str, Variant]] = {
    "plain rules": PLAIN,
    "context only": Variant(Weights(SHIPPED.mood, SHIPPED.context, 0, SHIPPED.freshness, 1)),
    "user only": Variant(Weights(SHIPPED.mood, 0, SHIPPED.user, SHIPPED.freshness, 1)),
    "full, TOPSIS": Variant(SHIPPED, "topsis"),
    "full, weighted product": Variant(SHIPPED, "product"),
}


class Clock:
    """The time of the simulation, Unix time in seconds."""

    def __init__(self) -> None:
        """Begin on a Monday."""
        self.now_s = BEGIN_S

    def __call__(self) -> float:
        """Return the time."""
        return self.now_s


def simulate(
    tags: Tags, seeds: Sequence[int], variants: Mapping[str, Variant] = VARIANTS
) -> dict[str, Figures]:
    """Let the listeners of each seed live a month with each variant.

    Returns "month" (everything that was offered and heard) and "cold" (the first Top-N for each
    emotion, nothing learnt).
    """
    month: Figures = defaultdict(lambda: defaultdict(list))
    cold: Figures = defaultdict(lambda: defaultdict(list))
    for seed in seeds:
        library = libraries.draw(tags, TRACKS, np.random.default_rng(seed))
        for number in range(LISTENERS_A_LIBRARY):
            for name, variant in variants.items():
                # The same person, with the same days, for every variant.
                rng = np.random.default_rng([seed, number])
                listener = listeners.draw(library, tags.mood_names, len(tags.genres), rng)
                for figure, value in _first_lists(library, listener, variant).items():
                    cold[name][figure].append(value)
                for figure, value in _month(library, listener, variant).items():
                    month[name][figure].append(value)
    return {"month": month, "cold": cold}


def _first_lists(library: Library, listener: Listener, variant: Variant) -> dict[str, float]:
    """Return the figures of the first Top-N for each emotion, on a Monday noon."""
    clock = Clock()
    clock.now_s += 12 * 3600
    figures: dict[str, list[float]] = defaultdict(list)
    recommender = _recommender(variant, clock)
    for emotion in EMOTIONS:
        _note_list(figures, library, listener, recommender, emotion, 12, clock)
    return {name: float(np.mean(values)) for name, values in figures.items()}


def _month(library: Library, listener: Listener, variant: Variant) -> dict[str, float]:
    """Return the figures of all sessions: an emotion, its Top-N, and what became of it."""
    clock = Clock()
    recommender = _recommender(variant, clock)
    figures: dict[str, list[float]] = defaultdict(list)
    offered: set[int] = set()
    skips = heard_s = 0.0
    rng = listener.rng
    for session in range(SESSIONS):
        hour = int(rng.integers(0, 24))
        emotion = EMOTIONS[rng.choice(len(EMOTIONS), p=listener.emotions)]
        luck = rng.random((TOP_N, 2))
        clock.now_s = BEGIN_S + session * 86400.0 * 30 / SESSIONS // 86400 * 86400 + hour * 3600.0
        places = _note_list(figures, library, listener, recommender, emotion, hour, clock)
        offered.update(places)
        for place, (chance, when) in zip(places, luck, strict=False):
            likes = listener.likes(emotion, hour, clock.now_s, place)
            uri = library.tracks[place].uri
            recommender.played(uri)
            listener.heard_s[place] = clock.now_s
            if chance < likes:
                clock.now_s += TRACK_S
                heard_s += TRACK_S
                recommender.heard(uri, 1.0, emotion)
            else:
                left_s = SKIP_S[0] + when * (SKIP_S[1] - SKIP_S[0])
                clock.now_s += left_s
                heard_s += left_s
                skips += 1
                recommender.skipped(uri, emotion)
                recommender.heard(uri, left_s / TRACK_S, emotion)
    means = {name: float(np.mean(values)) for name, values in figures.items()}
    half = SESSIONS // 2
    return {
        **means,
        "precision, second half": float(np.mean(figures["precision"][half:])),
        "coverage": len(offered) / (SESSIONS * TOP_N),
        "skips an hour": skips * 3600 / heard_s,
    }


def _recommender(variant: Variant, clock: Clock) -> Recommender:
    return Recommender(RULES, clock, weights=variant.weights, method=variant.method)


def _note_list(  # noqa: PLR0917 - one call site a phase
    figures: dict[str, list[float]],
    library: Library,
    listener: Listener,
    recommender: Recommender,
    emotion: str,
    hour: int,
    clock: Clock,
) -> list[int]:
    """Ask for a Top-N, add its figures, and return where its tracks are in the library."""
    picks = recommender.recommend(Mood(emotion), "match", library.tracks, TOP_N).picks
    places = [int(pick.track.uri.rpartition(":")[2]) for pick in picks]
    likes = listener.likes(emotion, hour, clock.now_s)
    figures["precision"].append(metrics.precision(likes, places))
    figures["nDCG"].append(metrics.ndcg(likes, places))
    figures["diversity"].append(metrics.diversity([pick.track for pick in picks]))
    return places
