"""One thread for each backend, so that none has to wait for another's music."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

import pykka

from mopidy_moodcam.music import reading
from mopidy_moodcam.music.backends import NoAnswerError, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from mopidy_moodcam.music.backends import Backend
    from mopidy_moodcam.music.track import LibraryTrack

logger = logging.getLogger(__name__)

REFRESH_S: Final = 600.0
"""Pause between two looks at a backend that was read: `mopidy local scan` sends no event."""

RETRY_S: Final = 20.0
"""Pause between two looks at one that is empty or fails; it doubles up to `REFRESH_S`."""

SEARCH_S: Final = 6 * 3600.0
"""How long the results of searching and browsing are kept: services count their requests."""

FULL_S: Final = 24 * 3600.0
"""How long what is known of a track is trusted before it is looked up again."""

FIRST_TRACKS: Final = 500
"""When a large library is read for the first time, the music may begin with so many."""

_WAYS_OUT: Final = {"local": "run `mopidy local scan`, or disable it"}
"""What helps where a backend fails; Mopidy-Local does until it has been scanned once."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of one backend's music.

    `index` holds the tracks of its library, `listed` those behind the rules' URIs and `lost` the
    URIs that led to none. `fingerprint` tells whether its library has changed since, `full_s` is
    the Unix time of the last look at every track and `problem` one sentence, or None. `database`
    says in which state the backend's database was read, where there is one to be seen.
    """

    name: str
    index: tuple[LibraryTrack, ...] = ()
    listed: tuple[LibraryTrack, ...] = ()
    lost: tuple[str, ...] = ()
    fingerprint: tuple[int, int] = (0, 0)
    full_s: float = 0.0
    problem: str | None = None
    database: tuple[int, int] | None = None


class Report(Protocol):
    """What takes a reading: a part of the first one, or a complete one."""

    def __call__(self, reading: Reading, *, complete: bool) -> None:
        """Take it, in the source's thread."""


