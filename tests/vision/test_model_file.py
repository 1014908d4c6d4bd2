"""A model file calculates, and does nothing else: not while it is loaded, and not at a face."""

from __future__ import annotations

import json
import pickle
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.vision import model_file
from mopidy_moodcam.vision.expression import CARD_NAME, Classifier, ModelError
from mopidy_moodcam.vision.eye import shipped_model
from mopidy_moodcam.vision.model_file import load_network
from mopidy_moodcam.vision.model_operators import CALCULATIONS

if TYPE_CHECKING:
    from collections.abc import Callable

CARD = json.dumps({"labels": list(LABELS)})


def saved(path: Path, network: torch.nn.Module) -> Path:
    torch.jit.script(network).save(str(path), _extra_files={CARD_NAME: CARD})
    return path


class Files(torch.nn.Module):
    """Makes a file of eight bytes at every face."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path

    def forward(self, crops: torch.Tensor) -> torch.Tensor:
        made = torch.from_file(self.path, shared=True, size=8, dtype=torch.uint8)
        return torch.full((crops.shape[0], 8), 0.125) + made.sum() * 0


class Inside(torch.nn.Module):
    """Does the same in a branch, in a loop, in a part of it."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.part = Files(path)

    def forward(self, crops: torch.Tensor) -> torch.Tensor:
        result = torch.zeros(1, 8)
        for _ in range(2):
            if crops.size(0) > 0:
                result = self.part(crops)
        return result


class Elsewhere(torch.nn.Module):
    """Does the same in another thread of torch."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.part = Files(path)

    def forward(self, crops: torch.Tensor) -> torch.Tensor:
        return torch.jit.wait(torch.jit.fork(self.part, crops))


class AtLoading(torch.nn.Module):
    """Makes the file while it is loaded."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path

    @torch.jit.export
    def __getstate__(self) -> tuple[str, bool]:
        return self.path, self.training

    @torch.jit.export
    def __setstate__(self, state: tuple[str, bool]) -> None:
        self.training = state[1]
        made = torch.from_file(state[0], shared=True, size=8, dtype=torch.uint8)
        self.path = state[0] if made.size(0) > 0 else ""

    def forward(self, crops: torch.Tensor) -> torch.Tensor:
        return torch.full((crops.shape[0], 8), 0.125)


class Calculates(torch.nn.Module):
    """Does nothing but calculate, by itself."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path

    def forward(self, crops: torch.Tensor) -> torch.Tensor:
        return torch.full((crops.size(0), 8), 0.125)


def keep(self: Calculates, crops: tuple[torch.Tensor]) -> None:
    """Write the face itself into a file."""
    torch.save(crops[0], self.path)


def keep_after(self: Calculates, crops: tuple[torch.Tensor], result: torch.Tensor) -> torch.Tensor:
    torch.save(crops[0], self.path)
    return result


def hooked_before(path: str) -> torch.nn.Module:
    network = Calculates(path)
    network.register_forward_pre_hook(keep)
    return network


def hooked_after(path: str) -> torch.nn.Module:
    network = Calculates(path)
    network.register_forward_hook(keep_after)
    return network


class HookedInside(torch.nn.Module):
    """Has a part with a hook."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.part = hooked_before(path)

    def forward(self, crops: torch.Tensor) -> torch.Tensor:
        return self.part(crops)


@pytest.mark.parametrize(
    "network",
    [Files, Inside, Elsewhere, AtLoading, hooked_before, hooked_after, HookedInside],
)
def test_a_network_that_writes_files_is_refused_and_has_not_run(
    tmp_path: Path, network: Callable[[str], torch.nn.Module]
) -> None:
    mark = tmp_path / "executed"
    path = saved(tmp_path / "model.pt", network(str(mark)))
    with pytest.raises(ModelError, match=r"model.pt is refused: it"):
        Classifier(path)
    assert not mark.exists()


def test_a_hook_would_have_written_the_face(tmp_path: Path) -> None:
    mark = tmp_path / "executed"
    network: Callable[[torch.Tensor], object]
    network = torch.jit.load(str(saved(tmp_path / "model.pt", hooked_before(str(mark)))))
    network(torch.zeros(1, 1, 48, 48, dtype=torch.uint8))
    assert mark.exists(), "the tests above would show nothing of hooks"


