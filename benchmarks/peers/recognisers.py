"""Who is compared, and how each is set up in a folder of its own, with nothing installed globally.

Every peer brings its weights in its package. What is installed is pinned here or in
`programs/package-lock.json`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.peers.exchange import PeerError, Program, last_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT: Final = Path(__file__).resolve().parent.parent.parent
PROGRAMS: Final = Path(__file__).resolve().parent / "programs"
FER: Final = "fer==25.10.3"
# What `from fer.fer import FER` imports. The package declares more (torch, moviepy, ...), for other
# modules, in versions that current Pythons cannot have.
FER_IMPORTS: Final = (
    "tensorflow-cpu==2.20.0; platform_machine == 'x86_64'",
    "tensorflow==2.20.0; platform_machine != 'x86_64'",
    "opencv-python-headless==4.14.0.94",
    "requests==2.34.2",
    "pillow==13.0.0",
    "setuptools>=66,<82",  # 82 dropped pkg_resources
)
NODE_FILES: Final = ("package.json", "package-lock.json", ".npmrc")
LIMIT_S: Final = 1800.0


@dataclass(frozen=True, slots=True)
class Recogniser:
    """One of the compared. `set_up` gets a folder to install into and raises PeerError."""

    name: str
    set_up: Callable[[Path], Program]


def _moodcam(_: Path) -> Program:
    return Program((sys.executable, "-m", "benchmarks.peers.programs.moodcam"), ROOT)


def _fer(cache: Path) -> Program:
    folder = cache / "fer"
    python = str(folder / "bin" / "python")

    def install() -> None:
        pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        _run((sys.executable, "-m", "venv", "--clear", str(folder)), cache)
        _run((*pip, *FER_IMPORTS), cache)
        _run((*pip, "--no-deps", FER), cache)

    _once(folder, (FER, *FER_IMPORTS, sys.version), install)
    return Program((python, "-W", "ignore", "-m", "benchmarks.peers.programs.fer_package"), ROOT)


def _node(program: str) -> Callable[[Path], Program]:
    """Return the set-up of a program in JavaScript; they share one folder of packages."""

    def set_up(cache: Path) -> Program:
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
        node, npm = (shutil.which(name, path=path) for name in ("node", "npm"))
        if node is None or npm is None:
            msg = "Node is not on this machine: install Node 20 or newer (`./setup.sh test` does)"
            raise PeerError(msg)
        folder = cache / "node"

        def install() -> None:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for name in NODE_FILES:
                shutil.copyfile(PROGRAMS / name, folder / name)
            _run((npm, "ci", "--ignore-scripts", "--silent"), folder, {"PATH": path})

        _once(folder, [(PROGRAMS / name).read_text("utf-8") for name in NODE_FILES], install)
        return Program((node, str(PROGRAMS / program)), folder)

    return set_up


RECOGNISERS: Final = (
    Recogniser("MoodCam", _moodcam),
    Recogniser("fer", _fer),
    Recogniser("face-api", _node("face_api.mjs")),
    Recogniser("human", _node("human.mjs")),
)


def _once(folder: Path, recipe: Sequence[str], install: Callable[[], None]) -> None:
    """Install unless the folder was completed by the same recipe."""
    stamp = folder / "ready"
    digest = hashlib.sha256("\n".join(recipe).encode()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == digest:
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    install()
    stamp.write_text(digest, encoding="utf-8")


def _run(
    command: tuple[str, ...], folder: Path, environment: Mapping[str, str] | None = None
) -> None:
    name = Path(command[0]).name
    try:
        done = subprocess.run(  # noqa: S603 - the commands are written above
            command,
            cwd=folder,
            env=os.environ | (environment or {}),
            check=False,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        msg = f"{name} did not run to its end ({error}): run the benchmark again"
        raise PeerError(msg) from error
    if done.returncode != 0:
        msg = f"it cannot be installed ({last_line(done.stderr)}): check the network, run it again"
        raise PeerError(msg)
