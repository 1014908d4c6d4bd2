"""A restart with Mopidy's restored tracklist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.end_to_end.test_chain import queue_by_hand
from tests.mopidy_process import MopidyProcess

if TYPE_CHECKING:
    from pathlib import Path


def until_own_are_ahead(mopidy: MopidyProcess) -> list[dict[str, Any]]:
    mopidy.until(lambda: mopidy.get("/moodcam/api/state")[0] == 200, "MoodCam answers")

    def own() -> list[dict[str, Any]]:
        ahead = [track for track in mopidy.state()["upcoming"] if track["ours"]]
        return ahead if len(ahead) >= 2 else []

    return mopidy.until(own, "own tracks are ahead")


def test_own_tracks_are_known_as_own_after_a_restart(tmp_path: Path, demo_music: Path) -> None:
    mopidy = MopidyProcess(tmp_path, demo_music, {"core": {"restore_state": "true"}})
    mopidy.scan()
    with mopidy:
        mopidy.until(lambda: mopidy.get("/moodcam/api/state")[0] == 200, "MoodCam answers")
        by_hand = queue_by_hand(mopidy, 2)
        mopidy.post("/moodcam/api/mood", {"emotion": "happy"})
        until_own_are_ahead(mopidy)
        mopidy.post("/moodcam/api/mood", {"emotion": "sad"})
        mopidy.until(
            lambda: "sad" in " ".join(until_own_are_ahead(mopidy)[0]["reasons"]),
            "the tracklist follows",
        )
        before = [track["uri"] for track in mopidy.rpc("core.tracklist.get_tracks")]
        ahead = until_own_are_ahead(mopidy)
    with mopidy:
        # Nobody has declared a mood yet: what is ahead was there before, and is known as ours.
        assert until_own_are_ahead(mopidy) == ahead
        assert [track["uri"] for track in mopidy.rpc("core.tracklist.get_tracks")] == before
        mopidy.post("/moodcam/api/mood", {"emotion": "angry"})
        mopidy.until(
            lambda: "angry" in " ".join(until_own_are_ahead(mopidy)[0]["reasons"]),
            "the tracklist follows",
        )
        entries = mopidy.rpc("core.tracklist.get_tracks")
        assert [track["uri"] for track in entries if track["uri"] in by_hand] == by_hand
        own_before = {track["uri"] for track in ahead}
        own_now = {track["uri"] for track in until_own_are_ahead(mopidy)}
        assert {track["uri"] for track in entries} == {*by_hand, *own_now}
        assert own_now != own_before
