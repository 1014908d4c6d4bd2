"""A disk that is full or read-only is told, holds up nothing, and is written when it can be."""

from __future__ import annotations

import logging
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.mopidy_process import MopidyProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

logger = logging.getLogger(__name__)

SIZE = 256 * 1024


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KiB where MoodCam keeps its data."""
    folder = tmp_path / "data" / "moodcam"
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("a small disk can be mounted by root alone: run the tests as root")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> None:
    with (disk / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


def remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)


FAULTS: dict[str, tuple[Callable[[Path], None], str, Callable[[Path], None]]] = {
    "full": (fill, "no space left on device", lambda disk: (disk / "filler").unlink()),
    "read-only": (
        lambda disk: remount(disk, "ro"),
        "read-only file system",
        lambda disk: remount(disk, "rw"),
    ),
}


def test_a_disk_that_takes_nothing_is_told_and_heals(
    tmp_path: Path, demo_music: Path, disk: Path
) -> None:
    mopidy = MopidyProcess(tmp_path, demo_music)
    mopidy.scan()
    fill(disk)
    with mopidy:
        mopidy.until(lambda: mopidy.get("/moodcam/api/state")[0] == 200, "MoodCam answers")
        mopidy.post("/moodcam/api/mood", {"emotion": "happy"})
        uri = mopidy.until(lambda: mopidy.state()["playing"], "the music plays")["uri"]
        for name, (begin, reason, end) in FAULTS.items():
            if name != "full":  # which it was from the start
                begin(disk)

            def told() -> bool:
                value = ("more", None)[int(time.monotonic()) % 2]  # something new to be kept
                mopidy.post("/moodcam/api/feedback", {"uri": uri, "value": value})
                return any(error.startswith("What MoodCam learns") for error in errors())

            def errors() -> list[str]:
                return mopidy.state()["errors"]

            mopidy.until(told, f"a disk that is {name} is told")
            assert reason in " ".join(errors())
            before_ms = mopidy.rpc("core.playback.get_time_position")
            end(disk)
            start_s = time.monotonic()
            mopidy.until(lambda: not told(), f"the disk is {name} no more")
            logger.info("disk %s: healed after %.1f s", name, time.monotonic() - start_s)
            assert (disk / "learnt.json").stat().st_size > 0
            assert mopidy.rpc("core.playback.get_state") == "playing"
            assert mopidy.rpc("core.playback.get_time_position") != before_ms
    assert "Traceback" not in mopidy.log_text()
