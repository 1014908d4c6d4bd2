from __future__ import annotations

import numpy as np
import pytest

from training import metrics
from training.metrics import Answers


def answers(named: list[int], true: list[int], confidence: float = 0.9) -> Answers:
    probabilities = np.full((len(named), 8), (1 - confidence) / 7, np.float32)
    probabilities[np.arange(len(named)), named] = confidence
    return Answers(probabilities, np.array(true))


def test_figures_of_a_known_confusion() -> None:
    some = answers([0, 0, 1, 1], [0, 1, 1, 1])
    assert metrics.accuracy(some) == 0.75
    # neutral: precision 1/2, recall 1; happy: precision 1, recall 2/3.
    assert metrics.macro_f1(some) == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert metrics.recalls(some)[:2].tolist() == pytest.approx([1, 2 / 3])
    assert np.isnan(metrics.recalls(some)[2])


def test_five_emotions_are_judged_among_themselves() -> None:
    some = answers([7, 5], [0, 5], confidence=0.4)
    some.probabilities[0, 0] = 0.3
    assert metrics.accuracy(some) == 0.5
    assert metrics.five_accuracy(some) == 1.0  # contempt cannot be named, disgust is not asked


def test_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    half_right = answers([0] * 10, [0] * 5 + [1] * 5, confidence=0.9)
    assert metrics.reliability(half_right, 15).error() == pytest.approx(0.4)


def test_temperature_undoes_a_scale() -> None:
    random = np.random.default_rng(0)
    logits = random.normal(0, 2, (4000, 8))
    shares = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    winners = np.array([random.choice(8, p=share) for share in shares])
    found = metrics.fit_temperature((3 * logits).astype(np.float32), winners)
    assert found == pytest.approx(3, rel=0.1)


def test_the_interval_holds_the_figure() -> None:
    some = answers([0] * 80 + [1] * 20, [0] * 100)
    low, high = metrics.interval(metrics.accuracy, some, 200, 1)
    assert low < 0.8 < high
    assert high - low < 0.25
