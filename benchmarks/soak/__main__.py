"""Everything at once, for long: `python -m benchmarks.soak --minutes 30`.

A real Mopidy watches a clip and a browser's camera in turn, at 30 frames a second, with a tracklist
of 10,000, while 50 clients show the feed (5 of them slow, and 5 that read nothing), 200 a second
come and go, and somebody overrules the mood, the strategy, the genres, the tracks and the camera.
After a warm-up it is told how memory, threads and descriptors of Mopidy's process went, whether
the recorded sound has gaps, and how late the web server's event loop was.

The clip is composed from a folder of photos of one person (--faces, with neutral.jpg, happy.jpg,
sad.jpg); without, the demo performer acts.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from benchmarks.soak.session import Plan, soak
from mopidy_moodcam.commands.machine import describe

WARM_UP_SHARE: Final = 0.2
# The allocator comes to rest once each camera was opened some times.
LONGEST_WARM_UP_S: Final = 300.0


def main() -> int:
    """Run the soak; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="how long, after the warm-up")
    parser.add_argument("--faces", type=Path, help="folder with photos of one person")
    for field in fields(Plan)[2:]:
        name = f"--{field.name.replace('_', '-')}"
        kind = type(field.default)
        parser.add_argument(name, type=kind, default=field.default, help="%(default)s by default")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = vars(parser.parse_args())
    seconds = 60 * arguments.pop("minutes")
    faces, as_json = arguments.pop("faces"), arguments.pop("json")
    plan = Plan(seconds, min(LONGEST_WARM_UP_S, WARM_UP_SHARE * seconds), **arguments)
    with tempfile.TemporaryDirectory() as folder:
        result = {"machine": describe(), **soak(plan, Path(folder), faces)}
    print(json.dumps(result) if as_json else _table(result))
    return 0


def _table(result: dict[str, Any]) -> str:
    rows = {
        "seconds, after a warm-up of": [result["plan"]["seconds"], result["plan"]["warm_up_s"]],
        "entries of the tracklist": result["tracklist"],
        "pictures a second to a client that keeps up: fewest, most": result["clients"][
            "pictures_per_s"
        ],
        "pictures from the browser's camera": result["clients"]["browser_pictures"],
        "clients that came and went, a second": result["clients"]["reconnects_per_s"],
        "commands": sum(result["clients"]["commands"].values()),
    }
    parts = {
        "memory, MB": result["memory_mb"],
        "threads": result["threads"],
        "descriptors": result["descriptors"],
        "sound": result["sound"],
        "event loop late, ms": result["loop_late_ms"],
    }
    for part, figures in parts.items():
        rows |= {f"{part}: {name.replace('_', ' ')}": value for name, value in figures.items()}
    rows |= {
        "all cores busy, share of the time (with other programs)": result["machine_busy"],
        "clients that failed to come": result["clients"]["reconnects_failed"],
        "clients that were lost": result["clients"]["viewers_lost"],
        "tracebacks in the log": result["tracebacks"],
    }
    lines = [", ".join(f"{name} {value}" for name, value in result["machine"].items()), ""]
    lines += ["| | |", "| --- | --- |"]
    lines += [
        f"| {name} | {', '.join(map(str, value)) if isinstance(value, list) else value} |"
        for name, value in rows.items()
    ]
    told = [*result["problems"], *result["clients"]["refused"], *result["log"]]
    return "\n".join([*lines, "", *(f"told: {sentence}" for sentence in told)])


if __name__ == "__main__":
    sys.exit(main())
