"""The classifier and the files that it refuses."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.vision.expression import CARD_NAME, MAX_CARD, Classifier, ModelError
from mopidy_moodcam.vision.eye import shipped_model
from mopidy_moodcam.vision.face import FaceFinder

CARD = json.dumps({"labels": list(LABELS)})


class Constant(torch.nn.Module):
    """Says the same of every crop."""

    def __init__(self, value: float, outputs: int = 8) -> None:
        super().__init__()
        self.value = value
        self.outputs = outputs

    def forward(self, crops: torch.Tensor) -> torch.Tensor:
        return torch.full((crops.shape[0], self.outputs), self.value)


class Complains(torch.nn.Module):
    """Raises an error that tells how bright a face is."""

    def forward(self, crops: torch.Tensor) -> torch.Tensor:
        if crops.size(0) > 0:
            message = f"a face of {crops.size(2)} pixels"
            raise ValueError(message)
        return torch.zeros(1, 8)


class Expands(torch.nn.Module):
    """Returns more numbers than there is memory."""

    def forward(self, crops: torch.Tensor) -> torch.Tensor:
        return torch.zeros(1).expand(4_000_000_000_000 * crops.size(0))


def saved(path: Path, network: torch.nn.Module, card: str | None = None) -> Path:
    card = CARD if card is None else card
    extra = {CARD_NAME: card} if card else {}
    torch.jit.script(network).save(str(path), _extra_files=extra)
    return path


class Payload:
    """What a hostile pickle would run."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (Path.touch, (self.mark,))


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier(shipped_model())


@pytest.mark.parametrize("size", [1, 20, 48, 97, 192, 640])
def test_the_shipped_model_takes_crops_of_any_size(classifier: Classifier, size: int) -> None:
    crop = np.random.default_rng(1).integers(0, 256, (size, size), np.uint8)
    values = classifier.probabilities(crop)
    assert values.shape == (8,)
    assert values.sum() == pytest.approx(1, abs=1e-4)
    assert (values >= 0).all()


def test_the_card_in_the_shipped_model_says_what_it_is(classifier: Classifier) -> None:
    assert classifier.card["labels"] == list(LABELS)
    assert classifier.card["licence"]


@pytest.mark.parametrize("photo", ["neutral", "happy", "sad", "angry", "surprise"])
def test_the_paper_s_five_emotions_are_read_on_a_real_face(
    classifier: Classifier, shared_data: Path, photo: str
) -> None:
    image = np.asarray(cv2.imread(str(shared_data / "faces" / f"{photo}.jpg")), np.uint8)
    face = FaceFinder().find(image)
    assert face is not None
    expected = {"surprise": "surprised"}.get(photo, photo)
    assert classifier.read(image, face).label == expected


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none.pt does not exist: set moodcam/model"):
        Classifier(tmp_path / "none.pt")


@pytest.mark.parametrize("content", [b"", b"weights", b"PK\x03\x04 cut"])
def test_a_file_that_is_not_torchscript_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.pt"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"model.pt is damaged or not TorchScript"):
        Classifier(path)


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.pt"
    path.write_bytes(shipped_model().read_bytes()[:-1000])
    with pytest.raises(ModelError, match=r"model.pt is damaged or not TorchScript"):
        Classifier(path)


@pytest.mark.parametrize("error", [IndexError, MemoryError, RecursionError, torch.jit.Error])
def test_whatever_a_file_has_torch_raise_is_told_in_one_short_line(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error("\x1b[2J" + "x" * 100_000 + "\n")

    monkeypatch.setattr(torch.jit, "load", fail)
    with pytest.raises(ModelError, match="damaged or not TorchScript") as refusal:
        Classifier(shipped_model())
    assert len(str(refusal.value)) < 1000
    assert str(refusal.value).isprintable()


def test_a_hostile_pickle_is_refused_and_not_run(tmp_path: Path) -> None:
    mark, path = tmp_path / "executed", tmp_path / "model.pt"
    path.write_bytes(pickle.dumps(Payload(mark)))
    with pytest.raises(ModelError, match="damaged or not TorchScript"):
        Classifier(path)
    assert not mark.exists()


@pytest.mark.parametrize(
    ("card", "sentence"),
    [
        ("", "has no card.json inside"),
        ("{", "has no card.json inside"),
        ("[" * 100_000, "has no card.json inside"),
        ("[]", "has a card.json that does not list neutral, happy"),
        (json.dumps({"labels": list(reversed(LABELS))}), "has a card.json that does not list"),
        (json.dumps({"labels": ["x" * 100_000]}), "has a card.json that does not list"),
        (CARD + " " * MAX_CARD, "has a card.json that does not list"),
    ],
)
def test_a_model_made_for_something_else_is_refused(
    tmp_path: Path, card: str, sentence: str
) -> None:
    with pytest.raises(ModelError, match=sentence) as refusal:
        Classifier(saved(tmp_path / "model.pt", Constant(0.125), card))
    assert len(str(refusal.value)) < 1000


@pytest.mark.parametrize(
    ("network", "sentence"),
    [
        (Constant(float("nan")), "returned no probabilities"),
        (Constant(0.2, outputs=7), "returned no probabilities"),
        (Constant(1.0), "does not return probabilities"),
        (torch.nn.Linear(3, 8), "failed on a face crop"),
        (Complains(), r"failed on a face crop \(Error\): set moodcam/model to another file$"),
        (Expands(), "returned no probabilities"),
    ],
)
def test_a_model_that_does_something_else_is_refused(
    tmp_path: Path, network: torch.nn.Module, sentence: str
) -> None:
    with pytest.raises(ModelError, match=sentence):
        Classifier(saved(tmp_path / "model.pt", network))
