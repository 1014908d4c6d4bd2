"""Other clients and MoodCam share one queue: mpc through Mopidy-MPD."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.mopidy_process import MopidyProcess, free_port

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(shutil.which("mpc") is None, reason="mpc is not installed (apt: mpc)")
def test_mpc_sees_and_controls_the_queue_of_moodcam(
    tmp_path: Path, demo_music: Path, happy_clip: Path
) -> None:
    port = free_port()
    sections = {
        "mpd": {"enabled": "true", "hostname": "127.0.0.1", "port": str(port)},
        "moodcam": {"camera": str(happy_clip)},
    }

    def mpc(*words: str) -> str:
        command = ["mpc", "--host", "127.0.0.1", "--port", str(port), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    mopidy = MopidyProcess(tmp_path, demo_music, sections)
    mopidy.scan()
    with mopidy:
        mopidy.until(lambda: mopidy.state()["playing"], "a track plays")
        tracklist = mopidy.rpc("core.tracklist.get_tracks")
        assert mpc("--format", "%title%", "playlist").splitlines() == [
            track["name"] for track in tracklist
        ]

        before = mopidy.state()["playing"]["uri"]
        mpc("next")
        mopidy.until(lambda: mopidy.state()["playing"]["uri"] != before, "the next track plays")
        assert mpc("current", "--format", "%title%").strip() == mopidy.state()["playing"]["name"]

        mpc("pause")
        mopidy.until(lambda: mopidy.state()["player"] == "paused", "the state shows the pause")
        mopidy.post("/moodcam/api/mood", {"emotion": "sad"})
        mopidy.until(
            lambda: any(
                "sad" in " ".join(track["reasons"]) for track in mopidy.state()["upcoming"]
            ),
            "the queue follows the new mood",
        )
        assert mopidy.rpc("core.playback.get_state") == "paused", "a paused player stays paused"
        mpc("toggle")
        mopidy.until(lambda: mopidy.state()["player"] == "playing", "the state shows the playing")
        mpc("clear")
        mopidy.until(lambda: mopidy.state()["player"] == "stopped", "the state shows the stop")
        assert mopidy.rpc("core.playback.get_state") == "stopped"
    learnt = json.loads((tmp_path / "data" / "moodcam" / "learnt.json").read_text("utf-8"))
    assert before in learnt["history"]["skipped"], "who skips with mpc skips"
