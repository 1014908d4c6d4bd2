from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from tests.conftest import ROOT
from tests.training.conftest import TINY, prepare_folder, write_params
from training import schedule, train
from training.checkpoint import Checkpoint, fingerprint
from training.faces import EMOTIONS
from training.generations import STUDENT
from training.network import Network, multiply_adds, parameters, start_from
from training.params import PipelineError, load_params

if TYPE_CHECKING:
    from pathlib import Path

PARAMS = load_params(ROOT).train
ALONE = {**TINY["train"], "teaching": 0.0, "start": None}


def epochs_in(folder: Path) -> list[float]:
    with (folder / STUDENT.curves).open() as file:
        return [float(row["epoch"]) for row in csv.DictReader(file)]


def copy_for_training(tiny: Path, folder: Path) -> None:
    """Bring a folder to where the student is trained; a new store in MLflow takes seconds."""
    for name in ("params.yaml", "data", "mlflow.db"):
        copy = shutil.copytree if (tiny / name).is_dir() else shutil.copy
        copy(tiny / name, folder / name)
    (folder / STUDENT.weights).unlink()


def test_the_shipped_network_is_small() -> None:
    network = Network(PARAMS.widths, PARAMS.depths, PARAMS.dropout)
    assert parameters(network) <= 1_500_000
    assert multiply_adds(network) <= 100_000_000
    for side in (32, 40, 48):
        assert network(torch.zeros(2, 1, side, side)).shape == (2, EMOTIONS)


def test_a_wider_network_begins_with_the_answers_of_the_one_before() -> None:
    torch.manual_seed(1)
    smaller = Network([4, 8], [1, 2], 0.2).eval()
    for module in smaller.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.uniform_(-1, 1)
    wider = Network([8, 24], [1, 2], 0.2).eval()
    images = torch.randn(3, 1, 32, 32)
    assert not torch.allclose(wider(images), smaller(images), atol=1e-3)
    start_from(wider, smaller)
    torch.testing.assert_close(wider(images), smaller(images))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"start": "somebody"}, "start is somebody: name teacher or assistant or student, or null"),
        ({"start": "assistant", "widths": [8, 4]}, "cannot start from assistant, with"),
        ({"start": "assistant"}, "assistant.pt cannot be used .*: run `dvc repro assistant`"),
        ({"teaching": 0.5, "teachers": ["student"]}, "teachers names student: name teacher or"),
        ({"teaching": 0.5, "teachers": []}, "teachers is empty"),
    ],
)
def test_what_cannot_be_begun_with_is_said(
    tmp_path: Path, change: dict[str, object], sentence: str
) -> None:
    prepare_folder(tmp_path)
    write_params(tmp_path, {**TINY, "train": {**ALONE, **change}})
    with pytest.raises(PipelineError, match=sentence):
        train.run(tmp_path)


def test_the_input_grows_the_pictures_calm_down_and_the_rate_falls() -> None:
    params = replace(PARAMS, epochs=10, sizes=[(0.0, 32), (0.5, 48)], warmup_epochs=1)
    assert [schedule.side_at(params, epoch) for epoch in range(10)] == [32] * 5 + [48] * 5
    calm = [schedule.augment_at(replace(params, calm=0.8), epoch).mixup == 0 for epoch in range(10)]
    assert calm == [False] * 8 + [True] * 2
    assert schedule.rate_at(params, 0.5) == pytest.approx(0.5, abs=0.01)
    assert schedule.rate_at(params, 1) == 1
    assert schedule.rate_at(params, 5.5) == pytest.approx(0.5)
    assert schedule.rate_at(params, 10) == pytest.approx(0, abs=1e-9)


def test_training_learns_and_leaves_no_checkpoint(tiny: Path) -> None:
    assert epochs_in(tiny) == [1, 2, 3]
    assert not (tiny / STUDENT.checkpoint).exists()
    with (tiny / STUDENT.curves).open() as file:
        losses = [float(row["loss"]) for row in csv.DictReader(file)]
    assert losses[-1] < losses[0]


def test_a_stopped_training_goes_on_and_ends_as_if_never_stopped(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_for_training(tiny, tmp_path)
    whole = train.Trainer.run_epoch

    def stopped(trainer: train.Trainer, progress: object) -> float:
        if trainer.epoch == 2:
            raise KeyboardInterrupt
        return whole(trainer, progress)

    monkeypatch.setattr(train.Trainer, "run_epoch", stopped)
    with pytest.raises(KeyboardInterrupt):
        train.run(tmp_path)
    assert (tmp_path / STUDENT.checkpoint).is_file()

    trained: list[int] = []

    def counted(trainer: train.Trainer, progress: object) -> float:
        trained.append(trainer.epoch)
        return whole(trainer, progress)

    monkeypatch.setattr(train.Trainer, "run_epoch", counted)
    train.run(tmp_path)
    assert trained == [2]
    assert epochs_in(tmp_path) == [1, 2, 3]
    ours, theirs = (
        torch.load(folder / STUDENT.weights, weights_only=True) for folder in (tmp_path, tiny)
    )
    for name, value in ours.items():
        torch.testing.assert_close(value, theirs[name])


def test_a_checkpoint_of_another_training_is_not_gone_on_from(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.pt"
    Checkpoint(path, fingerprint(PARAMS, ["a"])).save({"epoch": 1})
    assert Checkpoint(path, fingerprint(PARAMS, ["a"])).load() == {"epoch": 1}
    assert Checkpoint(path, fingerprint(PARAMS, ["b"])).load() is None
    assert Checkpoint(path, fingerprint(replace(PARAMS, seed=1), ["a"])).load() is None


def test_two_processes_share_a_training(tiny: Path, tmp_path: Path) -> None:
    copy_for_training(tiny, tmp_path)
    write_params(tmp_path, {**TINY, "train": {**TINY["train"], "epochs": 1}})
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    done = subprocess.run(
        [*command, "-m", "training.train"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert epochs_in(tmp_path) == [1]
    assert (tmp_path / STUDENT.weights).is_file()


def test_too_few_images_are_an_error(tmp_path: Path) -> None:
    prepare_folder(tmp_path)
    write_params(tmp_path, {**TINY, "train": {**ALONE, "batch": 4096}})
    with pytest.raises(PipelineError, match="do not fill one batch of 4096"):
        train.run(tmp_path)


def test_eyes_of_other_faces_are_refused(tmp_path: Path) -> None:
    prepare_folder(tmp_path)
    write_params(tmp_path, {**TINY, "train": ALONE})
    np.save(tmp_path / "data/eyes.npy", np.zeros((3, 2, 2), np.float32))
    with pytest.raises(PipelineError, match="is for 3 images"):
        train.run(tmp_path)
