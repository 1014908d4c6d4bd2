"""Our own: the shipped file through the package's classifier, as in playing."""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING

from benchmarks.peers.programs.loop import answer_all
from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.vision.expression import Classifier
from mopidy_moodcam.vision.eye import shipped_model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

classifier = Classifier(shipped_model())


def read(image: NDArray[np.uint8]) -> dict[str, float]:
    """Return probabilities by label for a grey image."""
    return dict(zip(LABELS, classifier.probabilities(image).tolist(), strict=True))


if __name__ == "__main__":
    answer_all(metadata.version("mopidy-moodcam"), read)
