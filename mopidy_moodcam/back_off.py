"""How long to wait before something that failed is tried again."""

from __future__ import annotations

from typing import Final

FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 60.0
HEALTHY_S: Final = 60.0
"""What lived so long had recovered: its failure is a new one, not the last one again."""


class BackOff:
    """Pauses of 1 s, doubled by each early failure, at most 60 s."""

    def __init__(self, first_pause_s: float = FIRST_PAUSE_S) -> None:
        """Begin with the shortest pause, in seconds."""
        self._first_pause_s = first_pause_s
        self._failures = 0

    def pause_s(self, lived_s: float) -> float:
        """Return the pause after a failure of what lived so long, in seconds."""
        self._failures = 0 if lived_s >= HEALTHY_S else self._failures
        pause_s = min(LONGEST_PAUSE_S, self._first_pause_s * 2.0**self._failures)
        self._failures = min(self._failures + 1, 10)
        return pause_s
