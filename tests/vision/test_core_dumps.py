"""A core dump holds no picture."""

from __future__ import annotations

import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import cv2
import pytest

from mopidy_moodcam.vision.core_dumps import FILTER, HEADERS_ALONE

if TYPE_CHECKING:
    from pathlib import Path

PIECE = 48  # bytes
KERNELS_FILTER = "0x33"  # what Linux begins with, see core(5)

DIES = """
import os, sys
from contextlib import closing
import cv2
from mopidy_moodcam.vision.sources import open_source
clip, way = sys.argv[1:]
if way == "open_source":
    with closing(open_source(clip)) as source:
        assert source.grab()
        picture = source.retrieve()
else:
    picture = cv2.VideoCapture(clip).read()[1]
assert picture is not None
print(open("/proc/self/coredump_filter").read(), flush=True)
os.abort()
"""


def dump_all() -> None:
    """Take back what this process was given, maybe by MoodCam in another test."""
    resource.setrlimit(resource.RLIMIT_CORE, (-1, -1))
    if FILTER.exists():
        FILTER.write_text(KERNELS_FILTER, encoding="ascii")


def died(folder: Path, clip: Path, way: str) -> tuple[int, bytes | None]:
    """Let a process die that holds a picture; return its filter, and its dump if there is one."""
    done = subprocess.run(
        [sys.executable, "-c", DIES, str(clip), way],
        cwd=folder,
        preexec_fn=dump_all,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode < 0, done.stderr
    dumps = list(folder.glob("core*"))
    return int(done.stdout, 16), dumps[0].read_bytes() if dumps else None


def pieces(clip: Path) -> list[bytes]:
    """A piece of every 16th row of the first two pictures."""
    capture = cv2.VideoCapture(str(clip))
    pictures = [capture.read()[1] for _ in range(2)]
    capture.release()
    return [row[100:].tobytes()[:PIECE] for picture in pictures for row in picture[::16]]


@pytest.mark.skipif(not FILTER.exists(), reason="this kernel has no filter of core dumps")
def test_the_memory_of_a_process_that_opened_a_camera_is_not_dumped(
    tmp_path: Path, happy_clip: Path
) -> None:
    kept, dump = died(tmp_path, happy_clip, "open_source")
    assert kept & ~HEADERS_ALONE == 0
    if dump is not None:
        assert not any(piece in dump for piece in pieces(happy_clip))


@pytest.mark.skipif(not FILTER.exists(), reason="this kernel has no filter of core dumps")
def test_without_that_it_would_be_found_in_the_dump(tmp_path: Path, happy_clip: Path) -> None:
    _, dump = died(tmp_path, happy_clip, "VideoCapture")
    if dump is None:
        pytest.skip("core dumps go elsewhere on this machine: see /proc/sys/kernel/core_pattern")
    assert any(piece in dump for piece in pieces(happy_clip))
