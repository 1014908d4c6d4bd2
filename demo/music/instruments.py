"""Pitched instruments: functions from a MIDI note and its length in seconds to a sound.

Lengths are what the player holds; the sound goes on while the instrument rings. Peaks are about
1; the desk sets the levels. Notes repeat a great deal, hence the cache.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from demo.music.synth import (
    RATE,
    Signal,
    band,
    crush,
    decay,
    envelope,
    hertz,
    noise,
    oscillate,
    partials_below,
    period,
    pluck,
    samples,
    vibrato,
    wave,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Instrument: TypeAlias = "Callable[[int, float], Signal]"

_notes = lru_cache(maxsize=384)


@_notes
def piano(midi: int, length_s: float) -> Signal:
    """Return a felt-soft piano: bright partials die first, two strings beat slowly."""
    pitch = hertz(midi)
    ring = 3.2 * 2 ** ((60 - midi) / 24)
    count = samples(min(length_s, 4.0) + 0.35)
    top = partials_below(pitch, 6500)
    gains = np.arange(1, top + 1) ** -1.25 * np.abs(np.sin(np.arange(1, top + 1) * np.pi / 7.5))
    low, middle, high = gains.copy(), gains.copy(), gains.copy()
    low[2:] = middle[:2] = middle[6:] = high[:6] = 0
    sound = np.zeros(count, np.float32)
    for part, weight, life in ((low, 1.0, ring), (middle, 0.55, ring / 2.4), (high, 0.3, ring / 6)):
        if part.any():
            table = period(tuple(part)) * np.float32(np.abs(part).max() / gains.max())
            for detune in (0.9997, 1.0004):
                tone = oscillate(table, pitch * detune, count, phase=0.25 * (detune > 1))
                sound += np.float32(weight / 2) * tone * decay(count, life)
    knock = band(noise(samples(0.03), midi), 300, 2500) * decay(samples(0.03), 0.006)
    sound[: knock.size] += 0.06 * knock
    return sound * envelope(count, 0.003, 0.3)


@_notes
def electric_piano(midi: int, length_s: float) -> Signal:
    """Return a tine piano by frequency modulation (Chowning 1973), with its bell-like attack."""
    pitch = hertz(midi)
    count = samples(min(length_s, 4.0) + 0.25)
    time = np.arange(count) / RATE
    turns = 2 * np.pi * pitch * time
    bar = np.sin(turns * 1.0003) * (0.35 + 1.0 * decay(count, 0.5)) * (72 / max(midi, 48)) ** 0.8
    tine = np.sin(turns * 14) * decay(count, 0.06) * (0.5 if midi < 76 else 0.1)
    sound = np.sin(turns + bar + 0.25 * tine) * decay(count, 1.6)
    return sound.astype(np.float32) * envelope(count, 0.004, 0.22)


def _guitar(brightness: float, damping: float, body: float) -> Instrument:
    @_notes
    def guitar(midi: int, length_s: float) -> Signal:
        count = samples(min(length_s, 4.0) + 0.25)
        string = pluck(hertz(midi), count, brightness=brightness, damping=damping, seed=midi)
        if body:
            string = string + np.float32(body) * band(string, 90, 240)
        return string * envelope(count, 0.002, 0.22)

    return guitar


steel_guitar = _guitar(0.55, 0.0016, 0.6)
nylon_guitar = _guitar(0.15, 0.0022, 0.8)
clean_guitar = _guitar(0.75, 0.0012, 0.0)


@_notes
def muted_guitar(midi: int, length_s: float) -> Signal:
    """Return a palm-muted or chopped electric string: short whatever the player holds."""
    count = samples(min(length_s, 0.16) + 0.05)
    string = pluck(hertz(midi), count, brightness=0.8, damping=0.05, seed=midi)
    return string * envelope(count, 0.001, 0.05)


@_notes
def driven_guitar(midi: int, length_s: float) -> Signal:
    """Return the string in front of an overdriven amplifier, which holds it: distort the track."""
    count = samples(length_s + 0.06)
    pitch = hertz(midi)
    table = wave("saw", partials_below(pitch, 5000), 22)
    tone = oscillate(table, pitch, count) + oscillate(table, pitch * 1.004, count, 0.4)
    scrape = band(noise(samples(0.02), midi), 900, 4000) * decay(samples(0.02), 0.006)
    tone[: min(count, scrape.size)] += 0.5 * scrape[:count]
    return 0.5 * tone * envelope(count, 0.002, 0.05, 0.9, 0.55)


@_notes
def lead_guitar(midi: int, length_s: float) -> Signal:
    """Return a singing distorted string with vibrato."""
    count = samples(length_s + 0.12)
    pitch = vibrato(hertz(midi), count, 0.008, 5.6)
    slide = 1 - 0.03 * decay(count, 0.02)
    tone = oscillate(wave("saw", partials_below(hertz(midi), 5000), 7), pitch * slide, count)
    return band(crush(tone, 2.5), 200, 4200) * envelope(count, 0.008, 0.1, 1.5, 0.7)


@_notes
def finger_bass(midi: int, length_s: float) -> Signal:
    """Return an electric bass played with the fingers."""
    count = samples(min(length_s, 3.0) + 0.08)
    pitch = hertz(midi)
    string = pluck(pitch, count, brightness=0.35, damping=0.0015, seed=midi, at=0.2)
    root = oscillate(wave("sine", 1), pitch, count) * decay(count, 1.2)
    return (0.55 * string + 0.6 * root) * envelope(count, 0.004, 0.07)


@_notes
def upright_bass(midi: int, length_s: float) -> Signal:
    """Return a double bass, plucked: round, with a thump and a quick fall."""
    count = samples(min(length_s, 1.5) + 0.12)
    pitch = hertz(midi)
    glide = pitch * (1 + 0.02 * decay(count, 0.02))
    tone = oscillate(period((1, 0.5, 0.28, 0.12, 0.06)), glide, count) * decay(count, 0.55)
    string = pluck(pitch, count, brightness=0.1, damping=0.004, seed=midi, at=0.3)
    return (0.8 * tone + 0.35 * string) * envelope(count, 0.006, 0.1)


@_notes
def slap_bass(midi: int, length_s: float) -> Signal:
    """Return a funk bass: a filter that closes quickly on a bright string."""
    count = samples(min(length_s, 0.8) + 0.04)
    pitch = hertz(midi)
    bright = oscillate(wave("saw", partials_below(pitch, 5000), 14), pitch, count)
    dark = oscillate(wave("saw", partials_below(pitch, 1500), 3), pitch, count)
    snap = decay(count, 0.07)
    return crush(bright * snap + dark * (1.1 - snap), 1.3) * envelope(count, 0.002, 0.035, 0.5, 0.4)


@_notes
def synth_bass(midi: int, length_s: float) -> Signal:
    """Return an analogue bass: saw and sub, the filter closing over a third of a second."""
    count = samples(length_s + 0.03)
    pitch = hertz(midi)
    bright = oscillate(wave("saw", partials_below(pitch, 3500), 10), pitch, count)
    dark = oscillate(wave("saw", partials_below(pitch, 900), 2.5), pitch * 1.003, count)
    sub = oscillate(wave("sine", 1), pitch / 2 if midi > 40 else pitch, count)
    snap = decay(count, 0.11)
    return (0.5 * bright * snap + 0.5 * dark + 0.5 * sub) * envelope(count, 0.004, 0.03, 0.5, 0.75)


@_notes
def sub_bass(midi: int, length_s: float) -> Signal:
    """Return a deep, nearly pure bass."""
    count = samples(length_s + 0.1)
    tone = oscillate(period((1, 0.22, 0.1)), hertz(midi), count)
    return tone * envelope(count, 0.015, 0.1, 1.2, 0.7)


def _strings(attack_s: float, release_s: float, cutoff: float, voices: int) -> Instrument:
    """Return detuned saws behind a low-pass: violins when quick and bright, a pad when slow."""

    @_notes
    def strings(midi: int, length_s: float) -> Signal:
        count = samples(length_s + release_s)
        pitch = hertz(midi)
        table = wave("saw", partials_below(pitch, 7000), max(1.0, cutoff / pitch))
        sound = np.zeros(count, np.float32)
        spread = np.linspace(-1, 1, voices)
        for i, detune in enumerate(spread):
            bent = vibrato(pitch * (1 + 0.0035 * detune), count, 0.003, 4.6 + 0.5 * i)
            sound += oscillate(table, bent, count, phase=0.37 * i)
        return sound / np.float32(voices**0.6) * envelope(count, attack_s, release_s)

    return strings


strings = _strings(0.12, 0.35, 1500, 3)
cello = _strings(0.09, 0.25, 700, 2)
pad = _strings(0.9, 1.6, 600, 3)
bright_pad = _strings(0.25, 0.6, 1400, 3)
brass = _strings(0.035, 0.12, 2200, 2)


@_notes
def glass_pad(midi: int, length_s: float) -> Signal:
    """Return a slow, clear pad of a few sine partials that come and go."""
    count = samples(length_s + 1.8)
    pitch = hertz(midi)
    time = np.arange(count) / RATE
    sine = wave("sine", 1)
    sound = np.zeros(count, np.float32)
    for k, gain in ((1, 1.0), (2, 0.4), (3, 0.22), (5, 0.08)):
        swell = 0.65 + 0.35 * np.sin(2 * np.pi * time * (0.11 + 0.07 * k) + k + midi)
        tone = oscillate(sine, pitch * k * 1.0012, count) + oscillate(sine, pitch * k, count, 0.3)
        sound += np.float32(gain / 2) * tone * swell.astype(np.float32)
    return sound * envelope(count, 1.1, 1.8)


@_notes
def flute(midi: int, length_s: float) -> Signal:
    """Return a flute with breath and vibrato."""
    count = samples(length_s + 0.12)
    tone = oscillate(period((1, 0.32, 0.12, 0.04)), vibrato(hertz(midi), count, 0.006, 5), count)
    breath = band(noise(count, midi), hertz(midi) * 0.9, hertz(midi) * 2.5)
    return (tone + 0.07 * breath) * envelope(count, 0.06, 0.1, 0.6, 0.85)


@_notes
def saxophone(midi: int, length_s: float) -> Signal:
    """Return a breathy reed with odd formants, for slow solos."""
    count = samples(length_s + 0.12)
    pitch = vibrato(hertz(midi), count, 0.006, 4.9) * (1 - 0.025 * decay(count, 0.03))
    gains = tuple(
        1 / k**1.15 * (1.6 if 500 < hertz(midi) * k < 1500 else 0.8) for k in range(1, 12)
    )
    tone = oscillate(period(gains), pitch, count)
    breath = band(noise(count, midi), 1200, 5000)
    return (crush(tone, 1.4) + 0.05 * breath) * envelope(count, 0.04, 0.1, 0.5, 0.75)


@_notes
def trumpet(midi: int, length_s: float) -> Signal:
    """Return a bright brass voice whose partials open after the attack."""
    count = samples(length_s + 0.08)
    pitch = vibrato(hertz(midi), count, 0.005, 5.4)
    bright = oscillate(wave("saw", partials_below(hertz(midi), 7000), 6), pitch, count)
    dark = oscillate(period((1, 0.6, 0.25, 0.1)), pitch, count)
    opening = (1 - decay(count, 0.05)) * 0.75
    return (dark * (1 - opening) + bright * opening) * envelope(count, 0.02, 0.07, 0.3, 0.8)


@_notes
def organ(midi: int, length_s: float) -> Signal:
    """Return a drawbar organ with a turning speaker's tremolo."""
    count = samples(length_s + 0.05)
    time = np.arange(count) / RATE
    gains = (0.7, 1, 0.6, 0.6, 0, 0.25, 0, 0.3)
    pitch = hertz(midi - 12) * (1 + 0.002 * np.sin(2 * np.pi * 6.1 * time))
    tone = oscillate(period(gains), pitch, count)
    swell = (1 + 0.15 * np.sin(2 * np.pi * 6.1 * time + 1)).astype(np.float32)
    return tone * swell * envelope(count, 0.008, 0.05)


