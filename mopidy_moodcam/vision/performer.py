"""The performer: an animated face for a machine without a camera.

It is drawn by this project and nobody's likeness. It acts one mood after the other; what it acts
is told to nobody: its pictures go the way of any camera's.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from mopidy_moodcam.vision.drawn_face import CHIN, Head, over, smooth
from mopidy_moodcam.vision.drawn_pose import LEFT, SCALE, TOP, Pose
from mopidy_moodcam.vision.drawn_room import body, room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

# Rehearsed before the real chain, as before a mirror, with several trainings of the classifier:
# each is read with margin (tests/vision/test_performer.py).
POSES: Final = {
    "happy": Pose(
        smile=1.0, cheek=1.0, fold=0.7, open=0.25, bare=0.6, eye_open=0.75, squint=0.6, wide=0.3
    ),
    "neutral": Pose(brow_inner=-0.3, brow_outer=-0.4, eye_open=0.7, squint=0.2),
    "sad": Pose(
        brow_inner=1.1, brow_outer=-0.7, furrow=0.4, chin=0.6, eye_open=0.42, squint=0.65,
        gaze_y=0.5, fold=0.75, smile=-0.5, open=0.28, wide=0.2, pitch=0.04,
    ),
    "surprised": Pose(
        brow_inner=1.0, brow_outer=1.0, forehead=1.0, eye_open=1.65, open=0.9, wide=-0.3
    ),
    "angry": Pose(
        brow_inner=-1.1, brow_outer=-0.2, furrow=1.2, eye_open=0.78, squint=0.95, nose=1.0,
        fold=0.85, open=0.85, bare=0.9, snarl=1.0, wide=1.0, smile=-0.4, pitch=0.04,
    ),
}  # fmt: skip
ORDER: Final = tuple(POSES)

TRANSITION_S: Final = 0.9
_BLINK_EVERY_S: Final = 3.6
_BLINK_S: Final = 0.22
_GLANCE_EVERY_S: Final = 2.3
_JAW: Final = 0.15  # how far the chin sinks when the mouth is wide open, in units
_HEIGHT: Final = 480  # what the sizes below are for
_UNIT: Final = 112.0  # pixels between the outer corners of the eyes
_EYES_AT: Final = (0.5, 0.425)  # of the picture
_WINDOW: Final = (1.5, 1.62, 1.62)  # left and right, above, below the eyes, in units
_NOISE: Final = 3.0  # grey levels: a webcam in a room
_MARGIN: Final = 64


class Performer:
    """An animated face as a camera would see it: a pure function of time."""

    def __init__(self, width: int = 640, height: int = 480, hold_s: float = 20.0) -> None:
        """Set the stage for pictures of this size; each mood is held for `hold_s` seconds."""
        self._hold_s = hold_s
        self._unit = _UNIT * height / _HEIGHT
        self._centre = (width * _EYES_AT[0], height * _EYES_AT[1])
        self._head = Head()
        self._room = room(width, height)
        self._body, self._body_alpha = body(width, height, self._centre, self._unit)
        rng = np.random.default_rng(3)
        shape = (height + _MARGIN, width + _MARGIN, 3)
        self._noise = np.asarray(rng.normal(0, _NOISE, shape).round(), np.int16)
        side, above, below = (round(length * self._unit) for length in _WINDOW)
        x = np.arange(-side, side + 1, dtype=np.float32) / self._unit
        y = np.arange(-above, below + 1, dtype=np.float32) / self._unit
        self._x, self._y = (np.asarray(axis, np.float32) for axis in np.meshgrid(x, y))
        bowl = np.clip(1 - (self._x / 1.05) ** 2 - ((self._y - 0.2) / 1.4) ** 2, 0, 1)
        self._depth = np.sqrt(bowl, dtype=np.float32)
        middle = 1 - smooth(0.72, 0.98, np.abs(self._x))
        self._jaw = _JAW * smooth(0.45, CHIN + 0.1, self._y) * middle
        self._reach = (side, above)

    def mood_at(self, time_s: float) -> str:
        """Return what is acted at a time: for tests and benchmarks; the music never asks."""
        return ORDER[int(time_s // self._hold_s) % len(ORDER)]

    def pose_at(self, time_s: float) -> Pose:
        """Return what the muscles do at a time."""
        turn, since_s = divmod(time_s, self._hold_s)
        pose = POSES[ORDER[int(turn) % len(ORDER)]]
        if turn >= 1 and since_s < TRANSITION_S:
            part = since_s / TRANSITION_S
            before = POSES[ORDER[int(turn - 1) % len(ORDER)]]
            pose = before.towards(pose, part * part * (3 - 2 * part))
        pose = pose.towards(POSES["neutral"], 0.04 + 0.04 * math.sin(time_s * 0.9))
        pose = pose.plus(
            yaw=0.07 * math.sin(time_s * 0.53) + 0.03 * math.sin(time_s * 1.31 + 1),
            pitch=0.035 * math.sin(time_s * 0.71 + 2) + 0.02 * math.sin(time_s * 1.7),
            roll=0.03 * math.sin(time_s * 0.43 + 0.5) + 0.012 * math.sin(time_s * 1.13),
        )
        glance = self._at_random(int(time_s // _GLANCE_EVERY_S))
        pose = pose.plus(
            gaze_x=float(glance.uniform(-0.35, 0.35)), gaze_y=float(glance.uniform(-0.15, 0.15))
        )
        return pose.plus(eye_open=-pose.eye_open * self._blink(time_s))

    def frame(self, time_s: float) -> NDArray[np.uint8]:
        """Draw the picture of a time, BGR (height, width, 3)."""
        return self.draw(self.pose_at(time_s), time_s)

    def draw(self, pose: Pose, time_s: float = 0.0) -> NDArray[np.uint8]:
        """Draw a pose; the time sets breath, place and the camera's noise."""
        breath = math.sin(time_s * 1.5)
        picture = self._room.copy()
        self._put_body(picture, 1.2 * breath * self._unit / _UNIT)
        x = self._centre[0] + self._unit * (0.10 * math.sin(time_s * 0.37) + 0.5 * pose.yaw)
        y = self._centre[1] + self._unit * (0.03 * math.sin(time_s * 0.61) + 0.012 * breath)
        self._put_head(picture, pose, (x, y + 0.3 * self._unit * pose.pitch))
        shift = self._at_random(round(time_s * 1000)).integers(0, _MARGIN, 2)
        height, width = picture.shape[:2]
        noise = self._noise[shift[0] : shift[0] + height, shift[1] : shift[1] + width]
        return np.asarray(cv2.add(picture, noise, dtype=cv2.CV_8U), np.uint8)

    def _put_body(self, picture: NDArray[np.uint8], down: float) -> None:
        top = picture.shape[0] - self._body.shape[0]
        move = np.array([[1, 0, 0], [0, 1, down]], np.float32)
        size = (self._body.shape[1], self._body.shape[0])
        layer = cv2.warpAffine(self._body, move, size, borderMode=cv2.BORDER_REPLICATE)
        alpha = cv2.warpAffine(self._body_alpha, move, size, borderMode=cv2.BORDER_REPLICATE)
        picture[top:] = over(picture[top:], layer, alpha)

    def _put_head(self, picture: NDArray[np.uint8], pose: Pose, centre: Sequence[float]) -> None:
        """Turn the canvas and lay it on the picture; near points move more than far ones."""
        left, top = math.floor(centre[0]), math.floor(centre[1])
        dx, dy = (centre[0] - left) / self._unit, (centre[1] - top) / self._unit
        cos, sin = math.cos(pose.roll), math.sin(pose.roll)
        x, y = self._x - np.float32(dx), self._y - np.float32(dy)
        from_x = cos * x + sin * y - 0.55 * pose.yaw * self._depth
        from_y = cos * y - sin * x - 0.55 * pose.pitch * self._depth - pose.open * self._jaw
        map_x = ((from_x - LEFT) * SCALE - 0.5).astype(np.float32)
        map_y = ((from_y - TOP) * SCALE - 0.5).astype(np.float32)
        canvas = self._head.draw(pose)
        layer = cv2.remap(canvas, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        alpha = cv2.remap(self._head.alpha, map_x, map_y, cv2.INTER_LINEAR)
        rows, columns = left - self._reach[0], top - self._reach[1]
        height, width = picture.shape[:2]
        x0, y0 = max(0, rows), max(0, columns)
        x1, y1 = min(width, rows + layer.shape[1]), min(height, columns + layer.shape[0])
        inside = (slice(y0 - columns, y1 - columns), slice(x0 - rows, x1 - rows))
        picture[y0:y1, x0:x1] = over(picture[y0:y1, x0:x1], layer[inside], alpha[inside])

    @staticmethod
    def _at_random(number: int) -> Generator:
        return np.random.default_rng((7, number & 0xFFFFFFFF))

    def _blink(self, time_s: float) -> float:
        """Return how far the lids are closed by blinking, 0 to 1."""
        turn, since_s = divmod(time_s, _BLINK_EVERY_S)
        start_s = float(self._at_random(-1 - int(turn)).uniform(0.2, _BLINK_EVERY_S - 0.5))
        part = (since_s - start_s) / _BLINK_S
        return math.sin(math.pi * part) ** 2 if 0 < part < 1 else 0.0
