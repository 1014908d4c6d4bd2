"""Which tracks may be chosen: those that fit a stop by genre or source, and are not excluded."""

from __future__ import annotations

import heapq
import math
from typing import TYPE_CHECKING, Final

import numpy as np

from mopidy_moodcam.music import genres
from mopidy_moodcam.music.genre_tree import tree
from mopidy_moodcam.music.ranking import Pool

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mopidy_moodcam.music.catalogue import Catalogue, Floats, Mask
    from mopidy_moodcam.music.strategy import Place, Stop

FIT_MIN: Final = 0.3
"""Below this a genre is no relation worth a place in the queue."""

UNKNOWN_FIT: Final = 0.1
"""Fit of a track of which no genre is known, when there is nothing else."""

NEAREST: Final = 3
"""How many of the nearest genres stand in for those that the library does not have."""

MEANT_MIN: Final = 0.8
"""How well a genre must stand for a word to be excluded with it."""

_PLANE: Final = math.sqrt(8)
"""The longest way on the plane: its diagonal."""


def fitting(catalogue: Catalogue, stop: Stop) -> Pool:
    """Return the tracks that fit a stop, by their source or else by their genres."""
    names = (*stop.genres, *stop.uris)
    top = max((*stop.genres.values(), *stop.uris.values()), default=1.0)
    goals = tuple((name, weight / top) for name, weight in stop.genres.items())
    by_mix = _fits(catalogue, goals)
    mood, wanted = by_mix[catalogue.mix_of].T
    if len(catalogue.sources) > 1:
        by_source = np.zeros((len(catalogue.sources), 2), np.float32)
        for number, uri in enumerate(catalogue.sources):
            if uri in stop.uris:
                by_source[number] = stop.uris[uri] / top, len(goals) + list(stop.uris).index(uri)
        listed = catalogue.source_of > 0
        mood = np.where(listed, by_source[catalogue.source_of, 0], mood)
        wanted = np.where(listed, by_source[catalogue.source_of, 1], wanted)
    return _pool(stop.label, mood, wanted, names)


def picked(catalogue: Catalogue, names: Sequence[str], label: str, goal: Place) -> Pool:
    """Return the tracks of the genres picked by hand; what lies near `goal` fits better."""
    by_mix = _fits(catalogue, tuple((name, 1.0) for name in names))
    far = np.hypot(*(catalogue.places() - np.array(goal, np.float32)).T)
    near = 1 - np.nan_to_num(far, nan=_PLANE / 2) / _PLANE
    fit, wanted = by_mix.T
    return _pool(label, (fit * near)[catalogue.mix_of], wanted[catalogue.mix_of], tuple(names))


def nearest(catalogue: Catalogue, allowed: Mask, emotion: str, goal: Place) -> tuple[Pool, str]:
    """Return what lies nearest to a place on the plane, and what that is in words.

    When no track has a genre with a place, these are all tracks.
    """
    mixes = np.unique(catalogue.mix_of[allowed])
    there: set[str] = {name for mix in mixes for name in catalogue.mixes[mix]}
    places = ((name, genres.place_of(name)) for name in there)
    distances = {name: math.dist(goal, place) for name, place in places if place is not None}
    close = [name for _, name in heapq.nsmallest(NEAREST, ((d, n) for n, d in distances.items()))]
    if not close:
        mood = np.full(len(catalogue), UNKNOWN_FIT, np.float32)
        pool = _pool(f"no genre known for {emotion}", mood, np.zeros_like(mood), ("",))
        return pool, "tracks without a known genre play"
    by_mix = np.zeros((len(catalogue.mixes), 2), np.float32)
    for number, mix in enumerate(catalogue.mixes):
        own = next((name for name in close if name in mix), None)
        if own is not None:
            by_mix[number] = 1 / (2 + distances[own]), close.index(own)
    mood, wanted = by_mix[catalogue.mix_of].T
    pool = _pool(f"nearest to {emotion}", mood, wanted, tuple(close))
    return pool, f"{' and '.join(close)} play{'s' if len(close) == 1 else ''}"


def not_excluded(catalogue: Catalogue, excluded: Sequence[str]) -> Mask:
    """Return which tracks have none of the excluded genres, nor a narrower one, (tracks,)."""
    if not excluded:
        return np.ones(len(catalogue), np.bool_)

    def allow() -> Floats:
        banned = {
            name for name in catalogue.names if any(belongs_to(name, genre) for genre in excluded)
        }
        return np.array([banned.isdisjoint(mix) for mix in catalogue.mixes], np.float32)

    by_mix = catalogue.worked_out(("excluded", tuple(excluded)), allow)
    return by_mix[catalogue.mix_of] > 0


def belongs_to(name: str, wider: str) -> bool:
    """Whether a genre is the same as another or a narrower one.

    Of a word that is no genre ("energetic") the genres count that stand for it well.
    """
    goal = genres.canonical(wider)
    if goal is None:
        return genres.normalise(name) == genres.normalise(wider)
    known = genres.nearest_name(name)
    if known is None:
        return False
    meant = {goal, *(like for like, share in tree()[goal].like.items() if share >= MEANT_MIN)}
    return not meant.isdisjoint(genres.wider(known))


def middle(names: Iterable[str]) -> Place | None:
    """Return the middle of the places of some genres, None when none has a place."""
    places = [place for name in names if (place := genres.place_of(name)) is not None]
    if not places:
        return None
    return (
        sum(valence for valence, _ in places) / len(places),
        sum(arousal for _, arousal in places) / len(places),
    )


def _fits(catalogue: Catalogue, goals: tuple[tuple[str, float], ...]) -> Floats:
    """Return for each mix its best weight times fit and the number of that goal, (mixes, 2)."""
    fits = np.zeros((len(catalogue.mixes), 2), np.float32)
    for number, (name, weight) in enumerate(goals):
        # Kept by genre: a further one that is picked by hand costs no more than itself.
        fit = catalogue.worked_out(("fit", name), lambda name=name: _fit(catalogue, name))
        better = (fit >= FIT_MIN) & (weight * fit > fits[:, 0])
        fits[better, 0] = weight * fit[better]
        fits[better, 1] = number
    return fits


def _fit(catalogue: Catalogue, name: str) -> Floats:
    """Return for each mix how well it fits a genre, (mixes,)."""
    return np.array([genres.best_fit(mix, name)[0] for mix in catalogue.mixes], np.float32)


def _pool(label: str, mood: Floats, wanted: Floats, names: tuple[str, ...]) -> Pool:
    places = np.flatnonzero(mood > 0).astype(np.int32)
    return Pool(label, places, mood[places], wanted[places].astype(np.int32), names)


def prepare(catalogue: Catalogue, stops: Iterable[Stop]) -> None:
    """Work out now how the library's genres fit what the rules may ask for."""
    for stop in stops:
        fitting(catalogue, stop)
