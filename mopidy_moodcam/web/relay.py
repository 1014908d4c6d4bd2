"""From the watcher to those who want to know: the feed, the timeline and the frontend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mopidy_moodcam.mood import Mood
from mopidy_moodcam.web.feed import encode_picture
from mopidy_moodcam.web.parts import observation_parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from mopidy_moodcam.vision.watcher import Observation
    from mopidy_moodcam.web.feed import Feed
    from mopidy_moodcam.web.timeline import Timeline


class Relay:
    """Hands each observation, in the watcher's thread, to the feed and each new mood to the actor.

    Only a change of emotion, or of who said it, is worth the actor's time.
    """

    def __init__(self, feed: Feed, timeline: Timeline, on_mood: Callable[[Mood], None]) -> None:
        """Connect the feed and the timeline; `on_mood` tells the actor and returns at once."""
        self._feed = feed
        self._timeline = timeline
        self._on_mood = on_mood
        self._last = Mood()
        self._faces = 0

    @property
    def faces(self) -> int:
        """How many faces the watcher has seen last."""
        return self._faces

    def __call__(self, seen: Observation) -> None:
        """Show an observation, and tell a new mood."""
        picture = None
        if seen.frame is not None and self._feed.kind == "video" and self._feed.watched:
            picture = encode_picture(seen.frame.image)
        self._feed.write(
            observation_parts(seen, with_face=self._feed.kind != "off"), picture=picture
        )
        self._feed.report("camera", seen.camera.error)
        self._feed.report("model", seen.error)
        self._faces = seen.faces
        mood = seen.mood
        self._timeline.add_mood(mood, face_seen=seen.face is not None)
        if (mood.emotion, mood.source) != (self._last.emotion, self._last.source):
            self._last = mood
            self._on_mood(mood)
