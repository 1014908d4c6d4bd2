"""The parts of the state: as they begin, and what the vision rooms' values make of them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from mopidy_moodcam.emotions import emoji_of
from mopidy_moodcam.mood import Mood
from mopidy_moodcam.vision.sources import redacted

if TYPE_CHECKING:
    from mopidy_moodcam.settings import FeedKind, Settings
    from mopidy_moodcam.vision.face import Face
    from mopidy_moodcam.vision.pace import Tempo
    from mopidy_moodcam.vision.watcher import Observation
    from mopidy_moodcam.web.state import FacePart, MoodPart, PacePart, State


def monotonic_epoch_s() -> float:
    """Return the Unix time at which the monotonic clock stood at zero."""
    return time.time() - time.monotonic()


def first_state(settings: Settings, feeds: list[FeedKind]) -> State:
    """Return the state before anything was seen or heard."""
    camera = redacted(settings.camera)
    return {
        "camera": {"source": camera, "status": "connecting", "error": None, "chosen": camera},
        "cameras": [],
        "watching": True,
        "frame": None,
        "face": None,
        "expression": None,
        "mood": mood_part(Mood(since_s=time.monotonic()), monotonic_epoch_s()),
        "strategy": settings.strategy,
        "genres": [],
        "picked_genres": [],
        "excluded_genres": [],
        "player": "stopped",
        "playing": None,
        "upcoming": [],
        "timing_ms": {},
        "pace": None,
        "feeds": feeds,
    }


def mood_part(mood: Mood, epoch_s: float) -> MoodPart:
    """Return a mood for the state; `epoch_s` is when its clock stood at zero."""
    return {
        "emotion": mood.emotion,
        "emoji": emoji_of(mood.emotion),
        "confidence": round(mood.confidence, 3),
        "valence": round(mood.valence, 3),
        "arousal": round(mood.arousal, 3),
        "since": round(epoch_s + mood.since_s, 1),
        "until": None if mood.until_s is None else round(epoch_s + mood.until_s, 1),
        "source": mood.source,
    }


def pace_part(tempo: Tempo) -> PacePart:
    """Return for the state how often the watcher looks."""
    return {
        "fps": round(tempo.fps, 2),
        "detect_every": tempo.detect_every,
        "idle": tempo.idle,
        "cpu_percent": round(100 * tempo.cpu_share, 1),
    }


def face_part(face: Face) -> FacePart:
    """Return a face for the state, in pixels of the frame."""
    return {"box": list(face.box), "landmarks": face.landmarks()}


def expression_part(probabilities: dict[str, float]) -> dict[str, float]:
    """Return probabilities for the state."""
    return {label: round(value, 4) for label, value in probabilities.items()}


def observation_parts(seen: Observation, *, with_face: bool) -> State:
    """Return all that an observation says; without the face's place where that is private."""
    epoch_s = monotonic_epoch_s()
    parts: State = {
        "camera": {
            "source": seen.camera.source,
            "status": seen.camera.status,
            "error": seen.camera.error,
            "chosen": seen.camera.chosen,
        },
        "frame": None,
        "face": None,
        "expression": None,
        "mood": mood_part(seen.mood, epoch_s),
        "timing_ms": {step: round(value, 2) for step, value in seen.timing_ms.items()},
        "pace": pace_part(seen.tempo) if seen.tempo is not None else None,
    }
    if seen.frame is not None:
        height, width = seen.frame.image.shape[:2]
        time = round(epoch_s + seen.frame.time_s, 3)
        parts["frame"] = {"width": width, "height": height, "time": time}
    if seen.face is not None and with_face:
        parts["face"] = face_part(seen.face)
    if seen.expression is not None:
        parts["expression"] = expression_part(seen.expression.probabilities)
    return parts
