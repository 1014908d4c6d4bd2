"""The worst mistakes on one page: where a model is most certain and wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import matplotlib as mpl
import numpy as np

from mopidy_moodcam.emotions import LABELS

mpl.use("Agg")
from matplotlib import pyplot as plt

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from training.metrics import Answers

COLUMNS: Final = 8
ROWS: Final = 6


def worst_mistakes(answers: Answers, count: int) -> NDArray[np.int64]:
    """Return the indices of up to `count` wrong answers, the most confident first."""
    wrong = np.flatnonzero(answers.probabilities.argmax(axis=1) != answers.winners)
    confidence = answers.probabilities[wrong].max(axis=1)
    return wrong[np.argsort(-confidence, kind="stable")][:count]


def contact_sheet(path: Path, images: NDArray[np.uint8], answers: Answers) -> Path:
    """Draw the images (n, 48, 48) of the worst mistakes; return the file.

    The file shows FER2013's images: it is for one's own eyes and does not go into a repository.
    """
    figure, grid = plt.subplots(
        ROWS, COLUMNS, figsize=(1.4 * COLUMNS, 1.8 * ROWS), layout="constrained"
    )
    for axes in grid.flat:
        axes.axis("off")
    for axes, index in zip(grid.flat, worst_mistakes(answers, ROWS * COLUMNS), strict=False):
        said = int(answers.probabilities[index].argmax())
        axes.imshow(images[index], cmap="gray", vmin=0, vmax=255)
        axes.set_title(
            f"{LABELS[said]} {answers.probabilities[index, said]:.0%}\n"
            f"voted {LABELS[answers.winners[index]]}",
            fontsize=8,
        )
    figure.suptitle("Validation images that were read most confidently and wrongly")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=90, metadata={"Software": None})
    plt.close(figure)
    return path
