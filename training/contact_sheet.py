"""The worst mistakes on one page: where a model is most certain and wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import matplotlib as mpl
import numpy as np

from mopidy_moodcam.emotions import LABELS
from training.faces import SIDE

mpl.use("Agg")
from matplotlib import pyplot as plt

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from training.metrics import Answers

COLUMNS: Final = 8
ROWS: Final = 6
CAPTION: Final = 20  # pixels of an image above it
CELL_WIDTH: Final = SIDE + 12
CELL_HEIGHT: Final = SIDE + CAPTION + 4


def worst_mistakes(answers: Answers, count: int) -> NDArray[np.int64]:
    """Return the indices of up to `count` wrong answers, the most confident first."""
    wrong = np.flatnonzero(answers.probabilities.argmax(axis=1) != answers.winners)
    confidence = answers.probabilities[wrong].max(axis=1)
    return wrong[np.argsort(-confidence, kind="stable")][:count]


def contact_sheet(path: Path, images: NDArray[np.uint8], answers: Answers) -> Path:
    """Draw the images (n, 48, 48) of the worst mistakes; return the file.

    The file shows FER2013's images: it is for one's own eyes and does not go into a repository.
    """
    figure, axes = plt.subplots(figsize=(1.4 * COLUMNS, 1.8 * ROWS), layout="constrained")
    axes.axis("off")
    # One picture with captions: a plot for each image would take many times as long to draw.
    mosaic = np.full((ROWS * CELL_HEIGHT, COLUMNS * CELL_WIDTH), 255, np.uint8)
    for place, index in enumerate(worst_mistakes(answers, ROWS * COLUMNS)):
        top, left = place // COLUMNS * CELL_HEIGHT, place % COLUMNS * CELL_WIDTH
        mosaic[top + CAPTION : top + CAPTION + SIDE, left : left + SIDE] = images[index]
        said = int(answers.probabilities[index].argmax())
        axes.text(
            left,
            top + CAPTION - 2,
            f"{LABELS[said]} {answers.probabilities[index, said]:.0%}\n"
            f"voted {LABELS[answers.winners[index]]}",
            fontsize=8,
        )
    axes.imshow(mosaic, cmap="gray", vmin=0, vmax=255)
    axes.set_title("Validation images that were read most confidently and wrongly")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=90, metadata={"Software": None})
    plt.close(figure)
    return path
