from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mopidy_moodcam.music.queue_store import QUEUE_FILE, QueueStore, SavedQueue

if TYPE_CHECKING:
    from pathlib import Path

SAVED = SavedQueue(
    ((3, "a:1"), (7, "a:2"), (8, "a:3")), {7: ("sad → blues", "evening")}, frozenset({7})
)


def test_what_is_kept_is_taken_once(tmp_path: Path) -> None:
    assert QueueStore(tmp_path).keep(SAVED)
    assert QueueStore(tmp_path).take() == SAVED
    assert QueueStore(tmp_path).take() is None
    assert list(tmp_path.iterdir()) == []


def test_half_a_character_is_kept_as_it_is(tmp_path: Path) -> None:
    saved = SavedQueue(((3, "a:\ud800"), (7, "a:ü ♪")), {7: ("why \udfff",)})
    assert QueueStore(tmp_path).keep(saved)
    assert QueueStore(tmp_path).take() == saved


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([(3, "a:1"), (7, "a:2"), (8, "a:3")], True),
        ([(3, "a:1"), (7, "a:2"), (8, "a:3"), (9, "a:4")], True),
        ([(9, "a:4"), (3, "a:1"), (7, "a:2"), (8, "a:3")], True),
        ([(3, "a:1"), (7, "a:2")], False),
        ([(3, "a:1"), (7, "a:9"), (8, "a:3")], False),
        ([(3, "a:1"), (8, "a:3"), (7, "a:2")], False),
        ([(1, "a:1"), (2, "a:2"), (3, "a:3")], False),
        ([], False),
    ],
    ids=["same", "more", "more before", "fewer", "other", "moved", "renumbered", "empty"],
)
def test_only_the_whole_tracklist_counts_as_restored(
    entries: list[tuple[int, str]], *, expected: bool
) -> None:
    assert SAVED.is_restored_in(entries) is expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        '{"version": 99}',
        '{"version": 1, "entries": [1], "own": [], "heard": []}',
        '{"version": 1, "entries": [[Infinity, "a:1"]], "own": [], "heard": []}',
        "[" * 100_000,
    ],
)
def test_a_file_that_is_damaged_or_foreign_is_told_and_dropped(
    tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / QUEUE_FILE).write_text(text, "utf-8")
    assert QueueStore(tmp_path).take() is None
    assert QUEUE_FILE in caplog.text
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    assert not QueueStore(in_the_way).keep(SAVED)
    assert "make the folder writable" in caplog.text
