"""What changes from epoch to epoch: the input size, the rate, the variation and the order."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from torch import Tensor

    from training.params import Augment, Train


def side_at(params: Train, epoch: int) -> int:
    """Return the input size of an epoch in pixels: small first, which is quick, full at the end."""
    return [side for part, side in params.sizes if epoch >= part * params.epochs][-1]


def augment_at(params: Train, epoch: int) -> Augment:
    """Return how images are varied in an epoch: at the end, the network sees whole faces."""
    if epoch < params.calm * params.epochs:
        return params.augment
    return replace(params.augment, mixup=0.0, erase=0.0)


def rate_at(params: Train, epoch: float) -> float:
    """Return the share of the learning rate: a linear start, then half a cosine down to zero."""
    if epoch < params.warmup_epochs:
        return (epoch + 1e-3) / params.warmup_epochs
    done = (epoch - params.warmup_epochs) / max(params.epochs - params.warmup_epochs, 1e-3)
    return (1 + math.cos(math.pi * min(done, 1.0))) / 2


def repeats(winners: Tensor, below: float) -> Tensor:
    """Return how often each image comes in an epoch on average, float32 (n,), 1 or more.

    An emotion that wins a share f < `below` of the images comes sqrt(below / f) times as often:
    repeat factor sampling, Gupta et al. 2019, arXiv:1908.03195. `winners` is int64 (n,), -1 for
    images without a clear winner, which come once.
    """
    clear = winners >= 0
    counts = torch.bincount(winners[clear], minlength=1).float()
    shares = counts / max(int(clear.sum()), 1)
    factors = (below / shares.clamp(min=1e-6)).sqrt().clamp(min=1)
    return torch.where(clear, factors[winners.clamp(min=0)], 1.0)


def epoch_order(often: Tensor, seed: int) -> Tensor:
    """Return the indices of one epoch in random order; `often` as from `repeats`."""
    random = torch.Generator().manual_seed(seed)
    chance = torch.rand(len(often), generator=random)
    times = often.floor() + (chance < often - often.floor())
    indices = torch.arange(len(often)).repeat_interleave(times.long())
    return indices[torch.randperm(len(indices), generator=random)]
