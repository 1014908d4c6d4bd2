"""What machine this is, so that figures can be compared."""

from __future__ import annotations

import os
import platform
from importlib import metadata
from pathlib import Path
from typing import Final

CPUINFO: Final = Path("/proc/cpuinfo")
STATUS: Final = Path("/proc/self/status")


def describe() -> dict[str, str | int]:
    """Return the processor, its cores and the versions that matter for speed.

    Imports torch and OpenCV, whose distributions go by several names.
    """
    import cv2  # noqa: PLC0415 - not at Mopidy's start
    import torch  # noqa: PLC0415

    return {
        "processor": processor(),
        "cores": os.cpu_count() or 1,
        "python": platform.python_version(),
        "torch": str(torch.__version__),
        "opencv": cv2.__version__,
        "mopidy": metadata.version("mopidy"),
    }


def processor(cpuinfo: Path = CPUINFO) -> str:
    """Return the processor's name; on most ARM boards Linux knows the board's instead."""
    if cpuinfo.is_file():
        for line in cpuinfo.read_text("utf-8", "replace").splitlines():
            if line.startswith(("model name", "Model")):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def resident_mb(status: Path = STATUS) -> float:
    """Return the resident memory of this process in MB (10^6 bytes)."""
    for line in status.read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6  # Linux counts in KiB and writes "kB"
    return 0.0
