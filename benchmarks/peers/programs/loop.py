"""The part that the Python programs share: read images, ask for each, write the answers.

Needs numpy only, because a peer's environment has not what this project's has. What is exchanged
is described in `benchmarks.peers.exchange`.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

SIDE: Final = 48  # pixels
WARM_UP: Final = 20  # calls that are not timed: caches settle


def answer_all(version: str, read: Callable[[NDArray[np.uint8]], Mapping[str, float]]) -> None:
    """Ask about every image of the file named on the command line.

    `read` gets a grey image, uint8 (48, 48), and returns probabilities by label.
    """
    images_file, answers_file = (Path(name) for name in sys.argv[1:3])
    images = np.fromfile(images_file, np.uint8).reshape(-1, SIDE, SIDE)
    for _ in range(WARM_UP):
        read(images[0])
    lines = [json.dumps({"version": version})]
    for image in images:
        start_s, start_cpu_s = time.perf_counter(), time.process_time()
        probabilities = read(image)
        cpu_ms = (time.process_time() - start_cpu_s) * 1e3
        took_ms = (time.perf_counter() - start_s) * 1e3
        lines.append(json.dumps({"probabilities": probabilities, "ms": took_ms, "cpu_ms": cpu_ms}))
    answers_file.write_text("\n".join(lines) + "\n", encoding="utf-8")