@_notes
def vibraphone(midi: int, length_s: float) -> Signal:
    """Return a struck metal bar: partials 1, 4 and 10, with the motor's tremolo."""
    count = samples(min(length_s, 2.0) + 0.6)
    time = np.arange(count) / RATE
    pitch = hertz(midi)
    sound = np.sin(2 * np.pi * pitch * time) * decay(count, 1.0)
    sound += 0.25 * np.sin(2 * np.pi * pitch * 3.98 * time) * decay(count, 0.25)
    if pitch * 9.9 < RATE / 2.5:
        sound += 0.1 * np.sin(2 * np.pi * pitch * 9.9 * time) * decay(count, 0.06)
    sound *= 1 + 0.2 * np.sin(2 * np.pi * 5.0 * time)
    return 0.8 * sound.astype(np.float32) * envelope(count, 0.002, 0.5)


@_notes
def bell(midi: int, length_s: float) -> Signal:
    """Return a small bell (Risset's inharmonic partials, fewer)."""
    count = samples(min(length_s, 2.5) + 1.2)
    time = np.arange(count) / RATE
    sound = np.zeros(count)
    for ratio, gain, life in ((0.5, 0.4, 1.6), (1, 1, 1.1), (2.01, 0.5, 0.6), (3.02, 0.25, 0.3)):
        sound += gain * np.sin(2 * np.pi * hertz(midi) * ratio * time) * decay(count, life)
    return 0.6 * sound.astype(np.float32) * envelope(count, 0.003, 0.8)


