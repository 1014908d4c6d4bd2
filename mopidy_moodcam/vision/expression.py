"""Read the emotion in a face: the classifier and its file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.vision.align import MIN_SIZE, upright_crop
from mopidy_moodcam.vision.model_archive import ForbiddenError
from mopidy_moodcam.vision.model_file import load_network

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from mopidy_moodcam.vision.face import Face

CARD_NAME: Final = "card.json"
MAX_CARD: Final = 1024 * 1024  # characters; that of the shipped model has 30,000
SHAPE: Final = (1, len(LABELS))  # of what is returned for one crop
MAX_REASON: Final = 200  # characters of what torch says of a file, which may repeat its contents


class ModelError(Exception):
    """The model file cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Expression:
    """What one face shows in one frame: a probability for each of the eight emotions."""

    probabilities: dict[str, float]

    @property
    def label(self) -> str:
        """The most probable emotion."""
        return max(self.probabilities, key=lambda name: self.probabilities[name])


class Classifier:
    """A TorchScript network from upright grey crops to calibrated probabilities.

    The file holds the whole function, `forward(crops: uint8 (N, 1, H, W)) -> float32 (N, 8)`,
    and its card (`card.json` among its extra files), whose `labels` must be this project's.
    """

    def __init__(self, path: Path) -> None:
        """Load a model file; imports torch, which takes seconds.

        Raises ModelError when the file is missing, damaged, made for other labels, or does more
        than calculate.
        """
        import torch  # noqa: PLC0415 - seconds long: never at Mopidy's start-up

        torch.set_num_threads(1)  # one face is too little for more, and the music comes first
        self._torch = torch
        remedy = "set moodcam/model to a file made by `dvc repro`, or leave it empty"
        if not path.is_file():
            msg = f"model {path} does not exist: {remedy}"
            raise ModelError(msg)
        extra = {CARD_NAME: ""}
        try:
            self._forward = load_network(path, extra)
        except ForbiddenError as error:
            msg = f"model {path} is refused: {error}; {remedy}"
            raise ModelError(msg) from error
        except Exception as error:  # a damaged file has torch raise what no document lists
            msg = f"model {path} is damaged or not TorchScript ({_reason(error)}): {remedy}"
            raise ModelError(msg) from error
        self.card = _read_card(extra[CARD_NAME], path, remedy)
        probe = self.probabilities(np.zeros((MIN_SIZE, MIN_SIZE), np.uint8), path)
        if not np.isclose(probe.sum(), 1.0, atol=1e-3):
            msg = f"model {path} does not return probabilities: {remedy}"
            raise ModelError(msg)

    def read(self, image: NDArray[np.uint8], face: Face) -> Expression:
        """Classify a face in its BGR image (height, width, 3)."""
        values = self.probabilities(upright_crop(image, face.eyes))
        return Expression(dict(zip(LABELS, values.tolist(), strict=True)))

    def probabilities(
        self, crop: NDArray[np.uint8], path: Path | None = None
    ) -> NDArray[np.float32]:
        """Return float32 (8,) for one upright grey crop (height, width).

        Raises ModelError when the network fails or returns anything else.
        """
        torch = self._torch
        name = f"model {path}" if path else "the model"
        batch = torch.from_numpy(np.ascontiguousarray(crop))[None, None]
        try:
            with torch.inference_mode():
                output = self._forward(batch)
                shape = tuple(output.shape)  # looked at first: it may name more than memory holds
                values = np.asarray(output.numpy() if shape == SHAPE else [], np.float32)
        # A network raises what it likes, and its words may hold the face: they are told to nobody.
        except Exception as error:  # noqa: BLE001
            kind = type(error).__name__
            msg = f"{name} failed on a face crop ({kind}): set moodcam/model to another file"
            raise ModelError(msg) from None
        if values.shape != SHAPE or not np.isfinite(values).all():
            msg = f"{name} returned no probabilities for {len(LABELS)} emotions: set moodcam/model"
            raise ModelError(msg)
        return values[0]


def _reason(error: Exception) -> str:
    """Return what an error says first, as far as a sentence can hold it."""
    said = str(error).strip().split("\n", 1)[0].split(". ", 1)[0][:MAX_REASON]
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in said)
    return shown or type(error).__name__


def _read_card(text: str | bytes, path: Path, remedy: str) -> dict[str, Any]:
    try:
        card = json.loads(text) if len(text) <= MAX_CARD else None
    except (ValueError, RecursionError) as error:
        msg = f"model {path} has no {CARD_NAME} inside: {remedy}"
        raise ModelError(msg) from error
    if not isinstance(card, dict) or cast("dict[str, Any]", card).get("labels") != list(LABELS):
        msg = f"model {path} has a {CARD_NAME} that does not list {', '.join(LABELS)}: {remedy}"
        raise ModelError(msg)
    return cast("dict[str, Any]", card)
