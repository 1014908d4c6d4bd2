"""A restart with Mopidy's restored tracklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.end_to_end.test_chain import queue_by_hand
from tests.mopidy_process import MopidyProcess

if TYPE_CHECKING:
    from pathlib import Path


def test_own_tracks_do_not_pile_up_over_restarts(tmp_path: Path, demo_music: Path) -> None:
    mopidy = MopidyProcess(tmp_path, demo_music, {"core": {"restore_state": "true"}})
    mopidy.scan()
    by_hand: list[str] = []
    for emotion in ("happy", "sad", "angry"):
        with mopidy:
            mopidy.until(lambda: mopidy.get("/moodcam/api/state")[0] == 200, "MoodCam answers")
            by_hand = by_hand or queue_by_hand(mopidy, 2)
            mopidy.post("/moodcam/api/mood", {"emotion": emotion})
            mopidy.until(
                lambda: sum(track["ours"] for track in mopidy.state()["upcoming"]) >= 2,
                "own tracks are ahead",
            )
    with mopidy:
        restored = mopidy.until(lambda: mopidy.rpc("core.tracklist.get_tracks"), "it is restored")
        assert [track["uri"] for track in restored] == by_hand
