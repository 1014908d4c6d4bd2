"""A desktop's media keys and MoodCam share one player: Mopidy-MPRIS on a message bus."""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.desktop import Desktop, install_mpris
from tests.mopidy_process import MopidyProcess

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(
    metadata.version("mopidy").startswith("4."),
    reason="Mopidy-MPRIS 3.0.3, the newest, does not load in Mopidy 4 (it imports what is gone)",
)
def test_media_keys_work_beside_moodcam(tmp_path: Path, demo_music: Path) -> None:
    packages = install_mpris(tmp_path / "packages")
    with Desktop() as desktop:
        sections = {"mpris": {"enabled": "true"}}
        mopidy = MopidyProcess(tmp_path, demo_music, sections, desktop.wrapper(packages))
        mopidy.scan()
        with mopidy:
            mopidy.until(desktop.has_player, "the desktop knows the player")
            mopidy.post("/moodcam/api/mood", {"emotion": "happy"})
            playing = mopidy.until(lambda: mopidy.state()["playing"], "a track plays")
            mopidy.until(
                lambda: playing["name"] in desktop.shows("Metadata"), "the desktop shows it"
            )
            ahead = mopidy.state()["upcoming"][0]["uri"]

            desktop.press("Next")
            mopidy.until(lambda: mopidy.state()["playing"]["uri"] == ahead, "the next one plays")
            assert mopidy.state()["playing"]["ours"]
            assert mopidy.state()["playing"]["name"] in desktop.shows("Metadata")
            mopidy.until(lambda: len(mopidy.state()["upcoming"]) >= 2, "enough is ahead again")

            desktop.press("PlayPause")
            mopidy.until(lambda: mopidy.state()["player"] == "paused", "the state shows the pause")
            mopidy.post("/moodcam/api/mood", {"emotion": "sad"})
            mopidy.until(
                lambda: any("sad" in " ".join(t["reasons"]) for t in mopidy.state()["upcoming"]),
                "the queue follows the new mood",
            )
            assert '"Paused"' in desktop.shows("PlaybackStatus"), "a paused player stays paused"
            desktop.press("PlayPause")
            mopidy.until(lambda: mopidy.state()["player"] == "playing", "it plays on")

            mopidy.post("/moodcam/api/skip", {})
            mopidy.until(lambda: mopidy.state()["playing"]["uri"] != ahead, "MoodCam's own skip")
            shown = mopidy.state()["playing"]["name"]
            mopidy.until(lambda: shown in desktop.shows("Metadata"), "the desktop follows")
