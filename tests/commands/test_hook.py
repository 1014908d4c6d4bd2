from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mopidy_moodcam.commands.hook import entry_of
from mopidy_moodcam.commands.overview import COMMANDS

if TYPE_CHECKING:
    from tests.commands.program import Program

NAMES = ("doctor", "cameras", "watch", "rules", "bench", "forget")


def test_there_are_these_commands() -> None:
    assert tuple(COMMANDS) == NAMES
    assert tuple(entry_of(name).name for name in NAMES) == NAMES


def test_the_hook_imports_nothing_that_takes_time() -> None:
    code = (
        "import sys, contextlib, mopidy_moodcam\n"
        "for name in 'mopidy.commands', 'cyclopts':\n"
        "    with contextlib.suppress(ImportError): __import__(name)\n"
        "before = set(sys.modules)\n"
        "mopidy_moodcam.Extension().get_command()\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(*sorted(new & {'torch', 'cv2', 'numpy', 'rich'}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == []


def test_without_a_command_they_are_listed(program: Program) -> None:
    done = program.run()
    assert done.returncode == 0
    for name in NAMES:
        assert name in done.stdout


def test_each_command_explains_its_options(program: Program) -> None:
    done = program.run("watch", "--help")
    assert done.returncode == 0
    for word in ("SOURCE", "--json", "--csv", "--output"):
        assert word in done.stdout + done.stderr


@pytest.mark.parametrize("words", [("wach",), ("watch", "--jsn", "demo"), ("cameras", "now")])
def test_wrong_words_are_refused_with_a_code_of_their_own(
    program: Program, words: tuple[str, ...]
) -> None:
    done = program.run(*words)
    assert done.returncode != 0
    assert words[-1] in done.stdout + done.stderr or words[1] in done.stderr
    assert "Traceback" not in done.stderr


def test_an_error_is_said_once(program: Program) -> None:
    complaints = program.run("watch", "nowhere.mp4").stderr
    assert complaints.count("nowhere.mp4 does not exist") == 1


def test_commands_that_need_options_say_that_moodcam_is_turned_off(program: Program) -> None:
    program.configure({"moodcam": {"enabled": "false"}})
    done = program.run("watch", "demo")
    assert done.returncode == 1
    assert "MoodCam is turned off in this configuration: `mopidy moodcam doctor`" in done.stderr
