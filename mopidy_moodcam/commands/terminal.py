"""Where a command writes: in colour on a terminal, as plain lines into a pipe or a file."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from typing import TextIO

    from rich.console import Console

# Names of files and tags may hold what moves the cursor, colours, or forges a line.
_CONTROLS: Final = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029), "\ufffd")
_DUMB: Final = frozenset({"dumb", "unknown"})  # values of TERM that can neither move nor colour


class Exit(IntEnum):
    """The exit codes of all commands; docs/commands.md lists them for scripts."""

    OK = 0
    FAILED = 1
    USAGE = 2  # argparse's own
    NOTHING = 3  # there is nothing to work on: no camera, no library, an empty folder
    INTERRUPTED = 130  # 128 and the signal's number, as shells have it
    CLOSED_PIPE = 141


class CommandError(Exception):
    """A command cannot do its work; the message is one sentence for the user."""

    def __init__(self, sentence: str, code: Exit = Exit.FAILED) -> None:
        """Say what is wrong, and with which code the command ends."""
        super().__init__(sentence)
        self.code = code


class Terminal:
    """Standard output and standard error, as people or programs read them.

    What is asked for goes to standard output, everything else to standard error. Each line is
    flushed, so that a program that reads it need not wait.
    """

    def __init__(self, out: TextIO | None = None, err: TextIO | None = None) -> None:
        """Write to the process's own streams, or to others."""
        self.out = out or sys.stdout
        self._err = err or sys.stderr
        self.interactive = self.out.isatty() and os.environ.get("TERM") not in _DUMB
        reconfigure: Any = getattr(self.out, "reconfigure", None)
        if reconfigure is not None:  # an emoji is no reason to end where the locale has none
            reconfigure(errors="replace")

    @cached_property
    def console(self) -> Console:
        """What draws on a terminal; only to be used where `interactive`."""
        from rich.console import Console  # noqa: PLC0415 - takes time, and pipes need none

        return Console(file=self.out, highlight=False, emoji=False)

    def line(self, text: str = "", style: str = "") -> None:
        """Write a line; `style` is rich's, and is left out in a pipe.

        Control characters are replaced, here as in `table` and `error`.
        """
        text = text.translate(_CONTROLS)
        if self.interactive and style:
            from rich.text import Text  # noqa: PLC0415

            self.console.print(Text(text, style=style), soft_wrap=True)
        else:
            self.out.write(f"{text}\n")
        self.out.flush()

    def json(self, value: Any) -> None:
        """Write a value as one line of JSON."""
        self.line(json.dumps(value))

    def table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        styles: Sequence[str] = (),
        *,
        right: frozenset[int] = frozenset(),
    ) -> None:
        """Write rows under a head, aligned; columns in `right` to the right.

        `styles` are those of the rows, as rich has them.
        """
        rows = [[cell.translate(_CONTROLS) for cell in row] for row in rows]
        if self.interactive:
            self._draw_table(head, rows, styles, right)
            return
        widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
        for row in (head, *rows):
            cells = (
                cell.rjust(width) if number in right else cell.ljust(width)
                for number, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            self.line("  ".join(cells).rstrip())

    def _draw_table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        styles: Sequence[str],
        right: frozenset[int],
    ) -> None:
        from rich.box import SIMPLE_HEAD  # noqa: PLC0415
        from rich.table import Table  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        for number, name in enumerate(head):
            table.add_column(name, justify="right" if number in right else "left", overflow="fold")
        for number, row in enumerate(rows):
            style = styles[number] if styles else None
            table.add_row(*map(Text, row), style=style)
        self.console.print(table)

    def error(self, sentence: str) -> None:
        """Write what went wrong to standard error."""
        sentence = sentence.translate(_CONTROLS)
        red = self._err.isatty() and os.environ.get("TERM") not in _DUMB
        red = red and not os.environ.get("NO_COLOR")
        self._err.write(f"\x1b[31m{sentence}\x1b[0m\n" if red else f"{sentence}\n")
        self._err.flush()

    @contextmanager
    def working(self, text: str) -> Generator[None]:
        """Show on a terminal that something takes its time."""
        if not self.interactive:
            yield
            return
        with self.console.status(text):
            yield

    def confirm(self, question: str) -> bool:
        """Ask a person; anything but a yes is a no.

        Raises CommandError where there is nobody to ask.
        """
        if not (sys.stdin.isatty() and self.out.isatty()):
            sentence = "There is no terminal to ask at: run it in one, or add --yes."
            raise CommandError(sentence, Exit.USAGE)
        self.out.write(f"{question} [y/N] ")
        self.out.flush()
        return sys.stdin.readline().strip().lower() in {"y", "yes"}

    def leave(self) -> None:
        """Write no more to what takes nothing; the interpreter flushes once again at exit."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.out.fileno())
        os.close(nowhere)
