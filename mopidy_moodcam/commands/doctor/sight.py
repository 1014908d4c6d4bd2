"""Can this machine see and read faces, and fast enough?"""

from __future__ import annotations

import json
import platform
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.commands.doctor.finding import Finding, Sentence
from mopidy_moodcam.commands.doctor.probe import STEPS
from mopidy_moodcam.vision.pace import budget_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType
    from typing import Self

    from mopidy_moodcam.settings import Settings

PROBE_S: Final = 240.0  # torch alone takes half a minute from a slow card; a driver hangs for ever
BUSY_PERCENT: Final = 50.0  # of one core, where the budget is none: all else needs the rest

OPENCV = Sentence("opencv", "ok", "OpenCV {version}.")
OPENCV_FAILS = Sentence(
    "opencv",
    "fault",
    "OpenCV cannot be imported: {error}.",
    "Run pip uninstall opencv-python opencv-contrib-python, then pip install --force-reinstall "
    "opencv-python-headless, in Mopidy's own environment.",
)
FACES = Sentence("face models", "ok", "The face models find the drawn performer's face.")
FACES_BLIND = Sentence(
    "face models",
    "fault",
    "The face models load, but do not find the drawn performer's face.",
    "Install opencv-python-headless in another version from 4.8 on, below 5.",
)
FACES_FAIL = Sentence(
    "face models",
    "fault",
    "The face models cannot be loaded: {error}.",
    "Install MoodCam again with pip, which brings them in.",
)
TORCH = Sentence("torch", "ok", "torch {version}, {build}.")
TORCH_FAILS = Sentence(
    "torch",
    "fault",
    "torch cannot be imported: {error}.",
    "Install torch again in Mopidy's own environment, as pytorch.org says for the CPU.",
)
MODEL = Sentence("model", "ok", "{path} ({size_mb} MB) gives probabilities.")
MODEL_FAILS = Sentence(
    "model",
    "fault",
    "{error}.",
    "Set moodcam/model to a file made by `dvc repro`, or leave it empty for the one that came with "
    "MoodCam.",
)
SPEED = Sentence("speed", "ok", "At fps = {fps} watching takes about {load} % of one core.")
SPEED_BUSY = Sentence(
    "speed",
    "warning",
    "At fps = {fps} watching would take about {load} % of one core, more than {budget} %.",
    "MoodCam looks less often by itself; `mopidy moodcam bench` says which options fit.",
)
CRASHED = Sentence(
    "{part}",
    "fault",
    "Trying out {part} ended the program with {signal}.",
    "Install builds for this processor ({machine}); an illegal instruction (SIGILL) means that "
    "the build expects a newer one.",
)
HANGS = Sentence(
    "{part}",
    "fault",
    "Trying out {part} took longer than {seconds} s.",
    "Unplug the camera and run the doctor again, to see whether it is the camera that hangs.",
)
_PARTS: Final = {
    "opencv": "OpenCV",
    "faces": "the face models",
    "camera": "the camera",
    "torch": "torch",
    "model": "the model",
    "speed": "the model",
}
_SENTENCES: Final = {
    "opencv": (OPENCV, OPENCV_FAILS),
    "faces": (FACES, FACES_FAIL),
    "torch": (TORCH, TORCH_FAILS),
    "model": (MODEL, MODEL_FAILS),
}


class Probe:
    """The program that tries everything out, running beside the doctor's other checks.

    A context manager: what still runs at its end is ended.
    """

    def __init__(self, model: str, camera: str, detect_every: int) -> None:
        """Start it; an empty `camera` is none to look through."""
        # -P: a folder that happens to be the present one holds no modules of ours.
        command = [sys.executable, "-P", "-m", "mopidy_moodcam.commands.doctor.probe"]
        self._process = subprocess.Popen(  # noqa: S603 - the interpreter that runs already
            [*command, model, camera, str(detect_every)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self) -> Self:
        """Return the probe."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the program if it still runs."""
        self._process.kill()
        self._process.communicate()

    def reports(self, timeout_s: float = PROBE_S) -> dict[str, dict[str, Any]]:
        """Return what each step gave; one that ended or held up the program has `died`."""
        try:
            text, _ = self._process.communicate(timeout=timeout_s)
            died = {"signal": _signal_name(self._process.returncode)}
        except subprocess.TimeoutExpired:
            self._process.kill()
            text, _ = self._process.communicate()
            died = {"seconds": f"{timeout_s:.0f}"}
        reports = {line["step"]: line for line in map(json.loads, text.splitlines())}
        for step in STEPS:
            if step not in reports:
                reports[step] = {"died": died}
                break
        return reports


def check_sight(reports: Mapping[str, Mapping[str, Any]], settings: Settings) -> Iterator[Finding]:
    """Tell what the probe found out, but for the camera."""
    for step in STEPS:
        report = reports.get(step, {"skipped": True})  # it comes after the one that died
        if "died" in report:
            yield died(step, report["died"])
        elif step == "speed" and "error" in report:
            return  # without a model or a face there is none; that is said above
        elif step != "camera" and "skipped" not in report:
            yield _judge(step, report, settings)


def died(step: str, how: Mapping[str, str]) -> Finding:
    """Tell which step ended or held up the probe."""
    part = _PARTS[step]
    sentence = CRASHED if "signal" in how else HANGS
    finding = sentence.said(part=part, machine=platform.machine(), **how)
    return Finding(step, finding.level, finding.text, finding.way_out)


def _judge(step: str, report: Mapping[str, Any], settings: Settings) -> Finding:
    if step == "speed":
        load = report["load_a_frame"] * settings.fps
        budget = budget_of(settings.cpu_budget) * 100 or BUSY_PERCENT
        return (SPEED if load <= budget else SPEED_BUSY).said(
            fps=f"{settings.fps:g}", load=f"{load:.1f}", budget=f"{budget:g}"
        )
    good, bad = _SENTENCES[step]
    if "error" in report:
        return bad.said(error=report["error"])
    if step == "faces" and not report["found"]:
        return FACES_BLIND.said()
    if step == "torch":
        build = f"for CUDA {report['cuda']}" if report["cuda"] else "for the processor alone"
        return TORCH.said(version=report["version"], build=build)
    return good.said(**report)


def _signal_name(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"exit code {code}"
