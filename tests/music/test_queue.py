from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from mopidy_moodcam.music import additions as additions_module
from mopidy_moodcam.music.queue import AHEAD, PLAYED_KEPT, QueueManager
from tests.music.conftest import MAX_TRACKLIST_LENGTH
from tests.music.listener import OURS, Listener, recommend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Mopidy 3's core warns about calls that it makes itself.
pytestmark = pytest.mark.filterwarnings("ignore:tracklist:DeprecationWarning")

LOOP = ["loop0", "loop1"]


def test_a_new_mood_is_queued_and_the_player_starts_once(playing: Listener) -> None:
    assert playing.names() == OURS["happy"][:AHEAD]
    assert (playing.state, playing.current) == ("playing", "happy0")


def test_without_autoplay_the_player_waits_for_a_person(make: Callable[..., Listener]) -> None:
    listener = make(autoplay=False)
    listener.follow("happy")
    listener.queue.start()
    listener.settle()
    assert listener.state == "stopped"
    assert listener.names() == OURS["happy"][:AHEAD]


@pytest.mark.parametrize("stop", ["pause", "stop"])
def test_a_player_that_a_person_halted_stays_so(playing: Listener, stop: str) -> None:
    getattr(playing.core.playback, stop)().get(timeout=5)
    playing.settle()
    halted = playing.state
    playing.follow("sad")
    playing.queue.start()
    playing.queue.top_up(recommend("sad"))
    playing.settle()
    assert playing.state == halted != "playing"


def test_a_new_mood_replaces_own_tracks_ahead_and_keeps_what_plays(playing: Listener) -> None:
    playing.follow("sad")
    assert playing.names() == ["happy0", *OURS["sad"][:AHEAD]]
    assert playing.current == "happy0"


def test_a_persons_tracks_stay_and_play_before_own_ones(playing: Listener) -> None:
    playing.add("theirs0", "theirs1")
    playing.follow("sad")
    assert playing.names() == ["happy0", "theirs0", "theirs1", *OURS["sad"][:AHEAD]]
    playing.play_to_end()
    assert playing.current == "theirs0"


def test_a_recommendation_without_picks_leaves_the_queue_alone(playing: Listener) -> None:
    before = playing.names()
    playing.queue.follow(recommend("happy", []))
    playing.queue.top_up(recommend("happy", []))
    assert playing.names() == before


def test_own_tracks_are_known_with_their_reasons(playing: Listener) -> None:
    playing.add("theirs0")
    tlids = playing.tlids()
    assert playing.queue.is_own(tlids["happy1"])
    assert playing.queue.reasons_of(tlids["happy1"]) == ("happy → something",)
    assert not playing.queue.is_own(tlids["theirs0"])
    assert playing.queue.reasons_of(tlids["theirs0"]) == ()


def test_own_tracks_are_topped_up_along_the_plan(playing: Listener) -> None:
    assert not playing.queue.needs_top_up() or AHEAD > 2
    for _ in range(4):
        playing.play_to_end()
        playing.queue.top_up(recommend("happy"))
        playing.settle()
        ahead = playing.queue.upcoming(10)
        assert len(ahead) == AHEAD
    assert playing.names() == OURS["happy"][: 4 + AHEAD + 1]


def test_a_top_up_beyond_the_plan_takes_the_new_recommendation(playing: Listener) -> None:
    playing.queue.follow(recommend("happy", ["happy0"]))
    playing.queue.top_up(recommend("happy", ["happy0", "happy7", "happy8"]))
    assert [entry["name"] for entry in playing.queue.upcoming(9)] == ["happy0", "happy7", "happy8"]


def test_what_is_ahead_stays_when_the_queue_is_extended(playing: Listener) -> None:
    playing.queue.follow(recommend("happy", ["happy1", "happy2"]))
    playing.queue.extend(recommend("happy", ["happy2", "happy8", "happy9"]))
    playing.queue.extend(recommend("happy", []))
    assert playing.queue.own_ahead() == ("dummy:happy1", "dummy:happy2", "dummy:happy8")
    playing.play_to_end()
    playing.queue.top_up(recommend("happy", ["happy5"]))
    assert playing.queue.own_ahead() == ("dummy:happy2", "dummy:happy8", "dummy:happy9")


def test_a_small_library_is_played_again_rather_than_nothing(playing: Listener) -> None:
    playing.queue.follow(recommend("happy", LOOP))
    for _ in range(5):
        playing.play_to_end()
        playing.queue.top_up(recommend("happy", LOOP))
        playing.settle()
        assert len(playing.queue.upcoming(9)) >= 2


def test_nothing_is_topped_up_while_the_player_is_stopped(playing: Listener) -> None:
    playing.core.tracklist.clear().get(timeout=5)
    playing.settle()
    assert playing.state == "stopped"
    assert not playing.queue.needs_top_up()
    playing.queue.top_up(recommend("happy"))
    assert playing.names() == []


def test_clearing_is_no_refusal_but_removing_a_track_is(playing: Listener) -> None:
    tlids = playing.tlids()
    playing.core.tracklist.remove({"tlid": [tlids["happy2"]]}).get(timeout=5)
    playing.settle()
    assert playing.refused == ["dummy:happy2"]
    playing.core.tracklist.clear().get(timeout=5)
    playing.settle()
    assert playing.refused == ["dummy:happy2"]


