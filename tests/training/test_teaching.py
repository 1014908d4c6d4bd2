from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from tests.training.conftest import prepare_folder
from training import train
from training.augment import identity_matrices
from training.dataset import load_eyes, training_set
from training.faces import TRAINING, load_faces
from training.generations import ASSISTANT, TEACHER, Files
from training.network import Network
from training.params import PipelineError
from training.prepare import FACES_FILE
from training.teaching import answers, taught

if TYPE_CHECKING:
    from pathlib import Path

    from training.dataset import Dataset


@pytest.fixture
def data(tiny: Path) -> Dataset:
    faces = load_faces(tiny / FACES_FILE)
    return training_set(faces, load_eyes(tiny, faces), TRAINING)


def test_answers_are_probabilities_that_a_mirror_does_not_change(data: Dataset) -> None:
    torch.manual_seed(3)
    teacher = Network([8, 16], [1, 1], 0.0).eval()
    given = answers(teacher, data)
    assert given.shape == data.targets.shape
    torch.testing.assert_close(given.sum(1), torch.ones(len(data)))
    data.upright.copy_(identity_matrices(len(data)))
    given = answers(teacher, data)
    data.images.copy_(data.images.flip(2))
    torch.testing.assert_close(answers(teacher, data), given, atol=2e-2, rtol=0)


def test_targets_move_towards_the_answers(data: Dataset, tmp_path: Path) -> None:
    votes = data.targets
    given = np.full(votes.shape, 1 / 8, np.float32)
    np.save(tmp_path / "answers.npy", given)
    other = tmp_path / "others.npy"
    np.save(other, given * 3)
    blended = taught(data, [tmp_path / "answers.npy", other], 0.25)
    torch.testing.assert_close(blended.targets, votes * 0.75 + 0.25 / 4)


@pytest.mark.parametrize("network", [TEACHER, ASSISTANT], ids=lambda files: files.name)
def test_who_teaches_leaves_answers_to_each_training_image(
    tiny: Path, data: Dataset, network: Files
) -> None:
    assert network.answers is not None
    assert np.load(tiny / network.answers).shape == tuple(data.targets.shape)


def test_without_the_answers_the_way_to_them_is_said(tmp_path: Path) -> None:
    prepare_folder(tmp_path)
    with pytest.raises(
        PipelineError, match=r"teacher\.npy cannot be read .*: run `dvc repro teacher`"
    ):
        train.run(tmp_path)


def test_answers_to_other_images_are_refused(tmp_path: Path) -> None:
    prepare_folder(tmp_path)
    np.save(tmp_path / "data/teacher.npy", np.zeros((3, 8), np.float32))
    with pytest.raises(PipelineError, match="is for 3 images, not 189"):
        train.run(tmp_path)
