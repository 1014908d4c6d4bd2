"""A clock that tests turn."""

from __future__ import annotations


class Clock:
    """Tells the same time until a test changes it; at first, by default, that of a Monday."""

    def __init__(self, now_s: float = 1_000_000.0) -> None:
        self.now_s = now_s

    def __call__(self) -> float:
        return self.now_s
