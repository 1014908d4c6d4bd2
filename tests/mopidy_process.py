"""A real Mopidy in a process of its own, and ways to ask it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from configparser import ConfigParser
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MOPIDY = str(Path(sys.executable).parent / "mopidy")
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 60.0


def heed_interrupts() -> None:
    """Let what is started from now on be stopped by an interrupt.

    A shell starts what is to run in the background with the interrupt ignored, and every Mopidy
    that is started there would inherit that.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class MopidyProcess:
    """Mopidy with MoodCam, Mopidy-Local and everything that it writes in one folder.

    `sections` adds to the configuration or changes it; `program` is another Mopidy than the one of
    the venv. Use as a context manager.
    """

    def __init__(
        self,
        folder: Path,
        music: Path,
        sections: Mapping[str, Mapping[str, str]] | None = None,
        wrapper: Sequence[str] = (),
        program: Sequence[str] = (MOPIDY,),
    ) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = folder / "mopidy.log"
        self._wrapper = tuple(wrapper)
        self._program = (*program, "--config", str(folder / "mopidy.conf"))
        self._process: subprocess.Popen[bytes] | None = None
        config = ConfigParser(interpolation=None)
        config.read_dict(
            {
                "core": {f"{name}_dir": str(folder / name) for name in ("cache", "config", "data")},
                "audio": {"output": "fakesink sync=true"},
                "http": {"hostname": "127.0.0.1", "port": str(self.port)},
                "mpd": {"enabled": "false"},
                "file": {"enabled": "false"},
                "m3u": {"enabled": "false"},
                "local": {"media_dir": str(music)},
                "logging": {"verbosity": "0"},
                "moodcam": {"enabled": "true", "camera": "off"},
            }
        )
        for section, values in (sections or {}).items():
            config.read_dict({section: dict(values)})
        self.config = folder / "mopidy.conf"
        with self.config.open("w", encoding="utf-8") as file:
            config.write(file)

    def scan(self) -> None:
        subprocess.run([*self._program, "local", "scan"], check=True, capture_output=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def start(self) -> None:
        heed_interrupts()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self._wrapper, *self._program],
                stdout=log,
                stderr=subprocess.STDOUT,
                # Mopidy 4 breaks the lines of its log where the terminal ends.
                env=os.environ | {"HOME": str(self.folder), "COLUMNS": "1000"},
                start_new_session=True,
            )
        self.until(lambda: self.rpc("core.get_version") is not None, "Mopidy answers", poll_s=0.01)

    def __exit__(self, *_exc: object) -> None:
        self.stop()

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            msg = f"Mopidy did not stop:\n{self.log_text()}"
            raise AssertionError(msg) from None

    @property
    def pid(self) -> int:
        """The process that was started; with a wrapper that does not go, the wrapper."""
        assert self._process is not None, "Mopidy does not run"
        return self._process.pid

    def log_text(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def rpc(self, method: str, **params: Any) -> Any:
        """Call Mopidy's own JSON-RPC; None while Mopidy is not up."""
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        try:
            _, answer = self.post("/mopidy/rpc", body)
        except (urllib.error.URLError, ConnectionError):
            return None
        assert "error" not in answer, answer
        return answer["result"]

    def post(
        self, path: str, body: Any, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any]:
        data = json.dumps(body).encode()
        default = {"Content-Type": "application/json"}
        return self._ask(
            urllib.request.Request(self.url(path), data, default | dict(headers or {}))
        )

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, Any]:
        return self._ask(urllib.request.Request(self.url(path), headers=dict(headers or {})))

    def state(self) -> dict[str, Any]:
        status, state = self.get("/moodcam/api/state")
        assert status == 200, state
        return state

    def until(
        self,
        condition: Callable[[], Any],
        what: str,
        timeout_s: float = START_TIMEOUT_S,
        poll_s: float = 0.1,
    ) -> Any:
        """Wait until a condition holds and return its value."""
        end_s = time.monotonic() + timeout_s
        while True:
            value = condition()
            if value:
                return value
            running = self._process is not None and self._process.poll() is None
            if not running or time.monotonic() > end_s:
                msg = f"not seen in {timeout_s:.0f} s: {what}\n{self.log_text()[-6000:]}"
                raise AssertionError(msg)
            time.sleep(poll_s)

    def _ask(self, request: urllib.request.Request) -> tuple[int, Any]:
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                return response.status, json.loads(response.read())
        except urllib.error.HTTPError as error:
            text = error.read().decode("utf-8", "replace")
            try:
                return error.code, json.loads(text)
            except ValueError:
                return error.code, text
