"""What MoodCam takes of the machine: `python -m benchmarks.light`.

Processor time of a real Mopidy over a minute, with a face before the camera and without, within
the budget and without one; how long Mopidy takes to start with MoodCam and without; and the memory
of both. "Without" is the same Mopidy with MoodCam hidden from it, as if it were not installed.

Processor time is that of the whole process, all threads and the reading of the clip included, in
percent of one core; nothing plays and no page is open. Mopidy has the demo library. The camera is a
clip of 640 by 480 pixels at 15 frames a second: of a person from a folder of photos (--faces, with
happy.jpg and sad.jpg), or of the demo performer; without a face it is an empty room with a camera's
noise, through which a shadow moves, or in which nothing moves. Starts are measured by turns, from
the call to the first answer over HTTP.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np

from benchmarks.latency import make_clip
from demo import library
from mopidy_moodcam.commands.machine import describe
from mopidy_moodcam.vision.drawn_room import room
from tests.clips import NOISE, SIZE
from tests.mopidy_process import MopidyProcess

if TYPE_CHECKING:
    from collections.abc import Mapping

MUSIC: Final = Path(library.__file__).parent / ".local" / "music"
CLIP_FPS: Final = 15.0
CLIP_S: Final = 8.0
SETTLE_S: Final = 15.0  # from the first picture on: loading is over, and the pace is found
TICKS_A_SECOND: Final = os.sysconf("SC_CLK_TCK")

HIDDEN: Final = """
import sys
from importlib import metadata
def hide(find):
    return lambda *a, **k: [one for one in find(*a, **k) if one.name != "moodcam"]
metadata.entry_points = hide(metadata.entry_points)
try:
    import pkg_resources
    pkg_resources.iter_entry_points = hide(pkg_resources.iter_entry_points)
except ImportError:
    pass
from mopidy.__main__ import main
sys.exit(main())
"""
"""Mopidy without MoodCam."""
SHOWN: Final = """
import sys
from mopidy.__main__ import main
sys.exit(main())
"""
"""Mopidy with all extensions, started in the same way."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What to measure for a minute: the options of MoodCam, or None for Mopidy alone."""

    name: str
    options: Mapping[str, str] | None


def main() -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.light", description=__doc__)
    parser.add_argument("--faces", type=Path, help="folder with photos of one person")
    parser.add_argument("--seconds", type=float, default=60.0, help="of each measurement")
    parser.add_argument("--fps", type=float, default=5.0, help="the option fps")
    parser.add_argument("--starts", type=int, default=9, help="starts with and without MoodCam")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    # A shell starts what is to run in the background with the interrupt ignored, and so would be
    # every Mopidy that is stopped by it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library.make(MUSIC)
        _process(folder, {}).scan()
        result = {
            "machine": describe(),
            "load": round(os.getloadavg()[0], 1),
            "faces": "photos" if arguments.faces else "demo performer",
            "fps": arguments.fps,
            "start": _starts(folder, arguments.starts),
            "minute": {
                scene.name: _minute(folder, scene, arguments.seconds)
                for scene in _scenes(folder, arguments.faces, arguments.fps)
            },
        }
    print(json.dumps(result) if arguments.json else _table(result))
    return 0


def _scenes(folder: Path, faces: Path | None, fps: float) -> list[Scene]:
    face = str(make_clip(folder / "face.avi", faces))
    moving = str(_make_room(folder / "moving.avi", moving=True))
    still = str(_make_room(folder / "still.avi", moving=False))
    common = {"fps": str(fps), "autoplay": "false"}
    unlimited = {**common, "cpu_budget": "0", "idle_fps": str(fps)}
    return [
        Scene("Mopidy alone", None),
        Scene("camera off", {**common, "camera": "off"}),
        Scene("a face", {**common, "camera": face}),
        Scene("a face, no budget", {**unlimited, "camera": face}),
        Scene("nobody, something moves", {**common, "camera": moving}),
        Scene("nobody, something moves, no budget", {**unlimited, "camera": moving}),
        Scene("nobody, nothing moves", {**common, "camera": still}),
    ]


