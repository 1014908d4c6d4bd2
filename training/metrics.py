"""How good are probabilities? The figures of `evaluate`, with their uncertainty."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from mopidy_moodcam.emotions import LABELS
from training.faces import FER2013_LABELS

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

FIVE: Final = ("neutral", "happy", "surprised", "sad", "angry")
"""The emotions of the paper that this project began with."""
CONFIDENCE: Final = 0.95


@dataclass(frozen=True, eq=False, slots=True)
class Answers:
    """What was said of some faces, and what is true.

    `probabilities` is float32 (n, labels), `winners` int (n,), an index into `labels`.
    """

    probabilities: NDArray[np.float32]
    winners: NDArray[np.int64]
    labels: tuple[str, ...] = LABELS

    def take(self, indices: NDArray[np.int64]) -> Answers:
        """Return the answers about some of the faces."""
        return replace(
            self, probabilities=self.probabilities[indices], winners=self.winners[indices]
        )


def fer2013_answers(probabilities: NDArray[np.float32], label: NDArray[np.uint8]) -> Answers:
    """Return the same answers among FER2013's own seven labels.

    `probabilities` is float32 (n, 8), `label` an index into `FER2013_LABELS`, uint8 (n,).
    """
    chosen = probabilities[:, [LABELS.index(name) for name in FER2013_LABELS]]
    shares = chosen / chosen.sum(axis=1, keepdims=True)
    return Answers(shares, label.astype(np.int64), FER2013_LABELS)


def accuracy(answers: Answers) -> float:
    """Return the share of faces whose most probable emotion is the true one."""
    return float(np.mean(answers.probabilities.argmax(axis=1) == answers.winners))


def confusion(answers: Answers) -> NDArray[np.int64]:
    """Count answers, int64 (labels, labels): true emotions in rows, named ones in columns."""
    size = len(answers.labels)
    pairs = answers.winners * size + answers.probabilities.argmax(axis=1)
    return np.bincount(pairs, minlength=size * size).reshape(size, size)


def recalls(answers: Answers) -> NDArray[np.float64]:
    """Return the recall of each emotion, float64 (labels,); NaN where it does not occur."""
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
    five = np.array([answers.labels.index(name) for name in FIVE])
    asked = np.isin(answers.winners, five)
    named = answers.probabilities[asked][:, five].argmax(axis=1)
    return float(np.mean(five[named] == answers.winners[asked]))


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


def interval(
    figure: Callable[[Answers], float | NDArray[np.float64]],
    answers: Answers,
    resamples: int,
    seed: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the bootstrap interval that holds a figure, or each of several, with 95 % confidence.

    A figure that no resample has, such as the recall of an emotion that does not occur, is NaN.
    """
    random = np.random.default_rng(seed)
    count = len(answers.winners)
    values = np.array(
        [figure(answers.take(random.integers(count, size=count))) for _ in range(resamples)]
    )
    tail = (1 - CONFIDENCE) / 2
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "All-NaN slice", RuntimeWarning)
        low, high = np.nanquantile(values, [tail, 1 - tail], axis=0)
    return low, high
