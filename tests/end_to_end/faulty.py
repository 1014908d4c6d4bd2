"""A Mopidy extension for the tests alone: a backend that fails on demand, and a look inside.

The file that MOODCAM_TEST_FAULT names holds the present fault. Browsing `faulty:threads` lists this
process's threads, `faulty:crash` sends the frontend a message that it fails in,
`faulty:hold` has the core wait for this backend, and `faulty:clock/SECONDS` sets the wall clock of
this process so far off.
"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Any

import pykka
from mopidy import backend, config, ext
from mopidy.models import Artist, Ref, SearchResult, Track
from pykka.messages import ProxyCall

FAULT = Path(os.environ["MOODCAM_TEST_FAULT"])
TONE = os.environ["MOODCAM_TEST_TONE"]
SLOW_S = 10.0
TRACKS = tuple(
    Track(
        uri=f"faulty:pop{number}",
        name=f"Pop {number}",
        genre="Pop",
        artists=[Artist(name=f"Artist {number}")],
        length=60_000,
    )
    for number in range(3)
)


class Clock:
    """The wall clock, as far off as a test wants it."""

    offset_s = 0.0
    right = time.time

    def __call__(self) -> float:
        return Clock.right() + self.offset_s


CLOCK = Clock()
time.time = CLOCK  # before any other extension is set up, and keeps it as a default


def suffer() -> bool:
    """Do as the fault says; return whether to answer nonsense."""
    fault = FAULT.read_text("utf-8")
    if fault == "slow":
        time.sleep(SLOW_S)
    if fault == "raise":
        msg = "the service is down"
        raise ConnectionError(msg)
    while fault == "hang":
        time.sleep(0.05)
        fault = FAULT.read_text("utf-8")
    return fault == "nonsense"


class FaultyLibrary(backend.LibraryProvider):
    """Knows three tracks, unless it fails."""

    root_directory = Ref.directory(uri="faulty:/", name="Faulty")

    def get_distinct(self, field: str, query: Any = None) -> Any:  # noqa: ARG002
        values = {getattr(track, field, None) for track in TRACKS}
        return [7, None, {}] if suffer() else {value for value in values if value}

    def lookup(self, uri: str) -> Any:
        return ["no track", 7] if suffer() else [track for track in TRACKS if track.uri == uri]

    def search(self, query: Any, uris: Any = None, exact: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002
        return 42 if suffer() else SearchResult(tracks=list(TRACKS))

    def browse(self, uri: str) -> Any:
        if uri == "faulty:threads":
            names = [thread.name for thread in threading.enumerate()]
            return [Ref.directory(uri="faulty:thread", name=name) for name in names]
        if uri == "faulty:crash":
            call = ProxyCall(attr_path=("give_up",), args=(LookupError("a bug"),), kwargs={})
            pykka.ActorRegistry.get_by_class_name("MoodFrontend")[0].tell(call)
            return []
        if uri == "faulty:hold":
            core = pykka.ActorRegistry.get_by_class_name("Core")[0].proxy()
            core.library.lookup(uris=[TRACKS[0].uri])  # nobody waits for it but the core itself
            return []
        if uri.startswith("faulty:clock/"):
            CLOCK.offset_s = float(uri.removeprefix("faulty:clock/"))
            return []
        return None if suffer() else [Ref.track(uri=track.uri, name=track.name) for track in TRACKS]


class FaultyPlayback(backend.PlaybackProvider):
    """Plays a tone for every track."""

    def translate_uri(self, uri: str) -> str:  # noqa: ARG002
        return TONE


class FaultyBackend(pykka.ThreadingActor, backend.Backend):
    """The backend for `faulty:` URIs."""

    uri_schemes = ["faulty"]  # noqa: RUF012 - Mopidy's own declaration is a plain list

    def __init__(self, config: Any, audio: Any) -> None:  # noqa: ARG002
        super().__init__()
        self.library = FaultyLibrary(backend=self)
        self.playback = FaultyPlayback(audio=audio, backend=self)


class Extension(ext.Extension):
    """What Mopidy loads."""

    dist_name = "mopidy-faulty"
    ext_name = "faulty"
    version = "1.0"

    def get_default_config(self) -> str:
        return "[faulty]\nenabled = true\n"

    def get_config_schema(self) -> config.ConfigSchema:
        return super().get_config_schema()

    def setup(self, registry: ext.Registry) -> None:
        registry.add("backend", FaultyBackend)
