"""What there is to play: a snapshot of Mopidy's library, read in the background."""

from __future__ import annotations

import logging
import sys
import threading
import time
import zlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pykka

from mopidy_moodcam.music import genres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

logger = logging.getLogger(__name__)

ANSWER_S: Final = 30.0
"""How long one question to the library may take; a slow backend must not hold us for ever."""

REFRESH_S: Final = 600.0
"""Pause between two looks at a library that is read: `mopidy local scan` sends no event."""

RETRY_S: Final = 20.0
"""Pause between two looks at a library that is empty or does not answer."""

BATCH: Final = 50
"""Tracks looked up at once; Mopidy's core answers nobody else while it looks them up."""

FIRST_TRACKS: Final = 500
"""When a large library is read for the first time, the music may begin with so many."""

BROWSE_FOLDERS: Final = 50
BROWSE_TRACKS: Final = 500
"""How far a library without any index is browsed: folders opened and tracks taken."""

_STOP_CHECK_S: Final = 0.2


@dataclass(frozen=True, slots=True)
class LibraryTrack:
    """A track that can be played.

    `genres` are the split names of `genre`, which is the tag as the library shows it. `source` is
    the rule's URI (a playlist, a stream) that the track came from, or empty.
    """

    uri: str
    name: str
    artists: tuple[str, ...] = ()
    album: str = ""
    genres: tuple[str, ...] = ()
    genre: str = ""
    length_ms: int | None = None
    source: str = ""


class _StoppedError(Exception):
    """The library is being stopped while it waits for an answer."""


