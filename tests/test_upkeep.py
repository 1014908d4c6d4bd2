"""What is used has no known hole, and what is shipped says under which licence."""

from __future__ import annotations

import re
import shutil
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from handbook import licences
from tests import audit
from tests.conftest import ROOT

HOLE = {
    "id": "PYSEC-2024-1",
    "aliases": ["CVE-2024-1", "GHSA-aaaa-bbbb-cccc"],
    "fix_versions": ["2.0"],
    "description": "a hole",
}
PYTHON_REPORT = {
    "dependencies": [
        {"name": "good", "version": "1.0", "vulns": []},
        {"name": "bad", "version": "1.0", "vulns": [HOLE]},
        {"name": "unheard-of", "skip_reason": "Dependency not found"},
    ]
}
NPM_REPORT = {
    "vulnerabilities": {
        "bad": {
            "via": [
                {
                    "url": "https://github.com/advisories/GHSA-dddd-eeee-ffff",
                    "severity": "high",
                    "title": "a hole",
                }
            ]
        },
        "above": {"via": ["bad"]},
    }
}


def test_a_hole_in_a_python_package_is_found() -> None:
    (found,) = audit.python_findings(PYTHON_REPORT)
    assert str(found) == "bad 1.0: PYSEC-2024-1, CVE-2024-1, GHSA-aaaa-bbbb-cccc: fixed in 2.0"


def test_a_hole_in_an_npm_package_is_found_once() -> None:
    (found,) = audit.npm_findings(NPM_REPORT)
    assert str(found) == "bad: GHSA-dddd-eeee-ffff: high: a hole"


def test_where_nothing_can_be_looked_up_it_is_not_called_good() -> None:
    skipped = {"dependencies": [{"name": "good", "skip_reason": "not found on PyPI"}]}
    with pytest.raises(audit.UnreachableError, match="not found on PyPI"):
        audit.python_findings(skipped)
    with pytest.raises(audit.UnreachableError, match="405 Method Not Allowed"):
        audit.npm_findings({"message": "405 Method Not Allowed - POST", "statusCode": 405})


@pytest.mark.parametrize("name", ["PYSEC-2024-1", "GHSA-aaaa-bbbb-cccc"])
def test_a_finding_may_be_only_with_a_reason(name: str) -> None:
    findings = audit.python_findings(PYTHON_REPORT)
    assert audit.judge(findings, {}) == ([f"FOUND: {findings[0]}"], False)
    lines, good = audit.judge(findings, {name: "it is not called here"})
    assert good
    assert lines == [f"known (it is not called here): {findings[0]}"]


def answers(monkeypatch: pytest.MonkeyPatch, python: Any, npm: Any) -> None:
    def run(command: list[str], _: Path) -> Any:
        answer = npm if command[0] == "npm" else python
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(audit, "run", run)


def test_offline_it_says_so_in_a_line_each_and_passes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    offline = audit.UnreachableError("no answer within 120 s")
    answers(monkeypatch, offline, offline)
    assert audit.main() == 0
    assert capsys.readouterr().out.splitlines() == [
        f"left out: {name} (the advisories cannot be reached: no answer within 120 s)"
        for name in ("pip-audit", "npm audit")
    ]


def test_a_real_finding_fails_though_the_other_cannot_be_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(monkeypatch, audit.UnreachableError("no answer"), NPM_REPORT)
    assert audit.main() == 1
    assert "FOUND: bad: GHSA-dddd-eeee-ffff" in capsys.readouterr().out


def test_a_program_that_dies_or_is_missing_counts_as_unreachable(tmp_path: Path) -> None:
    with pytest.raises(audit.UnreachableError, match="Name or service not known"):
        audit.run(["sh", "-c", "echo Name or service not known >&2; exit 1"], tmp_path)
    with pytest.raises(audit.UnreachableError, match="is not installed"):
        audit.run(["no-such-program"], tmp_path)


def test_what_is_ignored_has_a_reason() -> None:
    for name, reason in audit.ignored_findings().items():
        assert re.match(r"(GHSA|PYSEC|CVE)-", name)
        assert len(reason) > 20


def test_dependencies_are_bounded_above() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    assert [line for line in wanted if "<" not in line and "==" not in line] == []


def test_every_file_of_the_package_belongs_to_one_part_with_a_licence() -> None:
    parts = licences.parts()
    files = licences.shipped_files()
    assert Path("vision/models/face_landmark.tflite") in files
    for file in files:
        holding = [part.name for part in parts if part.holds(file)]
        assert len(holding) == 1, (file, holding)
    assert all(part.licence and part.by for part in parts)


def test_every_package_that_is_asked_for_is_listed_with_its_licence() -> None:
    listed = dict(re.findall(r"^\| (\S+) \| ([^|]+) \|", page(), re.MULTILINE))
    for name in licences.requirements():
        assert listed[name] == licences.licence_of(name) != "unknown", name


def test_every_npm_package_in_the_page_is_listed_and_has_its_notice_beside_it() -> None:
    if shutil.which("npm", path=str(ROOT / ".venv" / "bin")) is None:
        pytest.skip("node is not installed here: the page is built on one system only")
    static = licences.PACKAGE / "web" / "static"
    notices = "\n".join(path.read_text("utf-8") for path in static.glob("LICENSE.*.txt"))
    found = licences.bundled()
    assert "svelte" in found
    for name, licence in found.items():
        assert f"| {name} | {licence} |" in page()
        assert re.search(rf"\b{re.escape(name)}\b", notices), name


def test_the_parts_are_listed_as_they_are() -> None:
    for part in licences.parts():
        assert f"| {part.name} | {part.licence} | {part.by} |" in page()


def page() -> str:
    return licences.PAGE.read_text("utf-8")
