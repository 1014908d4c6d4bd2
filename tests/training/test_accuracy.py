"""The benchmark of the shipped file, on the tiny pipeline's file and images."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks import accuracy
from training.damage import DAMAGES
from training.export import MODEL_FILE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def benchmark(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the benchmark find the tiny pipeline's images; return its model file."""
    monkeypatch.setattr(accuracy, "ROOT", tiny)
    return tiny / MODEL_FILE


def test_json_has_every_figure_with_its_interval(
    benchmark: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["accuracy", "--model", str(benchmark), "--json"])
    accuracy.main()
    report = json.loads(capsys.readouterr().out)
    assert report["split"] == "validation"
    assert report["speed"]["latency_ms"].keys() == {"48", "96", "192"}
    for framing in ("raw", "upright"):
        measured = report[framing]
        assert measured["damaged"].keys() == set(DAMAGES) - {"plain"}
        for each in (measured, measured["fer2013"], measured["damaged"]["blur"]):
            assert {f"{name}_interval" for name in accuracy.FIGURES} <= each.keys()
            assert each["recall_interval"].keys() == each["recall"].keys()
    table = accuracy.table(report)
    assert "| FER2013 | upright | 48 |" in table
    assert "| roll_left | raw | contemptuous | none seen |" in table


def test_images_that_are_not_prepared_are_named(
    benchmark: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(accuracy, "ROOT", tmp_path)
    monkeypatch.setattr(sys, "argv", ["accuracy", "--model", str(benchmark)])
    with pytest.raises(SystemExit, match="run `dvc repro prepare` first"):
        accuracy.main()
