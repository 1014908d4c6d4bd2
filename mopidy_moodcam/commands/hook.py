"""How the commands hang in Mopidy: the one place where Mopidy 3 and 4 differ."""

from __future__ import annotations

import logging
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

from mopidy_moodcam.commands.overview import COMMANDS, HELP, overview

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mopidy_moodcam.commands.entry import Entry


def command() -> Any:
    """Return the command `mopidy moodcam` in the form that the running Mopidy wants."""
    try:
        from mopidy.commands import Command  # noqa: PLC0415 - gone from Mopidy 4
    except ImportError:
        return _command_for_mopidy_4()
    return _command_for_mopidy_3(Command)


def entry_of(name: str) -> Entry:
    """Import a command; Mopidy's start does without any."""
    return import_module(f"mopidy_moodcam.commands.{name}").ENTRY


def _command_for_mopidy_3(base: Any) -> Any:
    class Group(base):
        help = HELP

        def __init__(self) -> None:
            super().__init__()
            self.set(base_verbosity_level=-1)  # that Mopidy starts is no news here
            self.add_argument("-h", "--help", action="store_true", dest="wants_help")
            # Mopidy's own parser would refuse options that follow a command's argument.
            self.add_argument("words", nargs="...", metavar="COMMAND", help=overview())

        def set(self, **kwargs: Any) -> None:
            # Of an extension that is turned off, Mopidy 3 runs no command; the doctor must run.
            super().set(**(kwargs | {"extension": None}))

        def run(self, args: Any, config: Mapping[str, Any]) -> int:
            return _dispatch(args.words, config)

    return Group()


def _dispatch(words: Sequence[str], mopidy_config: Mapping[str, Any]) -> int:
    from mopidy_moodcam.commands.entry import execute  # noqa: PLC0415
    from mopidy_moodcam.commands.terminal import Exit  # noqa: PLC0415

    if words and words[0] in COMMANDS:
        return execute(entry_of(words[0]), words[1:], mopidy_config)
    if words:
        sys.stderr.write(f"mopidy moodcam has no command {words[0]!r}.\n")
    (sys.stderr if words else sys.stdout).write(f"{HELP}\n\n{overview()}\n")
    return Exit.USAGE if words else Exit.OK


def _command_for_mopidy_4() -> Any:
    import cyclopts  # noqa: PLC0415 # pyright: ignore[reportMissingImports] - comes with Mopidy 4
    from mopidy.config import Config  # noqa: PLC0415 # pyright: ignore[reportAttributeAccessIssue]

    from mopidy_moodcam.commands.entry import execute  # noqa: PLC0415

    any_word = cyclopts.Parameter(allow_leading_hyphen=True, show=False)

    def runner(entry: Entry) -> Callable[..., None]:
        def run(*words: Any) -> None:
            _log_to_stderr()
            sys.exit(execute(entry, words, Config.get_global()))

        run.__annotations__ = {"words": Annotated[str, any_word]}
        return run

    app = cyclopts.App(name="moodcam", help=HELP)
    for name in COMMANDS:
        entry = entry_of(name)
        text = entry.parser().format_help().partition("\n\n")[2]  # without argparse's own usage
        app.command(runner(entry), name=name, help=text, help_format="plaintext")
    return app


def _log_to_stderr() -> None:
    """Take Mopidy 4's log out of standard output, which is for what was asked for."""
    for handler in logging.getLogger().handlers:
        console: Any = getattr(getattr(handler, "target", handler), "console", None)
        if console is not None:
            console.file = sys.stderr
