"""Muon, the optimizer of the convolutions: its steps are equally long in every direction.

K. Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks"; the size of a step
after J. Liu et al. 2025, arXiv:2502.16982, which lets it share AdamW's rates and weight decay.
torch.optim.Muon takes matrices only, not the four dimensions of a convolution.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import torch
from torch import Tensor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from training.network import Network
    from training.params import Train

MOMENTUM: Final = 0.95
STEPS: Final = 5
QUINTIC: Final = (3.4445, -4.7750, 2.0315)  # Jordan et al.: from 0 up to about 1 the fastest
ADAM_SIZE: Final = 0.2  # root mean square of AdamW's usual updates, Liu et al., section 2.2


def orthogonal(matrix: Tensor) -> Tensor:
    """Return nearly the orthogonal matrix closest to float32 (rows, columns).

    The singular values become 0.7 to 1.2 by five Newton-Schulz steps, in bfloat16, which is exact
    enough for a direction.
    """
    a, b, c = QUINTIC
    x = matrix.bfloat16()
    x = x.T if matrix.shape[0] > matrix.shape[1] else x
    x = x / (x.norm() + 1e-7)
    for _ in range(STEPS):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return (x.T if matrix.shape[0] > matrix.shape[1] else x).float()


class Muon(torch.optim.Optimizer):
    """Steps along the orthogonal matrix nearest to the momentum, with Nesterov's look ahead."""

    def __init__(self, weights: Iterable[Tensor], rate: float, weight_decay: float) -> None:
        """Move `weights`, each (out, ...), read as a matrix with a row for each output."""
        super().__init__(weights, {"lr": rate, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """Move each weight once by its gradient."""
        del closure
        for group in self.param_groups:
            for weight in group["params"]:
                held = self.state[weight]
                if "momentum" not in held:
                    held["momentum"] = torch.zeros_like(weight.grad)
                held["momentum"].lerp_(weight.grad, 1 - MOMENTUM)
                ahead = weight.grad.lerp(held["momentum"], MOMENTUM)
                update = orthogonal(ahead.flatten(1))
                size = ADAM_SIZE * math.sqrt(max(update.shape)) * group["lr"]
                weight.mul_(1 - group["lr"] * group["weight_decay"])
                weight.sub_(update.view_as(weight), alpha=size)


def optimizers(network: Network, params: Train) -> list[tuple[torch.optim.Optimizer, float]]:
    """Return what moves the network's weights, each with its highest rate.

    Muon, unless its rate is zero, takes the convolutions but the first, whose matrix of 9 columns
    has no directions to spare; AdamW takes the rest, without decay for normalisation and biases.
    """
    weights = list(network.parameters())
    turned = [weight for weight in weights if weight.ndim == 4 and weight.shape[1] > 1]
    turned = turned if params.muon_rate else []
    others = [weight for weight in weights if not any(weight is each for each in turned)]
    groups = [
        {"params": [w for w in others if w.ndim > 1], "weight_decay": params.weight_decay},
        {"params": [w for w in others if w.ndim == 1], "weight_decay": 0.0},
    ]
    both: list[tuple[torch.optim.Optimizer, float]] = [
        (torch.optim.AdamW(groups, lr=params.learning_rate), params.learning_rate)
    ]
    if turned:
        muon = Muon(turned, params.muon_rate, params.weight_decay)
        both.insert(0, (muon, params.muon_rate))
    return both
