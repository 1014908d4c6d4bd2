from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.commands.program import Program

if TYPE_CHECKING:
    from pathlib import Path

STEPS = ("detection", "landmarks", "classification", "whole")


def test_it_measures_the_steps_on_the_drawn_performer(program: Program) -> None:
    program.configure({"moodcam": {"fps": "5", "cpu_budget": "50"}})
    found = program.json("bench", "--frames", "5")
    assert found["source"] == "demo"
    assert tuple(found["steps_ms"]) == STEPS
    for timing in found["steps_ms"].values():
        assert 0 < timing["median_ms"] <= timing["p95_ms"]
        assert timing["cpu_ms"] > 0
    assert found["budget_percent"] == 50
    assert found["fps_max"] > 0
    assert found["memory_mb"] > 0
    assert found["machine"]["cores"] >= 1
    assert set(found["load_percent"]) == {"face", "no_face"}
    assert found["advice"]["text"].startswith(("Keep fps", "Set fps"))


def test_a_terminal_gets_a_table_of_a_source(program: Program, drawn_clip: Path) -> None:
    with program.on_terminal("bench", str(drawn_clip), "--frames", "5") as terminal:
        assert terminal.end() == 0
        for step in ("read", *STEPS):
            assert step in terminal.text
        assert "frames in a second" in terminal.text


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--frames", "2"), 2, "--frames must be at least 5, not 2."),
        (("--frames", "many"), 2, "invalid int value: 'many'"),
        (("nowhere.avi",), 1, "clip nowhere.avi does not exist"),
        (("BROKEN",), 1, "it is no picture that OpenCV knows"),
    ],
)
def test_what_cannot_be_measured_is_said(
    program: Program, photos: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    done = program.run("bench", *(w.replace("BROKEN", str(photos / "broken.jpg")) for w in words))
    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_source_without_a_face_is_of_no_use(program: Program, photos: Path) -> None:
    done = program.run("bench", str(photos / "wall.png"), "--frames", "5")
    assert (done.returncode, done.stdout) == (3, "")
    assert "No face was found in" in done.stderr
