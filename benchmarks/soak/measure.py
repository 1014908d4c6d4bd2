"""What a process takes of the machine, as the kernel counts it."""

from __future__ import annotations

import os
import re
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

SAMPLE_EVERY_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class Sample:
    """A moment of a process: its memory but for mapped files, its threads and descriptors.

    Of the threads those that GStreamer names are left out: they come and go with each track.
    """

    time_s: float
    memory_mb: float
    threads: int
    descriptors: int


def sample(pid: int) -> Sample:
    """Look at a process now."""
    folder = Path(f"/proc/{pid}")
    status = (folder / "status").read_text(encoding="ascii", errors="replace")
    values = dict(re.findall(r"^(Name|RssAnon):\s+(\S+)", status, re.MULTILINE))
    descriptors = sum(1 for _ in (folder / "fd").iterdir())
    threads = sum(_name(task) == values["Name"] for task in (folder / "task").iterdir())
    return Sample(time.monotonic(), int(values["RssAnon"]) / 1024, threads, descriptors)


def _name(task: Path) -> str | None:
    """Return the name that a thread has inherited or was given; None if it has ended."""
    try:
        return (task / "comm").read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return None


class Sampler:
    """Looks at a process twice a second, in a thread."""

    def __init__(self, pid: int) -> None:
        """Name the process."""
        self._pid = pid
        self.samples: list[Sample] = []
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._look, name="sampler", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._ending.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ending.wait(SAMPLE_EVERY_S):
            self.samples.append(sample(self._pid))


def processor_s() -> tuple[float, float]:
    """Return the seconds that all cores of the machine have worked so far, and that they had."""
    fields = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]
    ticks = [int(field) for field in fields]
    per_s = os.sysconf("SC_CLK_TCK")
    return (sum(ticks) - ticks[3] - ticks[4]) / per_s, sum(ticks) / per_s  # but idle and iowait


def growth_mb(samples: list[Sample]) -> float:
    """Return how much more memory the last tenth took than the first, by their medians."""
    part = max(1, len(samples) // 10)
    first, last = samples[:part], samples[-part:]
    return median(one.memory_mb for one in last) - median(one.memory_mb for one in first)


def by_tenths(samples: list[Sample]) -> list[float]:
    """Return the memory in each tenth of the time, by its median: a leak shows as a slope."""
    parts = [samples[len(samples) * n // 10 : len(samples) * (n + 1) // 10] for n in range(10)]
    return [round(median(one.memory_mb for one in part), 1) for part in parts if part]


def at_rest(pid: int, seconds: float) -> Sample:
    """Return what a process takes by the medians of some seconds, in which nobody asks anything."""
    seen: list[Sample] = []
    end_s = time.monotonic() + seconds
    while time.monotonic() < end_s or not seen:
        seen.append(sample(pid))
        time.sleep(0.1)
    return Sample(
        time.monotonic(),
        median(one.memory_mb for one in seen),
        round(median(one.threads for one in seen)),
        round(median(one.descriptors for one in seen)),
    )
