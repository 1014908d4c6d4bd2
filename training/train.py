"""Stage `train`: fit the network to the spread of the votes.

`python -m training.train` uses a GPU where there is one and the CPU otherwise; under `torchrun` the
same code shares each batch among the processes. Ctrl-C keeps the last whole epoch, and the next
run with the same data and parameters goes on from there.
"""

from __future__ import annotations

import json
import math
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.parallel import DistributedDataParallel
from tqdm import tqdm

from training import tracking
from training.augment import Augmenter, identity_matrices, resample
from training.checkpoint import Checkpoint, fingerprint
from training.dataset import Dataset, load_eyes, training_set
from training.ema import Average
from training.faces import TRAINING, VALIDATION, load_faces
from training.network import Network, multiply_adds, parameters, standardise
from training.params import Augment, PipelineError, Train, load_params, root
from training.prepare import FACES_FILE
from training.processes import Team, join_team

if TYPE_CHECKING:
    from collections.abc import Iterator

    from training.tracking import Tracker

WEIGHTS_FILE: Final = Path("data/weights.pt")
RUN_FILE: Final = Path("data/run.json")
CURVES_FILE: Final = Path("training/results/curves.csv")
METRICS_FILE: Final = Path("training/results/train.json")
CHECKPOINT_FILE: Final = Path("runs/checkpoint.pt")
JUDGED_AT_ONCE: Final = 256  # images


def side_at(params: Train, epoch: int) -> int:
    """Return the input size of an epoch in pixels: small first, which is quick, full at the end."""
    begun = [part for part in params.sizes if epoch >= part * params.epochs]
    return params.sizes[max(begun)]


def augment_at(params: Train, epoch: int) -> Augment:
    """Return how images are varied in an epoch: at the end, the network sees whole faces."""
    if epoch < params.calm * params.epochs:
        return params.augment
    return replace(params.augment, mixup=0.0, erase=0.0)


def rate_at(params: Train, epoch: float) -> float:
    """Return the share of the learning rate: a linear start, then half a cosine down to zero."""
    if epoch < params.warmup_epochs:
        return (epoch + 1e-3) / params.warmup_epochs
    done = (epoch - params.warmup_epochs) / max(params.epochs - params.warmup_epochs, 1e-3)
    return (1 + math.cos(math.pi * min(done, 1.0))) / 2


def network_input(images: Tensor, side: int) -> Tensor:
    """Return standardised images (n, 1, side, side) in the memory order convolutions like."""
    if side != images.shape[-1]:
        images = functional.interpolate(images, size=(side, side), mode="bilinear", antialias=True)
    return standardise(images).contiguous(memory_format=torch.channels_last)


def accuracy(network: nn.Module, data: Dataset, *, upright: bool, side: int) -> float:
    """Return the share of FER+ majority winners that the network names."""
    judged = data.winners >= 0
    images, winners = data.images[judged], data.winners[judged]
    maps = data.upright[judged] if upright else identity_matrices(len(images)).to(data.upright)
    right = 0
    for start in range(0, len(images), JUDGED_AT_ONCE):
        part = slice(start, start + JUDGED_AT_ONCE)
        crops = resample(images[part, None].float(), maps[part])
        with torch.inference_mode(), _half_precision(images.device):
            answers = network(network_input(crops, side)).argmax(1)
        right += int((answers == winners[part]).sum())
    return right / max(len(images), 1)


def _half_precision(device: torch.device) -> torch.autocast:
    return torch.autocast(device.type, dtype=torch.bfloat16)


