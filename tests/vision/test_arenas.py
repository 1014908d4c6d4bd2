"""New threads do not bring new arenas of memory, and what is free is given back."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

THREADS = 12

COUNTS = """
import ctypes, sys, threading
from mopidy_moodcam.vision.arenas import keep_little
path, share, count = sys.argv[1], sys.argv[2] == "share", int(sys.argv[3])
libc = ctypes.CDLL(None)
if not hasattr(libc, "malloc_info"):
    sys.exit(3)
if share:
    keep_little()
together = threading.Barrier(count)
def work():
    libc.malloc(1000)
    together.wait()
threads = [threading.Thread(target=work) for _ in range(count)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(libc.fopen(path.encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
"""

RESIDENT = """
import ctypes, sys, threading
from mopidy_moodcam.vision.arenas import give_back, keep_little
libc = ctypes.CDLL(None)
if not (hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim")):
    sys.exit(3)
libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
def resident_kb():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("RssAnon"))
"""

GAPS = (
    RESIDENT
    + """
large = []
for _ in range(500):
    large.append(libc.malloc(100_000))
    ctypes.memset(large[-1], 1, 100_000)
    libc.malloc(20_000)  # not out of a gap that there was
for block in large:
    libc.free(block)
before_kb = resident_kb()
give_back()
print(before_kb - resident_kb())
"""
)


def arenas(folder: Path, way: str) -> int:
    """How many arenas a process has in which many threads asked for memory at once."""
    path = folder / f"{way}.xml"
    done = subprocess.run([sys.executable, "-c", COUNTS, str(path), way, str(THREADS)], check=False)
    if done.returncode == 3:
        pytest.skip("this C library has no arenas")
    assert done.returncode == 0
    return path.read_text("utf-8").count("<heap nr=")


def test_threads_share_the_arenas_that_there_are(tmp_path: Path) -> None:
    assert arenas(tmp_path, "share") <= 2


def test_otherwise_each_has_its_own(tmp_path: Path) -> None:
    assert arenas(tmp_path, "alone") > 4


def test_what_is_free_between_what_is_not_is_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", GAPS], capture_output=True, check=False, text=True)
    if done.returncode == 3:
        pytest.skip("this C library has no malloc_trim")
    assert int(done.stdout) > 30_000, done.stderr


TOP = (
    RESIDENT
    + """
libc.free(libc.malloc(8_000_000))  # as the first picture does
if sys.argv[1] == "keep little":
    keep_little()
def watch():
    pictures = [libc.malloc(900_000) for _ in range(7)]
    for picture in pictures:
        ctypes.memset(picture, 1, 900_000)
    for picture in pictures:
        libc.free(picture)
before_kb = resident_kb()
for _ in range(6):
    thread = threading.Thread(target=watch)
    thread.start()
    thread.join()
print(resident_kb() - before_kb)
"""
)


def kept_kb(way: str) -> int:
    """How much memory six cameras after each other leave behind."""
    done = subprocess.run(
        [sys.executable, "-c", TOP, way], capture_output=True, check=False, text=True
    )
    if done.returncode == 3:
        pytest.skip("this C library has no mallopt")
    return int(done.stdout)


def test_cameras_leave_little_behind() -> None:
    assert kept_kb("keep little") < 1_000
    assert kept_kb("as it is") > 4_000
