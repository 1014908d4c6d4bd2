from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from mopidy_moodcam.music import store as store_module
from mopidy_moodcam.music.store import FILE, VERSION, Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT_S = 10.0


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "SAVE_EVERY_S", 0.0)


def content(folder: Path) -> Any:
    return json.loads((folder / FILE).read_text("utf-8"))


def test_a_change_is_written_in_the_background(tmp_path: Path) -> None:
    asked = threading.Event()

    def snapshot() -> dict[str, Any]:
        asked.set()
        return {"x": threading.current_thread().name}

    store = Store(tmp_path / "new" / "folder", snapshot)
    store.changed()
    assert asked.wait(WAIT_S)
    store.close()
    assert content(tmp_path / "new" / "folder") == {"version": VERSION, "x": "MoodCamStore"}
    assert store.problem is None
    assert store.read() == {"version": VERSION, "x": "MoodCamStore"}


def test_what_is_not_written_yet_is_written_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "SAVE_EVERY_S", 3600.0)
    store = Store(tmp_path, lambda: {"x": 1})
    store.changed()
    store.close()
    assert content(tmp_path)["x"] == 1


def test_without_a_change_nothing_is_written(tmp_path: Path) -> None:
    store = Store(tmp_path, dict)
    assert store.read() is None
    store.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 0}', "\ud800", "[" * 100_000])
def test_a_damaged_file_is_told_in_one_sentence(
    tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE).write_bytes(text.encode("utf-8", "surrogatepass"))
    assert Store(tmp_path, dict).read() is None
    (record,) = caplog.records
    assert "begins anew" in record.getMessage()


def test_a_folder_that_cannot_be_written_is_told_once_and_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    written = threading.Semaphore(0)

    def snapshot() -> dict[str, Any]:
        written.release()
        return {"x": 1}

    store = Store(tmp_path / "file", snapshot)
    store.changed()
    store.close()
    assert store.problem is not None
    assert "lasts until Mopidy ends" in store.problem
    again = Store(tmp_path / "file", snapshot)
    assert again.read() is None
    assert again.problem is not None
    assert len(caplog.records) == 2
    (tmp_path / "file").unlink()
    again.changed()
    again.close()
    assert again.problem is None


def test_a_disk_that_has_room_again_is_written_without_another_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "RETRY_S", 0.02)
    way = tmp_path / "folder"
    way.write_text("in the way")
    tries = threading.Semaphore(0)
    write = Store._write

    def counted(store: Store) -> bool:
        done = write(store)
        tries.release()
        return done

    monkeypatch.setattr(Store, "_write", counted)
    store = Store(way, lambda: {"x": 1})
    store.changed()
    assert tries.acquire(timeout=WAIT_S)
    assert store.problem is not None
    way.unlink()
    while store.problem is not None:
        assert tries.acquire(timeout=WAIT_S)
    assert content(way)["x"] == 1
    store.close()


def test_what_changes_while_the_last_file_is_written_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = {"n": 1}
    writing, may_end = threading.Event(), threading.Event()
    real = store_module.replacing

    @contextmanager
    def slow(path: Path) -> Iterator[Any]:
        with real(path) as file:
            yield file
            writing.set()
            may_end.wait(10)

    monkeypatch.setattr(store_module, "replacing", slow)
    store = Store(tmp_path, lambda: dict(value))
    store.changed()
    assert writing.wait(10)
    value["n"] = 2
    store.changed()
    closing = threading.Thread(target=store.close)
    closing.start()
    may_end.set()
    closing.join()
    monkeypatch.setattr(store_module, "replacing", real)
    kept = Store(tmp_path, lambda: dict(value)).read()
    assert kept is not None
    assert kept["n"] == 2
