"""When and how the queue moves on: switch, random, repeat, single, consume."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mopidy_moodcam.music.queue import AHEAD
from tests.music.listener import OURS, Listener, recommend

if TYPE_CHECKING:
    from collections.abc import Callable

# Mopidy 3's core warns about calls that it makes itself.
pytestmark = pytest.mark.filterwarnings("ignore:tracklist:DeprecationWarning")


def test_what_was_handed_to_the_player_is_not_pulled_away(playing: Listener) -> None:
    playing.about_to_finish()
    playing.follow("sad")
    assert playing.names() == ["happy0", "happy1", *OURS["sad"][:AHEAD]]
    playing.hand_over()
    assert playing.current == "happy1"
    playing.play_to_end()
    assert playing.current == "sad0"


def test_what_the_player_was_sent_to_is_not_pulled_away(playing: Listener) -> None:
    playing.audio.be_slow(slow=True)
    playing.queue.expect_next()
    playing.next()
    playing.follow("sad")
    assert playing.names() == ["happy0", "happy1", "sad0", "sad1", "sad2"]
    playing.audio.be_slow(slow=False)
    playing.settle()
    assert playing.current == "happy1"
    playing.follow("happy")
    assert "happy1" in playing.names()


@pytest.mark.parametrize("added", [[], ["dummy:theirs0"]], ids=["alone", "with an edit"])
def test_a_player_that_went_to_what_was_pulled_away_goes_on(
    playing: Listener, added: list[str]
) -> None:
    playing.audio.be_slow(slow=True)
    playing.next()
    playing.follow("sad")
    assert playing.names() == ["happy0", "sad0", "sad1", "sad2"]
    playing.audio.be_slow(slow=False)
    if added:  # and Mopidy forgets what plays
        playing.core.tracklist.add(uris=added).get(timeout=5)
    playing.settle()
    assert playing.current == "sad0"
    playing.play_to_end()
    assert playing.current == "sad1"


def test_what_the_player_was_sent_to_by_three_skips_is_not_pulled_away(playing: Listener) -> None:
    playing.queue.top_up(recommend("happy"))
    playing.audio.be_slow(slow=True)
    for _ in range(3):
        playing.queue.expect_next()
        playing.core.playback.next().get(timeout=5)
    playing.follow("sad")
    playing.audio.be_slow(slow=False)
    playing.settle()
    assert playing.current == "happy3"
    playing.play_to_end()
    assert playing.current == "sad0"


def test_a_player_that_went_astray_passes_over_what_a_person_skipped(playing: Listener) -> None:
    playing.add("theirs0", at_position=1)
    playing.audio.be_slow(slow=True)
    for _ in range(2):  # with another client
        playing.core.playback.next().get(timeout=5)
    playing.follow("sad")
    playing.audio.be_slow(slow=False)
    playing.settle()
    assert playing.current == "sad0"


def test_in_random_mode_a_player_that_went_astray_goes_to_what_mopidy_has_drawn(
    playing: Listener,
) -> None:
    tracklist = playing.core.tracklist
    happy0 = playing.tlids()["happy0"]
    tracklist.set_random(value=True).get(timeout=5)
    while tracklist.get_next_tlid().get(timeout=5) == happy0:  # chance may draw what plays
        tracklist.set_random(value=True).get(timeout=5)
    playing.audio.be_slow(slow=True)
    playing.next()
    playing.follow("sad")
    drawn = tracklist.get_next_tlid().get(timeout=5)
    playing.audio.be_slow(slow=False)
    playing.settle()
    assert playing.tlids()[str(playing.current)] == drawn


def test_what_a_person_plays_and_takes_out_plays_on(playing: Listener) -> None:
    playing.add("theirs0")
    theirs = playing.tlids()["theirs0"]
    playing.core.playback.play(tlid=theirs).get(timeout=5)
    playing.core.tracklist.remove({"tlid": [theirs]}).get(timeout=5)
    playing.settle()
    assert playing.current is None  # Mopidy says so while it plays
    assert playing.audio.uri.get(timeout=5) == "dummy:theirs0"


def test_an_event_that_comes_late_ends_no_protection(make: Callable[..., Listener]) -> None:
    listener = make("now")
    listener.follow("happy")
    listener.play()
    listener.about_to_finish()
    listener.audio.reach_end().get(timeout=5)  # the event of happy1 waits
    listener.core.get_version().get(timeout=5)
    listener.audio.be_slow(slow=True)
    listener.queue.follow(recommend("sad"))  # sends the player to sad0
    listener.settle()
    listener.queue.follow(recommend("happy"), interrupt=False)
    assert "sad0" in listener.names()


def test_switch_now_leaves_an_own_track_at_once(make: Callable[..., Listener]) -> None:
    listener = make("now")
    listener.follow("happy")
    listener.play()
    listener.follow("sad")
    assert (listener.state, listener.current) == ("playing", "sad0")


def test_switch_now_never_leaves_a_persons_track(make: Callable[..., Listener]) -> None:
    listener = make("now")
    listener.add("theirs0")
    listener.play()
    listener.follow("happy")
    listener.follow("sad")
    assert listener.current == "theirs0"


def test_switch_now_passes_over_no_track_of_a_person(make: Callable[..., Listener]) -> None:
    listener = make("now")
    listener.follow("happy")
    listener.play()
    listener.add("theirs0")
    listener.about_to_finish()
    listener.follow("sad")
    assert listener.current == "theirs0"
    assert listener.names() == ["happy0", "theirs0", *OURS["sad"][:AHEAD]]


def test_switch_now_tells_what_it_left_and_can_be_kept_from_it(
    make: Callable[..., Listener],
) -> None:
    listener = make("now")
    listener.follow("happy")
    listener.play()
    assert listener.queue.follow(recommend("sad"), interrupt=False) is None
    assert listener.current == "happy0"
    left = listener.tlids()["happy0"]
    assert listener.queue.follow(recommend("happy", ["happy7"])) == left
    listener.settle()
    assert listener.current == "happy7"


def test_going_on_is_told_from_going_back(playing: Listener) -> None:
    first, second, third = playing.tlids().values()
    assert playing.queue.is_past(first, second)
    assert playing.queue.is_past(first, third)
    assert not playing.queue.is_past(second, first)
    assert not playing.queue.is_past(second, second)
    playing.core.tracklist.set_random(value=True).get(timeout=5)
    assert playing.queue.is_past(second, first)
    playing.core.tracklist.remove({"tlid": [second]}).get(timeout=5)
    assert playing.queue.is_past(second, third)


def test_switch_now_does_not_touch_a_paused_player(make: Callable[..., Listener]) -> None:
    listener = make("now")
    listener.follow("happy")
    listener.play()
    listener.pause()
    listener.follow("sad")
    assert (listener.state, listener.current) == ("paused", "happy0")


def test_switch_now_near_the_end_goes_to_the_new_mood(make: Callable[..., Listener]) -> None:
    listener = make("now")
    listener.follow("happy")
    listener.play()
    listener.about_to_finish()
    listener.follow("sad")
    assert listener.current == "sad0"
    assert listener.names() == ["happy0", *OURS["sad"][:AHEAD]]


def test_consume_mode_removes_what_was_played_and_is_no_refusal(playing: Listener) -> None:
    playing.core.tracklist.set_consume(value=True).get(timeout=5)
    playing.play_to_end()
    playing.queue.top_up(recommend("happy"))
    playing.settle()
    assert playing.names() == OURS["happy"][1 : AHEAD + 2]
    assert playing.refused == []


def test_repeat_mode_goes_round_instead_of_growing(playing: Listener) -> None:
    playing.add("theirs0")
    playing.core.tracklist.set_repeat(value=True).get(timeout=5)
    playing.queue.top_up(recommend("happy"))
    length = len(playing.names())
    for _ in range(length * 2):
        playing.play_to_end()
        playing.queue.top_up(recommend("happy"))
        playing.settle()
    assert len(playing.names()) == length
    playing.follow("sad")
    assert set(playing.names()) == {playing.current, "theirs0", *OURS["sad"][:AHEAD]}


def test_random_mode_replaces_the_own_set_and_brings_none_back(playing: Listener) -> None:
    playing.core.tracklist.set_random(value=True).get(timeout=5)
    heard = [playing.current]
    for _ in range(5):
        playing.play_to_end()
        # Mopidy shuffles the current track in too, so it may follow itself.
        if playing.current != heard[-1]:
            heard.append(playing.current)
        playing.queue.top_up(recommend("happy"))
        playing.settle()
    assert len(set(heard)) == len(heard) > 1
    assert len(playing.queue.upcoming(5)) == 1
    playing.follow("sad")
    assert set(playing.names()) - {playing.current} == set(OURS["sad"][:AHEAD])


def test_single_mode_stops_after_the_track(playing: Listener) -> None:
    playing.core.tracklist.set_single(value=True).get(timeout=5)
    playing.play_to_end()
    playing.follow("sad")
    assert playing.state == "stopped"
