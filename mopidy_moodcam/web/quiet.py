"""Keeps the token, which pages carry in their address, out of Mopidy's log, and floods as well."""

from __future__ import annotations

import logging
import re
from typing import Final

from mopidy_moodcam.web.limits import Limiter

LINES_PER_S: Final = 1.0
LINES_BURST: Final = 100
"""Whoever is refused writes a line; nobody is to fill a disk with them."""

LOGGERS: Final = ("tornado.access", "tornado.application", "tornado.general")
"""Tornado logs the address of a request that fails, and at a higher verbosity of every one."""

_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")  # as terminals take commands by
_QUERY: Final = re.compile(r"(/moodcam[^\s?]*\?)\S+", re.IGNORECASE)
_TOKEN: Final = re.compile(r"([?&]token=)[^\s&]+", re.IGNORECASE)


class WithoutQuery(logging.Filter):
    """Cuts the query off every address below /moodcam, also off those of redirects to it.

    Of other addresses the token alone is hidden: somebody has mistyped ours.

    Tornado up to 6.4 takes control characters in an address; they do not reach the log either.
    """

    def __init__(self) -> None:
        """Start with no lines written."""
        super().__init__()
        self._lines = Limiter(LINES_PER_S, LINES_BURST)

    def filter(self, record: logging.LogRecord) -> bool:
        """Change a record of one of our addresses; return whether it is one too many."""
        message = record.getMessage()
        if "/moodcam" not in message.lower():
            hidden = _TOKEN.sub(r"\1...", message)
            if hidden != message:
                record.msg, record.args = hidden, None
            return True
        record.msg, record.args = _CONTROL.sub("?", _QUERY.sub(r"\1...", message)), None
        return record.levelno >= logging.ERROR or self._lines.take("") == 0


_FILTER: Final = WithoutQuery()


def hide_tokens() -> None:
    """Let no query of MoodCam's addresses into the log; to call it twice does no harm."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(_FILTER)
