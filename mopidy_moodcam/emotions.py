"""The emotions: names, emoji, and place on the valence-arousal plane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

UNKNOWN: Final = "unknown"
"""The emotion of a mood when nobody has been seen for a while."""


@dataclass(frozen=True, slots=True)
class Emotion:
    """One of the eight emotions that the classifier tells apart.

    `valence` (unpleasant to pleasant) and `arousal` (calm to excited) run from -1 to 1.
    """

    name: str
    emoji: str
    valence: float
    arousal: float


# Order: the outputs of the classifier (FER+, Barsoum et al. 2016, arXiv:1608.01041).
# Coordinates: rounded from the circumplex of Russell (1980), "A circumplex model of affect",
# doi:10.1037/h0077714. Contempt is not in it; placed between disgust and neutral.
EMOTIONS: Final = (
    Emotion("neutral", "😐", 0.0, 0.0),
    Emotion("happy", "😄", 0.8, 0.4),
    Emotion("surprised", "😮", 0.3, 0.8),
    Emotion("sad", "😢", -0.7, -0.5),
    Emotion("angry", "😠", -0.6, 0.7),
    Emotion("disgusted", "🤢", -0.6, 0.3),
    Emotion("fearful", "😨", -0.6, 0.8),
    Emotion("contemptuous", "😒", -0.4, 0.1),
)
LABELS: Final = tuple(emotion.name for emotion in EMOTIONS)
BY_NAME: Final = {emotion.name: emotion for emotion in EMOTIONS}
UNKNOWN_EMOJI: Final = "🫥"


def emoji_of(name: str) -> str:
    """Return the emoji of an emotion, also of "unknown"."""
    emotion = BY_NAME.get(name)
    return emotion.emoji if emotion else UNKNOWN_EMOJI


def place(probabilities: dict[str, float]) -> tuple[float, float]:
    """Return the (valence, arousal) of a distribution: the mean place, weighted by probability."""
    valence = sum(p * BY_NAME[name].valence for name, p in probabilities.items())
    arousal = sum(p * BY_NAME[name].arousal for name, p in probabilities.items())
    return valence, arousal
