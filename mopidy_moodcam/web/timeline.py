"""The moods and tracks of the last half hour, as numbers and names, for the page's timeline."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Final, TypedDict

from mopidy_moodcam.music.view import MAX_URI, artists_of, clipped, name_of, uri_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mopidy_moodcam.mood import Mood

KEPT_S: Final = 1800.0
MOOD_EVERY_S: Final = 10.0  # while a face is seen
MAX_MOODS: Final = 720  # four times what a steady face leaves in half an hour
MAX_TRACKS: Final = 360  # one every 5 s: more is leafing, not listening


class MoodPoint(TypedDict):
    """A mood at one time, in seconds of Unix time."""

    time: float
    emotion: str
    confidence: float
    valence: float
    arousal: float
    source: str


class TrackPoint(TypedDict):
    """A track that began at one time, in seconds of Unix time, and the mood of then."""

    time: float
    uri: str
    name: str
    artists: list[str]
    emotion: str


class Timeline:
    """Collects what was felt and played; safe to use from any thread.

    Memory is bounded: what is older than `KEPT_S`, or too much, is forgotten. So is what would lie
    in the future after the clock was set back.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """Begin empty; `clock` gives Unix time in seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._moods: deque[MoodPoint] = deque(maxlen=MAX_MOODS)
        self._tracks: deque[TrackPoint] = deque(maxlen=MAX_TRACKS)

    def add_mood(self, mood: Mood, *, face_seen: bool) -> None:
        """Note a mood when it is another one, and now and then while a face is seen."""
        now_s = self._clock()
        with self._lock:
            _drop_future(self._moods, now_s)
            last = self._moods[-1] if self._moods else None
            same = last and (last["emotion"], last["source"]) == (mood.emotion, mood.source)
            if last and same and not (face_seen and now_s - last["time"] >= MOOD_EVERY_S):
                return
            self._moods.append(
                {
                    "time": round(now_s, 1),
                    "emotion": mood.emotion,
                    "confidence": round(mood.confidence, 3),
                    "valence": round(mood.valence, 3),
                    "arousal": round(mood.arousal, 3),
                    "source": mood.source,
                }
            )

    def add_track(self, track: Any, emotion: str) -> None:
        """Note that a Mopidy track begins."""
        now_s = self._clock()
        with self._lock:
            _drop_future(self._tracks, now_s)
            self._tracks.append(
                {
                    "time": round(now_s, 1),
                    "uri": clipped(uri_of(track), MAX_URI),
                    "name": name_of(track),
                    "artists": artists_of(track),
                    "emotion": emotion,
                }
            )

    def has(self, uri: str) -> bool:
        """Say whether a track is one of those that were played."""
        with self._lock:
            return any(point["uri"] == uri for point in self._tracks)

    def as_json(self) -> str:
        """Return both lists, the oldest first.

        A mood that began before the half hour and lasted into it stands at its beginning.
        """
        now_s = self._clock()
        begin_s = now_s - KEPT_S
        with self._lock:
            _drop_future(self._moods, now_s)
            _drop_future(self._tracks, now_s)
            while len(self._moods) > 1 and self._moods[1]["time"] <= begin_s:
                self._moods.popleft()
            while self._tracks and self._tracks[0]["time"] < begin_s:
                self._tracks.popleft()
            moods = [
                {**point, "time": max(point["time"], round(begin_s, 1))} for point in self._moods
            ]
            tracks = list(self._tracks)
        return json.dumps({"moods": moods, "tracks": tracks}, separators=(",", ":"))


def _drop_future(points: deque[MoodPoint] | deque[TrackPoint], now_s: float) -> None:
    """Drop the points that lie after now; the last ones, since each is added at its time."""
    while points and points[-1]["time"] > round(now_s, 1):
        points.pop()
