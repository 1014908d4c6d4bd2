"""The networks that the pipeline trains, each learning from those before it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from training import tracking
from training.network import load_network
from training.params import PipelineError

if TYPE_CHECKING:
    from training.network import Network
    from training.params import Params, Train

RUN_FILE: Final = Path("data/run.json")


@dataclass(frozen=True, slots=True)
class Files:
    """What a network is called, where what its training gives goes, and its checkpoint."""

    name: str
    stage: str
    weights: Path
    answers: Path | None  # to each training image, of a network that teaches
    curves: Path
    metrics: Path
    checkpoint: Path

    def params(self, all_params: Params) -> Train:
        """Return how it is trained: the section of its stage's name."""
        trained: Train = getattr(all_params, self.stage)
        return trained


STUDENT: Final = Files(
    tracking.STUDENT,
    "train",
    Path("data/weights.pt"),
    None,
    Path("training/results/curves.csv"),
    Path("training/results/train.json"),
    Path("runs/checkpoint.pt"),
)
TEACHER, ASSISTANT = (
    Files(
        name,
        name,
        Path(f"data/{name}.pt"),
        Path(f"data/{name}.npy"),
        Path(f"training/results/{name}.csv"),
        Path(f"training/results/{name}.json"),
        Path(f"runs/{name}.pt"),
    )
    for name in (tracking.TEACHER, tracking.ASSISTANT)
)
NETWORKS: Final = {files.name: files for files in (TEACHER, ASSISTANT, STUDENT)}


def answers_for(folder: Path, params: Train) -> list[Path]:
    """Return where the answers are from which a network learns.

    Raises PipelineError for a teacher that is none, or where there is no teacher.
    """
    paths = {name: files.answers for name, files in NETWORKS.items() if files.answers is not None}
    strange = [name for name in params.teachers if name not in paths]
    if strange or not params.teachers:
        problem = f"names {', '.join(strange)}" if strange else "is empty"
        msg = f"params.yaml: teachers {problem}: name {' or '.join(paths)}"
        raise PipelineError(msg)
    return [folder / paths[name] for name in params.teachers]


def start_for(folder: Path, all_params: Params, params: Train) -> Network:
    """Return the network whose weights a network begins with.

    Raises PipelineError when there is none of that name, or it is not a smaller one.
    """
    files = NETWORKS.get(str(params.start))
    if files is None:
        msg = f"params.yaml: start is {params.start}: name {' or '.join(NETWORKS)}, or null"
        raise PipelineError(msg)
    smaller = files.params(all_params)
    if smaller.depths != params.depths or any(map(int.__gt__, smaller.widths, params.widths)):
        msg = (
            f"params.yaml: a network with widths {params.widths} and depths {params.depths} cannot "
            f"start from {files.name}, with {smaller.widths} and {smaller.depths}: "
            "take the same depths, and at least its widths"
        )
        raise PipelineError(msg)
    return load_network(folder / files.weights, smaller, f"dvc repro {files.stage}")
