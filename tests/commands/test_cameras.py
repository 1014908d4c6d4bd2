from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mopidy_moodcam.vision.sources import find_devices

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.program import Program

without_device = pytest.mark.skipif(bool(find_devices()), reason="this machine has a video device")


@without_device
def test_where_there_is_no_camera_it_is_said(program: Program) -> None:
    done = program.run("cameras")
    assert (done.returncode, done.stdout) == (3, "")
    assert "No video device was found" in done.stderr
    assert program.json("cameras", code=3) == {"cameras": []}


@without_device
def test_the_camera_of_the_configuration_is_looked_through(
    program: Program, drawn_clip: Path
) -> None:
    program.configure({"moodcam": {"camera": str(drawn_clip)}})
    done = program.run("cameras")
    assert done.returncode == 0, done.stderr
    head, row = (line.split() for line in done.stdout.splitlines())
    assert head == ["camera", "name", "picture", "brightness", "face"]
    assert (row[0], row[2], row[4]) == (str(drawn_clip), "640x480", "yes")
    with program.on_terminal("cameras") as terminal:
        assert terminal.end() == 0
        assert "640x480" in terminal.text
        assert "━" in terminal.text or "─" in terminal.text


@without_device
def test_a_camera_without_a_picture_is_a_failure_with_its_reason(program: Program) -> None:
    program.configure({"moodcam": {"camera": "rtsp://me:secret@127.0.0.1:9/stream"}})
    (found,) = program.json("cameras", code=1)["cameras"]
    assert found["camera"] == "rtsp://127.0.0.1:9"
    assert found["width"] is None
    assert "does not answer" in found["error"]
    assert "secret" not in str(found)
