"""The state that web clients get, as JSON; docs/api.md explains each part."""

from __future__ import annotations

from typing import TypedDict

# Not for the type checker alone: openapi.py reads the types when the program runs.
from mopidy_moodcam.music.recommender import Feedback  # noqa: TC001
from mopidy_moodcam.music.view import TrackState
from mopidy_moodcam.settings import FeedKind, Strategy  # noqa: TC001


class CameraPart(TypedDict):
    """The camera in the state; `error` is a sentence while it is lost.

    `source` is what delivers the pictures, `chosen` what was asked for, such as "auto".
    """

    source: str
    status: str
    error: str | None
    chosen: str


class CameraChoice(TypedDict):
    """One of the cameras that clients may choose: the value to send, and a name for people."""

    camera: str
    label: str


class FramePart(TypedDict):
    """Size in pixels of the frame that the face's coordinates refer to, and its Unix time."""

    width: int
    height: int
    time: float


class FacePart(TypedDict):
    """The face in the state, in pixels of the frame."""

    box: list[int]
    landmarks: dict[str, list[list[int]]]


class MoodPart(TypedDict):
    """The mood in the state; `since` and `until` are in seconds of Unix time.

    `until` is when a mood by hand ends; None for the camera's.
    """

    emotion: str
    emoji: str
    confidence: float
    valence: float
    arousal: float
    since: float
    until: float | None
    source: str


class PacePart(TypedDict):
    """How often the watcher looks at present.

    `fps` is the most frames a second, `detect_every` the number of frames from one search of a
    whole frame to the next, `idle` whether there has been no face for a while, and `cpu_percent`
    how much of one core watching took in the last seconds.
    """

    fps: float
    detect_every: int
    idle: bool
    cpu_percent: float


class TrackPart(TrackState):
    """A track, with what people have said about it."""

    feedback: Feedback | None


class State(TypedDict, total=False):
    """The whole state.

    Clients always get all of it; writers hand in the parts that changed. `time` is when it was
    made, in seconds of Unix time.
    """

    time: float
    camera: CameraPart
    cameras: list[CameraChoice]
    watching: bool
    frame: FramePart | None
    face: FacePart | None
    expression: dict[str, float] | None
    mood: MoodPart
    strategy: Strategy
    genres: list[str]
    picked_genres: list[str]
    excluded_genres: list[str]
    player: str
    playing: TrackPart | None
    upcoming: list[TrackPart]
    timing_ms: dict[str, float]
    pace: PacePart | None
    feed: FeedKind
    feeds: list[FeedKind]
    errors: list[str]
