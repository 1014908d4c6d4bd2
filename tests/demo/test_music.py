from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from demo.music import drums, instruments
from demo.music.catalogue import CATALOGUE
from demo.music.compose import STYLES, compose
from demo.music.covers import SIZE, draw
from demo.music.desk import LOUDNESS_DB, PEAK_DB, Desk, limited, loudness_db
from demo.music.score import Piece
from demo.music.synth import RATE, hertz
from demo.music.theory import chord, chords, melody, scale

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from demo.music.catalogue import Album

SONGS = [song for album in CATALOGUE for song in album.songs]
TUNED = [
    *("piano", "electric_piano", "steel_guitar", "nylon_guitar", "clean_guitar", "finger_bass"),
    *("strings", "cello", "flute", "saxophone", "trumpet", "synth_lead", "music_box"),
    *("lead_guitar", "vibraphone", "brass", "upright_bass"),
]


@cache
def music(style: str) -> NDArray[np.float32]:
    return compose(next(song.piece for song in SONGS if song.piece.style == style))


def brightness_hz(sound: NDArray[np.float32]) -> float:
    spectrum = np.abs(np.fft.rfft(sound.mean(axis=1)))
    frequency = np.fft.rfftfreq(len(sound), 1 / RATE)
    return float((spectrum * frequency).sum() / spectrum.sum())


