"""How long each step takes on this machine, and which options that suggests."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import mean, median, quantiles
from typing import TYPE_CHECKING, Final

import cv2

from mopidy_moodcam.vision.camera import Frame
from mopidy_moodcam.vision.expression import Classifier
from mopidy_moodcam.vision.face import FaceFinder, region_around

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from mopidy_moodcam.vision.eye import Eye
    from mopidy_moodcam.vision.face import Face

WARM_UP: Final = 5  # frames that are not counted: first calls allocate and compile
INTERVALS: Final = (10, 15, 20, 30)  # values of detect_every worth trying; more loses people
MIN_FPS: Final = 0.5  # the option's own bound


@dataclass(frozen=True, slots=True)
class Timing:
    """What a step takes: median and 95th percentile of the time, mean of the processor time."""

    median_ms: float
    p95_ms: float
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of one core: for a frame in which the face is followed, and for a detection."""

    frame_ms: float
    detection_ms: float

    def load(self, fps: float, detect_every: int) -> float:
        """Return the share of one core in percent that watching a face takes."""
        return fps * (self.frame_ms + self.detection_ms / detect_every) / 10

    def load_without_face(self, fps: float) -> float:
        """Return the same while nobody is seen, so that every frame is searched."""
        return fps * self.detection_ms / 10


@dataclass(frozen=True, slots=True)
class Advice:
    """Which options keep within the budget, and what watching then costs in percent of one core."""

    fps: float
    detect_every: int
    load_percent: float
    within: bool


class Stopwatch:
    """Measures a step again and again."""

    def __init__(self) -> None:
        """Begin without a measurement."""
        self._wall_ms: list[float] = []
        self._cpu_ms: list[float] = []

    def run(self, action: Callable[[], object]) -> None:
        """Measure an action."""
        wall_s, cpu_s = time.perf_counter(), time.process_time()
        action()
        self._cpu_ms.append((time.process_time() - cpu_s) * 1e3)
        self._wall_ms.append((time.perf_counter() - wall_s) * 1e3)

    @property
    def timing(self) -> Timing:
        """What was measured after the first `WARM_UP` times."""
        wall_ms, cpu_ms = self._wall_ms[WARM_UP:], self._cpu_ms[WARM_UP:]
        p95_ms = quantiles(wall_ms, n=20)[-1] if len(wall_ms) > 1 else wall_ms[0]
        return Timing(round(median(wall_ms), 2), round(p95_ms, 2), round(mean(cpu_ms), 2))


def time_steps(
    images: Sequence[NDArray[np.uint8]], frames: int, model: Path
) -> dict[str, Timing] | None:
    """Measure each step by itself on the same frames; None when no image shows a face.

    The images are gone through again and again until `frames` with a face were measured.

    Raises:
        ModelError, FileNotFoundError: A network cannot be loaded.
    """
    cv2.setNumThreads(1)  # as the watcher does; threads that wait for work would count as work
    finder, classifier = FaceFinder(detect_every=1), Classifier(model)
    seen = [(image, face) for image in images if (face := finder.find(image)) is not None]
    if not seen:
        return None
    watches = {step: Stopwatch() for step in ("detection", "landmarks", "classification")}
    for image, face in islice(cycle(seen), frames + WARM_UP):
        for step, action in _actions(finder, classifier, image, face).items():
            watches[step].run(action)
    return {step: watch.timing for step, watch in watches.items()}


def _actions(
    finder: FaceFinder, classifier: Classifier, image: NDArray[np.uint8], face: Face
) -> dict[str, Callable[[], object]]:
    region = region_around(face.points)
    return {
        "detection": lambda: finder.candidates(image),
        "landmarks": lambda: finder.fit(image, region, tracked=True),
        "classification": lambda: classifier.read(image, face),
    }


def time_whole(images: Sequence[NDArray[np.uint8]], frames: int, eye: Eye) -> Timing:
    """Measure the steps together, as the watcher runs them."""
    there_and_back = [*images, *images[-2:0:-1]]  # so that the face never leaps
    watch = Stopwatch()
    for image in islice(cycle(there_and_back), frames + WARM_UP):
        frame = Frame(image, 0.0, "bench")
        watch.run(lambda f=frame: eye.look(f))
    return watch.timing


def cost_of(steps: dict[str, Timing]) -> Cost:
    """Return what the steps cost; a detection also fits the landmarks that a frame does anyway."""
    frame_ms = steps["landmarks"].cpu_ms + steps["classification"].cpu_ms
    return Cost(frame_ms, steps["detection"].cpu_ms)


def advise(cost: Cost, fps: float, detect_every: int, budget_percent: float) -> Advice:
    """Return the options that keep within a budget, as near to the present ones as possible.

    Rarer detections come first, for they cost nothing while a face is followed; then fewer frames.
    """
    for interval in (detect_every, *(each for each in INTERVALS if each > detect_every)):
        load = cost.load(fps, interval)
        if load <= budget_percent:
            return Advice(fps, interval, round(load, 1), within=True)
    interval = max(detect_every, INTERVALS[-1])
    most = math.floor(2 * budget_percent / cost.load(1.0, interval)) / 2
    slower = min(fps, max(MIN_FPS, most))
    load = cost.load(slower, interval)
    return Advice(slower, interval, round(load, 1), within=load <= budget_percent)
