"""The pictures of a source, one after the other: photos, a clip to its end, a camera for ever."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from mopidy_moodcam.commands.terminal import CommandError, Exit
from mopidy_moodcam.sentences import reason_of
from mopidy_moodcam.vision.camera import Camera, Frame
from mopidy_moodcam.vision.devices import has_pictures
from mopidy_moodcam.vision.sources import CameraError, ClipSource, find_devices, read_photo

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

Kind = Literal["photos", "clip", "camera"]

PHOTO_SUFFIXES: Final = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
WITHOUT_PICTURE: Final = frozenset({"browser", "off"})
CAMERAS: Final = WITHOUT_PICTURE | {"auto", "demo"}
NO_CAMERA: Final = (
    "No video device was found: connect a camera, or name a SOURCE, such as an address or demo."
)
WAIT_S: Final = 1.0  # for a frame, before looking after what the camera says


@dataclass(frozen=True, slots=True)
class Look:
    """One picture to look at: `name` and `time_s` for the output, and whether it stands alone."""

    name: str
    time_s: float
    frame: Frame
    alone: bool


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A photo of a folder that is passed over; `sentence` says why."""

    name: str
    sentence: str


def kind_of(source: str) -> Kind:
    """Say what a source is: photos stand alone, a clip ends, a camera does not.

    The camera's own words come first: a folder called demo is ./demo.
    """
    if source in CAMERAS or source.isdecimal():
        return "camera"
    path = Path(source).expanduser()
    if path.is_dir() or path.suffix.lower() in PHOTO_SUFFIXES:
        return "photos"
    return "clip" if path.is_file() else "camera"


def looks(source: str, fps: float) -> Generator[Look | Unreadable]:
    """Yield the pictures of a source; of a camera at most `fps` in a second.

    Clips are read frame by frame, as fast as they are taken.

    Raises:
        CameraError: The source cannot be used.
        CommandError: A folder cannot be read or holds no photo, no camera is there at all, or the
            source is a word for no camera of this machine.
    """
    if source in WITHOUT_PICTURE:
        msg = f"There is no picture in camera {source}: name a SOURCE, such as auto or demo."
        raise CommandError(msg, Exit.NOTHING)
    path = Path(source).expanduser()
    kind = kind_of(source)
    if kind == "photos":
        yield from _folder(path) if path.is_dir() else [_photo(path)]
    elif kind == "clip":
        with closing(ClipSource(path.name, path, loop=False, paced=False)) as clip:
            yield from _clip(clip)
    else:
        yield from _live(source, fps)


def _folder(folder: Path) -> Iterator[Look | Unreadable]:
    try:
        photos = sorted(p for p in folder.iterdir() if p.suffix.lower() in PHOTO_SUFFIXES)
    except OSError as error:
        reason = reason_of(error)
        msg = f"folder {folder} cannot be read ({reason}): run this as a user who may."
        raise CommandError(msg) from error
    if not photos:
        kinds = ", ".join(sorted(PHOTO_SUFFIXES))
        msg = f"folder {folder} holds no photo: name one with files that end in {kinds}."
        raise CommandError(msg, Exit.NOTHING)
    for photo in photos:
        try:
            yield _photo(photo)
        except CameraError as error:
            yield Unreadable(str(photo), str(error))


def _photo(path: Path) -> Look:
    start_s = time.perf_counter()
    image = read_photo(path)
    read_ms = (time.perf_counter() - start_s) * 1e3
    return Look(str(path), 0.0, Frame(image, 0.0, str(path), read_ms), alone=True)


def _clip(clip: ClipSource) -> Iterator[Look]:
    start_s = time.perf_counter()
    while clip.grab():
        image = clip.retrieve()
        if image is not None:
            read_ms = (time.perf_counter() - start_s) * 1e3
            frame = Frame(image, clip.position_s, clip.name, read_ms)
            yield Look(clip.name, clip.position_s, frame, alone=False)
        start_s = time.perf_counter()


def _live(source: str, fps: float) -> Iterator[Look]:
    camera = Camera(source, fps)
    camera.start()
    try:
        last_s = time.monotonic()
        start_s: float | None = None
        while True:
            frame = camera.newest(last_s, timeout_s=WAIT_S)
            state = camera.state
            if frame is not None and start_s is None:
                yield Look(frame.source, 0.0, frame, alone=False)
                start_s = last_s = time.monotonic()  # the networks were loaded meanwhile
            elif frame is not None and start_s is not None:
                last_s = frame.time_s
                yield Look(frame.source, last_s - start_s, frame, alone=False)
            elif state.reason is not None:
                if source == "auto" and not any(map(has_pictures, find_devices())):
                    raise CommandError(NO_CAMERA, Exit.NOTHING)
                raise CameraError(state.reason, state.way_out)
    finally:
        camera.stop()
