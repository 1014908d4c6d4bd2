"""What the doctor runs in a process of its own: everything that may crash an interpreter.

A torch built for another processor ends the process with an illegal instruction, and a driver may
hang. So this program prints a JSON object a line for each step, and the doctor sees which is
missing: `python -m mopidy_moodcam.commands.doctor.probe MODEL CAMERA DETECT_EVERY`, where an empty
MODEL is the one that came with the package, and an empty CAMERA none to look through.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.commands.doctor.finding import clause, without_way_out

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

STEPS: Final = ("opencv", "faces", "camera", "torch", "model", "speed")
FRAMES: Final = 20
FRAME_S: Final = 0.2


def main(arguments: Sequence[str]) -> int:
    """Run every step and print what came of it; an error without its way out."""
    model, camera, detect_every = arguments[0], arguments[1], int(arguments[2])
    steps: dict[str, Callable[[], dict[str, Any]]] = {
        "opencv": _opencv,
        "faces": _faces,
        "camera": lambda: _camera(camera),
        "torch": _torch,
        "model": lambda: _model(model),
        "speed": lambda: _speed(model, detect_every),
    }
    for name in STEPS:
        try:
            result = steps[name]()
        except Exception as error:  # noqa: BLE001 - whatever it is, the doctor tells it
            result = {"error": without_way_out(f"{error}" or type(error).__name__)}
        sys.stdout.write(f"{json.dumps({'step': name, **result})}\n")
        sys.stdout.flush()
    return 0


def _opencv() -> dict[str, Any]:
    import cv2  # noqa: PLC0415 - importing it is what is tried

    return {"version": cv2.__version__}


def _faces() -> dict[str, Any]:
    from mopidy_moodcam.vision.face import FaceFinder  # noqa: PLC0415
    from mopidy_moodcam.vision.performer import Performer  # noqa: PLC0415

    return {"found": FaceFinder(detect_every=1).find(Performer().frame(0.0)) is not None}


def _camera(spec: str) -> dict[str, Any]:
    from mopidy_moodcam.commands.glance import glance  # noqa: PLC0415
    from mopidy_moodcam.vision.face import FaceFinder  # noqa: PLC0415
    from mopidy_moodcam.vision.picture_source import CameraError  # noqa: PLC0415

    if not spec:
        return {"skipped": True}
    try:
        seen = glance(spec, FaceFinder(detect_every=1))
    except CameraError as error:
        return {"error": clause(error.reason)}
    return {
        "source": seen.source,
        "width": seen.width,
        "height": seen.height,
        "brightness": seen.brightness,
        "dark": seen.dark,
        "face": seen.face,
    }


def _torch() -> dict[str, Any]:
    import torch  # noqa: PLC0415 - importing it is what is tried

    cuda: Any = torch.version.cuda
    return {"version": str(torch.__version__), "cuda": str(cuda or "")}


def _model(model: str) -> dict[str, Any]:
    from mopidy_moodcam.vision.expression import Classifier  # noqa: PLC0415

    path = _path(model)
    Classifier(path)
    return {"path": str(path), "size_mb": round(path.stat().st_size / 1e6, 1)}


def _path(model: str) -> Path:
    from mopidy_moodcam.vision.eye import shipped_model  # noqa: PLC0415

    return Path(model) if model else shipped_model()


def _speed(model: str, detect_every: int) -> dict[str, Any]:
    from mopidy_moodcam.commands import steps  # noqa: PLC0415
    from mopidy_moodcam.vision.performer import Performer  # noqa: PLC0415

    performer = Performer()
    images = [performer.frame(number * FRAME_S) for number in range(5)]
    timings = steps.time_steps(images, FRAMES, _path(model))
    if timings is None:
        return {"skipped": True}
    cost = steps.cost_of(timings)
    return {"load_a_frame": cost.load(1.0, detect_every)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
