"""Keeps what was learnt in a file, written in the background."""

from __future__ import annotations

import json
import logging
import threading
from typing import TYPE_CHECKING, Any, Final, cast

from mopidy_moodcam.music.whole_file import replacing
from mopidy_moodcam.sentences import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

logger = logging.getLogger(__name__)

FILE: Final = "learnt.json"
SAVE_EVERY_S: Final = 5.0
"""Changes are gathered for so long: flash memory wears, and a skip is no bank transfer."""

RETRY_S: Final = 30.0
"""Pause between two tries to write to a disk that is full or read-only."""

VERSION: Final = 1
_END_S: Final = 5.0


class Store:
    """One JSON object in a folder, replaced as a whole.

    Its thread is started by the first change. A folder that cannot be written is told once, in
    `problem`, and tried again at every change and now and then.
    """

    def __init__(self, folder: Path, snapshot: Callable[[], dict[str, Any]]) -> None:
        """Prepare; `snapshot` returns what is to be kept and is called in the store's thread."""
        self._file = folder / FILE
        self._snapshot = snapshot
        self._unwritten = False
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._problem: str | None = None

    @property
    def problem(self) -> str | None:
        """Why nothing can be kept: one sentence, or None."""
        return self._problem

    def read(self) -> dict[str, Any] | None:
        """Return what was kept, or None when there is nothing, or nothing that can be read."""
        try:
            stored = json.loads(self._file.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except OSError as error:
            self._tell(error)
            return None
        except (ValueError, RecursionError):
            self.refuse()
            return None
        if not isinstance(stored, dict) or cast("Any", stored).get("version") != VERSION:
            self.refuse()
            return None
        return cast("dict[str, Any]", stored)

    def refuse(self) -> None:
        """Say that the file is of no use; the next change replaces it."""
        logger.warning(
            "MoodCam cannot use what it learnt (%s is damaged), so it begins anew.", self._file
        )

    def changed(self) -> None:
        """Write soon."""
        self._unwritten = True
        self._wake.set()
        if self._thread is None and not self._closing.is_set():
            self._thread = threading.Thread(target=self._run, name="MoodCamStore", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Write what is not written yet, and end the thread."""
        self._closing.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(_END_S)

    def _run(self) -> None:
        ending = False
        while not ending:
            self._wake.wait(RETRY_S if self._unwritten else None)
            self._wake.clear()
            # Asked before the snapshot: the last one has everything that came before the end.
            ending = self._closing.wait(SAVE_EVERY_S)
            if self._unwritten:
                self._unwritten = False  # what changes from now on is written later
                if not self._write():
                    self._unwritten = True

    def _write(self) -> bool:
        """Write the file; return whether it could be written."""
        value = {"version": VERSION, **self._snapshot()}
        try:
            with replacing(self._file) as file:
                file.write(json.dumps(value, separators=(",", ":")).encode())
            self._problem = None
        except OSError as error:
            self._tell(error)
            return False
        return True

    def _tell(self, error: OSError) -> None:
        told = self._problem is not None
        self._problem = (
            f"What MoodCam learns cannot be kept in {self._file.parent} ({reason_of(error)}), so "
            f"it lasts until Mopidy ends: make the folder writable, or make room on the disk."
        )
        if not told:
            logger.warning(self._problem)
