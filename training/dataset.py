"""Images, upright maps and targets of one split, as tensors on one device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from training.augment import upright_matrices
from training.faces import distribution, majority
from training.framing import EYES_FILE
from training.params import PipelineError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor

    from training.faces import Faces


@dataclass(frozen=True, eq=False, slots=True)
class Dataset:
    """What a network is trained or judged on.

    `images` is uint8 (n, 48, 48), `upright` float32 (n, 2, 3) from `upright_matrices`, `targets`
    float32 (n, 8), the spread of the votes, and `winners` int64 (n,), the FER+ majority or -1.
    """

    images: Tensor
    upright: Tensor
    targets: Tensor
    winners: Tensor

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self.images)

    def to(self, device: torch.device) -> Dataset:
        """Return the same on another device."""
        return Dataset(
            self.images.to(device),
            self.upright.to(device),
            self.targets.to(device),
            self.winners.to(device),
        )


def load_eyes(folder: Path, faces: Faces) -> NDArray[np.float32]:
    """Read the eye corners, float32 (n, 2, 2).

    Raises PipelineError when they are missing or belong to other faces.
    """
    return load_array(folder / EYES_FILE, (len(faces), 2, 2), "framing")


def load_array(path: Path, shape: tuple[int, ...], stage: str) -> NDArray[np.float32]:
    """Read what a stage has found out about each image.

    Raises PipelineError when it is missing or belongs to other images.
    """
    try:
        found = np.load(path)
    except (OSError, ValueError, EOFError) as error:
        msg = f"{path} cannot be read ({error}): run `dvc repro {stage}`"
        raise PipelineError(msg) from error
    if found.shape != shape:
        msg = f"{path} is for {len(found)} images, not {shape[0]}: run `dvc repro {stage}`"
        raise PipelineError(msg)
    return np.asarray(found, np.float32)


def training_set(faces: Faces, eyes: NDArray[np.float32], split: int) -> Dataset:
    """Return the images of a split in which at least two people saw the same emotion."""
    targets = distribution(faces.votes)
    kept = (faces.split == split) & (targets.sum(axis=1) > 0)
    return Dataset(
        torch.from_numpy(faces.pixels[kept]),
        upright_matrices(eyes[kept]),
        torch.from_numpy(targets[kept]),
        torch.from_numpy(majority(faces.votes)[kept]),
    )
