"""Stage `export`: the one file that ships, its card, and its place in MLflow's registry."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import mlflow
import numpy as np
import torch
from mlflow.exceptions import MlflowException
from mlflow.models import infer_signature

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.vision.expression import CARD_NAME
from training import tracking
from training.calibration import Calibration
from training.card import CARD_FILE, make_card, markdown
from training.evaluate import METRICS_FILE as EVALUATION_FILE
from training.faces import SIDE
from training.generations import RUN_FILE, STUDENT
from training.network import Recogniser, load_network
from training.params import Export, PipelineError, load_params, root
from training.report import write_report
from training.speed import compared_with_best

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

MODEL_FILE: Final = Path("mopidy_moodcam/model/emotion.pt")
METRICS_FILE: Final = Path("training/results/export.json")
LIVE_SIDES: Final = (48, 96, 192)  # pixels: what the package's crops measure
PARITY: Final = 1e-4  # largest difference in probability between the file and the network
BETTER_BY: Final = "validation_accuracy"


def compile_function(recogniser: Recogniser) -> torch.jit.ScriptModule:
    """Return the whole function as one frozen TorchScript module, batch norms folded in."""
    # Weights with the channels last: a quarter faster on a CPU. Not optimize_for_inference: it
    # turns them into oneDNN's own order, which is slower here, and is not written to the file.
    network = recogniser.eval().to(memory_format=torch.channels_last)
    return torch.jit.freeze(torch.jit.script(network))


def example_crops(side: int, count: int = 1) -> NDArray[np.uint8]:
    """Return noise in the form of crops, uint8 (count, 1, side, side): nobody's face."""
    random = np.random.default_rng(side)
    return random.integers(0, 256, (count, 1, side, side), np.uint8)


def check_parity(module: torch.jit.ScriptModule, recogniser: Recogniser) -> float:
    """Return the largest difference between the file's function and the one it came from.

    Raises PipelineError when it is more than rounding explains.
    """
    worst = 0.0
    with torch.inference_mode():
        for side in LIVE_SIDES:
            crops = torch.from_numpy(example_crops(side, 3))
            worst = max(worst, float((module(crops) - recogniser(crops)).abs().max()))
    if not worst <= PARITY:
        msg = f"the exported function differs from the network by {worst:.2g}: do not ship it"
        raise PipelineError(msg)
    return worst


def register(module: torch.jit.ScriptModule, params: Export, accuracy: float) -> bool:
    """Put the model into MLflow's registry; promote it when it is better than the one there.

    Returns whether it carries the alias now.
    """
    example = example_crops(SIDE)
    with torch.inference_mode():
        output = module(torch.from_numpy(example)).numpy()
    info = mlflow.pytorch.log_model(
        module,
        name="model",
        signature=infer_signature(example, output),
        input_example=example,
        registered_model_name=params.registered_name,
        serialization_format="pickle",  # MLflow's name for TorchScript's own format
        pip_requirements=["torch>=2.6,<3"],
    )
    client = mlflow.MlflowClient()
    version = str(info.registered_model_version)
    client.set_model_version_tag(params.registered_name, version, BETTER_BY, f"{accuracy:.4f}")
    try:
        best = client.get_model_version_by_alias(params.registered_name, params.alias)
        bar = float(best.tags.get(BETTER_BY, "0"))
    except MlflowException:  # nothing carries the alias yet
        bar = None
    if bar is not None and accuracy <= bar:
        return False
    client.set_registered_model_alias(params.registered_name, params.alias, version)
    return True


def calibration_of(evaluation: Mapping[str, Any]) -> Calibration:
    """Return the calibration that `evaluate` fitted, from its report."""
    bias = np.array([evaluation["bias"][label] for label in LABELS], np.float32)
    return Calibration(evaluation["temperature"], bias)


def run(folder: Path) -> None:
    """Write the model file and its card, time it, and register it.

    Raises PipelineError when an earlier stage is missing or the file differs from the network.
    """
    params = load_params(folder)
    path = folder / EVALUATION_FILE
    try:
        evaluation: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        msg = f"{path} cannot be read ({error}): run `dvc repro evaluate`"
        raise PipelineError(msg) from error
    network = load_network(folder / STUDENT.weights, params.train, "dvc repro train")
    calibration_of(evaluation).fold_bias(network)
    recogniser = Recogniser(network, evaluation["temperature"], flip=params.export.flip).eval()
    card = make_card(folder, network, evaluation)
    target = folder / MODEL_FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(card, indent=2, ensure_ascii=False)
    torch.jit.save(compile_function(recogniser), str(target), _extra_files={CARD_NAME: text})
    module = torch.jit.load(str(target))
    difference = check_parity(module, recogniser)
    (folder / CARD_FILE).parent.mkdir(parents=True, exist_ok=True)
    (folder / CARD_FILE).write_text(markdown(card), encoding="utf-8")
    crops = {side: torch.from_numpy(example_crops(side)) for side in LIVE_SIDES}
    readings = {side: partial(module, crop) for side, crop in crops.items()}
    report: dict[str, Any] = {
        "bytes": target.stat().st_size,
        "parity": round(difference, 7),
        **compared_with_best(readings, card["multiply_adds"]),
    }
    write_report(folder / METRICS_FILE, report)
    accuracy = float(evaluation["validation"]["raw"]["accuracy"])
    with tracking.resumed(folder, folder / RUN_FILE) as tracker:
        tracker.figures({"export": report})
        tracker.files([target, folder / CARD_FILE])
        promoted = register(module, params.export, accuracy)
    verdict = "promoted to" if promoted else "registered; not better than the model called"
    print(f"{target}: {report['bytes']} bytes, {verdict} {params.export.alias}")


if __name__ == "__main__":
    try:
        run(root())
    except PipelineError as error:
        sys.exit(f"export: {error}")
