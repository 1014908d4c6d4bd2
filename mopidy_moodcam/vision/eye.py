"""Find a face in a frame and read it: all that one look takes."""

from __future__ import annotations

import logging
import time
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import cv2

from mopidy_moodcam.vision.company import CountingFinder
from mopidy_moodcam.vision.model_reader import ModelReader
from mopidy_moodcam.vision.stillness import Stillness
from mopidy_moodcam.vision.upright import UprightCheck

if TYPE_CHECKING:
    from mopidy_moodcam.vision.camera import Frame
    from mopidy_moodcam.vision.expression import Expression
    from mopidy_moodcam.vision.face import Face

logger = logging.getLogger(__name__)


def shipped_model() -> Path:
    """Return the model file that comes with the package."""
    return Path(str(resources.files("mopidy_moodcam").joinpath("model", "emotion.pt")))


class Eye:
    """Finds a face in a frame and reads it: the costly, stateful middle of the loop.

    Loading takes seconds, because it imports torch. Whatever cannot be loaded is told in `error`,
    and the rest works on.
    """

    def __init__(self, model: Path | None, detect_every: int) -> None:
        """Load the face models and the classifier (None: the one that comes with the package)."""
        cv2.setNumThreads(1)  # the music comes first on a small machine
        self._lacking: str | None = None
        self._finder: CountingFinder | None = None
        self._upright: UprightCheck | None = None
        self._stillness = Stillness()
        try:
            self._finder = CountingFinder(detect_every)
            self._upright = UprightCheck(self._finder)
        except (OSError, cv2.error) as error:
            self._lacking = str(error)
            logger.error("MoodCam: %s", error)  # noqa: TRY400 - the sentence says it all
        self._reader = ModelReader(model or shipped_model())

    @property
    def error(self) -> str | None:
        """Why faces are not found or not read: one sentence, or None."""
        turned = self._upright.problem if self._upright is not None else None
        return self._lacking or self._reader.error or turned

    def look(self, frame: Frame) -> tuple[Face | None, Expression | None, dict[str, float]]:
        """Return the face in a frame, what it shows, and the milliseconds that each step took."""
        self._reader.look_again()
        face: Face | None = None
        expression: Expression | None = None
        start_s = time.perf_counter()
        found_s = start_s
        try:
            if self._finder is not None and not self._stillness.holds(frame.image, frame.time_s):
                face = self._finder.find(frame.image)
                self._stillness.note(frame.image, frame.time_s, in_vain=face is None)
                if self._upright is not None:
                    self._upright.note(frame.image, frame.time_s, seen=face is not None)
            found_s = time.perf_counter()
            if face is not None:
                expression = self._reader.read(frame.image, face)
        except (cv2.error, ValueError, OverflowError) as error:  # one odd frame is no reason to end
            self.forget()
            logger.warning("MoodCam: a frame of %s was passed over: %s", frame.source, error)
        read_s = time.perf_counter()
        timing_ms = {
            "read": frame.read_ms,
            "face": (found_s - start_s) * 1e3,
            "expression": (read_s - found_s) * 1e3,
            "total": frame.read_ms + (read_s - start_s) * 1e3,
        }
        return face, expression, timing_ms

    @property
    def faces(self) -> int:
        """How many faces the last search of a whole frame saw."""
        return self._finder.faces if self._finder is not None else 0

    def search_every(self, frames: int) -> None:
        """Search the whole frame again after so many in which a face was followed."""
        if self._finder is not None:
            self._finder.detect_every = frames

    def forget(self) -> None:
        """Look at the next frame as if it were the first."""
        self._stillness = Stillness()
        if self._finder is not None:
            self._finder.forget()
