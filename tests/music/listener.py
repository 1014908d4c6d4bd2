"""A person at Mopidy's player, and the frontend that tells the queue manager about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mopidy_moodcam.music.library import LibraryTrack
from mopidy_moodcam.music.recommender import Pick, Recommendation

if TYPE_CHECKING:
    from mopidy_moodcam.music.queue import QueueManager

LENGTH_MS = 240_000
OURS = {mood: [f"{mood}{n}" for n in range(10)] for mood in ("happy", "sad")}


def recommend(mood: str, names: list[str] | None = None) -> Recommendation:
    picks = tuple(
        Pick(LibraryTrack(f"dummy:{name}", name), 1.0, (f"{mood} → something",))
        for name in (OURS[mood] if names is None else names)
    )
    return Recommendation(mood, "match", ("something",), picks)


class Listener:
    """A person at the player, and the frontend that forwards Mopidy's events to the queue."""

    def __init__(self, core: Any, audio: Any, events: Any, queue: QueueManager) -> None:
        self.core, self.audio, self.events, self.queue = core, audio, events, queue
        self.refused: list[str] = []

    def settle(self) -> None:
        """Wait until every event so far has reached the queue manager."""
        for _ in range(3):
            self.core.get_version().get(timeout=5)
        for name, data in self.events.take().get(timeout=5):
            if name == "tracklist_changed":
                self.refused += self.queue.on_tracklist_changed()
            elif name == "track_playback_started":
                self.queue.on_track_playback_started(data["tl_track"])
            elif name == "playback_state_changed":
                self.queue.on_playback_state_changed(data["new_state"])

    def follow(self, mood: str) -> None:
        self.queue.follow(recommend(mood))
        self.settle()

    def add(self, *names: str, at_position: int | None = None) -> None:
        uris = [f"dummy:{name}" for name in names]
        self.core.tracklist.add(uris=uris, at_position=at_position).get(timeout=5)
        self.settle()

    def play(self, tlid: int | None = None) -> None:
        self.core.playback.play(tlid=tlid).get(timeout=5)
        self.settle()

    def pause(self) -> None:
        self.core.playback.pause().get(timeout=5)
        self.settle()

    def next(self) -> None:
        self.core.playback.next().get(timeout=5)
        self.settle()

    def about_to_finish(self) -> None:
        """Bring the track near its end: the player asks for the next one."""
        self.audio.let_play_until(LENGTH_MS - 2000).get(timeout=5)
        self.audio.about_to_finish().get(timeout=5)()

    def hand_over(self) -> None:
        """Let the next track begin."""
        self.audio.reach_end().get(timeout=5)
        self.settle()

    def play_to_end(self) -> None:
        self.about_to_finish()
        self.hand_over()

    def names(self) -> list[str]:
        return [t.track.name for t in self.core.tracklist.get_tl_tracks().get(timeout=5)]

    def tlids(self) -> dict[str, int]:
        return {t.track.name: t.tlid for t in self.core.tracklist.get_tl_tracks().get(timeout=5)}

    @property
    def state(self) -> str:
        return str(self.core.playback.get_state().get(timeout=5))

    @property
    def current(self) -> str | None:
        current = self.core.playback.get_current_track().get(timeout=5)
        return current and current.name
