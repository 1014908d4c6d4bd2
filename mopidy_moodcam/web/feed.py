"""What the web clients are shown: one state, and the picture that belongs to it."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from mopidy_moodcam.music.view import clipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from mopidy_moodcam.settings import FeedKind
    from mopidy_moodcam.web.state import State

PICTURE_WIDTH: Final = 640  # pixels: wider pictures are reduced for the feed
JPEG_QUALITY: Final = 75
MAX_PROBLEM: Final = 1_000
"""Characters of a problem that are shown: a backend's error may be of any length."""


@dataclass(frozen=True, eq=False, slots=True)
class Shown:
    """One state as JSON, and the JPEG picture that belongs to it, if there is a new one."""

    number: int
    text: str
    picture: bytes | None


class Feed:
    """Holds the newest state and tells whoever listens; safe to use from any thread.

    The watcher and the frontend write their parts; web handlers subscribe. A listener is called
    in the writer's thread with no argument, must return at once, and reads `newest` when it has
    time: what it missed in between is gone, and nothing piles up.
    """

    def __init__(self, state: State, kind: FeedKind) -> None:
        """Start with a whole state."""
        self._lock = threading.Lock()
        self._state: State = {**state, "feed": kind, "errors": []}
        self._kind: FeedKind = kind
        self._number = 0
        self._picture: bytes | None = None
        self._shown: Shown | None = None
        self._listeners: dict[Callable[[], None], bool] = {}  # and whether it wants pictures
        self._problems: dict[str, str] = {}

    @property
    def kind(self) -> FeedKind:
        """What clients may see: the video, the landmarks alone, or nothing."""
        return self._kind

    def choose(self, kind: FeedKind) -> None:
        """Show this much from now on; what is no longer to be shown is gone at once."""
        with self._lock:
            self._kind = kind
        self.write({"feed": kind})

    @property
    def watched(self) -> bool:
        """Whether anybody wants pictures."""
        with self._lock:
            return any(self._listeners.values())

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each change; it wants pictures."""
        with self._lock:
            self._listeners[listener] = True

    def want_pictures(self, listener: Callable[[], None], *, wanted: bool) -> None:
        """Note whether a listener wants pictures: when none does, none is made."""
        with self._lock:
            if listener in self._listeners:
                self._listeners[listener] = wanted

    def wants_pictures(self, listener: Callable[[], None]) -> bool:
        """Return whether a listener wants pictures."""
        with self._lock:
            return self._listeners.get(listener, False)

    def unsubscribe(self, listener: Callable[[], None]) -> None:
        """Call `listener` no more."""
        with self._lock:
            self._listeners.pop(listener, None)

    def write(self, parts: State, *, picture: bytes | None = None) -> None:
        """Replace parts of the state, and the picture by the one that belongs to them, if any."""
        with self._lock:
            self._state = {**self._state, **parts}
            if self._kind == "off":
                self._state["face"] = None
            self._changed(picture if self._kind == "video" else None)
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener()

    def report(self, room: str, problem: str | None) -> bool:
        """Note a room's problem, one sentence, or that it has none; return whether it is new."""
        if problem is not None:
            problem = clipped(problem, MAX_PROBLEM)
        with self._lock:
            if self._problems.get(room) == problem:
                return False
            if problem is None:
                del self._problems[room]
            else:
                self._problems[room] = problem
            self._state = {**self._state, "errors": list(self._problems.values())}
            self._changed(None)
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener()
        return True

    @property
    def state(self) -> State:
        """The newest state, for readers in this process; it is replaced and never changed."""
        with self._lock:
            return self._state

    def newest(self) -> Shown:
        """Return the newest state and picture."""
        with self._lock:
            if self._shown is None:
                # In ASCII: a tag or a playlist may hold half a character, which UTF-8 cannot.
                text = json.dumps(self._state, separators=(",", ":"))
                self._shown = Shown(self._number, text, self._picture)
            return self._shown

    def _changed(self, picture: bytes | None) -> None:
        self._number += 1
        self._state = {**self._state, "time": round(time.time(), 3)}
        self._picture = picture
        self._shown = None


def encode_picture(image: NDArray[np.uint8]) -> bytes:
    """Return a BGR image (height, width, 3) as JPEG, reduced to the feed's width."""
    height, width = image.shape[:2]
    if width > PICTURE_WIDTH:
        size = (PICTURE_WIDTH, max(1, round(height * PICTURE_WIDTH / width)))
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return data.tobytes()
