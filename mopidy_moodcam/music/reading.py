"""How the music of one backend is found: by its index, by searching, by browsing, by the rules.

Plain functions that ask and return; when and in which thread they run is `sources.py`'s matter.
"""

from __future__ import annotations

import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from mopidy_moodcam.music.backends import scheme_of
from mopidy_moodcam.music.track import LibraryTrack, from_mopidy, make_track

if TYPE_CHECKING:
    import threading
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from mopidy_moodcam.music.backends import Backend

BATCH: Final = 20
"""Tracks or albums looked up at once; a backend plays nothing while it looks them up."""

ALBUMS_FROM: Final = 500
"""Tracks from which on a library is looked up by albums, if its backend can tell them."""

_ALBUMS: Final = {"local": "local:directory?type=album"}

REST: Final = 0.25
"""Pause after each batch, as a share of the time that it took: playing comes first."""

BROWSE_FOLDERS: Final = 50
BROWSE_TRACKS: Final = 500
"""How far a library without any index is browsed: folders opened and tracks taken."""

RULE_FOLDERS: Final = 500
RULE_TRACKS: Final = 2000
"""The same for a folder or playlist that the rules name: that one is wanted."""

_STREAMS: Final = frozenset(("http", "https", "mms", "rtmp", "rtmps", "rtsp"))
"""What a look-up would have to connect to: in a playlist of stations, each by itself."""


def fingerprint(uris: Collection[str], tags: Collection[str]) -> tuple[int, int]:
    """Return two numbers, of the URIs and of the genre tags, that change when these do."""
    return _sum(uris), _sum(tags)


def _look_up_all(backend: Backend, uris: Collection[str], stop: threading.Event) -> Iterator[Any]:
    """Yield Mopidy's tracks behind many URIs; album by album where that takes fewer questions."""
    left = set(uris)
    albums = _ALBUMS.get(backend.name)
    if albums and len(left) > ALBUMS_FROM:
        for found in look_up(backend, [ref.uri for ref in backend.browse(albums)], stop):
            if found.uri in left:
                left.remove(found.uri)
                yield found
    yield from look_up(backend, left, stop)


def look_up(backend: Backend, uris: Iterable[str], stop: threading.Event) -> Iterator[Any]:
    """Yield Mopidy's tracks behind many URIs, gently; in an order that is a fair sample."""
    scattered = sorted(uris, key=lambda uri: zlib.crc32(uri.encode()))
    for start in range(0, len(scattered), BATCH):
        started_s = time.monotonic()
        found = backend.look_up(scattered[start : start + BATCH])
        stop.wait(REST * (time.monotonic() - started_s))
        yield from found


def by_index(
    backend: Backend,
    uris: Collection[str],
    tags: Iterable[str],
    known: Mapping[str, LibraryTrack],
    stop: threading.Event,
) -> Iterator[LibraryTrack]:
    """Yield the tracks of a backend that can list its URIs.

    `known` are tracks that are still right: they are not looked up again.
    """
    indexed = {track.genre for track in known.values()}
    yield from known.values()
    for found in _look_up_all(backend, set(uris) - known.keys(), stop):
        track = from_mopidy(found)
        indexed.add(track.genre)
        yield track
    # The URIs may be fewer than the tracks.
    yield from by_search(backend, sorted(set(tags) - indexed), exact=True)


def by_search(backend: Backend, genres: Iterable[str], *, exact: bool) -> Iterator[LibraryTrack]:
    """Yield what a backend that cannot list its URIs finds for some genres."""
    for genre in genres:
        for found in backend.search(genre, exact=exact):
            yield from_mopidy(found, genre)


def by_browsing(backend: Backend, stop: threading.Event) -> Iterator[LibraryTrack]:
    """Yield the first tracks that are found by opening folder after folder."""
    uris = [ref.uri for ref in _browse(backend, None, BROWSE_FOLDERS, BROWSE_TRACKS)]
    for track in look_up(backend, uris, stop):
        yield from_mopidy(track)


def behind(
    uri: str, backends: Mapping[str, Backend], stop: threading.Event
) -> Iterator[LibraryTrack]:
    """Yield the tracks behind a URI of the rules: a track, stream, album, playlist or folder.

    `backends` finds, by scheme, the backend of the URI and those of what a playlist holds.
    """
    backend = backends.get(scheme_of(uri))
    if backend is None:
        return
    tracks = [] if _is_folder(uri) else backend.look_up([uri])
    if tracks:
        yield from (from_mopidy(track, source=uri) for track in tracks[:RULE_TRACKS])
        return
    refs = backend.items(uri) or list(_browse(backend, uri, RULE_FOLDERS, RULE_TRACKS))
    by_backend: dict[Backend, list[str]] = {}
    for ref in refs[:RULE_TRACKS]:
        scheme = scheme_of(ref.uri)
        if scheme in _STREAMS:
            yield make_track(ref.uri, ref.name or ref.uri, source=uri)
        elif scheme in backends:
            by_backend.setdefault(backends[scheme], []).append(ref.uri)
    for holder, uris in by_backend.items():
        yield from (from_mopidy(track, source=uri) for track in look_up(holder, uris, stop))


def _is_folder(uri: str) -> bool:
    """Say whether a URI can only be browsed: a look-up would be answered with a mistake.

    Mopidy-File makes a track of any folder, and Mopidy-Local writes an error into the log.
    """
    parts = urlsplit(uri)
    if parts.scheme == "file":
        return Path(unquote(parts.path)).is_dir()
    return uri.startswith("local:directory")


def _browse(backend: Backend, uri: str | None, folders: int, tracks: int) -> Iterator[Any]:
    """Yield the references to tracks in a folder and those below it."""
    queue = [uri]
    for folder in queue:
        for ref in backend.browse(folder):
            if str(ref.type) != "track":
                if len(queue) < folders:
                    queue.append(ref.uri)
            elif tracks > 0:
                tracks -= 1
                yield ref


def _sum(words: Iterable[str]) -> int:
    """Return a number that depends on every word but on no order, the same in every process."""
    count = total = 0
    for word in words:
        count += 1
        total += zlib.crc32(word.encode())
    return (total << 32) + count
