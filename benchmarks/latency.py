"""How long each step takes, and how soon the music follows: `python -m benchmarks.latency`.

Per frame: reading the camera, detection, landmarks, classification and the whole, on one thread,
with the face followed between detections and with a detection for every frame. From end to end:
in a real Mopidy, from a change of expression in the clip to the new mood and to the new queue.

The clip is composed from a folder of photos of one person (--faces, with neutral.jpg, happy.jpg,
sad.jpg); without, the demo performer acts. Medians over all frames or changes.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any, Final

import cv2
import websocket

from demo import library
from mopidy_moodcam.commands.machine import describe
from mopidy_moodcam.vision.camera import Frame
from mopidy_moodcam.vision.expression import Classifier
from mopidy_moodcam.vision.eye import Eye, shipped_model
from mopidy_moodcam.vision.face import FaceFinder, region_around
from mopidy_moodcam.vision.performer import Performer
from mopidy_moodcam.vision.sources import ClipSource
from tests.clips import SIZE, compose
from tests.mopidy_process import MopidyProcess

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

HOLD_S: Final = 8.0
CLIP_FPS: Final = 15.0
WARM_UP: Final = 10  # frames that are not counted
EMOTIONS: Final = ("happy", "sad")


def main() -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.latency", description=__doc__)
    parser.add_argument("--faces", type=Path, help="folder with photos of one person")
    parser.add_argument("--frames", type=int, default=150, help="frames to measure")
    parser.add_argument("--changes", type=int, default=6, help="changes of mood to measure")
    parser.add_argument(
        "--fps", type=float, default=5.0, help="the option fps of the end to end part"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clip = make_clip(Path(folder) / "clip.avi", arguments.faces)
        result = {
            "machine": describe(),
            "faces": "photos" if arguments.faces else "demo performer",
            "frame_ms": _per_frame(clip, arguments.frames),
            "change_s": _end_to_end(Path(folder), clip, arguments.changes, arguments.fps),
        }
    print(json.dumps(result) if arguments.json else _table(result))
    return 0


def make_clip(path: Path, faces: Path | None, fps: float = CLIP_FPS) -> Path:
    """Write a clip that changes between the emotions, each held for the same time."""
    if faces is not None:
        return compose(path, [(faces / f"{name}.jpg", HOLD_S) for name in EMOTIONS], fps=fps)
    performer = Performer(hold_s=HOLD_S)
    starts = {performer.mood_at(n * HOLD_S + HOLD_S / 2): n * HOLD_S for n in range(20)}
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), fps, SIZE)
    for name in EMOTIONS:
        for number in range(round(HOLD_S * fps)):
            writer.write(performer.frame(starts[name] + number / fps))
    writer.release()
    return path


def _milliseconds(action: Callable[[], Any]) -> float:
    start_s = time.perf_counter()
    action()
    return (time.perf_counter() - start_s) * 1e3


def spread(values: list[float]) -> dict[str, float]:
    """Return the median and the 95th percentile."""
    return {"median": round(median(values), 2), "p95": round(quantiles(values, n=20)[-1], 2)}


def _per_frame(clip: Path, count: int) -> dict[str, dict[str, float]]:
    """Measure each step by itself and the whole as the watcher runs it, on the same frames."""
    images: list[NDArray[np.uint8]] = []
    reading: list[float] = []
    source = ClipSource(clip.name, clip, paced=False)
    while len(images) < count + WARM_UP:
        taken: list[Any] = []
        reading.append(_milliseconds(lambda t=taken: (source.grab(), t.append(source.retrieve()))))
        images.append(taken[0])
    source.close()
    eyes = {"whole, followed": Eye(None, 10), "whole, detected": Eye(None, 1)}
    finder, classifier = FaceFinder(detect_every=1), Classifier(shipped_model())
    steps: dict[str, list[float]] = {"camera read": reading}
    for image in images:
        face = finder.find(image)
        if face is None:
            continue
        region = region_around(face.points)
        actions: dict[str, Callable[[], Any]] = {
            "detection": lambda i=image: finder.candidates(i),
            "landmarks": lambda i=image, r=region: finder.fit(i, r, tracked=True),
            "classification": lambda i=image, f=face: classifier.read(i, f),
        }
        for name, eye in eyes.items():
            frame = Frame(image, 0.0, clip.name)
            actions[name] = lambda e=eye, f=frame: e.look(f)
        for name, action in actions.items():
            steps.setdefault(name, []).append(_milliseconds(action))
    return {name: spread(values[WARM_UP:]) for name, values in steps.items()}


def _end_to_end(folder: Path, clip: Path, changes: int, fps: float) -> dict[str, dict[str, float]]:
    """Measure, in a real Mopidy, from a change in the clip to the mood and to the queue."""
    music = Path(library.__file__).parent / ".local" / "music"
    library.make(music)
    mopidy = MopidyProcess(folder, music, {"moodcam": {"camera": str(clip), "fps": str(fps)}})
    mopidy.scan()
    to_mood: list[float] = []
    to_queue: list[float] = []
    with mopidy:
        mopidy.until(lambda: mopidy.state()["playing"], "a track plays")
        mopidy.post("/moodcam/api/pause", {"paused": True})
        mopidy.until(lambda: mopidy.state()["camera"]["status"] == "off", "the camera is released")
        address = f"ws://127.0.0.1:{mopidy.port}/moodcam/ws"
        socket = websocket.create_connection(address, timeout=30)
        mopidy.post("/moodcam/api/pause", {"paused": False})
        start_s: float | None = None
        pending: tuple[int, str] | None = None
        while len(to_queue) < changes:
            kind, data = socket.recv_data()
            if kind != websocket.ABNF.OPCODE_TEXT:
                continue
            state = json.loads(data)
            now_s = time.monotonic()
            if start_s is None:
                start_s = now_s if state["watching"] and state["frame"] else None
                continue
            number = int((now_s - start_s) / HOLD_S)
            since_s = now_s - start_s - number * HOLD_S
            wanted = EMOTIONS[number % len(EMOTIONS)]
            if pending is None or pending[0] != number:
                pending = (number, "mood")
            if number == 0 or state["mood"]["emotion"] != wanted:
                continue
            if pending[1] == "mood":
                to_mood.append(since_s)
                pending = (number, "queue")
            ours = [track for track in state["upcoming"] if track["ours"]]
            if pending[1] == "queue" and ours and wanted in " ".join(ours[0]["reasons"]):
                to_queue.append(since_s)
                pending = (number, "done")
        socket.close()
    return {"to the new mood": spread(to_mood), "to the new queue": spread(to_queue)}


def _table(result: dict[str, Any]) -> str:
    machine = ", ".join(f"{name} {value}" for name, value in result["machine"].items())
    lines = [machine, f"faces: {result['faces']}", "", "| step | median ms | 95 % ms |"]
    lines.append("| --- | --- | --- |")
    lines += [f"| {n} | {v['median']} | {v['p95']} |" for n, v in result["frame_ms"].items()]
    lines += ["", "| from a change of expression | median s | 95 % s |", "| --- | --- | --- |"]
    lines += [f"| {n} | {v['median']} | {v['p95']} |" for n, v in result["change_s"].items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
