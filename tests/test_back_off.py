from __future__ import annotations

from mopidy_moodcam.back_off import HEALTHY_S, LONGEST_PAUSE_S, BackOff


def test_pauses_grow_up_to_a_limit_and_begin_anew_after_a_healthy_while() -> None:
    back_off = BackOff()
    pauses_s = [back_off.pause_s(lived_s=0.1) for _ in range(9)]
    assert pauses_s == [1, 2, 4, 8, 16, 32, LONGEST_PAUSE_S, LONGEST_PAUSE_S, LONGEST_PAUSE_S]
    assert back_off.pause_s(lived_s=HEALTHY_S) == 1
    assert back_off.pause_s(lived_s=HEALTHY_S - 1) == 2


def test_the_first_pause_can_be_another() -> None:
    assert BackOff(0.5).pause_s(lived_s=0) == 0.5
