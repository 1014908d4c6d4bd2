"""How well the shipped model reads faces: `python -m benchmarks.accuracy [--json]`.

Measures the file itself, through the package's own classifier, on images that the pipeline
prepared (`dvc repro framing`).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mopidy_moodcam.vision.expression import Classifier
from training.evaluate import judge, split_of
from training.export import MODEL_FILE
from training.params import PipelineError, load_params

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent


def measure(model: Path, split: str) -> dict[str, Any]:
    """Return the figures of a model file on one split.

    Raises PipelineError when the pipeline has not prepared the images.
    """
    classifier = Classifier(model)

    def read(crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        return np.stack([classifier.probabilities(crop) for crop in crops])

    figures = judge(read, split_of(ROOT, split), load_params(ROOT).evaluate)
    size = {name: classifier.card.get(name) for name in ("parameters", "multiply_adds")}
    return {"model": model.name, "split": split, **size, **figures}


def _table(report: dict[str, Any]) -> str:
    lines = [f"{report['model']}, {report['split']}: {report['raw']['images']} images"]
    for framing in ("raw", "upright"):
        figures = report[framing]
        lines.append(f"\n{framing}")
        for name in ("accuracy", "macro_f1", "five_accuracy", "ece"):
            low, high = figures[f"{name}_interval"]
            lines.append(f"  {name:16} {figures[name]:7.2%}  ({low:.2%} to {high:.2%})")
        lines.append(f"  {'fer2013_accuracy':16} {figures['fer2013_accuracy']:7.2%}")
        for kind in ("damaged_accuracy", "recall"):
            for name, value in figures[kind].items():
                lines.append(f"  {kind.split('_')[0]} {name:14} {value or 0:7.2%}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--model", type=Path, default=ROOT / MODEL_FILE)
    parser.add_argument("--split", choices=("validation", "test"), default="validation")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    try:
        report = measure(options.model, options.split)
    except PipelineError as error:
        sys.exit(f"accuracy: {error}")
    print(json.dumps(report) if options.json else _table(report))


if __name__ == "__main__":
    main()
