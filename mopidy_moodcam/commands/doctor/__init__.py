"""`mopidy moodcam doctor`: what is well, what is not, and the way out, one line each."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.commands.entry import HELP_JSON, Entry
from mopidy_moodcam.commands.terminal import Exit

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

    from mopidy_moodcam.commands.doctor.finding import Finding
    from mopidy_moodcam.commands.terminal import Terminal

STYLES: Final = {"ok": "green", "warning": "yellow", "fault": "bold red"}


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=HELP_JSON)


def _run(
    arguments: argparse.Namespace, mopidy_config: Mapping[str, Any], terminal: Terminal
) -> Exit:
    from mopidy_moodcam.commands.doctor.examination import examine  # noqa: PLC0415
    from mopidy_moodcam.commands.doctor.finding import is_well  # noqa: PLC0415

    findings: list[Finding] = []
    examination = examine(mopidy_config)
    while (finding := _next(examination, terminal)) is not None:
        findings.append(finding)
        if not arguments.json:
            _show(terminal, finding)
    counts = {
        f"{level}s": sum(f.level == level for f in findings) for level in ("fault", "warning")
    }
    if arguments.json:
        terminal.json({"checks": [asdict(finding) for finding in findings], **counts})
    else:
        terminal.line()
        terminal.line(_summary(counts), "bold")
    return Exit.OK if is_well(findings) else Exit.FAILED


def _next(examination: Iterator[Finding], terminal: Terminal) -> Finding | None:
    with terminal.working("Looking ..."):
        return next(examination, None)


def _show(terminal: Terminal, finding: Finding) -> None:
    way_out = f" {finding.way_out}" if finding.way_out else ""
    if not terminal.interactive:
        terminal.line(f"{finding.level:<7}  {finding.check}: {finding.text}{way_out}")
        return
    from rich.text import Text  # noqa: PLC0415 - only on a terminal

    line = Text.assemble(
        (f"{finding.level:<7}", STYLES[finding.level]),
        (f"  {finding.check}: ", "bold"),
        finding.text,
        (way_out, "cyan"),
    )
    terminal.console.print(line, soft_wrap=True)


def _summary(counts: Mapping[str, int]) -> str:
    if not any(counts.values()):
        return "All is well."
    parts = [
        f"{number} {level.removesuffix('s') if number == 1 else level}"
        for level, number in counts.items()
        if number
    ]
    return f"{' and '.join(parts)}; docs/troubleshooting.md explains each sentence."


ENTRY: Final = Entry("doctor", _run, _add_arguments)
