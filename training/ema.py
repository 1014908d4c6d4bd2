"""A running average of a network's weights, which is what ships."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from training.network import Network


class Average:
    """The exponential moving average of a network (Polyak averaging over the last steps)."""

    def __init__(self, network: Network, decay: float) -> None:
        """Start from a copy of the network; `decay` is the share kept at each step."""
        self.network = copy.deepcopy(network).eval().requires_grad_(False)  # noqa: FBT003
        self.decay = decay
        self.updates = 0

    @torch.no_grad()
    def update(self, network: Network) -> None:
        """Take in the network's present weights; early steps count more, so none lags behind."""
        self.updates += 1
        decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
        ours, theirs = self.network.state_dict(), network.state_dict()
        floats = [name for name, value in ours.items() if value.is_floating_point()]
        torch._foreach_lerp_(
            [ours[name] for name in floats], [theirs[name] for name in floats], 1 - decay
        )
        for name in ours.keys() - set(floats):
            ours[name].copy_(theirs[name])
