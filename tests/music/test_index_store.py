from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from mopidy_moodcam.music import index_store
from mopidy_moodcam.music.index_store import IndexStore
from mopidy_moodcam.music.sources import Reading
from mopidy_moodcam.music.track import make_track

if TYPE_CHECKING:
    from pathlib import Path

LOCAL = Reading(
    "local",
    index=tuple(
        make_track(
            f"local:track:{number}",
            f"Lied {number} ♪",
            artists=("Somebody",) if number % 2 else (),
            album="Album",
            genre="Jazz; Électro" if number % 3 else "",
            length_ms=number * 1000 if number % 5 else None,
        )
        for number in range(25)
    ),
    fingerprint=(1 << 40, 7),
    full_s=1e9,
    database=(1_700_000_000_000_000_000, 4096),
)
LISTS = Reading("m3u", listed=(make_track("http://radio/", "Radio", source="m3u:radio.m3u8"),))


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(index_store, "CHUNK", 10)
    return tmp_path / "library.json.gz"


def test_what_was_found_is_the_same_after_a_restart(path: Path) -> None:
    IndexStore(path).save([LOCAL, LISTS])
    assert IndexStore(path).load() == {"local": LOCAL, "m3u": LISTS}
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_half_a_character_in_a_tag_is_kept_as_it_is(path: Path) -> None:
    halves = Reading("half", index=(make_track("a:\ud800", "\udfff ♪", genre="Jazz \ud800"),))
    IndexStore(path).save([halves])
    assert IndexStore(path).load() == {"half": halves}


def test_the_first_start_finds_nothing_and_says_nothing(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert IndexStore(path).load() == {}
    assert caplog.text == ""


def packed(*lines: object) -> bytes:
    return gzip.compress("\n".join(map(json.dumps, lines)).encode(), mtime=0)


HEADER = index_store._HEADER
ABOUT = {"name": "local", "fingerprint": [1, 2], "full_s": 0, "index": 1, "listed": 0}
COLUMNS = [["a:1"], ["One"], [[]], [""], [""], [None], [""]]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no gzip",
        packed(HEADER)[:-9],
        packed("text"),
        packed(HEADER | {"version": 99}),
        packed(HEADER, ABOUT),
        packed(HEADER, {"name": "local"}),
        packed(HEADER, ABOUT, COLUMNS[1:]),
        packed(HEADER, ABOUT, [*COLUMNS[1:], []]),
        packed(HEADER, ABOUT, [[], [], [], [], [], [], []]),
        packed(HEADER, ABOUT, [["a:1"], ["One"], [[1]], [2], [""], [None], [""]]),
        packed(HEADER, ABOUT | {"full_s": 10**400}, COLUMNS),
        packed(HEADER, ABOUT | {"fingerprint": [float("inf"), 1]}, COLUMNS),
        gzip.compress(json.dumps(HEADER).encode() + b"\n" + b"[" * 100_000, mtime=0),
        gzip.compress(b"\xff\xfe", mtime=0),
    ],
)
def test_a_file_that_is_damaged_or_foreign_is_told_and_made_anew(
    path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path.write_bytes(content)
    store = IndexStore(path)
    assert store.load() == {}
    assert str(path) in caplog.text
    assert "made anew" in caplog.text
    store.save([LOCAL])
    assert store.load() == {"local": LOCAL}


def test_a_valid_file_of_another_hand_is_read(path: Path) -> None:
    path.write_bytes(packed(HEADER, ABOUT, COLUMNS))
    assert IndexStore(path).load()["local"].index == (make_track("a:1", "One"),)


def test_a_disk_that_cannot_be_written_is_told_once_and_nothing_is_left_behind(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING")
    (tmp_path / "folder").write_text("in the way")
    store = IndexStore(tmp_path / "folder" / "library.json.gz")
    store.save([LOCAL])
    store.save([LOCAL])
    assert len(caplog.records) == 1
    assert "make the folder writable" in caplog.text
    (tmp_path / "folder").unlink()
    store.save([LOCAL])
    assert store.load() == {"local": LOCAL}


def test_what_fails_in_between_leaves_the_old_file(path: Path) -> None:
    store = IndexStore(path)
    store.save([LISTS])
    with pytest.raises(TypeError):
        store.save([LOCAL, Reading("odd", full_s=object())])  # type: ignore[arg-type]
    assert store.load() == {"m3u": LISTS}
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
