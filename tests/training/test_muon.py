from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn import functional

from training.muon import ADAM_SIZE, Muon, orthogonal


@pytest.mark.parametrize("shape", [(16, 144), (96, 24), (32, 32)])
def test_a_direction_becomes_nearly_orthogonal(shape: tuple[int, int]) -> None:
    matrix = torch.randn(shape, generator=torch.Generator().manual_seed(1))
    values = torch.linalg.svdvals(orthogonal(matrix))
    assert orthogonal(matrix).shape == shape
    assert 0.5 < values.min() <= values.max() < 1.4


def test_a_gradient_of_zero_moves_nothing() -> None:
    assert not orthogonal(torch.zeros(4, 9)).any()


def test_a_step_is_as_large_as_adams() -> None:
    weight = torch.zeros(32, 16, 3, 3, requires_grad=True)
    weight.grad = torch.randn(weight.shape, generator=torch.Generator().manual_seed(1))
    Muon([weight], 0.01, 0.0).step()
    assert weight.square().mean().sqrt().item() == pytest.approx(0.01 * ADAM_SIZE, rel=0.3)


def test_it_fits_a_convolution_and_goes_on_from_its_state() -> None:
    torch.manual_seed(1)
    images = torch.randn(64, 4, 6, 6)
    aim = nn.Conv2d(4, 8, 3)(images).detach()
    layer = nn.Conv2d(4, 8, 3)

    def loss() -> torch.Tensor:
        return functional.mse_loss(layer(images), aim)

    before = loss().item()
    held = None
    for _ in range(2):  # as after a stop in the middle
        optimizer = Muon([layer.weight], 0.05, 0.0)
        if held is not None:
            optimizer.load_state_dict(held)
        for _step in range(30):
            optimizer.zero_grad()
            loss().backward()
            optimizer.step()
        held = optimizer.state_dict()
    assert loss().item() < before / 4
