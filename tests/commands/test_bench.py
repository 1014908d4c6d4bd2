from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mopidy_moodcam.commands import bench
from mopidy_moodcam.commands.bench import ENTRY
from mopidy_moodcam.commands.entry import execute
from mopidy_moodcam.commands.steps import Cost, advise
from mopidy_moodcam.settings import Settings
from tests.commands.program import configuration

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.program import Program

STEPS = ("detection", "landmarks", "classification", "whole")


def test_it_measures_the_steps_on_the_drawn_performer(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--frames", "5", "--json")
    assert execute(ENTRY, words, configuration(fps="5", cpu_budget="50")) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["source"] == "demo"
    assert tuple(found["steps_ms"]) == STEPS
    for timing in found["steps_ms"].values():
        assert 0 < timing["median_ms"] <= timing["p95_ms"]
        assert timing["cpu_ms"] > 0
    assert found["budget_percent"] == 50
    assert found["fps_max"] > 0
    assert found["machine"]["cores"] >= 1
    assert set(found["load_percent"]) == {"face", "no_face"}
    assert found["advice"]["text"].startswith(("Keep fps", "Set fps", "No options"))


def test_a_terminal_gets_a_table_of_a_source(program: Program, drawn_clip: Path) -> None:
    with program.on_terminal("bench", str(drawn_clip), "--frames", "5") as terminal:
        assert terminal.end() == 0
        for step in ("read", *STEPS):
            assert step in terminal.text
        assert "One core is enough for" in terminal.text


def test_options_beyond_the_budget_are_not_advised_to_be_kept() -> None:
    settings = Settings.read(configuration(fps="0.5", detect_every="30"))
    advice = advise(Cost(frame_ms=1000.0, detection_ms=1000.0), 0.5, 30, 10.0)
    text = bench.advised(advice, settings, 10.0)
    assert text.startswith("No options keep within the budget of 10 %: fps = 0.5 and")
    assert "about 51.7 % of one core" in text


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("--frames", "2"), (2, "--frames must be at least 5, not 2.")),
        (("nowhere.avi",), (1, "clip nowhere.avi does not exist: name another SOURCE, or none\n")),
        (("off",), (3, "There is no picture in camera off: name a SOURCE")),
        (("browser",), (3, "There is no picture in camera browser: name a SOURCE")),
        (("broken.jpg",), (1, "it is no picture that OpenCV knows")),
        (("wall.png", "--frames", "5"), (3, "No face was found in wall.png: name another SOURCE")),
    ],
)
def test_what_cannot_be_measured_is_said(
    photos: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    refusal: tuple[int, str],
) -> None:
    monkeypatch.chdir(photos)
    assert execute(ENTRY, words, configuration()) == refusal[0]
    said = capsys.readouterr()
    assert said.out == ""
    assert refusal[1] in said.err
