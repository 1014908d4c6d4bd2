"""What the recognisers are asked, and the figures of what they said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from training import metrics
from training.evaluate import FRAMINGS, Judged

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from benchmarks.peers.exchange import Said
    from training.params import Evaluate

PLAIN: Final = "plain"
DAMAGED: Final = ("dark", "blur", "roll_left", "roll_right")


@dataclass(frozen=True, eq=False, slots=True)
class Exam:
    """The images of a split in every framing and damage that is asked about."""

    judged: Judged
    copies: tuple[tuple[str, str], ...]
    params: Evaluate

    def images(self) -> NDArray[np.uint8]:
        """Return all copies one after another, uint8 (copies * n, 48, 48)."""
        return np.concatenate(
            [
                self.judged.crops(framing, damage, self.params.seed)
                for framing, damage in self.copies
            ]
        )

    def figures(self, said: Said) -> dict[str, Any]:
        """Return the figures of what was said of `images()`."""
        clear = self.judged.winners >= 0
        answers = said.probabilities.reshape(len(self.copies), len(clear), -1)
        report: dict[str, Any] = {
            "version": said.version,
            "median_ms": round(float(np.median(said.took_ms)), 2),
            "median_cpu_ms": round(float(np.median(said.cpu_ms)), 2),
        }
        for (framing, damage), probabilities in zip(self.copies, answers, strict=True):
            majority = metrics.Answers(probabilities[clear], self.judged.winners[clear])
            if damage == PLAIN:
                labels = metrics.fer2013_answers(probabilities, self.judged.faces.label)
                report[framing] = {
                    **self._figure("accuracy", metrics.accuracy, majority),
                    **self._figure("macro_f1", metrics.macro_f1, majority),
                    **self._figure("five_accuracy", metrics.five_accuracy, majority),
                    **self._figure("fer2013_accuracy", metrics.accuracy, labels),
                    "damaged_accuracy": {},
                }
            else:
                accuracy = round(metrics.accuracy(majority), 4)
                report[framing]["damaged_accuracy"][damage] = accuracy
        return report

    def _figure(
        self, name: str, measure: Callable[[metrics.Answers], float], answers: metrics.Answers
    ) -> dict[str, Any]:
        low, high = metrics.interval(measure, answers, self.params.bootstrap, self.params.seed)
        interval = [round(float(low), 4), round(float(high), 4)]
        return {name: round(measure(answers), 4), f"{name}_interval": interval}


def exam_of(judged: Judged, params: Evaluate, *, damaged: bool) -> Exam:
    """Return what the recognisers are asked about."""
    damages = (PLAIN, *DAMAGED) if damaged else (PLAIN,)
    copies = tuple((framing, damage) for framing in FRAMINGS for damage in damages)
    return Exam(judged, copies, params)


def limited(judged: Judged, count: int) -> Judged:
    """Return the first images of a split."""
    first = np.arange(len(judged.winners)) < count
    return Judged(judged.faces.keep(first), judged.eyes[first], judged.winners[first])
