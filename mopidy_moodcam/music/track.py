"""One track of Mopidy's library, as small as it can be kept by the hundred thousand."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from mopidy_moodcam.music import genres

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class LibraryTrack:
    """A track that can be played.

    `genres` are the split names of `genre`, which is the tag as the library shows it; a track
    without a tag may have inherited them. `source` is the rule's URI (a playlist, a stream) that
    the track came from, or empty.
    """

    uri: str
    name: str
    artists: tuple[str, ...] = ()
    album: str = ""
    genres: tuple[str, ...] = ()
    genre: str = ""
    length_ms: int | None = None
    source: str = ""


def make_track(
    uri: str,
    name: str,
    *,
    artists: Iterable[str] = (),
    album: str = "",
    genre: str = "",
    length_ms: int | None = None,
    source: str = "",
) -> LibraryTrack:
    """Make a track that shares with all others the words that come again and again."""
    return LibraryTrack(
        uri=uri,
        name=name,
        artists=_shared(tuple(artists)),
        album=sys.intern(album),
        genres=_split(genre),
        genre=sys.intern(genre),
        length_ms=length_ms,
        source=sys.intern(source),
    )


def from_mopidy(track: Any, tag: str = "", source: str = "") -> LibraryTrack:
    """Make a track from Mopidy's `Track`; `tag` is its genre where it names none itself."""
    return make_track(
        track.uri,
        track.name or track.uri,
        # Mopidy 3 keeps a track's artists as a set, which has no order.
        artists=sorted(artist.name for artist in track.artists or () if artist.name),
        album=(track.album and track.album.name) or "",
        genre=track.genre or tag,
        length_ms=track.length,
        source=source,
    )


@cache
def _shared(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sys.intern(name) for name in names)


@cache
def _split(genre: str) -> tuple[str, ...]:
    return genres.split(genre) if genre else ()
