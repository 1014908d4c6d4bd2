"""Acoustic, classical, ballad, lo-fi and jazz: music to sit down for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from demo.music import drums, instruments
from demo.music.score import Piece, Score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from demo.music.theory import Chord, Rhythm

_SLOW_RHYTHMS: Final[tuple[Rhythm, ...]] = (
    ((0, 1.5), (1.5, 0.5), (2, 2)),
    ((0, 1), (1, 1), (2, 1.5), (3.5, 0.5)),
    ((0.5, 0.5), (1, 1), (2, 0.5), (2.5, 1.5)),
)
_WALTZ_RHYTHMS: Final[tuple[Rhythm, ...]] = (
    ((0, 2), (2, 1)),
    ((0, 1), (1, 1), (2, 1)),
    ((0, 1.5), (1.5, 0.5), (2, 1)),
)
_SWING_RHYTHMS: Final[tuple[Rhythm, ...]] = (
    ((0, 0.5), (0.5, 0.5), (1, 0.5), (1.5, 1), (3, 0.5), (3.5, 0.5)),
    ((0.5, 0.5), (1, 1), (2, 0.5), (2.5, 0.5), (3, 1)),
    ((0, 1), (1.5, 0.5), (2, 0.5), (2.5, 1.5)),
)


def _arpeggio(now: Chord, low: int) -> list[int]:
    """Return bass, then the chord up and down: the picking hand's figure."""
    notes = now.voicing(low)
    top = [*notes, notes[0] + 12]
    return [now.bass(low - 12), top[1], top[2], top[1], top[3], top[2], top[1], top[2]]


def acoustic(piece: Piece) -> NDArray[np.float32]:
    """Return a singer's guitar without the singer: finger-picking, a second voice, a cello."""
    score = Score(piece, loose_s=0.007)
    everything = score.bars()
    body = instruments.nylon_guitar if piece.variant == "nylon" else instruments.steel_guitar
    guitar = score.track(1, pan=-0.25, room=0.25)
    eighths = [(i / 2, 1.4) for i in range(8)]
    score.figure(guitar, body, everything, eighths, lambda c: _arpeggio(c, 52))
    low = score.track(-5, room=0.45, pan=0.2)
    score.comp(low, instruments.cello, score.bars(2), [(0, 4)], 43)
    lead = score.track(-1.5, pan=0.2, room=0.4)
    voice = instruments.flute if piece.variant == "flute" else body
    score.sing(lead, voice, score.tune(score.bars(1), _SLOW_RHYTHMS, 64, 79))
    if piece.variant == "flute":
        kit = score.track(-14, room=0.2)
        score.drums(kit, drums.shaker, "x.o.x.o.x.o.x.o.", score.bars(1))
    return score.desk.mix(room_s=1.6)


def classical(piece: Piece) -> NDArray[np.float32]:
    """Return chamber music: a waltz, a prelude for piano, or an adagio for strings."""
    return {"waltz": _waltz, "prelude": _prelude, "adagio": _adagio}[piece.variant](piece)