def _lead(shape: str, cutoff: float, voices: int, release_s: float) -> Instrument:
    @_notes
    def lead(midi: int, length_s: float) -> Signal:
        count = samples(length_s + release_s)
        pitch = hertz(midi)
        partials = partials_below(pitch, 9000)
        open_, closed = wave(shape, partials, cutoff), wave(shape, partials, 2.0)
        snap = 0.35 + 0.65 * decay(count, 0.18)
        sound = np.zeros(count, np.float32)
        for i, detune in enumerate(np.linspace(-1, 1, voices)):
            bent = vibrato(pitch * (1 + 0.005 * detune), count, 0.004)
            first = oscillate(open_, bent, count, 0.29 * i)
            sound += first * snap + oscillate(closed, bent, count, 0.29 * i) * (1 - snap)
        return sound / np.float32(voices**0.6) * envelope(count, 0.006, release_s, 0.8, 0.8)

    return lead


synth_lead = _lead("square", 8, 2, 0.1)
super_saw = _lead("saw", 14, 5, 0.18)
soft_lead = _lead("triangle", 6, 2, 0.15)


@_notes
def synth_pluck(midi: int, length_s: float) -> Signal:
    """Return a short bright synthesiser note for arpeggios."""
    count = samples(min(length_s, 0.5) + 0.25)
    pitch = hertz(midi)
    bright = oscillate(wave("saw", partials_below(pitch, 9000), 12), pitch, count)
    dark = oscillate(wave("square", partials_below(pitch, 4000), 2), pitch * 1.004, count)
    return (bright * decay(count, 0.05) + 0.7 * dark * decay(count, 0.22)) * envelope(
        count, 0.002, 0.1
    )


@_notes
def music_box(midi: int, length_s: float) -> Signal:
    """Return a tiny plucked metal tongue, high and pure."""
    count = samples(min(length_s, 1.0) + 0.8)
    time = np.arange(count) / RATE
    sound = np.sin(2 * np.pi * hertz(midi) * time) * decay(count, 0.5)
    sound += 0.3 * np.sin(2 * np.pi * hertz(midi) * 3.01 * time) * decay(count, 0.12)
    return 0.8 * sound.astype(np.float32) * envelope(count, 0.002, 0.6)
