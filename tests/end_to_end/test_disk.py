"""No picture reaches the disk."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import websocket

from tests.mopidy_process import MopidyProcess

PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8", b"BM", b"II*\0", b"MM\0*")
HARMLESS = re.compile(r"^(/dev/(null|tty|shm/.*)|/proc/.*|pipe:.*|socket:.*|anon_inode:.*)$")


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed (apt: strace)")
def test_no_file_written_while_watching_holds_a_picture(
    tmp_path: Path, demo_music: Path, happy_clip: Path
) -> None:
    """Every file that any thread opens for writing is looked at, also through C libraries."""
    trace = tmp_path / "trace.txt"
    folder = tmp_path / "mopidy"
    folder.mkdir()
    calls = "trace=open,openat,creat,rename,renameat,renameat2"
    wrapper = ("strace", "-f", "--seccomp-bpf", "-qq", "-e", calls, "-o", str(trace))
    sections = {"moodcam": {"camera": str(happy_clip), "fps": "10"}}
    mopidy = MopidyProcess(folder, demo_music, sections, wrapper)
    mopidy.scan()
    with mopidy:
        mopidy.until(lambda: mopidy.state()["mood"]["emotion"] == "happy", "the mood is read")
        socket = websocket.create_connection(f"ws://127.0.0.1:{mopidy.port}/moodcam/ws", timeout=30)
        pictures = 0
        while pictures < 20:
            kind, _ = socket.recv_data()
            pictures += kind == websocket.ABNF.OPCODE_BINARY
        socket.close()
    written = written_files(trace)
    assert written, "the trace shows what Mopidy itself writes"
    for path in written:
        assert path.is_relative_to(folder), f"written outside of Mopidy's own folders: {path}"
        assert path.suffix.lower() not in {".jpg", ".jpeg", ".png", ".bmp", ".webp", ".avi"}
        if path.is_file():
            content = path.read_bytes()
            assert not content.startswith(PICTURE_STARTS), path
            assert b"\xff\xd8\xff\xe0" not in content, f"a JPEG inside {path}"


def written_files(trace: Path) -> set[Path]:
    """The files that were opened for writing, or got their name, during a trace."""
    written: set[Path] = set()
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        names = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
        if not names or " = -1 " in line:
            continue
        call = re.search(r"\b(open|openat|creat|rename\w*)\(", line)
        writes = re.search(r"O_WRONLY|O_RDWR|O_CREAT", line)
        if call and (writes or call[1] not in {"open", "openat"}):
            name = names[-1]
            if name.startswith("/") and not HARMLESS.match(name):
                written.add(Path(name))
    return written
