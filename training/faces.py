"""The canonical file of faces: what `prepare` writes and every later stage reads."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from mopidy_moodcam.emotions import LABELS
from training.params import PipelineError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SIDE: Final = 48  # pixels: FER2013's images
TRAINING, VALIDATION, TEST = 0, 1, 2
SPLITS: Final = {"training": TRAINING, "validation": VALIDATION, "test": TEST}
# FER+ counts votes in this order; the first eight are `LABELS` under FER+'s names.
VOTES: Final = (
    *("neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt"),
    *("unknown", "NF"),
)
EMOTIONS: Final = len(LABELS)
NOT_A_FACE: Final = VOTES.index("NF")
FER2013_LABELS: Final = ("angry", "disgusted", "fearful", "happy", "sad", "surprised", "neutral")


@dataclass(frozen=True, eq=False, slots=True)
class Faces:
    """Images and what people saw in them, in the order of the rows of fer2013.csv.

    `pixels` is uint8 (n, 48, 48), `votes` uint8 (n, 10) in the order of `VOTES`, `label` uint8 (n,)
    an index into `FER2013_LABELS`, `split` uint8 (n,) a value of `SPLITS`, and `row` int32 (n,) the
    row of fer2013.csv.
    """

    pixels: NDArray[np.uint8]
    votes: NDArray[np.uint8]
    label: NDArray[np.uint8]
    split: NDArray[np.uint8]
    row: NDArray[np.int32]

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self.row)

    def keep(self, kept: NDArray[np.bool_]) -> Faces:
        """Return the images where `kept` is true."""
        return Faces(
            self.pixels[kept], self.votes[kept], self.label[kept], self.split[kept], self.row[kept]
        )

    def digest(self) -> str:
        """Return the SHA-256 of the content, whatever file it came from."""
        digest = hashlib.sha256()
        for array in (self.pixels, self.votes, self.label, self.split, self.row):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()


def clean_votes(votes: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Drop single votes, which FER+ treats as slips: float32 (n, 10)."""
    return np.where(votes > 1, votes, 0).astype(np.float32)


def distribution(votes: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the training target, float32 (n, 8): how the votes spread over the emotions.

    Rows without an emotion that two people saw are all zeros. After Barsoum et al. 2016,
    arXiv:1608.01041, "probabilistic label drawing" replaced by the whole distribution.
    """
    counts = clean_votes(votes)[:, :EMOTIONS]
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


def majority(votes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the emotion that more than half of the votes name, int64 (n,), or -1.

    The protocol of FER+ "majority": single votes are dropped, the winner needs more than half of
    the rest, and rows won by "unknown" or "not a face" are out.
    """
    counts = clean_votes(votes)
    winner = counts.argmax(axis=1)
    clear = counts.max(axis=1) * 2 > counts.sum(axis=1)
    return np.where(clear & (winner < EMOTIONS), winner, -1)


def save_faces(path: Path, faces: Faces) -> None:
    """Write the canonical file; the same faces give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        path,
        pixels=faces.pixels,
        votes=faces.votes,
        label=faces.label,
        split=faces.split,
        row=faces.row,
    )


def load_faces(path: Path) -> Faces:
    """Read the canonical file.

    Raises PipelineError when it is missing or damaged.
    """
    try:
        with np.load(path) as arrays:
            return Faces(*(arrays[name] for name in ("pixels", "votes", "label", "split", "row")))
    except FileNotFoundError as error:
        msg = f"{path} does not exist: run `dvc repro prepare` first"
        raise PipelineError(msg) from error
    except (OSError, ValueError, KeyError, EOFError) as error:
        msg = f"{path} is damaged ({error}): delete it and run `dvc repro prepare`"
        raise PipelineError(msg) from error
