"""Ask a recogniser in a process of its own.

A program gets two paths. The first file holds the images, 48 * 48 grey bytes each and nothing else.
Into the second it writes one JSON object a line: first its version, `{"version": "1.2.3"}`, then
for each image, under its own names of the emotions,
`{"probabilities": {label: p, ...}, "ms": time on the clock, "cpu_ms": time on the processor}`.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from mopidy_moodcam.emotions import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

PEERS_NAMES: Final = {
    "anger": "angry",
    "disgust": "disgusted",
    "fear": "fearful",
    "happiness": "happy",
    "sadness": "sad",
    "surprise": "surprised",
    "contempt": "contemptuous",
}
"""What peers call the emotions that are named otherwise here."""
PLACES: Final = {label: place for place, label in enumerate(LABELS)}
ONE_THREAD: Final = {
    "OMP_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
}
LIMIT_S: Final = 3600.0


class PeerError(Exception):
    """A recogniser cannot be measured; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Program:
    """How to start a recogniser: a command, which gets the two paths, and where to start it."""

    command: tuple[str, ...]
    folder: Path


@dataclass(frozen=True, eq=False, slots=True)
class Said:
    """What a recogniser said of some images, and how long each took.

    `probabilities` is float32 (n, 8) in the order of `LABELS`, 0 for an emotion that it does not
    know; `took_ms` and `cpu_ms`, float64 (n,), are the time on the clock and on the processor.
    """

    version: str
    probabilities: NDArray[np.float32]
    took_ms: NDArray[np.float64]
    cpu_ms: NDArray[np.float64]


def ask(program: Program, images: NDArray[np.uint8]) -> Said:
    """Show images, uint8 (n, 48, 48), to a program that runs on one core with one thread.

    Raises PeerError when it fails or does not answer for every image.
    """
    with tempfile.TemporaryDirectory() as name, _one_core():
        images_file, answers_file = Path(name) / "images.raw", Path(name) / "answers.jsonl"
        images.tofile(images_file)
        try:
            done = subprocess.run(  # noqa: S603 - the commands are this package's own
                (*program.command, images_file, answers_file),
                cwd=program.folder,
                env=os.environ | ONE_THREAD,
                check=False,
                capture_output=True,
                text=True,
                timeout=LIMIT_S,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            msg = f"{program.command[0]} did not run to its end ({error}): run the benchmark again"
            raise PeerError(msg) from error
        if done.returncode != 0:
            reason = f"exit status {done.returncode}, {last_line(done.stderr)}"
            msg = f"its program failed ({reason}): run the benchmark again, or delete runs/peers"
            raise PeerError(msg)
        return _said(answers_file, len(images))


def last_line(text: str) -> str:
    """Return the last line that says anything."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it gave no reason"


@contextlib.contextmanager
def _one_core() -> Iterator[None]:
    """Keep the programs that are started meanwhile on one core, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _said(answers_file: Path, count: int) -> Said:
    try:
        first, *answers = map(json.loads, answers_file.read_text(encoding="utf-8").splitlines())
        rows = np.array([_row(answer["probabilities"]) for answer in answers], np.float32)
        took_ms, cpu_ms = (
            np.array([float(each[name]) for each in answers]) for name in ("ms", "cpu_ms")
        )
        said = Said(str(first["version"]), rows, took_ms, cpu_ms)
    except (OSError, ValueError, KeyError, TypeError) as error:
        msg = f"its answers cannot be read ({error!r}): see benchmarks/peers/exchange.py"
        raise PeerError(msg) from error
    if len(rows) != count or not np.isfinite(rows).all():
        msg = f"it answered for {len(rows)} of {count} images: see benchmarks/peers/exchange.py"
        raise PeerError(msg)
    return said


def _row(probabilities: Mapping[str, Any]) -> list[float]:
    """Return probabilities in the order of `LABELS`; an unknown name is a KeyError."""
    row = [0.0] * len(LABELS)
    for name, probability in probabilities.items():
        row[PLACES[PEERS_NAMES.get(name, name)]] = float(probability)
    return row
