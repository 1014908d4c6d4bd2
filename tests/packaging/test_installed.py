"""The wheel, in a venv of its own and far from the checkout, does all that it is for."""

from __future__ import annotations

import subprocess
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from mopidy_moodcam.emotions import LABELS
from tests.conftest import ROOT
from tests.mopidy_process import MOPIDY, MopidyProcess

if TYPE_CHECKING:
    import pytest


def test_the_chain_runs_from_the_wheel_alone(
    python_with_wheel: Path, demo_music: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    where = "import sys, mopidy_moodcam; print(mopidy_moodcam.__file__, *sys.path, sep='\\n')"
    found = subprocess.run(
        [python_with_wheel, "-I", "-c", where], check=True, capture_output=True, text=True
    )
    package, *path = found.stdout.splitlines()
    assert Path(package).is_relative_to(python_with_wheel.parent.parent)
    assert str(ROOT) not in path
    program = (str(python_with_wheel), "-I", MOPIDY)
    sections = {"moodcam": {"camera": "demo", "fps": "10"}}
    mopidy = MopidyProcess(tmp_path, demo_music, sections, program=program)
    mopidy.scan()
    with mopidy:
        mopidy.until(lambda: mopidy.get("/moodcam/api/state")[0] == 200, "MoodCam answers")
        seen = mopidy.until(lambda: (s := mopidy.state())["expression"] and s, "a face is read")
        assert list(seen["expression"]) == list(LABELS)
        playing = mopidy.until(lambda: mopidy.state()["playing"], "a track plays")
        assert playing["ours"]
        for name in ("", "app.js", "app.css"):
            with urllib.request.urlopen(mopidy.url(f"/moodcam/{name}"), timeout=20) as answer:
                assert answer.read()
