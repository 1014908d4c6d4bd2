"""Stage `evaluate`: calibrate on the validation images, then measure what will ship.

Everything is chosen on validation, where each half of the images is calibrated by the other half.
`evaluate.splits` names what is measured beside it; the test images are for the last run alone.
"""

from __future__ import annotations

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
from training.calibration import DIGITS, Calibration, fit, fit_across
from training.contact_sheet import contact_sheet
from training.damage import DAMAGES, PLAIN, damaged
from training.dataset import load_eyes
from training.faces import SIDE, SPLITS, VALIDATION, Faces, load_faces, majority
from training.generations import RUN_FILE, STUDENT
from training.network import Recogniser, load_network
from training.params import Evaluate, Params, PipelineError, load_params, root
from training.prepare import FACES_FILE
from training.report import write_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Reader = Callable[[NDArray[np.uint8]], NDArray[np.float32]]

METRICS_FILE: Final = Path("training/results/evaluate.json")
CONFUSION_FILE: Final = Path("training/results/confusion.csv")
FIGURES: Final = Path("training/results")
MISTAKES_FILE: Final = Path("data/mistakes.png")  # shows faces: never in the repository
BATCH: Final = 256
VALIDATION_NAME: Final = next(name for name, split in SPLITS.items() if split == VALIDATION)
HEADLINES: Final = ("accuracy", "macro_f1", "five_accuracy", "ece")
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


def halves_of(count: int, seed: int) -> NDArray[np.bool_]:
    """Split images at random into two halves of one size: bool (count,)."""
    return np.random.default_rng(seed).permutation(count) % 2 == 1


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
        report[name] = _rounded(measure(answers))
        report[f"{name}_interval"] = [_rounded(low), _rounded(high)]
    low, high = metrics.interval(metrics.recalls, answers, params.bootstrap, params.seed)
    rows = list(zip(answers.labels, metrics.recalls(answers), low, high, strict=True))
    report["recall"] = {label: _rounded(value) for label, value, _, _ in rows}
    report["recall_interval"] = {label: [_rounded(a), _rounded(b)] for label, _, a, b in rows}
    return report


def _rounded(value: float | NDArray[np.float64]) -> float | None:
    """Return a number as the reports have it; None for what does not occur."""
    return None if np.isnan(value) else round(float(value), 4)


def judge(read: Reader, judged: Judged, params: Evaluate) -> dict[str, Any]:
    """Measure one split: whole images by both labels, and damaged copies, in both framings.

    `read` turns all the crops of the split, uint8 (n, 48, 48), into probabilities, float32 (n, 8).
    """
    clear = judged.winners >= 0
    report: dict[str, Any] = {}
    for framing in FRAMINGS:
        for damage in DAMAGES:
            probabilities = read(judged.crops(framing, damage, params.seed))
            found = figures(metrics.Answers(probabilities[clear], judged.winners[clear]), params)
            if damage == PLAIN:
                own = metrics.fer2013_answers(probabilities, judged.faces.label)
                report[framing] = {**found, "fer2013": figures(own, params), "damaged": {}}
            else:
                report[framing]["damaged"][damage] = found
    return report


@dataclass(frozen=True, eq=False, slots=True)
class Calibrated:
    """What validation says of a network: how to calibrate it, and what it said when calibrated.

    `calibration` comes from all validation images and is what ships. `across` says the same of
    validation images without having seen them: one calibration for each value of `half`.
    """

    recogniser: Recogniser
    calibration: Calibration
    across: tuple[Calibration, Calibration]
    half: NDArray[np.bool_]

    def read(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Read any crops, uint8 (n, 48, 48), as the shipped file will: float32 (n, 8)."""
        return self.calibration.probabilities(logits_of(self.recogniser, crops))

    def read_validation(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Read the crops of all validation images in their order, each calibrated by the others."""
        logits = logits_of(self.recogniser, crops)
        first, second = (each.probabilities(logits) for each in self.across)
        return np.where(self.half[:, None], second, first)


def calibrate(recogniser: Recogniser, validation: Judged, params: Evaluate) -> Calibrated:
    """Fit the calibration to the validation images in both framings."""
    clear = validation.winners >= 0
    half = halves_of(len(clear), params.seed)
    logits = np.concatenate(
        [
            logits_of(recogniser, validation.crops(framing, PLAIN, params.seed))[clear]
            for framing in FRAMINGS
        ]
    )
    winners = np.tile(validation.winners[clear], len(FRAMINGS))
    halves = np.tile(half[clear], len(FRAMINGS))
    return Calibrated(
        recogniser,
        fit(logits, winners, bias=params.bias),
        fit_across(logits, winners, halves, bias=params.bias),
        half,
    )


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
    network = load_network(folder / STUDENT.weights, params.train, "dvc repro train")
    recogniser = Recogniser(network, 1.0, flip=params.export.flip).eval()
    validation = split_of(folder, VALIDATION_NAME)
    calibrated = calibrate(recogniser, validation, params.evaluate)
    report: dict[str, Any] = {
        "temperature": calibrated.calibration.temperature,
        "bias": dict(
            zip(LABELS, np.round(calibrated.calibration.bias.astype(float), DIGITS), strict=True)
        ),
    }
    report[VALIDATION_NAME] = judge(calibrated.read_validation, validation, params.evaluate)
    for split in params.evaluate.splits:
        if split != VALIDATION_NAME:
            report[split] = judge(calibrated.read, split_of(folder, split), params.evaluate)
    write_report(folder / METRICS_FILE, report)
    clear = validation.winners >= 0
    probabilities = calibrated.read_validation(validation.faces.pixels)
    answers = metrics.Answers(probabilities[clear], validation.winners[clear])
    drawn = plots.draw(
        folder / FIGURES,
        answers,
        report[VALIDATION_NAME],
        folder / STUDENT.curves,
        params.evaluate.bins,
    )
    drawn.append(contact_sheet(folder / MISTAKES_FILE, validation.faces.pixels[clear], answers))
    _write_confusion(folder / CONFUSION_FILE, answers)
    with tracking.resumed(folder, folder / RUN_FILE) as tracker:
        tracker.figures(report)
        tracker.files([folder / METRICS_FILE, *drawn])
    for split in SPLITS.keys() & report.keys():
        for framing in FRAMINGS:
            found = report[split][framing]
            shown = ", ".join(f"{name} {found[name]:.2%}" for name in HEADLINES)
            print(f"{split}, {framing}: {shown}")
    print(f"all figures: {folder / METRICS_FILE}")


def _write_confusion(path: Path, answers: metrics.Answers) -> None:
    """Write each answer beside the truth, as DVC's confusion plot reads it."""
    named = answers.probabilities.argmax(axis=1)
    rows = [
        f"{LABELS[true]},{LABELS[said]}" for true, said in zip(answers.winners, named, strict=True)
    ]
    path.write_text("\n".join(["actual,predicted", *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    try:
        run(root())
    except PipelineError as error:
        sys.exit(f"evaluate: {error}")
