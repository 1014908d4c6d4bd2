"""What Linux knows of video devices: names, who may use them, and who does at the moment."""

from __future__ import annotations

import grp
import os
import pwd
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SYSFS: Final = Path("/sys/class/video4linux")
PROC: Final = Path("/proc")


@dataclass(frozen=True, slots=True)
class Process:
    """A process: its number and its name."""

    pid: int
    name: str


def has_pictures(device: Path, sysfs: Path = SYSFS) -> bool:
    """Say whether a node may give pictures: of a webcam's nodes, the others hold its metadata."""
    return _read(sysfs / device.name / "index") in {"", "0"}


def name_of(device: Path, sysfs: Path = SYSFS) -> str:
    """Return the name that a device gives itself; empty where the system does not tell."""
    return _read(sysfs / device.name / "name")


def users_of(device: Path, proc: Path = PROC) -> list[Process]:
    """Return the other processes that hold a device open; only one's own can be seen."""
    found: list[Process] = []
    for process in proc.glob("[0-9]*"):
        if int(process.name) == os.getpid():
            continue
        with suppress(OSError):  # it ended meanwhile, or belongs to somebody else
            if device in (link.readlink() for link in (process / "fd").iterdir()):
                found.append(Process(int(process.name), _read(process / "comm")))
    return sorted(found, key=lambda each: each.pid)


def current_user() -> str:
    """Return the name of the user as whom this process runs, or the number of a nameless one."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def group_of(device: Path) -> str:
    """Return the name of the group that a device belongs to.

    Raises OSError when there is no such device.
    """
    number = device.stat().st_gid
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


def joined_since_login(user: str, group: str) -> bool:
    """Say whether a user belongs to a group, but this process was started before that."""
    try:
        entry = grp.getgrnam(group)
    except KeyError:
        return False
    return user in entry.gr_mem and entry.gr_gid not in {*os.getgroups(), os.getegid()}


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
