"""The genre tree as it is shipped: genres, their other names, and words about genres."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# Letters that stay themselves when accents are taken off.
_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "\N{LATIN SMALL LETTER DOTLESS I}": "i"}
)
_AND: Final = re.compile(r"[&+]")
_NO_LETTERS: Final = re.compile(r"[\W_]+")
_SHORT_AND: Final = re.compile(r"\bn\b")
_LEADING_AND: Final = re.compile(r"^(?:and )+")


@dataclass(frozen=True, slots=True)
class Genre:
    """One node of the genre tree.

    `also` are its other names, `parents` the wider genres, `place` is (valence, arousal) from -1
    to 1 or None. `like` holds, for a word that is no genre, the genres that stand for it, each
    with how well. A `vague` name rather describes: beside any other one, that one counts.
    """

    name: str
    also: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    place: tuple[float, float] | None = None
    like: Mapping[str, float] = field(default_factory=dict[str, float])
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Words about genres, all normalised.

    `music` only say that it is music, `nothing` say nothing at all, `endings` tell the genre of an
    unknown word, longest first, and `translations` give the word that the tree's names have.
    """

    music: frozenset[str]
    nothing: frozenset[str]
    endings: Mapping[str, str]
    translations: Mapping[str, str]


def normalise(name: str) -> str:
    """Return a name without case, accents, hyphens and the many ways to write "and"."""
    text = unicodedata.normalize("NFKD", name).casefold().translate(_LETTERS)
    # Folding the case may bring forth what can be decomposed again.
    text = unicodedata.normalize("NFKD", text)
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = _NO_LETTERS.sub(" ", _AND.sub(" and ", text)).strip()
    return _LEADING_AND.sub("", _SHORT_AND.sub("and", text)).strip()


@cache
def tree() -> Mapping[str, Genre]:
    """Return every genre by its name."""
    return {
        name: Genre(
            name=name,
            also=tuple(entry.get("also", ())),
            parents=tuple(entry.get("in", ())),
            place=tuple(entry["place"]) if "place" in entry else None,
            like=entry.get("like", {}),
            vague=entry.get("vague", False) or "like" in entry,
        )
        for name, entry in _read("genres.toml").items()
    }


@cache
def by_letters() -> Mapping[str, str]:
    """Return the compact form of every known name and synonym, with the tree's own name."""
    return {
        normalise(written).replace(" ", ""): name
        for name, genre in tree().items()
        for written in (*genre.also, name)
    }


@cache
def by_words() -> Mapping[tuple[str, ...], str]:
    """Return the sorted words of every name of several words, with the tree's own name."""
    found: dict[tuple[str, ...], str] = {}
    for name, genre in tree().items():
        for written in (name, *genre.also):
            words = tuple(sorted(normalise(written).split()))
            if len(words) > 1:
                found.setdefault(words, name)
    return found


@cache
def words() -> Words:
    """Return the words about genres."""
    data = _read("genre_words.toml")
    endings: dict[str, str] = data["endings"]
    return Words(
        music=frozenset(map(normalise, data["music"])),
        nothing=frozenset(map(normalise, data["nothing"])),
        endings=dict(sorted(endings.items(), key=lambda pair: -len(pair[0]))),
        translations={normalise(word): own for word, own in data["translations"].items()},
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("mopidy_moodcam.music") / name).read_text("utf-8"))
