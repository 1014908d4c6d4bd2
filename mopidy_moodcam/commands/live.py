"""The live view of `watch` on a terminal: the mood and a bar for each emotion, redrawn in place."""

from __future__ import annotations

import time
from collections import Counter, deque
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Self

from rich.console import Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from mopidy_moodcam.emotions import LABELS, emoji_of

if TYPE_CHECKING:
    from types import TracebackType

    from rich.console import Console

    from mopidy_moodcam.commands.records import Record

REDRAW_S: Final = 0.1
BAR: Final = 32  # characters
RATE_OVER: Final = 20  # frames of which the rate is shown


class LiveView:
    """Shows the newest record; a context manager, so that the terminal is left as it was."""

    def __init__(self, console: Console, note: str) -> None:
        """Prepare to draw; `note` stands below, such as how to end."""
        self._live = Live(console=console, auto_refresh=False)
        self._note = note
        self._drawn_s = 0.0
        self._times_s: deque[float] = deque(maxlen=RATE_OVER)
        self._moods: Counter[str] = Counter()
        self._frames = 0
        self._last: Record | None = None

    def __enter__(self) -> Self:
        """Begin to draw."""
        self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Draw the last record and leave it there."""
        if self._last is not None:
            self._draw(self._last)
        self._live.stop()

    def show(self, record: Record) -> None:
        """Draw a record, unless the last drawing is too fresh."""
        self._frames += 1
        if record.mood is not None:
            self._moods[record.mood.emotion] += 1
        self._last = record
        now_s = time.monotonic()
        self._times_s.append(now_s)
        if now_s - self._drawn_s >= REDRAW_S:
            self._drawn_s = now_s
            self._draw(record)

    def _draw(self, record: Record) -> None:
        self._live.update(Group(self._head(record), self._bars(record), self._foot(record)))
        self._live.refresh()

    def _head(self, record: Record) -> Text:
        head = Text()
        if record.mood is not None:
            head.append(f"{emoji_of(record.mood.emotion)} {record.mood.emotion}", "bold")
            head.append(f"  {record.mood.confidence:.0%}", "dim")
        else:
            head.append("watching", "bold")
        head.append(f"   {record.source}  {record.time_s:.1f} s", "dim")
        if record.face is None:
            head.append("   no face", "yellow")
        return head

    def _bars(self, record: Record) -> Table:
        table = Table.grid(padding=(0, 1))
        best = record.best(1)
        for label in LABELS:
            share = (record.expression or {}).get(label, 0.0)
            style = "green" if best and best[0][0] == label else "cyan"
            table.add_row(
                Text(f"{emoji_of(label)} {label}"),
                Text("█" * round(share * BAR), style),
                Text(f"{share:4.0%}", style if record.expression else "dim"),
            )
        return table

    def _foot(self, record: Record) -> Text:
        gaps = [later - earlier for earlier, later in pairwise(self._times_s)]
        rate = f"{len(gaps) / sum(gaps):.1f} frames/s" if gaps and sum(gaps) > 0 else "first frame"
        steps = ", ".join(f"{step} {value:.1f}" for step, value in record.timing_ms.items())
        moods = ", ".join(
            f"{name} {count / self._frames:.0%}" for name, count in self._moods.most_common(3)
        )
        parts = (f"{self._frames} frames, {rate}", f"ms: {steps}", f"so far: {moods}", self._note)
        return Text("\n".join(part for part in parts if part), "dim")
