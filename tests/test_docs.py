"""The documents say what the code does."""

from __future__ import annotations

import json
import re

from tornado.web import RequestHandler

from mopidy_moodcam.web.api import UnknownApi
from mopidy_moodcam.web.app import ROUTES
from mopidy_moodcam.web.schema import COMMANDS, check_for_http
from mopidy_moodcam.web.state import State
from tests.conftest import ROOT

API = ROOT / "docs" / "api.md"


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
