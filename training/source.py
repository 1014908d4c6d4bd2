"""Read FER2013 with the FER+ votes in the forms in which people have it.

The packed file (docs/training.md), Kaggle's fer2013.csv or icml_face_data.csv, or a tree of image
folders (`training.tree`); the last two with Microsoft's fer2013new.csv, which holds the votes in
the same order of rows.
"""

from __future__ import annotations

import csv
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from training.faces import FER2013_LABELS, SIDE, TEST, TRAINING, VALIDATION, VOTES, Faces
from training.params import PipelineError
from training.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from training.reference import Reference

REMEDY: Final = (
    "get FER2013 as docs/training.md describes and name it in params.yaml, prepare.source"
)
USAGES: Final = {"Training": TRAINING, "PublicTest": VALIDATION, "PrivateTest": TEST}
CSV_NAMES: Final = ("fer2013.csv", "icml_face_data.csv")
VOTES_NAME: Final = "fer2013new.csv"


@dataclass(frozen=True, eq=False, slots=True)
class Voted:
    """What fer2013new.csv says of each row: uint8 (n, 10) votes and uint8 (n,) splits."""

    votes: NDArray[np.uint8]
    split: NDArray[np.uint8]


def read_source(path: Path, votes: Path | None, reference: Reference) -> Faces:
    """Read the faces from whichever form `path` is, in the order of the rows.

    `votes` is fer2013new.csv; where it is None, it is looked for in `path` and beside it. A tree of
    images may lack rows that are left out anyway.

    Raises PipelineError when a file is missing, cut, or another one.
    """
    if not path.exists():
        msg = f"the faces {path} do not exist: {REMEDY}"
        raise PipelineError(msg)
    table = _table_in(path)
    if table is None and path.is_file():
        faces = read_packed(path)
    else:
        voted = read_votes(votes or _votes_near(path))
        if len(voted.split) != len(reference):
            msg = (
                f"{votes or _votes_near(path)} is cut or another file: it has "
                f"{len(voted.split)} rows, not {len(reference)}; {REMEDY}"
            )
            raise PipelineError(msg)
        if table is None:
            return read_tree(path, voted.votes, voted.split, reference)
        faces = read_table(table, voted)
    if len(faces) != len(reference):
        msg = f"{path} is cut or another file: {len(faces)} rows, not {len(reference)}; {REMEDY}"
        raise PipelineError(msg)
    altered = reference.altered(faces)
    if len(altered):
        msg = (
            f"{path} is another file: {len(altered)} images are not FER2013's, the first in row "
            f"{altered[0]}; {REMEDY}"
        )
        raise PipelineError(msg)
    return faces


def read_packed(path: Path) -> Faces:
    """Read the packed file.

    Raises PipelineError when the file is cut or another one.
    """
    arrays = _packed_arrays(path)
    rows = len(arrays["row"])
    shapes = {
        "pixels": (rows, SIDE, SIDE),
        "votes": (rows, len(VOTES)),
        **dict.fromkeys(("label7", "usage"), (rows,)),
    }
    for name, shape in shapes.items():
        if arrays[name].shape != shape:
            msg = f"{path} is another file: {name} is {arrays[name].shape}, not {shape}; {REMEDY}"
            raise PipelineError(msg)
    split = arrays["usage"].astype(np.uint8)
    if not np.array_equal(arrays["row"], np.arange(rows)) or (rows and split.max() > TEST):
        msg = f"{path} is another file: {rows} rows with usage up to {split.max()}; {REMEDY}"
        raise PipelineError(msg)
    return Faces(
        arrays["pixels"].astype(np.uint8),
        arrays["votes"].astype(np.uint8),
        arrays["label7"].astype(np.uint8),
        split,
        arrays["row"].astype(np.int32),
    )


