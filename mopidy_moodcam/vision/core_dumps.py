"""Keep pictures out of core dumps."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import Final

logger = logging.getLogger(__name__)

FILTER: Final = Path("/proc/self/coredump_filter")
HEADERS_ALONE: Final = 0x10
"""Of core(5)'s kinds of memory, the one that holds no data: the headers of programs."""


@cache
def keep_out_of_core_dumps() -> None:
    """Have the kernel leave this process's memory out of a core dump, from the first call on.

    A dump holds the memory of a process, and a picture passes through many places of it: the
    buffers of OpenCV, NumPy, torch and the allocator. So all of it is left out; the signal, the
    registers and the list of what was loaded stay. To debug Mopidy, write 0x33 to
    /proc/PID/coredump_filter while it runs: that is not undone.
    """
    try:
        before = int(FILTER.read_text("ascii"), 16)
        FILTER.write_text(hex(before & HEADERS_ALONE), "ascii")
    except (OSError, ValueError) as error:  # a kernel without core dumps
        logger.debug("%s cannot be set, so a core dump may hold pictures: %s", FILTER, error)
