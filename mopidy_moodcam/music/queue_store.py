"""Which tracks of the tracklist were our own when Mopidy was stopped, kept in a file.

Mopidy can restore its tracklist (`core/restore_state`), but knows of no owners. So what is restored
is compared with what was there: only where the whole tracklist is found again, each entry with its
id and its URI and in its order, are our own claimed. Otherwise everything belongs to people.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from mopidy_moodcam.music.whole_file import DAMAGES, replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

logger = logging.getLogger(__name__)

QUEUE_FILE: Final = "queue.json"
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class SavedQueue:
    """A tracklist and what was known of our own entries in it.

    `entries` are pairs of id and URI, in the tracklist's order. `own` maps the id of each entry of
    ours to its reasons, and `heard` are the ids of those that were played.
    """

    entries: tuple[tuple[int, str], ...]
    own: Mapping[int, tuple[str, ...]]
    heard: frozenset[int] = frozenset()

    def is_restored_in(self, entries: Iterable[tuple[int, str]]) -> bool:
        """Say whether a tracklist holds all the entries in their order, maybe among new ones."""
        # Membership in an iterator uses it up as far as the entry found: the order must be kept.
        rest = iter(entries)
        return all(entry in rest for entry in self.entries)


class QueueStore:
    """Reads and writes the file; a problem is logged in one sentence and never raised."""

    def __init__(self, folder: Path) -> None:
        """Name the folder, which need not exist nor be writable."""
        self._path = folder / QUEUE_FILE

    def take(self) -> SavedQueue | None:
        """Return what was kept, and forget it: Mopidy too restores its tracklist only once."""
        try:
            saved = _parse(json.loads(self._path.read_text("utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, *DAMAGES) as error:
            logger.warning(
                "MoodCam cannot use %s (%s), so what it queued before the restart is taken for "
                "a person's",
                self._path,
                error,
            )
            saved = None
        try:
            self._path.unlink()
        except OSError as error:
            logger.debug("%s stays: %s", self._path, error)
        return saved

    def keep(self, saved: SavedQueue) -> bool:
        """Write the file; return whether it could be written."""
        value = {
            "version": _VERSION,
            "entries": saved.entries,
            "own": [[tlid, reasons] for tlid, reasons in saved.own.items()],
            "heard": sorted(saved.heard),
        }
        try:
            with replacing(self._path) as file:
                # In ASCII: a URI may hold half a character, which UTF-8 cannot.
                file.write(json.dumps(value).encode())
        except OSError as error:
            logger.warning(
                "MoodCam cannot write %s (%s), so it takes its tracks out of the tracklist rather "
                "than take them for a person's after a restart: make the folder writable",
                self._path,
                error.strerror or error,
            )
            return False
        return True


def _parse(value: Any) -> SavedQueue:
    """Check what the file holds.

    Raises:
        One of `DAMAGES`: It is not what `keep` writes.
    """
    if value["version"] != _VERSION:
        msg = f"its version is {str(value['version'])[:60]}, not {_VERSION}"
        raise ValueError(msg)
    entries = cast("Sequence[tuple[Any, Any]]", value["entries"])
    own = cast("Sequence[tuple[Any, Sequence[Any]]]", value["own"])
    return SavedQueue(
        entries=tuple((int(tlid), str(uri)) for tlid, uri in entries),
        own={int(tlid): tuple(map(str, reasons)) for tlid, reasons in own},
        heard=frozenset(map(int, value["heard"])),
    )
