"""What a network sees of a picture while it trains, and how often it is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.augment import identity_matrices, resample
from training.network import standardise

if TYPE_CHECKING:
    from training.dataset import Dataset

JUDGED_AT_ONCE: Final = 256  # images


def network_input(images: Tensor, side: int) -> Tensor:
    """Return standardised images (n, 1, side, side) in the memory order convolutions like."""
    if side != images.shape[-1]:
        images = functional.interpolate(images, size=(side, side), mode="bilinear", antialias=True)
    return standardise(images).contiguous(memory_format=torch.channels_last)


def accuracy(network: nn.Module, data: Dataset, *, upright: bool, side: int) -> float:
    """Return the share of FER+ majority winners that the network names."""
    judged = data.winners >= 0
    images, winners = data.images[judged], data.winners[judged]
    maps = data.upright[judged] if upright else identity_matrices(len(images)).to(data.upright)
    right = 0
    for start in range(0, len(images), JUDGED_AT_ONCE):
        part = slice(start, start + JUDGED_AT_ONCE)
        crops = resample(images[part, None].float(), maps[part])
        with torch.inference_mode(), half_precision(images.device):
            answers = network(network_input(crops, side)).argmax(1)
        right += int((answers == winners[part]).sum())
    return right / max(len(images), 1)


def half_precision(device: torch.device) -> torch.autocast:
    """Return the context to compute in: bfloat16 where that is exact enough."""
    return torch.autocast(device.type, dtype=torch.bfloat16)
