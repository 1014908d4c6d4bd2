"""Pop, dance, funk and Latin: music to get up for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from demo.music import drums, instruments
from demo.music.score import Piece, Score

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from demo.music.theory import Rhythm

_POP_RHYTHMS: Final[tuple[Rhythm, ...]] = (
    ((0, 0.5), (0.5, 0.5), (1, 1), (2, 0.5), (2.5, 1), (3.5, 0.5)),
    ((0, 1), (1, 0.5), (1.5, 0.5), (2, 1), (3, 1)),
    ((0.5, 0.5), (1, 0.5), (1.5, 1), (2.5, 0.5), (3, 1)),
)
_DANCE_RHYTHMS: Final[tuple[Rhythm, ...]] = (
    ((0, 0.75), (0.75, 0.75), (1.5, 0.5), (2, 0.75), (2.75, 0.75), (3.5, 0.5)),
    ((0, 0.5), (0.75, 0.5), (1.5, 1), (2.5, 0.5), (3, 0.5), (3.5, 0.5)),
)
_LATIN_RHYTHMS: Final[tuple[Rhythm, ...]] = (
    ((0, 0.5), (0.5, 1), (1.5, 1), (2.5, 0.5), (3, 1)),
    ((0, 1.5), (1.5, 0.5), (2, 0.5), (2.5, 1.5)),
)


def pop(piece: Piece) -> NDArray[np.float32]:
    """Return upbeat pop: strummed guitar, bouncing bass, a hook, claps in the chorus."""
    score = Score(piece)
    everything, chorus = score.bars(), score.letter("B")
    beat = score.bars(1)
    kit = score.track(1.5, room=0.08)
    score.drums(kit, drums.kick, "X.....x.X.......", beat)
    score.drums(kit, drums.snare, "....X.......X...", beat)
    score.drums(kit, lambda: 0.32 * drums.hat(), "x.o.x.o.x.o.x.oo", everything)
    score.drums(kit, lambda: 0.6 * drums.clap(), "....X.......X..x", chorus)
    score.drums(kit, lambda: 0.45 * drums.crash(), "X...............", chorus[::4])
    bass = score.track(-0.5, room=0)
    eighths = [(i / 2, 0.45) for i in range(8)]
    score.figure(
        bass,
        instruments.finger_bass,
        beat,
        eighths,
        lambda c: [c.bass(33)] * 7 + [c.bass(33) + 7 if 7 in c.intervals else c.bass(33)],
    )
    guitar = score.track(-5, pan=-0.5, room=0.15, low_hz=180)
    strums = [(0, 0.9), (1, 0.4), (1.5, 0.5), (2.5, 0.5), (3, 0.4), (3.5, 0.5)]
    score.comp(guitar, instruments.steel_guitar, everything, strums, 52, strum=0.02)
    keys = score.track(-6, pan=0.45, room=0.25)
    score.comp(keys, instruments.piano, everything, [(0, 1.4), (1.5, 1), (3, 0.9)], 60)
    warmth = score.track(-8, room=0.4)
    score.comp(warmth, instruments.bright_pad, chorus, [(0, 4)], 55)
    voice = {"whistle": instruments.flute, "synth": instruments.synth_lead}.get(
        piece.variant, instruments.soft_lead
    )
    lead = score.track(-1, room=0.3, echo=0.18)
    score.sing(lead, voice, score.tune(score.bars(1), _POP_RHYTHMS, 67, 84))
    if piece.variant != "whistle":
        answer = score.track(-8, pan=0.3, room=0.3, echo=0.3)
        score.figure(
            answer, instruments.bell, chorus, [(0, 1), (1.5, 1), (3, 1)], lambda c: c.voicing(72)
        )
    return score.desk.mix(room_s=1.1, echo_beats=0.75)


def dance(piece: Piece) -> NDArray[np.float32]:
    """Return house: four on the floor, off-beat bass, piano stabs, a wide hook that pumps."""
    score = Score(piece, loose_s=0.0)
    everything, drop = score.bars(), score.letter("B")
    floor = score.bars(1)
    kit = score.track(2.5, room=0.04)
    score.drums(kit, drums.deep_kick, "X...X...X...X...", everything)
    score.drums(kit, lambda: 0.6 * drums.clap(), "....X.......X...", floor)
    score.drums(kit, lambda: 0.34 * drums.open_hat(), "..X...X...X...X.", floor)
    score.drums(kit, lambda: 0.22 * drums.hat(), "xoxoxoxoxoxoxoxo", floor)
    score.drums(kit, lambda: 0.4 * drums.crash(), "X...............", drop[::4])
    score.desk.pump([float(b * 4 + i) for b in everything for i in range(4)])
    bass = score.track(0, room=0, duck=True)
    offbeat = [(0.5, 0.4), (1.5, 0.4), (2.5, 0.4), (3.25, 0.2), (3.5, 0.4)]
    score.figure(
        bass,
        instruments.synth_bass,
        floor,
        offbeat,
        lambda c: [c.bass(33), c.bass(33), c.bass(33) + 12],
    )
    keys = score.track(-4.5, pan=-0.2, room=0.3, duck=piece.variant != "piano")
    stabs = [(0, 0.5), (0.75, 0.5), (1.5, 0.4), (2.5, 0.4), (3.25, 0.5)]
    sound = instruments.piano if piece.variant == "piano" else instruments.synth_pluck
    score.comp(keys, sound, everything, stabs, 60)
    wide = score.track(-4, room=0.35, duck=True)
    score.comp(wide, instruments.super_saw, drop, [(0, 3.9)], 57)
    swirl = score.track(-7, pan=0.5, room=0.3, echo=0.35)
    sixteenths = [(i / 4, 0.2) for i in range(16)]
    score.figure(
        swirl,
        instruments.synth_pluck,
        score.bars(1),
        sixteenths,
        lambda c: [*c.voicing(69), *c.voicing(81)],
    )
    lead = score.track(-1.5, room=0.3, echo=0.25, duck=True)
    score.sing(lead, instruments.super_saw, score.tune(drop, _DANCE_RHYTHMS, 69, 86))
    calm = [bar for bar in score.bars(1) if bar not in drop]
    softer = score.track(-3, room=0.4, echo=0.25)
    score.sing(softer, instruments.soft_lead, score.tune(calm, _DANCE_RHYTHMS, 67, 81))
    return score.desk.mix(room_s=1.5, echo_beats=0.75)


def funk(piece: Piece) -> NDArray[np.float32]:
    """Return funk: slap bass and muted strings in sixteenths, ninth chords, brass that answers."""
    score = Score(piece, swing=0.56, swing_sixteenths=True)
    everything, chorus = score.bars(), score.letter("B")
    kit = score.track(2, room=0.06)
    score.drums(kit, drums.kick, "X..x..x...x..x..", everything)
    score.drums(kit, drums.snare, "....X..o.o..X..o", everything)
    score.drums(kit, lambda: 0.3 * drums.hat(), "XoxoXoxoXoxoXoxo", everything)
    score.drums(kit, lambda: 0.25 * drums.cowbell(), "X...X...X...X...", chorus)
    bass = score.track(1, room=0)
    line = [(0, 0.4), (0.75, 0.2), (1.5, 0.2), (1.75, 0.2), (2.5, 0.4), (3.25, 0.2), (3.5, 0.3)]
    score.figure(
        bass,
        instruments.slap_bass,
        everything,
        line,
        lambda c: [r := c.bass(33), r, r + 12, r + 10, r, r + 7, r + 10],
    )
    chops = score.track(-4, pan=-0.6, room=0.1, low_hz=300)
    scratch = [(i / 4, 0.1) for i in (2, 3, 6, 7, 9, 10, 14, 15)]
    score.comp(chops, instruments.muted_guitar, everything, scratch, 58)
    guitar = score.track(-6, pan=0.6, room=0.2, low_hz=250)
    score.comp(
        guitar,
        instruments.clean_guitar,
        score.bars(1),
        [(0.5, 0.2), (1.75, 0.3), (2.75, 0.2)],
        62,
        strum=0.01,
    )
    keys = score.track(-7, pan=0.2, room=0.2)
    score.comp(keys, instruments.organ, chorus, [(0, 1.2), (1.5, 2.2)], 60)
    horns = score.track(-3, pan=-0.1, room=0.3)
    score.comp(horns, instruments.brass, chorus, [(0, 0.3), (0.75, 0.2), (2.5, 0.5)], 62)
    lead = score.track(-1.5, room=0.25, echo=0.1)
    calm = [bar for bar in score.bars(1) if bar not in chorus]
    riff: tuple[Rhythm, ...] = (
        ((0.5, 0.25), (0.75, 0.5), (1.5, 0.5), (2.25, 0.25), (2.5, 0.5), (3.5, 0.5)),
        ((0, 0.5), (0.75, 0.25), (1, 0.75), (2.5, 0.25), (2.75, 0.75)),
    )
    score.sing(lead, instruments.trumpet, score.tune(calm, riff, 65, 80), legato=0.8)
    score.sing(lead, instruments.saxophone, score.tune(chorus, riff, 58, 74), legato=0.85)
    return score.desk.mix(room_s=0.9)


def latin(piece: Piece) -> NDArray[np.float32]:
    """Return salsa or son: clave, congas, tumbao bass, a piano montuno and trumpets."""
    score = Score(piece)
    everything = score.bars()
    kit = score.track(0.5, room=0.12)
    score.drums(kit, lambda: 0.55 * drums.rim(), "X..x..x...x.x...", everything)
    score.drums(kit, lambda: 0.8 * drums.conga(205), "............X.x.", everything)
    score.drums(kit, lambda: 0.5 * drums.conga(290), "x.o.X.o.x.o.....", everything)
    score.drums(kit, lambda: 0.3 * drums.shaker(), "xoxoxoxoxoxoxoxo", everything)
    score.drums(kit, lambda: 0.22 * drums.cowbell(), "X...x...X...x.x.", score.letter("B"))
    score.drums(kit, lambda: 0.6 * drums.kick(55, 0.08, 0.1), "......x.....x...", everything)
    bass = score.track(1, room=0.05)
    tumbao = [(0, 1.2), (1.5, 1.2), (3, 0.9)]
    score.figure(
        bass,
        instruments.upright_bass,
        everything,
        tumbao,
        lambda c: [r := c.bass(33), r + (6 if 6 in c.intervals else 7), r + 12],
    )
    keys = score.track(-2.5, pan=0.3, room=0.2)
    montuno = [(0, 0.4), (0.5, 0.4), (1, 0.4), (1.5, 0.9), (2.5, 0.4), (3, 0.4), (3.5, 0.4)]
    for octave in (60, 72):
        score.figure(keys, instruments.piano, everything, montuno, lambda c, o=octave: c.voicing(o))
    guitar = score.track(-6, pan=-0.5, room=0.2)
    score.comp(
        guitar,
        instruments.nylon_guitar,
        everything,
        [(0.5, 0.3), (1.5, 0.3), (2, 0.4), (3.5, 0.4)],
        55,
        strum=0.02,
    )
    lead = score.track(-1, room=0.3)
    tune = score.tune(score.bars(1), _LATIN_RHYTHMS, 65, 81)
    score.sing(lead, instruments.trumpet, tune, legato=0.85)
    second = score.track(-5, pan=0.25, room=0.3)
    chorus = set(score.letter("B"))
    pair = [note for note in tune if int(note.beat // 4) in chorus]
    score.sing(second, instruments.trumpet, score.below(pair, 2), legato=0.85)
    return score.desk.mix(room_s=1.2)
