from __future__ import annotations

import csv
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mopidy_moodcam.commands import bench, looks
from mopidy_moodcam.commands.entry import execute
from mopidy_moodcam.commands.looks import kind_of
from mopidy_moodcam.commands.records import COLUMNS
from mopidy_moodcam.commands.watch import ENTRY
from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.vision import sources
from tests.commands.program import configuration

if TYPE_CHECKING:
    from mopidy_moodcam.commands.entry import Entry
    from tests.commands.program import Program

SHOW_CURSOR = "\x1b[?25h"


def test_a_folder_of_photos_gives_an_object_a_photo(program: Program, shared_data: Path) -> None:
    done = program.run("watch", str(shared_data / "faces"), "--json")
    assert done.returncode == 0, done.stderr
    seen = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["source"].rsplit("/", 1)[1] for one in seen] == [
        *("angry.jpg", "disgust.jpg", "fear.jpg", "happy.jpg", "neutral.jpg"),
        *("sad.jpg", "surprise.jpg"),
    ]
    for one in seen:
        assert set(one) == {"source", "time_s", "face", "expression", "timing_ms"}
        assert set(one["face"]) == {"box", "landmarks"}
        assert list(one["expression"]) == list(LABELS)
    assert max(seen[3]["expression"], key=seen[3]["expression"].get) == "happy"


def test_a_folder_is_gone_through_though_a_photo_is_broken(
    program: Program, photos: Path, tmp_path: Path
) -> None:
    out = tmp_path / "seen.csv"
    done = program.run("watch", str(photos), "--output", str(out))
    assert done.returncode == 1
    assert f"photo {photos / 'broken.jpg'} cannot be read: it is no picture" in done.stderr
    assert "Traceback" not in done.stderr
    face, wall = done.stdout.splitlines()
    assert face.startswith(f"{photos / 'face.png'}: happy")
    assert wall == f"{photos / 'wall.png'}: no face"
    assert "\x1b" not in done.stdout
    head, *rows = csv.reader(out.read_text("utf-8").splitlines())
    assert tuple(head) == COLUMNS
    assert [row[0] for row in rows] == [str(photos / "face.png"), str(photos / "wall.png")]
    with_face, without = (dict(zip(head, row, strict=True)) for row in rows)
    assert sum(float(with_face[label]) for label in LABELS) == pytest.approx(1, abs=0.001)
    assert int(with_face["face_width"]) > 100
    assert {without[name] for name in ("face_x", "happy", "mood")} == {""}


