from __future__ import annotations

import pytest

from mopidy_moodcam.music.departures import Departure, Departures

LEFT = Departure(7, "a:7", "happy")


@pytest.fixture
def departures() -> Departures:
    made = Departures()
    made.state_changed("playing")
    return made


def test_a_track_left_early_was_skipped_once(departures: Departures) -> None:
    departures.ended(LEFT, 0.2)
    departures.state_changed("playing")
    assert departures.take() == LEFT
    assert departures.take() is None


def test_a_track_heard_for_the_most_part_was_not_skipped(departures: Departures) -> None:
    departures.ended(LEFT, 0.5)
    assert departures.take() is None


def test_what_moodcam_leaves_is_nobodys_dislike_but_only_that_time(departures: Departures) -> None:
    departures.cut(LEFT.tlid)
    departures.cut(None)
    departures.ended(LEFT, 0.2)
    assert departures.take() is None
    departures.ended(LEFT, 0.2)
    assert departures.take() == LEFT


@pytest.mark.parametrize("stopped_first", [True, False])
def test_a_stop_says_nothing_about_the_track(departures: Departures, stopped_first: bool) -> None:  # noqa: FBT001
    if stopped_first:
        departures.state_changed("stopped")
    departures.ended(LEFT, 0.2)
    departures.state_changed("stopped")
    departures.state_changed("playing")
    assert departures.take() is None
