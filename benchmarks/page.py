"""What the page costs and how quick it is: `python -m benchmarks.page`.

A real Mopidy and Debian's Chromium on one machine: the bundle's size, the first paint, the time
from taking a frame of the browser's camera to showing what was read from it, and how long the web
server's event loop was held up meanwhile. The camera is a clip of a folder of photos of one person
(--faces, with neutral.jpg, happy.jpg, sad.jpg); without, the demo performer acts.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import sys
import tempfile
import time
from bisect import bisect_right
from importlib import resources
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

from benchmarks import loop_probe
from benchmarks.latency import make_clip, spread
from demo import library
from mopidy_moodcam.commands.machine import describe
from tests.clips import as_mjpeg
from tests.mopidy_process import MopidyProcess
from tests.web.conftest import CHROMIUM_ARGS

# Notes, in milliseconds of Unix time, when a frame of the video is drawn for sending, when it is
# sent, and when a state is shown together with the time of the frame that it was read from.
HOOKS: Final = """
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const noted = { drawn: [], sent: [], shown: [] };
  window.noted = noted;
  for (const kind of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
    const draw = kind.prototype.drawImage;
    kind.prototype.drawImage = function (image, ...rest) {
      if (image instanceof HTMLVideoElement) noted.drawn.push(now());
      return draw.call(this, image, ...rest);
    };
  }
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (typeof data !== 'string') noted.sent.push(now());
    return send.call(this, data);
  };
  const Original = WebSocket;
  window.WebSocket = class extends Original {
    constructor(...words) {
      super(...words);
      this.addEventListener('message', ({ data }) => {
        if (typeof data !== 'string') return;
        const frame = JSON.parse(data).frame;
        if (!frame?.time) return;
        requestAnimationFrame(() => noted.shown.push([frame.time * 1000, now()]));
      });
    }
  };
})();
"""


def main() -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    parser.add_argument("--faces", type=Path, help="folder with photos of one person")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long to measure")
    parser.add_argument("--fps", type=float, default=5.0, help="the option fps")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clip = make_clip(folder / "clip.avi", arguments.faces)
        result: dict[str, Any] = {
            "machine": describe(),
            "faces": "photos" if arguments.faces else "demo performer",
            "bundle_kb_gzip": _bundle_kb(),
            **_in_browser(folder, clip, arguments.fps, arguments.seconds),
        }
    print(json.dumps(result) if arguments.json else _table(result))
    return 0


def _bundle_kb() -> float:
    """Return the size of all that a first visit loads, each file compressed."""
    static = Path(str(resources.files("mopidy_moodcam.web").joinpath("static")))
    loaded = [path for path in static.rglob("*") if path.suffix in {".html", ".js", ".css", ".svg"}]
    return round(sum(len(gzip.compress(path.read_bytes(), 9)) for path in loaded) / 1e3, 1)


def _in_browser(folder: Path, clip: Path, fps: float, seconds: float) -> dict[str, Any]:
    music = Path(library.__file__).parent / ".local" / "music"
    library.make(music)
    mopidy = MopidyProcess(
        folder,
        music,
        {"moodcam": {"camera": "off", "fps": str(fps)}},
        wrapper=loop_probe.install(folder / "probe"),
    )
    mopidy.scan()
    camera = f"--use-file-for-fake-video-capture={as_mjpeg(clip)}"
    with mopidy, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*CHROMIUM_ARGS, camera]
        )
        page = browser.new_page()
        page.add_init_script(HOOKS)
        page.goto(mopidy.url("/moodcam/"), wait_until="load")
        page.wait_for_function("() => performance.getEntriesByType('paint').length > 1")
        paint_ms = page.evaluate(
            "performance.getEntriesByName('first-contentful-paint')[0].startTime"
        )
        page.get_by_role("button", name="Use this browser").click()
        mopidy.until(lambda: mopidy.state()["expression"], "the browser's face is read")
        time.sleep(3)  # what runs for the first time is slower
        page.evaluate("for (const list of Object.values(noted)) list.length = 0")
        mopidy.get("/loop_probe/")
        time.sleep(seconds)
        noted = page.evaluate("noted")
        _, loop = mopidy.get("/loop_probe/")
        browser.close()
    late_ms = loop["late_ms"]
    return {
        "first_paint_ms": round(paint_ms),
        "frame_to_observation_ms": spread(_latencies(noted)),
        "observations": len(_latencies(noted)),
        "loop_late_ms": {**spread(late_ms), "max": max(late_ms)},
    }


def _latencies(noted: dict[str, list[Any]]) -> list[float]:
    """Return, for each observation shown, the milliseconds since its frame was drawn.

    Frames are never under way two at a time, so the frame of an observation is the last one that
    was sent before the server took it in.
    """
    found: dict[float, float] = {}
    for taken_ms, shown_ms in noted["shown"]:
        sent = bisect_right(noted["sent"], taken_ms + 1) - 1
        drawn = bisect_right(noted["drawn"], noted["sent"][sent]) - 1 if sent >= 0 else -1
        if drawn >= 0:
            found.setdefault(taken_ms, shown_ms - noted["drawn"][drawn])
    return list(found.values())


def _table(result: dict[str, Any]) -> str:
    machine = ", ".join(f"{name} {value}" for name, value in result["machine"].items())
    frame, loop = result["frame_to_observation_ms"], result["loop_late_ms"]
    return "\n".join(
        [
            machine,
            f"faces: {result['faces']}, {result['observations']} observations",
            "",
            "| | median | 95 % | most |",
            "| --- | --- | --- | --- |",
            f"| bundle, KB gzip | {result['bundle_kb_gzip']} | | |",
            f"| first paint, ms | {result['first_paint_ms']} | | |",
            f"| camera frame to observation, ms | {frame['median']} | {frame['p95']} | |",
            f"| event loop held up, ms | {loop['median']} | {loop['p95']} | {loop['max']} |",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
