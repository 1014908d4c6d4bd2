"""Music without a silent moment, the recording of what Mopidy plays of it, and its gaps."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import soundfile
from mutagen.oggvorbis import OggVorbis

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RATE: Final = 44100
BYTES_A_SECOND: Final = 2 * RATE
GENRES: Final = (
    *("Pop", "Dance", "Rock", "Metal", "Jazz", "Ambient", "Classical", "Lo-Fi", "Acoustic"),
    *("Electronic", "Blues", "Soul", "Soundtrack", "Punk"),
)
TRACKS_A_GENRE: Final = 3
TRACK_S: Final = 15.0
LOUD: Final = 0.3
QUIET: Final = 0.01  # of full scale: below it, the tone is not there
SILENCE_S: Final = 0.01
LOOK_EVERY_S: Final = 0.01
SKIP_S: Final = 3.0  # after a person's skip Mopidy starts anew, which takes a while
STALL_S: Final = 0.2
"""So long ahead do Mopidy's usual sinks (alsasink, pulsesink: `buffer-time`) hold sound."""


def make_music(folder: Path) -> None:
    """Write tracks of one tone each, at full strength from their first sample to their last."""
    times_s = np.arange(round(TRACK_S * RATE)) / RATE
    for genre in GENRES:
        (folder / genre).mkdir(parents=True)
        for number in range(TRACKS_A_GENRE):
            path = folder / genre / f"{number}.ogg"
            hertz = 200.0 + 20 * number + 3 * len(genre)
            soundfile.write(path, LOUD * np.cos(2 * np.pi * hertz * times_s), RATE, format="OGG")
            tags = OggVorbis(path)
            tags["title"], tags["artist"] = f"{genre} {number}", f"Player {number}"
            tags["genre"], tags["album"] = genre, genre
            tags.save()


class Recording:
    """A file into which Mopidy plays, and how it grew."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        self._path = path
        self._growth: list[tuple[float, int]] = []
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._look, name="recording", daemon=True)

    @property
    def output(self) -> str:
        """Mopidy's option `audio/output`: in the time of a listener, and each buffer at once.

        A skip opens the file anew, hence `append`.
        """
        return (
            f"audioconvert ! audioresample ! audio/x-raw,format=S16LE,channels=1,rate={RATE} ! "
            f"filesink sync=true append=true buffer-mode=unbuffered location={self._path}"
        )

    def start(self) -> None:
        """Look at the file's size from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._ending.set()
        self._thread.join()

    def gaps(self, skips_s: Sequence[float]) -> dict[str, Any]:
        """Return what a listener would have missed, but for a moment after each skip.

        A stall is a time in which nothing was played; a silence is played, but not in the music.
        """
        start_s, first = self._growth[0]
        end_s, last = self._growth[-1]
        stalls_s = self._stalls_s(skips_s)
        silences_s = self._silences_s(first, last)
        return {
            "seconds": round(end_s - start_s, 1),
            "played_seconds": round((last - first) / BYTES_A_SECOND, 1),
            "longest_stall_ms": round(max(stalls_s, default=0.0) * 1e3),
            "stalls": sum(stall > STALL_S for stall in stalls_s),
            "silences": len(silences_s),
            "longest_silence_ms": round(max(silences_s, default=0.0) * 1e3),
            "skips": len(skips_s),
        }

    def _look(self) -> None:
        """Note each growth, with the time."""
        size = -1
        while not self._ending.wait(LOOK_EVERY_S):
            now = self._path.stat().st_size if self._path.exists() else 0
            if now != size:
                size = now
                self._growth.append((time.monotonic(), size))

    def _stalls_s(self, skips_s: Sequence[float]) -> list[float]:
        """Return the times from one growth to the next, but those in which somebody skipped."""
        times_s = np.array([at_s for at_s, _ in self._growth])
        begins, lengths = times_s[:-1], np.diff(times_s)
        heard = np.ones(len(begins), bool)
        for skip_s in skips_s:
            heard &= (begins + lengths < skip_s) | (begins > skip_s + SKIP_S)
        return [float(length) for length in lengths[heard]]

    def _silences_s(self, first: int, last: int) -> list[float]:
        """Return the times for which the tone was not there, between two places of the file."""
        found: list[float] = []
        quiet = 0
        with self._path.open("rb") as file:
            file.seek(first - first % 2)
            left = last - first
            while left > 0 and (data := file.read(min(left, 60 * BYTES_A_SECOND))):
                left -= len(data)
                loud = np.abs(np.frombuffer(data[: len(data) // 2 * 2], "<i2")) > QUIET * 32768
                places = np.flatnonzero(loud)
                if len(places) == 0:
                    quiet += len(loud)
                    continue
                runs = np.diff(places) - 1
                found += [quiet + int(places[0]), *(int(run) for run in runs[runs > 0])]
                quiet = len(loud) - 1 - int(places[-1])
        return [run / RATE for run in (*found, quiet) if run > SILENCE_S * RATE]
