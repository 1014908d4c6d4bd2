"""Figures of a training and of what came of it, as PNG."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np

from mopidy_moodcam.emotions import LABELS
from training import metrics

mpl.use("Agg")
from matplotlib import pyplot as plt

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes


def draw(folder: Path, answers: metrics.Answers, curves: Path, bins: int) -> list[Path]:
    """Draw all figures into a folder; return their files."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn: list[Path] = []

    def figure(name: str) -> Axes:
        _, axes = plt.subplots(figsize=(6, 5), layout="constrained")
        drawn.append(folder / f"{name}.png")
        return axes

    def finish() -> None:
        # No date and no version inside: the same figures give the same bytes.
        plt.savefig(drawn[-1], dpi=90, metadata={"Software": None})
        plt.close()

    _curves(figure("curves"), curves)
    finish()
    _confusion(figure("confusion"), answers)
    finish()
    _recall(figure("recall"), answers)
    finish()
    _reliability(figure("reliability"), metrics.reliability(answers, bins))
    finish()
    return drawn


def _curves(axes: Axes, path: Path) -> None:
    table = np.genfromtxt(path, delimiter=",", names=True, ndmin=1)
    axes.plot(table["epoch"], table["raw_accuracy"], label="validation, as FER2013 framed")
    axes.plot(table["epoch"], table["upright_accuracy"], label="validation, upright crop")
    axes.set(xlabel="epoch", ylabel="accuracy, FER+ majority", title="Training")
    beside = axes.twinx()
    beside.plot(table["epoch"], table["loss"], "k:", label="training loss")
    beside.set_ylabel("cross-entropy with the votes, nats")
    lines = axes.get_lines() + beside.get_lines()
    axes.legend(lines, [str(line.get_label()) for line in lines], loc="center right")


def _confusion(axes: Axes, answers: metrics.Answers) -> None:
    counts = metrics.confusion(answers)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (true, named), count in np.ndenumerate(counts):
        dark = shares[true, named] > 0.5
        axes.text(named, true, str(count), ha="center", va="center", color="w" if dark else "k")
    axes.set_xticks(range(len(LABELS)), LABELS, rotation=45, ha="right")
    axes.set_yticks(range(len(LABELS)), LABELS)
    axes.set(xlabel="named", ylabel="true", title="Confusion, validation")


def _recall(axes: Axes, answers: metrics.Answers) -> None:
    axes.barh(range(len(LABELS)), np.nan_to_num(metrics.recalls(answers)))
    axes.set_yticks(range(len(LABELS)), LABELS)
    axes.invert_yaxis()
    axes.set(xlim=(0, 1), xlabel="recall", title="Recall by emotion, validation")


def _reliability(axes: Axes, found: metrics.Reliability) -> None:
    filled = found.share > 0
    axes.plot([0, 1], [0, 1], "k:", label="perfect")
    axes.scatter(
        found.confidence[filled],
        found.accuracy[filled],
        s=400 * found.share[filled] + 10,
        label="answers; the area is their share",
    )
    axes.set(
        xlim=(0, 1),
        ylim=(0, 1),
        xlabel="confidence",
        ylabel="accuracy",
        title=f"Reliability, validation: expected calibration error {found.error():.3f}",
    )
    axes.legend(loc="upper left")
