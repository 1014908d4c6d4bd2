"""The distributions, built once, and a venv with nothing but the wheel of them."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Distributions:
    """What is uploaded to a package index."""

    wheel: Path
    sdist: Path


def build(source: Path, target: Path, *kinds: str) -> None:
    """Build distributions of a source folder; both the hook and hatchling come from this venv."""
    flags = [word for kind in kinds for word in ("--target", kind)]
    command = [sys.executable, "-m", "hatchling", "build", *flags, "--directory", str(target)]
    done = subprocess.run(command, cwd=source, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    target = tmp_path_factory.mktemp("dist")
    build(ROOT, target, "wheel", "sdist")
    (wheel,) = target.glob("*.whl")
    (sdist,) = target.glob("*.tar.gz")
    return Distributions(wheel, sdist)


@pytest.fixture(scope="session")
def python_with_wheel(
    distributions: Distributions, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Python of a new venv that holds the wheel alone, and nothing of the checkout.

    The requirements (torch alone is 700 MB) are lent by the venv that runs the tests: a `.pth` file
    adds its folder of packages, but not what `.pth` files in there add, so its editable install of
    the checkout stays outside.
    """
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, system_site_packages=True, symlinks=True, with_pip=False)
    python = folder / "bin" / "python"
    (packages,) = folder.glob("lib/python3*/site-packages")
    (packages / "lent.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    subprocess.run([*command, "--no-deps", str(distributions.wheel)], check=True)
    return python
