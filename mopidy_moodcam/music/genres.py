"""What the genre names of real libraries mean: how well they fit a rule, and where they lie."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from mopidy_moodcam.music.genre_names import NAMES_KEPT, canonical, nearest_name, split, suggest
from mopidy_moodcam.music.genre_tree import normalise, tree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "best_fit",
    "canonical",
    "fit",
    "nearest_name",
    "normalise",
    "place_of",
    "split",
    "suggest",
    "wider",
]

CHILD_FIT: Final = 0.9
"""How well a narrower genre stands for a wider one, for each step between them."""

PARENT_FIT: Final = 0.5
"""How well a wider genre stands for a narrower one: half of what bears the name at best."""

SIBLING_FIT: Final = 0.35
"""How well a genre stands for another of the same wider genre: only when their moods agree."""

PART_FIT: Final = 0.9
"""How far the known part of an unknown name ("Finnish Tango Metal") is trusted."""


@lru_cache(NAMES_KEPT)
def fit(name: str, wanted: str) -> float:
    """Return how well a track of genre `name` fits a rule's genre `wanted`, from 0 to 1.

    1 for the same genre or another name for it; less for a narrower genre, the less the farther
    the two lie apart on the valence-arousal plane; still less for a wider one, and least for one
    beside it; 0 for no relation.
    """
    exact = canonical(name)
    goal = canonical(wanted)
    if goal is None:
        return 1.0 if normalise(name) == normalise(wanted) else 0.0
    genre = exact or nearest_name(name)
    if genre is None:
        return 0.0
    own = wider(genre)
    candidates = [own.get(goal, 0.0) * _closeness(genre, goal)]
    for listed, share in tree()[goal].like.items():
        near = 1.0 if listed == genre else _closeness(genre, goal)
        candidates.append(share * own.get(listed, 0.0) * near)
    if genre != goal:
        candidates.append(PARENT_FIT * wider(goal).get(genre, 0.0))
        if _beside(genre, goal):
            candidates.append(SIBLING_FIT * _closeness(genre, goal))
    return max(candidates) * (1.0 if exact else PART_FIT)


def best_fit(names: Sequence[str], wanted: str) -> tuple[float, str]:
    """Return the best fit of a track's genres to a rule's genre, and the genre that has it.

    The track's other genres have a say: the farther from the wanted one they lie on the
    valence-arousal plane, the lower the fit. A slow ballad is no upbeat pop for being pop as well.
    """
    return _best_fit(tuple(names), wanted)


@lru_cache(NAMES_KEPT)
def _best_fit(names: tuple[str, ...], wanted: str) -> tuple[float, str]:
    best, best_name = max(((fit(name, wanted), name) for name in names), default=(0.0, ""))
    others = [_closeness(name, wanted) for name in names if name != best_name]
    return best * (1 + sum(others)) / (1 + len(others)), best_name


@lru_cache(NAMES_KEPT)
def place_of(name: str) -> tuple[float, float] | None:
    """Return the (valence, arousal) of a genre, each from -1 to 1, or None when unknown.

    A genre without a figure of its own lies in the middle of its wider genres, a word such as
    "energetic" in the middle of the genres that stand for it.
    """
    known = nearest_name(name)
    if known is None:
        return None
    genre = tree()[known]
    if genre.place is not None:
        return genre.place
    shares = genre.like or dict.fromkeys(genre.parents, 1.0)
    placed = [(place, share) for n, share in shares.items() if (place := place_of(n)) is not None]
    if not placed:
        return None
    total = sum(share for _, share in placed)
    valence = sum(place[0] * share for place, share in placed) / total
    arousal = sum(place[1] * share for place, share in placed) / total
    return valence, arousal


@cache
def wider(name: str) -> Mapping[str, float]:
    """Return a genre of the tree and all those it belongs to, each with how well it stands for it.

    Raises KeyError for a name that is not the tree's own (see `canonical`, `nearest_name`).
    """
    fits = {name: 1.0}
    for parent in tree()[name].parents:
        for ancestor, share in wider(parent).items():
            fits[ancestor] = max(fits.get(ancestor, 0.0), share * CHILD_FIT)
    return fits


def _beside(genre: str, other: str) -> bool:
    """Whether two genres belong to the same wider one that says more than "alternative"."""
    shared = set(tree()[genre].parents) & set(tree()[other].parents)
    return any(not tree()[parent].vague for parent in shared)


def _closeness(name: str, other: str) -> float:
    here, there = place_of(name), place_of(other)
    if here is None or there is None:
        return 1.0
    return max(0.0, 1.0 - math.dist(here, there))
