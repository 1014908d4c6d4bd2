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
CALIBRATED: Final = {
    "validation": "Each half of the images was calibrated by the other half.",
    "test": "The calibration was fitted on the validation images.",
}
FIGURES: Final = {
    "accuracy": "accuracy",
    "macro_f1": "macro-F1",
    "five_accuracy": f"accuracy among {len(FIVE)} ({', '.join(FIVE)})",
    "ece": "expected calibration error",
}


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
    for split in CALIBRATED:
        if split in card["metrics"]:
            lines += [
                "",
                f"## Measured on the {split} images",
                *_tables(card["metrics"][split], split),
            ]
    return "\n".join(lines) + "\n"


def _tables(measured: Mapping[str, Any], split: str) -> list[str]:
    framed = [measured["raw"], measured["upright"]]
    own = framed[0]["fer2013"]["images"]
    return [
        "",
        f"{framed[0]['images']:,} images with an FER+ majority, {own:,} with FER2013's own label.",
        "All figures are percent, with 95 % bootstrap intervals.",
        "*Raw* is the image as FER2013 cut it, *upright* the crop that the package makes of it.",
        CALIBRATED[split],
        "",
        "| figure | raw | upright |",
        "| --- | --- | --- |",
        *(_line(text, framed, key) for key, text in FIGURES.items()),
        *_recall_lines(framed),
        "",
        "| by FER2013's own 7 labels | raw | upright |",
        "| --- | --- | --- |",
        *(_line(text, [each["fer2013"] for each in framed], key) for key, text in FIGURES.items()),
        *_recall_lines([each["fer2013"] for each in framed]),
        "",
        f"| damaged copies | framing | {' | '.join(FIGURES.values())} |",
        f"| --- | --- |{' --- |' * len(FIGURES)}",
        *(
            f"| {name.replace('_', ' ')} | {framing} | "
            f"{' | '.join(_cell(measured[framing]['damaged'][name], key) for key in FIGURES)} |"
            for name in framed[0]["damaged"]
            for framing in ("raw", "upright")
        ),
    ]


def _line(text: str, framed: list[Mapping[str, Any]], key: str) -> str:
    return f"| {text} | {' | '.join(_cell(each, key) for each in framed)} |"


def _recall_lines(framed: list[Mapping[str, Any]]) -> list[str]:
    lines: list[str] = []
    for label in framed[0]["recall"]:
        cells = [_percent(each["recall"][label], each["recall_interval"][label]) for each in framed]
        lines.append(f"| recall, {label} | {' | '.join(cells)} |")
    return lines


def _cell(figures: Mapping[str, Any], key: str) -> str:
    return _percent(figures[key], figures[f"{key}_interval"])


def _percent(value: float | None, interval: list[float]) -> str:
    if value is None:
        return "none seen"
    low, high = interval
    return f"{100 * value:.1f} ({100 * low:.1f} to {100 * high:.1f})"
