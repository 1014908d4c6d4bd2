"""A Mopidy extension for benchmarks alone: how long the web server's event loop is held up.

`GET /loop_probe/` answers with how late the loop's timer of 5 ms was since the last time it was
asked, and what the loop's thread had of the processor meanwhile, in milliseconds: on a busy machine
it can be late without being held up by anything of its own. `install` makes Mopidy find it; nothing
of it is part of the package.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mopidy import config, ext
from tornado.ioloop import IOLoop
from tornado.web import RequestHandler

if TYPE_CHECKING:
    from collections.abc import Mapping

TICK_S: Final = 0.005
ROOT: Final = Path(__file__).parents[2]


class Extension(ext.Extension):
    """Registers the probe with Mopidy's web server."""

    dist_name = "moodcam-loop-probe"
    ext_name = "loop_probe"
    version = "1"

    def get_default_config(self) -> str:
        """Return that the probe is on."""
        return "[loop_probe]\nenabled = true\n"

    def get_config_schema(self) -> config.ConfigSchema:
        """Return the schema that every extension has."""
        return super().get_config_schema()

    def setup(self, registry: ext.Registry) -> None:
        """Register the routes."""
        registry.add("http:app", {"name": self.ext_name, "factory": make_app})


class Probe:
    """Asks the loop for a call every 5 ms and notes how late each one is."""

    def __init__(self) -> None:
        """Begin without a measurement."""
        self._late_ms: list[float] = []
        self._busy_ms: list[float] = []

    async def run(self) -> None:
        """Measure for as long as the loop runs."""
        while True:
            due_s, busy_s = time.perf_counter() + TICK_S, time.thread_time()
            await asyncio.sleep(TICK_S)
            self._late_ms.append((time.perf_counter() - due_s) * 1e3)
            self._busy_ms.append((time.thread_time() - busy_s) * 1e3)

    def take(self) -> dict[str, list[float]]:
        """Return what was measured since the last call, in milliseconds."""
        taken = {"late_ms": self._late_ms, "busy_ms": self._busy_ms}
        self._late_ms, self._busy_ms = [], []
        return {name: [round(value, 2) for value in values] for name, values in taken.items()}


class Answer(RequestHandler):
    """GET /loop_probe/."""

    def initialize(self, probe: Probe) -> None:
        """Take the probe that all requests share."""
        self._probe = probe

    def get(self) -> None:
        """Answer with what was measured."""
        self.finish(self._probe.take())


def make_app(_config: Mapping[str, Any], _core: object) -> list[tuple[Any, ...]]:
    """Start the probe and return its route; called by Mopidy in the web server's thread."""
    probe = Probe()
    IOLoop.current().spawn_callback(probe.run)
    return [(r"/", Answer, {"probe": probe})]


def install(folder: Path) -> tuple[str, ...]:
    """Describe the extension in a folder; return the words before `mopidy` that make it found."""
    info = folder / "moodcam_loop_probe-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: moodcam-loop-probe\nVersion: 1\n", encoding="utf-8"
    )
    (info / "entry_points.txt").write_text(
        "[mopidy.ext]\nloop_probe = benchmarks.loop_probe:Extension\n", encoding="utf-8"
    )
    return ("env", f"PYTHONPATH={folder}:{ROOT}")
