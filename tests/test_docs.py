"""The documents say what the code does."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
import textwrap
from configparser import ConfigParser
from typing import TYPE_CHECKING

import pytest
from tornado.web import RequestHandler

from mopidy_moodcam.commands.hook import entry_of
from mopidy_moodcam.commands.overview import COMMANDS as COMMAND_LINE
from mopidy_moodcam.music.rules import load_rules
from mopidy_moodcam.web.api import UnknownApi
from mopidy_moodcam.web.app import ROUTES
from mopidy_moodcam.web.schema import COMMANDS, check_for_http
from mopidy_moodcam.web.state import State
from tests.conftest import ROOT
from tests.test_extension import checked

if TYPE_CHECKING:
    from pathlib import Path

API = ROOT / "docs" / "api.md"
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"(?:^    .*\n|^\n(?=    ))+", re.MULTILINE)
SPAN = re.compile(r"`([^`\n]+)`")
PLACES = "benchmarks|demo|handbook|mopidy_moodcam|packaging|tests|training|webclient"


def section(title: str) -> str:
    """What stands below a heading of api.md."""
    return re.split(rf"^## {title}$", API.read_text("utf-8"), flags=re.MULTILINE)[1].split("\n## ")[
        0
    ]


def test_the_state_is_documented_as_it_is() -> None:
    documented = re.findall(r"^\| `(\w+)` \|", section("State"), re.MULTILINE)
    assert sorted(documented) == sorted(State.__annotations__)


def test_the_commands_are_documented_as_they_are_with_every_field() -> None:
    documented = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", section("Commands"), re.MULTILINE))
    assert list(documented) == list(COMMANDS)
    for name, command in COMMANDS.items():
        assert re.findall(r"`(\w+)`: ", documented[name]) == list(command.fields)


def test_the_routes_are_documented_as_they_are() -> None:
    documented = re.findall(r"^\| `(\w+) /moodcam(/\S+)` \|", API.read_text("utf-8"), re.MULTILINE)
    found = set[type]()
    for method, path in documented:
        handler = next(h for pattern, h in ROUTES if re.fullmatch(pattern, path))
        assert getattr(handler, method.lower()) is not getattr(RequestHandler, method.lower())
        found.add(handler)
    assert found == {handler for _, handler in ROUTES} - {UnknownApi}


def test_every_command_has_an_example_with_fields_that_pass() -> None:
    shown = re.findall(
        r"^    curl .*? -d '(.*?)' \S+/api/(\w+)$", section("Commands"), re.MULTILINE
    )
    for body, name in shown:
        check_for_http(name, json.loads(body))
    assert [name for _, name in shown] == [name for name in COMMANDS if name != "pictures"]


def test_no_link_between_the_documents_is_broken() -> None:
    for document in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for link in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
            if "://" not in link:
                assert (document.parent / link).exists(), f"{document.name}: {link}"


def blocks(document: Path, language: str) -> list[str]:
    """A document's blocks of code in a language, indented ones counting as any."""
    text = document.read_text(encoding="utf-8")
    fenced = [code for name, code in FENCED.findall(text) if name == language]
    return fenced + [textwrap.dedent(code) for code in INDENTED.findall(FENCED.sub("", text))]


def shown(document: Path) -> list[str]:
    """All code that a document shows, as lines: of its blocks, and in its sentences."""
    text = document.read_text(encoding="utf-8")
    lines = [line for _, code in FENCED.findall(text) for line in code.splitlines()]
    text = FENCED.sub("", text)
    lines += [line for code in INDENTED.findall(text) for line in code.splitlines()]
    return [line.strip() for line in lines] + SPAN.findall(text)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_command_shown_can_be_given(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for line in shown(document):
        for words in re.findall(r"\bmopidy(?:ctl)? moodcam (\w[^|>]*)", line):
            name, *arguments = shlex.split(words, comments=True)
            assert name in COMMAND_LINE, line
            try:
                entry_of(name).parser().parse_args(arguments)
            except SystemExit:
                pytest.fail(f"{line}: {capsys.readouterr().err}")
        for module in re.findall(r"\bpython3? -m ([\w.]+)", line):
            assert importlib.util.find_spec(module), line
        for target in re.findall(r"(?:^|&& )make (\w+)", line):
            assert target in targets, line


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_file_named_is_there(document: Path) -> None:
    for line in shown(document):
        if re.fullmatch(rf"(?:{PLACES})/[\w./-]+", line):
            assert (ROOT / line).exists(), f"{document.name} names {line}, which is not there"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_option_shown_is_taken(document: Path) -> None:
    for code in blocks(document, "ini"):
        if "[moodcam]" in code:
            parser = ConfigParser(interpolation=None)
            parser.read_string(code)
            assert checked(**parser["moodcam"])[1] == {}, code


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_rule_shown_is_right(document: Path, tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    for language, code in FENCED.findall(document.read_text(encoding="utf-8")):
        if language == "toml":
            path.write_text(code, encoding="utf-8")
            load_rules(path)


def test_the_architecture_names_every_part_of_the_package() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for part in sorted((ROOT / "mopidy_moodcam").iterdir()):
        if part.name not in {"__pycache__", "py.typed"} and not part.name.startswith("."):
            assert part.name in text, f"docs/architecture.md says nothing of {part.name}"
