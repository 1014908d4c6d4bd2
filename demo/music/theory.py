"""Chords, scales and melodies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

_NAMES: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_CHORDS: Final = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "5": (0, 7),
    "dim": (0, 3, 6),
    "aug": (0, 4, 8),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "6": (0, 4, 7, 9),
    "m6": (0, 3, 7, 9),
    "7": (0, 4, 7, 10),
    "m7": (0, 3, 7, 10),
    "maj7": (0, 4, 7, 11),
    "m7b5": (0, 3, 6, 10),
    "dim7": (0, 3, 6, 9),
    "add9": (0, 4, 7, 14),
    "madd9": (0, 3, 7, 14),
    "9": (0, 4, 10, 14),
    "m9": (0, 3, 10, 14),
    "maj9": (0, 4, 11, 14),
    "13": (0, 4, 10, 21),
}
_SCALES: Final = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "harmonic": (0, 2, 3, 5, 7, 8, 11),
    "major pentatonic": (0, 2, 4, 7, 9),
    "minor pentatonic": (0, 3, 5, 7, 10),
    "blues": (0, 3, 5, 6, 7, 10),
}


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord: its root, 0 (C) to 11, and its notes in semitones above the root."""

    root: int
    intervals: tuple[int, ...]

    @property
    def classes(self) -> frozenset[int]:
        """The notes without their octave, 0 to 11."""
        return frozenset((self.root + i) % 12 for i in self.intervals)

    def bass(self, low: int) -> int:
        """Return the root at or above a MIDI note."""
        return low + (self.root - low) % 12

    def voicing(self, low: int) -> list[int]:
        """Return the notes within the octave above `low`: neighbouring chords move little."""
        return sorted(low + (note - low) % 12 for note in self.classes)


@dataclass(frozen=True, slots=True)
class Note:
    """A note of a melody: start and length in beats, and MIDI number."""

    beat: float
    length: float
    midi: int


def _root(text: str) -> tuple[int, str]:
    match = re.fullmatch(r"([A-G])([#b]?)(.*)", text)
    if match is None:
        msg = f"{text!r} does not begin with the name of a note"
        raise ValueError(msg)
    shift = {"#": 1, "b": -1, "": 0}[match[2]]
    return (_NAMES[match[1]] + shift) % 12, match[3]


def chord(name: str) -> Chord:
    """Return the chord of a name such as "C", "F#m7" or "Bbmaj9"."""
    root, kind = _root(name)
    return Chord(root, _CHORDS[kind])


def chords(names: str) -> list[Chord]:
    """Return the chords of a row of names, one a bar."""
    return [chord(name) for name in names.split()]


def scale(name: str) -> frozenset[int]:
    """Return the notes (0 to 11) of a scale such as "A minor"."""
    tonic, kind = _root(name)
    return frozenset((tonic + step) % 12 for step in _SCALES[kind.strip()])


def ladder(key: frozenset[int], now: Chord, low: int, high: int) -> list[int]:
    """Return the notes to play over a chord: the key's, unless they rub against a foreign note."""
    foreign = now.classes - key
    clash = {(note + step) % 12 for note in foreign for step in (-1, 1)}
    allowed = (key - clash) | now.classes
    return [midi for midi in range(low, high + 1) if midi % 12 in allowed]


Rhythm = tuple[tuple[float, float], ...]
"""A bar's rhythm: (beat, length) of each note."""


def melody(
    rng: np.random.Generator,
    harmony: Sequence[Chord],
    key: frozenset[int],
    rhythms: Sequence[Rhythm],
    *,
    low: int,
    high: int,
    beats: int = 4,
) -> list[Note]:
    """Compose a tune over one chord a bar.

    A motif of two bars is stated, repeated over the next chords, answered by a second one, and
    closed on a long chord tone: the period form of most songs. Notes on a strong beat are taken
    from the chord; between them the tune walks through the key in small steps.
    """
    motifs = [_motif(rng, rhythms) for _ in range(4)]
    plan = (0, 1, 0, 2, 0, 1, 3, 2)
    tune: list[Note] = []
    for bar, now in enumerate(harmony):
        rungs = ladder(key, now, low, high)
        middle = len(rungs) / 2
        closing = bar % 4 == 3
        steps = motifs[plan[bar % len(plan)]]
        if closing:
            steps = steps[: max(1, len(steps) // 2)]
        for place, (beat, length, step) in enumerate(steps):
            last = closing and place == len(steps) - 1
            strong = last or beat % 2 == 0 or length >= 1
            midi = _nearest(rungs, now, middle + step, strong=strong)
            held = beats - beat if last else length
            tune.append(Note(bar * beats + beat, held, midi))
    return tune


def _motif(rng: np.random.Generator, rhythms: Sequence[Rhythm]) -> list[tuple[float, float, float]]:
    """Return (beat, length, height in rungs) of one bar: a walk that tends back to the middle."""
    rhythm = rhythms[int(rng.integers(len(rhythms)))]
    height = float(rng.integers(-2, 3))
    walk: list[tuple[float, float, float]] = []
    for beat, length in rhythm:
        walk.append((beat, length, height))
        step = float(rng.choice([-2, -1, -1, 1, 1, 2, 3]))
        height += step if abs(height + step) <= 4 else -step
    return walk


def _nearest(rungs: Sequence[int], now: Chord, place: float, *, strong: bool) -> int:
    places = range(len(rungs))
    if strong:
        places = [i for i in places if rungs[i] % 12 in now.classes] or places
    return rungs[min(places, key=lambda i: (abs(i - place), i))]
