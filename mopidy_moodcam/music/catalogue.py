"""The library as arrays: what is common to many tracks is worked out once for all of them."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from mopidy_moodcam.music import genres

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from mopidy_moodcam.music.library import LibraryTrack

Floats = NDArray[np.float32]
Integers = NDArray[np.int32]
Mask = NDArray[np.bool_]

_WORKED_OUT_MAX: Final = 256
"""How many results are kept; the rules' stages and the situations of a day are fewer."""

_FOUND_MAX: Final = 20_000
"""How many places of URIs are remembered: more than all that a person's past may name."""

_SIDES: Final = ("left", "right")


class Catalogue:
    """An immutable view of a library's tracks for fast ranking.

    Tracks with the same genres share a *mix*: `mix_of` (tracks,) says which, and `mixes` holds the
    genre names of each. In the same way `group_of` and `groups` hold the artists, and `source_of`
    and `sources` the rule's URI that a track came from, where number 0 is none. Building takes
    about a second for a million tracks, so do it in a thread that may take its time.
    """

    def __init__(self, tracks: Sequence[LibraryTrack]) -> None:
        """Read the tracks once."""
        self.tracks = tracks
        mixes: dict[tuple[str, ...], int] = {}
        groups: dict[tuple[str, ...], int] = {}
        sources: dict[str, int] = {"": 0}
        count = len(tracks)
        self.mix_of: Integers = np.fromiter(
            (mixes.setdefault(track.genres, len(mixes)) for track in tracks), np.int32, count
        )
        self.group_of: Integers = np.fromiter(
            (groups.setdefault(track.artists, len(groups)) for track in tracks), np.int32, count
        )
        self.source_of: Integers = np.fromiter(
            (sources.setdefault(track.source, len(sources)) for track in tracks), np.int32, count
        )
        self.mixes = tuple(mixes)
        self.groups = tuple(groups)
        self.sources = tuple(sources)
        self._keys: NDArray[np.uint32] = np.fromiter(
            (_key(track.uri) for track in tracks), np.uint32, count
        )
        self._by_key = np.argsort(self._keys, kind="stable").astype(np.int32)
        self._sorted_keys = self._keys[self._by_key]
        self.names = tuple(dict.fromkeys(name for mix in self.mixes for name in mix))
        self.number_of = {name: number for number, name in enumerate(self.names)}
        self._mix_sizes = np.array([len(mix) for mix in self.mixes], np.int32)
        self._mix_names = np.array([self.number_of[n] for mix in self.mixes for n in mix], np.int32)
        self._mix_ids = np.repeat(np.arange(len(self.mixes), dtype=np.int32), self._mix_sizes)
        self._groups_of_artist: dict[str, list[int]] = {}
        for group, artists in enumerate(self.groups):
            for artist in artists:
                self._groups_of_artist.setdefault(artist, []).append(group)
        self._worked_out: dict[Hashable, Floats] = {}
        self._found: dict[str, tuple[int, ...]] = {}

    def __len__(self) -> int:
        """Return the number of tracks."""
        return len(self.tracks)

    def find(self, uri: str) -> tuple[int, ...]:
        """Return where a URI is: nowhere, or in more than one place when a playlist has it too."""
        known = self._found.get(uri)
        if known is None:
            if len(self._found) >= _FOUND_MAX:
                self._found.clear()
            key = np.uint32(_key(uri))
            first, end = (np.searchsorted(self._sorted_keys, key, side) for side in _SIDES)
            same_key: list[int] = self._by_key[first:end].tolist()
            known = tuple(place for place in same_key if self.tracks[place].uri == uri)
            self._found[uri] = known
        return known

    def find_all(self, uris: Iterable[str]) -> tuple[Integers, Integers]:
        """Return where all of these URIs are: the places, and the number of the URI at each."""
        places: list[int] = []
        numbers: list[int] = []
        for number, uri in enumerate(uris):
            for place in self.find(uri):
                places.append(place)
                numbers.append(number)
        return np.array(places, np.int32), np.array(numbers, np.int32)

    def groups_with(self, artist: str) -> Sequence[int]:
        """Return the groups in which an artist plays."""
        return self._groups_of_artist.get(artist, ())

    def shuffled(self, seed: int) -> Floats:
        """Return a number from 0 to 1 for each track, which depends on its URI and `seed` alone.

        The finalizer of MurmurHash3 (Appleby 2011, public domain) mixes both.
        """
        mixed = self._keys ^ np.uint32((seed * 0x9E3779B1) & 0xFFFFFFFF)
        for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
            mixed = (mixed ^ (mixed >> np.uint32(shift))) * np.uint32(factor)
        mixed ^= mixed >> np.uint32(16)
        return mixed.astype(np.float32) / np.float32(2**32)

    def mean_of_names(self, by_name: Floats, otherwise: float) -> Floats:
        """Return for each mix the mean over its names of `by_name`; `otherwise` without names."""
        sums = np.bincount(self._mix_ids, by_name[self._mix_names], len(self.mixes))
        means = sums / np.maximum(self._mix_sizes, 1)
        return np.where(self._mix_sizes > 0, means, otherwise).astype(np.float32)

    def worked_out(self, what: Hashable, make: Callable[[], Floats]) -> Floats:
        """Return what `make` makes, kept under `what` for as long as this catalogue lives."""
        known = self._worked_out.get(what)
        if known is None:
            if len(self._worked_out) >= _WORKED_OUT_MAX:
                self._worked_out.clear()
            known = self._worked_out[what] = make()
        return known

    def places(self) -> Floats:
        """Return the (valence, arousal) of each mix, (mixes, 2); NaN where unknown."""
        return self.worked_out("places", self._places)

    def _places(self) -> Floats:
        unknown = (np.nan, np.nan)
        by_name = np.array([genres.place_of(name) or unknown for name in self.names] or [unknown])
        known = ~np.isnan(by_name[self._mix_names, 0])
        ids, placed = self._mix_ids[known], by_name[self._mix_names[known]]
        counts = np.bincount(ids, minlength=len(self.mixes))
        sums = [np.bincount(ids, placed[:, axis], len(self.mixes)) for axis in (0, 1)]
        means = np.stack(sums, axis=1) / np.maximum(counts, 1)[:, None]
        return np.where(counts[:, None] > 0, means, np.nan).astype(np.float32)


def _key(uri: str) -> int:
    return zlib.crc32(uri.encode("utf-8", "surrogatepass"))  # a URI may be no valid text
