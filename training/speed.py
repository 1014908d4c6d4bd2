"""How fast a network is on this machine, and how fast it could be at best."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any, Final

import torch

from training.faces import SIDE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TIMED_CALLS: Final = 200
WARM_UP: Final = 20  # calls: TorchScript optimises during the first few
GEMM_SIDE: Final = 512  # three float32 matrices of 1 MiB each: they stay in the core's cache


def median_ms(call: Callable[[], object], calls: int = TIMED_CALLS) -> float:
    """Return the median time of a call in milliseconds, with torch on one thread."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    times: list[float] = []
    with torch.inference_mode():
        for _ in range(WARM_UP):
            call()
        for _ in range(calls):
            begun = time.perf_counter()
            call()
            times.append(time.perf_counter() - begun)
    torch.set_num_threads(threads)
    return statistics.median(times) * 1000


def gemm_peak() -> float:
    """Return the multiply-adds a second that one core reaches in a float32 matrix product."""
    left, right = torch.randn(2, GEMM_SIDE, GEMM_SIDE, generator=torch.Generator().manual_seed(0))
    product = torch.empty(GEMM_SIDE, GEMM_SIDE)
    return GEMM_SIDE**3 / median_ms(lambda: torch.mm(left, right, out=product)) * 1000


def compared_with_best(readings: Mapping[int, Callable[[], object]], adds: int) -> dict[str, Any]:
    """Time the reading of one face, by the crop's side, and compare it with the core's best.

    The best is what `adds`, the multiply-adds for a face, would take at the GEMM peak.
    """
    times = {side: median_ms(reading) for side, reading in readings.items()}
    peak = gemm_peak()
    return {
        "latency_ms": {str(side): round(time_ms, 2) for side, time_ms in times.items()},
        "gemm_gmac_per_s": round(peak / 1e9, 1),
        "times_the_best": round(times[SIDE] / (adds / peak * 1000), 2),
    }