class Source:
    """Reads one backend in a thread of its own, and again whenever something may have changed."""

    def __init__(
        self,
        backend: Backend,
        known: Reading,
        *,
        uris: Sequence[str],
        genres: Sequence[str],
        backends: Mapping[str, Backend],
        report: Report,
        alone: Callable[[str], bool],
        stop: threading.Event,
        database: Path | None = None,
    ) -> None:
        """Prepare, without asking anything yet.

        Args:
            backend: What to read.
            known: What an earlier run has found there.
            uris: The rules' URIs with a scheme of this backend.
            genres: What to search for when the backend has no index.
            backends: All backends by scheme: a playlist may name the music of another one.
            report: Called in the thread with each new reading, also with parts of the first one.
            alone: Says whether no backend but the one of this name has any music.
            stop: Set when the thread is to end.
            database: A file without whose change the backend's library does not change either.
        """
        self.backend = backend
        self._uris = tuple(uris)
        self._genres = tuple(genres)
        self._backends = backends
        self._report = report
        self._alone = alone
        self._stop = stop
        self._database = database
        self._wake = threading.Event()
        self._reading = known
        self._searched_s: float | None = None
        self._browsed = False
        self._thread = threading.Thread(target=self._run, name=f"MoodCam {backend.name}")
        self._thread.daemon = True

    def start(self) -> None:
        """Start to read in the background."""
        self._thread.start()

    def join(self) -> None:
        """Wait for the thread, which ends soon after `stop` was set and `refresh` called."""
        self._thread.join()

    def refresh(self, *, search: bool) -> None:
        """Look again now, and, if asked to, search again as well."""
        if search:
            self._searched_s = None
        self._wake.set()

    def browse(self) -> None:
        """Look again now if the backend was not browsed yet: no other one has any music."""
        if not self._browsed:
            self._wake.set()

    def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            try:
                self._read()
            except NoAnswerError as error:
                self._tell(f"{error}: see Mopidy's log; its music plays as soon as it answers.")
                if not self._outlast(error):
                    return
                continue
            except (StoppedError, pykka.ActorDeadError):
                return  # Mopidy shuts down
            except Exception as error:  # noqa: BLE001 - a backend may raise anything; it is logged
                self._tell_failure(error)
            reading = self._reading
            failures = failures + 1 if reading.problem or reading.lost else 0
            empty = not reading.index and not reading.listed
            pause_s = RETRY_S * 2 ** min(max(failures - 1, 0), 5)
            self._wake.wait(min(REFRESH_S, pause_s) if failures or empty else REFRESH_S)
            self._wake.clear()

    def _outlast(self, error: NoAnswerError) -> bool:
        """Wait until the hanging backend has answered; return whether to go on."""
        try:
            error.until_answered()
        except (StoppedError, pykka.ActorDeadError):
            return False
        return True

    def _tell(self, problem: str) -> None:
        """Keep what is known, and say what went wrong."""
        self._reading = replace(self._reading, problem=problem)
        self._report(self._reading, complete=True)

    def _tell_failure(self, error: Exception) -> None:
        """Log a failure when it is new, and say what to do about it."""
        name = self.backend.name
        level = logging.DEBUG if self._reading.problem else logging.WARNING
        logger.log(level, "MoodCam could not read the %s backend", name, exc_info=error)
        way_out = _WAYS_OUT.get(name, "disable it, or see Mopidy's log")
        self._tell(
            f"The library of the {name} backend cannot be read ({type(error).__name__}: {error}): "
            f"{way_out}; MoodCam asks again."
        )

    def _read(self) -> None:
        """Read the rules' URIs, which are few, and then the library."""
        listed: list[LibraryTrack] = []
        lost: list[str] = []
        for uri in self._uris:
            behind = list(reading.behind(uri, self._backends, self._stop))
            listed += behind
            lost += [] if behind else [uri]
        known = replace(self._reading, listed=tuple(listed), lost=tuple(lost), problem=None)
        if listed and not self._reading.listed:
            self._report(known, complete=False)
        self._reading = self._library(known)
        self._report(self._reading, complete=True)

    def _library(self, known: Reading) -> Reading:
        """Read the library, unless its database is as it was: asking keeps it from the player.

        To list 100,000 URIs takes Mopidy-Local half a second, in which it looks up no track that is
        to be queued.
        """
        version = self._version()
        recent = _is_recent(known)
        if version is not None and version == known.database and recent:
            return known
        return replace(self._asked(known), database=version)

    def _version(self) -> tuple[int, int] | None:
        """Return what changes with the database, or None when there is none to be seen."""
        if self._database is None:
            return None
        try:
            status = self._database.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size

    def _asked(self, known: Reading) -> Reading:
        uris = self.backend.distinct("uri")
        tags = self.backend.distinct("genre")
        if not uris:
            return self._searched(known, tags)
        now_s = time.time()
        fingerprint = reading.fingerprint(uris, tags)
        trusted = known.fingerprint[1] == fingerprint[1] and _is_recent(known)
        if trusted and known.fingerprint == fingerprint:
            return known
        kept = {track.uri: track for track in known.index if trusted and track.uri in uris}
        tracks = reading.by_index(self.backend, uris, tags, kept, self._stop)
        return replace(
            known,
            index=self._gather(tracks, known),
            fingerprint=fingerprint,
            full_s=known.full_s if trusted else now_s,
        )

    def _searched(self, known: Reading, tags: Collection[str]) -> Reading:
        """Search for the listed tags, or for what the rules want, or else browse.

        Browsing finds anything, so that is for when there is nothing else to play.
        """
        now_s = time.monotonic()
        index = known.index
        if self._searched_s is None or now_s > self._searched_s + SEARCH_S:
            wanted = sorted(tags) or self._genres
            found = reading.by_search(self.backend, wanted, exact=bool(tags))
            index = self._gather(found, known)
            self._searched_s, self._browsed = now_s, False
        if not index and not known.listed and not self._browsed and self._alone(known.name):
            self._browsed = True
            index = self._gather(reading.by_browsing(self.backend, self._stop), known)
        return replace(known, index=index, fingerprint=(0, 0))

    def _gather(self, tracks: Iterable[LibraryTrack], known: Reading) -> tuple[LibraryTrack, ...]:
        """Return the tracks, each URI once; the first time, report the first ones early.

        Tracks that are as they were stay the same objects, so that nothing is kept twice.
        """
        before = {track.uri: track for track in known.index}
        found: dict[str, LibraryTrack] = {}
        early = 0 if before else FIRST_TRACKS
        for track in tracks:
            old = before.get(track.uri)
            found.setdefault(track.uri, old if old is not None and old == track else track)
            if len(found) == early:
                self._report(replace(known, index=tuple(found.values())), complete=False)
                early *= 10
        return tuple(found.values())


def _is_recent(known: Reading) -> bool:
    """Say whether every track was looked at lately: not so, too, after the clock was set back."""
    return 0 <= time.time() - known.full_s < FULL_S
