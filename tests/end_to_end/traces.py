"""What a process and all that it starts ask of the kernel, as strace tells it."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

HAS_STRACE = shutil.which("strace") is not None

# Every way to give a file a name or a content, to reach another process, and to start one. io_uring
# would do all of that past strace.
CALLS = (
    "trace=/^(open|openat|openat2|creat|rename.*|link|linkat|symlink.*|truncate|"
    "write|writev|pwrite.*|sendfile.*|splice|vmsplice|copy_file_range|"
    "socket|connect|bind|send.*|execve.*|io_uring.*)$"
)
WHOLE = "10000000"  # characters of an argument: all of it

_CALL = re.compile(r"^\d+ +(\w+)\((.*)", re.DOTALL)
_FD = re.compile(r"^\d+<((?:TCP|UDP|UNIX)[^:]*:\[[^\]]*\]|[^>]*)>")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')

JPEG = re.compile(rb"\xff\xd8\xff[\xdb\xe0-\xe2\xee]")  # a start, and one of the markers after it
JPEG_IN_BASE64 = b"/9j/"
PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8", b"BM", b"II*\0", b"MM\0*")
WINDOW = 8  # bytes: as many as a number of NumPy's has
ROW_STEP = 4  # every 4th row is remembered
LIVELY = 8  # grey levels between the darkest and the brightest byte of a window
AT_ONCE = 1_000_000


@dataclass(frozen=True)
class Call:
    """One system call: its name, what its first argument stands for, and the rest as printed."""

    name: str
    target: str
    rest: str

    @property
    def texts(self) -> list[bytes]:
        """The strings and buffers among the arguments."""
        return [unescape(text) for text in _TEXT.findall(self.rest)]


def wrapper(path: Path) -> tuple[str, ...]:
    """The words before a command that have its trace written to a file.

    Python is not to write what it compiles, which would be there or not.
    """
    words = (
        "env",
        "PYTHONDONTWRITEBYTECODE=1",
        "strace",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-yy",
        "-s",
        WHOLE,
    )
    return (*words, "-e", CALLS, "-o", str(path))


def read(path: Path) -> list[Call]:
    return list(_parse(path.read_text(encoding="latin-1").splitlines()))


def _parse(lines: Iterable[str]) -> Iterator[Call]:
    for line in lines:
        call = _CALL.match(line)  # but signals, ends, and the second halves of calls
        if call:
            named = _FD.match(call[2])
            yield Call(call[1], named[1] if named else "", call[2])


def unescape(text: str) -> bytes:
    """Return the bytes that strace printed: C's escapes for all that is not ASCII."""
    return text.encode("latin-1").decode("unicode_escape").encode("latin-1")


def written(calls: Iterable[Call]) -> dict[str, bytes]:
    """All that went into each file by name, pipes and devices included, sockets not."""
    found: dict[str, bytearray] = {}
    for call in calls:
        if call.name.startswith(("write", "pwrite")) and call.target.startswith(("/", "pipe:")):
            found.setdefault(call.target, bytearray()).extend(b"".join(call.texts))
    return {name: bytes(content) for name, content in found.items()}


def named_files(calls: Iterable[Call]) -> set[str]:
    """The files that were opened for writing, or got their name."""
    found: set[str] = set()
    for call in calls:
        opened = call.name.startswith("open") and re.search(r"O_WRONLY|O_RDWR|O_CREAT", call.rest)
        if opened or call.name.startswith(("creat", "rename", "link", "symlink", "truncate")):
            found.add(call.texts[-1].decode())
    return found


class Pixels:
    """Knows a piece of one of its pictures, without any format, wherever it turns up."""

    def __init__(self, pictures: Iterable[NDArray[np.uint8]]) -> None:
        """Remember the rows in windows of 8 bytes; plain ones are no picture's alone."""
        known: list[NDArray[np.uint64]] = []
        for picture in pictures:
            rows = picture[::ROW_STEP].reshape(len(picture[::ROW_STEP]), -1)
            windows = rows[:, : rows.shape[1] // WINDOW * WINDOW].reshape(-1, WINDOW)
            lively = np.ascontiguousarray(windows[np.ptp(windows, axis=1) > LIVELY])
            known.append(lively.view(np.uint64).ravel())
        self._known = np.unique(np.concatenate(known))

    def found_in(self, content: bytes) -> int:
        """How many pieces a content holds, wherever they begin."""
        if len(content) < WINDOW:
            return 0
        data = np.frombuffer(content, np.uint8)
        windows = np.lib.stride_tricks.sliding_window_view(data, WINDOW)
        found = 0
        for start in range(0, len(windows), AT_ONCE):
            part = np.ascontiguousarray(windows[start : start + AT_ONCE]).view(np.uint64).ravel()
            places = np.minimum(np.searchsorted(self._known, part), len(self._known) - 1)
            found += int((self._known[places] == part).sum())
        return found


def picture_in(content: bytes, pixels: Pixels) -> str | None:
    """Say what of a picture a content holds, or None."""
    if content.startswith(PICTURE_STARTS):
        return "it begins as a picture does"
    if JPEG.search(content):
        return "a JPEG"
    if JPEG_IN_BASE64 in content:
        return "a JPEG in base64"
    pieces = pixels.found_in(content)
    return f"{pieces} pieces of a picture's rows" if pieces else None
