from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.conftest import ROOT
from tests.training.conftest import TINY, packed_arrays, write_params, write_source
from tests.training.forms import OTHER_KAGGLE, write_table, write_tree, write_votes
from training import prepare
from training.faces import TRAINING, distribution, load_faces, majority
from training.params import PipelineError, load_params
from training.reference import EXCLUDED_FILE, ROWS_FILE, make_reference

if TYPE_CHECKING:
    from pathlib import Path

    from tests.training.forms import Arrays


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the packed file, in which nothing has run."""
    write_source(tmp_path, packed_arrays())
    write_params(tmp_path, TINY)
    return tmp_path


def canonical(folder: Path, source: str) -> bytes:
    """Return the canonical file that one source gives."""
    write_params(folder, {"prepare": {**TINY["prepare"], "source": source}})
    prepare.run(folder)
    return (folder / prepare.FACES_FILE).read_bytes()


def sample_of(packed: Path, count: int) -> Arrays:
    """Return some rows of the shared packed file as if they were all."""
    with np.load(packed) as arrays:
        rows = np.sort(np.random.default_rng(0).permutation(len(arrays["row"]))[:count])
        names = ("pixels", "votes", "label7", "usage", "pixel_exact", "dup_group", "kaggle_id")
        some = {name: arrays[name][rows] for name in names}
    return some | {"row": np.arange(count, dtype=np.int32)}


def test_rows_that_must_not_be_used_are_left_out(folder: Path) -> None:
    prepare.run(folder)
    faces = load_faces(folder / prepare.FACES_FILE)
    training = faces.row[faces.split == TRAINING]
    assert training.tolist()[:2] == [3, 4]
    report = json.loads((folder / prepare.METRICS_FILE).read_text())
    assert report["removed"] == {"guessed": 1, "near_duplicates": 1, "not_a_face": 1}
    assert report["sha256"] == faces.digest()


def test_every_form_of_the_data_gives_the_same_file(shared_data: Path, tmp_path: Path) -> None:
    arrays = sample_of(shared_data / "ferplus.npz", 600)
    write_source(tmp_path, arrays)
    write_votes(tmp_path, arrays)
    write_table(tmp_path / "fer2013.csv", arrays)
    write_table(tmp_path / "icml_face_data.csv", arrays, OTHER_KAGGLE)
    write_tree(tmp_path / "images", arrays)
    write_tree(tmp_path / "unnamed", arrays, named=False)
    write_votes(tmp_path / "images", arrays)
    expected = canonical(tmp_path, "packed.npz")
    for source in ("fer2013.csv", ".", "icml_face_data.csv", "images", "unnamed"):
        assert canonical(tmp_path, source) == expected, source


def test_the_repository_knows_the_rows_of_the_shared_file(
    shared_data: Path, tmp_path: Path
) -> None:
    make_reference(shared_data / "ferplus.npz", tmp_path)
    for name in (EXCLUDED_FILE, ROWS_FILE):
        kept = (ROOT / load_params(ROOT).prepare.reference / name).read_bytes()
        assert (tmp_path / name).read_bytes() == kept


def test_the_votes_may_be_elsewhere(folder: Path) -> None:
    expected = canonical(folder, "packed.npz")
    write_table(folder / "fer2013.csv", packed_arrays())
    (folder / "votes").mkdir()
    write_votes(folder / "votes", packed_arrays())
    where = {"source": "fer2013.csv", "votes": "votes/fer2013new.csv"}
    write_params(folder, {"prepare": {**TINY["prepare"], **where}})
    prepare.run(folder)
    assert (folder / prepare.FACES_FILE).read_bytes() == expected


def test_a_tree_may_lack_what_is_left_out_anyway(folder: Path) -> None:
    expected = canonical(folder, "packed.npz")
    write_tree(folder / "images", packed_arrays())
    write_votes(folder, packed_arrays())
    next((folder / "images").rglob("Training_0.png")).unlink()
    assert canonical(folder, "images") == expected


def test_jpeg_images_find_their_rows_by_name(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    canonical(folder, "packed.npz")
    exact = load_faces(folder / prepare.FACES_FILE)
    write_tree(folder / "images", packed_arrays(), "jpg")
    write_votes(folder, packed_arrays())
    canonical(folder, "images")
    faces = load_faces(folder / prepare.FACES_FILE)
    assert faces.row.tolist() == exact.row.tolist()
    assert (faces.label == exact.label).all()
    assert "its hash is another" in capsys.readouterr().err


def test_a_missing_file_is_named_with_the_way_to_get_it(folder: Path) -> None:
    with pytest.raises(PipelineError, match=r"none\.csv do not exist: get FER2013 as docs"):
        canonical(folder, "none.csv")
    write_table(folder / "fer2013.csv", packed_arrays())
    with pytest.raises(PipelineError, match=r"the votes .*fer2013new\.csv do not exist"):
        canonical(folder, "fer2013.csv")


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("packed.npz", r"packed\.npz is cut or not an \.npz file"),
        ("fer2013.csv", r"fer2013\.csv is cut or another file: row 1\d\d cannot be read"),
        ("fer2013new.csv", r"fer2013new\.csv is cut or another file"),
    ],
)
def test_a_cut_file_is_refused(folder: Path, source: str, sentence: str) -> None:
    write_table(folder / "fer2013.csv", packed_arrays())
    write_votes(folder, packed_arrays())
    whole = (folder / source).read_bytes()
    (folder / source).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(PipelineError, match=sentence):
        canonical(folder, "packed.npz" if source == "packed.npz" else "fer2013.csv")


def test_a_table_cut_between_lines_is_refused(folder: Path) -> None:
    arrays = packed_arrays()
    write_votes(folder, arrays)
    write_table(folder / "fer2013.csv", {name: array[:200] for name, array in arrays.items()})
    with pytest.raises(PipelineError, match="are not of the same 288 images"):
        canonical(folder, "fer2013.csv")


def test_a_tree_without_some_images_is_refused(folder: Path) -> None:
    write_tree(folder / "images", packed_arrays())
    write_votes(folder, packed_arrays())
    next((folder / "images").rglob("Training_70.png")).unlink()
    with pytest.raises(PipelineError, match=r"lacks the images of 1 of 288 rows .* is row 10:"):
        canonical(folder, "images")


def test_a_broken_image_is_named(folder: Path) -> None:
    write_tree(folder / "images", packed_arrays())
    write_votes(folder, packed_arrays())
    next((folder / "images").rglob("Training_70.png")).write_bytes(b"\x89PNG")
    with pytest.raises(PipelineError, match=r"Training_70\.png is cut or no image, not 48x48"):
        canonical(folder, "images")


def test_a_folder_without_images_is_refused(folder: Path) -> None:
    (folder / "images").mkdir()
    write_votes(folder, packed_arrays())
    with pytest.raises(PipelineError, match="no images in folders named angry, disgust"):
        canonical(folder, "images")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("votes", None, "it has no array"),
        ("votes", np.zeros((288, 8), np.uint8), "votes is"),
        ("usage", np.full(288, 7, np.uint8), "usage up to 7"),
        ("pixels", np.zeros((288, 48, 48), np.uint8), "286 images are not FER2013's"),
    ],
)
def test_another_packed_file_is_refused(
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


def test_a_table_of_something_else_is_refused(folder: Path) -> None:
    write_votes(folder, packed_arrays())
    (folder / "fer2013.csv").write_text("name,age\nAda,36\n")
    with pytest.raises(PipelineError, match="is another file: it has no 'emotion' in row 0"):
        canonical(folder, "fer2013.csv")


def test_a_damaged_reference_is_named(folder: Path) -> None:
    (folder / "reference" / EXCLUDED_FILE).write_text("row,reason\nsome,guessed\n")
    with pytest.raises(PipelineError, match="reference cannot be read"):
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
