"""How good are probabilities? The figures of `evaluate`, with their uncertainty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from mopidy_moodcam.emotions import LABELS
from training.faces import FER2013_LABELS

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

FIVE: Final = ("neutral", "happy", "surprised", "sad", "angry")
"""The emotions of the paper that this project began with."""
FIVE_INDICES: Final = [LABELS.index(name) for name in FIVE]
SEVEN_INDICES: Final = [LABELS.index(name) for name in FER2013_LABELS]
CONFIDENCE: Final = 0.95


@dataclass(frozen=True, eq=False, slots=True)
class Answers:
    """What was said of some faces, and what is true.

    `probabilities` is float32 (n, 8), `winners` int64 (n,), an index into `LABELS`.
    """

    probabilities: NDArray[np.float32]
    winners: NDArray[np.int64]

    def take(self, indices: NDArray[np.int64]) -> Answers:
        """Return the answers about some of the faces."""
        return Answers(self.probabilities[indices], self.winners[indices])


def accuracy(answers: Answers) -> float:
    """Return the share of faces whose most probable emotion is the true one."""
    return float(np.mean(answers.probabilities.argmax(axis=1) == answers.winners))


def confusion(answers: Answers) -> NDArray[np.int64]:
    """Count answers, int64 (8, 8): true emotions in rows, named ones in columns."""
    size = len(LABELS)
    pairs = answers.winners * size + answers.probabilities.argmax(axis=1)
    return np.bincount(pairs, minlength=size * size).reshape(size, size)


def recalls(answers: Answers) -> NDArray[np.float64]:
    """Return the recall of each emotion, float64 (8,); NaN where the emotion does not occur."""
    counts = confusion(answers)
    present = counts.sum(axis=1)
    return np.where(present > 0, counts.diagonal() / np.maximum(present, 1), np.nan)


def macro_f1(answers: Answers) -> float:
    """Return the mean F1 score over the emotions that occur."""
    counts = confusion(answers)
    both = counts.sum(axis=0) + counts.sum(axis=1)
    scores = 2 * counts.diagonal() / np.maximum(both, 1)
    return float(scores[counts.sum(axis=1) > 0].mean())


def five_accuracy(answers: Answers) -> float:
    """Return the accuracy on faces of the five emotions when only those can be named."""
    asked = np.isin(answers.winners, FIVE_INDICES)
    named = answers.probabilities[asked][:, FIVE_INDICES].argmax(axis=1)
    return float(np.mean(np.asarray(FIVE_INDICES)[named] == answers.winners[asked]))


def fer2013_accuracy(probabilities: NDArray[np.float32], label: NDArray[np.uint8]) -> float:
    """Return the accuracy on FER2013's own seven labels, an index into `FER2013_LABELS`."""
    return float(np.mean(probabilities[:, SEVEN_INDICES].argmax(axis=1) == label))


@dataclass(frozen=True, eq=False, slots=True)
class Reliability:
    """How often answers of a certain confidence are right: all float64 (bins,)."""

    confidence: NDArray[np.float64]
    accuracy: NDArray[np.float64]
    share: NDArray[np.float64]

    def error(self) -> float:
        """Return the expected calibration error (Guo et al. 2017, arXiv:1706.04599)."""
        return float(np.sum(self.share * np.abs(self.confidence - self.accuracy)))


def reliability(answers: Answers, bins: int) -> Reliability:
    """Sort the answers by their confidence into bins of equal width."""
    confidence = answers.probabilities.max(axis=1).astype(np.float64)
    right = answers.probabilities.argmax(axis=1) == answers.winners
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    count = np.bincount(place, minlength=bins)
    divisor = np.maximum(count, 1)
    return Reliability(
        np.bincount(place, confidence, bins) / divisor,
        np.bincount(place, right, bins) / divisor,
        count / max(len(confidence), 1),
    )


def fit_temperature(logits: NDArray[np.float32], winners: NDArray[np.int64]) -> float:
    """Return the divisor of logits (n, 8) under which the winners are most likely.

    Temperature scaling, Guo et al. 2017, arXiv:1706.04599. Steps of 1 %.
    """

    def surprise(temperature: float) -> float:
        scaled = logits.astype(np.float64) / temperature
        scaled -= scaled.max(axis=1, keepdims=True)
        total = np.log(np.exp(scaled).sum(axis=1))
        return float(np.mean(total - scaled[np.arange(len(winners)), winners]))

    steps = np.exp(np.arange(np.log(0.2), np.log(5.0), 0.01))
    return round(float(min(steps, key=surprise)), 4)


def interval(
    figure: Callable[[Answers], float], answers: Answers, resamples: int, seed: int
) -> tuple[float, float]:
    """Return the bootstrap interval of a figure that holds its value with 95 % confidence."""
    random = np.random.default_rng(seed)
    count = len(answers.winners)
    values = [figure(answers.take(random.integers(count, size=count))) for _ in range(resamples)]
    tail = (1 - CONFIDENCE) / 2
    low, high = np.nanquantile(values, [tail, 1 - tail])
    return float(low), float(high)
