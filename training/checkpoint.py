"""Keep each finished epoch, so that a training that was stopped goes on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import torch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from training.params import Train


def fingerprint(params: Train, data_hashes: Sequence[str]) -> str:
    """Return what must be the same for a checkpoint to be gone on from."""
    values = asdict(params)
    del values["threads"]  # how many share the work does not change it
    text = json.dumps([values, *data_hashes], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A file with the state of one training; other trainings' files count as none."""

    path: Path
    fingerprint: str

    def load(self) -> dict[str, Any] | None:
        """Return the state, or None where there is none of this training."""
        if not self.path.is_file():
            return None
        held = torch.load(self.path, map_location="cpu", weights_only=True)
        return held["state"] if held["fingerprint"] == self.fingerprint else None

    def save(self, state: dict[str, Any]) -> None:
        """Replace the file in one step: a stop in the middle leaves the one before."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_suffix(".new")
        torch.save({"fingerprint": self.fingerprint, "state": state}, beside)
        beside.replace(self.path)
