"""Write the arrays of a packed file in the other forms in which people have FER2013."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import cv2

from training.faces import VOTES
from training.source import USAGES, VOTES_NAME
from training.tree import CLASSES

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[np.generic]]

KAGGLE: tuple[str, ...] = ("emotion", "pixels", "Usage")
OTHER_KAGGLE: tuple[str, ...] = ("emotion", " Usage", " pixels")


def write_table(path: Path, arrays: Arrays, columns: tuple[str, ...] = KAGGLE) -> None:
    """Write Kaggle's fer2013.csv, or icml_face_data.csv by its columns."""
    usages = list(USAGES)
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(columns)
        for label, usage, image in zip(
            arrays["label7"], arrays["usage"], arrays["pixels"], strict=True
        ):
            pixels = " ".join(map(str, image.ravel().tolist()))
            cells = {"emotion": str(label), "usage": usages[usage], "pixels": pixels}
            table.writerow([cells[name.strip().lower()] for name in columns])


def write_votes(folder: Path, arrays: Arrays) -> None:
    """Write Microsoft's fer2013new.csv."""
    usages = list(USAGES)
    with (folder / VOTES_NAME).open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["Usage", "Image name", *VOTES])
        for row, (usage, votes) in enumerate(zip(arrays["usage"], arrays["votes"], strict=True)):
            table.writerow([usages[usage], f"fer{row:07}.png", *votes.tolist()])


def write_tree(root: Path, arrays: Arrays, ending: str = "png", *, named: bool = True) -> None:
    """Write Kaggle's folders of images; `named` gives each file Kaggle's name, or else a number."""
    for row, (label, usage, name, image) in enumerate(
        zip(arrays["label7"], arrays["usage"], arrays["kaggle_id"], arrays["pixels"], strict=True)
    ):
        folder = root / ("test" if usage else "train") / CLASSES[label]
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{name if named else f'im{row}'}.{ending}"
        assert cv2.imwrite(str(file), image)
