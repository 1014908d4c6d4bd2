"""Everything that MoodCam keeps on the disk, and how to be rid of it."""

from __future__ import annotations

import http.client
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mopidy_moodcam.music.library import INDEX_FILE
from mopidy_moodcam.music.queue_store import QUEUE_FILE
from mopidy_moodcam.music.store import FILE as LEARNT_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping

FILES: Final = (LEARNT_FILE, INDEX_FILE, QUEUE_FILE)
_DRAFTS: Final = tuple(f"{name}.*" for name in FILES)
"""What is left of a file when the machine stopped while it was written."""

_ANY: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - to ask, not to listen
_ANSWER_S: Final = 3.0
_ANSWERS: Final = (200, 401, 403, 429, 503)
"""The statuses of a MoodCam that runs: it tells its state, refuses to, or is too busy to."""


def data_folder(mopidy_config: Mapping[str, Any]) -> Path:
    """Return where MoodCam keeps its files, without making the folder."""
    return Path(mopidy_config["core"]["data_dir"]).expanduser() / "moodcam"


def find(folder: Path) -> list[Path]:
    """Return every file that is kept in MoodCam's data folder; a folder that is not there has none.

    Raises:
        OSError: The folder cannot be read; its `filename` says which.
    """
    try:  # not with glob, which takes a folder that may not be read for an empty one
        paths = sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    return [path for name in (*FILES, *_DRAFTS) for path in paths if fnmatchcase(path.name, name)]


def forget(folder: Path) -> list[str]:
    """Delete all that is kept in MoodCam's data folder; return the names of what there was.

    Raises:
        OSError: The folder cannot be read or a file not be deleted; its `filename` says which.
    """
    found = find(folder)
    for path in found:
        path.unlink()
    return [path.name for path in found]


def hidden_by(mopidy_config: Mapping[str, Any]) -> str | None:
    """Return why it cannot be asked whether MoodCam runs with this configuration, or None."""
    server = mopidy_config.get("http") or {}
    host = str(server.get("hostname") or "")
    if not server.get("enabled") or not host or not server.get("port"):
        return "Mopidy's web server is off"
    return "Mopidy's web server is at a Unix socket" if host.startswith("unix:") else None


def running_at(mopidy_config: Mapping[str, Any]) -> str | None:
    """Return the address at which a running MoodCam with this configuration answers, or None.

    One that cannot be asked, as `hidden_by` says, counts as not running.
    """
    if hidden_by(mopidy_config):
        return None
    server = mopidy_config["http"]
    host, port = str(server["hostname"]), server["port"]
    host = _ANY.get(host, host)
    connection = http.client.HTTPConnection(host, int(port), timeout=_ANSWER_S)
    try:
        connection.request("GET", "/moodcam/api/state")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return f"{host}:{port}" if status in _ANSWERS else None
