"""Stage `evaluate`: calibrate on the validation images, then measure what will ship.

Everything is chosen on validation. `evaluate.splits` names what is measured; the test images are
for the last run alone.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np
import torch

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.vision.align import upright_crop
from training import metrics, plots, tracking
from training.damage import DAMAGES, damaged
from training.dataset import load_eyes
from training.faces import SIDE, SPLITS, VALIDATION, Faces, load_faces, majority
from training.network import Recogniser, load_network
from training.params import Evaluate, Params, PipelineError, load_params, root
from training.prepare import FACES_FILE
from training.train import RUN_FILE, STUDENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Reader = Callable[[NDArray[np.uint8]], NDArray[np.float32]]

METRICS_FILE: Final = Path("training/results/evaluate.json")
CONFUSION_FILE: Final = Path("training/results/confusion.csv")
FIGURES: Final = Path("training/results")
BATCH: Final = 256
FRAMINGS: Final = ("raw", "upright")
"""As FER2013 cut the face out, and as the package does."""


@dataclass(frozen=True, eq=False, slots=True)
class Judged:
    """The images of one split with their eyes: (n, 48, 48), (n, 2, 2), and what is true."""

    faces: Faces
    eyes: NDArray[np.float32]
    winners: NDArray[np.int64]

    def crops(self, framing: str, damage: str, seed: int) -> NDArray[np.uint8]:
        """Return the images as the network gets them, uint8 (n, 48, 48)."""
        images, eyes = damaged(damage, self.faces.pixels, self.eyes, seed)
        if framing == "raw":
            return images
        found = np.isfinite(eyes).all(axis=(1, 2))
        return np.stack(
            [
                cv2.resize(upright_crop(image, pair), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
                if has_eyes
                else image
                for image, pair, has_eyes in zip(images, eyes, found, strict=True)
            ]
        )


def logits_of(recogniser: Recogniser, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return what the network says of crops (n, 48, 48): float32 (n, 8)."""
    with torch.inference_mode():
        parts = [
            recogniser.logits(torch.from_numpy(crops[i : i + BATCH])[:, None]).numpy()
            for i in range(0, len(crops), BATCH)
        ]
    return np.concatenate(parts)


def softmax(logits: NDArray[np.float32], temperature: float) -> NDArray[np.float32]:
    """Return probabilities, float32 (n, 8)."""
    scaled = logits / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def figures(answers: metrics.Answers, params: Evaluate) -> dict[str, Any]:
    """Return every figure of a set of answers with its 95 % interval."""
    measures = {
        "accuracy": metrics.accuracy,
        "macro_f1": metrics.macro_f1,
        "five_accuracy": metrics.five_accuracy,
        "ece": lambda some: metrics.reliability(some, params.bins).error(),
    }
    report: dict[str, Any] = {"images": len(answers.winners)}
    for name, measure in measures.items():
        low, high = metrics.interval(measure, answers, params.bootstrap, params.seed)
        report[name] = round(measure(answers), 4)
        report[f"{name}_interval"] = [round(low, 4), round(high, 4)]
    recall = metrics.recalls(answers)
    report["recall"] = {
        label: None if np.isnan(value) else round(float(value), 4)
        for label, value in zip(LABELS, recall, strict=True)
    }
    return report


def judge(read: Reader, judged: Judged, params: Evaluate) -> dict[str, Any]:
    """Measure one split: all figures on whole images, accuracy on damaged copies.

    `read` turns crops, uint8 (n, 48, 48), into probabilities, float32 (n, 8).
    """
    clear = judged.winners >= 0
    report: dict[str, Any] = {}
    for framing in FRAMINGS:
        for damage in DAMAGES:
            probabilities = read(judged.crops(framing, damage, params.seed))
            answers = metrics.Answers(probabilities[clear], judged.winners[clear])
            if damage == "plain":
                report[framing] = figures(answers, params)
                report[framing]["fer2013_accuracy"] = round(
                    metrics.fer2013_accuracy(probabilities, judged.faces.label), 4
                )
                report[framing]["damaged_accuracy"] = {}
            else:
                report[framing]["damaged_accuracy"][damage] = round(metrics.accuracy(answers), 4)
    return report


def calibrate(recogniser: Recogniser, validation: Judged, seed: int) -> float:
    """Return the temperature that fits the validation images in both framings."""
    clear = validation.winners >= 0
    logits = [
        logits_of(recogniser, validation.crops(framing, "plain", seed))[clear]
        for framing in FRAMINGS
    ]
    winners = np.tile(validation.winners[clear], len(FRAMINGS))
    return metrics.fit_temperature(np.concatenate(logits), winners)


def split_of(folder: Path, name: str) -> Judged:
    """Return the images of a split.

    Raises PipelineError when there is no split of this name.
    """
    if name not in SPLITS:
        msg = f"params.yaml, evaluate.splits names {name}: use {', '.join(SPLITS)}"
        raise PipelineError(msg)
    faces = load_faces(folder / FACES_FILE)
    kept = faces.split == SPLITS[name]
    eyes = load_eyes(folder, faces)[kept]
    chosen = faces.keep(kept)
    return Judged(chosen, eyes, majority(chosen.votes))


def run(folder: Path) -> None:
    """Calibrate, measure, draw, and write it all down."""
    params: Params = load_params(folder)
    torch.set_num_threads(params.train.threads)
    network = load_network(folder / STUDENT.weights, params.train, "train")
    recogniser = Recogniser(network, 1.0, flip=params.export.flip).eval()
    name = next(key for key, value in SPLITS.items() if value == VALIDATION)
    validation = split_of(folder, name)
    recogniser.temperature = calibrate(recogniser, validation, params.evaluate.seed)

    def read(crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        return softmax(logits_of(recogniser, crops), recogniser.temperature)

    report: dict[str, Any] = {"temperature": recogniser.temperature}
    for split in params.evaluate.splits:
        report[split] = judge(read, split_of(folder, split), params.evaluate)
    path = folder / METRICS_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    clear = validation.winners >= 0
    answers = metrics.Answers(read(validation.faces.pixels[clear]), validation.winners[clear])
    drawn = plots.draw(folder / FIGURES, answers, folder / STUDENT.curves, params.evaluate.bins)
    named = answers.probabilities.argmax(axis=1)
    rows = [
        f"{LABELS[true]},{LABELS[said]}" for true, said in zip(answers.winners, named, strict=True)
    ]
    (folder / CONFUSION_FILE).write_text(
        "\n".join(["actual,predicted", *rows]) + "\n", encoding="utf-8"
    )
    with tracking.resumed(folder, folder / RUN_FILE) as tracker:
        tracker.figures(report)
        tracker.files([path, *drawn])
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    try:
        run(root())
    except PipelineError as error:
        sys.exit(f"evaluate: {error}")
