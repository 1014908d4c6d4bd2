"""What the clients are shown of the music, and of what is wrong with it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mopidy_moodcam.music.library import Library
    from mopidy_moodcam.music.queue import QueueManager
    from mopidy_moodcam.music.recommender import Recommendation, Recommender
    from mopidy_moodcam.music.view import TrackState
    from mopidy_moodcam.settings import Strategy
    from mopidy_moodcam.web.feed import Feed
    from mopidy_moodcam.web.state import TrackPart

logger = logging.getLogger(__name__)


class Display:
    """Writes the jukebox's parts of the state; a problem that is new is logged as well."""

    def __init__(self, feed: Feed, top_n: int) -> None:
        """Show in a feed, and of the tracks ahead no more than `top_n`."""
        self._feed = feed
        self._top_n = top_n

    def report(self, room: str, problem: str | None) -> None:
        """Show a room's problem, one sentence, or that it has none."""
        if self._feed.report(room, problem) and problem:
            logger.warning("MoodCam: %s", problem)

    def strategy(self, strategy: Strategy) -> None:
        """Show the strategy."""
        self._feed.write({"strategy": strategy})

    def genres(self, recommender: Recommender) -> None:
        """Show the genres chosen by hand; those of the last time are known from the start."""
        self._feed.write(
            {
                "picked_genres": list(recommender.picked),
                "excluded_genres": list(recommender.excluded),
            }
        )

    def recommendation(self, recommendation: Recommendation, library: Library) -> None:
        """Show what was recommended, and what is wrong with it or with the library."""
        self.report("library", library.problem)
        self.report("music", recommendation.problem if library.ready else None)
        self._feed.write({"genres": list(recommendation.genres)})

    def music(self, queue: QueueManager, recommender: Recommender, player: str) -> None:
        """Show the player's state, the track that plays and those ahead."""

        def part(track: TrackState) -> TrackPart:
            return {**track, "feedback": recommender.feedback_of(track["uri"])}

        playing = queue.playing()
        upcoming = queue.upcoming(self._top_n)
        self._feed.write(
            {
                "player": player,
                "playing": playing and part(playing),
                "upcoming": [part(track) for track in upcoming],
            }
        )
        self.report("queue", queue.problem)
        self.report("learning", recommender.problem)
