"""`mopidy moodcam watch`: show what is seen in a camera, a clip or photos, without playing."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.commands.entry import Entry, settings_of
from mopidy_moodcam.commands.terminal import CommandError, Exit
from mopidy_moodcam.sentences import reason_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from mopidy_moodcam.commands.looks import Kind, Look
    from mopidy_moodcam.commands.records import Record, Sink
    from mopidy_moodcam.commands.terminal import Terminal
    from mopidy_moodcam.mood import MoodFilter
    from mopidy_moodcam.vision.eye import Eye

HELP_SOURCE: Final = (
    "a camera (auto, demo, number, device, address), a clip, a photo or a folder of photos; "
    "without it, the camera of mopidy.conf"
)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", nargs="?", metavar="SOURCE", help=HELP_SOURCE)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object a line")
    form.add_argument("--csv", action="store_true", help="print CSV, a row for each picture")
    parser.add_argument(
        "--output",
        metavar="FILE",
        type=Path,
        help="write JSON or CSV there instead, as --json, --csv or the ending .csv says",
    )


def _run(
    arguments: argparse.Namespace, mopidy_config: Mapping[str, Any], terminal: Terminal
) -> Exit:
    from mopidy_moodcam.commands.looks import Unreadable, kind_of, looks  # noqa: PLC0415
    from mopidy_moodcam.vision.eye import Eye  # noqa: PLC0415
    from mopidy_moodcam.vision.sources import CameraError  # noqa: PLC0415 - OpenCV takes time
    from mopidy_moodcam.vision.watcher import mood_filter  # noqa: PLC0415

    settings = settings_of(mopidy_config)
    source = str(arguments.source or settings.camera)
    kind = kind_of(source)
    pictures = looks(source, settings.fps)
    try:
        with ExitStack() as stack:
            stack.callback(pictures.close)
            first = next(pictures, None)  # what cannot be opened is said before torch is imported
            written = _sinks(arguments, terminal, stack)
            with terminal.working("Loading the networks ..."):
                eye = Eye(settings.model, settings.detect_every)
            if eye.error:
                raise CommandError(eye.error)
            to_stdout = bool(written) and arguments.output is None
            sinks = written if to_stdout else [*written, _view(terminal, stack, kind)]
            moods = mood_filter(settings)
            unreadable = 0
            for look in chain([first] if first else [], pictures):
                if isinstance(look, Unreadable):
                    terminal.error(look.sentence)
                    unreadable += 1
                    continue
                record = _see(eye, moods, look)
                for sink in sinks:
                    sink.show(record)
                if eye.error:
                    raise CommandError(eye.error)
    except CameraError as error:
        named = bool(arguments.source)
        sentence = error.with_way_out("name another SOURCE") if named else str(error)
        raise CommandError(sentence) from error
    except KeyboardInterrupt:
        if kind == "camera":
            return Exit.OK  # it has no other end
        raise
    return Exit.FAILED if unreadable else Exit.OK


def _sinks(arguments: argparse.Namespace, terminal: Terminal, stack: ExitStack) -> list[Sink]:
    """Return what takes the records where JSON or CSV is wanted."""
    from mopidy_moodcam.commands.records import CsvRows, JsonLines  # noqa: PLC0415

    path: Path | None = arguments.output
    if path is None:
        if arguments.csv:
            return [CsvRows(terminal.out)]
        return [JsonLines(terminal.out)] if arguments.json else []
    try:
        out = stack.enter_context(
            path.expanduser().open("w", encoding="utf-8", errors="replace", newline="")
        )
    except OSError as error:
        reason = reason_of(error)
        sentence = f"{path} cannot be written ({reason}): name another file for --output."
        raise CommandError(sentence) from error
    as_csv = arguments.csv or (path.suffix.lower() == ".csv" and not arguments.json)
    return [CsvRows(out) if as_csv else JsonLines(out)]


def _view(terminal: Terminal, stack: ExitStack, kind: Kind) -> Sink:
    """Return what shows the records to people."""
    from mopidy_moodcam.commands.records import Lines  # noqa: PLC0415

    if not terminal.interactive or kind == "photos":
        return Lines(terminal)
    from mopidy_moodcam.commands.live import LiveView  # noqa: PLC0415 - only on a terminal

    return stack.enter_context(
        LiveView(terminal.console, "Ctrl-C ends." if kind == "camera" else "")
    )


def _see(eye: Eye, moods: MoodFilter, look: Look) -> Record:
    from mopidy_moodcam.commands.records import Record  # noqa: PLC0415

    if look.alone:
        eye.forget()
    face, expression, timing_ms = eye.look(look.frame)
    probabilities = expression.probabilities if expression else None
    mood = None if look.alone else moods.update(probabilities, look.time_s)
    return Record(look.name, look.time_s, face, probabilities, timing_ms, mood)


ENTRY: Final = Entry("watch", _run, _add_arguments)
