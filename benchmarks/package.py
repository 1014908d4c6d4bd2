"""How big the package is, to fetch and when installed: `python -m benchmarks.package`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PARTS: Final = {
    "the network": "mopidy_moodcam/model/",
    "the face models": "mopidy_moodcam/vision/models/",
    "the page": "mopidy_moodcam/web/static/",
}
MB: Final = 1_000_000


def main() -> int:
    """Build both distributions and print their sizes; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.package", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    sizes = measure()
    if arguments.json:
        print(json.dumps(sizes))
        return 0
    print("| what | MB |", "| --- | --- |", sep="\n")
    for what, size in sizes.items():
        print(f"| {what} | {size / MB:.1f} |")
    return 0


def measure() -> dict[str, int]:
    """Return sizes in bytes: of the wheel, of the sdist, installed, and of its largest parts."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "hatchling", "build", "--directory", folder]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603
        (wheel,) = Path(folder).glob("*.whl")
        (sdist,) = Path(folder).glob("*.tar.gz")
        with zipfile.ZipFile(wheel) as archive:
            files = {entry.filename: entry.file_size for entry in archive.infolist()}
        sizes = {"the wheel": wheel.stat().st_size, "the sdist": sdist.stat().st_size}
    sizes["installed"] = sum(files.values())
    for part, where in PARTS.items():
        sizes[f"of it {part}"] = sum(size for name, size in files.items() if name.startswith(where))
    return sizes


if __name__ == "__main__":
    raise SystemExit(main())
