"""Stage `framing`: where the eyes are in each image, and how FER2013 frames a face.

The package's own face finder looks at each image, so that training can show the network the very
crops that it will see in playing. The medians that this prints are the constants of
`mopidy_moodcam.vision.align`.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from tqdm import tqdm

from mopidy_moodcam.vision.face import FaceFinder
from training.faces import SIDE, TRAINING, load_faces
from training.params import Framing, PipelineError, load_params, root
from training.prepare import FACES_FILE
from training.report import write_report

if TYPE_CHECKING:
    from numpy.typing import NDArray

EYES_FILE: Final = Path("data/eyes.npy")
METRICS_FILE: Final = Path("training/results/framing.json")
CHUNK: Final = 64  # images handed to a process at a time


@dataclass(frozen=True, slots=True)
class Frame:
    """How images frame their faces: medians in pixels of 48, roll in degrees."""

    eyes_x_px: float
    eyes_y_px: float
    eye_distance_px: float
    roll_sd_deg: float


def find_eyes(pixels: NDArray[np.uint8], params: Framing) -> NDArray[np.float32]:
    """Return the outer eye corners in images, float32 (n, 2, 2), NaN where no face is found.

    `pixels` is uint8 (n, 48, 48); corners are in its pixels, the one at the image's left first.
    Each image is padded and enlarged until the detector accepts it, and fitted twice: the second
    time on the region of the first fit's own points.
    """
    cv2.setNumThreads(1)
    eyes = np.full((len(pixels), 2, 2), np.nan, np.float32)
    # One detection, then one fit that follows it.
    finder = FaceFinder(detect_every=2)
    for image, corners in zip(pixels, eyes, strict=True):
        padded = cv2.copyMakeBorder(image, *(params.margin_px,) * 4, cv2.BORDER_REPLICATE)
        large = cv2.resize(
            padded, None, fx=params.upscale, fy=params.upscale, interpolation=cv2.INTER_CUBIC
        )
        colour = np.asarray(cv2.cvtColor(large, cv2.COLOR_GRAY2BGR), np.uint8)
        finder.forget()
        if finder.find(colour) is None:
            continue
        face = finder.find(colour)
        if face is not None:
            # Whole numbers are centres of pixels, hence the halves.
            corners[:] = (face.eyes + 0.5) / params.upscale - 0.5 - params.margin_px
    return eyes


def measure(eyes: NDArray[np.float32]) -> Frame:
    """Return the medians over the faces that were found in `eyes`, float32 (n, 2, 2).

    Raises PipelineError when none was found.
    """
    found = eyes[np.isfinite(eyes).all(axis=(1, 2))]
    if not len(found):
        msg = f"no face was found in {len(eyes)} images: look at {FACES_FILE}"
        raise PipelineError(msg)
    across = found[:, 1] - found[:, 0]
    centre = np.median(found.mean(axis=1), axis=0)
    return Frame(
        float(centre[0]),
        float(centre[1]),
        float(np.median(np.hypot(across[:, 0], across[:, 1]))),
        float(np.degrees(np.arctan2(across[:, 1], across[:, 0])).std()),
    )


def run(folder: Path) -> None:
    """Find the eyes in every image of the canonical file and write them and the medians."""
    params = load_params(folder).framing
    faces = load_faces(folder / FACES_FILE)
    chunks = [faces.pixels[i : i + CHUNK] for i in range(0, len(faces), CHUNK)]
    with (
        ProcessPoolExecutor(params.workers) as pool,
        tqdm(total=len(faces), unit="face", desc="framing") as progress,
    ):
        parts: list[NDArray[np.float32]] = []
        for part in pool.map(partial(find_eyes, params=params), chunks):
            parts.append(part)
            progress.update(len(part))
    eyes = np.concatenate(parts)
    frame = measure(eyes[faces.split == TRAINING])
    np.save(folder / EYES_FILE, eyes)
    report = {
        "found": float(np.isfinite(eyes[:, 0, 0]).mean()),
        "eyes_x_px": frame.eyes_x_px,
        "eyes_y_px": frame.eyes_y_px,
        "eye_distance_px": frame.eye_distance_px,
        "roll_sd_deg": frame.roll_sd_deg,
        "crop_width": SIDE / frame.eye_distance_px,
        "eye_height": (frame.eyes_y_px + 0.5) / SIDE,
    }
    report = {name: round(value, 4) for name, value in report.items()}
    print(write_report(folder / METRICS_FILE, report))


if __name__ == "__main__":
    try:
        run(root())
    except PipelineError as error:
        sys.exit(f"framing: {error}")
