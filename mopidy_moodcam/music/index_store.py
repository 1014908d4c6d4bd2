"""The library as it was found, kept in a file, so that music plays at once after a restart.

The file is lines of JSON in gzip, whose checksum finds whatever is torn or altered: a header, then
for each backend a line about it and its tracks, in columns, up to `CHUNK` of them a line. It holds
names and numbers that Mopidy's library shows anyway, and not what we made of the genres: that is
worked out anew, since our understanding may have changed.
"""

from __future__ import annotations

import gzip
import json
import logging
import zlib
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.music.sources import Reading
from mopidy_moodcam.music.track import from_columns, to_columns
from mopidy_moodcam.music.whole_file import DAMAGES, replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mopidy_moodcam.music.track import LibraryTrack

logger = logging.getLogger(__name__)

VERSION: Final = 1
"""To be raised whenever the file's form changes: other versions are not read."""

CHUNK: Final = 1000
"""Tracks a line: other threads, such as the one that plays, have their turn in between."""

_HEADER: Final = {"format": "moodcam library", "version": VERSION}


class IndexStore:
    """Reads and writes the file; a problem is logged in one sentence and never raised."""

    def __init__(self, path: Path) -> None:
        """Name the file, which need not exist; nor need its folder be writable."""
        self._path = path
        self._told = False  # that it cannot be written

    def load(self) -> dict[str, Reading]:
        """Return the reading of each backend by name; nothing without a file to be used."""
        try:
            with gzip.open(self._path, "rt", encoding="utf-8") as file:
                return {reading.name: reading for reading in _parse(map(json.loads, file))}
        except FileNotFoundError:
            return {}
        except (OSError, EOFError, zlib.error, *DAMAGES) as error:
            logger.warning(
                "MoodCam's library index %s cannot be used (%s), so it is made anew from "
                "Mopidy's library",
                self._path,
                error,
            )
            return {}

    def save(self, readings: Iterable[Reading]) -> None:
        """Replace the file as a whole, or leave it as it was."""
        try:
            self._write(readings)
            self._told = False
        except OSError as error:
            logger.log(
                logging.DEBUG if self._told else logging.WARNING,
                "MoodCam's library index %s cannot be written (%s), so the next start of Mopidy "
                "reads the library anew: make the folder writable, or make room there",
                self._path,
                error.strerror or error,
            )
            self._told = True

    def _write(self, readings: Iterable[Reading]) -> None:
        with (
            replacing(self._path) as raw,
            gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=3, mtime=0) as file,
        ):
            for line in _lines(readings):
                # In ASCII: a tag may hold half a character, which UTF-8 cannot.
                file.write(json.dumps(line).encode() + b"\n")


def _lines(readings: Iterable[Reading]) -> Iterator[Any]:
    yield _HEADER
    for reading in readings:
        yield {
            "name": reading.name,
            "fingerprint": reading.fingerprint,
            "full_s": reading.full_s,
            "database": reading.database,
            "index": len(reading.index),
            "listed": len(reading.listed),
        }
        for tracks in (reading.index, reading.listed):
            for start in range(0, len(tracks), CHUNK):
                yield to_columns(tracks[start : start + CHUNK])


def _parse(lines: Iterator[Any]) -> Iterator[Reading]:
    header = next(lines, None)
    if header != _HEADER:
        msg = f"it begins with {str(header)[:60]}, not {_HEADER}"
        raise ValueError(msg)
    for about in lines:
        uris, tags = map(int, about["fingerprint"])
        changed_ns, size = map(int, about.get("database") or (0, 0))
        yield Reading(
            name=str(about["name"]),
            index=tuple(_tracks(lines, about["index"])),
            listed=tuple(_tracks(lines, about["listed"])),
            fingerprint=(uris, tags),
            full_s=float(about["full_s"]),
            database=(changed_ns, size) if changed_ns else None,
        )


def _tracks(lines: Iterator[Any], count: int) -> Iterator[LibraryTrack]:
    """Yield so many tracks from the lines that follow.

    Raises:
        ValueError: There are fewer, or a line holds no tracks.
    """
    while count > 0:
        columns = next(lines, None)
        if columns is None:
            msg = f"it ends {count} tracks early"
            raise ValueError(msg)
        tracks = from_columns(columns)
        yield from tracks
        count -= len(tracks)
