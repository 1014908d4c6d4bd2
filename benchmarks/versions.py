"""With what this runs here, as a row of the README's table: `python -m benchmarks.versions`.

In the Debian 13 that the tests make: `packaging/debian13 .venv/bin/python -m benchmarks.versions`.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import gi

gi.require_version("Gst", "1.0")
from gi.repository import Gst  # noqa: E402 - its version must be chosen before

if TYPE_CHECKING:
    from collections.abc import Iterable

HEAD: Final = ("system", "Mopidy", "Mopidy-Local", "Python", "torch", "OpenCV", "GStreamer")


def main() -> int:
    """Print the row, or an object; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.versions", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--head", action="store_true", help="print the table's head before the row")
    arguments = parser.parse_args()
    if arguments.json:
        print(json.dumps(versions()))
        return 0
    if arguments.head:
        print(_row(HEAD), _row(["---"] * len(HEAD)), sep="\n")
    print(_row(versions().values()))
    return 0


def versions() -> dict[str, str]:
    """Return the version of everything that `HEAD` names, without the builder's suffixes."""
    system = platform.freedesktop_os_release()
    name = re.sub(r" GNU/Linux| \(.*\)", "", system["PRETTY_NAME"])
    packages = ("Mopidy", "Mopidy-Local", "torch", "opencv-python-headless")
    mopidy, local, torch, opencv = (version(package).partition("+")[0] for package in packages)
    gstreamer = ".".join(str(number) for number in Gst.version()[:3])
    found = (name, mopidy, local, platform.python_version(), torch, opencv, gstreamer)
    return dict(zip(HEAD, found, strict=True))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    raise SystemExit(main())
