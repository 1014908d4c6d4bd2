"""Read FER2013 with the FER+ votes in the forms in which people have it."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Final

import numpy as np

from training.faces import SIDE, TEST, TRAINING, VOTES, Faces
from training.params import PipelineError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

PACKED_ROWS: Final = 35_887  # fer2013.csv
REMEDY: Final = (
    "get ferplus.npz as docs/training.md describes and name it in params.yaml, prepare.source"
)


def _packed_arrays(path: Path) -> dict[str, NDArray[np.generic]]:
    names = ("pixels", "votes", "label7", "usage", "row", "pixel_exact", "dup_group")
    try:
        with np.load(path) as arrays:
            return {name: arrays[name] for name in names}
    except FileNotFoundError as error:
        msg = f"the faces {path} do not exist: {REMEDY}"
        raise PipelineError(msg) from error
    except KeyError as error:
        msg = f"{path} is another file: it has no array {error}; {REMEDY}"
        raise PipelineError(msg) from error
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        msg = f"{path} is cut or not an .npz file ({error}): {REMEDY}"
        raise PipelineError(msg) from error


def read_packed(path: Path) -> tuple[Faces, dict[str, int]]:
    """Read the packed file, without the rows that must not be trained or tested on.

    Removed are images that are only guessed, and training images with a near copy among the
    validation or test images. Returns the faces and how many rows each rule removed.

    Raises PipelineError when the file is missing, cut, or another one.
    """
    arrays = _packed_arrays(path)
    rows = len(arrays["row"])
    shapes = {
        "pixels": (rows, SIDE, SIDE),
        "votes": (rows, len(VOTES)),
        **dict.fromkeys(("label7", "usage", "pixel_exact", "dup_group"), (rows,)),
    }
    for name, shape in shapes.items():
        if arrays[name].shape != shape:
            msg = f"{path} is another file: {name} is {arrays[name].shape}, not {shape}; {REMEDY}"
            raise PipelineError(msg)
    split = arrays["usage"].astype(np.uint8)
    if not rows or split.max() > TEST:
        msg = f"{path} is another file: it has {rows} rows and usage up to {split.max()}; {REMEDY}"
        raise PipelineError(msg)
    exact = arrays["pixel_exact"].astype(bool)
    held_out = np.unique(arrays["dup_group"][split != TRAINING])
    leaked = (split == TRAINING) & np.isin(arrays["dup_group"], held_out) & exact
    faces = Faces(
        arrays["pixels"].astype(np.uint8),
        arrays["votes"].astype(np.uint8),
        arrays["label7"].astype(np.uint8),
        split,
        arrays["row"].astype(np.int32),
    )
    removed = {"guessed": int((~exact).sum()), "near_duplicates": int(leaked.sum())}
    return faces.keep(exact & ~leaked), removed
