"""Everything at once, for a little while: nothing grows, nothing is lost, and the music goes on.

The half hour is `python -m benchmarks.soak`; how quick it is depends on the machine and is no
matter here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.soak.session import Plan, soak

if TYPE_CHECKING:
    from pathlib import Path

PLAN = Plan(seconds=15, warm_up_s=8, fps=15, reconnects_per_s=50)
GROWTH_MB = 15.0  # of so short a run: what is not warm yet, and the allocator's own reserves


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> dict[str, Any]:
    return soak(PLAN, tmp_path_factory.mktemp("soak"), shared_data / "faces")


def test_all_of_it_took_place(result: dict[str, Any]) -> None:
    clients = result["clients"]
    assert result["tracklist"] > 9_900
    assert clients["pictures_per_s"][1] > 0, "those who keep up got pictures"
    assert clients["streams_mb"] > 0
    assert clients["reconnects_per_s"] > 0
    assert clients["viewers_lost"] == 0
    assert {"mood", "strategy", "genres", "camera"} <= clients["commands"].keys()


def test_memory_does_not_grow(result: dict[str, Any]) -> None:
    memory = result["memory_mb"]
    assert memory["at rest after"] - memory["at rest before"] < GROWTH_MB


@pytest.mark.parametrize(("what", "spare"), [("threads", 1), ("descriptors", 4)])
def test_threads_and_descriptors_are_as_many_as_before(
    result: dict[str, Any], what: str, spare: int
) -> None:
    """GStreamer holds the next track's file, too, for a while before it begins."""
    assert result[what]["at rest after"] <= result[what]["at rest before"] + spare


def test_the_sound_has_no_gap(result: dict[str, Any]) -> None:
    sound = result["sound"]
    assert sound["silences"] == 0
    assert sound["played_seconds"] > 0.8 * sound["seconds"]


def test_nothing_went_wrong(result: dict[str, Any]) -> None:
    assert result["tracebacks"] == 0, result["log"]
