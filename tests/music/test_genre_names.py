"""Names as found: each lands where a listener would put it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen._constants import GENRES as MUTAGENS_GENRES

from mopidy_moodcam.music import genre_tree, genres, id3

HERE = Path(__file__).parent
NOTHING = "nothing"
PLACED_MIN = 0.95


class Expectation(NamedTuple):
    """A tag, and the genres to be found in it: of each group one."""

    tag: str
    groups: tuple[tuple[str, ...], ...]


def read(name: str) -> list[Expectation]:
    """Read a list; the head of genre_names_wild.txt explains the form."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    pairs = (line.rsplit(" => ", 1) for line in lines if " => " in line and line[:2] != "# ")
    return [
        Expectation(
            tag.replace(r"\0", "\0"), tuple(tuple(group.split("|")) for group in text.split(", "))
        )
        for tag, text in pairs
    ]


def understood(tag: str) -> list[str]:
    names = (genres.nearest_name(name) for name in genres.split(tag))
    return [name for name in names if name is not None]


def is_placed_sensibly(expected: Expectation) -> bool:
    """Whether every expected genre was found, and none that lies off all of them."""
    found = understood(expected.tag)
    if not found:
        return any(NOTHING in group for group in expected.groups)
    wanted = {name for group in expected.groups for name in group} - {NOTHING}
    each = all(any(lies_in(f, name) for f in found for name in group) for group in expected.groups)
    none_beyond = all(any(lies_in(f, n) or lies_in(n, f) for n in wanted) for f in found)
    return each and none_beyond


def lies_in(name: str, wider: str) -> bool:
    return name != NOTHING and wider in genres.wider(name)


@pytest.mark.parametrize(
    ("name", "count"), [("genre_names_jamendo.txt", 87), ("genre_names_wild.txt", 200)]
)
def test_names_as_found_are_placed_where_a_listener_would(name: str, count: int) -> None:
    expectations = read(name)
    wrong = [
        f"{expected.tag!r}: {understood(expected.tag)}"
        for expected in expectations
        if not is_placed_sensibly(expected)
    ]
    assert len(expectations) >= count
    assert 1 - len(wrong) / len(expectations) >= PLACED_MIN, "\n".join(wrong)


def test_every_expectation_can_be_met() -> None:
    known = {NOTHING, *genre_tree.tree()}
    for name in ("genre_names_jamendo.txt", "genre_names_wild.txt"):
        assert all(known & {*group} for expected in read(name) for group in expected.groups)


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        ("Death/Black Metal", ("death metal", "black metal")),
        ("Progressive & Power Metal", ("progressive metal", "power metal")),
        ("Alternative/Indie Rock", ("alternative rock", "indie rock")),
        ("Soul/Hard Rock", ("soul", "hard rock")),
        ("Funk Soul Disco", ("funk", "soul", "disco")),
        ("Soul & R&B", ("soul", "r and b")),
        ("Drum & Bass & Jungle", ("drum and bass", "jungle")),
        ("Folk/Viking Metal", ("folk metal", "viking metal")),
        ("Jazz/Blues Rock", ("jazz", "blues rock")),
        ("Jazz (Vocal)", ("vocal jazz",)),
        ("Rock (Remastered) [Deluxe]", ("rock",)),
        ("Klassische Musik", ("classical",)),
        ("Rockmusik", ("rock",)),
        ("Simon & Garfunkel", ("simon and garfunkel",)),
        ("(17)(4)Dance Pop", ("rock", "disco", "dance pop")),
        ("(255)", ()),
        ("1999; Jazz", ("jazz",)),
        ("Rock\uff0fジャズ", ("rock", "jazz")),
    ],
)
def test_a_tag_comes_apart_where_its_author_meant_it(tag: str, names: tuple[str, ...]) -> None:
    assert genres.split(tag) == names


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Swedish Melodic Death Metal", "melodic death metal"),
        ("Space Disco Revival", "disco"),
        ("80s Pop", "pop"),
        ("Pop 80s", "pop"),
        ("80s Hits Nobody Knows", "pop"),
        ("Psychadelic Rock", "psychedelic rock"),
        ("Agropunk", "punk"),
        ("Fado tradicional", "fado"),
        ("Finnish Tango Metal", "metal"),
        ("Qwertz Alternative Uiop", "alternative"),
    ],
)
def test_an_unknown_name_falls_to_its_part_that_tells_most(name: str, part: str) -> None:
    assert genres.canonical(name) is None
    assert genres.nearest_name(name) == part


@pytest.mark.parametrize(
    "name", ["my oi", "of d b", "county roads", "seen live", "son of a gun", "x", "", "12", "core"]
)
def test_short_and_common_words_are_no_genres(name: str) -> None:
    assert genres.nearest_name(name) is None


def test_a_tag_that_is_a_whole_text_is_no_trouble() -> None:
    assert genres.nearest_name("la " * 20_000 + "jazz") is None
    assert genres.nearest_name("jazz " + "la " * 20_000) == "jazz"
    assert genres.split("pop & " * 20_000 + "la") != ()


def test_the_numbers_of_id3_are_those_that_taggers_write() -> None:
    assert len(id3.GENRES) == len(MUTAGENS_GENRES)
    same = [
        genres.normalise(ours).replace(" ", "") == genres.normalise(theirs).replace(" ", "")
        for ours, theirs in zip(id3.GENRES, MUTAGENS_GENRES, strict=True)
    ]
    assert all(same)


def test_most_names_of_id3_are_understood() -> None:
    lost = [name for name in id3.GENRES if not understood(name)]
    assert len(lost) <= 0.1 * len(id3.GENRES), lost


def test_no_name_stands_for_two_genres() -> None:
    for name, genre in genre_tree.tree().items():
        for written in (name, *genre.also):
            assert genres.canonical(written) == name, written


@given(st.text())
def test_any_text_falls_to_a_genre_of_the_tree_or_to_none(text: str) -> None:
    name = genres.nearest_name(text)
    assert name is None or name in genre_tree.tree()


@given(st.sampled_from(sorted(genre_tree.by_letters().values())), st.sampled_from(" -_/&"))
def test_other_gaps_between_the_words_change_nothing(name: str, gap: str) -> None:
    written = name.upper().replace(" ", gap if gap != "&" else " ")
    assert genres.split(written) == (name,)
