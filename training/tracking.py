"""Keep runs in MLflow: in `mlflow.db` here, or on the server that MLFLOW_TRACKING_URI names."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import mlflow
from mlflow.exceptions import MlflowException

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from training.params import Params, Train

EXPERIMENT: Final = "moodcam-emotion"
TEACHER: Final = "teacher"
ASSISTANT: Final = "assistant"
STUDENT: Final = "student"
SOURCES: Final = ("training", ":!training/results", "params.yaml", "mopidy_moodcam/vision")
"""What a model comes from; the stages' own results are not part of it."""


def git_commit(folder: Path) -> str:
    """Return the commit of a checkout, with "+" when its sources differ from it, or "unknown"."""
    try:
        commit = _git(folder, "rev-parse", "HEAD")
        changed = _git(folder, "status", "--porcelain", "--untracked-files=no", "--", *SOURCES)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return commit + ("+" if changed else "")


def _git(folder: Path, *words: str) -> str:
    command = ["git", "-C", str(folder.resolve()), *words]
    return subprocess.run(  # noqa: S603 - fixed words
        command, check=True, capture_output=True, text=True
    ).stdout.strip()


def flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Turn nested names into dotted ones: {"a": {"b": 1}} into {"a.b": 1}."""
    names: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            names |= flat(value, f"{prefix}{name}.")
        else:
            names[f"{prefix}{name}"] = value
    return names


@dataclass(frozen=True, slots=True)
class Tracker:
    """The run that the stages of one pipeline write to."""

    run_id: str

    def parameters(self, name: str, params: Params, trained: Train, data_hash: str) -> None:
        """Name the run; keep what the data was, and all parameters, with `train` as it trains."""
        mlflow.set_tag("mlflow.runName", name)
        used = replace(params, train=trained, ablation={})
        mlflow.log_params({k: str(v) for k, v in flat(asdict(used)).items()})
        mlflow.set_tag("data_sha256", data_hash)

    def figures(self, values: Mapping[str, Any], step: int | None = None) -> None:
        """Keep numbers; what is not a number is left out."""
        numbers = {
            name: float(value) for name, value in flat(values).items() if isinstance(value, float)
        }
        mlflow.log_metrics(numbers, step=step)

    def files(self, paths: Iterable[Path]) -> None:
        """Keep copies of files."""
        for path in paths:
            mlflow.log_artifact(str(path))


def connect(folder: Path) -> None:
    """Choose the store and the experiment, which is made where there is none."""
    address = os.environ.get("MLFLOW_TRACKING_URI")
    mlflow.set_tracking_uri(address or f"sqlite:///{folder.resolve() / 'mlflow.db'}")
    if mlflow.get_experiment_by_name(EXPERIMENT) is None:
        place = None if address else (folder / "mlartifacts").resolve().as_uri()
        mlflow.create_experiment(EXPERIMENT, place)
    mlflow.set_experiment(EXPERIMENT)


@contextmanager
def tracked(folder: Path, run_id: str | None) -> Iterator[Tracker]:
    """Go on with a run, or begin one where it is None or the store does not know it."""
    connect(folder)
    if run_id is not None:
        try:
            mlflow.get_run(run_id)
        except MlflowException:
            run_id = None
    with mlflow.start_run(run_id=run_id) as run:
        mlflow.set_tag("git_commit", git_commit(folder))
        yield Tracker(run.info.run_id)


@contextmanager
def resumed(folder: Path, run_file: Path) -> Iterator[Tracker]:
    """Go on with the run that `train` began and named in its file."""
    run_id = None
    if run_file.is_file():
        run_id = json.loads(run_file.read_text(encoding="utf-8"))["run_id"]
    with tracked(folder, run_id) as tracker:
        yield tracker
