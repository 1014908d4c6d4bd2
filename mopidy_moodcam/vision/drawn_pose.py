"""What the drawn face can do, and the canvas it is drawn on.

Lengths are in distances between the outer corners of the eyes, x to the right and y down, with
the origin between the eyes: the outer corners lie at (-0.5, 0) and (0.5, 0).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Final

SCALE: Final = 128
"""Pixels of the canvas a unit."""

LEFT: Final = -1.35
TOP: Final = -1.5
"""The canvas's corner, in units."""

SIZE: Final = (346, 400)
"""Width and height of the canvas in pixels."""


@dataclass(frozen=True, slots=True)
class Pose:
    """What the muscles do; 0 is rest and 1 about as far as it goes, -1 the other way.

    `eye_open` is 1 at rest and 0 when closed. The last three turn the head, in radians.
    """

    brow_inner: float = 0.0  # up
    brow_outer: float = 0.0  # up
    furrow: float = 0.0  # the brows together
    forehead: float = 0.0  # wrinkles across it
    eye_open: float = 1.0
    squint: float = 0.0  # the lower lids up
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    nose: float = 0.0  # wrinkled
    cheek: float = 0.0  # raised
    fold: float = 0.0  # from the nose to the corners of the mouth
    smile: float = 0.0  # the corners of the mouth up and out; negative: down
    wide: float = 0.0  # the mouth; negative: rounded
    open: float = 0.0  # the jaw
    bare: float = 0.0  # the upper lip raised off the teeth
    snarl: float = 0.0  # the lower lip down off the lower teeth
    chin: float = 0.0  # pushed up
    pitch: float = 0.0
    yaw: float = 0.0
    roll: float = 0.0

    def towards(self, other: Pose, part: float) -> Pose:
        """Return the pose that lies between this one (0) and another (1)."""
        return Pose(
            *(
                getattr(self, item.name) * (1 - part) + getattr(other, item.name) * part
                for item in fields(self)
            )
        )

    def plus(self, **changes: float) -> Pose:
        """Return the pose with amounts added to some of its muscles."""
        return replace(self, **{name: getattr(self, name) + v for name, v in changes.items()})
