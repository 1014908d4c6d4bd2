"""The commands, run as a user runs them."""

from __future__ import annotations

import json
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest
import soundfile
from mutagen.oggvorbis import OggVorbis

from mopidy_moodcam.emotions import LABELS
from tests.mopidy_process import MOPIDY, free_port

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def run(tmp_path: Path) -> Any:
    config = tmp_path / "mopidy.conf"
    folders = "".join(f"{name}_dir = {tmp_path / name}\n" for name in ("cache", "config", "data"))
    config.write_text(f"[core]\n{folders}", encoding="utf-8")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [MOPIDY, "--config", str(config), "moodcam", *words]
        return subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)

    return run


def objects(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_folder_of_photos_gives_an_object_a_photo(run: Any, shared_data: Path) -> None:
    seen = objects(run("watch", str(shared_data / "faces"), "--json"))
    assert [one["source"].rsplit("/", 1)[1] for one in seen] == [
        *("angry.jpg", "disgust.jpg", "fear.jpg", "happy.jpg", "neutral.jpg"),
        *("sad.jpg", "surprise.jpg"),
    ]
    for one in seen:
        assert set(one) == {"source", "time_s", "face", "expression", "timing_ms"}
        assert list(one["expression"]) == list(LABELS)
    assert max(seen[3]["expression"], key=seen[3]["expression"].get) == "happy"


def test_a_photo_without_a_face_says_so(run: Any, tmp_path: Path) -> None:
    photo = tmp_path / "wall.png"
    cv2.imwrite(str(photo), np.full((100, 100, 3), 127, np.uint8))
    (one,) = objects(run("watch", "--json", str(photo)))
    assert (one["face"], one["expression"]) == (None, None)


def test_a_clip_gives_a_mood_on_its_own_time(run: Any, happy_clip: Path) -> None:
    seen = objects(run("watch", str(happy_clip), "--json"))
    assert len(seen) == 60
    assert seen[-1]["time_s"] == pytest.approx(59 / 15, abs=0.01)
    assert seen[0]["mood"]["emotion"] == "unknown"
    assert seen[-1]["mood"]["emotion"] == "happy"
    assert 0 < seen[-1]["mood"]["since"] < 4


def test_people_get_a_line_a_frame(run: Any, happy_clip: Path) -> None:
    lines = run("watch", str(happy_clip)).stdout.splitlines()
    assert "happy" in lines[-1]
    assert "😄" in lines[-1]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("watch", "nowhere.mp4"), "clip nowhere.mp4 does not exist"),
        (("watch", "nowhere.jpg"), "photo nowhere.jpg cannot be read: there is no such file"),
        (("watch", "/dev/video99"), "camera /dev/video99 cannot be opened: no such device"),
        (("watch",), "the following arguments are required: source"),
    ],
)
def test_what_cannot_be_watched_is_said_with_a_failing_exit_code(
    run: Any, words: tuple[str, ...], sentence: str
) -> None:
    done = run(*words)
    assert done.returncode != 0
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_the_cameras_are_listed_or_said_to_be_missing(run: Any) -> None:
    done = run("cameras")
    assert "/dev/video" in done.stdout or "No video device was found" in done.stdout


def configure(tmp_path: Path, text: str) -> None:
    with (tmp_path / "mopidy.conf").open("a", encoding="utf-8") as file:
        file.write(f"{text}\n[file]\nenabled = false\n")


def scan(tmp_path: Path, tags: dict[str, str]) -> None:
    """Fill Mopidy-Local's library with a silent track for each name and genre."""
    folder = tmp_path / "music"
    folder.mkdir()
    for name, genre in tags.items():
        path = folder / f"{name}.ogg"
        soundfile.write(path, np.zeros(8000), 16000, format="OGG", subtype="VORBIS")
        ogg = OggVorbis(path)
        ogg.update({"title": name, "artist": "Ann", **({"genre": genre} if genre else {})})
        ogg.save()
    configure(tmp_path, f"[local]\nmedia_dir = {folder}")
    command = [MOPIDY, "--config", str(tmp_path / "mopidy.conf"), "local", "scan"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def test_the_rules_show_how_the_library_is_understood(run: Any, tmp_path: Path) -> None:
    scan(tmp_path, {"a": "Thrash Metal", "b": "Lo-Fi Hip-Hop; Jazz", "c": "Qwertz", "d": ""})
    done = run("rules")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    assert ["1", "Thrash", "Metal", "thrash", "metal", "angry"] in rows
    assert ["1", "Qwertz"] in rows
    found = json.loads(run("rules", "--json").stdout)
    assert found["tracks"] == 4
    assert found["without_genre"]["tracks"] == 1
    assert found["rules"] == {"file": None, "doubts": []}
    lofi = next(genre for genre in found["genres"] if genre["tag"] == "Lo-Fi Hip-Hop; Jazz")
    assert [name["genre"] for name in lofi["names"]] == ["lo-fi", "jazz"]
    assert lofi["emotions"][0] == "neutral"


def test_rules_that_are_wrong_are_refused_with_their_place(run: Any, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text("[hapy]\n", encoding="utf-8")
    configure(tmp_path, f"[moodcam]\nrules = {rules}")
    done = run("rules")
    assert done.returncode == 1
    assert '[hapy] is not an emotion: did you mean "happy"?' in done.stderr


def test_without_a_library_the_rules_command_says_what_to_do(run: Any, tmp_path: Path) -> None:
    configure(tmp_path, "")
    done = run("rules", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no library: run `mopidy local scan`" in done.stderr


def kept(tmp_path: Path) -> Path:
    """MoodCam's data folder with everything that it may hold, and something of a person's."""
    folder = tmp_path / "data" / "moodcam"
    folder.mkdir(parents=True)
    for name in ("learnt.json", "library.json.gz", "queue.json", "learnt.new", "mine.txt"):
        (folder / name).write_text("{}", "utf-8")
    return folder


def test_everything_that_is_kept_can_be_forgotten(run: Any, tmp_path: Path) -> None:
    configure(tmp_path, f"[http]\nport = {free_port()}")
    folder = kept(tmp_path)
    done = run("forget")
    assert done.returncode == 0, done.stderr
    assert "learnt.json, library.json.gz, queue.json, learnt.new" in done.stdout
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
    assert f"Nothing is kept in {folder}." in run("forget").stdout


def test_what_cannot_be_forgotten_is_said(run: Any, tmp_path: Path) -> None:
    configure(tmp_path, f"[http]\nport = {free_port()}")
    (tmp_path / "data" / "moodcam" / "queue.json").mkdir(parents=True)
    done = run("forget")
    assert done.returncode == 1
    assert "queue.json cannot be deleted (is a directory)" in done.stderr


@pytest.mark.parametrize("status", [200, 401, 404])
def test_nothing_is_forgotten_while_mopidy_runs(run: Any, tmp_path: Path, status: int) -> None:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/moodcam/api/state" else 500)
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            """Keep quiet."""

    folder = kept(tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        configure(tmp_path, f"[http]\nport = {server.server_port}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        done = run("forget")
        server.shutdown()
    is_ours = status != 404
    assert (done.returncode, (folder / "learnt.json").exists()) == (is_ours, is_ours)
    assert ("Mopidy runs" in done.stderr) == is_ours
