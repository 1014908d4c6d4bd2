"""Read faces with a model file that may be missing or wrong, until it is put right."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final

from mopidy_moodcam.vision.expression import Classifier, Expression, ModelError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from mopidy_moodcam.vision.face import Face

logger = logging.getLogger(__name__)

LOOK_AGAIN_S: Final = 2.0  # at a file that could not be used: it may have been replaced


class ModelReader:
    """A classifier as soon as there is one; `error` is a sentence while there is none.

    A file that was refused is loaded again when it has changed. A network that fails on one face,
    or returns what is no probability, is asked again at the next one.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Load a model file, which takes seconds, because it imports torch."""
        self._path = path
        self._clock = clock
        self._error: str | None = None
        self._classifier: Classifier | None = None
        self._version: tuple[int, int] | None = None
        self._look_s = float("inf")
        self._load()

    @property
    def error(self) -> str | None:
        """Why faces are not read: one sentence, or None."""
        return self._error

    def read(self, image: NDArray[np.uint8], face: Face) -> Expression | None:
        """Classify a face in its BGR image (height, width, 3); None while that cannot be done."""
        if self._classifier is None:
            return None
        try:
            expression = self._classifier.read(image, face)
        except ModelError as error:
            self._tell(str(error))
            return None
        self._tell(None)
        return expression

    def look_again(self) -> None:
        """Load the file if it could not be used and has changed since; cheap otherwise."""
        if self._clock() >= self._look_s:
            self._look_s = self._clock() + LOOK_AGAIN_S
            if self._version_now() != self._version:
                self._load()

    def _load(self) -> None:
        self._version = self._version_now()
        self._look_s = self._clock() + LOOK_AGAIN_S
        try:
            self._classifier = Classifier(self._path)
        except (ModelError, OSError) as error:
            self._tell(str(error))
        except ImportError as error:
            self._look_s = float("inf")
            self._tell(f"torch cannot be imported ({error}): install it again, see the README")
        else:
            self._look_s = float("inf")
            self._tell(None)

    def _version_now(self) -> tuple[int, int] | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size

    def _tell(self, error: str | None) -> None:
        if error != self._error:
            if error is not None:
                logger.error("MoodCam: %s", error)
            else:
                logger.info("MoodCam reads faces with %s", self._path)
        self._error = error
