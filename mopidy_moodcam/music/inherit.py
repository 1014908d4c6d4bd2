"""Tracks without a known genre take it from their album, else from their artist."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol

from mopidy_moodcam.music.genre_names import nearest_name
from mopidy_moodcam.music.genre_tree import normalise

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

AGREE_MIN: Final = 0.5
"""A genre is passed on when at least this share of the tagged tracks has it."""

_ANYBODY: Final = frozenset(
    (
        *("artistes varies", "unknown", "unknown artist", "va", "v a", "varios artistas"),
        *("various", "various artists", "verschiedene", "verschiedene interpreten"),
    )
)
"""Names of nobody in particular, which share no music."""

_COMPILATION: Final = "compilation"


class Tagged(Protocol):
    """What of a track matters here; `genres` are split names."""

    @property
    def uri(self) -> str: ...  # noqa: D102

    @property
    def album(self) -> str: ...  # noqa: D102

    @property
    def artists(self) -> Sequence[str]: ...  # noqa: D102

    @property
    def genres(self) -> tuple[str, ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Inherited:
    """The genres that a track is given, and from what it has them."""

    genres: tuple[str, ...]
    source: Literal["album", "artist"]


def inherited(tracks: Sequence[Tagged]) -> dict[str, Inherited]:
    """Return by URI what tracks of which no genre is known inherit; nothing for all others.

    First from the tracks of the same album and artist, then from the artist's others, and at last,
    for a compilation, from the album's, when its tracks agree. Names of a track's own that nobody
    knows stay in front of what it inherits. The cost is linear in the tracks.
    """
    heirs = [track for track in tracks if not any(map(nearest_name, track.genres))]
    wanted = {key for heir in heirs for _, key in _keys(heir)}
    if not wanted:
        return {}
    families = {key: _Family() for key in wanted}
    for track in tracks:
        known = [name for name in track.genres if nearest_name(name)]
        if known:
            for _, key in _keys(track):
                if key in families:
                    families[key].add(known)
    given: dict[str, Inherited] = {}
    for heir in heirs:
        for source, key in _keys(heir):
            names = families[key].names(agreed=key[0] == _COMPILATION)
            if names:
                given[heir.uri] = Inherited((*heir.genres, *names), source)
                break
    return given


class _Family:
    """The genres of the tagged tracks that share an album or an artist."""

    __slots__ = ("_counts", "_tracks")

    def __init__(self) -> None:
        self._counts = Counter[str]()
        self._tracks = 0

    def add(self, names: Iterable[str]) -> None:
        self._counts.update(names)
        self._tracks += 1

    def names(self, *, agreed: bool) -> tuple[str, ...]:
        """Return what most have, the commonest first; else the commonest unless `agreed`."""
        common = self._counts.most_common()
        most = tuple(name for name, count in common if count >= AGREE_MIN * self._tracks)
        return most or (() if agreed else tuple(name for name, _ in common[:1]))


def _keys(track: Tagged) -> Iterator[tuple[Literal["album", "artist"], tuple[Hashable, ...]]]:
    """Yield what a track may share with others, the closest first."""
    artists = [artist for artist in track.artists if normalise(artist) not in _ANYBODY]
    if track.album:
        for artist in artists:
            yield "album", ("album", track.album, artist)
    for artist in artists:
        yield "artist", ("artist", artist)
    if track.album:
        yield "album", (_COMPILATION, track.album)
