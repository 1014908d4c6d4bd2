"""What the genre names of real libraries mean: splitting, normalising, matching, placing."""

from __future__ import annotations

import difflib
import math
import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CHILD_FIT: Final = 0.9
"""How well a narrower genre stands for a wider one, for each step between them."""

PARENT_FIT: Final = 0.5
"""How well a wider genre stands for a narrower one: half of what bears the name at best."""

PART_FIT: Final = 0.9
"""How far the known part of an unknown name ("Finnish Tango Metal") is trusted."""

# "/" also stands inside one name ("Progressive Rock/Metal"), so it is split after the others.
_SEPARATORS: Final = re.compile(r"[;,|\\\0•]+|\s[-+>]\s")
_ID3_NUMBER: Final = re.compile(r"^\(\d+\)")
_SAYS_NOTHING: Final = frozenset(
    ("", "genre", "misc", "miscellaneous", "music", "none", "other", "unclassifiable", "unknown")
)


@dataclass(frozen=True, slots=True)
class Genre:
    """One node of the genre tree.

    `parents` are the wider genres, `place` is (valence, arousal) from -1 to 1 or None, and `like`
    holds, for a word that is no genre, the genres that stand for it, each with how well.
    """

    name: str
    parents: tuple[str, ...] = ()
    place: tuple[float, float] | None = None
    like: Mapping[str, float] = field(default_factory=dict[str, float])


def normalise(name: str) -> str:
    """Return a name without case, accents, hyphens and the many ways to write "and"."""
    text = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = re.sub(r"[\W_]+", " ", re.sub(r"[&+]", " and ", text)).strip()
    text = re.sub(r"\bn\b", "and", text)
    return text.removeprefix("and ").strip()


def split(text: str) -> tuple[str, ...]:
    """Split the genre tag of a track into names, each once, in their order.

    A name of the genre tree is returned as the tree writes it, any other one normalised:
    "Lo-Fi Hip-Hop; Jazz" gives ("lo-fi", "jazz") and "Progressive Rock/Metal" gives
    ("progressive rock", "progressive metal").
    """
    known = canonical(text)
    if known is not None:
        return (known,)
    names: dict[str, None] = {}
    for part in _SEPARATORS.split(text):
        names.update(dict.fromkeys(_split_slashes(part)))
    return tuple(name for name in names if name not in _SAYS_NOTHING)


def _split_slashes(text: str) -> list[str]:
    text = _ID3_NUMBER.sub("", text.strip())
    whole = canonical(text)
    if whole is not None:
        return [whole]
    names: list[str] = []
    shared = ""
    for part in text.split("/"):
        name = normalise(part)
        # "Progressive Rock/Metal" means progressive metal too.
        narrower = canonical(f"{shared} {name}") if shared and " " not in name else None
        shared = name.rpartition(" ")[0] or shared
        names.append(narrower or canonical(name) or name)
    return names


def canonical(name: str) -> str | None:
    """Return the genre tree's own name for a genre, or None when the tree does not know it."""
    compact = normalise(name).replace(" ", "")
    index = _index()
    return index.get(compact) or index.get(compact.removesuffix("s"))


@cache
def nearest_name(name: str) -> str | None:
    """Return the tree's name for the longest known part of a name, the later one of equals."""
    words = normalise(name).split()
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length, -1, -1):
            known = canonical(" ".join(words[start : start + length]))
            if known is not None:
                return known
    return None


@cache
def fit(name: str, wanted: str) -> float:
    """Return how well a track of genre `name` fits a rule's genre `wanted`, from 0 to 1.

    1 for the same genre or another name for it; less for a narrower genre, the less the farther
    the two lie apart on the valence-arousal plane; still less for a wider one; 0 for no relation.
    """
    exact = canonical(name)
    goal = canonical(wanted)
    if goal is None:
        return 1.0 if normalise(name) == normalise(wanted) else 0.0
    genre = exact or nearest_name(name)
    if genre is None:
        return 0.0
    wider = _wider(genre)
    candidates = [wider.get(goal, 0.0) * _closeness(genre, goal)]
    for listed, share in _tree()[goal].like.items():
        near = 1.0 if listed == genre else _closeness(genre, goal)
        candidates.append(share * wider.get(listed, 0.0) * near)
    if genre != goal:
        candidates.append(PARENT_FIT * _wider(goal).get(genre, 0.0))
    return max(candidates) * (1.0 if exact else PART_FIT)


def best_fit(names: Sequence[str], wanted: str) -> tuple[float, str]:
    """Return the best fit of a track's genres to a rule's genre, and the genre that has it.

    The track's other genres have a say: the farther from the wanted one they lie on the
    valence-arousal plane, the lower the fit. A slow ballad is no upbeat pop for being pop as well.
    """
    best, best_name = max(((fit(name, wanted), name) for name in names), default=(0.0, ""))
    others = [_closeness(name, wanted) for name in names if name != best_name]
    return best * (1 + sum(others)) / (1 + len(others)), best_name


@cache
def place_of(name: str) -> tuple[float, float] | None:
    """Return the (valence, arousal) of a genre, each from -1 to 1, or None when unknown."""
    known = nearest_name(name)
    if known is None:
        return None
    genre = _tree()[known]
    if genre.place is not None:
        return genre.place
    # A word such as "energetic" lies in the middle of what stands for it.
    shares = [(place_of(other), share) for other, share in genre.like.items()]
    placed = [(place, share) for place, share in shares if place is not None]
    if placed:
        total = sum(share for _, share in placed)
        valence = sum(place[0] * share for place, share in placed) / total
        arousal = sum(place[1] * share for place, share in placed) / total
        return valence, arousal
    return next((place for p in genre.parents if (place := place_of(p)) is not None), None)


def suggest(name: str) -> str | None:
    """Return the known genre that is written most like an unknown name, or None."""
    compact = normalise(name).replace(" ", "")
    close = difflib.get_close_matches(compact, _index(), n=1, cutoff=0.75)
    return _index()[close[0]] if close else None


def _closeness(name: str, other: str) -> float:
    here, there = place_of(name), place_of(other)
    if here is None or there is None:
        return 1.0
    return max(0.0, 1.0 - math.dist(here, there))


@cache
def _wider(name: str) -> Mapping[str, float]:
    """Return a genre and all genres that it belongs to, each with how well it stands for it."""
    fits = {name: 1.0}
    for parent in _tree()[name].parents:
        for ancestor, share in _wider(parent).items():
            fits[ancestor] = max(fits.get(ancestor, 0.0), share * CHILD_FIT)
    return fits


@cache
def _data() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((files("mopidy_moodcam.music") / "genres.toml").read_text("utf-8"))


@cache
def _tree() -> Mapping[str, Genre]:
    return {
        name: Genre(
            name=name,
            parents=tuple(entry.get("in", ())),
            place=tuple(entry["place"]) if "place" in entry else None,
            like=entry.get("like", {}),
        )
        for name, entry in _data().items()
    }


@cache
def _index() -> Mapping[str, str]:
    """Return the compact form of every known name and synonym, with the tree's own name."""
    return {
        normalise(written).replace(" ", ""): name
        for name, entry in _data().items()
        for written in (name, *entry.get("also", ()))
    }
