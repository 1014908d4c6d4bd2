from __future__ import annotations

import errno
import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mopidy_moodcam.commands.entry import execute
from mopidy_moodcam.commands.forget import ENTRY
from mopidy_moodcam.music.index_store import IndexStore
from mopidy_moodcam.music.learning import Learning
from mopidy_moodcam.music.queue_store import QueueStore, SavedQueue
from mopidy_moodcam.music.sources import Reading
from mopidy_moodcam.music.track import make_track
from tests.commands.program import configuration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.commands.program import Program

FILES = ("learnt.json", "library.json.gz", "queue.json", "learnt.json.x1y2z3")


@pytest.fixture
def kept(program: Program) -> Program:
    """A data folder with everything that it may hold, written by what writes it, and more."""
    program.data.mkdir(parents=True)
    track = make_track("local:track:a", "a", artists=("Ann",), genre="Jazz")
    learning = Learning(lambda: 1.0e9, program.data)
    learning.played(track.uri, track, ours=True)
    learning.skipped(track.uri, track, "happy")
    learning.give_feedback("local:track:b", None, "more", None)
    learning.choose_genre("jazz", "pick")
    learning.close()
    IndexStore(program.data / "library.json.gz").save(
        [Reading(name="local", index=(track,), listed=(), fingerprint=(1, 1), full_s=1.0)]
    )
    QueueStore(program.data).keep(SavedQueue(((1, track.uri), (2, "x:y")), {1: ("mood",)}))
    (program.data / "learnt.json.x1y2z3").write_text("{", "utf-8")
    (program.data / "mine.txt").write_text("a person's", "utf-8")
    return program


def test_what_is_kept_is_listed_in_plain_numbers_and_stays(kept: Program) -> None:
    done = kept.run("forget", "--list")
    assert done.returncode == 0, done.stderr
    rows = [line.split(maxsplit=1) for line in done.stdout.splitlines() if line.strip()]
    for row in (
        ["1", "tracks played"],
        ["1", "tracks skipped"],
        ["1", 'times "more like this"'],
        ["1", "genres picked"],
        ["1", "tracks of local"],
        ["2", "tracks queued"],
        ["1", "of them by MoodCam"],
    ):
        assert row in rows
    listed = kept.json("forget", "--list")
    assert [file["file"] for file in listed["files"]] == list(FILES)
    assert listed["files"][2]["holds"] == {"tracks queued": 2, "of them by MoodCam": 1}
    assert all((kept.data / name).exists() for name in FILES)


def test_a_damaged_file_is_listed_as_such(kept: Program) -> None:
    (kept.data / "learnt.json").write_text('{"version": 1}', "utf-8")
    (kept.data / "library.json.gz").write_bytes(gzip.compress(b"x")[:-2])
    (kept.data / "queue.json").write_text("[" * 100_000, "utf-8")
    learnt, library, queue, *_ = kept.json("forget", "--list")["files"]
    assert "is damaged" in learnt["problem"]
    assert "is damaged" in library["problem"]
    assert "is damaged" in queue["problem"]


def test_a_person_is_asked_before_all_of_it_is_deleted(kept: Program) -> None:
    with kept.on_terminal("forget") as terminal:
        terminal.until(lambda text: "Delete all of it? [y/N]" in text)
        assert "tracks played" in terminal.text
        terminal.type("n\n")
        assert terminal.end() == 1
        assert "Nothing was deleted." in terminal.text
    with kept.on_terminal("forget") as terminal:
        terminal.until(lambda text: "[y/N]" in text)
        terminal.interrupt()
        assert terminal.end() == 130
        assert "Traceback" not in terminal.text
    assert all((kept.data / name).exists() for name in FILES)
    with kept.on_terminal("forget") as terminal:
        terminal.until(lambda text: "[y/N]" in text)
        terminal.type("y\n")
        assert terminal.end() == 0
    assert [path.name for path in kept.data.iterdir()] == ["mine.txt"]


def test_without_a_terminal_nothing_is_deleted_unless_it_is_meant(kept: Program) -> None:
    done = kept.run("forget")
    assert done.returncode == 2
    assert "There is no terminal to ask at: run it in one, or add --yes." in done.stderr
    done = kept.run("forget", "--yes")
    assert done.returncode == 0, done.stderr
    assert ", ".join(FILES) in done.stdout
    assert [path.name for path in kept.data.iterdir()] == ["mine.txt"]
    assert f"Nothing is kept in {kept.data}." in kept.run("forget").stdout


def test_what_cannot_be_forgotten_is_said(program: Program) -> None:
    (program.data / "queue.json").mkdir(parents=True)
    done = program.run("forget", "--yes")
    assert done.returncode == 1
    assert "queue.json cannot be deleted (is a directory)" in done.stderr


def test_a_folder_that_may_not_be_read_is_not_called_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(folder: Path) -> Iterator[Path]:
        raise PermissionError(errno.EACCES, "Permission denied", str(folder))

    monkeypatch.setattr(Path, "iterdir", refuse)
    config = {**configuration(), "core": {"data_dir": str(tmp_path)}}
    for words in (["--list"], ["--list", "--json"], ["--yes"]):
        assert execute(ENTRY, words, config) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert f"{tmp_path / 'moodcam'} cannot be read (permission denied)" in said.err


def test_a_folder_that_cannot_be_made_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    config = {**configuration(), "core": {"data_dir": str(tmp_path / "file")}}
    assert execute(ENTRY, ["--yes"], config) == 1
    assert "file/moodcam cannot be read (not a directory)" in capsys.readouterr().err


def test_looking_makes_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = {**configuration(), "core": {"data_dir": str(tmp_path / "data")}}
    assert execute(ENTRY, ["--list"], config) == 0
    assert "Nothing is kept in" in capsys.readouterr().out
    assert not (tmp_path / "data").exists()


def test_it_can_be_forgotten_while_moodcam_is_turned_off(kept: Program) -> None:
    kept.configure({"moodcam": {"enabled": "false"}})
    assert kept.run("forget", "--yes").returncode == 0
    assert not (kept.data / "learnt.json").exists()


@pytest.mark.parametrize("status", [200, 401, 404])
def test_nothing_is_forgotten_while_mopidy_runs(kept: Program, status: int) -> None:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/moodcam/api/state" else 500)
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        kept.configure({"http": {"port": str(server.server_port)}})
        threading.Thread(target=server.serve_forever, daemon=True).start()
        done = kept.run("forget", "--yes")
        server.shutdown()
    is_ours = status != 404
    assert (done.returncode, (kept.data / "learnt.json").exists()) == (is_ours, is_ours)
    assert ("Mopidy runs" in done.stderr) == is_ours


@pytest.mark.parametrize("http", [{"enabled": False}, {"enabled": True, "hostname": "unix:/x"}])
def test_where_it_cannot_be_asked_whether_mopidy_runs_a_yes_is_needed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], http: dict[str, object]
) -> None:
    learnt = tmp_path / "moodcam" / "learnt.json"
    learnt.parent.mkdir()
    learnt.write_text("{", "utf-8")
    server = {"hostname": "127.0.0.1", "port": 6680, **http}
    config = {**configuration(), "core": {"data_dir": str(tmp_path)}, "http": server}
    for words, deleted in (([], False), (["--yes"], True)):
        assert execute(ENTRY, words, config) == (not deleted)
        assert "so whether Mopidy runs is not known" in capsys.readouterr().err
        assert learnt.exists() != deleted


def test_a_list_for_programs_needs_no_question(program: Program) -> None:
    assert program.json("forget", "--list")["files"] == []
