from __future__ import annotations

from typing import TYPE_CHECKING

from mopidy_moodcam.commands.entry import execute
from mopidy_moodcam.commands.rules import ENTRY
from tests.commands.program import configuration

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.commands.program import Program


def test_the_rules_show_how_the_library_is_understood(with_library: Program) -> None:
    done = with_library.run("rules")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "Rules: the default ones, without a mistake." in done.stdout
    rows = [line.split() for line in done.stdout.splitlines()]
    assert ["1", "Thrash", "Metal", "thrash", "metal", "angry"] in rows
    assert ["1", "Qwertz"] in rows
    assert any(row[:2] == ["angry", "1"] for row in rows)
    assert "4 tracks, 1 of them without a genre." in done.stdout


def test_the_same_is_there_as_json(with_library: Program) -> None:
    found = with_library.json("rules")
    assert found["tracks"] == 4
    assert found["without_genre"]["tracks"] == 1
    assert found["rules"] == {"file": None, "doubts": []}
    assert found["fitting"]["angry"] == 1
    lofi = next(genre for genre in found["genres"] if genre["tag"] == "Lo-Fi Hip-Hop; Jazz")
    assert [name["genre"] for name in lofi["names"]] == ["lo-fi", "jazz"]
    assert lofi["emotions"][0] == "neutral"


def test_a_terminal_gets_tables(with_library: Program) -> None:
    with with_library.on_terminal("rules") as terminal:
        assert terminal.end() == 0
        assert "\x1b[" in terminal.text
        assert "thrash metal" in terminal.text


def test_a_file_is_checked_without_a_library(program: Program, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text('[happy]\ngenres = { "happy hardcore xyz" = 1.0 }\n', "utf-8")
    bad.write_text("[hapy]\n", "utf-8")
    done = program.run("rules", str(good), "--check")
    assert done.returncode == 0, done.stderr
    assert f"Rules: {good}, with a doubt." in done.stdout
    assert 'genres "happy hardcore xyz" is not a genre that MoodCam knows' in done.stdout
    assert len(program.json("rules", str(good), "--check")["rules"]["doubts"]) == 1
    done = program.run("rules", str(bad), "--check")
    assert (done.returncode, done.stdout) == (1, "")
    assert '[hapy] is not an emotion: did you mean "happy"?' in done.stderr


def test_a_file_that_is_missing_is_not_blamed_on_the_option(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert execute(ENTRY, ["/nowhere.toml", "--check"], configuration()) == 1
    said = capsys.readouterr().err
    assert said.endswith("(no such file or directory): name another FILE.\n")


def test_the_own_rules_are_checked_without_a_name(program: Program, tmp_path: Path) -> None:
    program.configure({"moodcam": {"rules": str(tmp_path / "none.toml")}})
    done = program.run("rules", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "none.toml cannot be read (no such file or directory)" in done.stderr


def test_without_a_library_the_rules_command_says_what_to_do(program: Program) -> None:
    done = program.run("rules", "--json")
    assert (done.returncode, done.stdout) == (3, "")
    assert "There is no library: run `mopidy local scan`" in done.stderr
