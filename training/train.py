"""Stages `teacher`, `assistant` and `train`: fit three networks, of which the last one ships.

The teacher learns from the spread of the votes, its assistant as well from what the teacher says of
the same images, and the network that ships from what both say (knowledge distillation, Hinton et
al. 2015, arXiv:1503.02531; generation after generation, Furlanello et al. 2018, arXiv:1805.04770).
All use a GPU where there is one and the CPU otherwise; under `torchrun` the same code shares each
batch among the processes. Ctrl-C keeps the last whole epoch, and the next run with the same data
and parameters goes on from there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.parallel import DistributedDataParallel
from tqdm import tqdm

from training import tracking
from training.augment import Augmenter
from training.checkpoint import Checkpoint, fingerprint
from training.dataset import Dataset, load_eyes, training_set
from training.ema import Average
from training.faces import TRAINING, VALIDATION, load_faces
from training.framing import EYES_FILE
from training.generations import NETWORKS, RUN_FILE, STUDENT, Files, answers_for, start_for
from training.judging import accuracy, half_precision, network_input
from training.muon import optimizers
from training.network import Network, multiply_adds, parameters, start_from
from training.params import Params, PipelineError, Train, load_params, root
from training.prepare import FACES_FILE
from training.processes import Team, join_team
from training.report import write_report
from training.schedule import augment_at, epoch_order, rate_at, repeats, side_at
from training.teaching import answers, taught

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from training.tracking import Tracker


class Trainer:
    """A network, what trains it, and how far it has come."""

    def __init__(
        self, params: Train, data: Dataset, team: Team, start: Network | None = None
    ) -> None:
        """Make everything anew, the same for the same seed, from the weights of `start` if any."""
        torch.manual_seed(params.seed)
        self.params = params
        self.data = data
        self.team = team
        self.often = repeats(data.winners.cpu(), params.repeat_below)
        network = Network(params.widths, params.depths, params.dropout)
        if start is not None:
            start_from(network, start)
        self.network = network.to(team.device, memory_format=torch.channels_last)
        self.average = Average(self.network, params.ema_decay)
        self.optimizers = optimizers(self.network, params)
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
        order = epoch_order(self.often, params.seed * 10_007 + self.epoch).to(team.device)
        batches = len(order) // params.batch
        progress.total = (params.epochs - self.epoch) * batches * params.batch + progress.n
        for index, chosen in enumerate(self._shares(order)):
            rate = rate_at(params, self.epoch + index / batches)
            for optimizer, highest in self.optimizers:
                for group in optimizer.param_groups:
                    group["lr"] = highest * rate
            images = augmenter(self.data.images[chosen], self.data.upright[chosen])
            images, targets = augmenter.mix(images, self.data.targets[chosen])
            with half_precision(team.device):
                logits = self.distributed(network_input(images, side))
            loss = -(targets * functional.log_softmax(logits.float(), dim=1)).sum(1).mean()
            self.network.zero_grad()
            loss.backward()
            for optimizer, _ in self.optimizers:
                optimizer.step()
            self.average.update(self.network)
            losses.append(loss.detach())
            progress.update(params.batch)
        self.epoch += 1
        return float(torch.stack(losses).mean())

    def _shares(self, order: Tensor) -> Iterator[Tensor]:
        """Yield this process's share of each whole batch of an epoch's order."""
        params, team = self.params, self.team
        share = params.batch // team.size
        for start in range(0, len(order) - params.batch + 1, params.batch):
            yield order[start + team.rank * share : start + (team.rank + 1) * share]

    def state(self) -> dict[str, Any]:
        """Return what a checkpoint keeps."""
        return {
            "network": self.network.state_dict(),
            "average": self.average.network.state_dict(),
            "updates": self.average.updates,
            "optimizers": [optimizer.state_dict() for optimizer, _ in self.optimizers],
            "epoch": self.epoch,
            "run_id": self.run_id,
            "curves": self.curves,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` returned."""
        self.network.load_state_dict(state["network"])
        self.average.network.load_state_dict(state["average"])
        self.average.updates = state["updates"]
        for (optimizer, _), held in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(held)
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
    with tqdm(unit="face", unit_scale=True, disable=not team.leads) as progress:
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


def train(folder: Path, all_params: Params, params: Train, name: str, path: Path) -> Trainer | None:
    """Train one network as `params` says, in a run of this name; return it where it leads.

    The checkpoint at `path` is gone on from and left there. Raises PipelineError when an earlier
    stage's output is missing or does not fit.
    """
    faces = load_faces(folder / FACES_FILE)
    eyes = load_eyes(folder, faces)
    # On a busy machine, threads that wait for one another cost more than they bring.
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", params.threads)))
    with join_team() as team:
        data = training_set(faces, eyes, TRAINING).to(team.device)
        origins = [folder / EYES_FILE]
        if params.teaching:
            told = answers_for(folder, params)
            data = taught(data, told, params.teaching)
            origins += told
        start = None
        if params.start is not None:
            start = start_for(folder, all_params, params)
            origins.append(folder / NETWORKS[params.start].weights)
        trainer = Trainer(params, data, team, start)
        hashes = [hashlib.sha256(origin.read_bytes()).hexdigest() for origin in origins]
        checkpoint = Checkpoint(path, fingerprint(params, [faces.digest(), *hashes]))
        state = checkpoint.load()
        if state is not None:
            trainer.restore(state)
        validation = training_set(faces, eyes, VALIDATION).to(team.device)
        if not team.leads:
            fit(trainer, validation, checkpoint, None)
            return None
        with tracking.tracked(folder, trainer.run_id) as tracker:
            trainer.run_id = tracker.run_id
            tracker.parameters(name, all_params, params, faces.digest())
            fit(trainer, validation, checkpoint, tracker)
        return trainer


def run(folder: Path, files: Files = STUDENT) -> None:
    """Train as `params.yaml` says and write the averaged weights, the curves and the figures.

    Raises PipelineError when an earlier stage's output is missing or does not fit.
    """
    all_params = load_params(folder)
    params = files.params(all_params)
    trainer = train(folder, all_params, params, files.name, folder / files.checkpoint)
    if trainer is None:
        return
    if files.answers is not None:
        told = answers(trainer.average.network, trainer.data)
        np.save(folder / files.answers, told.cpu().numpy())
    else:
        run_id = json.dumps({"run_id": trainer.run_id})
        (folder / RUN_FILE).write_text(run_id + "\n", encoding="utf-8")
    _write(folder, trainer, files)
    (folder / files.checkpoint).unlink()


def _write(folder: Path, trainer: Trainer, files: Files) -> None:
    (folder / files.weights).parent.mkdir(parents=True, exist_ok=True)
    torch.save(trainer.average.network.cpu().state_dict(), folder / files.weights)
    curves = trainer.curves
    path = folder / files.curves
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
    write_report(folder / files.metrics, report)


def main() -> None:
    """Train the network that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__)
    parser.add_argument("network", nargs="?", choices=NETWORKS, default=STUDENT.name)
    run(root(), NETWORKS[parser.parse_args().network])


if __name__ == "__main__":
    try:
        main()
    except PipelineError as error:
        sys.exit(f"train: {error}")
    except KeyboardInterrupt:
        sys.exit("train: stopped; the same command goes on after the last whole epoch")
