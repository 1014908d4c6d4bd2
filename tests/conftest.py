"""What several test files need."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("MOODCAM_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real faces and clips, which is not part of the repository."""
    data = SHARED / "data"
    if not data.is_dir():
        pytest.skip(f"real faces and clips are not at {data}: set MOODCAM_SHARED to the folder")
    return data
