"""No picture reaches the disk, nor a pipe or a terminal."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end import traces
from tests.end_to_end.conftest import Run, pictures_of

# By name below Mopidy's folder: its own files, and then MoodCam's three with their drafts.
KNOWN_FILES = re.compile(
    r"""
    \.cache/gstreamer-1\.0/registry\.\w+\.bin(\.tmp\w+)?  # GStreamer's list of its plugins
    | orcexec\.\w{6}  # its loops, compiled for this processor, on their way into memory
    | mopidy\.log
    | data/http/cookie_secret
    | data/local/library\.db(-\w+)?
    | data/moodcam/(learnt\.json|library\.json\.gz|queue\.json)(\.\w+)?
    """,
    re.VERBOSE,
)
NOT_A_DISK = re.compile(r"/dev/(null|tty)|/proc/.*|pipe:.*|/dev/shm/.*")

WRITES_A_PICTURE = """
import sys, cv2
frame = cv2.VideoCapture(sys.argv[1]).read()[1]
with open(sys.argv[2] + "/raw", "wb") as file:
    file.write(b"x" + frame[100:120].tobytes())
cv2.imwrite(sys.argv[2] + "/small.jpg", frame[:64, :64])
"""


@pytest.mark.skipif(not traces.HAS_STRACE, reason="strace is not installed (apt: strace)")
def test_a_picture_that_is_written_would_be_noticed(tmp_path: Path, happy_clip: Path) -> None:
    trace = tmp_path / "trace.txt"
    command = [*traces.wrapper(trace), sys.executable, "-c", WRITES_A_PICTURE]
    subprocess.run([*command, str(happy_clip), str(tmp_path)], check=True)
    calls = traces.read(trace)
    pixels = traces.Pixels(pictures_of(happy_clip))
    found = {
        name.removeprefix(f"{tmp_path}/"): traces.picture_in(content, pixels)
        for name, content in traces.written(calls).items()
    }
    assert found["small.jpg"] == "it begins as a picture does"
    assert re.fullmatch(r"\d{3,} pieces of a picture's rows", found["raw"] or "")
    assert {f"{tmp_path}/raw", f"{tmp_path}/small.jpg"} <= traces.named_files(calls)


def test_only_the_files_that_are_known_are_written_while_watching(traced_run: Run) -> None:
    names = traces.named_files(traced_run.calls)
    folder = f"{traced_run.mopidy.folder}/"
    assert f"{folder}data/moodcam/learnt.json" in names, "the trace shows what is written"
    for name in names:
        known = KNOWN_FILES.fullmatch(name.removeprefix(folder))
        assert known or NOT_A_DISK.fullmatch(name), name


def test_nothing_written_while_watching_holds_a_piece_of_a_picture(traced_run: Run) -> None:
    contents = traces.written(traced_run.calls)
    log = contents[str(traced_run.mopidy.log)]
    assert b"Mood: happy" in log, "the trace shows what is written"
    for name, content in contents.items():
        assert traces.picture_in(content, traced_run.pixels) is None, name


def test_the_log_holds_no_numbers_by_the_dozen(traced_run: Run) -> None:
    """A picture in it would be a long line, whether as numbers, in hexadecimal or in base64."""
    for line in traced_run.mopidy.log_text().splitlines():
        assert len(re.findall(r"\d+", line)) < 200, line[:300]
        assert not re.search(r"[A-Za-z0-9+/=]{300}", line), line[:300]
        assert not re.search(r"(\\x[0-9a-f]{2}){8}", line), line[:300]
        assert "array(" not in line, line[:300]


def test_the_files_themselves_hold_no_piece_of_a_picture(traced_run: Run) -> None:
    """Also what comes to a file without being written: by memory that stands for it."""
    folder = traced_run.mopidy.folder
    names = {name for name in traces.named_files(traced_run.calls) if name.startswith(str(folder))}
    files = [path for path in map(Path, names) if path.is_file()]
    assert folder / "data" / "moodcam" / "library.json.gz" in files
    for path in files:
        assert traces.picture_in(path.read_bytes(), traced_run.pixels) is None, path
