"""A model file that is put right is used without a restart, and one bad answer ends nothing."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest

from mopidy_moodcam.vision.expression import Classifier, ModelError
from mopidy_moodcam.vision.eye import shipped_model
from mopidy_moodcam.vision.face import FaceFinder
from mopidy_moodcam.vision.model_reader import LOOK_AGAIN_S, ModelReader
from tests.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def missing(path: Path) -> None:
    path.unlink(missing_ok=True)


def truncated(path: Path) -> None:
    path.write_bytes(shipped_model().read_bytes()[:-5000])


def text(path: Path) -> None:
    path.write_text("weights", encoding="utf-8")


@pytest.mark.parametrize("spoil", [missing, truncated, text])
def test_a_model_that_is_put_right_is_used_soon(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    path, clock = tmp_path / "model.pt", Clock()
    spoil(path)
    reader = ModelReader(path, clock)
    assert "model.pt" in (reader.error or "")
    shutil.copy(shipped_model(), path)
    reader.look_again()
    assert reader.error is not None, "not at every frame"
    clock.now_s += LOOK_AGAIN_S
    reader.look_again()
    assert reader.error is None


def test_a_file_as_it_was_is_not_loaded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, clock = tmp_path / "model.pt", Clock()
    text(path)
    reader = ModelReader(path, clock)
    loads: list[Path] = []
    monkeypatch.setattr("mopidy_moodcam.vision.model_reader.Classifier", loads.append)
    for _ in range(5):
        clock.now_s += LOOK_AGAIN_S
        reader.look_again()
    assert loads == []


def test_no_probabilities_for_one_face_are_told_and_the_next_face_is_read(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = np.asarray(cv2.imread(str(shared_data / "faces" / "happy.jpg")), np.uint8)
    face = FaceFinder().find(image)
    assert face is not None
    reader = ModelReader(shipped_model())

    def fail(*_: Any) -> None:
        msg = "the model returned no probabilities for 8 emotions"
        raise ModelError(msg)

    with monkeypatch.context() as broken:
        broken.setattr(Classifier, "probabilities", fail)
        assert reader.read(image, face) is None
        assert reader.error == "the model returned no probabilities for 8 emotions"
    expression = reader.read(image, face)
    assert expression is not None
    assert expression.label == "happy"
    assert reader.error is None