class Trainer:
    """A network, what trains it, and how far it has come."""

    def __init__(self, params: Train, data: Dataset, team: Team) -> None:
        """Make everything anew, the same for the same seed."""
        torch.manual_seed(params.seed)
        self.params = params
        self.data = data
        self.team = team
        self.network = Network(params.widths, params.depths, params.dropout).to(
            team.device, memory_format=torch.channels_last
        )
        self.average = Average(self.network, params.ema_decay)
        decayed = [p for p in self.network.parameters() if p.ndim > 1]
        others = [p for p in self.network.parameters() if p.ndim <= 1]
        self.optimizer = torch.optim.AdamW(
            [
                {"params": decayed, "weight_decay": params.weight_decay},
                {"params": others, "weight_decay": 0.0},
            ],
            lr=params.learning_rate,
        )
        self.epoch = 0
        self.run_id: str | None = None
        self.curves: list[dict[str, float]] = []
        self.distributed: nn.Module = (
            DistributedDataParallel(self.network) if team.size > 1 else self.network
        )

    def run_epoch(self, progress: tqdm[Any]) -> float:
        """Train for one epoch; return the mean loss over this process's share of the batches."""
        params, team = self.params, self.team
        seed = (params.seed * 10_007 + self.epoch) * 1_009 + team.rank
        torch.manual_seed(seed)  # for dropout: an epoch is the same after a stop
        random = torch.Generator().manual_seed(seed)
        augmenter = Augmenter(augment_at(params, self.epoch), random)
        side = side_at(params, self.epoch)
        losses: list[Tensor] = []
        self.distributed.train()
        batches = len(self.data) // params.batch
        for index, chosen in enumerate(self._batches()):
            for group in self.optimizer.param_groups:
                group["lr"] = params.learning_rate * rate_at(params, self.epoch + index / batches)
            images = augmenter(self.data.images[chosen], self.data.upright[chosen])
            images, targets = augmenter.mix(images, self.data.targets[chosen])
            with _half_precision(team.device):
                logits = self.distributed(network_input(images, side))
            loss = -(targets * functional.log_softmax(logits.float(), dim=1)).sum(1).mean()
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            self.average.update(self.network)
            losses.append(loss.detach())
            progress.update(params.batch)
        self.epoch += 1
        return float(torch.stack(losses).mean())

    def _batches(self) -> Iterator[Tensor]:
        """Yield this process's share of each whole batch, in this epoch's order."""
        params, team = self.params, self.team
        random = torch.Generator().manual_seed(params.seed * 10_007 + self.epoch)
        order = torch.randperm(len(self.data), generator=random).to(team.device)
        share = params.batch // team.size
        for start in range(0, len(order) - params.batch + 1, params.batch):
            yield order[start + team.rank * share : start + (team.rank + 1) * share]

    def state(self) -> dict[str, Any]:
        """Return what a checkpoint keeps."""
        return {
            "network": self.network.state_dict(),
            "average": self.average.network.state_dict(),
            "updates": self.average.updates,
            "optimizer": self.optimizer.state_dict(),
            "epoch": self.epoch,
            "run_id": self.run_id,
            "curves": self.curves,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` returned."""
        self.network.load_state_dict(state["network"])
        self.average.network.load_state_dict(state["average"])
        self.average.updates = state["updates"]
        self.optimizer.load_state_dict(state["optimizer"])
        self.epoch = state["epoch"]
        self.run_id = state["run_id"]
        self.curves = state["curves"]


def fit(
    trainer: Trainer, validation: Dataset, checkpoint: Checkpoint, tracker: Tracker | None
) -> None:
    """Train until the schedule's end; the team's leader judges, keeps and reports each epoch.

    `tracker` is where the leader reports to. Raises PipelineError when no batch can be filled.
    """
    params, team = trainer.params, trainer.team
    batches = len(trainer.data) // params.batch
    if not batches:
        msg = (
            f"{len(trainer.data)} training images do not fill one batch of {params.batch}: "
            "lower train.batch in params.yaml"
        )
        raise PipelineError(msg)
    with tqdm(
        total=params.epochs * batches * params.batch,
        initial=trainer.epoch * batches * params.batch,
        unit="face",
        unit_scale=True,
        disable=not team.leads,
    ) as progress:
        while trainer.epoch < params.epochs:
            begun = time.monotonic()
            side = side_at(params, trainer.epoch)
            loss = trainer.run_epoch(progress)
            if tracker is None:
                continue
            network = trainer.average.network
            row = {
                "epoch": float(trainer.epoch),
                "loss": loss,
                "raw_accuracy": accuracy(network, validation, upright=False, side=side),
                "upright_accuracy": accuracy(network, validation, upright=True, side=side),
                "seconds": time.monotonic() - begun,
            }
            trainer.curves.append(row)
            tracker.figures({f"train.{name}": value for name, value in row.items()}, trainer.epoch)
            progress.set_description(
                f"epoch {trainer.epoch}/{params.epochs} loss {loss:.3f} "
                f"validation {row['raw_accuracy']:.2%}"
            )
            checkpoint.save(trainer.state())


def run(folder: Path) -> None:
    """Train as `params.yaml` says and write the averaged weights, the curves and the figures."""
    all_params = load_params(folder)
    params = all_params.train
    faces = load_faces(folder / FACES_FILE)
    eyes = load_eyes(folder, faces)
    torch.set_num_threads(params.threads)
    with join_team() as team:
        trainer = Trainer(params, training_set(faces, eyes, TRAINING).to(team.device), team)
        checkpoint = Checkpoint(folder / CHECKPOINT_FILE, fingerprint(params, faces.digest()))
        state = checkpoint.load()
        if state is not None:
            trainer.restore(state)
        validation = training_set(faces, eyes, VALIDATION).to(team.device)
        if not team.leads:
            fit(trainer, validation, checkpoint, None)
            return
        with tracking.tracked(folder, trainer.run_id) as tracker:
            trainer.run_id = tracker.run_id
            tracker.parameters(all_params, faces.digest())
            fit(trainer, validation, checkpoint, tracker)
        _write(folder, trainer)
        checkpoint.delete()


def _write(folder: Path, trainer: Trainer) -> None:
    (folder / WEIGHTS_FILE).parent.mkdir(parents=True, exist_ok=True)
    torch.save(trainer.average.network.cpu().state_dict(), folder / WEIGHTS_FILE)
    (folder / RUN_FILE).write_text(json.dumps({"run_id": trainer.run_id}) + "\n", encoding="utf-8")
    curves = trainer.curves
    path = folder / CURVES_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [",".join(curves[0])] + [
        ",".join(f"{value:.5g}" for value in row.values()) for row in curves
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = {
        "parameters": parameters(trainer.average.network),
        "multiply_adds": multiply_adds(trainer.average.network),
        "epochs": trainer.epoch,
        "seconds": round(sum(row["seconds"] for row in curves)),
        "loss": round(curves[-1]["loss"], 4),
        "raw_accuracy": round(curves[-1]["raw_accuracy"], 4),
        "upright_accuracy": round(curves[-1]["upright_accuracy"], 4),
    }
    (folder / METRICS_FILE).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    try:
        run(root())
    except PipelineError as error:
        sys.exit(f"train: {error}")
    except KeyboardInterrupt:
        sys.exit("train: stopped; the same command goes on after the last whole epoch")
