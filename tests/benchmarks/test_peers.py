from __future__ import annotations

import json
import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.peers import __main__ as command
from benchmarks.peers import exam, recognisers, report
from benchmarks.peers.exchange import PeerError, Program, Said, ask
from benchmarks.peers.recognisers import PROGRAMS, Recogniser
from mopidy_moodcam.emotions import LABELS
from tests.conftest import ROOT
from training.evaluate import Judged
from training.faces import FER2013_LABELS, SIDE, VALIDATION, VOTES, Faces, majority
from training.params import load_params

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

COUNT = 24
NODE = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")


def python_program(tmp_path: Path, answers: list[str], end: str = "") -> Program:
    """Return a program that writes these lines, whatever the images."""
    text = "\n".join(answers)
    code = f"import sys; open(sys.argv[2], 'w').write({text!r}); {end}"
    return Program((sys.executable, "-c", code), tmp_path)


def answer(**probabilities: float) -> str:
    return json.dumps({"probabilities": probabilities, "ms": 2.0, "cpu_ms": 1.5})


def images(count: int) -> NDArray[np.uint8]:
    return np.random.default_rng(1).integers(0, 255, (count, SIDE, SIDE), dtype=np.uint8)


@pytest.fixture
def judged() -> Judged:
    """Noise that people called happy, surprised and so on in turn; two rows nobody agrees on."""
    emotion = np.arange(COUNT) % len(LABELS)
    votes = np.zeros((COUNT, len(VOTES)), np.uint8)
    votes[np.arange(COUNT), emotion] = 10
    votes[:2] = 2
    label = [FER2013_LABELS.index(LABELS[min(each, 6)]) for each in emotion]
    faces = Faces(
        images(COUNT),
        votes,
        np.array(label, np.uint8),
        np.full(COUNT, VALIDATION, np.uint8),
        np.arange(COUNT, dtype=np.int32),
    )
    eyes = np.tile(np.array([[12, 18], [36, 18]], np.float32), (COUNT, 1, 1))
    return Judged(faces, eyes, majority(votes))


@pytest.fixture
def small_exam(judged: Judged) -> exam.Exam:
    params = replace(load_params(ROOT).evaluate, bootstrap=20)
    return exam.exam_of(judged, params, damaged=True)


def knowing(judged: Judged) -> NDArray[np.float32]:
    """Return what one would say who knows all but contempt."""
    said = np.eye(len(LABELS), dtype=np.float32)[np.arange(COUNT) % len(LABELS)]
    said[judged.winners == LABELS.index("contemptuous")] = np.eye(len(LABELS))[0]
    return said


def test_answers_come_under_our_names_and_unknown_emotions_get_nothing(tmp_path: Path) -> None:
    lines = ['{"version": "1.2"}', answer(happy=0.7, fear=0.3), answer(sadness=1.0)]
    said = ask(python_program(tmp_path, lines), images(2))
    assert said.version == "1.2"
    assert said.took_ms.tolist() == [2.0, 2.0]
    assert said.cpu_ms.tolist() == [1.5, 1.5]
    named = [dict(zip(LABELS, row.tolist(), strict=True)) for row in said.probabilities]
    assert named[0]["happy"] == pytest.approx(0.7)
    assert named[0]["fearful"] == pytest.approx(0.3)
    assert named[0]["contemptuous"] == 0
    assert named[1]["sad"] == 1


@pytest.mark.parametrize(
    ("lines", "end", "message"),
    [
        (['{"version": "1"}', answer(happy=1)], "", "answered for 1 of 2 images"),
        (['{"version": "1"}', answer(bored=1)], "", "answers cannot be read.*bored"),
        ([], "", "answers cannot be read"),
        ([], "sys.exit('no weights here')", "program failed .*no weights here."),
    ],
)
def test_a_program_that_does_not_answer_is_an_error(
    tmp_path: Path, lines: list[str], end: str, message: str
) -> None:
    with pytest.raises(PeerError, match=message):
        ask(python_program(tmp_path, lines, end), images(2))


def test_a_program_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PeerError, match="did not run"):
        ask(Program((str(tmp_path / "none"),), tmp_path), images(2))


