"""From the genre tags of real libraries to names of the genre tree."""

from __future__ import annotations

import difflib
import html
import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from mopidy_moodcam.music import genre_tree, id3
from mopidy_moodcam.music.genre_tree import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

NAMES_KEPT: Final = 1 << 15
"""How many answers about names are kept; libraries have some thousands of different tags."""

# Between names, whatever these are; mopidy joins several tags with "; ".
_BETWEEN: Final = re.compile(r"[;|\\\0•·、\n\r\t]+|-{2,}|:{2,}")
# Between names, or between a name and what it is a kind of: "Metal: Doom", "Jazz (Vocal)".
_AROUND: Final = re.compile(r"[()\[\]{}:>→]+|\s[-–—+~]+\s")  # noqa: RUF001 - dashes, as found
_ID3_NUMBERS: Final = re.compile(r"((?:\(\d{1,3}\))+)(.*)", re.DOTALL)
_ID3_NUMBER: Final = re.compile(r"\d{1,3}")

_PART_LETTERS_MIN: Final = 4
"""A shorter synonym is too likely to be another word in the middle of an unknown name."""

_SLIP_LETTERS_MIN: Final = 7
"""In shorter words a slip of the pen is too likely to be another word."""


_WORDS_MAX: Final = 12
"""What is longer is no name; only its beginning is looked at, as the cost grows with the square."""

_LISTED: Final = "metal"
"""Its kinds are often listed together ("Folk/Viking Metal"), though a first one may stand alone."""


@lru_cache(NAMES_KEPT)
def split(text: str) -> tuple[str, ...]:
    """Split the genre tag of a track into names, each once, in their order.

    A name of the genre tree is returned as the tree writes it, any other one normalised:
    "Lo-Fi Hip-Hop; Jazz" gives ("lo-fi", "jazz") and "Progressive Rock/Metal" gives
    ("progressive rock", "progressive metal"). Names that say nothing ("Other") are left out.
    """
    text = html.unescape(unicodedata.normalize("NFKC", text)).strip()
    numbers = _ID3_NUMBERS.fullmatch(text)
    if numbers:
        named = [_id3(number) for number in _ID3_NUMBER.findall(numbers[1])]
        text = ";".join((*named, numbers[2]))
    elif _ID3_NUMBER.fullmatch(text):
        text = _id3(text)
    names = (name for part in _BETWEEN.split(text) for name in _split_around(part))
    return tuple(dict.fromkeys(name for name in names if not _says_nothing(name)))


@lru_cache(NAMES_KEPT)
def canonical(name: str) -> str | None:
    """Return the genre tree's own name for a genre, or None when the tree does not know it."""
    words = normalise(name).split()
    known = _in_order(words)
    if known is None:
        known = _in_any_order(words) or _in_any_order(_plain(words))
    return known


@lru_cache(NAMES_KEPT)
def nearest_name(name: str) -> str | None:
    """Return the tree's name for a genre, else for the part of the name that tells most.

    A name that only describes ("80s") tells less than any other; of several parts the longest
    tells most, of equals the tree's own word, then the later one: "Swedish Melodic Death Metal" is
    melodic death metal, "Fado tradicional" fado.
    """
    known = canonical(name)
    if known is not None:
        return known
    words = [_without_slip(word) for word in _plain(normalise(name).split()[:_WORDS_MAX])]
    parts = list(_known_parts(words))
    if parts:
        return max(parts)[-1]
    for word in reversed(words):
        for ending, genre in genre_tree.words().endings.items():
            if word.endswith(ending) and len(word) >= len(ending) + 3:
                return genre
    return None


def suggest(name: str) -> str | None:
    """Return the known genre that is written most like an unknown name, or None."""
    compact = normalise(name).replace(" ", "")
    index = genre_tree.by_letters()
    close = difflib.get_close_matches(compact, index, n=1, cutoff=0.75)
    return index[close[0]] if close else None


def _id3(number: str) -> str:
    index = int(number)
    return id3.GENRES[index] if index < len(id3.GENRES) else ""


def _says_nothing(name: str) -> bool:
    nothing = genre_tree.words().nothing
    if name in nothing:
        return True
    words = (word in nothing or word.isdecimal() or len(word) == 1 for word in name.split())
    return canonical(name) is None and all(words)


def _split_around(text: str) -> list[str]:
    """Split at brackets, colons and spaced dashes, unless the words make one genre together."""
    if _says_nothing(normalise(text)):
        return []
    if not re.search(r"[,/]", text):
        whole = canonical(text)
        if whole is not None:
            return [whole]
    return [name for part in _AROUND.split(text) for name in _split_commas(part)]


