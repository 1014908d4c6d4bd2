"""A desktop's message bus and Mopidy-MPRIS on it, for a test alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final, Self

import pytest

if TYPE_CHECKING:
    from pathlib import Path

MPRIS: Final = ("Mopidy-MPRIS==3.0.3", "pydbus==0.6.0", "setuptools>=77.0.3,<82")
"""The last version of it, and what it imports: pkg_resources is gone from setuptools 82."""

NAME: Final = "org.mpris.MediaPlayer2.mopidy"
PLAYER: Final = "org.mpris.MediaPlayer2.Player"


def install_mpris(folder: Path) -> Path:
    """Install Mopidy-MPRIS into a folder of its own; every other Mopidy here goes without.

    Skips the test where pip cannot get it.
    """
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
    done = subprocess.run([*pip, folder, *MPRIS], check=False, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"pip cannot install {MPRIS[0]}: {done.stderr.strip()[-300:]}")
    return folder


class Desktop:
    """A session bus with a media player on it; use as a context manager."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self.address = ""

    def __enter__(self) -> Self:
        program = shutil.which("dbus-daemon")
        if program is None or shutil.which("dbus-send") is None:
            pytest.skip("there is no message bus (apt: dbus-daemon dbus-bin)")
        self._process = subprocess.Popen(
            [program, "--session", "--nofork", "--nopidfile", "--print-address"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()
        assert self.address, "the bus has no address"
        return self

    def __exit__(self, *_exc: object) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.communicate()

    def wrapper(self, packages: Path) -> tuple[str, ...]:
        """What a program is run with to be on this bus, with more packages."""
        paths = os.pathsep.join(
            path for path in (os.environ.get("PYTHONPATH"), str(packages)) if path
        )
        return ("env", f"DBUS_SESSION_BUS_ADDRESS={self.address}", f"PYTHONPATH={paths}")

    def has_player(self) -> bool:
        """Whether Mopidy has come to the bus."""
        bus = "org.freedesktop.DBus"
        return "true" in self._send(bus, "/", f"{bus}.NameHasOwner", f"string:{NAME}")

    def press(self, key: str) -> None:
        """Press a media key: Next, Pause, Play, PlayPause, Stop."""
        self._ask(f"{PLAYER}.{key}")

    def shows(self, name: str) -> str:
        """Return a property of the player, as dbus-send prints it."""
        get = "org.freedesktop.DBus.Properties.Get"
        return self._ask(get, f"string:{PLAYER}", f"string:{name}")

    def _ask(self, *words: str) -> str:
        return self._send(NAME, "/org/mpris/MediaPlayer2", *words)

    def _send(self, to: str, path: str, *words: str) -> str:
        command = ["dbus-send", f"--bus={self.address}", "--print-reply", f"--dest={to}", path]
        return subprocess.run(
            [*command, *words], check=True, capture_output=True, text=True, timeout=30
        ).stdout
