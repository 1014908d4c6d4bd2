"""What lies in MoodCam's data folder, in plain numbers."""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.music import kept
from mopidy_moodcam.music.library import INDEX_FILE
from mopidy_moodcam.music.queue_store import QUEUE_FILE
from mopidy_moodcam.music.store import FILE as LEARNT_FILE
from mopidy_moodcam.music.whole_file import DAMAGES
from mopidy_moodcam.sentences import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

UNREADABLE: Final = "cannot be read: "  # how the problem of a file begins that may not be read
_DAMAGES: Final = (gzip.BadGzipFile, EOFError, zlib.error, *DAMAGES)
LEVELS: Final = {  # those of `preference` in learnt.json that say something to people
    "track": "tracks with likes or dislikes",
    "artist": "artists with likes or dislikes",
    "genre": "genres with likes or dislikes",
    "feeling": "genres with likes or dislikes in one emotion",
}


@dataclass(frozen=True, slots=True)
class Holding:
    """A file: its size, when it was written (Unix time), and how much of what it holds.

    `problem` says why it cannot be read.
    """

    file: str
    bytes: int
    changed: float
    holds: dict[str, int] = field(default_factory=dict[str, int])
    problem: str | None = None


def holdings(folder: Path) -> list[Holding]:
    """Return what is kept in MoodCam's data folder; a file that cannot be read is one, too."""
    return [_holding(path) for path in kept.find(folder)]


def _holding(path: Path) -> Holding:
    status = path.lstat()
    count = _COUNTS.get(path.name)
    if count is None:  # a draft, left when the machine stopped
        return Holding(path.name, status.st_size, status.st_mtime)
    try:
        holds, problem = count(path), None
    except _DAMAGES as error:
        holds, problem = {}, f"is damaged and will be made anew: {error}"
    except OSError as error:
        holds, problem = {}, f"{UNREADABLE}{reason_of(error)}"
    return Holding(path.name, status.st_size, status.st_mtime, holds, problem)


def _learnt(path: Path) -> dict[str, int]:
    stored: Any = json.loads(path.read_text("utf-8"))
    words = [word for word, _ in stored["words"].values()]
    choices = list(stored["choices"].values())
    return {
        "tracks played": len(stored["history"]["played"]),
        "tracks skipped": len(stored["history"]["skipped"]),
        **{what: len(stored["preference"][level]) for level, what in LEVELS.items()},
        "genres in a situation (evening, alone ...)": len(stored["context"]),
        'times "more like this"': words.count("more"),
        'times "not this one"': words.count("less"),
        "genres picked": choices.count("pick"),
        "genres excluded": choices.count("exclude"),
    }


def _library(path: Path) -> dict[str, int]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        abouts = [json.loads(line) for line in file if line.startswith('{"name"')]
    tracks = {about["name"]: about["index"] + about["listed"] for about in abouts}
    return {f"tracks of {name}": number for name, number in tracks.items() if number}


def _queue(path: Path) -> dict[str, int]:
    saved: Any = json.loads(path.read_text("utf-8"))
    return {"tracks queued": len(saved["entries"]), "of them by MoodCam": len(saved["own"])}


_COUNTS: Final[dict[str, Callable[[Path], dict[str, int]]]] = {
    LEARNT_FILE: _learnt,
    INDEX_FILE: _library,
    QUEUE_FILE: _queue,
}
