"""Ambient, new age, soundtrack and trip-hop: music to be in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from demo.music import drums, instruments
from demo.music.score import Piece, Score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from demo.music.theory import Rhythm

_SPARSE_RHYTHMS: Final[tuple[Rhythm, ...]] = (((0, 2), (2.5, 1.5)), ((1, 3),), ((0, 1), (1.5, 2.5)))
_FLOWING_RHYTHMS: Final[tuple[Rhythm, ...]] = (
    ((0, 1.5), (1.5, 0.5), (2, 1), (3, 1)),
    ((0, 2), (2, 1), (3, 0.5), (3.5, 0.5)),
)


def ambient(piece: Piece) -> NDArray[np.float32]:
    """Return pads without a beat, a few bells far away, and the sea."""
    score = Score(piece, loose_s=0.02)
    everything = score.bars()
    ground = score.track(-2, room=0.5)
    score.figure(ground, instruments.sub_bass, everything, [(0, 3.9)], lambda c: [c.bass(36)])
    dark = piece.variant == "dark"
    wide = score.track(0, pan=-0.3, room=0.6)
    score.comp(wide, instruments.pad, everything, [(0, 4)], 40 if dark else 52)
    clear = score.track(-8 if dark else -2, pan=0.3, room=0.7)
    score.comp(clear, instruments.glass_pad, everything, [(0, 4)], 57 if dark else 64)
    if dark:
        drum = score.track(-4, room=1.0)
        score.drums(drum, lambda: drums.tom(48), "X.............o.", everything[1::2])
    voice = {"piano": instruments.piano, "vibes": instruments.vibraphone}.get(
        piece.variant, instruments.bell
    )
    lights = score.track(-4, room=0.8, echo=0.5)
    score.sing(lights, voice, score.tune(everything, _SPARSE_RHYTHMS, 69, 88))
    sea = np.stack([drums.surf(score.desk.count, piece.seed + side) for side in (0, 1)])
    return score.desk.mix(room_s=4.0, echo_beats=1.5, extra=0.05 * sea)


def new_age(piece: Piece) -> NDArray[np.float32]:
    """Return a harp's waves, a flute and a warm pad."""
    score = Score(piece, loose_s=0.008)
    everything = score.bars()
    harp = score.track(-1, pan=-0.25, room=0.5)
    wave = [(i / 2, 2.4) for i in range(8)]
    score.figure(
        harp,
        instruments.nylon_guitar,
        everything,
        wave,
        lambda c: [*(v := c.voicing(52)), *(n + 12 for n in v)],
    )
    warm = score.track(-3, pan=0.2, room=0.6)
    score.comp(warm, instruments.pad, everything, [(0, 4)], 55)
    ground = score.track(-5, room=0.3)
    score.figure(ground, instruments.sub_bass, everything, [(0, 3.9)], lambda c: [c.bass(36)])
    lead = score.track(0, pan=0.1, room=0.6, echo=0.25)
    score.sing(lead, instruments.flute, score.tune(score.bars(1), _FLOWING_RHYTHMS, 67, 84))
    lights = score.track(-10, pan=0.5, room=0.7, echo=0.4)
    score.figure(lights, instruments.bell, everything[::2], [(2, 2)], lambda c: c.voicing(84))
    return score.desk.mix(room_s=3.2)


def soundtrack(piece: Piece) -> NDArray[np.float32]:
    """Return film music: a string ostinato, low brass and timpani; or a haunted music box."""
    score = Score(piece)
    everything, full = score.bars(), score.bars(2)
    ostinato = score.track(-1, pan=-0.3, room=0.35)
    pulse = [(i / 2, 0.3) for i in range(8)]
    score.figure(
        ostinato,
        instruments.cello,
        everything,
        pulse,
        lambda c: [r := c.bass(45), r, r + 12, r, r + (3 if 3 in c.intervals else 4), r, r + 7, r],
    )
    low = score.track(-1, pan=0.2, room=0.4)
    score.figure(low, instruments.cello, everything, [(0, 3.9)], lambda c: [c.bass(33)])
    high = score.track(-4, pan=-0.4, room=0.5)
    score.comp(high, instruments.strings, score.bars(1), [(0, 4)], 60)
    horns = score.track(-2, pan=0.3, room=0.5)
    tune = score.tune(score.bars(1), _FLOWING_RHYTHMS, 57, 74)
    score.sing(horns, instruments.brass, [n for n in tune if int(n.beat // 4) in set(full)])
    drum = score.track(-1, room=0.5)
    score.drums(drum, lambda: drums.tom(62), "X.....x.....x.xx", full)
    score.drums(drum, lambda: 0.5 * drums.crash(), "X...............", full[::4])
    score.drums(drum, lambda: 0.5 * drums.deep_kick(), "x...............", everything)
    if piece.variant == "box":
        box = score.track(-3, pan=0.1, room=0.6, echo=0.3)
        score.sing(box, instruments.music_box, tune, shift=24)
    else:
        choir = score.track(-4, room=0.7)
        score.comp(choir, instruments.glass_pad, full, [(0, 4)], 67)
    return score.desk.mix(room_s=2.8)


def trip_hop(piece: Piece) -> NDArray[np.float32]:
    """Return trip-hop: a heavy slow beat, a deep bass, minor chords, strings from an old film."""
    score = Score(piece, swing=0.57, swing_sixteenths=True)
    everything, chorus = score.bars(), score.letter("B")
    kit = score.track(2.5, room=0.15, high_hz=9000)
    score.drums(kit, lambda: drums.kick(46, 0.18, 0.2), "X..x......X..x..", score.bars(1))
    score.drums(kit, lambda: 0.9 * drums.snare(160, 0.16, 0.8), "....X.......X..o", score.bars(1))
    score.drums(kit, lambda: 0.25 * drums.hat(), "x.xox.x.x.xox.xx", everything)
    bass = score.track(0, room=0)
    score.figure(
        bass,
        instruments.sub_bass,
        everything,
        [(0, 1.2), (1.75, 0.5), (2.5, 0.4), (3, 0.8)],
        lambda c: [r := c.bass(31), r, r + 10, r + 7],
    )
    keys = score.track(-3, pan=-0.25, room=0.35, echo=0.2)
    score.comp(keys, instruments.electric_piano, everything, [(0, 3), (3.25, 0.5)], 55, strum=0.04)
    film = score.track(-5, pan=0.3, room=0.5, high_hz=3000)
    score.comp(film, instruments.strings, chorus, [(0, 4)], 62)
    voice = instruments.trumpet if piece.variant == "trumpet" else instruments.clean_guitar
    lead = score.track(-2, pan=0.15, room=0.4, echo=0.4)
    score.sing(lead, voice, score.tune(score.bars(1), _FLOWING_RHYTHMS, 62, 78))
    dust = np.stack([drums.crackle(score.desk.count, piece.seed + side) for side in (0, 1)])
    return score.desk.mix(room_s=1.6, extra=0.07 * dust)
