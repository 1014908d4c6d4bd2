"""What the tests of the watcher share: who keeps what it sees, and cameras of their own."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2

from mopidy_moodcam import Extension
from mopidy_moodcam.settings import Settings
from mopidy_moodcam.vision.browser import BrowserCamera
from mopidy_moodcam.vision.clip import ClipSource
from mopidy_moodcam.vision.watcher import Observation, Watcher
from tests.test_extension import checked

if TYPE_CHECKING:
    from collections.abc import Callable


TIMEOUT_S = 60.0


def threads(name: str) -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith(name)]


def until(condition: Callable[[], object], what: str) -> None:
    end_s = time.monotonic() + TIMEOUT_S
    while not condition():
        assert time.monotonic() < end_s, f"not seen in {TIMEOUT_S:g} s: {what}"
        time.sleep(0.01)


def open_files(path: Path) -> int:
    """How often this process holds a file."""
    links = (link for link in Path("/proc/self/fd").iterdir() if link.is_symlink())
    return sum(link.readlink() == path for link in links)


class Page:
    """A page whose camera shows one picture; asked for the next, it sends it at once."""

    def __init__(self, browser: BrowserCamera, photo: Path) -> None:
        self._browser = browser
        good, data = cv2.imencode(".jpg", cv2.resize(cv2.imread(str(photo)), (480, 480)))
        assert good
        self._jpeg = data.tobytes()
        self.ends: list[str] = []
        browser.attach(self)

    def want_picture(self, interval_ms: int) -> None:  # noqa: ARG002
        threading.Thread(target=self._browser.receive, args=(self, self._jpeg)).start()

    def refuse_picture(self, sentence: str) -> None:
        raise AssertionError(sentence)

    def end(self, reason: str) -> None:
        self.ends.append(reason)


class Sticking(ClipSource):
    """A clip in the place of a camera whose driver hangs as long as a test wants."""

    def __init__(self, path: Path) -> None:
        super().__init__("sticking", path)
        self.answers = threading.Event()
        self.answers.set()
        self.hangs = threading.Event()
        self.closed = threading.Event()

    def grab(self) -> bool:
        if not self.answers.is_set():
            self.hangs.set()
        return self.answers.wait(TIMEOUT_S) and super().grab()

    def close(self) -> None:
        super().close()
        self.closed.set()


class Witness:
    """Keeps what a watcher sees and waits for what a test expects."""

    def __init__(
        self, camera: str, browser: BrowserCamera | None = None, **changes: object
    ) -> None:
        values, errors = checked()
        assert not errors, Extension
        options = {"camera": camera, "fps": 10.0, **changes}
        settings = replace(Settings.read({"moodcam": values}), **options)
        self.browser = browser or BrowserCamera(settings.fps)
        self._changed = threading.Condition()
        self.seen: list[Observation] = []
        self.watcher = Watcher(settings, self._note, browser=self.browser)
        self.watcher.start()

    def _note(self, observation: Observation) -> None:
        with self._changed:
            self.seen.append(observation)
            self._changed.notify_all()

    def until(self, condition: Callable[[Observation], object]) -> Observation:
        start = len(self.seen)
        with self._changed:
            found = self._changed.wait_for(
                lambda: next((one for one in self.seen[start:] if condition(one)), None), TIMEOUT_S
            )
        assert found, self.seen[-3:]
        return found
