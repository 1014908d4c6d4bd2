from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.training.conftest import TINY, write_params
from training import ablation
from training.ablation import Trial
from training.params import PipelineError

if TYPE_CHECKING:
    from pathlib import Path


def trial(name: str, figures: dict[str, float], **parameters: str) -> Trial:
    return Trial(name, {f"train.{key}": value for key, value in parameters.items()}, figures)


def test_the_table_shows_what_differs_and_what_came_of_it() -> None:
    lines = ablation.table(
        [
            trial("with", {"train.raw_accuracy": 0.87}, mixup="0.2", seed="7", calm="0.8"),
            trial("without", {"train.raw_accuracy": 0.8649}, mixup="0", seed="7"),
        ]
    ).splitlines()
    assert lines[0] == "| run | calm | mixup | accuracy, raw |"
    assert lines[2] == "| with | 0.8 | 0.2 | 87.00% |"
    assert lines[3] == "| without | - | 0 | 86.49% |"


def test_finished_runs_are_compared_the_best_first(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    trials = ablation.finished_trials(tiny)
    assert {each.name for each in trials} == {"teacher", "assistant", "student"}
    accuracies = [each.figures["train.raw_accuracy"] for each in trials]
    assert accuracies == sorted(accuracies, reverse=True)
    assert "widths" in ablation.run(tiny)


def test_the_trials_of_params_yaml_are_trained_and_compared(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    (tmp_path / "data").symlink_to(tiny / "data")
    trials = {"as it is": {}, "by AdamW alone": {"muon_rate": 0.0}}
    write_params(tmp_path, {**TINY, "ablation": {"common": {"epochs": 1}, "trials": trials}})
    names = ablation.run_trials(tmp_path)
    assert names == list(trials)
    assert not list((tmp_path / ablation.TRIALS).iterdir())
    head, _, *lines = ablation.run(tmp_path, names).splitlines()
    assert head == "| run | muon_rate | accuracy, raw | accuracy, upright |"
    assert {line.split(" | ")[0].strip("| ") for line in lines} == set(names)


def test_without_a_finished_run_there_is_nothing_to_compare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ablation, "finished_trials", lambda _: [])
    with pytest.raises(PipelineError, match="is finished: run `dvc repro` first"):
        ablation.run(tmp_path)