def test_a_clip_gives_a_mood_on_its_own_time(
    happy_clip: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert execute(ENTRY, [str(happy_clip), "--json"], configuration()) == 0
    seen = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(seen) == 60
    assert seen[-1]["time_s"] == pytest.approx(59 / 15, abs=0.01)
    assert seen[0]["mood"]["emotion"] == "unknown"
    assert seen[-1]["mood"]["emotion"] == "happy"
    assert 0 < seen[-1]["mood"]["since"] < 4
    assert set(seen[0]) == {"source", "time_s", "face", "expression", "timing_ms", "mood"}


def test_a_terminal_shows_a_clip_live_while_a_file_takes_every_frame(
    program: Program, drawn_clip: Path, tmp_path: Path
) -> None:
    out = tmp_path / "seen.jsonl"
    with program.on_terminal("watch", str(drawn_clip), "--output", str(out)) as terminal:
        assert terminal.end() == 0
        assert "😄 happy" in terminal.text
        assert "20 frames" in terminal.text
        assert "█" in terminal.text
        assert SHOW_CURSOR in terminal.text
    seen = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert len(seen) == 20


def test_a_camera_is_watched_until_the_interrupt_which_is_no_failure(program: Program) -> None:
    with program.on_terminal("watch", "demo") as terminal:
        terminal.until(lambda text: "Ctrl-C ends." in text and "happy" in text)
        terminal.interrupt()
        assert terminal.end() == 0
        assert SHOW_CURSOR in terminal.text
        assert "Traceback" not in terminal.text


def test_time_goes_on_while_a_camera_is_watched(program: Program, tmp_path: Path) -> None:
    out = tmp_path / "seen.json"
    with program.on_terminal("watch", "demo", "--output", str(out)) as terminal:
        terminal.until(lambda _: out.is_file() and out.read_bytes().count(b"\n") > 4)
        terminal.interrupt()
        assert terminal.end() == 0
    times_s = [json.loads(line)["time_s"] for line in out.read_text("utf-8").splitlines()]
    assert times_s[0] == 0
    assert times_s == sorted(times_s)
    assert times_s[-1] > 0


def test_a_pipe_that_is_named_as_a_photo_is_passed_over(program: Program, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    done = program.run("watch", str(tmp_path))
    assert done.returncode == 1
    assert f"photo {tmp_path / 'pipe.jpg'} cannot be read: it is no file" in done.stderr


def test_a_reader_that_goes_ends_it_quietly(program: Program) -> None:
    program.configure({"moodcam": {"camera": "demo", "fps": "20"}})
    watching = program.piped("watch", "--json")  # the camera of mopidy.conf
    assert watching.stdout is not None
    assert watching.stderr is not None
    first, second = (json.loads(watching.stdout.readline()) for _ in range(2))
    assert first["source"] == "demo"
    assert second["time_s"] < 1  # what loading took does not count
    watching.stdout.close()
    complaints = watching.stderr.read()
    watching.stderr.close()
    assert watching.wait(60) == 141
    assert "Traceback" not in complaints
    assert "BrokenPipe" not in complaints


def test_a_full_disk_ends_it_with_a_sentence(program: Program, photos: Path) -> None:
    seen = program.run("watch", str(photos / "face.png"), "--output", "/dev/full")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        listed = program.run("forget", "--list", stdout=full)
    for done in (seen, listed):
        assert done.returncode == 1
        assert "cannot be written (no space left on device): make room there" in done.stderr
        assert "Traceback" not in done.stderr
        assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("nowhere.mp4",), (1, "clip nowhere.mp4 does not exist: name another SOURCE\n")),
        (("nowhere.jpg",), (1, "photo nowhere.jpg cannot be read: there is no such file")),
        (("/dev/video99",), (1, "camera /dev/video99 cannot be opened: no such device")),
        (("EMPTY",), (3, "holds no photo: name one with files that end in .bmp")),
        (("off",), (3, "There is no picture in camera off")),
        (("FACE", "--output", "/nowhere/x.csv"), (1, "/nowhere/x.csv cannot be written (no such")),
    ],
)
def test_what_cannot_be_watched_is_said_with_an_exit_code(
    photos: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    refusal: tuple[int, str],
) -> None:
    names = {"EMPTY": str(tmp_path), "FACE": str(photos / "face.png")}
    code = execute(ENTRY, [names.get(word, word) for word in words], configuration())
    said = capsys.readouterr()
    assert code == refusal[0]
    assert refusal[1] in said.err
    assert said.out == ""


@pytest.mark.parametrize("entry", [ENTRY, bench.ENTRY])
def test_without_any_camera_there_is_nothing_to_watch(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], entry: Entry
) -> None:
    for module in (looks, sources):
        monkeypatch.setattr(module, "find_devices", list)
    assert execute(entry, ["auto"], configuration()) == 3
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"{looks.NO_CAMERA}\n")


def test_a_broken_model_is_said_before_anything_is_shown(
    photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "emotion.pt"
    model.write_bytes(b"PK no more")
    code = execute(ENTRY, [str(photos / "face.png")], configuration(model=str(model)))
    said = capsys.readouterr()
    assert (code, said.out) == (1, "")
    assert f"model {model} is damaged or not TorchScript" in said.err


def test_names_that_are_not_utf_8_are_no_obstacle(
    photos: Path, drawn_clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = os.fsdecode(b"f\xeate")
    shutil.copy(photos / "face.png", tmp_path / f"{odd}.png")
    shutil.copy(drawn_clip, tmp_path / f"{odd}.avi")
    (tmp_path / "empty.png").touch()
    (tmp_path / "folder.jpg").mkdir()
    assert execute(ENTRY, [str(tmp_path), "--json"], configuration()) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["face"] is not None
    assert "empty.png cannot be read: it is no picture that OpenCV knows" in said.err
    assert "folder.jpg cannot be read: is a directory" in said.err
    assert execute(ENTRY, [str(tmp_path / f"{odd}.avi")], configuration()) == 1
    assert "its name is not UTF-8, so rename it" in capsys.readouterr().err


def test_a_folder_is_not_taken_for_a_camera_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "demo").mkdir()
    monkeypatch.chdir(tmp_path)
    assert kind_of("demo") == "camera"
    assert kind_of("0") == "camera"
    assert kind_of("./demo") == "photos"
