"""`mopidy moodcam bench`: what watching costs on this machine, with advice for the options."""

from __future__ import annotations

import math
import time
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.commands.entry import HELP_JSON, Entry, settings_of
from mopidy_moodcam.commands.terminal import CommandError, Exit

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from mopidy_moodcam.commands.steps import Advice, Cost
    from mopidy_moodcam.commands.terminal import Terminal
    from mopidy_moodcam.settings import Settings

FRAMES: Final = 60
MIN_FRAMES: Final = 5
IMAGES: Final = 24  # held in memory: a picture of 640 by 480 is nearly a megabyte
CAMERA_FPS: Final = 30.0
PERFORMER: Final = "demo"
HELP_SOURCE: Final = "a camera, clip, photo or folder of photos; without it, the drawn performer"


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", nargs="?", default=PERFORMER, metavar="SOURCE", help=HELP_SOURCE)
    parser.add_argument(
        "--frames", type=int, default=FRAMES, metavar="N", help=f"frames to measure ({FRAMES})"
    )
    parser.add_argument("--json", action="store_true", help=HELP_JSON)


def _run(
    arguments: argparse.Namespace, mopidy_config: Mapping[str, Any], terminal: Terminal
) -> Exit:
    if arguments.frames < MIN_FRAMES:
        sentence = f"--frames must be at least {MIN_FRAMES}, not {arguments.frames}."
        raise CommandError(sentence, Exit.USAGE)
    with terminal.working("Measuring; other programs that work now disturb it ..."):
        result = _measure(arguments.source, arguments.frames, settings_of(mopidy_config))
    if arguments.json:
        terminal.json(result)
    else:
        _show(terminal, result)
    return Exit.OK


def _measure(source: str, frames: int, settings: Settings) -> dict[str, Any]:
    from mopidy_moodcam.commands.machine import describe, resident_mb  # noqa: PLC0415
    from mopidy_moodcam.vision.expression import ModelError  # noqa: PLC0415
    from mopidy_moodcam.vision.eye import Eye, shipped_model  # noqa: PLC0415 - takes time
    from mopidy_moodcam.vision.pace import budget_of  # noqa: PLC0415

    images, read_ms = _images(source)
    before_mb, start_s = resident_mb(), time.perf_counter()
    eye = Eye(settings.model, settings.detect_every)
    load_s = time.perf_counter() - start_s
    if eye.error:
        raise CommandError(eye.error)
    # Imported only now, so that torch's own import counts to what loading takes.
    from mopidy_moodcam.commands import steps  # noqa: PLC0415

    whole = steps.time_whole(images, frames, eye)
    used_mb = resident_mb() - before_mb
    try:
        timings = steps.time_steps(images, frames, settings.model or shipped_model())
    except (ModelError, FileNotFoundError) as error:
        raise CommandError(str(error)) from error
    if timings is None:
        sentence = f"No face was found in {source}: name another SOURCE, or none."
        raise CommandError(sentence, Exit.NOTHING)
    cost = steps.cost_of(timings)
    budget = budget_of(settings.cpu_budget) * 100 or math.inf
    advice = steps.advise(cost, settings.fps, settings.detect_every, budget)
    slowest_ms = sum(timing.cpu_ms for timing in timings.values())  # with a detection each time
    return {
        "machine": describe(),
        "source": source,
        "frames": frames,
        "steps_ms": {
            **({"read": {"median_ms": read_ms}} if read_ms is not None else {}),
            **{step: asdict(timing) for step, timing in timings.items()},
            "whole": asdict(whole),
        },
        "options": {"fps": settings.fps, "detect_every": settings.detect_every},
        "fps_max": round(1e3 / slowest_ms, 1),
        "load_percent": _loads(cost, settings),
        "loading_s": round(load_s, 2),
        "memory_mb": round(used_mb, 1),
        "budget_percent": None if budget == math.inf else budget,
        "advice": asdict(advice) | {"text": advised(advice, settings, budget)},
    }


def _images(source: str) -> tuple[list[NDArray[np.uint8]], float | None]:
    """Return pictures of a source, and the milliseconds that taking one takes (median)."""
    from statistics import median  # noqa: PLC0415

    from mopidy_moodcam.commands.looks import Look, looks  # noqa: PLC0415
    from mopidy_moodcam.vision.sources import CameraError  # noqa: PLC0415

    if source == PERFORMER:
        from mopidy_moodcam.vision.performer import Performer  # noqa: PLC0415

        performer = Performer()
        return [performer.frame(number / CAMERA_FPS) for number in range(IMAGES)], None
    try:
        pictures = looks(source, CAMERA_FPS)
        taken = list(islice((each for each in pictures if isinstance(each, Look)), IMAGES))
        pictures.close()
    except CameraError as error:
        sentence = error.with_way_out("name another SOURCE, or none")
        raise CommandError(sentence) from error
    if not taken:
        sentence = f"{source} gives no picture that can be read: name another SOURCE, or none."
        raise CommandError(sentence, Exit.NOTHING)
    return [look.frame.image for look in taken], round(
        median(look.frame.read_ms for look in taken), 2
    )


def _loads(cost: Cost, settings: Settings) -> dict[str, float]:
    return {
        "face": round(cost.load(settings.fps, settings.detect_every), 1),
        "no_face": round(cost.load_without_face(min(settings.fps, settings.idle_fps)), 1),
    }


def advised(advice: Advice, settings: Settings, budget: float) -> str:
    """Return the advice as a sentence; `budget` is in percent of one core."""
    now = (settings.fps, settings.detect_every)
    cost = f"about {advice.load_percent:g} % of one core while a face is followed"
    if not advice.within:
        return (
            f"No options keep within the budget of {budget:g} %: fps = {advice.fps:g} and "
            f"detect_every = {advice.detect_every} come nearest, {cost}."
        )
    if (advice.fps, advice.detect_every) == now:
        return f"Keep fps = {advice.fps:g} and detect_every = {advice.detect_every}: {cost}."
    return (
        f"Set fps = {advice.fps:g} and detect_every = {advice.detect_every}: {cost}, within the "
        f"budget of {budget:g} %. Otherwise MoodCam looks less by itself."
    )


def _show(terminal: Terminal, result: dict[str, Any]) -> None:
    machine = result["machine"]
    terminal.line(f"{machine['processor']}, {machine['cores']} cores", "bold")
    versions = ("python", "torch", "opencv", "mopidy")
    terminal.line(", ".join(f"{name} {machine[name]}" for name in versions))
    terminal.line()
    rows = [
        (step, *(_cell(values.get(key)) for key in ("median_ms", "p95_ms", "cpu_ms")))
        for step, values in result["steps_ms"].items()
    ]
    terminal.table(
        ("milliseconds a frame", "median", "95 %", "processor"), rows, right=frozenset({1, 2, 3})
    )
    terminal.line()
    load, options = result["load_percent"], result["options"]
    terminal.line(
        f"One core is enough for {result['fps_max']:g} frames a second, each searched as a whole."
    )
    terminal.line(
        f"At fps = {options['fps']:g} and detect_every = {options['detect_every']}: "
        f"{load['face']:g} % of one core with a face, {load['no_face']:g} % without one."
    )
    terminal.line(
        f"Loading takes {result['loading_s']:g} s and {result['memory_mb']:g} MB of memory."
    )
    terminal.line(result["advice"]["text"], "green" if result["advice"]["within"] else "yellow")


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


ENTRY: Final = Entry("bench", _run, _add_arguments)
