"""Libraries that do not exist, with the tags of one that does.

A library is drawn from how often genres and moods were tagged in MTG-Jamendo (Bogdanov et al.
2019): each artist has a home genre, drawn by how many tracks bear it, and a second one that is
tagged with similar moods; each track has one of them or both. How a track *sounds* is a set of mood
tags drawn by how often they go with its genres. The ranking never sees those.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from mopidy_moodcam.music import genres
from mopidy_moodcam.music.library import LibraryTrack

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

TRACKS_AN_ARTIST: Final = 12
HOME: Final = 0.75
"""How many of an artist's tracks are tagged with the home genre alone."""

TAGS_HEARD: Final = 3.0
"""Artists tag a track with two moods or so; a listener hears several times as many in it."""


@dataclass(frozen=True, slots=True)
class Tags:
    """How often tags occur: `counts` (genres,) tracks, `moods` (genres, moods) probabilities."""

    genres: tuple[str, ...]
    mood_names: tuple[str, ...]
    counts: NDArray[np.float64]
    moods: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Library:
    """Tracks as the recommender sees them, and what only the simulated listeners know.

    `sounds` (tracks, moods) says which moods a track has, `genre_of` (tracks,) its first genre and
    `artist_of` (tracks,) its artist.
    """

    tracks: tuple[LibraryTrack, ...]
    sounds: NDArray[np.float64]
    genre_of: NDArray[np.int64]
    artist_of: NDArray[np.int64]


def read_tags(path: Path) -> Tags:
    """Read the table of MTG-Jamendo: genre, mood, n_genre and p_mood_given_genre."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = tuple(dict.fromkeys(row["genre"] for row in rows))
    mood_names = tuple(dict.fromkeys(row["mood"] for row in rows))
    counts = np.zeros(len(names))
    moods = np.zeros((len(names), len(mood_names)))
    for row in rows:
        number = names.index(row["genre"])
        counts[number] = float(row["n_genre"])
        moods[number, mood_names.index(row["mood"])] = float(row["p_mood_given_genre"])
    return Tags(names, mood_names, counts, moods)


def draw(tags: Tags, size: int, rng: np.random.Generator) -> Library:
    """Draw a library of `size` tracks."""
    artists = max(1, size // TRACKS_AN_ARTIST)
    popular = tags.counts / tags.counts.sum()
    home = rng.choice(len(tags.genres), artists, p=popular)
    profile = tags.moods / np.linalg.norm(tags.moods, axis=1, keepdims=True)
    alike = (profile @ profile.T) ** 2 * popular
    np.fill_diagonal(alike, 0.0)
    alike /= alike.sum(axis=1, keepdims=True)
    second = np.array([rng.choice(len(tags.genres), p=alike[genre]) for genre in home])
    artist_of = rng.integers(0, artists, size)
    mixed = rng.random(size) >= HOME
    genre_of = home[artist_of]
    other_of = np.where(mixed, second[artist_of], genre_of)
    chance = np.minimum(0.9, TAGS_HEARD * (tags.moods[genre_of] + tags.moods[other_of]) / 2)
    sounds = (rng.random(chance.shape) < chance).astype(np.float64)
    tracks = tuple(
        _track(number, artist_of[number], tags.genres[genre_of[number]], tags.genres[other])
        for number, other in enumerate(other_of)
    )
    return Library(tracks, sounds, genre_of, artist_of)


def _track(number: int, artist: int, first: str, second: str) -> LibraryTrack:
    tag = first if first == second else f"{first}; {second}"
    return LibraryTrack(
        uri=f"simulated:track:{number}",
        name=f"Track {number}",
        artists=(f"Artist {artist}",),
        genres=genres.split(tag),
        genre=tag,
    )
