"""Start Mopidy with MoodCam: `make run`.

Settings come from the environment: CAMERA (as the option `camera`; empty: the first camera that
delivers a picture, else the demo performer), MUSIC (a folder; empty: the demo library), PORT.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from configparser import ConfigParser
from contextlib import closing
from pathlib import Path

from demo import library
from mopidy_moodcam.vision.sources import CameraError, open_source, redacted

HERE = Path(__file__).resolve().parent
LOCAL = HERE / ".local"
DEFAULT_PORT = 6680
MPD_PORT_OFFSET = -80  # Mopidy's own defaults: HTTP 6680, MPD 6600
PORTS = range(1104, 65536)  # also the MPD port must be open to users


def main() -> int:
    """Prepare music and configuration, then become Mopidy."""
    try:
        port = _port()
        camera = os.environ.get("CAMERA") or _best_camera()
        music = _music()
    except (ValueError, OSError) as error:
        print(f"make run failed: {error}", file=sys.stderr)
        return 1
    config = _write_config(camera, music, port)
    mopidy = [str(Path(sys.executable).parent / "mopidy"), "--config", str(config)]
    print(f"run: reading the tags of the music in {music}", flush=True)
    scan = subprocess.run([*mopidy, "local", "scan"], check=False, capture_output=True, text=True)  # noqa: S603
    if scan.returncode != 0:
        print(f"make run failed: mopidy local scan: {scan.stderr[-2000:]}", file=sys.stderr)
        return 1
    print(
        f"run: camera {redacted(camera)}; the page is at http://127.0.0.1:{port}/moodcam/",
        flush=True,
    )
    os.execv(mopidy[0], mopidy)  # noqa: S606 - from here on, signals are Mopidy's own
    return 0


def _port() -> int:
    """Return the port of the page, when it and the MPD port that goes with it are free."""
    given = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not given.isascii() or not given.isdigit() or int(given) not in PORTS:
        msg = f"PORT={given} is no port: use one from {PORTS[0]} to {PORTS[-1]}"
        raise ValueError(msg)
    for port in (int(given), int(given) + MPD_PORT_OFFSET):
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                msg = f"port {port} is taken: end what uses it, or use make run PORT=7680"
                raise OSError(msg) from error
    return int(given)


def _best_camera() -> str:
    """Return "auto" if there is a camera that works, else the demo performer."""
    try:
        open_source("auto").close()
    except CameraError:
        return "demo"
    return "auto"


def _music() -> Path:
    given = os.environ.get("MUSIC")
    if not given:
        folder = LOCAL / "music"
        if library.main([str(folder)]) != 0:
            msg = "the demo library cannot be made"
            raise OSError(msg)
        return folder
    folder = Path(given).expanduser().resolve()
    if not folder.is_dir():
        msg = f"MUSIC={given} is no folder"
        raise ValueError(msg)
    return folder


def _has_sound() -> bool:
    """Return whether there is a sound card or a sound server; without, time still must pass."""
    cards = Path("/proc/asound/cards")
    server = Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere"), "pulse", "native")
    listed = cards.is_file() and "no soundcards" not in cards.read_text(encoding="utf-8")
    return listed or server.exists()


def _write_config(camera: str, music: Path, port: int) -> Path:
    """Write mopidy.conf, with everything that Mopidy writes kept beside it."""
    config = ConfigParser(interpolation=None)
    config.read_dict(
        {
            "core": {
                "cache_dir": str(LOCAL / "cache"),
                "config_dir": str(LOCAL / "config"),
                "data_dir": str(LOCAL / "data"),
            },
            "audio": {"output": "autoaudiosink" if _has_sound() else "fakesink sync=true"},
            "http": {"hostname": "127.0.0.1", "port": str(port), "default_app": "moodcam"},
            "mpd": {"hostname": "127.0.0.1", "port": str(port + MPD_PORT_OFFSET)},
            "file": {"enabled": "false"},
            "m3u": {"enabled": "false"},
            "stream": {"enabled": "true"},
            "local": {"media_dir": str(music)},
            "softwaremixer": {"enabled": "true"},
            "moodcam": {"enabled": "true", "camera": camera},
        }
    )
    path = LOCAL / "mopidy.conf"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        config.write(file)
    return path


if __name__ == "__main__":
    sys.exit(main())
