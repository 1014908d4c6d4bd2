"""Find the face to follow, and its landmarks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


DETECTOR_FILE: Final = "face_detection_back.tflite"
MESH_FILE: Final = "face_landmark.tflite"

DETECTOR_SIZE: Final = 256
DETECTOR_THRESHOLD: Final = 0.5
LOGIT_LIMIT: Final = 80.0  # beyond it the sigmoid overflows
NMS_OVERLAP: Final = 0.3
MAX_CANDIDATES: Final = 5  # how many detections the mesh may be asked about in one frame
MESH_SIZE: Final = 192
MESH_MARGIN: Final = 1.5  # side of the mesh's crop over the side of the face
NEW_FACE_SCORE: Final = 0.95  # the landmark network's, to begin to follow a face
FOLLOWED_SCORE: Final = 0.5  # the same, to go on: a face that is known may turn away a little
NEAR: Final = 1.0  # in face widths: how far a followed face may move between two detections

# Points of the mesh (MediaPipe Face Mesh, Kartynnik et al. 2019, arXiv:1907.06724) by part. Sides
# are the subject's: the right eye is at the image's left.
RIGHT_EYE_CORNER: Final = 33
LEFT_EYE_CORNER: Final = 263
PARTS: Final[Mapping[str, Sequence[int]]] = {
    "left_eye": (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
    "right_eye": (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246),
    "left_brow": (336, 296, 334, 293, 300, 276, 283, 282, 295, 285),
    "right_brow": (70, 63, 105, 66, 107, 55, 65, 52, 53, 46),
    "mouth": (
        *(61, 146, 91, 181, 84, 17, 314, 405, 321, 375),
        *(291, 409, 270, 269, 267, 0, 37, 39, 40, 185),
    ),
    "outline": (
        *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
        *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
    ),
}


@dataclass(frozen=True, eq=False, slots=True)
class Face:
    """The face being followed.

    `box` is (x, y, width, height) and `points` is float32 (468, 2), both in pixels of the frame;
    `score` is the probability, from the landmark network, that a face is there. `tracked` tells
    that the face was followed from the frame before, without a detection.
    """

    box: tuple[int, int, int, int]
    score: float
    points: NDArray[np.float32]
    tracked: bool = False

    @property
    def eyes(self) -> NDArray[np.float32]:
        """The outer corners of the eyes, float32 (2, 2), the one at the image's left first."""
        return self.points[[RIGHT_EYE_CORNER, LEFT_EYE_CORNER]]

    def landmarks(self) -> dict[str, list[list[int]]]:
        """Return the parts of the face as lists of whole pixels."""
        return {
            part: np.rint(self.points[list(indices)]).astype(int).tolist()
            for part, indices in PARTS.items()
        }


@dataclass(frozen=True, slots=True)
class Region:
    """A turned square in which to look for landmarks: centre and side in pixels, roll in rad."""

    x: float
    y: float
    side: float
    roll: float

    def matrix(self) -> NDArray[np.float32]:
        """Return the (2, 3) matrix from the mesh's crop to the frame."""
        scale = self.side / MESH_SIZE
        cos, sin = math.cos(self.roll) * scale, math.sin(self.roll) * scale
        half = MESH_SIZE / 2
        return np.array(
            [
                [cos, -sin, self.x - cos * half + sin * half],
                [sin, cos, self.y - sin * half - cos * half],
            ],
            np.float32,
        )


def _roll(right: NDArray[np.float32], left: NDArray[np.float32]) -> float:
    return math.atan2(float(left[1] - right[1]), float(left[0] - right[0]))


def region_around(points: NDArray[np.float32]) -> Region:
    """Return where to look in the next frame for the face that has these points."""
    roll = _roll(points[RIGHT_EYE_CORNER], points[LEFT_EYE_CORNER])
    cos, sin = math.cos(roll), math.sin(roll)
    turn = np.array([[cos, -sin], [sin, cos]], np.float32)
    level = points @ turn
    low, high = level.min(axis=0), level.max(axis=0)
    x, y = turn @ ((low + high) / 2)
    return Region(float(x), float(y), float((high - low).max()) * MESH_MARGIN, roll)


def _anchors() -> NDArray[np.float32]:
    """Return the centres of the detector's 896 anchors, float32 (896, 2), in units of its input."""
    grids: list[NDArray[np.float32]] = []
    for stride, per_cell in ((16, 2), (32, 6)):
        cells = DETECTOR_SIZE // stride
        centres = (np.arange(cells, dtype=np.float32) + 0.5) / cells
        y, x = np.meshgrid(centres, centres, indexing="ij")
        centre = np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)
        grids.append(centre.repeat(per_cell, axis=0))
    return np.concatenate(grids)


def _load(name: str) -> cv2.dnn.Net:
    data = resources.files("mopidy_moodcam.vision").joinpath("models", name)
    try:
        buffer = np.frombuffer(data.read_bytes(), np.uint8)
    except FileNotFoundError as error:
        msg = (
            f"face model {name} is missing from the installation of Mopidy-MoodCam: "
            "install it again with pip, which brings it in"
        )
        raise FileNotFoundError(msg) from error
    return cv2.dnn.readNetFromTFLite(buffer)


