"""The mixing desk: tracks on a time line, levels, room, echo, and the master's loudness."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from demo.music.synth import RATE, Signal, band, crush, fast_length, noise, samples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LOUDNESS_DB: Final = -13.5  # LUFS: what streaming services level music to
PEAK_DB: Final = -1.3  # dBFS: the codec's ringing adds a few tenths
_TAIL_S: Final = 2.5
_FADE_IN_S: Final = 0.02
_FADE_OUT_S: Final = 2.5
_STEM_DB: Final = -20.0  # where a track at level 0 stands before the master


@dataclass(eq=False)
class Track:
    """One instrument's place at the desk.

    Levels are in dB against the other tracks, whatever the instrument's own loudness; `pan` runs
    from -1 (left) to 1; `room` and `echo` are sends; `drive` is an amplifier's distortion;
    `low_hz` and `high_hz` bound what is let through; `duck` gives way to the bass drum.
    """

    desk: Desk
    level_db: float
    pan: float = 0.0
    room: float = 0.2
    echo: float = 0.0
    drive: float = 0.0
    low_hz: float | None = None
    high_hz: float | None = None
    duck: bool = False
    buffer: Signal = field(init=False)

    def __post_init__(self) -> None:
        """Make an empty tape."""
        self.buffer = np.zeros(self.desk.count, np.float32)

    def play(self, beat: float, sound: Signal, velocity: float = 1.0) -> None:
        """Put a sound on the time line, a few milliseconds off as a person would."""
        late_s = float(self.desk.rng.normal(0, self.desk.loose_s))
        start = max(0, samples(self.desk.time_s(beat) + late_s))
        end = min(start + sound.size, self.buffer.size)
        if end > start:
            touch = velocity * float(self.desk.rng.uniform(0.92, 1.0))
            self.buffer[start:end] += sound[: end - start] * np.float32(touch)

    def finished(self) -> Signal:
        """Return the track with its effects, at its level."""
        sound = self.buffer
        active = _active_rms(sound)
        if active == 0:
            return sound
        sound = sound / np.float32(active)
        if self.drive:
            sound = crush(sound, self.drive)
        if self.low_hz is not None or self.high_hz is not None:
            sound = band(sound, self.low_hz, self.high_hz, 3)
        return sound * np.float32(10 ** ((_STEM_DB + self.level_db) / 20) / _active_rms(sound))


class Desk:
    """The time line of a piece and the tracks on it.

    `swing` is the part of a beat (or of half a beat with `swing_sixteenths`) that its first half
    takes: 0.5 is even, 0.67 a triplet feel.
    """

    def __init__(
        self,
        tempo: float,
        beats: float,
        seed: int,
        *,
        swing: float = 0.5,
        swing_sixteenths: bool = False,
        loose_s: float = 0.003,
    ) -> None:
        """Lay out `beats` beats at `tempo` beats a minute."""
        self.tempo = tempo
        self.rng = np.random.default_rng(seed)
        self.loose_s = loose_s
        self._swing = swing
        self._unit = 0.5 if swing_sixteenths else 1.0
        self.length_s = beats * 60 / tempo + _TAIL_S
        self.count = samples(self.length_s)
        self.tracks: list[Track] = []
        self._kicks: list[int] = []

    def time_s(self, beat: float) -> float:
        """Return when a beat falls, in seconds, swing included."""
        whole, part = divmod(beat / self._unit, 1.0)
        swung = part * 2 * self._swing if part < 0.5 else 1 - (1 - part) * 2 * (1 - self._swing)
        return (whole + swung) * self._unit * 60 / self.tempo

    def span_s(self, beats: float) -> float:
        """Return a length in seconds, in steps that let the instruments' caches work."""
        return round(beats * 60 / self.tempo, 2)

    def track(self, level_db: float, **settings: float | bool | None) -> Track:
        """Add a track."""
        track = Track(self, level_db, **settings)  # type: ignore[arg-type]
        self.tracks.append(track)
        return track

    def hits(self, track: Track, sound: Signal, pattern: str, bars: Sequence[int]) -> None:
        """Play a drum from a pattern of sixteenths (twelfths in three): X loud, x plain, o soft."""
        strength = {"X": 1.0, "x": 0.75, "o": 0.4}
        beats = len(pattern) / 4
        for bar in bars:
            for step, mark in enumerate(pattern):
                if mark in strength:
                    track.play(bar * beats + step / 4, sound, strength[mark])

    def pump(self, beats: Sequence[float]) -> None:
        """Make the tracks that duck give way at these beats."""
        self._kicks.extend(samples(self.time_s(beat)) for beat in beats)

    def mix(
        self, *, room_s: float = 1.4, echo_beats: float = 0.75, extra: Signal | None = None
    ) -> NDArray[np.float32]:
        """Return the piece, float32 (samples, 2), at the library's loudness and below its peak."""
        out = np.zeros((2, self.count), np.float32)
        room = np.zeros(self.count, np.float32)
        echo = np.zeros(self.count, np.float32)
        for track in self.tracks:
            sound = track.finished()
            if track.duck and self._kicks:
                sound = sound * self._ducking()
            angle = (track.pan + 1) * np.pi / 4
            out[0] += np.float32(np.cos(angle)) * sound
            out[1] += np.float32(np.sin(angle)) * sound
            if track.room:
                room += np.float32(track.room) * sound
            if track.echo:
                echo += np.float32(track.echo) * sound
        if echo.any():
            taps = self._echo(echo, echo_beats)
            out += taps
            room += 0.2 * taps.sum(axis=0)
        out += _reverberate(room, room_s)
        if extra is not None:
            out += extra
        return master(out.T)

    def _ducking(self) -> Signal:
        gain = np.ones(self.count, np.float32)
        length = samples(0.28)
        dip = 1 - 0.75 * np.cos(np.linspace(0, np.pi / 2, length, dtype=np.float32)) ** 2
        dip[: samples(0.008)] = np.linspace(1, dip[samples(0.008)], samples(0.008))
        for start in self._kicks:
            end = min(start + length, self.count)
            gain[start:end] = np.minimum(gain[start:end], dip[: end - start])
        return gain

    def _echo(self, send: Signal, beats: float) -> NDArray[np.float32]:
        """Return four repeats that bounce from side to side and grow dull."""
        step = samples(beats * 60 / self.tempo)
        out = np.zeros((2, self.count), np.float32)
        dull = band(send, 250, 3200)
        for repeat in range(1, 5):
            shift = step * repeat
            if shift < self.count:
                gain = np.float32(0.5**repeat * 1.4)
                out[repeat % 2, shift:] += gain * dull[:-shift]
                out[1 - repeat % 2, shift:] += np.float32(0.3) * gain * dull[:-shift]
        return out