def test_the_same_network_would_have_written_the_file(tmp_path: Path) -> None:
    mark = tmp_path / "executed"
    torch.jit.load(str(saved(tmp_path / "model.pt", AtLoading(str(mark)))))
    assert mark.exists(), "the tests above would show nothing"


def refusal(path: Path) -> str:
    """Why a model is refused; empty for one that reads a crop."""
    try:
        values = Classifier(path).probabilities(np.zeros((48, 48), np.uint8))
    except ModelError as error:
        return str(error)
    assert np.isfinite(values).all()
    return ""


class Payload:
    """What a hostile pickle would run."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (Path.touch, (self.mark,))


def rewritten(path: Path, parts: dict[str, bytes]) -> Path:
    """The shipped model with other contents of parts whose names end so."""
    with zipfile.ZipFile(shipped_model()) as old, zipfile.ZipFile(path, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            for end, other in parts.items():
                content = other if info.filename.endswith(end) else content
            new.writestr(info.filename, content, zipfile.ZIP_STORED)
    return path


@pytest.mark.parametrize("part", ["/data.pkl", "/constants.pkl", ".debug_pkl", "/data/0"])
@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_a_python_pickle_inside_of_an_archive_is_not_run(
    tmp_path: Path, part: str, protocol: int
) -> None:
    mark = tmp_path / "executed"
    hostile = pickle.dumps(Payload(mark), protocol)
    path = rewritten(tmp_path / "model.pt", {part: hostile})
    assert re.match(r"model .*model.pt is (damaged|refused)|$", refusal(path))
    assert not mark.exists()


@pytest.mark.parametrize("legacy", [False, True])
def test_a_file_of_torch_save_is_refused_and_not_run(tmp_path: Path, *, legacy: bool) -> None:
    mark, path = tmp_path / "executed", tmp_path / "model.pt"
    torch.save(Payload(mark), path, _use_new_zipfile_serialization=not legacy)
    with pytest.raises(ModelError, match=r"model.pt is (damaged or not TorchScript|refused)"):
        Classifier(path)
    assert not mark.exists()


def test_an_object_of_torch_s_own_classes_is_refused(tmp_path: Path) -> None:
    hostile = b"\x80\x02c__torch__.torch.classes.c10d\nTCPStore\n)\x81."
    with pytest.raises(ModelError, match=r"names __torch__.torch.classes.c10d.TCPStore"):
        Classifier(rewritten(tmp_path / "model.pt", {"/data.pkl": hostile}))


def test_a_file_that_is_far_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_file, "MAX_BYTES", 1000)
    with pytest.raises(ModelError, match="bytes, more than 1000"):
        Classifier(rewritten(tmp_path / "model.pt", {}))


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_archive_is_refused_or_calculates(tmp_path: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    content = bytearray(shipped_model().read_bytes())
    for place in rng.integers(0, len(content), 200):
        content[place] = rng.integers(0, 256)
    path = tmp_path / "model.pt"
    path.write_bytes(content)
    assert re.match(r"model .*model.pt |the model |$", refusal(path))


def test_every_operator_that_takes_a_path_is_forbidden() -> None:
    """In the version of torch that is installed, which may have more than those before."""
    path = re.compile("file|path|url|addr")
    reaching = {
        schema.name
        for schema in torch._C._jit_get_all_schemas()
        if any(
            path.search(argument.name) and "str" in str(argument.type)
            for argument in schema.arguments
        )
    }
    assert "aten::from_file" in reaching
    assert not reaching & CALCULATIONS


def test_the_shipped_model_is_loaded_with_its_card() -> None:
    extra = {CARD_NAME: ""}
    forward = load_network(shipped_model(), extra)
    assert json.loads(extra[CARD_NAME])["labels"] == list(LABELS)
    assert forward(torch.zeros(1, 1, 48, 48, dtype=torch.uint8)).shape == (1, 8)
