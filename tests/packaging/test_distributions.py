"""What is in the wheel and the sdist."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import zipfile
from email.parser import BytesParser
from typing import TYPE_CHECKING

from hatch_build import MODELS, TARGET
from tests.conftest import ROOT
from tests.packaging.conftest import build

if TYPE_CHECKING:
    from pathlib import Path

    from tests.packaging.conftest import Distributions

PACKAGE = ROOT / "mopidy_moodcam"
CALLED = {"cv2": "opencv-python-headless", "paho": "paho-mqtt"}
# Mopidy 4 brings cyclopts, and Mopidy 3 does not ask for it; the system brings GStreamer.
BROUGHT_BY_OTHERS = {"cyclopts", "gi"}


def files(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def metadata(wheel: Path) -> dict[str, list[str]]:
    (text,) = (data for name, data in files(wheel).items() if name.endswith(".dist-info/METADATA"))
    message = BytesParser().parsebytes(text)
    return {key: message.get_all(key, []) for key in set(message.keys())}


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(
    distributions: Distributions,
) -> None:
    there = {path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*") if path.is_file()}
    inside = {name for name in files(distributions.wheel) if ".dist-info/" not in name}
    assert inside == {name for name in there if "__pycache__" not in name}


def test_the_wheel_holds_what_is_no_code(distributions: Distributions) -> None:
    inside = set(files(distributions.wheel))
    assert {f"{TARGET}/{name}" for name in (*MODELS, "NOTICE")} <= inside
    data = ("ext.conf", "py.typed", "model/emotion.pt", "music/rules.toml")
    page = ("index.html", "app.js", "app.css", "LICENSE.svelte.txt", "LICENSE.mopidy.txt")
    assert {f"mopidy_moodcam/{name}" for name in data} <= inside
    assert {f"mopidy_moodcam/web/static/{name}" for name in page} <= inside


def test_the_licences_come_with_it(distributions: Distributions) -> None:
    licences = metadata(distributions.wheel)["License-File"]
    assert set(licences) == {"LICENSE", f"{TARGET}/NOTICE"}


def test_the_sdist_builds_the_same_wheel(distributions: Distributions, tmp_path: Path) -> None:
    subprocess.run(["tar", "--extract", "--file", distributions.sdist], cwd=tmp_path, check=True)
    (source,) = tmp_path.iterdir()
    build(source, tmp_path / "dist", "wheel")
    (again,) = (tmp_path / "dist").glob("*.whl")
    assert again.name == distributions.wheel.name
    assert files(again) == files(distributions.wheel)


def test_every_package_that_is_imported_is_required(distributions: Distributions) -> None:
    imported = set[str]()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.partition(".")[0])
    foreign = imported - sys.stdlib_module_names - BROUGHT_BY_OTHERS - {PACKAGE.name}
    needed = {CALLED.get(name, name) for name in foreign}
    required = {
        re.split(r"[^\w-]", line, maxsplit=1)[0].lower()
        for line in metadata(distributions.wheel)["Requires-Dist"]
    }
    assert needed <= required
