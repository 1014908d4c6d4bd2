"""How time and memory of a recommendation grow with the library."""

from __future__ import annotations

import gc
import time
import tracemalloc
from statistics import median
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.mood import Mood
from mopidy_moodcam.music import genres
from mopidy_moodcam.music.catalogue import Catalogue
from mopidy_moodcam.music.library import LibraryTrack
from mopidy_moodcam.music.recommender import Recommender
from mopidy_moodcam.music.rules import load_rules
from mopidy_moodcam.settings import STRATEGIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.recommender.libraries import Tags

SIZES: Final = (10_000, 30_000, 100_000, 300_000, 1_000_000)
TRACKS_AN_ARTIST: Final = 12
TAG_MIXES: Final = 3000
"""Different genre tags in a library; far fewer than tracks, as people tag albums."""

PAST: Final = 2000
"""Tracks heard, and half as many skipped, before the measurement."""


def measure(tags: Tags, sizes: Sequence[int] = SIZES) -> list[dict[str, Any]]:
    """Return a row for each size: seconds to prepare, milliseconds to recommend, MiB.

    Times are the thread's processor time: what a core of its own would take, whatever else runs.
    """
    return [_row(tags, size) for size in sizes]


def _row(tags: Tags, size: int) -> dict[str, Any]:
    rng = np.random.default_rng(0)
    tracks = _tracks(tags, size, rng)
    memory_mib = _memory_mib(tracks)
    recommender = Recommender(load_rules(None))
    start_s = time.thread_time()
    recommender.prepare(tracks)
    row: dict[str, Any] = {
        "tracks": size,
        "prepare_s": time.thread_time() - start_s,
        "memory_mib": memory_mib,
    }
    for number in rng.integers(0, size, PAST):
        recommender.played(tracks[number].uri)
        recommender.heard(tracks[number].uri, 1.0, "happy")
    for number in rng.integers(0, size, PAST // 2):
        recommender.skipped(tracks[number].uri, "happy")
    for strategy in STRATEGIES:
        times_ms: list[float] = []
        for emotion in LABELS:
            for _ in range(2):
                start_s = time.thread_time()
                recommender.recommend(Mood(emotion), strategy, tracks, 10, faces=1)
                times_ms.append((time.thread_time() - start_s) * 1e3)
        row[f"{strategy}_ms"] = {"median": median(times_ms), "max": max(times_ms)}
    return row


def _memory_mib(tracks: Sequence[LibraryTrack]) -> float:
    """Return what the arrays beside the tracks themselves take."""
    gc.collect()
    tracemalloc.start()
    catalogue = Catalogue(tracks)
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del catalogue
    return used / 2**20


def _tracks(tags: Tags, size: int, rng: np.random.Generator) -> tuple[LibraryTrack, ...]:
    popular = tags.counts / tags.counts.sum()
    mixes: list[tuple[str, tuple[str, ...]]] = []
    for count in rng.integers(1, 4, TAG_MIXES):
        tag = "; ".join(tags.genres[n] for n in rng.choice(len(tags.genres), count, p=popular))
        mixes.append((tag, genres.split(tag)))
    artists = [(f"Artist {number}",) for number in range(size // TRACKS_AN_ARTIST + 1)]
    mix_of = rng.integers(0, TAG_MIXES, size).tolist()
    artist_of = rng.integers(0, len(artists), size).tolist()
    return tuple(
        LibraryTrack(
            uri=f"local:track:Artist%20{artist}/Album/{number:07}.flac",
            name=f"Track {number}",
            artists=artists[artist],
            genres=mixes[mix][1],
            genre=mixes[mix][0],
        )
        for number, (mix, artist) in enumerate(zip(mix_of, artist_of, strict=True))
    )
