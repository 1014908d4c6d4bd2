"""Oscillators, envelopes, filters and strings: the material that the instruments are made of.

A sound is a float32 array of mono samples at `RATE`. Everything here is a pure function of its
arguments, so that the demo library comes out the same on every machine.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

RATE: Final = 32_000
"""Samples a second: everything up to 16 kHz, a third cheaper than a CD's rate."""

Signal: TypeAlias = NDArray[np.float32]

_TABLE: Final = 2048
_TOP_HZ: Final = 13_000.0  # no partial above it: keeps clear of aliasing with vibrato


def hertz(midi: float) -> float:
    """Return the frequency of a MIDI note number in equal temperament, A4 = 69 = 440 Hz."""
    return float(440.0 * 2.0 ** ((midi - 69) / 12))


def samples(seconds: float) -> int:
    """Return a duration in whole samples."""
    return max(1, round(seconds * RATE))


@lru_cache(maxsize=256)
def wave(shape: str, partials: int, cutoff: float = 1e9) -> Signal:
    """Return one period, band-limited to `partials`, plus one sample for the interpolation.

    `shape` is "saw", "square", "triangle" or "sine"; `cutoff` is the partial from which on a
    gentle low-pass (12 dB an octave) takes hold.
    """
    k = np.arange(1, max(2, partials + 1), dtype=np.float64)
    odd = k % 2 == 1
    gains = {
        "sine": (k == 1).astype(np.float64),
        "saw": 1 / k,
        "square": np.where(odd, 1 / k, 0),
        "triangle": np.where(odd, np.where(k % 4 == 1, 1, -1) / k**2, 0),
    }[shape]
    gains = gains / (1 + (k / cutoff) ** 2)
    return period(tuple(gains))


