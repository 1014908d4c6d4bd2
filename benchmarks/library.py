"""How soon and how small a large library is known: `python -m benchmarks.library`.

For each size a Mopidy-Local library of synthetic tracks is written with Mopidy-Local's own schema
into a temporary folder, and read by the real backend in a real core. Measured are, each in a
process of its own: the first index, how soon it is back after a restart and what it takes in
memory, and how long after a declared mood the tracklist changes (median, and 95 % in brackets).
Processor seconds tell more than seconds where other programs run as well.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import random
import sqlite3
import sys
import tempfile
import threading
import time
import tracemalloc
from configparser import ConfigParser
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any, Final

import pykka
from mopidy.core import Core, CoreListener
from mopidy.models import Album, Artist, Track
from mopidy_local import schema
from mopidy_local.actor import LocalBackend

from mopidy_moodcam import Extension
from mopidy_moodcam.commands.machine import describe
from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.frontend import MoodFrontend
from mopidy_moodcam.mood import Mood
from mopidy_moodcam.music.library import Library
from tests.dummy_audio import DummyAudio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZES: Final = (10_000, 100_000)
TRACKS_AN_ALBUM: Final = 12
ALBUMS_AN_ARTIST: Final = 3
UNTAGGED: Final = 0.1
TAGS: Final = (
    *("Jazz", "Rock", "Pop", "Electronic", "Ambient", "Classical", "Folk", "Dance", "Hip-Hop"),
    *("Lo-Fi Hip-Hop; Jazz", "Progressive Rock/Metal", "Heavy Metal", "Soul", "Blues", "Techno"),
    *("Indie Pop", "Acoustic; Singer-Songwriter", "Soundtrack", "Reggae", "Punk Rock", "Latin"),
)
PATIENCE_S: Final = 3600.0


def main() -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.library", description=__doc__)
    parser.add_argument("--tracks", type=int, nargs="+", default=SIZES, help="sizes to measure")
    parser.add_argument("--moods", type=int, default=24, help="moods to declare at each size")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    results = [_measure(size, arguments.moods) for size in arguments.tracks]
    result = {"machine": describe(), "libraries": results}
    print(json.dumps(result) if arguments.json else _table(result))
    return 0


def _measure(size: int, moods: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_library(folder, size)
        result: dict[str, Any] = {"tracks": size}
        with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
            result |= pool.apply(_first_index, (folder, size))
            result |= pool.apply(_stored_index, (folder, size))
            result |= pool.apply(_memory, (folder, size))
            result["tracklist_ms"] = pool.apply(_moods, (folder, moods))
        return result


def _write_library(folder: Path, size: int) -> None:
    """Fill Mopidy-Local's database with tracks, each with an artist and an album."""
    draw = random.Random(size)  # noqa: S311 - the same library every time
    path = folder / "data" / "local" / "library.db"
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path, factory=schema.Connection)) as connection:
        schema.load(connection)
        connection.execute("PRAGMA synchronous = OFF")
        for number in range(size):
            schema.insert_track(connection, _track(number, draw))
        connection.commit()
        schema.cleanup(connection)
        connection.commit()


def _track(number: int, draw: random.Random) -> Track:
    in_album, album = number % TRACKS_AN_ALBUM, number // TRACKS_AN_ALBUM
    performer = album // ALBUMS_AN_ARTIST
    artist = Artist(uri=f"local:artist:md5:{performer:032x}", name=f"Performer {performer}")
    return Track(
        uri=f"local:track:Performer%20{performer}/Album%20{album}/{in_album:02}%20Song.flac",
        name=f"Song {in_album} of album {album}",
        artists=[artist],
        album=Album(uri=f"local:album:md5:{album:032x}", name=f"Album {album}", artists=[artist]),
        genre=None if draw.random() < UNTAGGED else draw.choice(TAGS),
        track_no=in_album + 1,
        length=draw.randrange(120_000, 400_000),
        last_modified=1,
    )


