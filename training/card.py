"""The model's card: inside the file as JSON, in the documentation as Markdown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.emotions import LABELS
from training.metrics import FIVE
from training.network import Network, multiply_adds, parameters
from training.prepare import METRICS_FILE as PREPARED_FILE
from training.tracking import git_commit

if TYPE_CHECKING:
    from collections.abc import Mapping

CARD_FILE: Final = Path("docs/model-card.md")
INPUT: Final = (
    "uint8 (N, 1, H, W): grey crops of any size, upright, cut by mopidy_moodcam.vision.align"
)
OUTPUT: Final = "float32 (N, 8): calibrated probabilities in the order of the labels"
LICENCE: Final = (
    "Apache-2.0 for this file. Trained on FER2013 (ICML 2013 challenge), whose images carry no "
    "open licence and are not part of it, with the FER+ labels (Microsoft, MIT)."
)
INTENDED_USE: Final = (
    "Choosing music on a person's own device, with that person's knowledge. Not for judging "
    "people: the EU AI Act forbids reading emotions at work and in education. A face shows an "
    "expression, which is not always what is felt."
)
LIMITS: Final = (
    "FER2013 comes from image search: posed and acted faces, mostly adults, unevenly spread over "
    "ages, skin colours and cultures. Contempt, disgust and fear are rare in it and are often "
    "missed. Ten people saw each image, and they often disagreed."
)


def make_card(folder: Path, network: Network, evaluation: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the file says about itself."""
    prepared = json.loads((folder / PREPARED_FILE).read_text(encoding="utf-8"))
    return {
        "labels": list(LABELS),
        "input": INPUT,
        "output": OUTPUT,
        "parameters": parameters(network),
        "multiply_adds": multiply_adds(network),
        "data_sha256": prepared["sha256"],
        "images": prepared["images"],
        "git_commit": git_commit(folder),
        "metrics": dict(evaluation),
        "licence": LICENCE,
        "intended_use": INTENDED_USE,
        "limits": LIMITS,
    }


def markdown(card: Mapping[str, Any]) -> str:
    """Return the card as a page."""
    images = card["images"]
    lines = [
        "# Model card: emotion.pt",
        "",
        "Written by the stage `export`; the same card is inside the file as `card.json`.",
        "",
        f"- **Input:** {card['input']}",
        f"- **Output:** {card['output']}",
        f"- **Labels:** {', '.join(card['labels'])}",
        f"- **Parameters:** {card['parameters']:,}",
        f"- **Multiply-adds for a face:** {card['multiply_adds'] / 1e6:.1f} million",
        f"- **Images:** {images['training']:,} to train, {images['validation']:,} to choose by",
        f"- **Data's SHA-256:** `{card['data_sha256']}`",
        f"- **Commit:** `{card['git_commit']}`",
        f"- **Licence:** {card['licence']}",
        f"- **Intended use:** {card['intended_use']}",
        f"- **Limits:** {card['limits']}",
    ]
    for split in ("validation", "test"):
        if split in card["metrics"]:
            lines += ["", f"## Measured on the {split} images", *_tables(card["metrics"][split])]
    return "\n".join(lines) + "\n"


def _tables(measured: Mapping[str, Any]) -> list[str]:
    raw, upright = measured["raw"], measured["upright"]
    lines = [
        "",
        f"{raw['images']:,} images with an FER+ majority; 95 % bootstrap intervals.",
        "*Raw* is the image as FER2013 cut it, *upright* the crop that the package makes of it.",
        "The temperature was fitted on the validation images.",
        "",
        "| figure | raw | upright |",
        "| --- | --- | --- |",
    ]
    names = {
        "accuracy": "accuracy, 8 emotions, %",
        "macro_f1": "macro-F1, %",
        "five_accuracy": f"accuracy, {len(FIVE)} emotions ({', '.join(FIVE)}), %",
        "ece": "expected calibration error, %",
    }
    for key, name in names.items():
        cells = [
            f"{100 * each[key]:.1f} ({100 * each[f'{key}_interval'][0]:.1f} to "
            f"{100 * each[f'{key}_interval'][1]:.1f})"
            for each in (raw, upright)
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines.append(
        "| accuracy, FER2013's own 7 labels, % | "
        f"{100 * raw['fer2013_accuracy']:.1f} | {100 * upright['fer2013_accuracy']:.1f} |"
    )
    lines += ["", "| damaged copies: accuracy, % | raw | upright |", "| --- | --- | --- |"]
    lines += [
        f"| {name.replace('_', ' ')} | {100 * raw['damaged_accuracy'][name]:.1f} "
        f"| {100 * upright['damaged_accuracy'][name]:.1f} |"
        for name in raw["damaged_accuracy"]
    ]
    lines += ["", "| recall, % | raw | upright |", "| --- | --- | --- |"]
    lines += [
        f"| {label} | {_percent(raw['recall'][label])} | {_percent(upright['recall'][label])} |"
        for label in raw["recall"]
    ]
    return lines


def _percent(share: float | None) -> str:
    return "none seen" if share is None else f"{100 * share:.1f}"
