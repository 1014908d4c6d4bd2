"""The README's tables of versions and sizes are what their commands print."""

from __future__ import annotations

import re

import pytest

from benchmarks import package, versions
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SIZE_TOLERANCE = 0.1


def rows(text: str) -> list[list[str]]:
    return [re.split(r" *\| *", line.strip("| ")) for line in text.splitlines() if line[:1] == "|"]


def test_the_table_of_versions_has_this_system() -> None:
    table = rows(README[README.index(f"| {' | '.join(versions.HEAD)} |") :].split("\n\n")[0])
    here = versions.versions()
    listed = {row[0]: dict(zip(versions.HEAD, row, strict=True)) for row in table[2:]}
    if here["system"] not in listed:
        pytest.skip(f"the README tells of {', '.join(listed)} and not of {here['system']}")
    for name in versions.HEAD[1:]:
        told, found = listed[here["system"]][name], here[name]
        assert told.split(".")[:2] == found.split(".")[:2], f"{name} {found}"


def test_the_sizes_are_as_they_were_measured() -> None:
    told = {row[0]: row[1] for row in rows(README) if len(row) == 2}
    for what, size in package.measure().items():
        size_mb = size / package.MB
        assert float(told[what]) == pytest.approx(size_mb, rel=SIZE_TOLERANCE, abs=0.1), what
