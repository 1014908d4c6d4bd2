"""What there is to play: a snapshot of Mopidy's library, read in the background."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pykka

from mopidy_moodcam.music.backends import StoppedError, discover, scheme_of
from mopidy_moodcam.music.index_store import IndexStore
from mopidy_moodcam.music.inherit import inherited
from mopidy_moodcam.music.sources import Reading, Source
from mopidy_moodcam.music.track import LibraryTrack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mopidy_moodcam.music.backends import Backend

__all__ = ["Library", "LibraryTrack"]

logger = logging.getLogger(__name__)

INDEX_FILE: Final = "library.json.gz"

_DATABASES: Final = {"local": Path("local", "library.db")}
"""Where backends keep their library, beside our own folder in Mopidy's."""


class Library:
    """Keeps a snapshot of Mopidy's library, read and refreshed by a thread for each backend.

    Every method returns at once, apart from `stop`, which waits for the threads. `on_change` is
    called from one of them whenever the tracks or the problem are different from before.
    """

    def __init__(
        self,
        core_library: Any,
        on_change: Callable[[], None],
        *,
        uris: Sequence[str] = (),
        genres: Sequence[str] = (),
        folder: Path | None = None,
    ) -> None:
        """Prepare, without asking anything yet.

        Args:
            core_library: The proxy of Mopidy's library controller, `core.library`.
            on_change: Called without arguments, in one of the library's threads.
            uris: The rules' URIs, to be looked up as well.
            genres: The rules' genres, to be searched for where a backend lists none.
            folder: Where the index is kept over restarts; None keeps it nowhere.
        """
        self._library = core_library
        self._uris = tuple(uris)
        self._genres = tuple(genres)
        self._on_change = on_change
        self._folder = folder
        self._store = None if folder is None else IndexStore(folder / INDEX_FILE)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._begin, name="MoodCam library", daemon=True)
        self._telling = threading.Lock()  # one `on_change` and one saving at a time
        self._lock = threading.Lock()  # guards what is written below this line
        self._sources: tuple[Source, ...] = ()
        self._planned = False
        self._waiting = set[str]()
        self._readings: dict[str, Reading] = {}
        self._shown: dict[str, tuple[LibraryTrack, ...]] = {}
        self._lost: tuple[str, ...] = ()
        # Read without the lock: each is replaced by one assignment of an immutable value.
        self._tracks: tuple[LibraryTrack, ...] = ()
        self._problem: str | None = None
        self._ready = False

    @property
    def problem(self) -> str | None:
        """Why there is nothing, or not everything, to play: sentences, or None."""
        return self._problem

    @property
    def ready(self) -> bool:
        """Whether there are tracks, or every backend has been read in vain."""
        return self._ready

    def tracks(self) -> tuple[LibraryTrack, ...]:
        """Return the tracks of the newest snapshot; safe from every thread."""
        return self._tracks

    def start(self) -> None:
        """Start to read in the background."""
        self._thread.start()

    def stop(self) -> None:
        """End the threads and wait for them; answers still outstanding are given up."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        for source in self._sources:
            source.refresh(search=False)  # so that none waits for its next look
        for source in self._sources:
            source.join()

    def refresh(self, *, search: bool = True) -> None:
        """Ask for another look at every backend now, and at the rules' URIs.

        Without `search`, what was found by searching stays, as services count their requests.
        """
        for source in self._sources:
            source.refresh(search=search)

    def _begin(self) -> None:
        """Publish what an earlier run has found, and start to read every backend."""
        known = self._store.load() if self._store else {}
        with self._lock:
            for reading in known.values():
                self._keep(reading, _with_inherited(reading))
        try:
            self._publish()
            backends = discover(self._library, self._stop)
        except (StoppedError, pykka.ActorDeadError):
            return  # Mopidy shuts down
        with self._lock:
            self._plan(backends, known)
        if not self._sources:
            self._publish()
        for source in self._sources:
            source.start()

    def _plan(self, backends: Mapping[str, Backend], known: Mapping[str, Reading]) -> None:
        """Give each backend its part of the rules' URIs, and forget backends that are gone."""
        uris: defaultdict[str, list[str]] = defaultdict(list)
        for uri in self._uris:
            backend = backends.get(scheme_of(uri))
            uris["" if backend is None else backend.name].append(uri)
        self._planned = True
        self._lost = tuple(uris[""])
        self._sources = tuple(
            Source(
                backend,
                known.get(backend.name, Reading(backend.name)),
                uris=uris[backend.name],
                genres=self._genres,
                backends=backends,
                report=self._take,
                alone=self._alone,
                stop=self._stop,
                database=self._database(backend.name),
            )
            for backend in dict.fromkeys(backends.values())
            if backend.has_library or uris[backend.name]
        )
        self._waiting = {source.backend.name for source in self._sources}
        for gone in self._readings.keys() - self._waiting:
            del self._readings[gone], self._shown[gone]

    def _database(self, name: str) -> Path | None:
        known = _DATABASES.get(name)
        return None if self._folder is None or known is None else self._folder.parent / known

    def _alone(self, name: str) -> bool:
        """Say whether all other backends have been read and have nothing."""
        with self._lock:
            others = [tracks for other, tracks in self._shown.items() if other != name]
            return self._waiting <= {name} and not any(others)

    def _take(self, reading: Reading, *, complete: bool) -> None:
        """Take what a backend's thread has found so far, and keep what is complete."""
        before = self._readings.get(reading.name)  # written by this backend's thread alone
        if before is not None and before.index is reading.index:
            shown = (*self._shown[reading.name][: len(reading.index)], *reading.listed)
        else:
            shown = _with_inherited(reading)
        with self._lock:
            self._keep(reading, shown)
            if complete:
                self._waiting.discard(reading.name)
            readings = tuple(self._readings.values())
            barren = not self._waiting and not any(self._shown.values())
        self._publish()
        if barren:
            for source in self._sources:
                source.browse()
        if complete and self._store and not reading.problem and reading != before:
            with self._telling:
                self._store.save(readings)

    def _keep(self, reading: Reading, shown: tuple[LibraryTrack, ...]) -> None:
        self._readings[reading.name] = reading
        self._shown[reading.name] = shown

    def _publish(self) -> None:
        """Make the snapshot of all readings, and tell when it is another one."""
        with self._lock:
            tracks = tuple(chain.from_iterable(self._shown.values()))
            ready = bool(tracks) or (self._planned and not self._waiting)
            problem = self._trouble(empty=ready and not tracks)
            changed = (tracks, problem, ready) != (self._tracks, self._problem, self._ready)
            if changed:
                self._tracks, self._problem, self._ready = tracks, problem, ready
        if changed:
            with self._telling:
                self._on_change()

    def _trouble(self, *, empty: bool) -> str | None:
        readings = self._readings.values()
        lost = [*self._lost, *(uri for reading in readings for uri in reading.lost)]
        sentences = [reading.problem for reading in readings if reading.problem]
        if lost:
            sentences.append(
                f"Nothing is to be found at {', '.join(lost)}: correct these URIs in the rules, "
                f"or enable the backend that plays them."
            )
        if empty and not sentences:
            sentences.append(
                "The library has no tracks: run `mopidy local scan`, or enable a backend that "
                "has music; Mopidy's log tells when one failed."
            )
        return " ".join(sentences) or None


def _with_inherited(reading: Reading) -> tuple[LibraryTrack, ...]:
    """Return a backend's tracks; those without a known genre with what they inherit."""
    heirs = inherited(reading.index)
    index = (
        replace(track, genres=heirs[track.uri].genres) if track.uri in heirs else track
        for track in reading.index
    )
    return (*index, *reading.listed)
