"""What is heard is what is queued."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import numpy as np
import soundfile

from tests.mopidy_process import MopidyProcess

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RECORDED_S = 5.0
RATE = 44100


def mono(path: Path) -> NDArray[np.float64]:
    sound, rate = soundfile.read(path, always_2d=True)
    mixed = sound.mean(axis=1)
    times = np.arange(0, len(mixed) / rate, 1 / RATE)
    return np.interp(times, np.arange(len(mixed)) / rate, mixed)


def likeness(part: NDArray[np.float64], whole: NDArray[np.float64]) -> float:
    """The greatest normalised cross-correlation of a part with any place in the whole."""
    size = len(part) + len(whole)
    product = np.fft.rfft(whole, size) * np.conj(np.fft.rfft(part, size))
    correlation = np.fft.irfft(product, size)[: len(whole) - len(part)]
    energy = np.concatenate([[0.0], np.cumsum(whole**2)])
    local = energy[len(part) :][: len(correlation)] - energy[: len(correlation)]
    return float(np.max(correlation / np.sqrt(np.maximum(local, 1e-9) * np.sum(part**2))))


def test_the_recording_holds_the_track_that_moodcam_queued(
    tmp_path: Path, demo_music: Path, happy_clip: Path
) -> None:
    recording = tmp_path / "heard.wav"
    sections = {
        "audio": {"output": f"audioconvert ! wavenc ! filesink sync=true location={recording}"},
        "moodcam": {"camera": str(happy_clip)},
    }
    mopidy = MopidyProcess(tmp_path, demo_music, sections)
    mopidy.scan()
    with mopidy:
        playing = mopidy.until(lambda: mopidy.state()["playing"], "a track plays")
        assert playing["ours"]
        mopidy.until(
            lambda: mopidy.rpc("core.playback.get_time_position") > RECORDED_S * 1000 + 2000,
            "some seconds were played",
        )
    heard = mono(recording)
    start = RATE  # past the fade at the beginning
    part = heard[start : start + round(RECORDED_S * RATE)]
    assert np.sqrt(np.mean(part**2)) > 0.01, "it is silent"
    track = demo_music / unquote(playing["uri"].removeprefix("local:track:"))
    assert likeness(part, mono(track)) > 0.9
