"""`make test` itself: how it deals with the second system."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests import check

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    sys.version_info >= check.MOPIDY_4_NEEDS, reason="this system is the second one itself"
)


@pytest.fixture
def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file in the place of the script that enters the other system."""
    script = tmp_path / "debian13"
    monkeypatch.setattr(check, "DEBIAN13", script)
    return script


def write(script: Path, text: str) -> None:
    script.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    script.chmod(0o755)


@pytest.mark.parametrize(
    ("text", "passed", "shown"),
    [
        ("echo 9 passed", True, "In Debian 13:\n9 passed\n"),
        ("echo 1 failed; exit 1", False, "In Debian 13:\n1 failed\n"),
        (
            "echo debian13: no; exit 77",
            True,
            "left out: the tests with Mopidy 4 in a Debian 13 (debian13: no)\n",
        ),
    ],
)
def test_what_the_second_system_says_is_shown_and_counts(
    pretend: Path, text: str, passed: object, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(pretend, text)
    with check.second_system(dict(os.environ)) as second:
        assert second is not None
        assert second.passed() == passed
    assert capsys.readouterr().out == shown


def interrupt_as_soon_as(there: Path) -> None:
    with check.second_system(dict(os.environ)):
        while not there.is_file():
            time.sleep(0.01)
        raise KeyboardInterrupt


def test_an_interrupt_ends_the_second_system(pretend: Path, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    write(pretend, f"echo $$ >{pid}.new; mv {pid}.new {pid}; exec sleep 1234567")
    with pytest.raises(KeyboardInterrupt):
        interrupt_as_soon_as(pid)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text(encoding="utf-8")), 0)


def test_what_runs_once_is_there() -> None:
    for pattern in check.ONCE:
        assert list(check.ROOT.glob(pattern)), pattern
