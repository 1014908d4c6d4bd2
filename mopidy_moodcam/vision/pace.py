"""How often to look: within a budget of processor time, and seldom while nobody is there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final

SMALL_CORES: Final = 4
"""A machine with up to so many cores is a small one: there, music and all else come first."""
SMALL_BUDGET: Final = 0.08  # of one core
BUDGET_PER_CORE: Final = SMALL_BUDGET / SMALL_CORES  # for larger machines

AIM: Final = 0.95  # of the budget: some of the work is done in threads that nobody measures
HORIZON_S: Final = 10.0  # of the budget: the debt at which nothing more is spent
EASY: Final = 0.25  # of that debt: up to here only detections are saved, beyond it looks
MAX_STRETCH: Final = 4.0  # times as many frames from one detection to the next, at the most
MIN_FPS: Final = 0.5  # a mood needs evidence, whatever it costs
IDLE_AFTER_S: Final = 3.0  # without a face: one that was lost for a moment is found at once
LONGEST_S: Final = 5.0  # a longer time between two frames was a pause and saved nothing
SHARE_HALF_LIFE_S: Final = 10.0  # of the share of the processor that is told


@dataclass(frozen=True, slots=True)
class PaceOptions:
    """The bounds of a pace.

    `fps` and `idle_fps` are the most frames a second with a face and without, `detect_every` the
    fewest frames from one detection to the next, and `budget` the share of one core that may be
    used, 0 for as much as there is.
    """

    fps: float = 5.0
    idle_fps: float = 1.0
    detect_every: int = 10
    budget: float = SMALL_BUDGET


@dataclass(frozen=True, slots=True)
class Tempo:
    """How often the watcher looks at present, and what that takes.

    `fps` is the most frames a second, `detect_every` the number of frames from one detection to
    the next, `idle` whether there has been no face for a while, and `cpu_share` the share of one
    core that was used in the last seconds.
    """

    fps: float
    detect_every: int
    idle: bool = False
    cpu_share: float = 0.0


class Pace:
    """Keeps the average use of the processor within a budget by looking less often.

    What was spent beyond the budget is a debt, which the time pays back. The larger the debt, the
    slower the pace: first the whole frame is searched for faces less often, then there are fewer
    looks. So debt and pace settle, without swinging, where as much is spent as the budget allows,
    whatever a look costs on this machine; while that is less than the budget, there is no debt
    and the pace is the full one. With a face and without, looks cost different amounts: each has
    a debt of its own and goes on where it was.

    Pure: all times are given, in seconds.
    """

    def __init__(self, options: PaceOptions) -> None:
        """Begin at the full pace."""
        self._options = options
        self._debts_s = {False: 0.0, True: 0.0}  # of processor time, when idle and when not
        self._last: tuple[float, float] | None = None  # time and processor time of the last look
        self._seen_s = 0.0
        self._share: float | None = None
        self._idle = False

    @property
    def tempo(self) -> Tempo:
        """How often to look from now on."""
        options = self._options
        strain = self._debts_s[self._idle] / self._most_debt_s if options.budget else 0.0
        stretch = 1 + (MAX_STRETCH - 1) * min(1.0, strain / EASY)
        limit = min(options.idle_fps, options.fps) if self._idle else options.fps
        slowest = min(limit, MIN_FPS)
        slowed = max(0.0, strain - EASY) / (1 - EASY)
        return Tempo(
            fps=limit * (slowest / limit) ** slowed,
            detect_every=round(options.detect_every * stretch),
            idle=self._idle,
            cpu_share=self._share or 0.0,
        )

    def note(self, now_s: float, cpu_s: float, *, face_seen: bool) -> Tempo:
        """Take note of a look that has ended; return how to go on.

        `now_s` is on any steady clock, `cpu_s` the processor time used so far by all that belongs
        to looking.
        """
        if self._last is None:
            self._seen_s = now_s  # there may be one: begin as if
        else:
            elapsed_s = max(0.0, now_s - self._last[0])
            used_s = max(0.0, cpu_s - self._last[1])  # a camera changed begins at zero
            self._owe(min(elapsed_s, LONGEST_S), used_s)
            self._measure(elapsed_s, used_s)
        self._last = (now_s, cpu_s)
        if face_seen:
            self._seen_s = now_s
        self._idle = now_s - self._seen_s >= IDLE_AFTER_S
        return self.tempo

    @property
    def _most_debt_s(self) -> float:
        return self._options.budget * AIM * HORIZON_S

    def _owe(self, elapsed_s: float, used_s: float) -> None:
        debt_s = self._debts_s[self._idle] + used_s - self._options.budget * AIM * elapsed_s
        self._debts_s[self._idle] = min(max(0.0, debt_s), self._most_debt_s)

    def _measure(self, elapsed_s: float, used_s: float) -> None:
        if elapsed_s > 0:
            share = used_s / elapsed_s
            keep = 0.5 ** (elapsed_s / SHARE_HALF_LIFE_S)
            self._share = share if self._share is None else keep * self._share + (1 - keep) * share


def budget_of(percent: float | None, cores: int | None = None) -> float:
    """Return the share of one core for the option `cpu_budget`, 0 for no limit.

    Without a value it is 8 % of one core on a small machine and 2 % of the whole on one with more
    than four cores; `cores` are this machine's by default.
    """
    if percent is not None:
        return percent / 100
    return max(SMALL_BUDGET, BUDGET_PER_CORE * (cores or os.cpu_count() or 1))
