from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
import soundfile
from mutagen.oggvorbis import OggVorbis

from mopidy_moodcam.vision.performer import Performer
from tests.commands.program import Program
from tests.mopidy_process import MOPIDY

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program without anything but its configuration."""
    return Program(tmp_path / "mopidy")


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A drawn face, a wall, a broken photo and a file of another kind."""
    folder = tmp_path_factory.mktemp("photos")
    cv2.imwrite(str(folder / "face.png"), Performer().frame(1.0))
    cv2.imwrite(str(folder / "wall.png"), np.full((240, 320, 3), 127, np.uint8))
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff and no more")
    (folder / "notes.txt").write_text("not a photo", "utf-8")
    return folder


@pytest.fixture(scope="session")
def drawn_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of the drawn performer."""
    path = tmp_path_factory.mktemp("clips") / "drawn.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 10.0, (640, 480))
    performer = Performer()
    for number in range(20):
        writer.write(performer.frame(number / 10))
    writer.release()
    return path


TAGS = {"a": "Thrash Metal", "b": "Lo-Fi Hip-Hop; Jazz", "c": "Qwertz", "d": ""}


@pytest.fixture(scope="session")
def with_library(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program with a library of a track for each of `TAGS`."""
    folder = tmp_path_factory.mktemp("library")
    write_music(folder / "music", TAGS)
    program = Program(
        folder / "mopidy", {"local": {"enabled": "true", "media_dir": str(folder / "music")}}
    )
    config = str(program.folder / "mopidy.conf")
    subprocess.run(
        [MOPIDY, "--config", config, "local", "scan"], check=True, capture_output=True, timeout=120
    )
    return program


def write_music(folder: Path, tags: dict[str, str]) -> None:
    """Write a silent track for each name, with its genre."""
    folder.mkdir()
    for name, genre in tags.items():
        path = folder / f"{name}.ogg"
        soundfile.write(path, np.zeros(8000), 16000, format="OGG", subtype="VORBIS")
        ogg = OggVorbis(path)
        ogg.update({"title": name, "artist": name, **({"genre": genre} if genre else {})})
        ogg.save()
