"""Parts of the sentences that people read."""

from __future__ import annotations


def reason_of(error: OSError) -> str:
    """Return why the system refused something, to stand within a sentence."""
    return (error.strerror or str(error)).lower()
