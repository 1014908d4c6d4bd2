"""The pipeline's numbers: one section of `params.yaml` for each stage, read into typed values."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import yaml

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

PARAMS_FILE: Final = "params.yaml"


class PipelineError(Exception):
    """A stage cannot run; the message names what is wrong, where, and the way out."""


@dataclass(frozen=True, slots=True)
class Prepare:
    """Section `prepare`: where the faces come from."""

    source: str
    votes: str | None  # fer2013new.csv, where it is neither in the source's folder nor beside it
    reference: str  # what is known of every row


@dataclass(frozen=True, slots=True)
class Framing:
    """Section `framing`: how the eyes are found in 48 pixel images."""

    margin_px: int  # the detector wants to see more than the face
    upscale: int  # the detector was trained on larger faces
    workers: int


@dataclass(frozen=True, slots=True)
class Augment:
    """How training images are varied; probabilities are for one image unless said otherwise."""

    aligned: float  # show the image as the upright crop instead of as FER2013 framed it
    roll_deg: float  # standard deviation of the small turns
    large_roll: float  # probability of any roll up to `large_roll_deg`
    large_roll_deg: float
    scale: float  # largest relative change of size
    shift: float  # largest shift, in crop sides
    contrast: float  # largest relative change
    gamma: float  # largest change of the exponent's logarithm
    dark: float  # probability of a dark, noisy picture
    noise: float  # probability of sensor noise
    blur: float  # probability of a softer or sharper picture
    low_resolution: float  # probability of coarse pixels
    erase: float  # probability of a covered rectangle
    mixup: float  # probability, for a batch, of blending pairs of images and their targets
    mixup_alpha: float


@dataclass(frozen=True, slots=True)
class Train:
    """A network and its schedule: section `common` and what `train` or another says beside it."""

    seed: int
    start: str | None  # the network whose weights it begins with, or null
    epochs: int
    batch: int  # over all processes
    learning_rate: float  # of AdamW
    muon_rate: float  # of Muon, for the convolutions
    weight_decay: float
    warmup_epochs: float
    ema_decay: float
    dropout: float
    widths: list[int]
    depths: list[int]
    sizes: list[tuple[float, int]]  # from this part of the schedule on, this size in pixels
    calm: float  # from this part of the schedule on, images are neither blended nor covered
    repeat_below: float  # emotions that win a smaller share of the images come more often
    teachers: list[str]  # the networks whose mean answer it learns from
    teaching: float  # the answer's share of the target; the rest is the votes
    threads: int
    augment: Augment


@dataclass(frozen=True, slots=True)
class Evaluate:
    """Section `evaluate`: what is measured."""

    splits: list[str]
    bins: int  # of the calibration error
    bias: bool  # calibrate with a bias for each emotion beside the temperature
    bootstrap: int  # resamples
    seed: int


@dataclass(frozen=True, slots=True)
class Export:
    """Section `export`: the shipped file and the registered model."""

    flip: bool  # average over the image and its mirror image
    registered_name: str
    alias: str


@dataclass(frozen=True, slots=True)
class Params:
    """All sections."""

    prepare: Prepare
    framing: Framing
    teacher: Train
    assistant: Train
    train: Train
    evaluate: Evaluate
    export: Export
    ablation: dict[str, Train]  # short trainings, each but for one thing like the first


_Section = TypeVar("_Section")


def _section(kind: type[_Section], values: object, name: str, path: Path) -> _Section:
    given = _known(kind, values, name, path)
    _refuse("lacks", {field.name for field in fields(kind)} - given.keys(), name, path)  # type: ignore[arg-type]
    return kind(**given)


def _known(kind: type[Any], values: object, name: str, path: Path) -> dict[str, Any]:
    """Return a section all of whose names are fields of a kind."""
    if not isinstance(values, dict):
        msg = f"{path} has no section {name}: restore it from the repository"
        raise PipelineError(msg)
    _refuse("has unknown", values.keys() - {field.name for field in fields(kind)}, name, path)
    return values


def _refuse(problem: str, names: AbstractSet[object], section: str, path: Path) -> None:
    if names:
        listed = ", ".join(sorted(str(each) for each in names))
        msg = f"{path}, section {section}, {problem} {listed}: correct the file"
        raise PipelineError(msg)


def _merged(values: object, changes: object) -> object:
    """Return nested values with changes; what is no mapping is replaced whole."""
    if not (isinstance(values, dict) and isinstance(changes, dict)):
        return changes
    return values | {name: _merged(values.get(name), each) for name, each in changes.items()}


def _training(values: object, name: str, path: Path) -> Train:
    if isinstance(values, dict):
        augment = _section(Augment, values.get("augment"), f"{name}.augment", path)
        values = {**values, "augment": augment}
    return _section(Train, values, name, path)


def _ablation(assistant: object, values: object, path: Path) -> dict[str, Train]:
    if not (isinstance(values, dict) and isinstance(values.get("trials"), dict)):
        msg = f"{path} has no section ablation with trials: restore it from the repository"
        raise PipelineError(msg)
    common = _merged(assistant, values.get("common"))
    return {
        str(name): _training(_merged(common, changes), f"ablation.trials.{name}", path)
        for name, changes in values["trials"].items()
    }


def load_params(folder: Path) -> Params:
    """Read `params.yaml` in a folder.

    Raises PipelineError when a section or a name is missing or not known.
    """
    path = folder / PARAMS_FILE
    try:
        values: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        msg = f"{path} does not exist: run the pipeline in the checkout's root"
        raise PipelineError(msg) from error
    except yaml.YAMLError as error:
        msg = f"{path} is not YAML ({error}): correct the file"
        raise PipelineError(msg) from error
    values = values if isinstance(values, dict) else {}
    common = _known(Train, values.get("common"), "common", path)
    assistant = _merged(common, values.get("assistant"))
    return Params(
        _section(Prepare, values.get("prepare"), "prepare", path),
        _section(Framing, values.get("framing"), "framing", path),
        _training(_merged(common, values.get("teacher")), "teacher", path),
        _training(assistant, "assistant", path),
        _training(_merged(common, values.get("train")), "train", path),
        _section(Evaluate, values.get("evaluate"), "evaluate", path),
        _section(Export, values.get("export"), "export", path),
        _ablation(assistant, values.get("ablation"), path),
    )


def root() -> Path:
    """Return the folder the pipeline works in: the current one, as DVC sets it."""
    return Path(os.curdir)
