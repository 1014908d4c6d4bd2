"""The container file, as far as it can be read without an engine that builds it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from configparser import RawConfigParser
from typing import TYPE_CHECKING

from tests.conftest import ROOT
from tests.mopidy_process import MOPIDY

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (ROOT / "packaging" / "Containerfile").read_text(encoding="utf-8")
# One instruction a line, without comments.
LINES = re.sub(r"\\\n", "", re.sub(r"^#.*\n", "", TEXT, flags=re.MULTILINE)).splitlines()
SETUP = (ROOT / "setup.sh").read_text(encoding="utf-8")


def test_what_it_copies_is_there() -> None:
    copied = [shlex.split(line)[1:-1] for line in LINES if line.startswith("COPY ")]
    assert copied
    for sources in copied:
        assert all((ROOT / source).exists() for source in sources)


def test_it_installs_the_mopidy_that_the_tests_run() -> None:
    (pins,) = re.findall(r"pins=\((.*)\)", SETUP.split("3, 13")[1].split("else")[0])
    assert set(shlex.split(pins)) <= set(shlex.split(" ".join(LINES)))


def test_it_installs_the_debian_packages_that_the_tests_need() -> None:
    everywhere = re.search(r"^packages=\((.*?)\)", SETUP, re.DOTALL | re.MULTILINE)
    (of_debian_13,) = re.findall(r"packages\+=\((python3-numpy.*?)\)", SETUP)
    assert everywhere is not None
    needed = {*everywhere[1].split(), *of_debian_13.split()}
    assert needed <= set(shlex.split(" ".join(LINES)))


def test_mopidy_understands_its_configuration(tmp_path: Path) -> None:
    path = ROOT / "packaging" / "container.conf"
    environment = os.environ | {"HOME": str(tmp_path)}
    done = subprocess.run(
        [MOPIDY, "--config", path, "config"],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    given = RawConfigParser()
    given.read(path, encoding="utf-8")
    for section in given.sections():
        (shown,) = re.findall(rf"^\[{section}\]\n((?:(?!\[).*\n)*)", done.stdout, re.MULTILINE)
        for name, value in given[section].items():
            assert re.search(rf"^{name} = {re.escape(value)}\b", shown, re.MULTILINE)
