"""Mopidy's library for a command, while Mopidy itself need not run.

A command has no core, and the running Mopidy cannot be asked: its HTTP interface may be off, and
Mopidy 3 cannot send the answer about genres over it. MoodCam's own index would be as old as its
last run. So the enabled backends are started as Mopidy starts them, without audio, asked exactly as
the frontend asks them, and stopped: this works for every backend and shows what MoodCam would see.
"""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager, suppress
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final

import pykka
from mopidy import ext

from mopidy_moodcam.music import reading
from mopidy_moodcam.music.backends import Backend, NoAnswerError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from mopidy_moodcam.music.track import LibraryTrack

logger = logging.getLogger(__name__)

START_S: Final = 60.0
"""How long a backend may take to start; some log in to a service."""

STOP_S: Final = 5.0
"""How long to wait for each backend to stop; one that hangs is left to itself."""

OWN_NAME: Final = "moodcam"


def read_library(mopidy_config: Mapping[str, Any]) -> tuple[list[LibraryTrack], list[str]]:
    """Return every track that the enabled backends list, and a sentence for each that failed.

    Args:
        mopidy_config: Mopidy's whole validated configuration.
    """
    tracks: dict[str, LibraryTrack] = {}
    problems: list[str] = []
    stop = threading.Event()  # never set: a command is simply interrupted
    with _started(mopidy_config, stop, problems) as backends:
        for how in (_listed, reading.by_browsing):
            for backend in backends:
                try:
                    tracks.update((track.uri, track) for track in how(backend, stop))
                except NoAnswerError as error:
                    problems.append(f"{error}: see Mopidy's log.")
                except Exception as error:
                    logger.debug("Cannot read the %s backend", backend.name, exc_info=True)
                    problems.append(
                        f"The library of the {backend.name} backend cannot be read "
                        f"({type(error).__name__}: {error}): disable it, or see Mopidy's log."
                    )
            if tracks:
                break
    return list(tracks.values()), list(dict.fromkeys(problems))


def _listed(backend: Backend, stop: threading.Event) -> Iterator[LibraryTrack]:
    uris = backend.distinct("uri")
    tags = backend.distinct("genre")
    if uris:
        yield from reading.by_index(backend, uris, tags, {}, stop)
    else:
        yield from reading.by_search(backend, sorted(tags), exact=True)


@contextmanager
def _started(
    mopidy_config: Mapping[str, Any], stop: threading.Event, problems: list[str]
) -> Generator[Sequence[Backend]]:
    """Start the backends that have a library, and stop them all at the end."""
    backends: list[Backend] = []
    started: list[pykka.ActorRef[Any]] = []
    try:
        for backend_class in _backend_classes(mopidy_config):
            name = backend_class.__name__
            try:
                started.append(backend_class.start(config=mopidy_config, audio=None))
                proxy = started[-1].proxy()
                if proxy.has_library().get(timeout=START_S):
                    scheme = min(proxy.uri_schemes.get(timeout=START_S))
                    backends.append(Backend(scheme, proxy, stop, library=True, playlists=False))
            except Exception as error:
                logger.debug("Cannot start %s", name, exc_info=True)
                problems.append(
                    f"{name} cannot be started ({type(error).__name__}: {error}): see Mopidy's log."
                )
        yield backends
    finally:
        for reference in started:
            with suppress(pykka.Timeout):
                reference.stop(timeout=STOP_S)


def _backend_classes(mopidy_config: Mapping[str, Any]) -> list[Any]:
    """Return the backends of all extensions that Mopidy has enabled."""
    registry = ext.Registry()
    for entry in metadata.entry_points(group="mopidy.ext"):
        if entry.name == OWN_NAME or not _is_enabled(mopidy_config, entry.name):
            continue
        try:
            entry.load()().setup(registry)
        except Exception:  # as Mopidy does: one broken extension leaves the others alone
            logger.exception("The extension %s cannot be set up", entry.name)
    return list(registry["backend"])


def _is_enabled(mopidy_config: Mapping[str, Any], name: str) -> bool:
    # Mopidy turns off here what it could not load or what is configured wrongly.
    return name in mopidy_config and bool(mopidy_config[name]["enabled"])
