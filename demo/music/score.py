"""A piece of music before it sounds: what it is made of, and its bars laid out on the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from demo.music.desk import Desk, Track
from demo.music.theory import Chord, Note, Rhythm, chords, melody, scale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from demo.music.instruments import Instrument


@dataclass(frozen=True, slots=True)
class Piece:
    """What distinguishes one piece from another of its style.

    `harmony` maps each letter of `form` to the chords of its section, one a bar; `variant` is for
    the style to interpret.
    """

    style: str
    key: str
    tempo: float
    form: str
    harmony: dict[str, str]
    seed: int
    variant: str = ""


class Score:
    """The bars of a piece, and ways to put parts on them."""

    def __init__(
        self,
        piece: Piece,
        *,
        beats: int = 4,
        swing: float = 0.5,
        swing_sixteenths: bool = False,
        loose_s: float = 0.003,
    ) -> None:
        """Lay a piece out on an empty desk, `beats` to the bar."""
        self.piece = piece
        self.beats = beats
        self.key = scale(piece.key)
        self.harmony: list[Chord] = []
        self.section: list[int] = []  # of each bar, its place in the form
        for place, letter in enumerate(piece.form):
            bars = chords(piece.harmony[letter])
            self.harmony += bars
            self.section += [place] * len(bars)
        self.rng = np.random.default_rng(piece.seed)
        self.desk = Desk(
            piece.tempo,
            len(self.harmony) * beats,
            piece.seed,
            swing=swing,
            swing_sixteenths=swing_sixteenths,
            loose_s=loose_s,
        )

    def track(self, level_db: float, **settings: float | bool | None) -> Track:
        """Add a track to the desk."""
        return self.desk.track(level_db, **settings)

    def bars(self, first: int = 0, last: int | None = None) -> list[int]:
        """Return the bars of the sections from `first` up to `last`, negative as in slices."""
        places = range(len(self.piece.form))[first:last]
        return [bar for bar, place in enumerate(self.section) if place in places]

    def letter(self, letter: str) -> list[int]:
        """Return the bars of the sections with a letter."""
        return [b for b, place in enumerate(self.section) if self.piece.form[place] == letter]

    def note(
        self,
        track: Track,
        instrument: Instrument,
        midi: int,
        beat: float,
        length: float,
        *,
        velocity: float = 1.0,
    ) -> None:
        """Play one note; times in beats."""
        track.play(beat, instrument(midi, self.desk.span_s(length)), velocity)

    def chord(
        self,
        track: Track,
        instrument: Instrument,
        notes: Iterable[int],
        beat: float,
        length: float,
        *,
        velocity: float = 1.0,
        strum: float = 0.0,
    ) -> None:
        """Play notes together, or strummed `strum` beats apart."""
        for i, midi in enumerate(notes):
            self.note(track, instrument, midi, beat + i * strum, length, velocity=velocity)

    def figure(
        self,
        track: Track,
        instrument: Instrument,
        bars: Iterable[int],
        rhythm: Sequence[tuple[float, float]],
        notes: Callable[[Chord], Sequence[int]],
        *,
        velocity: float = 1.0,
    ) -> None:
        """Play a chord's notes in a rhythm of (beat, length), the next note each time."""
        for bar in bars:
            pitches = notes(self.harmony[bar])
            for i, (beat, length) in enumerate(rhythm):
                accent = velocity * (1.0 if beat % 1 == 0 else 0.8)
                start = bar * self.beats + beat
                self.note(
                    track, instrument, pitches[i % len(pitches)], start, length, velocity=accent
                )

    def comp(
        self,
        track: Track,
        instrument: Instrument,
        bars: Iterable[int],
        rhythm: Sequence[tuple[float, float]],
        low: int,
        *,
        velocity: float = 1.0,
        strum: float = 0.0,
    ) -> None:
        """Play each bar's chord in a rhythm of (beat, length)."""
        for bar in bars:
            notes = self.harmony[bar].voicing(low)
            for beat, length in rhythm:
                start = bar * self.beats + beat
                self.chord(track, instrument, notes, start, length, velocity=velocity, strum=strum)

    def tune(
        self, bars: Sequence[int], rhythms: Sequence[Rhythm], low: int, high: int
    ) -> list[Note]:
        """Compose a melody over these bars."""
        if not bars:
            return []
        notes = melody(
            self.rng,
            [self.harmony[bar] for bar in bars],
            self.key,
            rhythms,
            low=low,
            high=high,
            beats=self.beats,
        )
        placed: list[Note] = []
        for note in notes:
            bar, beat = divmod(note.beat, self.beats)
            placed.append(Note(bars[int(bar)] * self.beats + beat, note.length, note.midi))
        return placed

    def sing(
        self,
        track: Track,
        instrument: Instrument,
        notes: Iterable[Note],
        *,
        shift: int = 0,
        legato: float = 0.95,
    ) -> None:
        """Play a melody, `shift` semitones away."""
        for note in notes:
            accent = 1.0 if note.beat % 2 == 0 else 0.85
            midi = note.midi + shift
            self.note(track, instrument, midi, note.beat, note.length * legato, velocity=accent)

    def below(self, notes: Iterable[Note], rungs: int) -> list[Note]:
        """Return a second voice, so many steps of the key below a melody."""
        steps = [midi for midi in range(24, 109) if midi % 12 in self.key]
        return [
            Note(n.beat, n.length, [s for s in steps if s <= n.midi][-1 - rungs]) for n in notes
        ]

    def drums(
        self, track: Track, sound: Callable[[], np.ndarray], pattern: str, bars: Sequence[int]
    ) -> None:
        """Play a drum from a pattern; see `Desk.hits`."""
        self.desk.hits(track, sound(), pattern, bars)