def _packed_arrays(path: Path) -> dict[str, NDArray[np.generic]]:
    try:
        with np.load(path) as arrays:
            return {name: arrays[name] for name in ("pixels", "votes", "label7", "usage", "row")}
    except KeyError as error:
        msg = f"{path} is another file: it has no array {error}; {REMEDY}"
        raise PipelineError(msg) from error
    except (OSError, ValueError, EOFError, TypeError, zipfile.BadZipFile) as error:
        msg = f"{path} is cut or not an .npz file ({error}): {REMEDY}"
        raise PipelineError(msg) from error


def read_table(path: Path, voted: Voted) -> Faces:
    """Read Kaggle's fer2013.csv or icml_face_data.csv.

    Raises PipelineError when the file is cut, another one, or of other images than the votes.
    """

    def read(row: dict[str, str]) -> tuple[int, int, NDArray[np.uint8]]:
        label = int(row["emotion"])
        if not 0 <= label < len(FER2013_LABELS):
            msg = f"emotion is {label}"
            raise ValueError(msg)
        values = np.array(row["pixels"].split(), np.int64)
        if values.size != SIDE * SIDE or values.min() < 0 or values.max() > np.iinfo(np.uint8).max:
            msg = f"{values.size} pixels, not {SIDE * SIDE} of 0 to 255"
            raise ValueError(msg)
        return label, _split_of(row), values.astype(np.uint8)

    rows = _rows(path, read)
    split = np.array([usage for _, usage, _ in rows], np.uint8)
    if not np.array_equal(split, voted.split):
        msg = f"{path} and {VOTES_NAME} are not of the same {len(voted.split)} images: {REMEDY}"
        raise PipelineError(msg)
    return Faces(
        np.stack([values for _, _, values in rows]).reshape(-1, SIDE, SIDE),
        voted.votes,
        np.array([label for label, _, _ in rows], np.uint8),
        split,
        np.arange(len(rows), dtype=np.int32),
    )


def read_votes(path: Path) -> Voted:
    """Read fer2013new.csv.

    Raises PipelineError when the file is missing, cut, or another one.
    """

    def read(row: dict[str, str]) -> tuple[int, list[int]]:
        return _split_of(row), [int(row[name.lower()]) for name in VOTES]

    rows = _rows(path, read)
    votes = np.array([each for _, each in rows], np.uint8)
    return Voted(votes, np.array([usage for usage, _ in rows], np.uint8))


def _split_of(row: dict[str, str]) -> int:
    usage = row["usage"]
    if usage not in USAGES:
        msg = f"usage is {usage}, not one of {', '.join(USAGES)}"
        raise ValueError(msg)
    return USAGES[usage]


def _rows(path: Path, read: Callable[[dict[str, str]], Any]) -> list[Any]:
    """Read each line of a table; names of columns count without case and blanks around them."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = filter(None, csv.reader(file))  # without empty lines
            names = [name.strip().lower() for name in next(lines, [])]
            return list(_read_lines(path, names, lines, read))
    except FileNotFoundError as error:
        msg = f"the votes {path} do not exist: {REMEDY}"
        raise PipelineError(msg) from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        msg = f"{path} is not a table ({error}): {REMEDY}"
        raise PipelineError(msg) from error


def _read_lines(
    path: Path,
    names: list[str],
    lines: Iterator[list[str]],
    read: Callable[[dict[str, str]], Any],
) -> Iterator[Any]:
    for number, line in enumerate(lines):
        try:
            yield read({name: cell.strip() for name, cell in zip(names, line, strict=True)})
        except KeyError as error:
            msg = f"{path} is another file: it has no {error} in row {number}; {REMEDY}"
            raise PipelineError(msg) from error
        except (ValueError, OverflowError) as error:
            msg = f"{path} is cut or another file: row {number} cannot be read ({error}); {REMEDY}"
            raise PipelineError(msg) from error


def _table_in(path: Path) -> Path | None:
    """Return the table of images that a path is or holds."""
    if path.suffix.lower() == ".csv":
        return path
    return next((path / name for name in CSV_NAMES if (path / name).is_file()), None)


def _votes_near(path: Path) -> Path:
    """Return where fer2013new.csv is: in a folder or beside it."""
    inside = path / VOTES_NAME
    return inside if inside.is_file() else path.parent / VOTES_NAME
