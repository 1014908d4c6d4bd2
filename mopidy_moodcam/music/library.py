"""What there is to play: a snapshot of Mopidy's library, read in the background."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import pykka

from mopidy_moodcam.music.backends import StoppedError, discover, scheme_of
from mopidy_moodcam.music.index_store import IndexStore
from mopidy_moodcam.music.sources import Reading, Source
from mopidy_moodcam.music.track import LibraryTrack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from mopidy_moodcam.music.backends import Backend

__all__ = ["Library", "LibraryTrack"]

logger = logging.getLogger(__name__)

INDEX_FILE: Final = "library.json.gz"


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
        self._store = None if folder is None else IndexStore(folder / INDEX_FILE)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._begin, name="MoodCam library", daemon=True)
        self._saving = threading.Lock()
        self._lock = threading.RLock()  # guards what is written below this line
        self._sources: tuple[Source, ...] = ()
        self._waiting = set[str]()
        self._readings: dict[str, Reading] = {}
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
            source.refresh()
        for source in self._sources:
            source.join()

    def refresh(self) -> None:
        """Ask for another look at every backend now, and at the rules' URIs."""
        for source in self._sources:
            source.refresh()

    def _begin(self) -> None:
        """Publish what an earlier run has found, and start to read every backend."""
        known = self._store.load() if self._store else {}
        self._readings.update(known)
        self._publish()
        try:
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
            )
            for backend in dict.fromkeys(backends.values())
            if backend.has_library or uris[backend.name]
        )
        names = {source.backend.name for source in self._sources}
        self._readings = {n: reading for n, reading in self._readings.items() if n in names}
        self._waiting = names.copy()

    def _alone(self, name: str) -> bool:
        """Say whether all other backends have been read and have nothing."""
        with self._lock:
            others = [reading for reading in self._readings.values() if reading.name != name]
            return self._waiting <= {name} and not any(r.index or r.listed for r in others)

    def _take(self, reading: Reading, *, complete: bool) -> None:
        """Take what a backend's thread has found so far, and keep what is complete."""
        with self._lock:
            before = self._readings.get(reading.name)
            self._readings[reading.name] = reading
            if complete:
                self._waiting.discard(reading.name)
            self._publish()
            if not self._waiting and not self._tracks:
                for source in self._sources:
                    source.browse()
            readings = tuple(self._readings.values())
        if complete and self._store and reading != before:
            with self._saving:
                self._store.save(readings)

    def _publish(self) -> None:
        """Make the snapshot of all readings, and tell when it is another one."""
        readings = self._readings.values()
        tracks = (
            *(track for reading in readings for track in reading.index),
            *(track for reading in readings for track in reading.listed),
        )
        ready = bool(tracks) or (bool(self._sources) and not self._waiting)
        problem = self._trouble(ready=ready)
        if (tracks, problem, ready) != (self._tracks, self._problem, self._ready):
            self._tracks, self._problem, self._ready = tracks, problem, ready
            self._on_change()

    def _trouble(self, *, ready: bool) -> str | None:
        readings = self._readings.values()
        lost = [*self._lost, *(uri for reading in readings for uri in reading.lost)]
        sentences = [reading.problem for reading in readings if reading.problem]
        if lost:
            sentences.append(
                f"Nothing is to be found at {', '.join(lost)}: correct these URIs in the rules, "
                f"or enable the backend that plays them."
            )
        if not sentences and ready and not any(r.index or r.listed for r in readings):
            sentences.append(
                "The library has no tracks: run `mopidy local scan`, or enable a backend that "
                "has music; Mopidy's log tells when one failed."
            )
        return " ".join(sentences) or None
