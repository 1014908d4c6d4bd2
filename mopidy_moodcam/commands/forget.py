"""`mopidy moodcam forget`: show and delete all that MoodCam has learnt and kept."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.commands.entry import HELP_JSON, Entry
from mopidy_moodcam.commands.terminal import CommandError, Exit
from mopidy_moodcam.sentences import reason_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mopidy_moodcam.commands.holdings import Holding
    from mopidy_moodcam.commands.terminal import Terminal


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--list", action="store_true", help="show what is kept, delete nothing")
    parser.add_argument("--yes", action="store_true", help="delete without asking")
    parser.add_argument("--json", action="store_true", help=f"with --list: {HELP_JSON}")


def _run(
    arguments: argparse.Namespace, mopidy_config: Mapping[str, Any], terminal: Terminal
) -> Exit:
    from mopidy_moodcam.commands.holdings import holdings  # noqa: PLC0415
    from mopidy_moodcam.music import kept  # noqa: PLC0415 - NumPy takes time

    folder = kept.data_folder(mopidy_config)
    try:
        found = holdings(folder)
    except OSError as error:
        sentence = (
            f"{error.filename} cannot be read ({reason_of(error)}), so what "
            f"is kept is not known: run this command as the user that Mopidy runs as."
        )
        raise CommandError(sentence) from error
    if arguments.list:
        _show(terminal, folder, found, as_json=arguments.json)
        return Exit.OK
    if arguments.json:
        sentence = "--json shows what is kept: add --list."
        raise CommandError(sentence, Exit.USAGE)
    address = kept.running_at(mopidy_config)
    if address:
        sentence = (
            f"Mopidy runs (it answers at {address}) and would write again what it remembers: stop "
            f"it, then run this command again."
        )
        raise CommandError(sentence)
    if not found:
        terminal.line(f"Nothing is kept in {folder}.")
        return Exit.OK
    hidden = kept.hidden_by(mopidy_config)
    if hidden:
        _warn(terminal, hidden, meant=arguments.yes)
    if not arguments.yes:
        _show(terminal, folder, found, as_json=False)
        if not terminal.confirm("Delete all of it?"):
            terminal.line("Nothing was deleted.")
            return Exit.FAILED
    try:
        names = kept.forget(folder)
    except OSError as error:
        sentence = (
            f"{error.filename} cannot be deleted ({reason_of(error)}): run "
            f"this command as the user that Mopidy runs as, or delete the file yourself."
        )
        raise CommandError(sentence) from error
    terminal.line(f"Deleted in {folder}: {', '.join(names)}.")
    return Exit.OK


def _warn(terminal: Terminal, hidden: str, *, meant: bool) -> None:
    """Say that Mopidy may run; raise CommandError where `--yes` does not tell that it does not."""
    unknown = f"{hidden}, so whether Mopidy runs is not known"
    if not meant:
        sentence = (
            f"{unknown}: stop it, since it would write again what it remembers, then run this "
            f"command with --yes."
        )
        raise CommandError(sentence)
    terminal.error(
        f"{unknown}: if it does, stop it and run this command again, since it writes again what it "
        f"remembers."
    )


def _show(terminal: Terminal, folder: Path, found: Sequence[Holding], *, as_json: bool) -> None:
    if as_json:
        terminal.json({"folder": str(folder), "files": [asdict(each) for each in found]})
        return
    if not found:
        terminal.line(f"Nothing is kept in {folder}.")
        return
    terminal.line(f"Kept in {folder}:", "bold")
    for each in found:
        changed = time.strftime("%Y-%m-%d %H:%M", time.localtime(each.changed))
        terminal.line()
        terminal.line(f"{each.file}: {each.bytes} bytes, written {changed}", "bold")
        for what, count in each.holds.items():
            terminal.line(f"{count:>8}  {what}")
        if each.problem:
            terminal.line(f"          {each.problem}", "yellow")


ENTRY: Final = Entry("forget", _run, _add_arguments)