@lru_cache(maxsize=256)
def period(gains: tuple[float, ...]) -> Signal:
    """Return one period from the gains of its sine partials, peak 1."""
    spectrum = np.zeros(_TABLE // 2 + 1, np.complex128)
    count = min(len(gains), _TABLE // 2)
    spectrum[1 : count + 1] = -1j * np.asarray(gains[:count])
    one = np.fft.irfft(spectrum)
    one /= np.abs(one).max()
    return np.append(one, one[0]).astype(np.float32)


def partials_below(pitch_hz: float, limit_hz: float = _TOP_HZ) -> int:
    """Return how many partials of a pitch lie below a limit."""
    return max(1, int(limit_hz / pitch_hz))


def oscillate(
    table: Signal, pitch_hz: float | NDArray[np.floating], count: int, phase: float = 0.0
) -> Signal:
    """Read a period at a pitch, constant or one value a sample; `phase` is 0 to 1."""
    if np.ndim(pitch_hz) == 0:
        turns = np.arange(count) * (float(pitch_hz) / RATE) + phase
    else:
        turns = np.cumsum(pitch_hz) / RATE + phase
    place = (turns % 1.0) * _TABLE
    index = place.astype(np.int32)
    part = (place - index).astype(np.float32)
    low = table[index]
    return np.asarray(low + part * (table[index + 1] - low), np.float32)


def vibrato(pitch_hz: float, count: int, depth: float, rate_hz: float = 5.2) -> NDArray[np.float64]:
    """Return a pitch a sample that begins to swing after a quarter of a second."""
    time = np.arange(count) / RATE
    onset = np.clip((time - 0.25) / 0.4, 0, 1)
    return pitch_hz * (1 + depth * onset * np.sin(2 * np.pi * rate_hz * time))


def decay(count: int, time_s: float) -> Signal:
    """Return an exponential that falls to 1/e in `time_s`."""
    return np.exp(np.arange(count, dtype=np.float32) * np.float32(-1 / (time_s * RATE)))


def envelope(
    count: int, attack_s: float, release_s: float, decay_s: float = 1.0, sustain: float = 1.0
) -> Signal:
    """Return an attack, a fall towards `sustain`, and a release that ends with the last sample."""
    shape = sustain + (1 - sustain) * decay(count, decay_s)
    rise, fall = min(samples(attack_s), count), min(samples(release_s), count)
    shape[:rise] *= np.sin(np.linspace(0, np.pi / 2, rise, dtype=np.float32)) ** 2
    shape[-fall:] *= np.cos(np.linspace(0, np.pi / 2, fall, dtype=np.float32)) ** 2
    return shape


def noise(count: int, seed: int) -> Signal:
    """Return white noise between -1 and 1."""
    return np.random.default_rng(seed).uniform(-1, 1, count).astype(np.float32)


def fast_length(count: int) -> int:
    """Return the next length that the FFT takes in its stride: 2, 3 or 5 times a power of two."""
    power = 1 << max(count - 1, 1).bit_length()
    return min(size for size in (power * 5 // 8, power * 3 // 4, power) if size >= count)


def shaped(sound: Signal, response: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Signal:
    """Filter with a zero-phase response, a function from frequencies in Hz to gains."""
    size = fast_length(sound.size + RATE // 20)
    frequencies = np.fft.rfftfreq(size, 1 / RATE)
    spectrum = np.fft.rfft(sound, size) * response(frequencies).astype(np.float32)
    return np.fft.irfft(spectrum, size)[: sound.size].astype(np.float32)


def band(
    sound: Signal, low_hz: float | None = None, high_hz: float | None = None, order: int = 2
) -> Signal:
    """Keep what lies between two frequencies (Butterworth magnitude, 6 dB an octave an order)."""

    def response(frequency: NDArray[np.float64]) -> NDArray[np.float64]:
        gain = np.ones_like(frequency)
        if high_hz is not None:
            gain /= np.sqrt(1 + (frequency / high_hz) ** (2 * order))
        if low_hz is not None:
            ratio = (np.maximum(frequency, 1e-3) / low_hz) ** (2 * order)
            gain *= np.sqrt(ratio / (1 + ratio))
        return gain

    return shaped(sound, response)


def pluck(
    pitch_hz: float, count: int, *, brightness: float, damping: float, seed: int, at: float = 0.13
) -> Signal:
    """Return a plucked string (Karplus and Strong 1983, doi:10.2307/3680062).

    `brightness` (0 to 1) is how sharp the plectrum is, `damping` the part of the sound that each
    period loses, `at` the place of the plectrum along the string, whose partials are missing.
    """
    ratio = RATE / pitch_hz - 0.5  # the averaging of neighbours delays by half a sample
    length = int(ratio)
    burst = noise(length, seed)
    for _ in range(round((1 - brightness) * 6)):
        burst = (burst + np.roll(burst, 1)) / 2
    burst = burst - np.roll(burst, max(1, int(length * at)))
    burst = burst - burst.mean()
    loops = count // length + 3
    string = np.empty((loops, length), np.float32)
    keep = np.float32((1 - damping) / 2)
    string[0] = burst / max(float(np.abs(burst).max()), 1e-6)
    for i in range(1, loops):
        previous = string[i - 1]
        string[i, 1:] = (previous[1:] + previous[:-1]) * keep
        string[i, 0] = (previous[0] + (string[i - 2, -1] if i > 1 else 0.0)) * keep
    flat = string.ravel()
    # The period is a whole number of samples; reading a little slower or faster tunes it.
    places = np.arange(count) * ((length + 0.5) / (ratio + 0.5))
    index = np.minimum(places.astype(np.int64), flat.size - 2)
    part = (places - index).astype(np.float32)
    return np.asarray(flat[index] * (1 - part) + flat[index + 1] * part, np.float32)


def crush(sound: Signal, drive: float) -> Signal:
    """Return a sound through a soft clipper: warm at 1, an overdriven amplifier at 10."""
    return np.tanh(sound * np.float32(drive)).astype(np.float32)
