"""Runs the real program `mopidy moodcam ...`, in a pipe or on a terminal."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import time
from configparser import ConfigParser
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, Self

from mopidy_moodcam import Extension
from tests.mopidy_process import MOPIDY, free_port
from tests.test_extension import defaults

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import TracebackType

TIMEOUT_S = 180.0
QUIET = {"local": "false", "file": "false", "m3u": "false", "mpd": "false"}


class Program:
    """`mopidy` with a configuration and folders of its own, without a library."""

    def __init__(self, folder: Path, sections: Mapping[str, Mapping[str, str]] = {}) -> None:
        self.folder = folder
        self.data = folder / "data" / "moodcam"
        self._config = ConfigParser(interpolation=None)
        self.configure(
            {
                "core": {f"{name}_dir": str(folder / name) for name in ("cache", "config", "data")},
                "http": {"hostname": "127.0.0.1", "port": str(free_port())},
                "audio": {"output": "fakesink"},
                **{extension: {"enabled": enabled} for extension, enabled in QUIET.items()},
            }
        )
        self.configure(sections)

    def configure(self, sections: Mapping[str, Mapping[str, str]]) -> Self:
        self._config.read_dict(sections)
        self.folder.mkdir(exist_ok=True)
        with (self.folder / "mopidy.conf").open("w", encoding="utf-8") as file:
            self._config.write(file)
        return self

    @property
    def port(self) -> int:
        return self._config.getint("http", "port")

    def command(self, *words: str) -> list[str]:
        return [MOPIDY, "--config", str(self.folder / "mopidy.conf"), "moodcam", *words]

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"HOME": str(self.folder), "TERM": "xterm-256color", "COLUMNS": "120"}

    def run(
        self, *words: str, stdout: IO[str] | int = subprocess.PIPE
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words),
            check=False,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            timeout=TIMEOUT_S,
            env=self.environment,
            stdin=subprocess.DEVNULL,
        )

    def json(self, *words: str, code: int = 0) -> Any:
        done = self.run(*words, "--json")
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout)

    def piped(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(*words),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment,
        )

    def on_terminal(self, *words: str) -> OnTerminal:
        return OnTerminal(self.command(*words), self.environment)


def configuration(**options: str) -> dict[str, dict[str, object]]:
    """The configuration that Mopidy hands to a command, for those run in this process."""
    values, errors = Extension().get_config_schema().deserialize(defaults() | options)
    assert not errors
    return {"moodcam": values}


class OnTerminal:
    """A program on a terminal of its own; `text` is all that it has written there."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._terminal, inside = pty.openpty()
        self.text = ""
        self.process = subprocess.Popen(
            command, stdin=inside, stdout=inside, stderr=subprocess.PIPE, env=environment
        )
        os.close(inside)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.communicate()
        os.close(self._terminal)

    def until(self, is_there: Callable[[str], bool]) -> str:
        """Read until the text is as wanted."""
        end_s = time.monotonic() + TIMEOUT_S
        while not is_there(self.text):
            assert time.monotonic() < end_s, self.text
            assert self._read(), self.text
        return self.text

    def type(self, text: str) -> None:
        os.write(self._terminal, text.encode())

    def interrupt(self) -> None:
        self.process.send_signal(signal.SIGINT)

    def end(self) -> int:
        """Read to the end; return the exit code."""
        while self._read():
            pass
        return self.process.wait(TIMEOUT_S)

    def _read(self) -> bool:
        if not select.select([self._terminal], [], [], 1.0)[0]:
            return self.process.poll() is None
        with suppress(OSError):  # EIO: the program has closed its side
            data = os.read(self._terminal, 65536)
            self.text += data.decode("utf-8", "replace")
            return bool(data)
        return False
