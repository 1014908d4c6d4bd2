"""What was seen in one picture, as people and as programs read it."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from mopidy_moodcam.emotions import LABELS, emoji_of
from mopidy_moodcam.web.parts import expression_part, face_part, mood_part

if TYPE_CHECKING:
    from typing import TextIO

    from mopidy_moodcam.commands.terminal import Terminal
    from mopidy_moodcam.mood import Mood
    from mopidy_moodcam.vision.face import Face

STEPS: Final = ("read", "face", "expression", "total")
COLUMNS: Final = (
    *("source", "time_s", "face_x", "face_y", "face_width", "face_height"),
    *LABELS,
    *("mood", "confidence", "valence", "arousal"),
    *(f"{step}_ms" for step in STEPS),
)
"""The head of the CSV form; a cell is empty where there is no face or, for photos, no mood."""


@dataclass(frozen=True, slots=True)
class Record:
    """What was seen in one picture; `mood` is that of a clip or camera up to there."""

    source: str
    time_s: float
    face: Face | None
    expression: dict[str, float] | None
    timing_ms: dict[str, float]
    mood: Mood | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the object of `watch --json`, as docs/commands.md describes it."""
        record: dict[str, Any] = {
            "source": self.source,
            "time_s": round(self.time_s, 3),
            "face": face_part(self.face) if self.face else None,
            "expression": expression_part(self.expression) if self.expression else None,
            "timing_ms": {step: round(value, 2) for step, value in self.timing_ms.items()},
        }
        if self.mood is not None:
            record["mood"] = mood_part(self.mood, epoch_s=0.0)
        return record

    def to_row(self) -> list[Any]:
        """Return the same as cells under `COLUMNS`."""
        record = self.to_json()
        box = record["face"]["box"] if record["face"] else [""] * 4
        expression = record["expression"] or {}
        mood = record.get("mood", {})
        return [
            record["source"],
            record["time_s"],
            *box,
            *(expression.get(label, "") for label in LABELS),
            mood.get("emotion", ""),
            *(mood.get(key, "") for key in ("confidence", "valence", "arousal")),
            *(record["timing_ms"].get(step, "") for step in STEPS),
        ]

    def best(self, count: int = 2) -> list[tuple[str, float]]:
        """Return the most probable emotions, the first one first; none without a face."""
        return sorted((self.expression or {}).items(), key=lambda item: -item[1])[:count]

    def line(self) -> str:
        """Return the same for people: where, the most probable emotions, the mood."""
        best = ", ".join(f"{label} {value:.0%}" for label, value in self.best()) or "no face"
        if self.mood is None:
            return f"{self.source}: {best}"
        mood = f"{emoji_of(self.mood.emotion)} {self.mood.emotion}"
        return f"{self.source} {self.time_s:.2f} s: {best} → {mood}"


class Sink(Protocol):
    """Takes records as they come."""

    def show(self, record: Record) -> None:
        """Take one."""
        ...


class Lines:
    """Writes a line for people."""

    def __init__(self, terminal: Terminal) -> None:
        """Write to a terminal or pipe."""
        self._terminal = terminal

    def show(self, record: Record) -> None:
        """Write a record; without a face it is dimmed."""
        self._terminal.line(record.line(), "" if record.face else "dim")


class JsonLines:
    """Writes one JSON object a line."""

    def __init__(self, out: TextIO) -> None:
        """Write to an open file."""
        self._out = out

    def show(self, record: Record) -> None:
        """Write a record."""
        self._out.write(f"{json.dumps(record.to_json())}\n")
        self._out.flush()


class CsvRows:
    """Writes CSV (RFC 4180, but with plain line feeds) under a head."""

    def __init__(self, out: TextIO) -> None:
        """Write the head to an open file."""
        self._out = out
        self._writer = csv.writer(out, lineterminator="\n")
        self._writer.writerow(COLUMNS)

    def show(self, record: Record) -> None:
        """Write a record."""
        self._writer.writerow(record.to_row())
        self._out.flush()