def test_an_own_track_that_a_person_moved_is_theirs(playing: Listener) -> None:
    playing.add("theirs0", "theirs1")
    playing.core.tracklist.move(1, 2, 4).get(timeout=5)
    playing.settle()
    assert playing.names() == ["happy0", "happy2", "theirs0", "theirs1", "happy1"]
    playing.follow("sad")
    assert playing.names() == ["happy0", "theirs0", "theirs1", "happy1", *OURS["sad"][:AHEAD]]


def test_a_person_may_move_theirs_before_ours_and_ours_stay_ours(playing: Listener) -> None:
    playing.add("theirs0")
    playing.core.tracklist.move(3, 4, 1).get(timeout=5)
    playing.settle()
    assert playing.names() == ["happy0", "theirs0", "happy1", "happy2"]
    playing.follow("sad")
    assert playing.names() == ["happy0", "theirs0", *OURS["sad"][:AHEAD]]


def test_played_own_tracks_are_kept_only_so_far(playing: Listener) -> None:
    playing.add("theirs0", at_position=0)
    for _ in range(PLAYED_KEPT + 5):
        playing.play_to_end()
        playing.queue.top_up(recommend("happy"))
        playing.settle()
    assert len(playing.names()) == 1 + PLAYED_KEPT + 1 + AHEAD
    assert playing.names()[0] == "theirs0"


def test_a_full_tracklist_is_said_and_nothing_of_a_person_makes_room(playing: Listener) -> None:
    room = MAX_TRACKLIST_LENGTH - len(playing.names())
    playing.add(*["theirs0"] * room)
    playing.queue.follow(recommend("sad"))
    assert playing.names() == ["happy0", *["theirs0"] * room, "sad0", "sad1"]
    assert playing.queue.problem is not None
    assert "core/max_tracklist_length" in playing.queue.problem


def test_own_played_tracks_make_room_in_a_full_tracklist(playing: Listener) -> None:
    room = MAX_TRACKLIST_LENGTH - len(playing.names())
    playing.add(*["theirs0"] * room)
    playing.play_to_end()
    playing.queue.top_up(recommend("happy"))
    assert playing.names() == ["happy1", "happy2", *["theirs0"] * room, "happy3"]


def test_a_track_that_is_gone_is_passed_over(listener: Listener) -> None:
    listener.queue.follow(recommend("happy", ["gone", "happy1", "gone", "happy2", "happy3"]))
    assert listener.names() == ["happy1", "happy2", "happy3"]


def test_the_state_describes_what_plays_and_what_comes(playing: Listener) -> None:
    playing.add("theirs0")
    assert playing.queue.playing() == {
        "uri": "dummy:happy0",
        "name": "happy0",
        "artists": ["Nobody"],
        "genre": "",
        "ours": True,
        "reasons": ["happy → something"],
    }
    assert [(e["name"], e["ours"]) for e in playing.queue.upcoming(9)] == [
        ("happy1", True),
        ("happy2", True),
        ("theirs0", False),
    ]
    assert playing.queue.taken_uris(with_own=False) == {"dummy:happy0", "dummy:theirs0"}
    assert len(playing.queue.taken_uris(with_own=True)) == 4


def test_nothing_plays_in_an_empty_tracklist(listener: Listener) -> None:
    assert listener.queue.playing() is None
    assert listener.queue.upcoming(5) == []
    listener.queue.start()
    assert listener.state == "stopped"


def test_a_track_added_too_late_is_still_ours(
    playing: Listener, backend: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()
    backend.set_library("hang", released).get(timeout=5)
    with monkeypatch.context() as patch:
        patch.setattr(additions_module, "ANSWER_S", 0.05)
        playing.queue.follow(recommend("sad"))
    assert playing.queue.problem is not None
    assert "did not answer" in playing.queue.problem
    released.set()
    playing.settle()
    assert playing.names() == [*OURS["happy"][:AHEAD], "sad0"]
    assert playing.queue.problem is None
    assert playing.queue.is_own(playing.tlids()["sad0"])
    playing.follow("sad")
    assert playing.names() == ["happy0", *OURS["sad"][:AHEAD]]


@pytest.fixture
def dead_core(core: Any) -> Iterator[Any]:
    core.actor_ref.stop()
    return core


def test_a_core_that_is_gone_does_not_stop_the_frontend(dead_core: Any) -> None:
    queue = QueueManager(dead_core, "next", autoplay=True)
    queue.follow(recommend("happy"))
    queue.start()
    assert (queue.playing(), queue.upcoming(3), queue.needs_top_up()) == (None, [], False)


def test_a_player_that_ran_dry_goes_on_with_the_next_mood(playing: Listener) -> None:
    for _ in range(AHEAD):
        playing.play_to_end()
    assert (playing.state, playing.current) == ("stopped", None)
    playing.add("theirs0")
    playing.follow("sad")
    playing.queue.start()
    playing.settle()
    assert (playing.state, playing.current) == ("playing", "sad0")


def test_a_player_that_a_person_stopped_stays_so_with_the_next_mood(playing: Listener) -> None:
    playing.core.playback.stop().get(timeout=5)
    playing.settle()
    playing.follow("sad")
    playing.queue.start()
    playing.settle()
    assert playing.state == "stopped"


def test_a_player_that_ran_dry_without_autoplay_stays_so(make: Callable[..., Listener]) -> None:
    listener = make(autoplay=False)
    listener.follow("happy")
    listener.play()
    for _ in range(AHEAD):
        listener.play_to_end()
    listener.follow("sad")
    listener.queue.start()
    listener.settle()
    assert listener.state == "stopped"
