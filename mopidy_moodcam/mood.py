"""From a stream of expressions to a steady mood.

What keeps the mood from flickering: probabilities are averaged by elapsed time, an emotion is
entered and left at different levels, and it must hold for a while before it counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from mopidy_moodcam.emotions import BY_NAME, LABELS, UNKNOWN, place

if TYPE_CHECKING:
    from collections.abc import Mapping

Source = Literal["face", "voice", "manual"]

MAX_EVIDENCE_S: Final = 1.0
"""One frame speaks for at most this long, however long ago the one before it was."""


@dataclass(frozen=True, slots=True)
class Mood:
    """What the person feels over seconds.

    `emotion` is one of the eight or "unknown", `confidence` runs from 0 to 1, `valence` and
    `arousal` from -1 to 1; `since_s` is when this emotion was entered and `until_s` when a choice
    by hand ends (None for all others), both on the filter's clock.
    """

    emotion: str = UNKNOWN
    confidence: float = 0.0
    valence: float = 0.0
    arousal: float = 0.0
    since_s: float = 0.0
    source: Source = "face"
    until_s: float | None = None


@dataclass(frozen=True, slots=True)
class MoodOptions:
    """How steady the mood is.

    `half_life_s`: after this time an observation counts half. `enter`: the level an emotion must
    reach to become the mood, for `dwell_s`; `leave`: the level below which the mood gives way.
    `forget_s`: without evidence for this long the mood is unknown. `manual_s`: how long a choice
    by hand stands when it does not say.
    """

    half_life_s: float = 0.8
    dwell_s: float = 1.5
    enter: float = 0.45
    leave: float = 0.3
    forget_s: float = 20.0
    manual_s: float = 1800.0


class MoodFilter:
    """Turns observations into a mood; pure, on the times that it is given in seconds.

    The level of each emotion is an exponential moving average over elapsed time, so the frame
    rate does not matter. A frame without a face counts as evidence for nothing: all levels fall,
    and with them the confidence. Times that run backwards count as no time at all.
    """

    def __init__(self, options: MoodOptions | None = None) -> None:
        """Start with an unknown mood."""
        self._options = options or MoodOptions()
        self._levels = dict.fromkeys(LABELS, 0.0)
        self._last_s: float | None = None
        self._candidate = UNKNOWN
        self._candidate_since_s = 0.0
        self._seen_s: float | None = None
        self._face_mood = Mood()
        self._manual: Mood | None = None

    @property
    def levels(self) -> dict[str, float]:
        """The smoothed level of each emotion; their sum is the certainty that a face is there."""
        return dict(self._levels)

    def update(self, probabilities: Mapping[str, float] | None, now_s: float) -> Mood:
        """Take one frame's probabilities, or None for a frame without a face; return the mood."""
        if self._last_s is None:
            self._last_s, self._face_mood = now_s, Mood(since_s=now_s)
        elapsed_s = max(0.0, now_s - self._last_s)
        self._last_s = max(now_s, self._last_s)
        now_s = self._last_s
        self._average(probabilities, elapsed_s)
        if probabilities is not None:
            self._seen_s = now_s
        self._decide(now_s)
        return self.now(now_s)

    def now(self, now_s: float) -> Mood:
        """Return the mood between two frames: no evidence, but a choice by hand may end."""
        if self._manual and self._manual.until_s is not None and now_s >= self._manual.until_s:
            self._manual = None
        return self._manual or self._face_mood

    def choose(self, emotion: str | None, now_s: float, duration_s: float | None = None) -> None:
        """Take a choice by hand for `duration_s` (None: `manual_s`); None gives way to the face.

        Raises ValueError for an emotion that is none of the eight or a duration that is no time.
        """
        if emotion is None:
            self._manual = None
            return
        if emotion not in BY_NAME:
            msg = f"unknown emotion {emotion!r}: choose one of {', '.join(LABELS)}"
            raise ValueError(msg)
        stands_s = self._options.manual_s if duration_s is None else duration_s
        if not 0 < stands_s < float("inf"):
            msg = f"a mood cannot be chosen for {stands_s} seconds: use a positive number"
            raise ValueError(msg)
        known = BY_NAME[emotion]
        self._manual = Mood(
            emotion, 1.0, known.valence, known.arousal, now_s, "manual", now_s + stands_s
        )

    def _average(self, probabilities: Mapping[str, float] | None, elapsed_s: float) -> None:
        half_life_s = self._options.half_life_s
        keep = 0.5 ** (elapsed_s / half_life_s)
        weight = 1 - 0.5 ** (min(elapsed_s, MAX_EVIDENCE_S) / half_life_s)
        for label in LABELS:
            seen = probabilities.get(label, 0.0) if probabilities is not None else 0.0
            self._levels[label] = min(1.0, self._levels[label] * keep + seen * weight)

    def _decide(self, now_s: float) -> None:
        options = self._options
        top = max(LABELS, key=self._levels.__getitem__)
        # Once risen to `enter`, an emotion stands for the mood as long as it leads above `leave`.
        needed = options.leave if top == self._candidate else options.enter
        candidate = top if self._levels[top] >= needed else UNKNOWN
        if candidate != self._candidate:
            self._candidate, self._candidate_since_s = candidate, now_s
        current = self._face_mood
        held = now_s - self._candidate_since_s >= options.dwell_s
        left = current.emotion == UNKNOWN or self._levels[current.emotion] < options.leave
        if candidate not in (UNKNOWN, current.emotion) and held and left:
            current = Mood(emotion=candidate, since_s=now_s)
        elif current.emotion != UNKNOWN and self._unseen_s(now_s) >= options.forget_s:
            current = Mood(since_s=now_s)
        self._face_mood = self._measured(current)

    def _unseen_s(self, now_s: float) -> float:
        return float("inf") if self._seen_s is None else now_s - self._seen_s

    def _measured(self, mood: Mood) -> Mood:
        """Return the mood with today's confidence and place on the plane."""
        total = sum(self._levels.values())
        if mood.emotion == UNKNOWN or total <= 0:
            return replace(mood, confidence=0.0, valence=0.0, arousal=0.0)
        valence, arousal = place({name: level / total for name, level in self._levels.items()})
        return replace(
            mood, confidence=self._levels[mood.emotion], valence=valence, arousal=arousal
        )
