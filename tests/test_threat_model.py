"""The threat model promises nothing that no test shows."""

from __future__ import annotations

import re

from tests.conftest import ROOT

DOCUMENT = ROOT / "docs" / "threat-model.md"


def promised() -> list[str]:
    return re.findall(r"`(test_\w+)`", DOCUMENT.read_text(encoding="utf-8"))


def test_every_test_that_is_named_exists_once() -> None:
    defined = [
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", file.read_text("utf-8"), re.MULTILINE)
    ]
    for name in promised():
        assert defined.count(name) == 1, name


def test_every_row_names_a_test_or_says_that_nothing_stops_it() -> None:
    rows = re.findall(
        r"^\| (?!what|---)(.+?) \| (.+) \| (.+?) \|$", DOCUMENT.read_text("utf-8"), re.MULTILINE
    )
    assert len(rows) > 30
    for threat, answer, tests in rows:
        if tests == "-":
            assert re.match(r"not |in `mopidy.conf`|libjpeg", answer), threat
        else:
            assert re.fullmatch(r"`test_\w+`(, `test_\w+`)*", tests), threat
