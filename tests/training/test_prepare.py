from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.training.conftest import TINY, packed_arrays, write_params
from training import prepare
from training.faces import TRAINING, distribution, load_faces, majority
from training.params import PipelineError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_params(tmp_path, TINY)
    return tmp_path


def test_rows_that_must_not_be_used_are_left_out(folder: Path) -> None:
    np.savez(folder / "packed.npz", **packed_arrays())
    prepare.run(folder)
    faces = load_faces(folder / prepare.FACES_FILE)
    training = faces.row[faces.split == TRAINING]
    assert training.tolist()[:2] == [3, 4]
    report = json.loads((folder / prepare.METRICS_FILE).read_text())
    assert report["removed"] == {"guessed": 1, "near_duplicates": 1, "not_a_face": 1}
    assert report["sha256"] == faces.digest()


def test_the_same_faces_give_the_same_file(folder: Path) -> None:
    files = []
    for _ in range(2):
        np.savez_compressed(folder / "packed.npz", **packed_arrays())
        prepare.run(folder)
        files.append((folder / prepare.FACES_FILE).read_bytes())
    assert files[0] == files[1]


def test_a_missing_file_is_named_with_the_way_to_get_it(folder: Path) -> None:
    with pytest.raises(PipelineError, match=r"packed\.npz do not exist: get ferplus\.npz"):
        prepare.run(folder)


def test_a_cut_file_is_refused(folder: Path) -> None:
    np.savez(folder / "packed.npz", **packed_arrays())
    whole = (folder / "packed.npz").read_bytes()
    (folder / "packed.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(PipelineError, match=r"is cut or not an \.npz file"):
        prepare.run(folder)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("votes", None, "has no array"),
        ("votes", np.zeros((288, 8), np.uint8), "votes is"),
        ("usage", np.full(288, 7, np.uint8), "usage up to 7"),
    ],
)
def test_another_file_is_refused(
    folder: Path, name: str, value: np.ndarray | None, sentence: str
) -> None:
    arrays = packed_arrays()
    if value is None:
        del arrays[name]
    else:
        arrays[name] = value
    np.savez(folder / "packed.npz", **arrays)
    with pytest.raises(PipelineError, match=f"is another file.*{sentence}"):
        prepare.run(folder)


def test_an_unknown_parameter_is_named(folder: Path) -> None:
    write_params(folder, {"prepare": {"sorce": "x"}})
    with pytest.raises(PipelineError, match="section prepare, has unknown sorce"):
        prepare.run(folder)


def test_single_votes_do_not_count() -> None:
    votes = np.array([[6, 0, 0, 3, 0, 0, 0, 0, 0, 1]], np.uint8)
    assert distribution(votes)[0].tolist() == pytest.approx([2 / 3, 0, 0, 1 / 3, 0, 0, 0, 0])


@pytest.mark.parametrize(
    ("votes", "winner"),
    [
        ([6, 4, 0, 0, 0, 0, 0, 0, 0, 0], 0),
        ([5, 5, 0, 0, 0, 0, 0, 0, 0, 0], -1),  # half is not more than half
        ([5, 4, 1, 0, 0, 0, 0, 0, 0, 0], 0),  # the single vote is dropped
        ([2, 0, 0, 0, 0, 0, 0, 0, 8, 0], -1),  # unknown
        ([0, 0, 0, 0, 0, 0, 0, 0, 0, 10], -1),  # not a face
    ],
)
def test_the_majority_needs_more_than_half(votes: list[int], winner: int) -> None:
    assert majority(np.array([votes], np.uint8))[0] == winner
