"""One track of Mopidy's library, as small as it can be kept by the hundred thousand."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.music import genres

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_COLUMNS: Final = ("uri", "name", "artists", "album", "genre", "length_ms", "source")


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


def to_columns(tracks: Sequence[LibraryTrack]) -> list[list[Any]]:
    """Return what `from_columns` makes the same tracks of; the genres as they are tagged only."""
    return [[getattr(track, name) for track in tracks] for name in _COLUMNS]


def from_columns(columns: Sequence[Sequence[Any]]) -> list[LibraryTrack]:
    """Make many tracks at once.

    Raises:
        ValueError: A column is missing, or shorter than another.
        TypeError: There is something in a column that does not belong there.
    """
    uris, names, artists, albums, tags, lengths, sources = columns
    if {len(column) for column in columns} != {len(uris)}:
        msg = "its columns are not of one length"
        raise ValueError(msg)
    return list(
        map(
            LibraryTrack,
            uris,
            names,
            map(_shared, map(tuple, artists)),
            map(sys.intern, albums),
            map(_split, tags),
            map(sys.intern, tags),
            lengths,
            map(sys.intern, sources),
        )
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
