"""What outlives a frontend that fails: what clients hold on to, and what people chose."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mopidy_moodcam.settings import FEEDS
from mopidy_moodcam.vision.browser import BrowserCamera
from mopidy_moodcam.vision.sources import redacted
from mopidy_moodcam.web.feed import Feed
from mopidy_moodcam.web.parts import first_state
from mopidy_moodcam.web.timeline import Timeline

if TYPE_CHECKING:
    from mopidy_moodcam.settings import Settings, Strategy


@dataclass(slots=True)
class Session:
    """One run of Mopidy: the frontend fills it, and its successor goes on with it.

    Clients subscribe to the feed and read the timeline for as long as Mopidy runs. `camera`,
    `paused`, `strategy` and `mood` (an emotion by hand and the monotonic time of its end) are what
    people chose: above all, who has paused the watching is not watched after a failure.
    """

    feed: Feed
    timeline: Timeline
    browser_camera: BrowserCamera
    camera: str
    strategy: Strategy
    paused: bool = False
    mood: tuple[str, float] | None = None

    @classmethod
    def begin(cls, settings: Settings) -> Session:
        """Return a session as the settings want it."""
        feeds = list(FEEDS[FEEDS.index(settings.feed) :])
        return cls(
            feed=Feed(first_state(settings, feeds), settings.feed),
            timeline=Timeline(),
            browser_camera=BrowserCamera(settings.fps),
            camera=settings.camera,
            strategy=settings.strategy,
        )

    def applied_to(self, settings: Settings) -> Settings:
        """Return the settings with what people chose in the place of what was configured."""
        return replace(settings, camera=self.camera, strategy=self.strategy)

    def show_nothing_seen(self) -> None:
        """Show that nobody watches: no frame, no face, and a camera that is off."""
        camera = redacted(self.camera)
        self.feed.write(
            {
                "camera": {"source": camera, "status": "off", "error": None, "chosen": camera},
                "frame": None,
                "face": None,
                "expression": None,
            }
        )
        self.feed.report("camera", None)

    def mood_left(self) -> tuple[str, float] | None:
        """Return the mood by hand and for how many seconds it still stands, if there is one."""
        if self.mood is None:
            return None
        emotion, until_s = self.mood
        left_s = until_s - time.monotonic()
        return (emotion, left_s) if left_s > 0 else None
