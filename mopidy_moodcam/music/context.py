"""Which genres suit a situation: a matrix to begin with, and what the listener makes of it."""

from __future__ import annotations

import math
import time
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from mopidy_moodcam.music import genres
from mopidy_moodcam.music.tallies import Tallies, posterior

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mopidy_moodcam.music.catalogue import Catalogue, Floats
    from mopidy_moodcam.music.library import LibraryTrack
    from mopidy_moodcam.music.preference import Preference

NEUTRAL: Final = 0.5
"""The context fit of a genre that suits a situation no better and no worse than others."""

STRENGTH: Final = 8.0
"""How many tracks' worth the shipped matrix counts against the listener's own."""

LIMIT: Final = 6000
"""How many pairs of situation and genre are kept."""

_CERTAIN: Final = 0.02
"""Nearer to 0 or 1 than this, probabilities differ by chance more than by taste."""

_MONTHS: Final = ("winter", "spring", "summer", "autumn")
_HOURS: Final = ((5, "night"), (11, "morning"), (17, "daytime"), (22, "evening"), (24, "night"))

Situation = tuple[str, ...]


def situation(now_s: float, faces: int = 0) -> Situation:
    """Return in words when it is, in local time, and in whose company.

    Args:
        now_s: Unix time in seconds.
        faces: How many faces are seen; 0 says nothing about company.
    """
    now = time.localtime(now_s)
    part = next(name for until, name in _HOURS if now.tm_hour < until)
    day = "weekend" if now.tm_wday >= 5 else "workday"
    season = (now.tm_mon % 12 // 3 + (2 if _southern(now.tm_year) else 0)) % 4
    company = ("alone" if faces == 1 else "in company",) if faces > 0 else ()
    return (part, day, _MONTHS[season], *company)


@cache
def _southern(year: int) -> bool:
    """Whether daylight saving time says that it is summer in January, as far as it is observed."""
    january, july = (time.mktime((year, month, 1, 12, 0, 0, 0, 0, -1)) for month in (1, 7))
    return time.localtime(january).tm_isdst > time.localtime(july).tm_isdst


class Context:
    """Judges genres by situation.

    For each feature of a situation ("evening", "weekend") and each genre there is a Beta
    distribution. Its prior is what the person thinks of the genre at all, shifted by the shipped
    matrix in log-odds; heard and skipped tracks move it. What it differs from the person's general
    opinion, in log-odds summed over the features, is the context fit, so that liking a genre
    counts in the preference and liking it more in the evening counts here.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        """Begin with the shipped matrix alone; `clock` gives the time in seconds."""
        self._tallies = Tallies(clock, LIMIT)

    def learn(
        self, here: Situation, track: LibraryTrack | None, likes: float, dislikes: float
    ) -> None:
        """Count likes and dislikes of a track's genres in a situation."""
        names = track.genres if track is not None else ()
        for feature in here:
            for name in names:
                share = 1 / len(names)
                self._tallies.add(f"{feature}|{name}", likes * share, dislikes * share)

    def fits(self, catalogue: Catalogue, here: Situation, preference: Preference) -> Floats:
        """Return how well each mix of genres suits a situation, from 0 to 1, (mixes,)."""
        shifts = np.zeros(len(catalogue.names), np.float32)
        for feature in here:
            shifts += catalogue.worked_out(
                ("context", feature), lambda feature=feature: _shipped(catalogue.names, feature)
            )
        for feature, name in self._seen(here):
            number = catalogue.number_of.get(name)
            if number is not None:
                shifts[number] += self._shift(feature, name, preference) - _logit(
                    shipped_fit(feature, name)
                )
        means = catalogue.mean_of_names(shifts, 0.0)
        return (1 / (1 + np.exp(-means))).astype(np.float32)

    def why(self, names: Iterable[str], here: Situation, preference: Preference) -> str:
        """Return the feature of the situation that speaks most for these genres, or nothing."""
        names = tuple(names)
        gains = {f: sum(self._shift(f, name, preference) for name in names) for f in here}
        best = max(gains, key=gains.__getitem__, default="")
        return best if best and gains[best] > 0 else ""

    def dump(self) -> dict[str, Any]:
        """Return what was learnt as plain values."""
        return self._tallies.dump()

    def load(self, stored: dict[str, Any]) -> None:
        """Take up what `dump` returned; raises TypeError or ValueError for anything else."""
        self._tallies.load(stored)

    def _seen(self, here: Situation) -> Iterable[tuple[str, str]]:
        for key in self._tallies:
            feature, _, name = key.partition("|")
            if feature in here:
                yield feature, name

    def _shift(self, feature: str, name: str, preference: Preference) -> float:
        """Return by how much, in log-odds, a genre is more welcome because of a feature."""
        usual = _logit(preference.of_genre(name))
        prior = _logistic(usual + _logit(shipped_fit(feature, name)))
        likes, dislikes = self._tallies.of(f"{feature}|{name}")
        return _logit(posterior(likes, dislikes, prior, STRENGTH)) - usual


@cache
def shipped_fit(feature: str, name: str) -> float:
    """Return what the shipped matrix says of a genre, 0 to 1, by the listed genre it fits best."""
    listed = _matrix()[feature]
    fit, nearest = max(((genres.fit(name, wider), wider) for wider in listed), default=(0.0, ""))
    return NEUTRAL if fit <= 0 else NEUTRAL + fit * (listed[nearest] - NEUTRAL)


def features() -> tuple[str, ...]:
    """Return every feature that a situation may have."""
    return tuple(_matrix())


def prepare(catalogue: Catalogue) -> None:
    """Work out now what the shipped matrix says of a library's genres."""
    for feature in features():
        catalogue.worked_out(
            ("context", feature), lambda feature=feature: _shipped(catalogue.names, feature)
        )


@cache
def _matrix() -> Mapping[str, Mapping[str, float]]:
    return tomllib.loads((files("mopidy_moodcam.music") / "context.toml").read_text("utf-8"))


def _shipped(names: Iterable[str], feature: str) -> Floats:
    return np.array([_logit(shipped_fit(feature, name)) for name in names], np.float32)


def _logit(probability: float) -> float:
    probability = min(1 - _CERTAIN, max(_CERTAIN, probability))
    return math.log(probability / (1 - probability))


def _logistic(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))
