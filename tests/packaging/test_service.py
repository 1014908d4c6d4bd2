"""The systemd units, as systemd itself reads them."""

from __future__ import annotations

import shutil
import subprocess
from configparser import RawConfigParser
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.mopidy_process import MOPIDY

if TYPE_CHECKING:
    from pathlib import Path

UNIT = ROOT / "packaging" / "mopidy-moodcam.service"
DROP_IN = ROOT / "packaging" / "moodcam.conf"
INSTALLED = "/opt/moodcam/bin/mopidy"
EXPOSURE_MAX = 3.0


@pytest.fixture
def analyze() -> str:
    path = shutil.which("systemd-analyze")
    if path is None:
        pytest.skip("systemd is not installed: there is no systemd-analyze")
    return path


def test_systemd_finds_nothing_wrong_with_the_service(analyze: str, tmp_path: Path) -> None:
    text = UNIT.read_text(encoding="utf-8")
    assert INSTALLED in text
    unit = tmp_path / UNIT.name
    unit.write_text(text.replace(INSTALLED, MOPIDY), encoding="utf-8")
    done = subprocess.run(
        [analyze, "verify", "--man=no", unit], check=False, capture_output=True, text=True
    )
    ours = [line for line in done.stderr.splitlines() if UNIT.name in line]
    assert (done.returncode, ours) == (0, [])


def test_the_service_is_confined(analyze: str) -> None:
    done = subprocess.run(
        [analyze, "security", "--offline=true", f"--threshold={EXPOSURE_MAX * 10:.0f}", UNIT],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize("path", [UNIT, DROP_IN])
def test_both_may_use_the_camera(path: Path) -> None:
    unit = RawConfigParser(strict=False, delimiters="=")
    unit.read_string(path.read_text(encoding="utf-8"))
    assert "video" in unit["Service"]["SupplementaryGroups"].split()
