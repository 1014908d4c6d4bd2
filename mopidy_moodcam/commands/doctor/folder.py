"""Can MoodCam keep what it learns, and can it use what it has kept?"""

from __future__ import annotations

import os
import shutil
import tempfile
from typing import TYPE_CHECKING, Final

from mopidy_moodcam.commands.doctor.finding import Finding, Sentence
from mopidy_moodcam.sentences import reason_of
from mopidy_moodcam.vision.devices import current_user

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOM_MB: Final = 50.0  # an index of 100,000 tracks and the draft that replaces it need less

FOLDER = Sentence("data folder", "ok", "{folder} can be written, {free_mb} MB are free.")
NOT_WRITABLE = Sentence(
    "data folder",
    "fault",
    "{user} cannot write in {folder}: {reason}.",
    "Run sudo chown -R {user} {folder}, or set core/data_dir to another folder.",
)
NOT_READABLE = Sentence(
    "learnt data",
    "fault",
    "{user} cannot read {folder}: {reason}.",
    "Run the doctor as the user that Mopidy runs as, or sudo chown -R {user} {folder}.",
)
FULL = Sentence(
    "data folder",
    "fault",
    "Only {free_mb} MB are free at {folder}, so nothing can be kept.",
    "Make room on that disk, or set core/data_dir to another one.",
)
LEARNT = Sentence("learnt data", "ok", "{file}: {holds}.")
NOTHING_LEARNT = Sentence("learnt data", "ok", "Nothing has been learnt yet.")
DAMAGED = Sentence(
    "learnt data",
    "warning",
    "{file} {problem}.",
    "Leave it: MoodCam begins that file anew by itself.",
)


def check_folder(folder: Path) -> Finding:
    """Write a file into the folder, or into the first one above it that there is."""
    place = folder
    try:
        place = next(each for each in (folder, *folder.parents) if each.exists())
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"\0")
            file.flush()
            os.fsync(file.fileno())
        free_mb = shutil.disk_usage(place).free / 1e6
    except OSError as error:
        reason = reason_of(error)
        return NOT_WRITABLE.said(user=current_user(), folder=place, reason=reason)
    return (FOLDER if free_mb >= ROOM_MB else FULL).said(folder=folder, free_mb=f"{free_mb:.0f}")


def check_learnt(folder: Path) -> Iterator[Finding]:
    """Read what was kept and tell how much it is."""
    from mopidy_moodcam.commands.holdings import (  # noqa: PLC0415 - NumPy takes time
        UNREADABLE,
        holdings,
    )

    try:
        found = holdings(folder)
    except OSError as error:
        reason = reason_of(error)
        yield NOT_READABLE.said(user=current_user(), folder=folder, reason=reason)
        return
    if not found:
        yield NOTHING_LEARNT.said()
    for each in found:
        if each.problem and each.problem.startswith(UNREADABLE):
            reason = each.problem.removeprefix(UNREADABLE)
            yield NOT_READABLE.said(user=current_user(), folder=folder / each.file, reason=reason)
        elif each.problem:
            yield DAMAGED.said(file=each.file, problem=each.problem.rstrip("."))
        elif each.holds:
            holds = ", ".join(f"{number} {what}" for what, number in each.holds.items() if number)
            yield LEARNT.said(file=each.file, holds=holds or "nothing yet")
