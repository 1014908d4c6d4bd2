"""Tracks that a backend or a client of Mopidy's may bring, and that nobody expects."""

from __future__ import annotations

from typing import Any

from mopidy.models import Track

_KNOWN: dict[str, Any] = {"uri": ""} if hasattr(Track, "model_fields") else {}

NOTHING = Track(**_KNOWN)
"""A track of which nothing is known; Mopidy 4 takes none without a URI, which may be empty."""
