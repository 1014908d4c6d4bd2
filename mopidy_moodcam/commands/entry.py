"""What each command consists of, and how one is run."""

from __future__ import annotations

import argparse
import errno
import logging
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.commands.overview import COMMANDS
from mopidy_moodcam.commands.terminal import CommandError, Exit, Terminal
from mopidy_moodcam.sentences import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

    from mopidy_moodcam.settings import Settings

SAID_BY_COMMANDS: Final = ("mopidy_moodcam.vision", "mopidy_moodcam.music.rules")
UNWRITABLE: Final = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
HELP_JSON: Final = "print one JSON object"


@dataclass(frozen=True, slots=True)
class Entry:
    """A command: its name, one of `COMMANDS`, its arguments and what it does.

    `run` gets the parsed arguments, Mopidy's whole configuration and where to write, and returns
    the exit code. It may raise CommandError.
    """

    name: str
    run: Callable[[argparse.Namespace, Mapping[str, Any], Terminal], Exit]
    add_arguments: Callable[[argparse.ArgumentParser], None]

    def parser(self) -> argparse.ArgumentParser:
        """Return what reads the command's arguments."""
        parser = argparse.ArgumentParser(
            f"mopidy moodcam {self.name}", description=COMMANDS[self.name]
        )
        self.add_arguments(parser)
        return parser


def execute(entry: Entry, words: Sequence[str], mopidy_config: Mapping[str, Any]) -> int:
    """Run a command with its words from the command line; return the exit code.

    An interrupt, a reader that has gone, a full disk and an error of the command end it with one
    sentence at most. Wrong arguments raise SystemExit, as argparse does.
    """
    arguments = entry.parser().parse_args(words)
    terminal = Terminal()
    try:
        with _said_once():
            return entry.run(arguments, mopidy_config, terminal)
    except CommandError as error:
        terminal.error(str(error))
        return error.code
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        terminal.leave()
        return Exit.CLOSED_PIPE
    except OSError as error:
        if error.errno not in UNWRITABLE or error.filename is not None:
            raise
        terminal.leave()
        reason = reason_of(error)
        terminal.error(
            f"What was asked for cannot be written ({reason}): make room there, or write elsewhere."
        )
        return Exit.FAILED


@contextmanager
def _said_once() -> Generator[None]:
    """Keep out of the log what a command says itself."""
    levels = {name: logging.getLogger(name).level for name in SAID_BY_COMMANDS}
    for name in levels:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def settings_of(mopidy_config: Mapping[str, Any]) -> Settings:
    """Return the options of the section [moodcam].

    Raises CommandError when MoodCam is turned off or one of its options was refused: then Mopidy
    hands on no options, or not all of them.
    """
    from mopidy_moodcam.settings import Settings  # noqa: PLC0415 - not at Mopidy's start

    section: Mapping[str, Any] = mopidy_config["moodcam"]
    if not section["enabled"]:
        sentence = (
            "MoodCam is turned off in this configuration: `mopidy moodcam doctor` says why, "
            "and what to do."
        )
        raise CommandError(sentence)
    return Settings.read(mopidy_config)
