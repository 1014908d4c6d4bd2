"""`mopidy moodcam rules`: check the rules, and show how the library's genres are understood."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.commands.entry import HELP_JSON, Entry, settings_of
from mopidy_moodcam.commands.terminal import CommandError, Exit

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from mopidy_moodcam.commands.terminal import Terminal
    from mopidy_moodcam.music.rules import Rules
    from mopidy_moodcam.music.survey import Survey

NO_LIBRARY: Final = (
    "There is no library: run `mopidy local scan`, or enable a backend that has music."
)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="rules to check instead of those of moodcam/rules",
    )
    parser.add_argument("--check", action="store_true", help="leave the library alone")
    parser.add_argument("--json", action="store_true", help=HELP_JSON)


def _run(
    arguments: argparse.Namespace, mopidy_config: Mapping[str, Any], terminal: Terminal
) -> Exit:
    from mopidy_moodcam.music.offline import read_library  # noqa: PLC0415 - NumPy takes time
    from mopidy_moodcam.music.rules import RulesError, load_rules  # noqa: PLC0415
    from mopidy_moodcam.music.survey import fitting, survey  # noqa: PLC0415

    path: Path | None = arguments.file or settings_of(mopidy_config).rules
    try:
        rules = load_rules(path)
    except RulesError as error:
        sentence = error.with_way_out("name another FILE") if arguments.file else str(error)
        raise CommandError(sentence) from error
    about = {"file": str(path) if path else None, "doubts": list(rules.doubts)}
    if arguments.check:
        if arguments.json:
            terminal.json({"rules": about})
        else:
            _show_rules(terminal, path, rules, {})
        return Exit.OK
    with terminal.working("Reading the library ..."):
        tracks, problems = read_library(mopidy_config)
        found = survey(tracks, rules)
    for problem in problems:
        terminal.error(problem)
    if not tracks:
        raise CommandError(NO_LIBRARY, Exit.NOTHING)
    fits = fitting(found)
    if arguments.json:
        terminal.json({"rules": about, "fitting": fits, **found.to_json(), "problems": problems})
        return Exit.OK
    _show_rules(terminal, path, rules, fits)
    terminal.line()
    _show_library(terminal, found)
    return Exit.OK


def _show_rules(
    terminal: Terminal, path: Path | None, rules: Rules, fits: Mapping[str, int]
) -> None:
    how = "with a doubt" if rules.doubts else "without a mistake"
    style = "yellow" if rules.doubts else "green"
    terminal.line(f"Rules: {path or 'the default ones'}, {how}.", style)
    for doubt in rules.doubts:
        terminal.line(doubt, "yellow")
    terminal.line()
    rows = [
        (
            emotion,
            str(fits.get(emotion, "-")),
            ", ".join(
                f"{name} {weight:g}" for name, weight in {**rule.genres, **rule.uris}.items()
            ),
        )
        for emotion, rule in rules.by_emotion.items()
    ]
    styles = ["yellow" if row[1] == "0" else "" for row in rows]
    terminal.table(("emotion", "tracks", "plays"), rows, styles, right=frozenset({1}))


def _show_library(terminal: Terminal, found: Survey) -> None:
    from mopidy_moodcam.music.survey import HEAD, rows, summary  # noqa: PLC0415

    terminal.table(HEAD, rows(found), right=frozenset({0}))
    if found.lost:
        terminal.line()
        terminal.line("Not understood:", "yellow")
        for tag, count in found.lost:
            terminal.line(f"{count:>6}  {tag}")
    terminal.line()
    for line in summary(found):
        terminal.line(line)


ENTRY: Final = Entry("rules", _run, _add_arguments)