def _make_room(path: Path, *, moving: bool) -> Path:
    """Write a clip of an empty room: with a camera's noise, and a shadow that comes and goes."""
    rng = np.random.default_rng(7)
    width, height = SIZE
    scene = room(width, height).astype(np.float32)
    across = np.linspace(0, 1, width, dtype=np.float32)[None, :, None]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), CLIP_FPS, SIZE)
    for number in range(round(CLIP_S * CLIP_FPS)):
        place = 0.5 + 0.5 * np.sin(2 * np.pi * number / (CLIP_S * CLIP_FPS))
        shadow = 0.4 * np.exp(-(((across - place) / 0.15) ** 2)) if moving else np.float32(0)
        noise = rng.normal(0, NOISE, (height // 2, width // 2, 3)).astype(np.float32)
        seen = scene * (1 - shadow) + cv2.resize(noise, SIZE)
        writer.write(np.clip(seen, 0, 255).astype(np.uint8))
    writer.release()
    return path


def _process(folder: Path, options: Mapping[str, str] | None) -> MopidyProcess:
    program = (sys.executable, "-W", "ignore", "-c", HIDDEN if options is None else SHOWN)
    return MopidyProcess(folder, MUSIC, {"moodcam": dict(options or {})}, program=program)


def _minute(folder: Path, scene: Scene, seconds: float) -> dict[str, Any]:
    """Measure a Mopidy that has settled: percent of one core, memory in MB, the pace at the end."""
    with _process(folder, scene.options) as mopidy:
        watching = scene.options is not None and scene.options["camera"] != "off"
        if watching:
            mopidy.until(lambda: mopidy.state()["pace"], "the camera is watched")
        time.sleep(SETTLE_S)
        before_s, start_s = _cpu_s(mopidy.pid), time.monotonic()
        time.sleep(seconds)
        used_s, elapsed_s = _cpu_s(mopidy.pid) - before_s, time.monotonic() - start_s
        pace = mopidy.state()["pace"] if watching else None
        return {
            "cpu_percent": round(100 * used_s / elapsed_s, 2),
            **_memory_mb(mopidy.pid),
            "pace": pace,
        }


def _cpu_s(pid: int) -> float:
    """Return the processor time of a process, in user and kernel mode, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


def _memory_mb(pid: int) -> dict[str, float]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    lines += Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    values = {line.partition(":")[0]: line.partition(":")[2].split() for line in lines}
    names = {"rss_mb": "Rss", "pss_mb": "Pss", "peak_mb": "VmHWM"}
    return {name: round(int(values[field][0]) / 1024, 1) for name, field in names.items()}


def _starts(folder: Path, count: int) -> dict[str, Any]:
    """Measure starts by turns, after one of each that warms the caches."""
    taken: dict[str, list[tuple[float, float]]] = {"alone": [], "with MoodCam": []}
    options = {"alone": None, "with MoodCam": {"camera": "demo"}}
    for _ in range(count + 1):
        for name, values in taken.items():
            values.append(_start(_process(folder, options[name])))
    result: dict[str, Any] = {}
    for name, values in taken.items():
        seconds, cpu_s = zip(*values[1:], strict=True)
        result[name] = {"seconds": round(median(seconds), 3), "cpu_s": round(median(cpu_s), 3)}
    for what in ("seconds", "cpu_s"):
        result[f"ratio_{what}"] = round(result["with MoodCam"][what] / result["alone"][what], 3)
    return result


def _start(mopidy: MopidyProcess) -> tuple[float, float]:
    """Start Mopidy; return the seconds and the processor time until it answers."""
    start_s = time.monotonic()
    with mopidy:
        return time.monotonic() - start_s, _cpu_s(mopidy.pid)


def _table(result: dict[str, Any]) -> str:
    machine = ", ".join(f"{name} {value}" for name, value in result["machine"].items())
    lines = [f"{machine}; load at the beginning {result['load']}", f"faces: {result['faces']}", ""]
    lines += ["| a minute | % of one core | frames a second | RSS MB | PSS MB | peak MB |"]
    lines += ["| --- | --- | --- | --- | --- | --- |"]
    for name, one in result["minute"].items():
        fps = one["pace"]["fps"] if one["pace"] else "-"
        memory = " | ".join(str(one[key]) for key in ("rss_mb", "pss_mb", "peak_mb"))
        lines.append(f"| {name} | {one['cpu_percent']} | {fps} | {memory} |")
    start = result["start"]
    lines += ["", "| start | s | processor time, s |", "| --- | --- | --- |"]
    for name in ("alone", "with MoodCam"):
        lines.append(f"| {name} | {start[name]['seconds']} | {start[name]['cpu_s']} |")
    lines.append(f"| ratio | {start['ratio_seconds']} | {start['ratio_cpu_s']} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
