"""Ask pip-audit and npm whether anything that is used has a known hole: `python -m tests.audit`.

A finding fails, unless it stands in audit_ignored.toml with a reason. Where the advisories cannot
be reached (offline, or a mirror that has none) one line says so, and that is no failure.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
IGNORED = Path(__file__).with_name("audit_ignored.toml")
TIMEOUT_S = 120.0
KNOWN_TO_ALL = "tornado"  # a package of which there are advisories


class UnreachableError(Exception):
    """The advisories cannot be asked; the message says why."""


@dataclass(frozen=True)
class Finding:
    """A hole in a package: its names in the databases, and what they say of it."""

    package: str
    names: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{self.package}: {', '.join(self.names)}: {self.text}"


def python_findings(report: Any) -> list[Finding]:
    """Read what pip-audit says.

    Raises UnreachableError when no package could be looked up.
    """
    looked_up = [each for each in report["dependencies"] if "skip_reason" not in each]
    if not looked_up:
        reasons = {each["skip_reason"] for each in report["dependencies"]}
        raise UnreachableError(next(iter(reasons), "there was nothing to look up"))
    return [
        Finding(
            f"{each['name']} {each['version']}",
            (hole["id"], *hole.get("aliases", ())),
            f"fixed in {', '.join(hole['fix_versions']) or 'no version yet'}",
        )
        for each in looked_up
        for hole in each["vulns"]
    ]


def npm_findings(report: Any) -> list[Finding]:
    """Read what npm audit says.

    Raises UnreachableError when the registry did not answer.
    """
    if "vulnerabilities" not in report:
        why = report.get("message") or report.get("error", {}).get("summary") or "no answer"
        raise UnreachableError(str(why).partition("\n")[0])
    return [
        Finding(package, (hole["url"].rpartition("/")[2],), f"{hole['severity']}: {hole['title']}")
        for package, about in report["vulnerabilities"].items()
        for hole in about["via"]
        if isinstance(hole, dict)  # a name stands for a package that is named itself
    ]


def judge(findings: list[Finding], ignored: dict[str, str]) -> tuple[list[str], bool]:
    """Return a line a finding, and whether all of them may be."""
    lines: list[str] = []
    good = True
    for finding in findings:
        reasons = [ignored[name] for name in finding.names if name in ignored]
        good = good and bool(reasons)
        lines.append(f"known ({reasons[0]}): {finding}" if reasons else f"FOUND: {finding}")
    return lines, good


def ignored_findings() -> dict[str, str]:
    """The advisories that do not concern this project, each with the reason."""
    with IGNORED.open("rb") as file:
        return {each["id"]: each["reason"] for each in tomllib.load(file).get("ignored", [])}


def run(command: list[str], folder: Path) -> Any:
    """Run a program that prints JSON, whatever it exits with."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=os.environ | {"PATH": path},
            capture_output=True,
            check=False,
            text=True,
            timeout=TIMEOUT_S,
        )
        return json.loads(done.stdout)
    except FileNotFoundError as error:
        msg = f"{command[0]} is not installed: run ./setup.sh test"
        raise UnreachableError(msg) from error
    except subprocess.TimeoutExpired as error:
        msg = f"no answer within {TIMEOUT_S:.0f} s"
        raise UnreachableError(msg) from error
    except ValueError as error:  # it died of an error and printed that
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise UnreachableError(said[-1]) from error


def audit_python() -> list[Finding]:
    """Look up what is installed here; one package is asked first, to see whether all can be."""
    audit = ["pip-audit", "--format=json", "--progress-spinner=off"]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as one:
        one.write(f"{KNOWN_TO_ALL}=={metadata.version(KNOWN_TO_ALL)}\n")
        one.flush()
        python_findings(run([*audit, "--no-deps", "--disable-pip", "-r", one.name], ROOT))
    return python_findings(run([*audit, "--local", "--skip-editable"], ROOT))


def audit_npm() -> list[Finding]:
    """Look up what the page is built with and of."""
    return npm_findings(run(["npm", "audit", "--json"], ROOT / "webclient"))


def main() -> int:
    """Ask for both; return the exit code."""
    all_good = True
    for name, audit in (("pip-audit", audit_python), ("npm audit", audit_npm)):
        try:
            findings = audit()
        except UnreachableError as error:
            print(f"left out: {name} (the advisories cannot be reached: {error})")
            continue
        lines, good = judge(findings, ignored_findings())
        all_good = all_good and good
        print("\n".join([*lines, f"{name}: {len(findings)} found"]))
    return 0 if all_good else 1


if __name__ == "__main__":
    sys.exit(main())
