"""Tracks without a known genre take it from their album, else from their artist."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, Protocol

from mopidy_moodcam.music.genre_names import NAMES_KEPT, nearest_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

AGREE_MIN: Final = 0.5
"""A genre is passed on when at least this share of the tagged tracks has it."""

_ANYBODY: Final = frozenset(
    (
        *("artistes variés", "unknown", "unknown artist", "[unknown]", "va", "v.a.", "v/a"),
        *("various", "various artists", "varios artistas", "verschiedene"),
        *("verschiedene interpreten", "<unknown>", "[no artist]"),
    )
)
"""Names of nobody in particular, in lower case; their tracks have nothing in common."""

# No album is called by these.
_COMPILATION: Final = ""
_ARTIST: Final = "\0"

_Key = tuple[str, str]
"""An artist's album, an artist, or an album of whoever."""


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
    heirs = [track for track in tracks if not _known(track.genres)]
    families = {key: Counter[tuple[str, ...]]() for heir in heirs for _, key in _keys(heir)}
    if not families:
        return {}
    for track in tracks:
        known = _known(track.genres)
        if known:
            for _, key in _keys(track):
                if key in families:
                    families[key][known] += 1
    legacies = {key: _legacy(family, key) for key, family in families.items()}
    given: dict[str, Inherited] = {}
    for heir in heirs:
        for source, key in _keys(heir):
            if legacies[key]:
                given[heir.uri] = Inherited((*heir.genres, *legacies[key]), source)
                break
    return given


@lru_cache(NAMES_KEPT)
def _known(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if nearest_name(name))


def _legacy(family: Counter[tuple[str, ...]], key: _Key) -> tuple[str, ...]:
    """Return what most of a family's tracks have, the commonest first, or else the commonest."""
    counts = Counter[str]()
    for names, tracks in family.items():
        counts.update(dict.fromkeys(names, tracks))
    common = counts.most_common()
    most = tuple(name for name, tracks in common if tracks >= AGREE_MIN * family.total())
    # The artists of a compilation have nothing else in common.
    return most or (() if key[0] == _COMPILATION else tuple(name for name, _ in common[:1]))


def _keys(track: Tagged) -> Iterator[tuple[Literal["album", "artist"], _Key]]:
    """Yield what a track may share with others, the closest first."""
    artists = [artist for artist in track.artists if artist.lower() not in _ANYBODY]
    if track.album:
        for artist in artists:
            yield "album", (track.album, artist)
    for artist in artists:
        yield "artist", (_ARTIST, artist)
    if track.album:
        yield "album", (_COMPILATION, track.album)
