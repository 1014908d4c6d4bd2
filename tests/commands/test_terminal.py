from __future__ import annotations

import io

import pytest

from mopidy_moodcam.commands.terminal import CommandError, Exit, Terminal


def plain() -> tuple[Terminal, io.StringIO, io.StringIO]:
    out, err = io.StringIO(), io.StringIO()
    return Terminal(out, err), out, err


def test_a_pipe_gets_lines_without_colour() -> None:
    terminal, out, err = plain()
    terminal.line("all is well", "bold green")
    terminal.json({"a": [1, None]})
    terminal.error("but this")
    with terminal.working("Looking ..."):
        terminal.line()
    assert out.getvalue() == 'all is well\n{"a": [1, null]}\n\n'
    assert err.getvalue() == "but this\n"


def test_a_pipe_gets_aligned_columns() -> None:
    terminal, out, _ = plain()
    terminal.table(("n", "name"), [("1", "a"), ("10", "bb")], right=frozenset({0}))
    assert out.getvalue() == " n  name\n 1  a\n10  bb\n"


def test_what_a_name_holds_neither_moves_the_cursor_nor_forges_a_line() -> None:
    terminal, out, err = plain()
    terminal.line("jazz\x1b[31m\nfault  camera\x9b2J")
    terminal.table(("genre",), [("\x1b]0;title\x07",)])
    terminal.error("photo \r.jpg")
    assert (
        out.getvalue() == "jazz\ufffd[31m\ufffdfault  camera\ufffd2J\ngenre\n\ufffd]0;title\ufffd\n"
    )
    assert err.getvalue() == "photo \ufffd.jpg\n"


def test_a_terminal_gets_colour_unless_it_is_dumb(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    screen = Screen()
    Terminal(screen).line("well", "green")
    assert screen.getvalue() == "\x1b[32mwell\x1b[0m\n"
    monkeypatch.setenv("TERM", "dumb")
    screen = Screen()
    Terminal(screen).line("well", "green")
    assert screen.getvalue() == "well\n"


def test_what_the_locale_cannot_write_is_replaced() -> None:
    raw = io.BytesIO()
    terminal = Terminal(io.TextIOWrapper(raw, encoding="ascii"))
    terminal.line("😄 happy")
    assert raw.getvalue() == b"? happy\n"


def test_there_is_nobody_to_ask_in_a_pipe() -> None:
    terminal, _, _ = plain()
    with pytest.raises(CommandError) as refused:
        terminal.confirm("Delete?")
    assert refused.value.code == Exit.USAGE