class FaceFinder:
    """Finds one face in each frame and follows it from frame to frame.

    BlazeFace (Bazarevsky et al. 2019, arXiv:1907.05047; the 256 pixel "back" model) detects, and
    MediaPipe's face mesh (arXiv:1907.06724) gives 468 landmarks and has the last word on whether
    there is a face. A followed face is looked for where it was last, which costs a quarter of a
    detection; `detect_every` frames later, or when it is lost, the detector looks at the whole
    frame again. `detect_every` may be changed at any time. Not thread-safe: one finder belongs to
    one stream of frames.
    """

    def __init__(self, detect_every: int = 10) -> None:
        """Load both networks.

        Raises FileNotFoundError when the package was installed without them.
        """
        self._detector = _load(DETECTOR_FILE)
        self._mesh = _load(MESH_FILE)
        self._anchors = _anchors()
        self.detect_every = detect_every
        self._followed: Face | None = None
        self._since_detection = 0

    def find(self, image: NDArray[np.uint8]) -> Face | None:
        """Return the face to follow in a BGR image (height, width, 3), or None."""
        face: Face | None = None
        if self._followed is not None and self._since_detection < self.detect_every - 1:
            self._since_detection += 1
            face = self.fit(image, region_around(self._followed.points), tracked=True)
        if face is None:
            self._since_detection = 0
            face = self._detect(image)
        self._followed = face
        return face

    def forget(self) -> None:
        """Start anew, for example after a cut: the next frame is searched as a whole."""
        self._followed = None

    def _detect(self, image: NDArray[np.uint8]) -> Face | None:
        candidates = self.candidates(image)
        for region in candidates[:MAX_CANDIDATES]:
            face = self.fit(image, region, tracked=False)
            if face is not None:
                return face
        return None

    def candidates(self, image: NDArray[np.uint8]) -> list[Region]:
        """Run the detector alone; return where faces may be, the one to follow first."""
        height, width = image.shape[:2]
        scale = DETECTOR_SIZE / max(height, width)
        inside = (max(1, round(width * scale)), max(1, round(height * scale)))
        square = np.zeros((DETECTOR_SIZE, DETECTOR_SIZE, 3), np.uint8)
        shrink = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        square[: inside[1], : inside[0]] = cv2.resize(image, inside, interpolation=shrink)
        self._detector.setInput(
            cv2.dnn.blobFromImage(square, 1 / 127.5, mean=(127.5, 127.5, 127.5), swapRB=True)
        )
        logits, raw = _by_length(
            self._detector.forward(self._detector.getUnconnectedOutLayersNames()), 896, 896 * 16
        )
        logits = np.clip(logits, -LOGIT_LIMIT, LOGIT_LIMIT)
        scores = 1 / (1 + np.exp(-logits))
        kept = np.flatnonzero(scores >= DETECTOR_THRESHOLD)
        if kept.size == 0:
            return []
        raw = raw.reshape(896, 16)[kept] / DETECTOR_SIZE
        centres = raw[:, :2] + self._anchors[kept]
        sizes = raw[:, 2:4]
        eyes = raw[:, 4:8].reshape(-1, 2, 2) + self._anchors[kept][:, None]
        boxes = np.concatenate([centres - sizes / 2, sizes], axis=1)
        chosen = np.asarray(
            cv2.dnn.NMSBoxes(boxes.tolist(), scores[kept].tolist(), DETECTOR_THRESHOLD, NMS_OVERLAP)
        ).ravel()
        to_pixels = DETECTOR_SIZE / scale
        regions = [
            Region(
                float(centres[i, 0]) * to_pixels,
                float(centres[i, 1]) * to_pixels,
                float(sizes[i].max()) * to_pixels * MESH_MARGIN,
                _roll(eyes[i, 0], eyes[i, 1]),
            )
            for i in chosen
        ]
        return sorted(regions, key=self._preference, reverse=True)

    def _preference(self, region: Region) -> tuple[bool, float]:
        """Rank candidates: the largest, but one near the followed face before all others."""
        if self._followed is None:
            return (False, region.side)
        x, y, width, height = self._followed.box
        distance = math.hypot(region.x - x - width / 2, region.y - y - height / 2)
        return (distance <= NEAR * width, region.side)

    def fit(self, image: NDArray[np.uint8], region: Region, *, tracked: bool) -> Face | None:
        """Fit the mesh in a region; return None where it sees no face."""
        matrix = region.matrix()
        crop = cv2.warpAffine(
            image,
            matrix,
            (MESH_SIZE, MESH_SIZE),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        )
        self._mesh.setInput(cv2.dnn.blobFromImage(crop, 1 / 255, swapRB=True))
        presence, raw = _by_length(
            self._mesh.forward(self._mesh.getUnconnectedOutLayersNames()), 1, 468 * 3
        )
        logit = float(np.clip(presence[0], -LOGIT_LIMIT, LOGIT_LIMIT))
        score = 1 / (1 + math.exp(-logit))
        if not score > (FOLLOWED_SCORE if tracked else NEW_FACE_SCORE):  # also when it is NaN
            return None
        flat = raw.reshape(468, 3)[:, :2]
        points = np.asarray(flat @ matrix[:, :2].T + matrix[:, 2], np.float32)
        low, high = points.min(axis=0), points.max(axis=0)
        left, top, right, bottom = (round(float(v)) for v in (*low, *high))
        box = (left, top, right - left, bottom - top)
        return Face(box, score, points, tracked)


def _by_length(outputs: Sequence[Any], *lengths: int) -> list[NDArray[np.float32]]:
    """Return a network's outputs, flat, in the order of the lengths: names differ by version."""
    flat = {np.size(output): np.asarray(output, np.float32).ravel() for output in outputs}
    return [flat[length] for length in lengths]
