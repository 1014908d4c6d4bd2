from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.conftest import ROOT
from training import calibration
from training.network import Network, Recogniser
from training.params import load_params

BIAS = np.array([0.6, -0.2, 0.1, -0.5, 0, 0.4, -0.3, -0.1], np.float32)


def distorted(count: int = 20_000) -> tuple[np.ndarray, np.ndarray]:
    """Return logits three times too large and shifted, and winners drawn from the true ones."""
    random = np.random.default_rng(0)
    true = random.normal(0, 2, (count, 8))
    winners = (true + random.gumbel(size=true.shape)).argmax(axis=1)
    return (3 * true - BIAS).astype(np.float32), winners


def test_a_temperature_undoes_a_scale() -> None:
    logits, winners = distorted()
    found = calibration.fit(logits + BIAS, winners, bias=False)
    assert found.temperature == pytest.approx(3, rel=0.05)
    assert not found.bias.any()


def test_a_bias_undoes_a_shift() -> None:
    found = calibration.fit(*distorted(), bias=True)
    assert found.temperature == pytest.approx(3, rel=0.05)
    assert found.bias == pytest.approx(BIAS, abs=0.25)


def test_an_emotion_that_never_occurs_leaves_the_bias_finite() -> None:
    logits, winners = distorted(500)
    found = calibration.fit(logits, np.where(winners == 7, 0, winners), bias=True)
    assert np.isfinite(found.bias).all()
    assert found.probabilities(logits).sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_each_half_is_calibrated_by_the_other_alone() -> None:
    logits, winners = distorted(2000)
    half = np.arange(2000) % 2 == 1
    logits[half] *= 2
    first, second = calibration.fit_across(logits, winners, half, bias=False)
    assert first.temperature == pytest.approx(6, rel=0.1)
    assert second.temperature == pytest.approx(3, rel=0.1)


def test_the_shipped_function_says_what_the_calibration_says() -> None:
    params = load_params(ROOT).train
    torch.manual_seed(0)
    network = Network(params.widths, params.depths, params.dropout).eval()
    crops = torch.randint(0, 256, (2, 1, 48, 48), dtype=torch.uint8)
    found = calibration.Calibration(1.7, BIAS)
    with torch.inference_mode():
        expected = found.probabilities(Recogniser(network, 1.0, flip=True).logits(crops).numpy())
    found.fold_bias(network)
    with torch.inference_mode():
        shipped = Recogniser(network, found.temperature, flip=True)(crops).numpy()
    assert shipped == pytest.approx(expected, abs=1e-6)
