"""How well the shipped model reads faces, and how fast: `python -m benchmarks.accuracy [--json]`.

Measures the file itself, through the package's own classifier, on images that the pipeline
prepared (`dvc repro framing`): by the FER+ majority, by FER2013's own labels, and on damaged
copies, in both framings, each figure with its 95 % bootstrap interval. The file was calibrated on
the validation images, so its calibration error there is a little too good; the model card has the
honest one. The test images are read only with `--split test`: that is for the final model.
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from tqdm import tqdm

from mopidy_moodcam.commands.machine import describe
from mopidy_moodcam.vision.expression import Classifier
from training.damage import DAMAGES, PLAIN
from training.evaluate import FRAMINGS, judge, split_of
from training.export import LIVE_SIDES, MODEL_FILE, example_crops
from training.params import PipelineError, load_params
from training.speed import compared_with_best

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

ROOT: Final = Path(__file__).resolve().parent.parent
FIGURES: Final = ("accuracy", "macro_f1", "five_accuracy", "ece")


def measure(classifier: Classifier, split: str) -> dict[str, Any]:
    """Return the figures of a model file on one split.

    Raises PipelineError when the pipeline has not prepared the images.
    """
    judged = split_of(ROOT, split)
    copies = len(FRAMINGS) * len(DAMAGES)
    with tqdm(total=copies * len(judged.faces), unit="face", disable=None) as progress:

        def read(crops: NDArray[np.uint8]) -> NDArray[np.float32]:
            answers = [classifier.probabilities(crop) for crop in crops]
            progress.update(len(crops))
            return np.stack(answers)

        return judge(read, judged, load_params(ROOT).evaluate)


def measure_speed(classifier: Classifier) -> dict[str, Any]:
    """Return how long one face takes on one thread, beside what the core could do at best."""
    readings = {
        side: partial(classifier.probabilities, example_crops(side)[0, 0]) for side in LIVE_SIDES
    }
    size = {name: classifier.card[name] for name in ("parameters", "multiply_adds")}
    return {**size, **compared_with_best(readings, size["multiply_adds"])}


def table(report: Mapping[str, Any]) -> str:
    """Return a report as Markdown."""
    speed = report["speed"]
    times = ", ".join(f"{time} ms at {side} pixels" for side, time in speed["latency_ms"].items())
    machine = ", ".join(f"{name} {value}" for name, value in report["machine"].items())
    size = f"{speed['parameters']:,} parameters, {speed['multiply_adds'] / 1e6:.1f}M multiply-adds"
    best = f"{speed['gemm_gmac_per_s']} billion multiply-adds a second"
    lines = [
        machine,
        f"{report['model']}: {size}",
        f"one face, one thread, median: {times}",
        f"that is {speed['times_the_best']} times the best, this core's GEMM peak of {best}",
        "",
        f"{report['split']}; percent, with 95 % bootstrap intervals",
        "",
        f"| labels and images | framing | images | {' | '.join(FIGURES)} |",
        f"| --- | --- | --- |{' --- |' * len(FIGURES)}",
    ]
    recalls: list[str] = []
    for name in ("FER+ majority", "FER2013", *(each for each in DAMAGES if each != PLAIN)):
        for framing in FRAMINGS:
            measured = report[framing]
            if name == "FER2013":
                measured = measured["fer2013"]
            elif name in measured["damaged"]:
                measured = measured["damaged"][name]
            cells = [_cell(measured[key], measured[f"{key}_interval"]) for key in FIGURES]
            lines.append(f"| {name} | {framing} | {measured['images']} | {' | '.join(cells)} |")
            recalls += [
                f"| {name} | {framing} | {label} | "
                f"{_cell(value, measured['recall_interval'][label])} |"
                for label, value in measured["recall"].items()
            ]
    heading = ["", "| labels and images | framing | emotion | recall |", "| --- " * 4 + "|"]
    return "\n".join([*lines, *heading, *recalls])


def _cell(value: float | None, interval: list[float]) -> str:
    if value is None:
        return "none seen"
    return f"{100 * value:.1f} ({100 * interval[0]:.1f} to {100 * interval[1]:.1f})"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--model", type=Path, default=ROOT / MODEL_FILE)
    parser.add_argument("--split", choices=("validation", "test"), default="validation")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    classifier = Classifier(options.model)
    try:
        figures = measure(classifier, options.split)
    except PipelineError as error:
        sys.exit(f"accuracy: {error}")
    report = {
        "model": options.model.name,
        "split": options.split,
        "machine": describe(),
        "speed": measure_speed(classifier),
        **figures,
    }
    print(json.dumps(report) if options.json else table(report))


if __name__ == "__main__":
    main()
