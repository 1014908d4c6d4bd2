"""How the pace follows the budget and the face, on simulated machines."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mopidy_moodcam.vision.pace import (
    IDLE_AFTER_S,
    MIN_FPS,
    SHARE_HALF_LIFE_S,
    SMALL_BUDGET,
    Pace,
    PaceOptions,
    Tempo,
    budget_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

OPTIONS = PaceOptions(fps=5, idle_fps=1, detect_every=10, budget=SMALL_BUDGET)


@dataclass
class Machine:
    """A machine on which each step of a look costs so many seconds of processor time.

    `reading` is the share of one core that the camera takes however often it is looked at.
    """

    follow_s: float = 0.008
    search_s: float = 0.017
    reading: float = 0.01
    someone: Callable[[float], bool] = lambda _: True
    options: PaceOptions = OPTIONS
    looks: list[tuple[float, float, Tempo]] = field(default_factory=list)

    def watch(self, until_s: float) -> Machine:
        """Look as often as the pace says until a time; keep time, processor time and tempo."""
        pace = Pace(self.options)
        now_s = cpu_s = 0.0
        since_search = 0
        tempo = pace.note(0.0, 0.0, face_seen=self.someone(0.0))
        while now_s < until_s:
            now_s += 1 / tempo.fps
            cpu_s += self.reading / tempo.fps
            face_seen = self.someone(now_s)
            since_search += 1
            if not face_seen or since_search >= tempo.detect_every:
                cpu_s += self.search_s
                since_search = 0
            if face_seen:
                cpu_s += self.follow_s
            tempo = pace.note(now_s, cpu_s, face_seen=face_seen)
            self.looks.append((now_s, cpu_s, tempo))
        return self

    def share(self, start_s: float, length_s: float = 60.0) -> float:
        """The share of one core that was used in a stretch of time."""
        inside = [look for look in self.looks if start_s <= look[0] <= start_s + length_s]
        return (inside[-1][1] - inside[0][1]) / (inside[-1][0] - inside[0][0])

    def tempo_at(self, time_s: float) -> Tempo:
        return next(tempo for now_s, _, tempo in self.looks if now_s >= time_s)


def test_a_machine_that_can_do_it_keeps_the_full_pace() -> None:
    machine = Machine(follow_s=0.006, search_s=0.013).watch(60)
    assert all(tempo.fps == 5 for _, _, tempo in machine.looks)
    assert all(tempo.detect_every <= 12 for _, _, tempo in machine.looks)


def test_on_a_slower_machine_detections_are_saved_before_looks() -> None:
    machine = Machine(follow_s=0.011, search_s=0.03).watch(120)
    tempo = machine.tempo_at(100)
    assert tempo.fps == 5
    assert 10 < tempo.detect_every <= 40


def test_on_a_slow_machine_it_looks_less_often_and_uses_what_it_may() -> None:
    machine = Machine(follow_s=0.05, search_s=0.12).watch(180)
    assert 1 < machine.tempo_at(100).fps < 1.5
    assert machine.tempo_at(100).detect_every == 40
    for start_s in (20, 60, 120):
        assert 0.93 * SMALL_BUDGET <= machine.share(start_s) <= SMALL_BUDGET


@settings(max_examples=40, deadline=None)
@given(
    follow_s=st.floats(0.001, 0.08),
    search_s=st.floats(0.001, 0.2),
    reading=st.floats(0, 0.02),
    budget=st.floats(0.06, 0.5),
)
def test_every_minute_is_within_the_budget_whatever_a_look_costs(
    follow_s: float, search_s: float, reading: float, budget: float
) -> None:
    options = replace(OPTIONS, fps=30, budget=budget)
    machine = Machine(follow_s, search_s, reading, options=options).watch(130)
    slowest = follow_s + search_s / 40
    for start_s in (10, 30, 70):
        at_slowest = MIN_FPS * slowest + reading
        assert machine.share(start_s) <= max(budget, at_slowest) * 1.05


@pytest.mark.parametrize("follow_s", [0.012, 0.03, 0.05])
def test_the_pace_does_not_swing(follow_s: float) -> None:
    machine = Machine(follow_s=follow_s, search_s=0.02).watch(180)
    settled = [tempo.fps for now_s, _, tempo in machine.looks if now_s > 30]
    assert max(settled) <= 1.25 * min(settled)


def test_without_a_budget_nothing_slows_it() -> None:
    options = replace(OPTIONS, budget=0)
    machine = Machine(follow_s=0.1, search_s=0.3, options=options).watch(30)
    assert all(tempo == replace(tempo, fps=5, detect_every=10) for _, _, tempo in machine.looks)


def test_it_never_looks_less_than_once_in_two_seconds() -> None:
    machine = Machine(follow_s=2.0).watch(120)
    assert min(tempo.fps for _, _, tempo in machine.looks) == MIN_FPS


def test_an_idle_pace_below_that_stays_as_it_was_chosen() -> None:
    options = replace(OPTIONS, idle_fps=0.2)
    machine = Machine(search_s=2.0, someone=lambda _: False, options=options).watch(60)
    assert machine.looks[-1][2].fps == 0.2


def test_it_looks_seldom_once_nobody_has_been_there_for_a_while() -> None:
    machine = Machine(someone=lambda now_s: now_s < 10).watch(20)
    assert not machine.tempo_at(10 + IDLE_AFTER_S - 0.5).idle
    tempo = machine.tempo_at(10 + IDLE_AFTER_S + 0.5)
    assert tempo.idle
    assert tempo.fps == 1


def test_an_idle_pace_is_never_quicker_than_the_full_one() -> None:
    options = replace(OPTIONS, fps=2, idle_fps=10)
    machine = Machine(someone=lambda _: False, options=options).watch(20)
    assert machine.looks[-1][2].fps == 2


def test_the_first_look_at_a_face_brings_the_full_pace_back() -> None:
    machine = Machine(someone=lambda now_s: now_s > 30).watch(40)
    first = next(n for n, (now_s, _, _) in enumerate(machine.looks) if now_s > 30)
    assert machine.looks[first - 1][2].fps == 1
    assert machine.looks[first][0] - machine.looks[first - 1][0] <= 1.001
    assert machine.looks[first][2] == replace(machine.looks[first][2], fps=5, idle=False)


def test_a_face_that_comes_back_finds_the_pace_that_the_machine_can_keep() -> None:
    machine = Machine(0.05, 0.12, someone=lambda now_s: now_s < 60 or now_s > 120).watch(200)
    assert all(tempo.fps < 1.5 for now_s, _, tempo in machine.looks if now_s > 20)
    assert machine.share(120) <= SMALL_BUDGET


def test_a_pause_is_no_time_in_which_processor_time_was_saved() -> None:
    pace = Pace(OPTIONS)
    for second in range(20):
        before = pace.note(second, second * 0.4, face_seen=True)
    after = pace.note(19 + 3600, 20 * 0.4, face_seen=True)
    assert before.fps == MIN_FPS
    assert after.fps < OPTIONS.fps


def test_a_clock_that_runs_backwards_and_a_new_camera_s_counter_change_nothing() -> None:
    pace = Pace(OPTIONS)
    pace.note(10, 5, face_seen=True)
    assert pace.note(9, 1, face_seen=True).fps == OPTIONS.fps


def test_the_share_of_the_last_seconds_is_told() -> None:
    machine = Machine(follow_s=0.004, search_s=0.004).watch(60)
    assert machine.looks[-1][2].cpu_share == pytest.approx(machine.share(30, 30), rel=0.05)
    pace = Pace(OPTIONS)
    for second in range(3):
        pace.note(second, second * 0.1, face_seen=True)
    assert pace.note(2 + SHARE_HALF_LIFE_S, 0.2, face_seen=True).cpu_share == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("percent", "cores", "budget"),
    [(None, 1, 0.08), (None, 4, 0.08), (None, 8, 0.16), (12.5, 64, 0.125), (0.0, 2, 0.0)],
)
def test_the_budget_fits_the_machine_unless_it_is_chosen(
    percent: float | None, cores: int, budget: float
) -> None:
    assert budget_of(percent, cores) == pytest.approx(budget)
