"""Write docs/licences.md: `python -m handbook.licences [--check]`.

Python packages say their licence in their metadata, npm packages in package.json; which of these
are in the page is told by the map from the built bundle to its sources. What else is in the wheel
stands in licences.toml beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent
PACKAGE: Final = ROOT / "mopidy_moodcam"
PAGE: Final = ROOT / "docs" / "licences.md"
WEBCLIENT: Final = ROOT / "webclient"
COMMAND: Final = "python -m handbook.licences"

# What classifiers and old fields call a licence, in the words of SPDX.
SPDX: Final = {
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
LONGEST: Final = 100  # characters: some packages put the whole text into the field

_INTRODUCTION: Final = f"""\
# Licences

Mopidy-MoodCam is under the Apache License 2.0. `{COMMAND}` writes this page from what packages say
of themselves.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the wheel: its files by patterns below the package, and who may use it how."""

    name: str
    files: tuple[str, ...]
    licence: str
    by: str

    def holds(self, file: Path) -> bool:
        """Say whether a file, by its path below the package, belongs to it."""
        return any(file.match(pattern) for pattern in self.files)


def parts() -> tuple[Part, ...]:
    """Return the parts of the wheel."""
    with (HERE / "licences.toml").open("rb") as file:
        found = tomllib.load(file)["part"]
    return tuple(Part(**each | {"files": tuple(each["files"])}) for each in found)


def shipped_files() -> list[Path]:
    """Return every file of the package, by its path below it."""
    return sorted(
        path.relative_to(PACKAGE)
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    )


def requirements() -> dict[str, str]:
    """Return the Python packages that ours asks for, each with the extra it belongs to, or ""."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    extras = project.get("optional-dependencies", {})
    wanted = {"": project["dependencies"], **extras}
    return {
        canonicalize_name(Requirement(line).name): extra
        for extra, lines in wanted.items()
        for line in lines
    }


def brought_in() -> list[str]:
    """Return the packages that those ask for in turn, as they are installed here."""
    found: dict[str, None] = {}
    ahead = list(requirements())
    while ahead:
        for line in metadata.requires(ahead.pop()) or ():
            wanted = Requirement(line)
            name = canonicalize_name(wanted.name)
            holds_here = wanted.marker is None or wanted.marker.evaluate({"extra": ""})
            if name in found or not holds_here or not _is_installed(name):
                continue
            found[name] = None
            ahead.append(name)
    return sorted(found.keys() - requirements().keys())


def licence_of(name: str) -> str:
    """Return the licence of an installed Python package, in the words of SPDX if they are known."""
    told = metadata.metadata(name)
    expression = told.get("License-Expression")
    if expression:
        return expression
    classified = [
        line.rpartition(" :: ")[2]
        for line in told.get_all("Classifier", [])
        if line.startswith("License :: ")
    ]
    field = (told.get("License") or "").strip()
    if field and len(field) < LONGEST and "\n" not in field:
        return SPDX.get(field, field)
    return " OR ".join(SPDX.get(each, each) for each in classified) or "unknown"


def bundled() -> dict[str, str]:
    """Build the page with its map and return the npm packages in it, each with its licence.

    Raises FileNotFoundError without Node, and CalledProcessError where the page cannot be built.
    """
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    npm = shutil.which("npm", path=path)
    if npm is None:
        msg = "npm is not installed: run ./setup.sh test"
        raise FileNotFoundError(msg)
    with tempfile.TemporaryDirectory() as folder:
        words = ["run", "build", "--", "--sourcemap", "--outDir", folder, "--emptyOutDir"]
        subprocess.run(  # noqa: S603 - our own build
            [npm, *words],
            cwd=WEBCLIENT,
            env=os.environ | {"PATH": path},
            check=True,
            capture_output=True,
        )
        maps = [json.loads(each.read_text("utf-8")) for each in Path(folder).rglob("*.map")]
    inside = (
        re.search(r"node_modules/((?:@[^/]+/)?[^/]+)/", s) for m in maps for s in m["sources"]
    )
    names = sorted({found[1] for found in inside if found})
    modules = WEBCLIENT / "node_modules"
    return {
        name: json.loads((modules / name / "package.json").read_text("utf-8"))["license"]
        for name in names
    }


def render() -> str:
    """Return the page."""
    lines = [_INTRODUCTION, "## In the wheel\n"]
    lines += ["| part | licence | from |", "| --- | --- | --- |"]
    lines += [f"| {part.name} | {part.licence} | {part.by} |" for part in parts()]
    lines += ["\nFonts are the reader's own, and emoji are characters, so neither is part of it.\n"]
    lines += ["## npm packages in the page\n", "| package | licence |", "| --- | --- |"]
    lines += [f"| {name} | {licence} |" for name, licence in bundled().items()]
    lines += ["\n## Python packages that it asks for\n"]
    lines += [
        "They are installed beside it and are not part of the wheel. OpenCV's own wheel carries"
    ]
    lines += ["libraries of FFmpeg (LGPL-2.1), which its notices list.\n"]
    lines += ["| package | licence | for |", "| --- | --- | --- |"]
    lines += [
        f"| {name} | {licence_of(name)} | {f'the extra `{extra}`' if extra else 'all'} |"
        for name, extra in requirements().items()
    ]
    lines += ["\nThese bring in others; with Mopidy 3.4 on Debian 12:\n"]
    lines += ["| package | licence |", "| --- | --- |"]
    lines += [f"| {name} | {licence_of(name)} |" for name in brought_in()]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the page, or say whether it is as it would be written; return the exit code."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail on a difference")
    text = render()
    if not parser.parse_args().check:
        PAGE.write_text(text, "utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text("utf-8") == text:
        return 0
    print(f"docs/licences.md is not what the packages say: run `{COMMAND}`", file=sys.stderr)
    return 1


def _is_installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