def onsets_per_s(sound: NDArray[np.float32]) -> float:
    frames = sound.mean(axis=1)
    frames = frames[: len(frames) // 512 * 512].reshape(-1, 512) * np.hanning(512)
    spectra = np.log1p(50 * np.abs(np.fft.rfft(frames, axis=1)))
    flux = np.maximum(np.diff(spectra, axis=0), 0).mean(axis=1)
    peaks = (flux[1:-1] > flux[:-2]) & (flux[1:-1] >= flux[2:]) & (flux[1:-1] > 0.15)
    return float(peaks.sum() / (len(sound) / RATE))


@pytest.mark.parametrize("style", ["metal", "ambient", "jazz"])
def test_a_piece_has_the_librarys_loudness_and_no_clipping_or_silence(style: str) -> None:
    sound = music(style)
    assert sound.dtype == np.float32
    assert abs(loudness_db(sound) - LOUDNESS_DB) < 0.5
    assert np.abs(sound).max() <= 10 ** (PEAK_DB / 20) + 1e-4
    seconds = sound[: len(sound) // RATE * RATE].reshape(-1, RATE * 2)
    levels_db = 20 * np.log10(np.sqrt((seconds**2).mean(axis=1)) + 1e-9)
    assert levels_db[:-3].min() > -40
    assert abs(sound.mean()) < 0.002


@pytest.mark.parametrize("style", ["metal", "ambient", "jazz"])
def test_a_piece_begins_and_ends_softly(style: str) -> None:
    sound = music(style)
    assert np.abs(sound[0]).max() < 1e-3
    assert np.abs(sound[-RATE // 20 :]).max() < 1e-2


def test_genres_differ_in_brightness_and_in_movement() -> None:
    assert brightness_hz(music("metal")) > 2 * brightness_hz(music("ambient"))
    assert brightness_hz(music("jazz")) > 1.5 * brightness_hz(music("ambient"))
    assert onsets_per_s(music("metal")) > 3 * onsets_per_s(music("ambient"))
    assert onsets_per_s(music("jazz")) > 2 * onsets_per_s(music("ambient"))


def test_a_piece_is_stereo() -> None:
    left, right = music("ambient").T
    assert np.corrcoef(left, right)[0, 1] < 0.95


def test_composing_is_deterministic() -> None:
    piece = Piece("punk", "A major", 180, "A", {"A": "A5 D5"}, seed=3)
    assert np.array_equal(compose(piece), compose(piece))


def test_every_song_has_a_style_and_chords_that_are_known() -> None:
    for song in SONGS:
        assert song.piece.style in STYLES
        assert scale(song.piece.key)
        assert all(chords(names) for names in song.piece.harmony.values())


@pytest.mark.parametrize("name", TUNED)
@pytest.mark.parametrize("midi", [45, 64])
def test_an_instrument_sounds_at_the_pitch_asked_for(name: str, midi: int) -> None:
    sound = getattr(instruments, name)(midi, 1.0)[: RATE * 4 // 5]
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(sound.size), 1 << 19))
    frequency = np.fft.rfftfreq(1 << 19, 1 / RATE)
    near = np.abs(1200 * np.log2(np.maximum(frequency, 1) / hertz(midi))) < 60
    found = frequency[near][spectrum[near].argmax()]
    assert abs(1200 * np.log2(found / hertz(midi))) < 9  # cents
    assert spectrum[near].max() > 0.05 * spectrum.max()


@pytest.mark.parametrize("name", [*TUNED, "pad", "glass_pad", "bell", "organ", "sub_bass"])
def test_a_note_begins_and_ends_without_a_click(name: str) -> None:
    sound = getattr(instruments, name)(57, 0.5)
    assert np.isfinite(sound).all()
    assert np.abs(sound[0]) < 0.05
    assert np.abs(sound[-8:]).max() < 0.01


def test_drums_are_within_range() -> None:
    for drum in (drums.kick, drums.snare, drums.clap, drums.hat, drums.ride, drums.crash):
        assert 0.5 < np.abs(drum()).max() <= 1.0


@pytest.mark.parametrize(
    ("name", "classes"),
    [("C", {0, 4, 7}), ("F#m7", {6, 9, 1, 4}), ("Bbmaj9", {10, 2, 9, 0}), ("E5", {4, 11})],
)
def test_chords_are_read_from_their_names(name: str, classes: set[int]) -> None:
    assert chord(name).classes == classes


def test_a_name_that_is_no_chord_is_refused() -> None:
    with pytest.raises(ValueError, match="does not begin with the name of a note"):
        chord("Hm")


def test_neighbouring_chords_are_voiced_close_to_each_other() -> None:
    first, second = (chord(name).voicing(60) for name in ("C", "Am"))
    assert all(60 <= midi < 72 for midi in first + second)


def test_a_melody_stays_in_range_and_on_chord_tones_where_it_counts() -> None:
    harmony = chords("C G Am F") * 2
    rhythm = ((0, 1), (1, 0.5), (1.5, 0.5), (2, 1), (3, 1))
    tune = melody(np.random.default_rng(1), harmony, scale("C major"), [rhythm], low=60, high=79)
    assert all(60 <= note.midi <= 79 for note in tune)
    for note in tune:
        classes = harmony[int(note.beat // 4)].classes
        assert note.midi % 12 in scale("C major") | classes
        if note.beat % 2 == 0:
            assert note.midi % 12 in classes


def test_swing_delays_the_off_beat() -> None:
    even, swung = Desk(120, 4, 1), Desk(120, 4, 1, swing=0.66)
    assert even.time_s(0.5) == pytest.approx(0.25)
    assert swung.time_s(0.5) == pytest.approx(0.33)
    assert swung.time_s(1) == pytest.approx(0.5)


def test_the_limiter_turns_peaks_down_without_touching_the_rest() -> None:
    sound = np.full((RATE, 2), 0.1, np.float32)
    sound[RATE // 2] = 2.0
    out = limited(sound, 0.8)
    assert np.abs(out).max() <= 0.8
    assert np.allclose(out[: RATE // 4], 0.1)


def test_loudness_of_a_full_scale_tone_is_the_standards() -> None:
    tone = np.sin(2 * np.pi * 997 * np.arange(RATE * 4) / RATE).astype(np.float32)
    both = np.stack([tone, np.zeros_like(tone)], axis=1)
    assert loudness_db(both) == pytest.approx(-3.01, abs=0.35)  # ITU-R BS.1770-4


@pytest.mark.parametrize("album", CATALOGUE, ids=lambda album: album.motif)
def test_each_cover_is_a_picture_of_its_own(album: Album) -> None:
    picture = draw(album.motif, album.palette, 1)
    assert picture.shape == (SIZE, SIZE, 3)
    assert picture.std() > 15
