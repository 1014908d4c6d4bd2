"""Make confidence mean what it says: a temperature, and where asked for a bias, from validation.

Temperature scaling: Guo et al. 2017, arXiv:1706.04599. With a bias for each emotion:
bias-corrected temperature scaling, Alexandari et al. 2020, arXiv:1901.06852.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from torch.nn import functional

from training.faces import EMOTIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from training.network import Network

RIDGE: Final = 1e-4  # on the bias: it stays finite where an emotion does not occur
DIGITS: Final = 4
"""What is fitted is rounded, so that the figures, the card and the file agree to the last bit."""


@dataclass(frozen=True, eq=False, slots=True)
class Calibration:
    """From logits to probabilities: `bias`, float32 (8,), is added before the division."""

    temperature: float
    bias: NDArray[np.float32]

    def probabilities(self, logits: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return probabilities, float32 (n, 8), for logits (n, 8)."""
        scaled = (logits + self.bias) / self.temperature
        powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def fold_bias(self, network: Network) -> None:
        """Move the bias into a network's last layer, which then says the corrected logits."""
        with torch.no_grad():
            network.head.bias += torch.from_numpy(self.bias)


def fit(logits: NDArray[np.float32], winners: NDArray[np.int64], *, bias: bool) -> Calibration:
    """Return the calibration under which the winners (n,) are most likely, given logits (n, 8).

    Without `bias` only the temperature is fitted.
    """
    scores = torch.from_numpy(logits).double()
    true = torch.from_numpy(winners)
    sharpness = torch.zeros((), dtype=torch.float64, requires_grad=True)  # -log(temperature)
    shift = torch.zeros(EMOTIONS, dtype=torch.float64, requires_grad=bias)
    optimizer = torch.optim.LBFGS(
        [sharpness, shift] if bias else [sharpness], max_iter=200, line_search_fn="strong_wolfe"
    )

    def surprise() -> torch.Tensor:
        optimizer.zero_grad()
        loss = functional.cross_entropy(scores * sharpness.exp() + shift, true)
        loss = loss + RIDGE * shift.square().sum()
        loss.backward()
        return loss

    optimizer.step(surprise)
    temperature = round(float((-sharpness.detach()).exp()), DIGITS)
    added = (shift.detach() * temperature).numpy()
    added = np.round(added - added.mean(), DIGITS)  # what is added to all changes nothing
    return Calibration(temperature, added.astype(np.float32))


def fit_across(
    logits: NDArray[np.float32], winners: NDArray[np.int64], half: NDArray[np.bool_], *, bias: bool
) -> tuple[Calibration, Calibration]:
    """Return one calibration for the images of each half, fitted on the other half alone.

    `half` is bool (n,): the first calibration is for images where it is false. Figures of images
    calibrated so are honest, although the images were used to calibrate.
    """
    return (
        fit(logits[half], winners[half], bias=bias),
        fit(logits[~half], winners[~half], bias=bias),
    )
