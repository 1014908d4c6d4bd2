"""One soak: a real Mopidy, warmed up, at rest, under everything at once, and at rest again."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from benchmarks import loop_probe
from benchmarks.latency import make_clip, spread
from benchmarks.soak.measure import Sampler, at_rest, by_tenths, growth_mb, processor_s
from benchmarks.soak.sound import Recording, make_music
from tests.clips import as_mjpeg
from tests.mopidy_process import MopidyProcess

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

REST_S: Final = 5.0
ASK_PROBE_EVERY_S: Final = 5.0
BLOCKED_MS: Final = 50.0
MAX_TRACKLIST: Final = 10_000
SPARE: Final = 40  # entries of the tracklist left for MoodCam's own: 3 ahead and 20 played
ADDED_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Plan:
    """How hard and how long; the viewers count the slow and the stopped ones."""

    seconds: float
    warm_up_s: float
    fps: float = 30.0
    viewers: int = 50
    slow: int = 5
    stopped: int = 5
    reconnects_per_s: float = 200.0
    tracklist: int = MAX_TRACKLIST


def soak(plan: Plan, folder: Path, faces: Path | None) -> dict[str, Any]:
    """Run a soak below an empty folder and return its figures; `faces` as benchmarks.latency."""
    clip = make_clip(folder / "clip.avi", faces, plan.fps)
    pictures = as_mjpeg(clip)
    make_music(folder / "music")
    recording = Recording(folder / "heard.raw")
    sections = {
        "audio": {"output": recording.output},
        "core": {"max_tracklist_length": str(MAX_TRACKLIST)},
        "moodcam": {
            "camera": str(clip),
            "fps": str(plan.fps),
            "idle_fps": str(plan.fps),
            "cpu_budget": "0",  # no limit: it would keep to a share of a small machine otherwise
        },
    }
    own = folder / "mopidy"
    own.mkdir()
    wrapper = loop_probe.install(folder / "probe")
    mopidy = MopidyProcess(own, folder / "music", sections, wrapper)
    mopidy.scan()
    with mopidy:
        mopidy.until(lambda: mopidy.state()["playing"], "a track plays")
        tracklist = fill_tracklist(mopidy, folder / "music", plan.tracklist)
        crowd(plan, mopidy, clip, pictures, plan.warm_up_s)
        pid = mopidy.pid
        before = at_rest(pid, REST_S)
        sampler, probe = Sampler(pid), Probe(mopidy)
        recording.start()
        sampler.start()
        probe.start()
        worked_s, had_s = processor_s()
        clients = crowd(plan, mopidy, clip, pictures, plan.seconds)
        share = (processor_s()[0] - worked_s) / (processor_s()[1] - had_s)
        for measurement in (probe, sampler, recording):
            measurement.stop()
        after = at_rest(pid, REST_S)
        problems = mopidy.state()["errors"]
    log = mopidy.log_text()
    return {
        "plan": asdict(plan),
        "tracklist": tracklist,
        "clients": clients,
        "memory_mb": {
            "at rest before": round(before.memory_mb, 1),
            "at rest after": round(after.memory_mb, 1),
            "growth under load": round(growth_mb(sampler.samples), 1),
            "most": round(max(one.memory_mb for one in sampler.samples), 1),
            "in each tenth": by_tenths(sampler.samples),
        },
        "threads": counts(before.threads, [one.threads for one in sampler.samples], after.threads),
        "descriptors": counts(
            before.descriptors, [one.descriptors for one in sampler.samples], after.descriptors
        ),
        "sound": recording.gaps(clients["skips_s"]),
        "machine_busy": round(share, 2),
        "loop_late_ms": probe.summary(),
        "problems": problems,
        "tracebacks": log.count("Traceback"),
        "log": notable(log),
    }


def fill_tracklist(mopidy: MopidyProcess, music: Path, wanted: int) -> int:
    """Put a person's tracks before what plays, to a few less than wanted; return their count.

    MoodCam's own come after what a person queued, so these must count as played.
    """
    files = sorted(path.relative_to(music) for path in music.rglob("*.ogg"))
    uris = [f"local:track:{quote(str(file))}" for file in files]
    left = wanted - SPARE
    while left > 0:
        chunk = list(islice(cycle(uris), min(left, ADDED_AT_ONCE)))
        mopidy.rpc("core.tracklist.add", uris=chunk, at_position=0)
        left -= len(chunk)
    return int(mopidy.rpc("core.tracklist.get_length"))


def crowd(
    plan: Plan, mopidy: MopidyProcess, clip: Path, pictures: Path, seconds: float
) -> dict[str, Any]:
    """Have all the clients there for a time; return what became of them."""
    words = {
        "port": mopidy.port,
        "clip": clip,
        "pictures": pictures,
        "seconds": seconds,
        "viewers": plan.viewers,
        "slow": plan.slow,
        "stopped": plan.stopped,
        "reconnects": plan.reconnects_per_s,
    }
    command = [sys.executable, "-m", "benchmarks.soak.clients"]
    command += [word for name, value in words.items() for word in (f"--{name}", str(value))]
    done = subprocess.run(  # noqa: S603 - our own
        command, check=True, stdout=subprocess.PIPE, timeout=seconds + 120, text=True
    )
    return json.loads(done.stdout)


class Probe:
    """Asks the loop probe now and then, since it keeps what nobody asked for."""

    def __init__(self, mopidy: MopidyProcess) -> None:
        """Name the Mopidy, which has the probe installed."""
        self._mopidy = mopidy
        self._late_ms: list[float] = []
        self._busy_ms: list[float] = []
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._ask, name="probe", daemon=True)

    def start(self) -> None:
        """Begin with what happens from now on."""
        self._mopidy.get("/loop_probe/")
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._ending.set()
        self._thread.join()

    def summary(self) -> dict[str, float]:
        """Return how late the loop was, and how long it worked in one go, in milliseconds."""
        return {
            **spread(self._late_ms),
            "max": max(self._late_ms),
            "times over 50": sum(late > BLOCKED_MS for late in self._late_ms),
            "most of its own work": max(self._busy_ms),
            "times over 50 by its own work": sum(busy > BLOCKED_MS for busy in self._busy_ms),
        }

    def _ask(self) -> None:
        ended = False
        while not ended:
            ended = self._ending.wait(ASK_PROBE_EVERY_S)
            with suppress(OSError):  # too busy to answer in time: the next answer has it all
                _, measured = self._mopidy.get("/loop_probe/")
                self._late_ms += measured["late_ms"]
                self._busy_ms += measured["busy_ms"]


def notable(log: str) -> list[str]:
    """Return what a log of Mopidy's warns of, each once, and its tracebacks."""
    warnings = re.findall(r"^(?:WARNING|ERROR|CRITICAL) .*\n  (.*)", log, re.MULTILINE)
    tracebacks = re.findall(r"^Traceback.*\n(?: .*\n)+\S.*", log, re.MULTILINE)
    return list(dict.fromkeys((*warnings, *tracebacks)))


def counts(before: int, under_load: Sequence[int], after: int) -> dict[str, int]:
    """Return how many of something there were: at rest, and the range under load."""
    return {
        "at rest before": before,
        "fewest": min(under_load),
        "most": max(under_load),
        "at rest after": after,
    }
