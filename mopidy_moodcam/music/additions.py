"""Adding own tracks to Mopidy's tracklist, whatever becomes of the answers."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pykka
from mopidy.exceptions import TracklistFull

from mopidy_moodcam.music.ownership import Own, Ownership
from mopidy_moodcam.music.patience import CoreError
from mopidy_moodcam.music.view import ANSWER_S, uri_of

if TYPE_CHECKING:
    from mopidy_moodcam.music.recommender import Pick

logger = logging.getLogger(__name__)


class Additions:
    """Appends picks at the end of the tracklist and makes what comes of it our own."""

    def __init__(self, core: Any, own: Ownership) -> None:
        """Prepare; `own` takes the new entries."""
        self._core = core
        self._own = own
        self._late: list[tuple[Any, Pick]] = []

    def append(self, pick: Pick) -> int | None:
        """Append a pick; return 1, 0 when it is not to be found any more, or None without room.

        Raises:
            pykka.Timeout: The core did not answer in time; `adopt_late` sees to what it still adds.
        """
        future = self._core.tracklist.add(uris=[pick.track.uri])
        try:
            return self._adopt(future, pick, ANSWER_S)
        except TracklistFull:
            return None
        except pykka.Timeout:
            self._late.append((future, pick))
            raise

    def adopt_late(self) -> None:
        """Claim tracks that were added only after we had stopped waiting for the answer."""
        late, self._late = self._late, []
        for future, pick in late:
            try:
                self._adopt(future, pick, 0)
            except pykka.Timeout:
                self._late.append((future, pick))
            except (TracklistFull, CoreError) as error:
                logger.debug("%s was not added: %r", pick.track.uri, error)

    def _adopt(self, future: Any, pick: Pick, timeout_s: float) -> int:
        """Make what was added our own; return whether there was any (the URI may be gone)."""
        tl_tracks = future.get(timeout=timeout_s)
        for tl_track in tl_tracks:
            self._own.add(tl_track.tlid, Own(uri_of(tl_track.track), pick.reasons))
        return min(len(tl_tracks), 1)
