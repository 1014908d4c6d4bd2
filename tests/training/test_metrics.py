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


def test_the_interval_holds_the_figure() -> None:
    some = answers([0] * 80 + [1] * 20, [0] * 100)
    low, high = metrics.interval(metrics.accuracy, some, 200, 1)
    assert low < 0.8 < high
    assert high - low < 0.25


def test_an_emotion_that_does_not_occur_has_no_interval() -> None:
    low, high = metrics.interval(metrics.recalls, answers([0, 1, 1], [0, 1, 0]), 50, 1)
    assert low.shape == high.shape == (8,)
    assert np.isfinite(low[:2]).all()
    assert np.isnan(low[2:]).all()


def test_fer2013_has_seven_labels_of_its_own() -> None:
    said = answers([7, 1], [0, 1]).probabilities
    said[0, 3] = 0.05  # contempt is none of them, sadness comes second
    own = metrics.fer2013_answers(said, np.array([4, 3], np.uint8))
    assert own.probabilities.sum(axis=1).tolist() == pytest.approx([1, 1])
    assert metrics.accuracy(own) == 1
    assert metrics.five_accuracy(own) == 1
