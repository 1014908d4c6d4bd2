from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.genre_places import derive, figure_of
from mopidy_moodcam.music import genre_tree, genres

if TYPE_CHECKING:
    from pathlib import Path

# Names as libraries have them: MusicBrainz, Discogs, ID3v1, shops, other languages.
AS_FOUND = {
    "Lo-Fi Hip-Hop; Jazz": ("lo-fi", "jazz"),
    "Progressive Rock/Metal": ("progressive rock", "progressive metal"),
    "Indie Rock/Pop": ("indie rock", "indie pop"),
    "Électro": ("electronic",),
    "K-Pop": ("k pop",),
    "Kpop": ("k pop",),
    "R&B/Soul": ("r and b", "soul"),
    "RnB": ("r and b",),
    "Drum 'n' Bass": ("drum and bass",),
    "drum & bass": ("drum and bass",),
    "DnB": ("drum and bass",),
    "Rock'n'Roll": ("rock and roll",),
    "Singer/Songwriter": ("singer songwriter",),
    "Folk, World, & Country": ("folk", "world", "country"),
    "(17)Rock": ("rock",),
    "HIP HOP/RAP": ("hip hop", "rap"),
    "Electronic - House": ("electronic", "house"),
    "Trip-Hop | Downtempo": ("trip hop", "downtempo"),
    "Heavy Metal/Hard Rock": ("heavy metal", "hard rock"),
    "Soundtracks": ("soundtrack",),
    "Musica Latina": ("latin",),
    "Jazz;Jazz; JAZZ": ("jazz",),
    "Finnish Tango Metal": ("finnish tango metal",),
    "Other": (),
    "": (),
    " ; / , ": (),
}


@pytest.mark.parametrize(("tag", "names"), AS_FOUND.items())
def test_a_tag_is_split_into_the_names_of_the_tree(tag: str, names: tuple[str, ...]) -> None:
    assert genres.split(tag) == names


@given(st.text())
def test_splitting_any_text_gives_clean_names_each_once(text: str) -> None:
    names = genres.split(text)
    assert len(set(names)) == len(names)
    assert all(genres.normalise(name) for name in names)
    assert all(genres.split(name) in ((name,), ()) for name in names)


@example("\u00d1+0")
@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = genres.normalise(text)
    assert genres.normalise(once) == once


@given(st.lists(st.sampled_from(["Jazz", "Lo-Fi", "Heavy Metal", "Bossa Nova"]), min_size=1))
def test_mopidys_joined_tags_come_apart_again(tags: list[str]) -> None:
    expected = tuple(dict.fromkeys(genres.canonical(tag) for tag in tags))
    assert genres.split("; ".join(tags)) == expected


@pytest.mark.parametrize(
    ("better", "worse", "wanted"),
    [
        ("dance", "house", "dance"),
        ("acid jazz", "blues", "jazz"),
        ("electropop", "pop", "upbeat pop"),
        ("thrash metal", "metal", "heavy metal"),
        ("acoustic", "folk", "soft acoustic"),
        ("techno", "electronic", "energetic"),
        ("ambient", "dark ambient", "ambient"),
        ("chamber music", "orchestral", "classical"),
        ("Melodic Death Metal", "Jazz", "intense"),
    ],
)
def test_the_nearer_genre_fits_better(better: str, worse: str, wanted: str) -> None:
    assert 1 >= genres.fit(better, wanted) > genres.fit(worse, wanted)


@pytest.mark.parametrize("name", ["Heavy Metal", "heavy-metal", "HEAVY  METAL", "classic metal"])
def test_other_spellings_and_names_fit_wholly(name: str) -> None:
    assert genres.fit(name, "heavy metal") == 1


def test_a_genre_of_ones_own_fits_only_itself() -> None:
    assert genres.fit("Zydeco Core", "zydeco core") == 1
    assert genres.fit("Jazz", "zydeco core") == 0
    assert genres.fit("Zydeco", "jazz") == 0


@given(st.text(), st.sampled_from(["jazz", "energetic", "slow ballads", "heavy metal"]))
def test_a_fit_is_always_a_share(name: str, wanted: str) -> None:
    assert 0 <= genres.fit(name, wanted) <= 1


def test_the_best_fit_names_the_genre_that_has_it() -> None:
    assert genres.best_fit(("jazz", "techno"), "energetic")[1] == "techno"
    assert genres.best_fit((), "energetic") == (0.0, "")


def test_words_that_are_no_genre_have_a_place_too() -> None:
    energetic, ballads = genres.place_of("energetic"), genres.place_of("slow ballads")
    assert energetic is not None
    assert ballads is not None
    assert energetic[1] > ballads[1]
    assert genres.place_of("no such thing") is None


def test_a_slip_of_the_pen_is_recognised() -> None:
    assert genres.suggest("danec") == "dance"
    assert genres.suggest("qqqqqq") is None


def test_the_tree_names_only_genres_that_it_has() -> None:
    tree = genre_tree.tree()
    named = {n for genre in tree.values() for n in (*genre.parents, *genre.like)}
    assert named <= tree.keys()
    assert all(genres.canonical(name) == name for name in tree), "two genres share a name"


def test_places_are_those_derived_from_mtg_jamendo(shared_data: Path) -> None:
    derived = derive(shared_data / "music" / "jamendo_genre_mood.csv")
    for name, genre in genre_tree.tree().items():
        if genre.place is not None:
            figure = figure_of(genre, derived)
            assert figure is not None, name
            place = (figure.valence, figure.arousal)
            assert genre.place == pytest.approx(place, abs=0.0501), name


def test_places_agree_with_how_listeners_rated_songs(shared_data: Path) -> None:
    """DEAM (Aljanabi et al. 2017): its extremes lie on the same sides here."""
    with (shared_data / "music" / "deam_genre_va.csv").open(encoding="utf-8", newline="") as file:
        rated = {row["genre"]: float(row["arousal_mean"]) for row in csv.DictReader(file)}
    calm, lively = ["classical", "experimental", "folk"], ["rock", "hip-hop", "electronic"]
    assert max(rated[name] for name in calm) < min(rated[name] for name in lively)
    places = {name: genres.place_of(name) for name in (*calm, *lively)}
    arousal = {name: place[1] for name, place in places.items() if place is not None}
    assert max(arousal[name] for name in calm) < min(arousal[name] for name in lively)


def test_the_other_genres_of_a_track_have_a_say() -> None:
    alone, _ = genres.best_fit(("pop",), "upbeat pop")
    beside_a_ballad, name = genres.best_fit(("slow ballad", "pop"), "upbeat pop")
    assert name == "pop"
    assert beside_a_ballad < 0.9 * alone
