from __future__ import annotations

import hashlib
import json
import subprocess
from typing import TYPE_CHECKING

import mlflow
import numpy as np
import pytest
import torch
import yaml

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.vision.expression import Classifier
from tests.conftest import ROOT
from training import evaluate, export, metrics, tracking
from training.card import CARD_FILE
from training.contact_sheet import worst_mistakes
from training.generations import RUN_FILE, STUDENT
from training.network import Recogniser, load_network, standardise
from training.params import PipelineError, load_params

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = ROOT / export.MODEL_FILE


def crop(side: int) -> np.ndarray:
    return np.random.default_rng(side).integers(0, 256, (side, side), np.uint8)


@pytest.mark.parametrize("which", ["tiny", "shipped"])
@pytest.mark.parametrize("side", [48, 57, 192])
def test_the_file_reads_crops_of_any_size(
    which: str, side: int, request: pytest.FixtureRequest
) -> None:
    folder = ROOT if which == "shipped" else request.getfixturevalue("tiny")
    probabilities = Classifier(folder / export.MODEL_FILE).probabilities(crop(side))
    assert probabilities.shape == (len(LABELS),)
    assert probabilities.dtype == np.float32
    assert probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert (probabilities >= 0).all()


def test_a_batch_is_read_as_its_images_are() -> None:
    module = torch.jit.load(str(SHIPPED))
    crops = torch.from_numpy(np.stack([crop(48), 255 - crop(48)]))[:, None]
    with torch.inference_mode():
        together = module(crops)
        apart = torch.cat([module(each[None]) for each in crops])
    torch.testing.assert_close(together, apart, atol=1e-4, rtol=1e-3)


def test_the_light_does_not_matter() -> None:
    bright = torch.from_numpy(crop(48)).float()[None, None]
    torch.testing.assert_close(standardise(bright * 0.2 + 7), standardise(bright))


def test_one_colour_everywhere_is_no_division_by_zero() -> None:
    assert Classifier(SHIPPED).probabilities(np.zeros((48, 48), np.uint8)).sum() == pytest.approx(1)


def test_the_shipped_file_is_the_pipelines() -> None:
    lock = yaml.safe_load((ROOT / "dvc.lock").read_text(encoding="utf-8"))
    outs = {out["path"]: out["md5"] for out in lock["stages"]["export"]["outs"]}
    digest = hashlib.md5(SHIPPED.read_bytes(), usedforsecurity=False).hexdigest()
    assert outs[export.MODEL_FILE.as_posix()] == digest


def test_the_lock_has_the_parameters_of_params_yaml() -> None:
    lock = yaml.safe_load((ROOT / "dvc.lock").read_text(encoding="utf-8"))
    values = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))
    for stage in ("prepare", "framing", "train", "evaluate", "export"):
        assert lock["stages"][stage]["params"]["params.yaml"][stage] == values[stage]


def test_the_shipped_card_says_what_a_user_must_know() -> None:
    card = Classifier(SHIPPED).card
    assert card["labels"] == list(LABELS)
    for name in ("input", "data_sha256", "git_commit", "metrics", "licence", "intended_use"):
        assert card[name]
    assert card["parameters"] <= 1_500_000
    assert card["multiply_adds"] <= 100_000_000
    assert card["metrics"]["validation"]["raw"]["accuracy"] >= 0.84
    page = (ROOT / CARD_FILE).read_text(encoding="utf-8")
    assert card["data_sha256"] in page
    assert card["git_commit"] in page


def test_evaluate_measures_every_damage_in_both_framings(tiny: Path) -> None:
    report = json.loads((tiny / evaluate.METRICS_FILE).read_text())
    for framing in evaluate.FRAMINGS:
        figures = report["validation"][framing]
        low, high = figures["accuracy_interval"]
        assert low <= figures["accuracy"] <= high
        assert len(figures["damaged"]) == len(evaluate.DAMAGES) - 1
        for measured in (figures, figures["fer2013"], *figures["damaged"].values()):
            for name in ("accuracy", "macro_f1", "five_accuracy", "ece"):
                assert len(measured[f"{name}_interval"]) == 2
            low, high = measured["recall_interval"]["happy"]
            assert low <= measured["recall"]["happy"] <= high
            # The drawn faces show five emotions.
            assert measured["recall"]["fearful"] is None
    for name in ("loss", "curves", "confusion", "recall", "damages", "reliability"):
        assert (tiny / evaluate.FIGURES / f"{name}.png").stat().st_size > 0


