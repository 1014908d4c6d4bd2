"""What several test files need."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Playwright, sync_playwright

from demo import library
from tests.clips import compose
from tests.mopidy_process import heed_interrupts

if TYPE_CHECKING:
    from collections.abc import Iterator

# GStreamer brings libunwind, and a C++ module loaded after it would unwind its exceptions through
# that library and crash. With GCC's own loaded for all before, the right one is found first.
ctypes.CDLL("libgcc_s.so.1", mode=ctypes.RTLD_GLOBAL)

heed_interrupts()

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("MOODCAM_SHARED", ROOT.parent / "shared"))
SECONDS_A_MOOD = 8.0
MOODS_IN_CLIP = (
    ("neutral.jpg", "neutral"),
    ("happy.jpg", "happy"),
    ("sad.jpg", "sad"),
    ("angry.jpg", "angry"),
    ("surprise.jpg", "surprised"),
)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright: a process can have only one at a time, and meanwhile no other event loop."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real faces and clips, which is not part of the repository."""
    data = SHARED / "data"
    if not data.is_dir():
        pytest.skip(f"real faces and clips are not at {data}: set MOODCAM_SHARED to the folder")
    return data


@pytest.fixture(scope="session")
def demo_music() -> Path:
    """The demo library, made once for tests and `make run` together."""
    folder = ROOT / "demo" / ".local" / "music"
    library.make(folder)
    return folder


@pytest.fixture(scope="session")
def moods_clip(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One person showing `MOODS_IN_CLIP`, each for `SECONDS_A_MOOD` seconds."""
    photos = [(shared_data / "faces" / name, SECONDS_A_MOOD) for name, _ in MOODS_IN_CLIP]
    return compose(tmp_path_factory.mktemp("clips") / "moods.avi", photos)


@pytest.fixture(scope="session")
def happy_clip(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One person being happy."""
    folder = tmp_path_factory.mktemp("clips")
    return compose(folder / "happy.avi", [(shared_data / "faces" / "happy.jpg", 4.0)])