def _active_rms(sound: Signal) -> float:
    """Return the RMS of the parts that are not silent: what is heard when the track plays."""
    block = RATE // 10
    blocks = sound[: sound.size // block * block].reshape(-1, block)
    power = np.einsum("ij,ij->i", blocks, blocks) / block
    loudest = float(power.max(initial=0))
    if loudest == 0:
        return 0.0
    return float(np.sqrt(power[power > loudest * 1e-3].mean()))


@lru_cache(maxsize=4)
def _room(room_s: float, size: int) -> NDArray[np.complex64]:
    """Return the spectra of a room's two impulse responses: noise that fades and grows dull."""
    count = samples(room_s * 1.3)
    time = np.arange(count, dtype=np.float32) / RATE
    spectra = []
    for side in (0, 1):
        bright = band(noise(count, 100 + side), 200, 7000) * np.exp(-time * (13.0 / room_s))
        dark = band(noise(count, 200 + side), 150, 2400) * np.exp(-time * (6.9 / room_s))
        response = np.concatenate([np.zeros(samples(0.018), np.float32), bright + dark])
        response /= np.sqrt(np.sum(response**2))
        spectra.append(np.fft.rfft(response, size).astype(np.complex64))
    return np.stack(spectra)


def _reverberate(send: Signal, room_s: float) -> NDArray[np.float32]:
    """Return the room's answer, float32 (2, samples)."""
    size = fast_length(send.size + samples(room_s * 1.3 + 0.1))
    wet = np.fft.irfft(np.fft.rfft(send, size) * _room(room_s, size), size)
    return wet[:, : send.size].astype(np.float32)


def loudness_db(sound: NDArray[np.float32]) -> float:
    """Return the loudness of float32 (samples, 2) in LUFS.

    The weighting of ITU-R BS.1770-4 (a shelf of 4 dB above 1.5 kHz and a high-pass at 38 Hz),
    without its gate, which matters for speech.
    """
    block = 1 << 14  # in blocks that fit a core's cache
    frequency = np.fft.rfftfreq(block, 1 / RATE)
    shelf = 10 ** (4.0 / 20)
    ratio = (frequency / 1500) ** 4
    weight = (1 + shelf**2 * ratio) / (1 + ratio) * frequency**4 / (frequency**4 + 38.0**4)
    power = 0.0
    for start in range(0, len(sound), block):
        spectra = np.abs(np.fft.rfft(sound[start : start + block].T, block)) ** 2
        power += 2 * float((spectra @ weight).sum()) / block / len(sound)
    return -0.691 + 10 * float(np.log10(max(power, 1e-12)))


def limited(sound: NDArray[np.float32], peak: float) -> NDArray[np.float32]:
    """Return float32 (samples, 2) with its peaks turned down smoothly to at most `peak`."""
    level = np.abs(sound).max(axis=1)
    if level.max() <= peak:
        return sound
    window = samples(0.006) | 1
    held = cv2.dilate(level[None], np.ones((1, window), np.uint8))[0]
    gain = np.minimum(1, peak / np.maximum(held, 1e-9)).astype(np.float32)
    gain = cv2.blur(gain[None], (window, 1))[0]
    return np.clip(sound * gain[:, None], -peak, peak)


def master(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a mix at the library's loudness and peak, with its ends faded."""
    sound = sound - sound.mean(axis=0)
    peak = float(10 ** (PEAK_DB / 20))
    wanted_db = LOUDNESS_DB
    level_db = loudness_db(sound)
    for _ in range(2):  # the limiter takes a little loudness away: once more for that
        gain = np.float32(10 ** ((wanted_db - level_db) / 20))
        out = limited(sound * gain, peak)
        wanted_db += LOUDNESS_DB - loudness_db(out)
    rise, fall = samples(_FADE_IN_S), samples(_FADE_OUT_S)
    out[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)[:, None]
    out[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32)[:, None] ** 2
    return out
