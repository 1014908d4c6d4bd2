"""The table of faults names tests that there are, and leaves out none of the tests of faults."""

from __future__ import annotations

import re

from tests.conftest import ROOT

PAGE = ROOT / "docs" / "reliability.md"
ROW = re.compile(r"^\| (?P<fault>[^|]+) \| [^|]+ \| [^|]+ \| (?P<tests>[^|]+) \|$", re.MULTILINE)
DEFINED = re.compile(r"^def (test_\w+)", re.MULTILINE)


def faults() -> dict[str, list[str]]:
    """The tests of each fault in the table of docs/reliability.md."""
    rows = {
        row["fault"]: re.findall(r"`(test_\w+)`", row["tests"])
        for row in ROW.finditer(PAGE.read_text(encoding="utf-8"))
    }
    return {fault: tests for fault, tests in rows.items() if tests}


def defined(pattern: str) -> set[str]:
    files = (ROOT / "tests").rglob(pattern)
    return {name for file in files for name in DEFINED.findall(file.read_text(encoding="utf-8"))}


def test_every_fault_is_shown_by_a_test_that_there_is() -> None:
    documented = faults()
    assert len(documented) >= 25
    there_are = defined("test_*.py")
    for fault, tests in documented.items():
        assert set(tests) <= there_are, f"{fault}: {set(tests) - there_are}"


def test_no_test_of_a_fault_is_left_out_of_the_table() -> None:
    documented = {test for tests in faults().values() for test in tests}
    assert defined("test_faults_*.py") <= documented
