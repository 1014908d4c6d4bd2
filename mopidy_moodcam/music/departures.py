"""Why a track ended: heard out, stopped, left by a person, or left by MoodCam itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mopidy_moodcam.music.learning import HEARD_MIN

_CUTS_KEPT: Final = 16
"""Ends that MoodCam expects; the player may never tell of one, as when it stops meanwhile."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A track that ended early: its entry's id, its URI, and the emotion at that time."""

    tlid: int
    uri: str
    emotion: str | None


class Departures:
    """Finds the tracks that a person skipped with any client, out of the player's events.

    Skipped is what ended before its middle with another track right after it, unless MoodCam itself
    went on. A player that was stopped says nothing about the track.
    """

    def __init__(self) -> None:
        """Begin with a player that stands still."""
        self._stopped = True
        self._cuts: list[int] = []
        self._left: Departure | None = None

    def cut(self, tlid: int | None) -> None:
        """Expect the end of an entry that MoodCam leaves, or whose skip is known already."""
        if tlid is not None:
            self._cuts = [*self._cuts, tlid][-_CUTS_KEPT:]

    def state_changed(self, new_state: str) -> None:
        """Take note of the player's state."""
        self._stopped = new_state == "stopped"
        if self._stopped:
            self._left = None

    def ended(self, departure: Departure, share: float) -> None:
        """Take note of the end of a track after a `share` (0 to 1) of its length."""
        self._left = None
        if departure.tlid in self._cuts:
            self._cuts.remove(departure.tlid)
        elif share < HEARD_MIN and not self._stopped:
            self._left = departure

    def take(self) -> Departure | None:
        """Return, once and when another track has begun, the one that was left for it."""
        left, self._left = self._left, None
        return left