def _split_commas(text: str) -> list[str]:
    whole = _in_order(normalise(text).split())
    if whole is not None:
        return [whole]
    return [name for part in text.split(",") for name in _split_slashes(part)]


def _split_slashes(text: str) -> list[str]:
    whole = _in_order(normalise(text).split())
    if whole is not None:
        return [whole]
    return [name for part in _shared_out(text.split("/")) for name in _split_words(normalise(part))]


def _split_words(name: str) -> list[str]:
    """Take an unknown name apart where each of its parts is known: "Alternative & Punk"."""
    known = canonical(name)
    if known is not None:
        return [known]
    if name.count(" ") >= _WORDS_MAX:
        return [name]
    sides = name.split(" and ")
    if len(sides) > 1:
        return _sides(_shared_out(sides)) or [name]
    named = [canonical(word) for word in name.split()]
    found = [n for n in named if n is not None and not genre_tree.tree()[n].vague]
    return found if 3 <= len(found) == len(named) else [name]


def _sides(parts: Sequence[str]) -> list[str]:
    """Return the genres between the "and"s, which may stand within one, too: "Soul & R&B"."""
    if not parts:
        return []
    for length in range(len(parts), 0, -1):
        known = canonical(" and ".join(parts[:length]))
        rest = _sides(parts[length:]) if known is not None else []
        if known is not None and (rest or length == len(parts)):
            return [known, *rest]
    return []


def _shared_out(parts: Sequence[str]) -> list[str]:
    """Give each part the word that it shares with a neighbour.

    "Progressive Rock", "Metal" means progressive metal too; "Death", "Black Metal" death metal.
    """
    names = [normalise(part) for part in parts]
    last = names[-1].rpartition(" ")[2] if " " in names[-1] else ""
    shared = ""
    for index, name in enumerate(names):
        if " " in name:
            shared = name.rpartition(" ")[0]
            continue
        alone = canonical(name)
        tells = alone is not None and not genre_tree.tree()[alone].vague
        if shared and canonical(f"{shared} {name}"):
            names[index] = f"{shared} {name}"
        elif last and (not tells or last == _LISTED) and canonical(f"{name} {last}"):
            names[index] = f"{name} {last}"
    return names


def _in_order(words: Sequence[str]) -> str | None:
    index = genre_tree.by_letters()
    compact = "".join(words)
    return index.get(compact) or index.get(compact.removesuffix("s"))


def _in_any_order(words: Sequence[str]) -> str | None:
    return _in_order(words) or genre_tree.by_words().get(tuple(sorted(words)))


def _plain(words: Iterable[str]) -> list[str]:
    """Return the words without those that only say "music", in the language of the tree."""
    about = genre_tree.words()
    plain: list[str] = []
    for word in words:
        if word in about.music:
            continue
        stem = next((word.removesuffix(m) for m in about.music if word.endswith(m)), word)
        plain.append(about.translations.get(stem, stem))
    return plain


def _known_parts(words: Sequence[str]) -> Iterator[tuple[bool, int, bool, int, str]]:
    """Yield the known parts of a name, ready to be compared by how much they tell."""
    tree = genre_tree.tree()
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length, -1, -1):
            part = words[start : start + length]
            known = _in_any_order(part)
            if known is not None and (known == part[0] or not _too_short(part)):
                own = known == " ".join(part)
                yield not tree[known].vague, length, own, start, known


def _too_short(part: Sequence[str]) -> bool:
    # Other scripts need fewer letters for a word.
    return part[0].isascii() and sum(map(len, part)) < _PART_LETTERS_MIN


def _without_slip(word: str) -> str:
    """Return the one word of the tree's names that this one is most likely meant to be."""
    if len(word) < _SLIP_LETTERS_MIN or word in _vocabulary():
        return word
    slips = _slips()
    meant = {slips[form] for form in (word, *_shortened(word)) if form in slips}
    same_start = [known for known in meant if known[0] == word[0]]
    return same_start[0] if len(same_start) == 1 else word


@cache
def _vocabulary() -> frozenset[str]:
    written = (form for name, genre in genre_tree.tree().items() for form in (name, *genre.also))
    return frozenset(word for form in written for word in normalise(form).split())


@cache
def _slips() -> Mapping[str, str]:
    """Return the tree's words by what is left when one letter is taken away.

    Two words that share such a rest differ by a letter more, less, changed or exchanged with the
    next one (W. Garbe's symmetric delete spelling correction).
    """
    long = sorted(word for word in _vocabulary() if len(word) >= _SLIP_LETTERS_MIN)
    shortened = {form: word for word in long for form in _shortened(word)}
    return shortened | {word: word for word in long}


def _shortened(word: str) -> Iterator[str]:
    return (word[:index] + word[index + 1 :] for index in range(len(word)))