@contextmanager
def _core(folder: Path) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Run a real core with the real Mopidy-Local; only the audio is a stand-in."""
    section = {"media_dir": str(folder), "directories": [], "timeout": 10}
    config = {
        "core": {f"{name}_dir": str(folder / name) for name in ("cache", "config", "data")}
        | {"max_tracklist_length": 10_000},
        "local": section | {"use_artist_sortname": False, "max_search_results": 100},
        "moodcam": _settings(),
    }
    audio = DummyAudio.start().proxy()
    backend = LocalBackend.start(config=config, audio=audio).proxy()
    core = Core.start(config=config, mixer=None, backends=[backend], audio=audio).proxy()
    try:
        yield core, config
    finally:
        pykka.ActorRegistry.stop_all()


def _settings() -> dict[str, Any]:
    extension = Extension()
    parser = ConfigParser(interpolation=None)
    parser.read_string(extension.get_default_config())
    values, errors = extension.get_config_schema().deserialize(
        dict(parser["moodcam"]) | {"camera": "off"}
    )
    assert not errors, errors  # noqa: S101 - the defaults are right
    return values


@contextmanager
def _library(core: Any, folder: Path, size: int) -> Iterator[Callable[[], None]]:
    """Prepare a library; give what starts it and waits until it is complete."""
    complete = threading.Event()

    def check() -> None:
        if len(library.tracks()) == size:
            complete.set()

    (folder / "kept").mkdir(exist_ok=True)
    library = Library(core.library, check, folder=folder / "kept")

    def run() -> None:
        library.start()
        if not complete.wait(PATIENCE_S):
            msg = f"the library is incomplete: {len(library.tracks())} of {size} tracks"
            raise TimeoutError(msg)

    try:
        yield run
    finally:
        library.stop()


def _first_index(folder: Path, size: int) -> dict[str, float]:
    with _core(folder) as (core, _), _library(core, folder, size) as run:
        start_s, start_cpu_s = time.perf_counter(), time.process_time()
        run()
        return {
            "index_s": round(time.perf_counter() - start_s, 2),
            "index_cpu_s": round(time.process_time() - start_cpu_s, 2),
        }


def _stored_index(folder: Path, size: int) -> dict[str, float]:
    with _core(folder) as (core, _), _library(core, folder, size) as run:
        start_s, start_cpu_s = time.perf_counter(), time.process_time()
        run()
        return {
            "stored_s": round(time.perf_counter() - start_s, 2),
            "stored_cpu_s": round(time.process_time() - start_cpu_s, 2),
        }


def _memory(folder: Path, size: int) -> dict[str, float]:
    """Measure what the index holds, as Python's allocator counts it."""
    with _core(folder) as (core, _), _library(core, folder, size) as run:
        gc.collect()
        tracemalloc.start()
        run()
        gc.collect()
        held, _peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return {"memory_mb": round(held / 1e6, 1)}


class _Watch(pykka.ThreadingActor, CoreListener):
    """Notes when the tracklist changes."""

    def __init__(self) -> None:
        super().__init__()
        self.changes_s: list[float] = []

    def tracklist_changed(self) -> None:
        self.changes_s.append(time.perf_counter())


def _moods(folder: Path, count: int) -> dict[str, float]:
    """Declare moods to the real frontend, and see when the tracklist changes first."""
    with _core(folder) as (core, config):
        kept = folder / "data" / "moodcam"
        kept.mkdir(parents=True)
        (folder / "kept" / "library.json.gz").rename(kept / "library.json.gz")
        watch = _Watch.start().proxy()
        frontend = MoodFrontend.start(config=config, core=core).proxy()
        frontend.follow(Mood("neutral", 1.0, source="manual"))
        deadline_s = time.monotonic() + PATIENCE_S
        while not watch.changes_s.get():
            if time.monotonic() > deadline_s:
                msg = "the stored index is not read"
                raise TimeoutError(msg)
            time.sleep(0.1)
        waits_ms: list[float] = []
        for number in range(count):
            time.sleep(0.5)
            declared_s = time.perf_counter()
            mood = Mood(LABELS[number % len(LABELS)], 1.0, source="manual")
            frontend.follow(mood).get()
            core.get_version().get()
            changes_s = [at_s for at_s in watch.changes_s.get() if at_s > declared_s]
            waits_ms.append((changes_s[0] - declared_s) * 1e3)
        return {
            "median": round(median(waits_ms), 1),
            "p95": round(quantiles(waits_ms, n=20)[-1], 1),
        }


def _table(result: dict[str, Any]) -> str:
    lines = [
        ", ".join(f"{name} {value}" for name, value in result["machine"].items()),
        "",
        "| tracks | first index s (processor s) | restart s (processor s) | MB | to tracklist ms |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {one['tracks']:,} | {one['index_s']} ({one['index_cpu_s']}) "
        f"| {one['stored_s']} ({one['stored_cpu_s']}) | {one['memory_mb']} "
        f"| {one['tracklist_ms']['median']} ({one['tracklist_ms']['p95']}) |"
        for one in result["libraries"]
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
