"""What the doctor says: sentences with gaps, and findings, which are sentences with them filled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

_OWN_WAY_OUT: Final = re.compile(
    r"[:;] (?:set moodcam/|see Mopidy|connect one, |disable it, |install it again ).*"
)
"""How ways out begin in what is known as text alone: see `without_way_out`."""

Level = Literal["ok", "warning", "fault"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor: what was looked at, how it is, and the way out if it is not well."""

    check: str
    level: Level
    text: str
    way_out: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that the doctor can say; names in braces are filled in.

    docs/troubleshooting.md explains each one: its cause and the way out of it.
    """

    check: str
    level: Level
    text: str
    way_out: str = ""

    def said(self, **values: object) -> Finding:
        """Return the finding with the gaps filled."""
        return Finding(
            self.check, self.level, self.text.format(**values), self.way_out.format(**values)
        )


def clause(text: str) -> str:
    """Return a text's first line without its full stop, to stand within a sentence."""
    return text.strip().split("\n", 1)[0].rstrip(".")


def without_way_out(error: str) -> str:
    """Return an error's first line without the way out that it names itself, and its full stop.

    The finding that tells of it has a way out of its own. For errors that do not hold reason and
    way out apart: those in the state of a running Mopidy, which tells clients whole sentences, and
    those of the models and the backends.
    """
    return _OWN_WAY_OUT.sub("", clause(error)).rstrip(".")


def is_well(findings: Iterable[Finding]) -> bool:
    """Say whether there is no fault; warnings are allowed."""
    return all(finding.level != "fault" for finding in findings)
