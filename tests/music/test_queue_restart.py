"""What becomes of the queue when MoodCam ends, and when it is there again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mopidy.models import Track

from mopidy_moodcam.music.queue import AHEAD, QueueManager
from tests.music.listener import OURS, Listener, recommend
from tests.odd_tracks import NOTHING

if TYPE_CHECKING:
    from pathlib import Path

# Mopidy 3's core warns about calls that it makes itself.
pytestmark = pytest.mark.filterwarnings("ignore:tracklist:DeprecationWarning")


def test_withdrawing_takes_out_only_the_own_tracks_ahead(playing: Listener) -> None:
    playing.add("theirs0")
    playing.queue.withdraw()
    playing.settle()
    assert playing.names() == ["happy0", "theirs0"]
    assert (playing.state, playing.current) == ("playing", "happy0")


def test_a_restart_finds_its_own_tracks_again(playing: Listener, tmp_path: Path) -> None:
    queue = QueueManager(playing.core, "next", autoplay=True, folder=tmp_path)
    queue.follow(recommend("sad"))
    playing.add("theirs0")
    queue.close()
    again = QueueManager(playing.core, "next", autoplay=True, folder=tmp_path)
    again.follow(recommend("happy", ["happy7", "happy8", "happy9"]))
    assert playing.names() == [*OURS["happy"][:AHEAD], "theirs0", "happy7", "happy8", "happy9"]


@pytest.mark.parametrize("odd", [NOTHING, Track(uri="x:\ud800")], ids=["no URI", "half"])
def test_a_restart_finds_its_own_tracks_again_among_the_oddest(
    playing: Listener, tmp_path: Path, odd: Track
) -> None:
    queue = QueueManager(playing.core, "next", autoplay=True, folder=tmp_path)
    queue.follow(recommend("sad"))
    playing.core.tracklist.add(tracks=[odd]).get(timeout=5)
    assert (odd.uri or "") in queue.taken_uris(with_own=False)
    queue.close()
    again = QueueManager(playing.core, "next", autoplay=True, folder=tmp_path)
    shown = [(track["uri"], track["ours"]) for track in again.upcoming(9)]
    assert shown[-2:] == [(f"dummy:{OURS['sad'][AHEAD - 1]}", True), (odd.uri or "", False)]


def test_after_a_restart_without_the_old_tracklist_everything_is_a_persons(
    playing: Listener, tmp_path: Path
) -> None:
    queue = QueueManager(playing.core, "next", autoplay=True, folder=tmp_path)
    queue.follow(recommend("sad"))
    queue.close()
    playing.core.tracklist.remove({"uri": ["dummy:sad1"]}).get(timeout=5)
    before = playing.names()
    again = QueueManager(playing.core, "next", autoplay=True, folder=tmp_path)
    again.follow(recommend("happy", ["happy7", "happy8", "happy9"]))
    assert playing.names() == [*before, "happy7", "happy8", "happy9"]


def test_what_cannot_be_remembered_is_taken_out_at_the_end(
    playing: Listener, tmp_path: Path
) -> None:
    no_folder = tmp_path / "file"
    no_folder.touch()
    queue = QueueManager(playing.core, "next", autoplay=True, folder=no_folder)
    queue.follow(recommend("sad"))
    queue.close()
    assert playing.names() == OURS["happy"][:AHEAD]
    playing.add("theirs0")
    playing.queue.close()
    assert playing.names() == ["happy0", "theirs0"]


def test_a_player_that_was_in_use_before_a_restart_is_not_started(
    playing: Listener, tmp_path: Path
) -> None:
    playing.queue = QueueManager(playing.core, "next", autoplay=True, folder=tmp_path)
    playing.add("theirs0")
    playing.play(playing.tlids()["theirs0"])
    playing.play_to_end()
    assert playing.state == "stopped"
    playing.follow("sad")
    playing.queue.start()
    playing.settle()
    assert playing.state == "stopped"
