"""Video files in the place of a camera."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import cv2

from mopidy_moodcam.vision.picture_source import WAY_OUT, CameraError, as_bgr

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

DEFAULT_CLIP_FPS: Final = 25.0
ONE_THREAD: Final = (cv2.CAP_PROP_N_THREADS, 1)
"""Decoding takes a fifth less that way, and is counted as the reading thread's."""


class ClipSource:
    """A video file, played at its own speed and looped; late pictures are skipped."""

    def __init__(self, name: str, path: Path, *, loop: bool = True, paced: bool = True) -> None:
        """Open a clip.

        Raises CameraError when it cannot be read.
        """
        self.name = name
        self._path = path
        self._loop = loop
        self._paced = paced
        try:
            str(path).encode()
        except UnicodeEncodeError as error:  # OpenCV would crash
            name_read = str(path).encode("utf-8", "replace").decode()
            msg = f"clip {name_read} cannot be read: its name is not UTF-8, so rename it"
            raise CameraError(msg) from error
        self._capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG, ONE_THREAD)
        if not self._capture.isOpened() or not self._capture.grab():
            self._capture.release()
            reason = f"clip {path} cannot be read: it is no video that OpenCV knows"
            raise CameraError(reason, WAY_OUT)
        self._first = True
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self._interval_s = 1 / (fps if 1 <= fps <= 240 else DEFAULT_CLIP_FPS)
        self._due_s = time.monotonic()
        self._position = 0

    @property
    def position_s(self) -> float:
        """The time of the grabbed picture from the start of the clip."""
        return self._position * self._interval_s

    def grab(self) -> bool:
        """Wait until the next picture is due; return False at the end of a clip not looped."""
        if self._first:  # the picture that showed that the clip is readable
            self._first = False
        elif self._capture.grab():
            self._position += 1
        elif not self._loop or not self._rewind():
            return False
        if self._paced:
            self._due_s += self._interval_s
            late_s = time.monotonic() - self._due_s
            if late_s < 0:
                time.sleep(-late_s)
            elif late_s > 1:  # the machine slept: do not race through what was missed
                self._due_s = time.monotonic()
        return True

    def retrieve(self) -> NDArray[np.uint8] | None:
        """Decode the picture that was grabbed."""
        good, image = self._capture.retrieve()
        return as_bgr(image) if good else None

    def close(self) -> None:
        """Release the file."""
        self._capture.release()

    def _rewind(self) -> bool:
        """Go back to the first picture; a file that cannot seek is opened anew."""
        self._position = 0
        if self._capture.set(cv2.CAP_PROP_POS_FRAMES, 0) and self._capture.grab():
            return True
        self._capture.open(str(self._path), cv2.CAP_FFMPEG, ONE_THREAD)
        return self._capture.grab()
