"""A tiny pipeline in a folder of its own, on drawn faces, run once for all tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import yaml

from tests.conftest import ROOT
from training import evaluate, export, prepare, train
from training.faces import SIDE, TEST, TRAINING, VALIDATION, VOTES
from training.framing import EYES_FILE
from training.generations import NETWORKS
from training.reference import make_reference
from training.source import USAGES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

TRAIN_ROWS, OTHER_ROWS = 192, 48
USAGE_NAMES = list(USAGES)
TINY: dict[str, dict[str, Any]] = {
    "prepare": {"source": "packed.npz", "reference": "reference"},
    "common": {"batch": 32, "depths": [1, 1], "warmup_epochs": 0.5, "threads": 1},
    "teacher": {"epochs": 1, "widths": [16, 16], "sizes": [[0.0, 32]]},
    "assistant": {"epochs": 1, "widths": [8, 8], "sizes": [[0.0, 32]]},
    "train": {"epochs": 3, "widths": [8, 16], "sizes": [[0.0, 32], [0.6, 48]], "teaching": 0.6},
    "evaluate": {"bootstrap": 20, "bias": True},
}


def draw_face(emotion: int, random: np.random.Generator) -> NDArray[np.uint8]:
    """Return something face-like whose bars tell the emotion: easy to learn in a few steps."""
    image = random.normal(110, 12, (SIDE, SIDE))
    image[16:20, 10:18] = image[16:20, 30:38] = 30
    image[26 + 2 * emotion : 29 + 2 * emotion, 8 + 3 * emotion : 18 + 3 * emotion] = 240
    return np.clip(image, 0, 255).astype(np.uint8)


def packed_arrays(seed: int = 1) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of a small packed file; its last rows break a rule each."""
    random = np.random.default_rng(seed)
    split = np.repeat([TRAINING, VALIDATION, TEST], [TRAIN_ROWS, OTHER_ROWS, OTHER_ROWS])
    rows = len(split)
    emotion = random.integers(0, 5, rows)
    votes = np.zeros((rows, len(VOTES)), np.uint8)
    votes[np.arange(rows), emotion] = 9
    votes[:, -2] = 1
    votes[2] = 0
    votes[2, -1] = 10
    exact = np.ones(rows, bool)
    exact[0] = False
    group = np.arange(rows)
    group[1] = group[-1]
    return {
        "pixels": np.stack([draw_face(each, random) for each in emotion]),
        "votes": votes,
        "label7": np.array([6, 3, 5, 4, 0], np.uint8)[emotion],
        "usage": split.astype(np.uint8),
        "row": np.arange(rows, dtype=np.int32),
        "pixel_exact": exact,
        "dup_group": group.astype(np.int32),
        "kaggle_id": np.array([f"{USAGE_NAMES[part]}_{7 * row}" for row, part in enumerate(split)]),
    }


def write_params(folder: Path, changes: dict[str, dict[str, Any]]) -> None:
    """Write the project's own params.yaml with changes."""
    values = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))
    for section, some in changes.items():
        values[section] |= some
    (folder / "params.yaml").write_text(yaml.safe_dump(values), encoding="utf-8")


def write_source(folder: Path, arrays: dict[str, NDArray[np.generic]]) -> None:
    """Write a packed file and what is known of its rows."""
    np.savez(folder / "packed.npz", **arrays)
    make_reference(folder / "packed.npz", folder / "reference")


def prepare_folder(folder: Path) -> None:
    """Bring a folder to where training can begin."""
    write_source(folder, packed_arrays())
    write_params(folder, TINY)
    prepare.run(folder)
    count = len(np.load(folder / prepare.FACES_FILE)["row"])
    eyes = np.tile(np.array([[12, 18], [36, 18]], np.float32), (count, 1, 1))
    eyes[::5] = np.nan
    np.save(folder / EYES_FILE, eyes)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in which the whole pipeline has run."""
    folder = tmp_path_factory.mktemp("pipeline")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        prepare_folder(folder)
        for network in NETWORKS.values():
            train.run(folder, network)
        evaluate.run(folder)
        export.run(folder)
        yield folder
