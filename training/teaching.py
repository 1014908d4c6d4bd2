"""What a trained network says of the images that another is to learn from."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training.augment import identity_matrices, resample
from training.dataset import load_array
from training.faces import SIDE
from training.judging import JUDGED_AT_ONCE, half_precision, network_input

if TYPE_CHECKING:
    from pathlib import Path

    from torch import nn

    from training.dataset import Dataset

ZOOMS: Final = (0.92, 1.0, 1.08)


def taught(data: Dataset, paths: list[Path], share: float) -> Dataset:
    """Return training images whose targets are, by `share`, the mean of the answers in files.

    Raises PipelineError when a file is missing or belongs to other images.
    """
    shape = tuple(data.targets.shape)
    given = np.mean([load_array(path, shape, path.stem) for path in paths], axis=0)
    targets = data.targets.lerp(torch.from_numpy(given).to(data.targets), share)
    return replace(data, targets=targets)


def answers(teacher: nn.Module, data: Dataset) -> Tensor:
    """Return the teacher's probabilities for each image, float32 (n, 8).

    They are the mean over twelve views: as FER2013 cut the image and upright, at three scales,
    each with its mirror image. One answer from many views is better than the network's own single
    answers, so what learns from it can become better than what taught it (data distillation,
    Radosavovic et al. 2018, arXiv:1712.04440).
    """
    count = len(data)
    total = torch.zeros(count, data.targets.shape[1], device=data.images.device)
    plain = identity_matrices(count).to(data.upright)
    views = list(product((plain, data.upright), ZOOMS))
    with torch.inference_mode():
        for start in range(0, count, JUDGED_AT_ONCE):
            some = slice(start, start + JUDGED_AT_ONCE)
            images = data.images[some, None].float()
            for maps, zoom in views:
                seen = resample(images, maps[some] @ _about_centre(zoom).to(maps))
                seen = network_input(seen, SIDE)
                with half_precision(images.device):
                    logits = teacher(torch.cat([seen, seen.flip(3)]))
                both = functional.softmax(logits.float(), dim=1)
                total[some] += both[: len(seen)] + both[len(seen) :]
    return total / (2 * len(views))


def _about_centre(zoom: float) -> Tensor:
    """Return the map (3, 3) of pixels that scales an image about its centre."""
    centre = (SIDE - 1) / 2 * (1 - zoom)
    return torch.tensor([[zoom, 0.0, centre], [0.0, zoom, centre], [0.0, 0.0, 1.0]])
