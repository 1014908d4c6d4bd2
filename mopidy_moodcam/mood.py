"""From a stream of expressions to a steady mood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mopidy_moodcam.emotions import UNKNOWN

Source = Literal["face", "voice", "manual"]


@dataclass(frozen=True, slots=True)
class Mood:
    """What the person feels over seconds.

    `emotion` is one of the eight or "unknown", `confidence` runs from 0 to 1, `valence` and
    `arousal` from -1 to 1; `since_s` is when this emotion was entered, on the filter's clock.
    """

    emotion: str = UNKNOWN
    confidence: float = 0.0
    valence: float = 0.0
    arousal: float = 0.0
    since_s: float = 0.0
    source: Source = "face"
