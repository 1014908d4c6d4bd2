"""The processes that share a training: one alone, or those that torchrun started."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import distributed

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Team:
    """This process's place among all, and its device."""

    rank: int
    size: int
    device: torch.device

    @property
    def leads(self) -> bool:
        """Whether this process writes files and reports."""
        return self.rank == 0


@contextmanager
def join_team() -> Iterator[Team]:
    """Join the processes that torchrun started, if it did (it sets WORLD_SIZE)."""
    size = int(os.environ.get("WORLD_SIZE", "1"))
    rank = int(os.environ.get("RANK", "0"))
    has_gpu = torch.cuda.is_available()
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0"))) if has_gpu else None
    if device is not None:
        torch.cuda.set_device(device)
    if size > 1:
        distributed.init_process_group("nccl" if has_gpu else "gloo")
    try:
        yield Team(rank, size, device or torch.device("cpu"))
    finally:
        if size > 1:
            distributed.destroy_process_group()