class Library:
    """Keeps a snapshot of Mopidy's library, read and refreshed by one background thread.

    Every method returns at once, apart from `stop`, which waits for the thread. `on_change` is
    called from the thread whenever the tracks or the problem are different from before.
    """

    def __init__(
        self,
        core_library: Any,
        on_change: Callable[[], None],
        *,
        uris: Sequence[str] = (),
        core_playlists: Any = None,
    ) -> None:
        """Prepare, without asking anything yet.

        Args:
            core_library: The proxy of Mopidy's library controller, `core.library`.
            on_change: Called without arguments, in the library's thread.
            uris: The rules' URIs, to be looked up as well.
            core_playlists: `core.playlists`, for URIs that name a playlist.
        """
        self._library = core_library
        self._playlists = core_playlists
        self._uris = tuple(uris)
        self._on_change = on_change
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="MoodCamLibrary", daemon=True)
        # Written by the thread alone, each in one assignment of an immutable value.
        self._tracks: tuple[LibraryTrack, ...] = ()
        self._problem: str | None = None
        self._ready = False
        self._seen = frozenset[str]()

    @property
    def problem(self) -> str | None:
        """Why there is nothing, or not everything, to play: one sentence, or None."""
        return self._problem

    @property
    def ready(self) -> bool:
        """Whether the library has been read once, with whatever result."""
        return self._ready

    def tracks(self) -> tuple[LibraryTrack, ...]:
        """Return the tracks of the newest snapshot; safe from every thread."""
        return self._tracks

    def start(self) -> None:
        """Start to read in the background."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread and wait for it; an answer still outstanding is given up."""
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def refresh(self) -> None:
        """Ask for another look at the whole library now, also at tracks already known."""
        self._seen = frozenset()
        self._wake.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._read()
            except (_StoppedError, pykka.ActorDeadError):
                return  # Mopidy shuts down
            except Exception as error:
                logger.exception("MoodCam could not read the library")
                self._fail(error)
            self._wake.wait(REFRESH_S if self._tracks and not self._problem else RETRY_S)
            self._wake.clear()

    def _read(self) -> None:
        started_s = time.monotonic()
        try:
            uris = frozenset[str](self._ask(self._library.get_distinct("uri")))
            tags = sorted(self._ask(self._library.get_distinct("genre")))
            if self._ready and uris and uris == self._seen and not self._problem:
                return
            found = self._collect(sorted(uris, key=_scattered), tags)
        except pykka.Timeout:
            self._publish(
                self._tracks,
                f"The library did not answer within {ANSWER_S:g} s: see Mopidy's log for the "
                f"backend that hangs; MoodCam asks again every {RETRY_S:g} s.",
            )
            return
        except (LookupError, TypeError, ValueError) as error:
            # What Mopidy's core lets through of a backend's mistakes; the rest it logs itself.
            self._fail(error)
            return
        listed, lost = self._read_rule_uris()
        problem = None
        if lost:
            problem = (
                f"Nothing is to be found at {', '.join(lost)}: correct these URIs in the rules, "
                f"or enable the backend that plays them."
            )
        elif not found and not listed:
            problem = (
                "The library has no tracks: run `mopidy local scan`, or enable a backend that "
                "has music; Mopidy's log tells when one failed."
            )
        self._seen = uris
        logger.debug("Read the library in %.1f s", time.monotonic() - started_s)
        self._publish((*found.values(), *listed), problem)

    def _fail(self, error: Exception) -> None:
        """Keep what is known, and say what went wrong."""
        self._publish(
            self._tracks,
            f"The library cannot be read ({type(error).__name__}: {error}): disable the "
            f"backend at fault; MoodCam asks again every {RETRY_S:g} s.",
        )

    def _publish(self, tracks: tuple[LibraryTrack, ...], problem: str | None) -> None:
        changed = not self._ready or tracks != self._tracks or problem != self._problem
        self._tracks, self._problem, self._ready = tracks, problem, True
        if changed:
            self._on_change()

    def _collect(self, uris: Sequence[str], tags: Sequence[str]) -> dict[str, LibraryTrack]:
        """Return all tracks by URI: from the index of URIs, then by genre, then by browsing."""
        found: dict[str, LibraryTrack] = {}
        for track in self._look_up(uris):
            found[track.uri] = _track(track)
            if len(found) == FIRST_TRACKS and not self._ready:
                self._publish(tuple(found.values()), None)
        # A backend may list genres and no URIs; a search may be limited in what it returns.
        indexed = {track.genre for track in found.values()}
        for tag in tags:
            if tag not in indexed:
                query = {"genre": [tag]}
                for result in self._ask(self._library.search(query=query, exact=True)):
                    for track in result.tracks or ():
                        found.setdefault(track.uri, _track(track, tag))
        if not found:
            for track in self._look_up(list(self._browse())):
                found[track.uri] = _track(track)
        return found

    def _look_up(self, uris: Sequence[str]) -> Iterator[Any]:
        for start in range(0, len(uris), BATCH):
            batch = list(uris[start : start + BATCH])
            for tracks in self._ask(self._library.lookup(uris=batch)).values():
                yield from (track for track in tracks if track.uri)

    def _browse(self) -> Iterator[str]:
        folders: list[str | None] = [None]
        taken = 0
        for folder in folders:
            for ref in self._ask(self._library.browse(folder)):
                if str(ref.type) == "track" and taken < BROWSE_TRACKS:
                    taken += 1
                    yield ref.uri
                elif str(ref.type) != "track" and len(folders) < BROWSE_FOLDERS:
                    folders.append(ref.uri)

    def _read_rule_uris(self) -> tuple[list[LibraryTrack], list[str]]:
        """Return the tracks behind the rules' URIs, and the URIs that have none."""
        listed: list[LibraryTrack] = []
        lost: list[str] = []
        for uri in self._uris:
            try:
                behind = list(self._look_up([uri])) or list(self._look_up(self._items(uri)))
            except (pykka.Timeout, ValueError):  # ValueError: Mopidy says that it is no URI
                behind = []
            listed += (_track(track, source=uri) for track in behind)
            lost += [] if behind else [uri]
        return listed, lost

    def _items(self, uri: str) -> list[str]:
        if self._playlists is None:
            return []
        return [ref.uri for ref in self._ask(self._playlists.get_items(uri)) or ()]

    def _ask(self, future: Any) -> Any:
        """Wait for an answer, but not beyond `ANSWER_S` nor when being stopped."""
        deadline_s = time.monotonic() + ANSWER_S
        while not self._stop.is_set():
            try:
                return future.get(timeout=_STOP_CHECK_S)
            except pykka.Timeout:
                if time.monotonic() > deadline_s:
                    raise
        raise _StoppedError


def _track(track: Any, tag: str = "", source: str = "") -> LibraryTrack:
    """Make our value from a Mopidy `Track`, sharing the strings that come again and again."""
    genre = track.genre or tag
    return LibraryTrack(
        uri=track.uri,
        name=track.name or track.uri,
        artists=_names(track.artists),
        album=sys.intern((track.album and track.album.name) or ""),
        genres=_split(genre),
        genre=sys.intern(genre),
        length_ms=track.length,
        source=source,
    )


def _scattered(uri: str) -> int:
    """Return a key that sorts URIs as if shuffled: the first tracks are a fair sample."""
    return zlib.crc32(uri.encode())


def _names(artists: Iterable[Any]) -> tuple[str, ...]:
    # Mopidy 3 keeps a track's artists as a set, which has no order.
    return tuple(
        sys.intern(name) for name in sorted(artist.name or "" for artist in artists) if name
    )


@cache
def _split(genre: str) -> tuple[str, ...]:
    return genres.split(genre) if genre else ()
