"""What did each choice give? `python -m training.ablation` compares the finished runs in MLflow.

One line a run, the best first: the parameters in which the runs differ, and what they reached on
the validation images. Runs that were stopped or that have no such figure are left out.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import mlflow

from training import tracking
from training.params import PipelineError, root

if TYPE_CHECKING:
    from pathlib import Path

    from mlflow.entities import Run

FIGURES: Final = {
    "train.raw_accuracy": "accuracy, raw",
    "train.upright_accuracy": "accuracy, upright",
    "validation.raw.macro_f1": "macro-F1, raw",
    "validation.raw.five_accuracy": "five emotions, raw",
    "validation.raw.ece": "calibration error, raw",
}
"""MLflow's metrics that are shown; the first puts the runs in order."""
TRAINED: Final = "train."
EPOCHS: Final = "train.epochs"
LAST_EPOCH: Final = "train.epoch"


@dataclass(frozen=True, slots=True)
class Trial:
    """One finished run: its name, how it was trained, and what it reached."""

    name: str
    parameters: dict[str, str]
    figures: dict[str, float]


def finished_trials(folder: Path) -> list[Trial]:
    """Return the runs that trained to the end of their schedule, the best first."""
    tracking.connect(folder)
    experiment = mlflow.get_experiment_by_name(tracking.EXPERIMENT)
    runs: list[Run] = mlflow.search_runs([experiment.experiment_id], output_format="list")
    trials = [
        Trial(
            run.info.run_name,
            {k: v for k, v in run.data.params.items() if k.startswith(TRAINED)},
            {name: run.data.metrics[name] for name in FIGURES if name in run.data.metrics},
        )
        for run in runs
        if run.data.metrics.get(LAST_EPOCH) == float(run.data.params.get(EPOCHS, "nan"))
    ]
    first = next(iter(FIGURES))
    return sorted(trials, key=lambda trial: -trial.figures[first])


def differing(trials: list[Trial]) -> list[str]:
    """Return the parameters in which runs differ; one that a run does not have counts."""
    names = sorted({name for trial in trials for name in trial.parameters})
    return [name for name in names if len({trial.parameters.get(name) for trial in trials}) > 1]


def table(trials: list[Trial]) -> str:
    """Return the comparison as a Markdown table."""
    names = differing(trials)
    heads = ["run", *(name.removeprefix(TRAINED) for name in names), *FIGURES.values()]
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    for trial in trials:
        cells = [trial.name, *(trial.parameters.get(name, "-") for name in names)]
        cells += [
            f"{trial.figures[name]:.2%}" if name in trial.figures else "-" for name in FIGURES
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def run(folder: Path) -> str:
    """Return the table of the runs in the store.

    Raises PipelineError when no run is finished.
    """
    trials = finished_trials(folder)
    if not trials:
        msg = f"no run in {mlflow.get_tracking_uri()} is finished: run `dvc repro` first"
        raise PipelineError(msg)
    return table(trials)


if __name__ == "__main__":
    argparse.ArgumentParser(
        prog="python -m training.ablation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    ).parse_args()
    try:
        print(run(root()))
    except PipelineError as error:
        sys.exit(f"ablation: {error}")
