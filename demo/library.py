"""Make the demo library: `python -m demo.library FOLDER`.

For a machine without music: tagged Ogg Vorbis files with covers, composed and played by the
project itself, some for every emotion's rule. Takes under a minute once; later calls see that
nothing changed and do nothing.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import re
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import soundfile
from mutagen.flac import Picture
from mutagen.oggvorbis import OggVorbis

from demo.music import covers
from demo.music.catalogue import CATALOGUE, Album, Song
from demo.music.compose import compose
from demo.music.synth import RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

STAMP: Final = ".demo-library"
_QUALITY: Final = 0.55  # libsndfile's scale from best (0) to smallest (1): about 90 kbit/s
_PARTIAL: Final = ".part"
_SOURCES: Final = (".py", ".toml")


def fingerprint() -> str:
    """Return a hash of everything that the library is made by."""
    digest = hashlib.sha256()
    here = Path(__file__)
    music = [path for path in here.with_name("music").rglob("*") if path.suffix in _SOURCES]
    for path in (here, *sorted(music)):
        digest.update(path.relative_to(here.parent).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def plan(catalogue: Sequence[Album]) -> Iterator[tuple[Path, Album, Song, int]]:
    """Yield each song with its path in the library and its number on the album."""
    for album in catalogue:
        folder = Path(_safe(album.artist)) / _safe(album.title)
        for number, song in enumerate(album.songs, 1):
            yield folder / f"{number:02d} {_safe(song.title)}.ogg", album, song, number


def make(
    folder: Path,
    catalogue: Sequence[Album] = CATALOGUE,
    report: Callable[[str], None] = lambda _: None,
) -> int:
    """Make what is missing in a library folder; return how many tracks were made.

    Each file appears whole under its name or not at all, so a run that was cut off is finished by
    the next one. When the demo's sources change everything is made again. Files of other origin
    are left alone.
    """
    stamp, wanted = folder / STAMP, fingerprint()
    tracks = list(plan(catalogue))
    lines = stamp.read_text().splitlines() if stamp.is_file() else []
    current = lines[:1] == [wanted]
    folder.mkdir(parents=True, exist_ok=True)
    if not current:
        names = [str(path) for path, *_ in tracks]
        for name in {*lines[1:], *names}:  # also tracks that are no longer in the catalogue
            (folder / name).unlink(missing_ok=True)
            (folder / (name + _PARTIAL)).unlink(missing_ok=True)
        # From here on a file that is there was made by these sources, also if this run is cut off.
        _write(stamp, "\n".join([wanted, *names]).encode())
    missing = [track for track in tracks if not (folder / track[0]).is_file()]
    pictures: dict[str, bytes] = {}
    for done, (path, album, song, number) in enumerate(missing, 1):
        report(f"{done}/{len(missing)} {album.artist} - {song.title} ({song.genre})")
        if album.title not in pictures:
            pictures[album.title] = cover(album)
        tags = _tags(album, song, number)
        _write_track(folder / path, compose(song.piece), tags, pictures[album.title])
    return len(missing)


def cover(album: Album) -> bytes:
    """Return an album's cover as JPEG."""
    seed = int.from_bytes(hashlib.sha256(album.title.encode()).digest()[:4], "big")
    return covers.jpeg(covers.draw(album.motif, album.palette, seed))


def _safe(name: str) -> str:
    return re.sub(r"[^\w ,.&()'-]", "", name).strip(" .")


def _write(path: Path, data: bytes) -> None:
    partial = path.with_name(path.name + _PARTIAL)
    partial.write_bytes(data)
    partial.replace(path)


def _write_track(
    path: Path, sound: NDArray[np.float32], tags: Mapping[str, str], picture: bytes
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + _PARTIAL)
    with soundfile.SoundFile(
        partial, "w", RATE, 2, format="OGG", subtype="VORBIS", compression_level=_QUALITY
    ) as file:
        for start in range(0, len(sound), RATE):  # libsndfile fails on long single writes
            file.write(sound[start : start + RATE])
    ogg = OggVorbis(partial)
    ogg.update(tags)
    ogg["metadata_block_picture"] = base64.b64encode(_picture(picture).write()).decode()
    ogg.save()
    partial.replace(path)


def _tags(album: Album, song: Song, number: int) -> dict[str, str]:
    return {
        "title": song.title,
        "artist": album.artist,
        "albumartist": album.artist,
        "album": album.title,
        "genre": song.genre,
        "tracknumber": str(number),
        "tracktotal": str(len(album.songs)),
        "date": album.date,
    }


def _picture(data: bytes) -> Picture:
    picture = Picture()
    picture.type = 3  # front cover
    picture.mime = "image/jpeg"
    picture.width = picture.height = covers.SIZE
    picture.depth = 24
    picture.data = data
    return picture


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m demo.library", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the library goes")
    folder: Path = parser.parse_args(arguments).folder
    wipe = "\r\033[K" if sys.stdout.isatty() else ""

    def report(line: str) -> None:
        if wipe:
            line = f"demo library: {line}"[: shutil.get_terminal_size().columns]
            print(wipe + line, end="", flush=True)

    started = time.monotonic()
    try:
        made = make(folder, report=report)
    except OSError as error:
        print(f"demo library: cannot write {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    count = sum(len(album.songs) for album in CATALOGUE)
    spent = f"{made} made in {time.monotonic() - started:.0f} s" if made else "up to date"
    print(f"{wipe}demo library: {count} tracks in {folder}, {spent}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
