"""Read FER2013 from a tree of image folders, as Kaggle has it: train/angry/Training_3908.jpg.

The folder's name is the label. A file has no row number, so its row, and with it the votes, is
found by the name that Kaggle gave it or else by its pixels (`training.reference`).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from training.faces import SIDE, TRAINING, Faces
from training.params import PipelineError
from training.reference import fingerprint_of_name, fingerprint_of_pixels

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from training.reference import Reference

CLASSES: Final = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
"""The folders' names, in the order of `FER2013_LABELS`."""
ENDINGS: Final = (".png", ".jpg", ".jpeg")
READERS: Final = 4  # threads: reading waits for the disk
REMEDY: Final = (
    "take Kaggle's folders as they are, or fer2013.csv (docs/training.md), and name it in "
    "params.yaml, prepare.source"
)


@dataclass(frozen=True, eq=False, slots=True)
class Picture:
    """One file: its path in the tree, label and pixels (48, 48)."""

    path: Path
    label: int
    pixels: NDArray[np.uint8]

    @property
    def for_training(self) -> bool:
        """Whether its folders or its name say that it is a training image."""
        return any(part.lower().startswith("train") for part in self.path.parts)


def read_tree(
    root: Path, votes: NDArray[np.uint8], split: NDArray[np.uint8], reference: Reference
) -> Faces:
    """Read the images below a folder in the order of their rows; `votes` and `split` are by row.

    Rows that are left out anyway may be missing. Files that are no row's image are passed over.

    Raises PipelineError when an image cannot be read or a row that is used has none.
    """
    with ThreadPoolExecutor(READERS) as readers:
        pictures = list(readers.map(lambda path: _read(root, path), _files(root)))
    found = _rows_of(pictures, split, reference)
    rows = np.array(sorted(found), np.int32)
    lacking = np.setdiff1d(np.flatnonzero(reference.used), rows)
    if len(lacking):
        msg = (
            f"{root} lacks the images of {len(lacking)} of {len(reference)} rows of FER2013, the "
            f"first is row {lacking[0]}: {REMEDY}"
        )
        raise PipelineError(msg)
    faces = Faces(
        np.stack([found[row].pixels for row in rows.tolist()]),
        votes[rows],
        np.array([found[row].label for row in rows.tolist()], np.uint8),
        split[rows],
        rows,
    )
    altered = len(reference.altered(faces))
    if altered:
        print(
            f"prepare: {altered} images below {root} are not FER2013's own pixels (JPEG changes "
            "them): the result is good to train on, but its hash is another",
            file=sys.stderr,
        )
    return faces


def _files(root: Path) -> list[Path]:
    paths = sorted(
        path.relative_to(root)
        for path in root.rglob("*")
        if path.suffix.lower() in ENDINGS and path.parent.name.lower() in CLASSES
    )
    if not paths:
        msg = f"{root} has no images in folders named {', '.join(CLASSES)}: {REMEDY}"
        raise PipelineError(msg)
    return paths


def _read(root: Path, path: Path) -> Picture:
    pixels = cv2.imdecode(np.fromfile(root / path, np.uint8), cv2.IMREAD_GRAYSCALE)
    if pixels is None or pixels.shape != (SIDE, SIDE):
        size = "cut or no image" if pixels is None else f"{pixels.shape[1]}x{pixels.shape[0]}"
        msg = f"{root / path} is {size}, not {SIDE}x{SIDE} pixels: {REMEDY}"
        raise PipelineError(msg)
    label = CLASSES.index(path.parent.name.lower())
    return Picture(path, label, np.asarray(pixels, np.uint8))


def _rows_of(
    pictures: list[Picture], split: NDArray[np.uint8], reference: Reference
) -> dict[int, Picture]:
    """Find the row of each picture; copies of one image share out its rows.

    Pictures with FER2013's own pixels come first: two different ones have the same name.
    """
    by_name, by_pixels = _places(reference.names), _places(reference.pixels)
    found: dict[int, Picture] = {}
    changed: list[tuple[Picture, list[int]]] = []
    for picture in pictures:
        named = by_name.get(fingerprint_of_name(picture.path.stem), [])
        alike = by_pixels.get(fingerprint_of_pixels(picture.pixels), [])
        rows = [row for row in alike if row in named] if named else alike
        free = [row for row in rows if row not in found]
        if free:
            same_part = [row for row in free if (split[row] == TRAINING) == picture.for_training]
            found[(same_part or free)[0]] = picture
        else:
            changed.append((picture, named))
    for picture, named in changed:
        for row in named:
            found.setdefault(row, picture)
    return found


def _places(fingerprints: NDArray[np.uint32]) -> dict[int, list[int]]:
    places: dict[int, list[int]] = defaultdict(list)
    for row, fingerprint in enumerate(fingerprints.tolist()):
        places[fingerprint].append(row)
    return dict(places)
