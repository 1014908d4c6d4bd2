"""The command `mopidy moodcam`: `watch` a source, list `cameras`, check `rules`, `forget`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from mopidy_moodcam.settings import Settings
from mopidy_moodcam.web.parts import expression_part, face_part, mood_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mopidy_moodcam.vision.camera import Frame
    from mopidy_moodcam.vision.sources import ClipSource
    from mopidy_moodcam.vision.watcher import Eye

PHOTO_SUFFIXES: Final = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
EXIT_FAILED: Final = 1
EXIT_NO_LIBRARY: Final = 2

HELP: Final = "Music for the mood that a camera sees."
HELP_WATCH: Final = "Show what MoodCam sees, without playing."
HELP_SOURCE: Final = "a camera (auto, demo, number, device, address), clip, photo or photo folder"
HELP_JSON: Final = "print one JSON object a line"
HELP_CAMERAS: Final = "List the cameras of this machine."
HELP_RULES: Final = "Check the rules, and show how the library's genres are understood."
HELP_RULES_JSON: Final = "print one JSON object"
HELP_FORGET: Final = "Delete all that was learnt and kept; Mopidy must be stopped."


def command() -> Any:
    """Return the command in the form that the running Mopidy wants."""
    try:
        from mopidy.commands import Command  # noqa: PLC0415 - gone from Mopidy 4
    except ImportError:
        return _command_for_mopidy_4()
    return _command_for_mopidy_3(Command)


def _command_for_mopidy_3(base: Any) -> Any:
    class Watch(base):
        help = HELP_WATCH

        def __init__(self) -> None:
            super().__init__()
            self.add_argument("--json", action="store_true", dest="as_json", help=HELP_JSON)
            # Mopidy 3 takes all that follows a positional argument as it is: options, too.
            self.add_argument("words", nargs="...", metavar="SOURCE", help=HELP_SOURCE)

        def run(self, args: Any, config: Mapping[str, Any]) -> int:
            parser = argparse.ArgumentParser("mopidy moodcam watch", description=HELP_WATCH)
            parser.add_argument("source", help=HELP_SOURCE)
            parser.add_argument("--json", action="store_true", dest="as_json", help=HELP_JSON)
            words = parser.parse_args(args.words)
            as_json = args.as_json or words.as_json
            return watch(Settings.read(config), words.source, as_json=as_json)

    class Cameras(base):
        help = HELP_CAMERAS

        def run(self, args: Any, config: Mapping[str, Any]) -> int:  # noqa: ARG002
            return cameras()

    class Rules(base):
        help = HELP_RULES

        def __init__(self) -> None:
            super().__init__()
            self.set(base_verbosity_level=-1)  # starting the backends is no news
            self.add_argument("--json", action="store_true", dest="as_json", help=HELP_RULES_JSON)

        def run(self, args: Any, config: Mapping[str, Any]) -> int:
            return rules(config, as_json=args.as_json)

    class Forget(base):
        help = HELP_FORGET

        def run(self, args: Any, config: Mapping[str, Any]) -> int:  # noqa: ARG002
            return forget(config)

    class Group(base):
        help = HELP

        def run(self, args: Any, config: Mapping[str, Any]) -> int:  # noqa: ARG002
            print(self.format_help("mopidy moodcam"))
            return EXIT_FAILED

    group = Group()
    group.add_child("watch", Watch())
    group.add_child("cameras", Cameras())
    group.add_child("rules", Rules())
    group.add_child("forget", Forget())
    return group


def _command_for_mopidy_4() -> Any:
    import cyclopts  # noqa: PLC0415 # pyright: ignore[reportMissingImports] - comes with Mopidy 4
    from mopidy.config import Config  # noqa: PLC0415 # pyright: ignore[reportAttributeAccessIssue]

    def run_watch(source: Any, /, *, as_json: Any = False) -> None:
        sys.exit(watch(Settings.read(Config.get_global()), source, as_json=as_json))

    def run_cameras() -> None:
        sys.exit(cameras())

    def run_rules(*, as_json: Any = False) -> None:
        sys.exit(rules(Config.get_global(), as_json=as_json))

    def run_forget() -> None:
        sys.exit(forget(Config.get_global()))

    flag = cyclopts.Parameter(name="--json", help=HELP_JSON, negative=())
    rules_flag = cyclopts.Parameter(name="--json", help=HELP_RULES_JSON, negative=())
    run_rules.__annotations__ = {"as_json": Annotated[bool, rules_flag]}
    run_watch.__annotations__ = {
        "source": Annotated[str, cyclopts.Parameter(help=HELP_SOURCE)],
        "as_json": Annotated[bool, flag],
    }
    app = cyclopts.App(name="moodcam", help=HELP)
    app.command(run_watch, name="watch", help=HELP_WATCH)
    app.command(run_cameras, name="cameras", help=HELP_CAMERAS)
    app.command(run_rules, name="rules", help=HELP_RULES)
    app.command(run_forget, name="forget", help=HELP_FORGET)
    return app


@dataclass(frozen=True, slots=True)
class Look:
    """One picture to look at: `name` and `time_s` for the output, and whether it stands alone."""

    name: str
    time_s: float
    frame: Frame
    alone: bool


def watch(settings: Settings, source: str, *, as_json: bool) -> int:
    """Print what is seen in a camera (until interrupted), a clip or photos; return the exit code.

    Clips are read frame by frame, as fast as the machine can, and the mood follows the clip's own
    time.
    """
    from mopidy_moodcam.vision.sources import CameraError  # noqa: PLC0415 - OpenCV takes time
    from mopidy_moodcam.vision.watcher import Eye, mood_filter  # noqa: PLC0415

    eye = Eye(settings.model, settings.detect_every)
    if eye.error:
        print(eye.error, file=sys.stderr)
        return EXIT_FAILED
    moods = mood_filter(settings)
    try:
        for look in _looks(source, settings.fps):
            seen = _describe(eye, look)
            if not look.alone:
                expression = seen["expression"]
                seen["mood"] = mood_part(moods.update(expression, look.time_s), epoch_s=0.0)
            print(json.dumps(seen) if as_json else _line(seen), flush=True)
            if eye.error:
                print(eye.error, file=sys.stderr)
                return EXIT_FAILED
    except CameraError as error:
        print(error, file=sys.stderr)
        return EXIT_FAILED
    except KeyboardInterrupt:
        return 0
    return 0


def cameras() -> int:
    """Print each video device and whether it delivers a picture; return the exit code."""
    from mopidy_moodcam.vision.sources import CameraError, find_devices, open_source  # noqa: PLC0415

    devices = find_devices()
    if not devices:
        print("No video device was found: connect a camera, or use an address or a clip.")
        return EXIT_FAILED
    for device in devices:
        try:
            with closing(open_source(str(device))) as source:
                image = source.retrieve()
        except CameraError as error:
            print(error)
        else:
            size = "no picture" if image is None else f"{image.shape[1]}x{image.shape[0]} pixels"
            print(f"{device}: {size}")
    return 0


def rules(mopidy_config: Mapping[str, Any], *, as_json: bool) -> int:
    """Print how the rules and the library's genres are understood; return the exit code.

    That is 0, or 1 when the rules cannot be used, or 2 when there is no library to look at.
    """
    from mopidy_moodcam.music.offline import read_library  # noqa: PLC0415 - NumPy takes time
    from mopidy_moodcam.music.rules import RulesError, load_rules  # noqa: PLC0415
    from mopidy_moodcam.music.survey import lines, survey  # noqa: PLC0415

    path = Settings.read(mopidy_config).rules
    try:
        loaded = load_rules(path)
    except RulesError as error:
        print(error, file=sys.stderr)
        return EXIT_FAILED
    tracks, problems = read_library(mopidy_config)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not tracks:
        print(
            "There is no library: run `mopidy local scan`, or enable a backend that has music.",
            file=sys.stderr,
        )
        return EXIT_NO_LIBRARY
    found = survey(tracks, loaded)
    if as_json:
        about = {"file": str(path) if path else None, "doubts": loaded.doubts}
        print(json.dumps({"rules": about, **found.to_json(), "problems": problems}))
    else:
        print(f"Rules: {path or 'the default ones'}, without a mistake.")
        print("\n".join((*loaded.doubts, "", *lines(found))))
    return 0


def forget(mopidy_config: Mapping[str, Any]) -> int:
    """Delete all that MoodCam has learnt and kept, unless Mopidy runs; return the exit code."""
    from mopidy_moodcam import Extension  # noqa: PLC0415 - it imports this module
    from mopidy_moodcam.music import kept  # noqa: PLC0415 - NumPy takes time

    address = kept.running_at(mopidy_config)
    if address:
        print(
            f"Mopidy runs (it answers at {address}) and would write again what it remembers: stop "
            f"it, then run this command again.",
            file=sys.stderr,
        )
        return EXIT_FAILED
    config: Any = mopidy_config
    folder = Extension.get_data_dir(config)
    try:
        names = kept.forget(folder)
    except OSError as error:
        print(
            f"{error.filename} cannot be deleted ({(error.strerror or str(error)).lower()}): run "
            f"this command as the user that Mopidy runs as, or delete the file yourself.",
            file=sys.stderr,
        )
        return EXIT_FAILED
    print(f"Deleted in {folder}: {', '.join(names)}." if names else f"Nothing is kept in {folder}.")
    return 0


def _looks(source: str, fps: float) -> Iterator[Look]:
    """Yield the pictures of a source: photos one by one, a clip to its end, a camera for ever."""
    from mopidy_moodcam.vision.sources import ClipSource  # noqa: PLC0415

    path = Path(source).expanduser()
    if path.is_dir():
        photos = sorted(p for p in path.iterdir() if p.suffix.lower() in PHOTO_SUFFIXES)
        yield from (_photo(photo) for photo in photos)
    elif path.suffix.lower() in PHOTO_SUFFIXES:
        yield _photo(path)
    elif path.is_file():
        with closing(ClipSource(path.name, path, loop=False, paced=False)) as clip:
            yield from _clip(clip)
    else:
        yield from _live(source, fps)


def _photo(path: Path) -> Look:
    from mopidy_moodcam.vision.camera import Frame  # noqa: PLC0415
    from mopidy_moodcam.vision.sources import read_photo  # noqa: PLC0415

    start_s = time.perf_counter()
    image = read_photo(path)
    read_ms = (time.perf_counter() - start_s) * 1e3
    return Look(str(path), 0.0, Frame(image, 0.0, str(path), read_ms), alone=True)


def _clip(clip: ClipSource) -> Iterator[Look]:
    from mopidy_moodcam.vision.camera import Frame  # noqa: PLC0415

    start_s = time.perf_counter()
    while clip.grab():
        image = clip.retrieve()
        if image is not None:
            read_ms = (time.perf_counter() - start_s) * 1e3
            frame = Frame(image, clip.position_s, clip.name, read_ms)
            yield Look(clip.name, clip.position_s, frame, alone=False)
        start_s = time.perf_counter()


def _live(source: str, fps: float) -> Iterator[Look]:
    from mopidy_moodcam.vision.camera import Camera  # noqa: PLC0415
    from mopidy_moodcam.vision.sources import CameraError  # noqa: PLC0415

    camera = Camera(source, fps)
    camera.start()
    try:
        start_s = last_s = time.monotonic()
        while True:
            frame = camera.newest(last_s, timeout_s=1.0)
            if frame is not None:
                last_s = frame.time_s
                yield Look(frame.source, frame.time_s - start_s, frame, alone=False)
            elif camera.state.error:
                raise CameraError(camera.state.error)
    finally:
        camera.stop()


def _describe(eye: Eye, look: Look) -> dict[str, Any]:
    if look.alone:
        eye.forget()
    face, expression, timing_ms = eye.look(look.frame)
    return {
        "source": look.name,
        "time_s": round(look.time_s, 3),
        "face": face_part(face) if face else None,
        "expression": expression_part(expression.probabilities) if expression else None,
        "timing_ms": {step: round(value, 2) for step, value in timing_ms.items()},
    }


def _line(seen: dict[str, Any]) -> str:
    """Return an observation for people: time, the most probable emotions, the mood."""
    expression: dict[str, float] | None = seen["expression"]
    if expression is None:
        shows = "no face"
    else:
        best = sorted(expression.items(), key=lambda item: -item[1])[:2]
        shows = ", ".join(f"{label} {value:.0%}" for label, value in best)
    mood = seen.get("mood")
    end = f" → {mood['emoji']} {mood['emotion']}" if mood else ""
    return f"{seen['source']} {seen['time_s']:.2f} s: {shows}{end}"
