"""The documents say what the code does."""

from __future__ import annotations

import re

from mopidy_moodcam.web.control import COMMANDS
from mopidy_moodcam.web.state import State
from tests.conftest import ROOT
from tests.test_extension import defaults


def rows(document: str) -> dict[str, str]:
    """The first cells of a document's tables, with the second ones."""
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", text, re.MULTILINE))


def test_every_option_is_documented_with_its_default() -> None:
    documented = rows("configuration.md")
    for option, default in defaults().items():
        assert documented.get(option) == (f"`{default}`" if default else "empty"), option


def test_every_command_and_every_part_of_the_state_is_documented() -> None:
    documented = rows("api.md")
    assert documented.keys() >= COMMANDS.keys()
    assert documented.keys() >= State.__annotations__.keys()


def test_no_link_between_the_documents_is_broken() -> None:
    for document in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for link in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
            if "://" not in link:
                assert (document.parent / link).exists(), f"{document.name}: {link}"