@pytest.mark.skipif(NODE is None, reason="Node is not on this machine")
def test_programs_in_javascript_see_the_same_pixels(tmp_path: Path) -> None:
    program = tmp_path / "brightness.mjs"
    loop = (PROGRAMS / "loop.mjs").as_uri()
    program.write_text(
        f'import {{ answerAll }} from "{loop}";\n'
        "await answerAll('3', (rgb) => ({ happy: rgb[0] / 255, sad: rgb[rgb.length - 1] / 255 }));",
        encoding="utf-8",
    )
    shown = images(3)
    said = ask(Program((str(NODE), str(program)), tmp_path), shown)
    assert said.probabilities[:, LABELS.index("happy")] == pytest.approx(shown[:, 0, 0] / 255)
    assert said.probabilities[:, LABELS.index("sad")] == pytest.approx(shown[:, -1, -1] / 255)


def test_our_own_program_says_what_the_package_says(tmp_path: Path) -> None:
    from mopidy_moodcam.vision.expression import Classifier  # noqa: PLC0415 - as in the package
    from mopidy_moodcam.vision.eye import shipped_model  # noqa: PLC0415

    shown = images(2)
    said = ask(recognisers.RECOGNISERS[0].set_up(tmp_path), shown)
    classifier = Classifier(shipped_model())
    expected = np.stack([classifier.probabilities(image) for image in shown])
    assert said.probabilities == pytest.approx(expected, abs=1e-4)


def test_figures_are_about_each_framing_and_damage(small_exam: exam.Exam, judged: Judged) -> None:
    assert small_exam.images().shape == (10 * COUNT, SIDE, SIDE)
    took_ms = np.full(10 * COUNT, 3.0)
    said = Said("1", np.tile(knowing(judged), (10, 1)), took_ms, took_ms - 1)
    figures = small_exam.figures(said)
    clear = judged.winners >= 0
    known = judged.winners[clear] != LABELS.index("contemptuous")
    assert (figures["median_ms"], figures["median_cpu_ms"]) == (3.0, 2.0)
    for framing in ("raw", "upright"):
        assert figures[framing]["accuracy"] == pytest.approx(known.mean(), abs=1e-4)
        low, high = figures[framing]["accuracy_interval"]
        assert low <= figures[framing]["accuracy"] <= high
        assert figures[framing]["five_accuracy"] == 1
        assert figures[framing]["macro_f1"] < 1  # contempt counts, also for who never names it
        assert set(figures[framing]["damaged_accuracy"]) == set(exam.DAMAGED)


def test_a_trial_takes_the_first_images(judged: Judged) -> None:
    some = exam.limited(judged, 5)
    assert len(some.faces) == len(some.eyes) == len(some.winners) == 5


def test_a_missing_peer_is_named_and_the_others_go_on(
    small_exam: exam.Exam, judged: Judged, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(_: Path) -> Program:
        msg = "Node is not on this machine"
        raise PeerError(msg)

    rows = [answer(**dict(zip(LABELS, row.tolist(), strict=True))) for row in knowing(judged)]
    lines = ['{"version": "2.0"}', *rows * 10]
    there: Callable[[Path], Program] = lambda _: python_program(tmp_path, lines)  # noqa: E731
    both = (Recogniser("absent", absent), Recogniser("there", there))
    monkeypatch.setattr(command, "RECOGNISERS", both)
    found = command.compare(small_exam)
    assert found["missing"] == {"absent": "Node is not on this machine"}
    assert list(found["recognisers"]) == ["there"]

    whole = {
        **found,
        "command": "python -m benchmarks.peers",
        "date": "2026-01-02",
        "machine": {"processor": "a processor", "cores": 2},
        "split": "validation",
        "images": COUNT,
        "clear": COUNT - 2,
        "damages": list(exam.DAMAGED),
    }
    page = report.as_markdown(whole)
    assert re.search(r"^\| there 2\.0 \| \d+\.\d \(\d+\.\d to \d+\.\d\) \|", page, re.MULTILINE)
    assert "| undamaged | dark | blur | roll left | roll right |" in page
    assert "absent is missing: Node is not on this machine." in page
    assert "there 2.0, 2.0 (1.5) ms a face" in report.as_text(whole)


def test_packages_are_pinned_without_an_address() -> None:
    wanted = json.loads((PROGRAMS / "package.json").read_text(encoding="utf-8"))["dependencies"]
    lock = json.loads((PROGRAMS / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, version in wanted.items():
        assert lock[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in each for name, each in lock.items() if name)
    assert not any("resolved" in each for each in lock.values())
