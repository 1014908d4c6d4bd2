"""The vision rooms' values in the state."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.mood import Mood
from mopidy_moodcam.settings import Settings
from mopidy_moodcam.vision.camera import CameraState, Frame
from mopidy_moodcam.vision.expression import Expression
from mopidy_moodcam.vision.face import PARTS, Face
from mopidy_moodcam.vision.pace import Tempo
from mopidy_moodcam.vision.watcher import Observation
from mopidy_moodcam.web.parts import (
    first_state,
    monotonic_epoch_s,
    mood_part,
    observation_parts,
)

SEEN = Observation(
    camera=CameraState("demo", "ok", chosen="auto"),
    mood=Mood("happy", 0.81234, 0.5, 0.25, 10.0),
    frame=Frame(np.zeros((480, 640, 3), np.uint8), 1.0, "demo", 0.5),
    face=Face((1, 2, 3, 4), 0.99, np.full((468, 2), 7.6, np.float32)),
    expression=Expression(dict.fromkeys(LABELS, 0.125)),
    timing_ms={"total": 12.3456},
    tempo=Tempo(fps=4.5678, detect_every=20, cpu_share=0.07654),
)


def test_an_observation_becomes_plain_json() -> None:
    parts = json.loads(json.dumps(observation_parts(SEEN, with_face=True)))
    assert parts["camera"] == {
        "source": "demo",
        "status": "ok",
        "error": None,
        "chosen": "auto",
    }
    frame = parts["frame"]
    assert frame is not None
    assert (frame["width"], frame["height"]) == (640, 480)
    assert frame["time"] == pytest.approx(monotonic_epoch_s() + 1.0, abs=0.5)
    assert parts["face"]["box"] == [1, 2, 3, 4]
    assert set(parts["face"]["landmarks"]) == set(PARTS)
    assert parts["face"]["landmarks"]["mouth"][0] == [8, 8]
    assert list(parts["expression"]) == list(LABELS)
    assert parts["timing_ms"] == {"total": 12.35}
    assert parts["pace"] == {"fps": 4.57, "detect_every": 20, "idle": False, "cpu_percent": 7.7}


def test_nothing_seen_clears_what_was_seen_before() -> None:
    parts = observation_parts(Observation(CameraState("0", "lost", "gone"), Mood()), with_face=True)
    assert (parts["frame"], parts["face"], parts["expression"]) == (None, None, None)


def test_the_place_of_a_face_can_be_left_out() -> None:
    assert observation_parts(SEEN, with_face=False)["face"] is None


def test_a_mood_carries_its_emoji_and_unix_time() -> None:
    part = mood_part(SEEN.mood, epoch_s=1000.0)
    assert part == {
        "emotion": "happy",
        "emoji": "😄",
        "confidence": 0.812,
        "valence": 0.5,
        "arousal": 0.25,
        "since": 1010.0,
        "until": None,
        "source": "face",
    }
    assert mood_part(Mood(), 0)["emoji"] == "🫥"


def test_a_mood_by_hand_says_until_when_it_stands() -> None:
    mood = Mood("sad", 1.0, -0.7, -0.5, 10.0, "manual", 70.0)
    assert mood_part(mood, epoch_s=1000.0)["until"] == 1070.0


def test_the_first_state_hides_a_camera_s_secrets() -> None:
    values: dict[str, Any] = dict.fromkeys(Settings.__dataclass_fields__, "")
    settings = Settings(**values | {"camera": "rtsp://user:secret@10.0.0.9/live"})
    state = first_state(settings, ["off"])
    assert state["camera"]["chosen"] == state["camera"]["source"] == "rtsp://10.0.0.9"
    assert state["feeds"] == ["off"]
