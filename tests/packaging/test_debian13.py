"""The script that runs a command in a Debian 13, with a few programs in Debian's place."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = Path("packaging") / "debian13"
UNABLE = 77
PROGRAMS = ("bash", "cat", "env", "sleep")

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("debootstrap") is None,
    reason="only root with debootstrap can enter another system",
)


def write_program(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/bash\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    (folder / SCRIPT).parent.mkdir(parents=True)
    shutil.copy(ROOT / SCRIPT, folder / SCRIPT)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Variables with which the script has its system in `tmp_path` and another debootstrap."""
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    copies = []
    for name in PROGRAMS:
        path = shutil.which(name)
        assert path is not None
        libraries = subprocess.run(["ldd", path], check=True, capture_output=True, text=True)
        copies += [(path, f"/usr/bin/{name}")]
        copies += [(found, found) for found in re.findall(r"/\S+", libraries.stdout)]
    folders = "dev proc sys srv tmp root etc/dpkg/dpkg.cfg.d etc/apt/apt.conf.d"
    lines = [f'mkdir "$4" && cd "$4" && mkdir -p {folders} || exit']
    lines += [f"install -D {source} .{target}" for source, target in copies]
    lines += ["echo made >>made"]
    write_program(bin_folder / "debootstrap", "\n".join(lines))
    return os.environ | {
        "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "MOODCAM_SHARED": str(tmp_path / "absent"),
    }


@pytest.fixture
def sleeping(checkout: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Return the script while its command runs; the command has said so."""
    command = [checkout / SCRIPT, "bash", "-c", "echo here; sleep 1234567"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert "here\n" in iter(process.stdout.readline, "")
    yield process
    process.kill()
    process.communicate()


def mounts() -> list[str]:
    return Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()


def run(
    checkout: Path, environment: dict[str, str], *command: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / SCRIPT, *command], env=environment, check=False, capture_output=True, text=True
    )


def test_the_system_is_made_once(checkout: Path, environment: dict[str, str]) -> None:
    first = run(checkout, environment, "cat", "/made")
    again = run(checkout, environment, "cat", "/made")
    assert "making a Debian 13" in first.stdout
    assert (first.returncode, again.returncode, again.stdout) == (0, 0, "made\n"), again.stderr


def test_the_copy_has_what_the_checkout_has_now(
    checkout: Path, environment: dict[str, str]
) -> None:
    (checkout / "new.txt").write_text("not committed", encoding="utf-8")
    assert run(checkout, environment, "cat", "new.txt").stdout.endswith("not committed")
    (checkout / "new.txt").unlink()
    assert run(checkout, environment, "cat", "new.txt").returncode != 0


def test_what_git_ignores_stays_in_the_system(checkout: Path, environment: dict[str, str]) -> None:
    (checkout / ".gitignore").write_text("kept\n", encoding="utf-8")
    run(checkout, environment, "bash", "-c", "echo made here >kept")
    assert run(checkout, environment, "cat", "kept").stdout == "made here\n"


def test_the_status_is_that_of_the_command(checkout: Path, environment: dict[str, str]) -> None:
    assert run(checkout, environment, "bash", "-c", "exit 3").returncode == 3


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_however_it_ends_no_mount_and_no_process_stay(
    sleeping: subprocess.Popen[str], tmp_path: Path, how: signal.Signals
) -> None:
    sleeping.send_signal(how)
    # Whatever ran in there held the other end of the pipe: it closes with the last of them.
    sleeping.communicate(timeout=60)
    assert sleeping.returncode != 0
    assert not [line for line in mounts() if str(tmp_path) in line]


def test_who_is_not_root_is_told_so(
    checkout: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    write_program(tmp_path / "bin" / "id", "echo 1000")
    done = run(checkout, environment, "true")
    assert (done.returncode, done.stdout.count("\n")) == (UNABLE, 1)
    assert "only root" in done.stdout


def test_where_the_system_cannot_be_had_it_says_why(
    checkout: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    write_program(tmp_path / "bin" / "debootstrap", "echo 'E: no network'; exit 1")
    done = run(checkout, environment, "true")
    assert done.returncode == UNABLE
    assert "debootstrap failed: E: no network" in done.stdout
    write_program(tmp_path / "bin" / "apt-get", "true")
    done = run(checkout, environment, "true")
    assert (done.returncode, done.stdout.count("\n")) == (UNABLE, 1)
    assert "DEBIAN_MIRROR" in done.stdout
