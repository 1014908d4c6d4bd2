"""Rock, metal, punk and blues: electric guitars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from demo.music import drums, instruments
from demo.music.score import Piece, Score

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from demo.music.theory import Chord, Rhythm

_ROCK_RHYTHMS: Final[tuple[Rhythm, ...]] = (
    ((0, 1), (1, 0.5), (1.5, 0.5), (2, 1.5), (3.5, 0.5)),
    ((0, 0.5), (0.5, 0.5), (1, 1), (2, 0.5), (2.5, 0.5), (3, 1)),
)
_FAST_RHYTHMS: Final[tuple[Rhythm, ...]] = (
    ((0, 0.5), (0.5, 0.25), (0.75, 0.25), (1, 0.5), (1.5, 0.5), (2, 1), (3, 0.5), (3.5, 0.5)),
    ((0, 0.25), (0.25, 0.25), (0.5, 0.5), (1, 0.5), (1.5, 0.5), (2, 0.5), (2.5, 0.5), (3, 1)),
)
_BLUES_RHYTHMS: Final[tuple[Rhythm, ...]] = (
    ((0.5, 0.5), (1, 0.5), (1.5, 1), (2.5, 1.5)),
    ((0, 0.5), (0.5, 0.5), (1, 1.5), (3, 0.5), (3.5, 0.5)),
    ((0, 1.5), (1.5, 0.5), (2, 2)),
)


def _power(now: Chord, low: int) -> list[int]:
    """Return root, fifth and octave: what distortion leaves clear."""
    root = now.bass(low)
    fifth = 6 if 6 in now.intervals and 7 not in now.intervals else 7
    return [root, root + fifth, root + 12]


def _wall(
    score: Score,
    bars: Sequence[int],
    rhythm: Sequence[tuple[float, float]],
    low: int,
    *,
    drive: float,
    level_db: float = -2,
    high_hz: float = 4600,
) -> None:
    """Play power chords on two guitars, left and right, each a little apart from the other."""
    for pan in (-0.75, 0.75):
        guitar = score.track(level_db, pan=pan, room=0.08, drive=drive, low_hz=130, high_hz=high_hz)
        for bar in bars:
            for beat, length in rhythm:
                notes = _power(score.harmony[bar], low)
                score.chord(guitar, instruments.driven_guitar, notes, bar * 4 + beat, length)


def rock(piece: Piece) -> NDArray[np.float32]:
    """Return rock: a big back-beat, two driven guitars, a singing lead."""
    score = Score(piece)
    everything, chorus = score.bars(), score.letter("B")
    beat = score.bars(1)
    kit = score.track(2, room=0.14)
    score.drums(kit, drums.kick, "X.....x.X.x.....", beat)
    score.drums(kit, lambda: 0.95 * drums.rock_snare(), "....X.......X...", beat)
    score.drums(kit, lambda: 0.34 * drums.hat(0.05), "X.x.X.x.X.x.X.x.", everything)
    score.drums(kit, lambda: 0.55 * drums.crash(), "X.......x.......", chorus)
    score.drums(kit, lambda: 0.8 * drums.tom(130), "............X.x.", beat[3::8])
    score.drums(kit, lambda: 0.8 * drums.tom(95), "..............xX", beat[3::8])
    bass = score.track(0, room=0, drive=1.2)
    eighths = [(i / 2, 0.45) for i in range(8)]
    score.figure(bass, instruments.finger_bass, beat, eighths, lambda c: [c.bass(28)])
    riff = [(0, 0.9), (1, 0.4), (1.5, 0.9), (2.5, 0.4), (3, 0.45), (3.5, 0.45)]
    _wall(score, everything, riff, 40, drive=3.0)
    if piece.variant == "organ":
        keys = score.track(-6, pan=0.2, room=0.3)
        score.comp(keys, instruments.organ, beat, [(0, 4)], 60)
    ring = score.track(-8, pan=-0.3, room=0.3, echo=0.2)
    score.figure(ring, instruments.clean_guitar, chorus, eighths, lambda c: c.voicing(64))
    lead = score.track(-1.5, room=0.3, echo=0.15)
    score.sing(lead, instruments.lead_guitar, score.tune(beat, _ROCK_RHYTHMS, 62, 79))
    return score.desk.mix(room_s=1.3, echo_beats=0.5)


def metal(piece: Piece) -> NDArray[np.float32]:
    """Return heavy metal: galloping low strings, double bass drum, leads in thirds."""
    score = Score(piece, loose_s=0.0015)
    everything, chorus = score.bars(), score.letter("B")
    verse = [bar for bar in everything if bar not in chorus]
    kit = score.track(2, room=0.08)
    double = "X.xxX.xxX.xxX.xx" if piece.variant == "gallop" else "XxXxXxXxXxXxXxXx"
    score.drums(kit, drums.hard_kick, double, score.bars(1))
    score.drums(kit, drums.rock_snare, "....X.......X...", everything)
    score.drums(kit, lambda: 0.3 * drums.hat(0.06), "X.x.X.x.X.x.X.x.", verse)
    score.drums(kit, lambda: 0.5 * drums.crash(), "X...x...X...x...", chorus)
    gallop = [
        (b + p, length) for b in range(4) for p, length in ((0, 0.42), (0.5, 0.18), (0.75, 0.18))
    ]
    chug = [(i / 4, 0.16) for i in range(16) if i % 8 != 7]
    _wall(
        score,
        verse,
        gallop if piece.variant == "gallop" else chug,
        35,
        drive=7,
        level_db=1,
        high_hz=4200,
    )
    _wall(score, chorus, [(0, 1.45), (1.5, 1.45), (3, 0.95)], 38, drive=6, level_db=0.5)
    bass = score.track(-1, room=0, drive=2)
    score.figure(
        bass,
        instruments.finger_bass,
        everything,
        [(i / 2, 0.4) for i in range(8)],
        lambda c: [c.bass(28)],
    )
    tune = score.tune(score.bars(1), _FAST_RHYTHMS, 64, 83)
    lead = score.track(-3, pan=-0.15, room=0.3, echo=0.2)
    score.sing(lead, instruments.lead_guitar, tune)
    harmony = [note for note in tune if int(note.beat // 4) in set(chorus)]
    second = score.track(-5, pan=0.3, room=0.3, echo=0.2)
    score.sing(second, instruments.lead_guitar, score.below(harmony, 2))
    return score.desk.mix(room_s=1.1, echo_beats=0.5)


def punk(piece: Piece) -> NDArray[np.float32]:
    """Return punk: three chords, down-strokes, everything forward."""
    score = Score(piece, loose_s=0.005)
    everything, chorus = score.bars(), score.letter("B")
    kit = score.track(2, room=0.1)
    score.drums(kit, drums.kick, "X.....X.x.X.....", score.bars(1))
    score.drums(kit, drums.rock_snare, "....X.......X...", everything)
    score.drums(kit, lambda: 0.4 * drums.hat(0.1, 6000), "X.x.X.x.X.x.X.x.", everything)
    score.drums(kit, lambda: 0.5 * drums.crash(), "X...X...X...X...", chorus)
    eighths = [(i / 2, 0.44) for i in range(8)]
    _wall(score, everything, eighths, 40, drive=4.5, level_db=-1, high_hz=4800)
    bass = score.track(0.5, room=0, drive=2)
    score.figure(bass, instruments.finger_bass, score.bars(1), eighths, lambda c: [c.bass(28)])
    lead = score.track(-3, pan=0.1, room=0.2)
    score.sing(lead, instruments.lead_guitar, score.tune(score.bars(1), _ROCK_RHYTHMS, 64, 78))
    return score.desk.mix(room_s=0.8)


def blues(piece: Piece) -> NDArray[np.float32]:
    """Return a slow shuffle: walking boogie bass, organ, a guitar that takes its time."""
    score = Score(piece, swing=0.66)
    everything = score.bars()
    kit = score.track(0, room=0.12)
    score.drums(kit, drums.soft_kick, "X.......X.....o.", everything)
    score.drums(kit, drums.soft_snare, "....X.......X...", everything)
    score.drums(kit, lambda: 0.4 * drums.ride(), "X.x.X.x.X.x.X.x.", everything)
    bass = score.track(0.5, room=0.05)
    walk = [(0, 0.9), (1, 0.9), (2, 0.9), (3, 0.6), (3.5, 0.4)]
    score.figure(
        bass,
        instruments.upright_bass,
        everything,
        walk,
        lambda c: [r := c.bass(31), r + (3 if 3 in c.intervals else 4), r + 7, r + 9, r + 7],
    )
    boogie = score.track(-4, pan=-0.5, room=0.15, drive=0.8, high_hz=3500)
    for bar in everything:
        root = score.harmony[bar].bass(40)
        for i in range(8):
            top = root + (9 if i in (2, 3, 6, 7) else 7)
            score.chord(boogie, instruments.clean_guitar, [root, top], bar * 4 + i / 2, 0.4)
    keys = score.track(-6, pan=0.4, room=0.3)
    sound = instruments.organ if piece.variant == "organ" else instruments.piano
    score.comp(keys, sound, everything, [(0, 0.8), (1.5, 0.4), (2.5, 1.2)], 58)
    lead = score.track(0, room=0.35, echo=0.1)
    voice = instruments.saxophone if piece.variant == "organ" else instruments.lead_guitar
    score.sing(lead, voice, score.tune(score.bars(1), _BLUES_RHYTHMS, 60, 77))
    return score.desk.mix(room_s=1.3)
