"""Lets Mopidy find the extension of the tests (faulty.py) without installing it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def environment(folder: Path, fault: Path, tone: str) -> dict[str, str]:
    """Describe the extension in a folder, as pip would, and return what Mopidy needs to find it."""
    about = folder / "mopidy_faulty-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: mopidy-faulty\nVersion: 1.0\n")
    entry = "[mopidy.ext]\nfaulty = tests.end_to_end.faulty:Extension\n"
    (about / "entry_points.txt").write_text(entry)
    fault.write_text("", encoding="utf-8")
    found = (str(folder), str(ROOT), os.environ.get("PYTHONPATH", ""))
    return {
        "PYTHONPATH": os.pathsep.join(filter(None, found)),
        "MOODCAM_TEST_FAULT": str(fault),
        "MOODCAM_TEST_TONE": tone,
    }
