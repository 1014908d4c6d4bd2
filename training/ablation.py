"""What did each choice give? `python -m training.ablation` compares the finished runs in MLflow.

One line a run, the best first: the parameters in which the runs differ, and what they reached on
the validation images. Runs that were stopped or that have no such figure are left out. With `--run`
the short trainings of the section `ablation` of params.yaml come first, and only they are compared.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import mlflow

from training import tracking
from training.params import PipelineError, load_params, root
from training.train import train

if TYPE_CHECKING:
    from collections.abc import Container

    from mlflow.entities import Run

FIGURES: Final = {
    "train.raw_accuracy": "accuracy, raw",
    "train.upright_accuracy": "accuracy, upright",
    "validation.raw.macro_f1": "macro-F1, raw",
    "validation.raw.five_accuracy": "five emotions, raw",
    "validation.raw.ece": "calibration error, raw",
}
"""MLflow's metrics that are shown; the first puts the runs in order."""
TRIALS: Final = Path("runs/trials")
TRAINED: Final = "train."
EPOCHS: Final = "train.epochs"
LAST_EPOCH: Final = "train.epoch"


@dataclass(frozen=True, slots=True)
class Trial:
    """One finished run: its name, how it was trained, and what it reached."""

    name: str
    parameters: dict[str, str]
    figures: dict[str, float]


def run_trials(folder: Path) -> list[str]:
    """Train all that the section `ablation` names; return the names of their runs.

    Raises PipelineError when an earlier stage's output is missing or does not fit.
    """
    params = load_params(folder)
    for name, trial in params.ablation.items():
        path = folder / TRIALS / f"{name}.pt"
        train(folder, params, trial, name, path)
        path.unlink()
    return list(params.ablation)


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
    figures = [name for name in FIGURES if any(name in trial.figures for trial in trials)]
    heads = ["run", *(name.removeprefix(TRAINED) for name in names)]
    heads += [FIGURES[name] for name in figures]
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    for trial in trials:
        cells = [trial.name, *(trial.parameters.get(name, "-") for name in names)]
        cells += [
            f"{trial.figures[name]:.2%}" if name in trial.figures else "-" for name in figures
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def run(folder: Path, names: Container[str] | None = None) -> str:
    """Return the table of the runs in the store, or of those with some names.

    Raises PipelineError when no such run is finished.
    """
    trials = [each for each in finished_trials(folder) if names is None or each.name in names]
    if not trials:
        msg = f"no run in {mlflow.get_tracking_uri()} is finished: run `dvc repro` first"
        raise PipelineError(msg)
    return table(trials)


def main() -> None:
    """Print the table that the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="python -m training.ablation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--run", action="store_true", help="train the trials of params.yaml first")
    names = run_trials(root()) if parser.parse_args().run else None
    print(run(root(), names))


if __name__ == "__main__":
    try:
        main()
    except PipelineError as error:
        sys.exit(f"ablation: {error}")
