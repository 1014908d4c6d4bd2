"""Stage `prepare`: one canonical file of faces, with nothing in it that must not be there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import numpy as np

from training.faces import NOT_A_FACE, SPLITS, TRAINING, clean_votes, save_faces
from training.params import PipelineError, load_params, root
from training.reference import GUESSED, NEAR_DUPLICATE, load_reference
from training.report import write_report
from training.source import read_source

FACES_FILE: Final = Path("data/faces.npz")
METRICS_FILE: Final = Path("training/results/prepare.json")


def run(folder: Path) -> None:
    """Read the source, drop what must not be used, and write the canonical file and its counts.

    Raises PipelineError when the source cannot be used.
    """
    params = load_params(folder).prepare
    reference = load_reference(folder / params.reference)
    votes = None if params.votes is None else folder / params.votes
    faces = read_source(folder / params.source, votes, reference)
    faces = faces.keep(reference.used[faces.row])
    # Only in training: the FER2013 protocol judges on every image, face or not.
    not_a_face = (clean_votes(faces.votes).argmax(axis=1) == NOT_A_FACE) & (faces.split == TRAINING)
    faces = faces.keep(~not_a_face)
    removed = {
        "guessed": len(reference.excluded[GUESSED]),
        "near_duplicates": len(reference.excluded[NEAR_DUPLICATE]),
        "not_a_face": int(not_a_face.sum()),
    }
    save_faces(folder / FACES_FILE, faces)
    report = {
        "sha256": faces.digest(),
        "images": {name: int(np.sum(faces.split == split)) for name, split in SPLITS.items()},
        "removed": removed,
    }
    print(write_report(folder / METRICS_FILE, report))


if __name__ == "__main__":
    try:
        run(root())
    except PipelineError as error:
        sys.exit(f"prepare: {error}")
