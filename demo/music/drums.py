"""Drums and other noises: sounds without a pitch, peak about 1."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from demo.music.synth import RATE, Signal, band, crush, decay, envelope, noise, samples

if TYPE_CHECKING:
    from collections.abc import Callable

Drum: TypeAlias = "Callable[[], Signal]"


def _sweep(count: int, start_hz: float, end_hz: float, fall_s: float) -> Signal:
    """Return a sine that falls from one pitch to another."""
    pitch = end_hz + (start_hz - end_hz) * np.exp(-np.arange(count) / (fall_s * RATE))
    return np.sin(2 * np.pi * np.cumsum(pitch) / RATE).astype(np.float32)


def _peak(sound: Signal) -> Signal:
    return sound / np.abs(sound).max()


@lru_cache(maxsize=32)
def kick(end_hz: float = 48, life_s: float = 0.16, click: float = 0.3) -> Signal:
    """Return a bass drum: a falling sine and the beater's click."""
    count = samples(0.4)
    body = _sweep(count, 170, end_hz, 0.03) * decay(count, life_s)
    beater = band(noise(count, 1), 1000, 5000) * decay(count, 0.006)
    return _peak(crush(body + click * beater, 1.4)) * envelope(count, 0.001, 0.1)


@lru_cache(maxsize=32)
def snare(tone_hz: float = 190, life_s: float = 0.11, wires: float = 0.8) -> Signal:
    """Return a snare drum: two modes of the skin and the wires' noise."""
    count = samples(0.35)
    skin = _sweep(count, tone_hz * 1.5, tone_hz, 0.02) + 0.5 * _sweep(count, 400, 330, 0.02)
    buzz = band(noise(count, 2), 1200, 9000) * decay(count, life_s)
    return _peak(skin * decay(count, 0.06) + wires * 1.6 * buzz) * envelope(count, 0.001, 0.1)


@lru_cache(maxsize=8)
def clap() -> Signal:
    """Return several hands: four bursts of noise and a tail."""
    count = samples(0.3)
    gate = np.zeros(count, np.float32)
    for start_s, life_s in ((0, 0.006), (0.011, 0.006), (0.021, 0.006), (0.031, 0.07)):
        start = samples(start_s)
        gate[start:] = np.maximum(gate[start:], decay(count - start, life_s))
    return _peak(band(noise(count, 3), 900, 3800) * gate) * envelope(count, 0.001, 0.08)


@lru_cache(maxsize=32)
def hat(life_s: float = 0.03, low_hz: float = 7000) -> Signal:
    """Return a hi-hat: closed when short, open when long."""
    count = samples(min(life_s * 5, 0.6) + 0.02)
    time = np.arange(count) / RATE
    metal = sum(np.sign(np.sin(2 * np.pi * f * time)) for f in (3170, 4210, 5330, 6790))
    sound = band(noise(count, 4) + 0.25 * np.asarray(metal, np.float32), low_hz, 14_000, 3)
    return _peak(sound * decay(count, life_s)) * envelope(count, 0.001, 0.02)


@lru_cache(maxsize=8)
def ride() -> Signal:
    """Return a ride cymbal: a ping over a soft wash."""
    count = samples(0.9)
    time = np.arange(count) / RATE
    ping = sum(np.sin(2 * np.pi * f * time + f) for f in (3400, 4270, 5210, 6130, 7900))
    wash = band(noise(count, 5), 4500, 12_000) * decay(count, 0.3)
    return _peak(0.12 * np.asarray(ping, np.float32) * decay(count, 0.12) + 0.35 * wash) * envelope(
        count, 0.002, 0.3
    )


@lru_cache(maxsize=8)
def crash() -> Signal:
    """Return a crash cymbal."""
    count = samples(1.8)
    wash = band(noise(count, 6), 2800, 13_000) * (decay(count, 0.45) + 0.5 * decay(count, 0.05))
    return _peak(wash) * envelope(count, 0.002, 0.8)


@lru_cache(maxsize=32)
def tom(pitch_hz: float = 110) -> Signal:
    """Return a tom, or a timpani when low."""
    count = samples(0.6)
    skin = _sweep(count, pitch_hz * 1.5, pitch_hz, 0.04) * decay(count, 0.2)
    stick = band(noise(count, 7), 500, 3000) * decay(count, 0.012)
    return _peak(skin + 0.25 * stick) * envelope(count, 0.002, 0.2)


@lru_cache(maxsize=8)
def rim() -> Signal:
    """Return a stick on the rim."""
    count = samples(0.08)
    return _peak(_sweep(count, 1750, 1650, 0.01) * decay(count, 0.012)) * envelope(
        count, 0.001, 0.02
    )


@lru_cache(maxsize=8)
def shaker() -> Signal:
    """Return one stroke of a shaker, which swells before it stops."""
    count = samples(0.09)
    return _peak(band(noise(count, 8), 5000, 11_000)) * envelope(count, 0.035, 0.05)


@lru_cache(maxsize=8)
def brush() -> Signal:
    """Return a brush swept over a snare drum."""
    count = samples(0.22)
    return _peak(band(noise(count, 9), 1500, 7000)) * envelope(count, 0.04, 0.16)


@lru_cache(maxsize=16)
def conga(pitch_hz: float = 220) -> Signal:
    """Return an open conga stroke."""
    count = samples(0.35)
    skin = _sweep(count, pitch_hz * 1.15, pitch_hz, 0.015) * decay(count, 0.09)
    slap = band(noise(count, 10), 800, 4000) * decay(count, 0.01)
    return _peak(skin + 0.3 * slap) * envelope(count, 0.001, 0.1)


@lru_cache(maxsize=8)
def cowbell() -> Signal:
    """Return a cowbell: two square partials a fifth or so apart."""
    count = samples(0.3)
    time = np.arange(count) / RATE
    pair = np.sign(np.sin(2 * np.pi * 587 * time)) + np.sign(np.sin(2 * np.pi * 845 * time))
    return _peak(band(pair.astype(np.float32), 500, 4500) * decay(count, 0.06)) * envelope(
        count, 0.001, 0.1
    )


def crackle(count: int, seed: int) -> Signal:
    """Return the dust and hiss of an old record, whose groove goes round."""
    rng = np.random.default_rng(seed)
    loop = samples(9.0)
    dust = np.zeros(loop, np.float32)
    places = rng.integers(0, loop, 120)
    dust[places] = rng.uniform(-1, 1, places.size) ** 3
    return np.resize(band(3 * dust + 0.012 * noise(loop, seed), 500, 6000), count)


def surf(count: int, seed: int) -> Signal:
    """Return waves on a far shore: noise that swells and ebbs."""
    swell = 0.35 + 0.65 * np.sin(np.pi * np.arange(count) / RATE / 9.0 + 0.4) ** 2
    wash = band(noise(samples(9.5), seed), 120, 900)
    joint = np.linspace(0, 1, samples(0.5), dtype=np.float32)
    loop = wash[joint.size :]
    loop[-joint.size :] = loop[-joint.size :] * (1 - joint) + wash[: joint.size] * joint
    return np.resize(loop, count) * swell.astype(np.float32)


soft_kick = partial(kick, 52, 0.11, 0.08)
deep_kick = partial(kick, 44, 0.2, 0.2)
hard_kick = partial(kick, 56, 0.09, 0.9)
rock_snare = partial(snare, 185, 0.14, 1.0)
soft_snare = partial(snare, 170, 0.07, 0.5)
open_hat = partial(hat, 0.14)
soft_hat = partial(hat, 0.02, 6000)
