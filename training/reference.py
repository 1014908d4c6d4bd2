"""What is known of every row of fer2013.csv, whichever form its images come in.

`training/fer2013/` holds numbers alone. `excluded.csv` names the rows that are never used, and
why. `rows.npy` is uint32 (35887, 2): for each row, fingerprints of its name in Kaggle's image
folders and of its pixels, by which images in folders find their row and wrong files are told. Both
were made once, from the packed file: `python -m training.reference ferplus.npz`.
"""

from __future__ import annotations

import csv
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from training.faces import TRAINING, Faces
from training.params import PipelineError, load_params, root

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS_FILE: Final = "rows.npy"
EXCLUDED_FILE: Final = "excluded.csv"
GUESSED: Final = "guessed"
NEAR_DUPLICATE: Final = "near_duplicate"
REASONS: Final = (GUESSED, NEAR_DUPLICATE)
"""The image is not known for certain; it is a training image like one of the other parts."""
UNKNOWN: Final = 0  # the pixels' fingerprint where the image is only guessed


def fingerprint_of_name(name: str) -> int:
    """Return 32 bits that stand for a file's name without its ending."""
    return zlib.crc32(name.encode())


def fingerprint_of_pixels(image: NDArray[np.uint8]) -> int:
    """Return 32 bits that stand for an image (48, 48)."""
    return zlib.crc32(np.ascontiguousarray(image).tobytes())


@dataclass(frozen=True, eq=False, slots=True)
class Reference:
    """The fingerprints of each row, uint32 (rows,) each, and the rows left out, by reason."""

    names: NDArray[np.uint32]
    pixels: NDArray[np.uint32]
    excluded: dict[str, NDArray[np.int32]]

    def __len__(self) -> int:
        """Return how many rows fer2013.csv has."""
        return len(self.names)

    @property
    def used(self) -> NDArray[np.bool_]:
        """Whether each row may be used, bool (rows,)."""
        used = np.ones(len(self), bool)
        used[np.concatenate(list(self.excluded.values()))] = False
        return used

    def altered(self, faces: Faces) -> NDArray[np.int32]:
        """Return the used rows whose pixels are not FER2013's own."""
        found = np.fromiter(map(fingerprint_of_pixels, faces.pixels), np.uint32, len(faces))
        return faces.row[(found != self.pixels[faces.row]) & self.used[faces.row]]


def load_reference(folder: Path) -> Reference:
    """Read both files of a folder.

    Raises PipelineError when one is missing or damaged.
    """
    try:
        rows = np.load(folder / ROWS_FILE)
        with (folder / EXCLUDED_FILE).open(encoding="utf-8", newline="") as file:
            lines = [(int(line["row"]), line["reason"]) for line in csv.DictReader(file)]
        excluded = {
            reason: np.array([row for row, why in lines if why == reason], np.int32)
            for reason in REASONS
        }
        return Reference(rows[:, 0], rows[:, 1], excluded)
    except (OSError, ValueError, KeyError, IndexError, EOFError) as error:
        msg = f"{folder} cannot be read ({error}): restore it from the repository"
        raise PipelineError(msg) from error


def make_reference(path: Path, folder: Path) -> None:
    """Write both files from a packed file (docs/training.md).

    Raises PipelineError when two different names or images have the same fingerprint.
    """
    with np.load(path) as arrays:
        pixels, names, split = (arrays[name] for name in ("pixels", "kaggle_id", "usage"))
        exact, group = arrays["pixel_exact"], arrays["dup_group"]
    rows = np.array(
        [
            (fingerprint_of_name(str(name)), fingerprint_of_pixels(image) if known else UNKNOWN)
            for name, image, known in zip(names, pixels, exact, strict=True)
        ],
        np.uint32,
    )
    distinct = (len(set(names.tolist())), len({image.tobytes() for image in pixels[exact]}))
    told_apart = (len(np.unique(rows[:, 0])), len(np.unique(rows[exact, 1])))
    if distinct != told_apart or (rows[exact, 1] == UNKNOWN).any():
        msg = f"{path}: 32 bits do not tell all names and images apart: take longer fingerprints"
        raise PipelineError(msg)
    held_out = np.unique(group[split != TRAINING])
    leaked = (split == TRAINING) & np.isin(group, held_out) & exact
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / ROWS_FILE, rows)
    reasons = np.where(exact, np.where(leaked, NEAR_DUPLICATE, ""), GUESSED)
    lines = [f"{row},{reason}\n" for row, reason in enumerate(reasons) if reason]
    (folder / EXCLUDED_FILE).write_text("row,reason\n" + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    try:
        make_reference(Path(sys.argv[1]), root() / load_params(root()).prepare.reference)
    except PipelineError as error:
        sys.exit(f"reference: {error}")