def test_the_worst_mistakes_are_the_most_confident() -> None:
    probabilities = np.full((4, 8), 0.05, np.float32)
    probabilities[np.arange(4), [0, 1, 2, 3]] = [0.5, 0.9, 0.7, 0.99]
    answers = metrics.Answers(probabilities, np.array([1, 0, 0, 3]))
    assert worst_mistakes(answers, 2).tolist() == [1, 2]


def test_pictures_of_faces_stay_out_of_the_repository(tiny: Path) -> None:
    assert (tiny / evaluate.MISTAKES_FILE).stat().st_size > 0
    ignored = subprocess.run(
        ["git", "check-ignore", "--quiet", str(evaluate.MISTAKES_FILE)], cwd=ROOT, check=False
    )
    assert ignored.returncode == 0


def test_the_test_images_are_read_only_where_asked_for(tiny: Path) -> None:
    assert load_params(ROOT).evaluate.splits in (["validation"], ["validation", "test"])
    assert "test" not in json.loads((tiny / evaluate.METRICS_FILE).read_text())


def test_a_calibration_with_a_bias_ships(tiny: Path) -> None:
    report = json.loads((tiny / evaluate.METRICS_FILE).read_text())
    assert any(report["bias"].values())
    classifier = Classifier(tiny / export.MODEL_FILE)
    assert classifier.card["metrics"]["bias"] == report["bias"]
    params = load_params(tiny)
    network = load_network(tiny / STUDENT.weights, params.train, "dvc repro train")
    recogniser = Recogniser(network, 1.0, flip=params.export.flip).eval()
    logits = evaluate.logits_of(recogniser, crop(48)[None])
    expected = export.calibration_of(report).probabilities(logits)[0]
    assert classifier.probabilities(crop(48)) == pytest.approx(expected, abs=1e-5)


def test_the_run_holds_parameters_curves_figures_and_the_model(tiny: Path) -> None:
    client = mlflow.MlflowClient(f"sqlite:///{tiny / 'mlflow.db'}")
    run = client.get_run(json.loads((tiny / RUN_FILE).read_text())["run_id"])
    assert run.data.params["train.batch"] == "32"
    assert run.data.tags["data_sha256"]
    assert run.data.tags["git_commit"]
    assert len(client.get_metric_history(run.info.run_id, "train.loss")) == 3
    assert "validation.raw.accuracy" in run.data.metrics
    assert "validation.upright.damaged.dark.accuracy" in run.data.metrics
    assert run.info.run_name == "student"
    files = {file.path for file in client.list_artifacts(run.info.run_id)}
    assert {"mistakes.png", "loss.png", "evaluate.json", "emotion.pt", "model-card.md"} <= files
    best = client.get_model_version_by_alias("moodcam-emotion", "champion")
    assert best.run_id == run.info.run_id
    tracking.connect(tiny)  # another test may have chosen another store
    model = mlflow.models.get_model_info(best.source)
    assert [str(each.type) for each in model.signature.inputs] == ["uint8"]
    assert model.saved_input_example_info is not None


def test_the_teachers_run_has_its_own_parameters_and_name(tiny: Path) -> None:
    client = mlflow.MlflowClient(f"sqlite:///{tiny / 'mlflow.db'}")
    experiment = client.get_experiment_by_name(tracking.EXPERIMENT)
    runs = {run.info.run_name: run for run in client.search_runs([experiment.experiment_id])}
    assert set(runs) == {"teacher", "assistant", "student"}
    assert runs["teacher"].data.params["train.widths"] == "[16, 16]"
    assert runs["teacher"].data.params["train.teaching"] == "0.0"


def test_a_model_that_is_not_better_is_not_promoted(tiny: Path) -> None:
    client = mlflow.MlflowClient(f"sqlite:///{tiny / 'mlflow.db'}")
    best = client.get_model_version_by_alias("moodcam-emotion", "champion").version
    export.run(tiny)
    assert client.get_model_version_by_alias("moodcam-emotion", "champion").version == best


def test_without_an_evaluation_nothing_is_exported(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "params.yaml").write_text((tiny / "params.yaml").read_text())
    with pytest.raises(PipelineError, match="run `dvc repro evaluate`"):
        export.run(tmp_path)
    assert not (tmp_path / export.MODEL_FILE).exists()