def _waltz(piece: Piece) -> NDArray[np.float32]:
    score = Score(piece, beats=3, loose_s=0.008)
    everything = score.bars()
    left = score.track(-2, pan=-0.2, room=0.3)
    score.figure(left, instruments.piano, everything, [(0, 2.6)], lambda c: [c.bass(38)])
    score.comp(left, instruments.piano, everything, [(1, 0.8), (2, 0.8)], 53, velocity=0.5)
    tune = score.tune(everything, _WALTZ_RHYTHMS, 67, 86)
    right = score.track(0, pan=0.15, room=0.3)
    first = set(score.bars(0, 2))
    score.sing(right, instruments.piano, [n for n in tune if int(n.beat // 3) in first])
    violins = score.track(-1, pan=-0.3, room=0.45)
    score.sing(violins, instruments.strings, [n for n in tune if int(n.beat // 3) not in first])
    violas = score.track(-7, pan=0.3, room=0.45)
    score.comp(violas, instruments.strings, score.bars(2), [(0, 3)], 55)
    return score.desk.mix(room_s=2.0)


def _prelude(piece: Piece) -> NDArray[np.float32]:
    score = Score(piece, loose_s=0.006)
    everything = score.bars()
    hands = score.track(0, room=0.3)
    sixteenths = [(i / 4, 1.2) for i in range(16)]

    def broken(now: Chord) -> list[int]:
        notes = now.voicing(57)
        top = [*notes, notes[0] + 12, notes[1] + 12]
        return [now.bass(45), notes[0], top[1], top[2], top[3], top[2], top[3], top[4]]

    score.figure(hands, instruments.piano, everything, sixteenths, broken, velocity=0.7)
    bass = score.track(-5, room=0.3)
    score.figure(bass, instruments.piano, everything, [(0, 4)], lambda c: [c.bass(33)])
    tune = score.track(-1, room=0.4)
    score.sing(tune, instruments.piano, score.tune(score.bars(1), _SLOW_RHYTHMS, 74, 90))
    return score.desk.mix(room_s=2.2)


def _adagio(piece: Piece) -> NDArray[np.float32]:
    score = Score(piece, loose_s=0.012)
    everything = score.bars()
    cellos = score.track(-2, pan=0.4, room=0.45)
    score.figure(
        cellos,
        instruments.cello,
        everything,
        [(0, 2), (2, 2)],
        lambda c: [c.bass(36), c.bass(36) + 7],
    )
    inner = score.track(-4, pan=0.1, room=0.5)
    score.comp(inner, instruments.strings, everything, [(0, 4)], 55)
    violins = score.track(0, pan=-0.4, room=0.5)
    tune = score.tune(everything, _SLOW_RHYTHMS, 69, 86)
    score.sing(violins, instruments.strings, tune, legato=1.02)
    second = score.track(-5, pan=-0.1, room=0.5)
    score.sing(second, instruments.strings, score.below(tune, 2), legato=1.02)
    harp = score.track(-8, pan=0.5, room=0.5)
    score.figure(
        harp,
        instruments.nylon_guitar,
        score.bars(1),
        [(i / 2, 2) for i in range(8)],
        lambda c: [*c.voicing(60), *c.voicing(72)],
    )
    return score.desk.mix(room_s=2.6)


def ballad(piece: Piece) -> NDArray[np.float32]:
    """Return a slow ballad: broken piano chords, strings that enter, a saxophone or a flute."""
    score = Score(piece, loose_s=0.006)
    everything, later = score.bars(), score.bars(1)
    keys = score.track(0, pan=-0.1, room=0.3)
    eighths = [(i / 2, 1.2) for i in range(8)]
    score.figure(keys, instruments.piano, everything, eighths, lambda c: _arpeggio(c, 55))
    bass = score.track(-1, room=0.05)
    score.figure(bass, instruments.finger_bass, later, [(0, 2.8), (3, 0.9)], lambda c: [c.bass(33)])
    warmth = score.track(-5, room=0.5)
    score.comp(warmth, instruments.strings, later, [(0, 4)], 55)
    kit = score.track(-4, room=0.25)
    score.drums(kit, drums.soft_kick, "X.........x.....", score.bars(2))
    score.drums(kit, lambda: 0.6 * drums.rim(), "........X.......", score.bars(2))
    score.drums(kit, lambda: 0.2 * drums.soft_hat(), "x.x.x.x.x.x.x.x.", later)
    voice = instruments.saxophone if piece.variant == "sax" else instruments.flute
    low, high = (58, 75) if piece.variant == "sax" else (67, 82)
    lead = score.track(0, pan=0.1, room=0.45, echo=0.1)
    score.sing(lead, voice, score.tune(later, _SLOW_RHYTHMS, low, high))
    return score.desk.mix(room_s=2.0)


def lofi(piece: Piece) -> NDArray[np.float32]:
    """Return lo-fi: a dusty electric piano, late drums, and the record's crackle over it."""
    score = Score(piece, swing=0.6, swing_sixteenths=True, loose_s=0.006)
    everything = score.bars()
    kit = score.track(-0.5, room=0.08, high_hz=5000)
    score.drums(kit, drums.soft_kick, "X......x..x.....", score.bars(1))
    score.drums(kit, drums.soft_snare, "....x.......x..o", score.bars(1))
    score.drums(kit, lambda: 0.2 * drums.soft_hat(), "x.o.x.oox.o.x.o.", everything)
    bass = score.track(-2, room=0)
    score.figure(
        bass,
        instruments.sub_bass,
        score.bars(1),
        [(0, 1.6), (1.75, 0.6), (2.5, 1.2)],
        lambda c: [r := c.bass(33), r, r + 7],
    )
    keys = score.track(-1, pan=-0.2, room=0.2, high_hz=2600)
    score.comp(keys, instruments.electric_piano, everything, [(0, 2.3), (2.5, 1.4)], 55, strum=0.03)
    voice = {"guitar": instruments.nylon_guitar, "vibes": instruments.vibraphone}.get(
        piece.variant, instruments.electric_piano
    )
    lead = score.track(-2, pan=0.25, room=0.3, echo=0.25, high_hz=3200)
    score.sing(lead, voice, score.tune(score.bars(1), _SWING_RHYTHMS, 67, 82))
    dust = np.stack([drums.crackle(score.desk.count, piece.seed + side) for side in (0, 1)])
    return score.desk.mix(room_s=0.9, extra=0.12 * dust)


def jazz(piece: Piece) -> NDArray[np.float32]:
    """Return a small combo: walking bass, ride cymbal, comping; or a bossa nova."""
    if piece.variant == "bossa":
        return _bossa(piece)
    score = Score(piece, swing=0.64, loose_s=0.006)
    everything = score.bars()
    kit = score.track(-9, room=0.15)
    score.drums(kit, drums.ride, "X...X.x.X...X.x.", everything)
    score.drums(kit, lambda: 0.3 * drums.hat(), "....X.......X...", everything)
    score.drums(kit, lambda: 0.25 * drums.brush(), "x...x...x...x...", everything)
    score.drums(kit, lambda: 0.5 * drums.soft_kick(), "o.......o.......", everything)
    bass = score.track(0.5, room=0.08)
    for bar in everything:
        now, then = score.harmony[bar], score.harmony[(bar + 1) % len(score.harmony)]
        root, goal = now.bass(33), then.bass(33)
        third = root + (3 if 3 in now.intervals else 4)
        fifth = root + (6 if 6 in now.intervals and 7 not in now.intervals else 7)
        approach = goal + (1 if goal < fifth else -1)
        for beat, midi in enumerate((root, third, fifth, approach)):
            score.note(bass, instruments.upright_bass, midi, bar * 4 + beat, 0.9)
    keys = score.track(-5, pan=-0.35, room=0.2)
    comping = instruments.piano if piece.variant == "sax" else instruments.electric_piano
    score.comp(keys, comping, everything[::2], [(0, 1.2), (1.5, 0.4)], 57)
    score.comp(keys, comping, everything[1::2], [(0.5, 0.4), (2.5, 1.2)], 57)
    voice, low, high = {
        "sax": (instruments.saxophone, 58, 77),
        "vibes": (instruments.vibraphone, 65, 84),
    }[piece.variant]
    lead = score.track(0, pan=0.15, room=0.3)
    score.sing(lead, voice, score.tune(score.bars(1), _SWING_RHYTHMS, low, high))
    return score.desk.mix(room_s=1.2)


def _bossa(piece: Piece) -> NDArray[np.float32]:
    score = Score(piece, loose_s=0.006)
    everything = score.bars()
    kit = score.track(-5, room=0.15)
    score.drums(kit, lambda: 0.8 * drums.rim(), "X..x..x...x..x..", everything)
    score.drums(kit, lambda: 0.5 * drums.shaker(), "xoxoxoxoxoxoxoxo", everything)
    score.drums(kit, drums.soft_kick, "x.....xox.....xo", everything)
    bass = score.track(0, room=0.05)
    score.figure(
        bass,
        instruments.upright_bass,
        everything,
        [(0, 1.4), (1.5, 0.5), (2, 1.4), (3.5, 0.5)],
        lambda c: [r := c.bass(33), r + 7, r + 7, r],
    )
    guitar = score.track(-1, pan=-0.3, room=0.2)
    score.comp(
        guitar,
        instruments.nylon_guitar,
        everything,
        [(0, 0.9), (1, 0.4), (1.5, 0.9), (2.5, 0.9), (3.5, 0.4)],
        55,
        strum=0.01,
    )
    lead = score.track(0, pan=0.2, room=0.35)
    score.sing(lead, instruments.flute, score.tune(score.bars(1), _SWING_RHYTHMS, 67, 83))
    soft = score.track(-8, room=0.4)
    score.comp(soft, instruments.strings, score.letter("B"), [(0, 4)], 60)
    return score.desk.mix(room_s=1.4)
