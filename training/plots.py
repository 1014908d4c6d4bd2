"""Figures of a training and of what came of it, as PNG."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np

from mopidy_moodcam.emotions import LABELS
from training import metrics

mpl.use("Agg")
from matplotlib import pyplot as plt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from matplotlib.axes import Axes
    from numpy.typing import NDArray


def draw(
    folder: Path, answers: metrics.Answers, measured: Mapping[str, Any], curves: Path, bins: int
) -> list[Path]:
    """Draw all figures into a folder; return their files.

    `answers` are about the validation images as FER2013 framed them, `measured` is the report about
    validation, `curves` the table that training wrote.
    """
    folder.mkdir(parents=True, exist_ok=True)
    table = np.genfromtxt(curves, delimiter=",", names=True, ndmin=1)
    figures: dict[str, Callable[[Axes], None]] = {
        "loss": partial(_loss, table=table),
        "curves": partial(_curves, table=table),
        "confusion": partial(_confusion, answers=answers),
        "recall": partial(_recall, measured=measured),
        "damages": partial(_damages, measured=measured),
        "reliability": partial(_reliability, found=metrics.reliability(answers, bins)),
    }
    drawn: list[Path] = []
    for name, fill in figures.items():
        figure, axes = plt.subplots(figsize=(6, 5), layout="constrained")
        fill(axes)
        drawn.append(folder / f"{name}.png")
        # No date and no version inside: the same figures give the same bytes.
        figure.savefig(drawn[-1], dpi=90, metadata={"Software": None})
        plt.close(figure)
    return drawn


def _loss(axes: Axes, table: NDArray[np.void]) -> None:
    axes.plot(table["epoch"], table["loss"])
    axes.set(xlabel="epoch", ylabel="cross-entropy with the target, nats", title="Training loss")


def _curves(axes: Axes, table: NDArray[np.void]) -> None:
    axes.plot(table["epoch"], table["raw_accuracy"], label="as FER2013 framed")
    axes.plot(table["epoch"], table["upright_accuracy"], label="upright crop")
    axes.set(xlabel="epoch", ylabel="accuracy, FER+ majority", title="Validation while training")
    axes.legend(loc="lower right")


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


def _recall(axes: Axes, measured: Mapping[str, Any]) -> None:
    rows = [
        (measured[each]["recall"], measured[each]["recall_interval"]) for each in ("raw", "upright")
    ]
    _bars(axes, list(LABELS), rows)
    axes.set(xlabel="recall", title="Recall by emotion, validation, with 95 % intervals")


def _damages(axes: Axes, measured: Mapping[str, Any]) -> None:
    rows: list[tuple[dict[str, float | None], dict[str, list[float | None]]]] = []
    for framing in ("raw", "upright"):
        copies = {"undamaged": measured[framing], **measured[framing]["damaged"]}
        rows.append(
            (
                {name: found["accuracy"] for name, found in copies.items()},
                {name: found["accuracy_interval"] for name, found in copies.items()},
            )
        )
    _bars(axes, list(rows[0][0]), rows)
    axes.set(xlabel="accuracy", title="Accuracy on damaged copies, validation, with 95 % intervals")


def _bars(
    axes: Axes,
    names: list[str],
    rows: list[tuple[dict[str, float | None], dict[str, list[float | None]]]],
) -> None:
    """Draw a pair of bars for each name: what the raw image and what the upright crop gives."""
    height = 0.4
    for index, (label, (values, intervals)) in enumerate(
        zip(("raw", "upright"), rows, strict=True)
    ):
        seen = [name for name in names if values[name] is not None]
        lengths = np.array([values[name] for name in seen], float)
        ends = np.array([intervals[name] for name in seen], float)
        # An interval may lie beside its value where there are few images.
        spread = np.abs(ends.T - lengths).clip(min=0)
        places = np.array([names.index(name) for name in seen]) + (index - 0.5) * height
        axes.barh(places, lengths, height, xerr=spread, label=label, capsize=2)
    axes.set_yticks(range(len(names)), [name.replace("_", " ") for name in names])
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.legend(loc="lower left")


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
