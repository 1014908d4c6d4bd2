"""What is learnt is numbers and names; what watches is seen, and lets go when it is told to."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Playwright, expect

from mopidy_moodcam.vision.core_dumps import FILTER, HEADERS_ALONE
from tests.clips import as_mjpeg
from tests.mopidy_process import MOPIDY, MopidyProcess
from tests.web.conftest import CHROMIUM_ARGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.end_to_end.conftest import Run

LONGEST_NAME = 300  # characters of a URI or a name in the demo library, and of a reason


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_name(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_NAME


def one_of(*choices: str) -> Any:
    return lambda value: value in choices


def fits(value: Any, schema: Any) -> bool:
    """Whether a value is as a schema says.

    A schema is a test of one value, a list of the schemas of a list's items, [each, ...] for a list
    of any length, an object with its fields' schemas, or {is_name: each} for any names.
    """
    if callable(schema):
        return schema(value)
    if isinstance(schema, list):
        if schema[-1] is ...:
            schema = schema[:1] * len(value)
        return (
            isinstance(value, list) and len(value) == len(schema) and all(map(fits, value, schema))
        )
    if is_name in schema:
        named = schema[is_name]
        return isinstance(value, dict) and all(
            is_name(key) and fits(each, named) for key, each in value.items()
        )
    return value.keys() == schema.keys() and all(fits(value[key], schema[key]) for key in schema)


TALLIES = {is_name: [is_number, is_number, is_number]}  # likes, dislikes, when
LEARNT = {
    "version": is_number,
    "history": {"played": {is_name: is_number}, "skipped": {is_name: is_number}},
    "preference": dict.fromkeys(("overall", "genre", "feeling", "artist", "track"), TALLIES),
    "context": TALLIES,
    "words": {is_name: [one_of("more", "less"), is_number]},
    "choices": {is_name: one_of("pick", "exclude")},
}
QUEUE = {
    "version": is_number,
    "entries": [[is_number, is_name], ...],
    "own": [[is_number, [is_name, ...]], ...],
    "heard": [is_number, ...],
}


def test_the_schema_itself_refuses_what_is_no_number() -> None:
    learnt = {
        "version": 1,
        "history": {"played": {"local:track:a": 1.5}, "skipped": {}},
        "preference": {name: {} for name in LEARNT["preference"]},
        "context": {},
        "words": {"local:track:a": ["more", 1.5]},
        "choices": {},
    }
    assert fits(learnt, LEARNT)
    assert not fits(learnt | {"faces": []}, LEARNT)
    assert not fits(learnt | {"context": {"evening": [1, 2, "a picture"]}}, LEARNT)
    assert not fits(learnt | {"choices": {"a" * 1000: "pick"}}, LEARNT)


def data_folder(mopidy: MopidyProcess) -> Path:
    return mopidy.folder / "data" / "moodcam"


def test_what_is_kept_is_numbers_and_names_of_the_library_alone(traced_run: Run) -> None:
    folder = data_folder(traced_run.mopidy)
    learnt = json.loads((folder / "learnt.json").read_text("utf-8"))
    assert fits(learnt, LEARNT), learnt
    assert learnt["words"], "a word on a track was given"
    assert learnt["choices"] == {"jazz": "pick"}
    assert fits(json.loads((folder / "queue.json").read_text("utf-8")), QUEUE)
    with gzip.open(folder / "library.json.gz", "rt", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    assert lines
    assert all(is_name(text) for line in lines for text in texts(line))


def texts(value: Any) -> Iterator[str]:
    """All the strings in a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in [*value.keys(), *value.values()] if isinstance(value, dict) else value:
            yield from texts(each)


def test_what_is_kept_is_listed_and_deleted_by_a_command(traced_run: Run, tmp_path: Path) -> None:
    folder = shutil.copytree(traced_run.mopidy.folder, tmp_path / "copy")
    mopidy = MopidyProcess(folder, tmp_path)
    command = [MOPIDY, "--config", str(mopidy.config), "moodcam", "forget"]
    listed = subprocess.run([*command, "--list", "--json"], capture_output=True, check=True)
    kept = {path.name for path in data_folder(mopidy).iterdir()}
    assert {each["file"] for each in json.loads(listed.stdout)["files"]} == kept
    assert kept == {"learnt.json", "library.json.gz", "queue.json"}
    subprocess.run([*command, "--yes"], capture_output=True, check=True)
    assert list(data_folder(mopidy).iterdir()) == []


class Camera:
    """A network camera (MJPEG over HTTP) that knows who is looking."""

    def __init__(self, clip: Path) -> None:
        pictures = as_mjpeg(clip).read_bytes().split(b"\xff\xd8\xff")[1:]
        self.viewers = 0
        self._ending = ending = threading.Event()
        camera = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                camera.viewers += 1
                try:
                    self.send_response(200)
                    self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=b")
                    self.end_headers()
                    while not ending.wait(0.05):
                        for picture in pictures[:5]:
                            self.wfile.write(b"--b\r\nContent-Type: image/jpeg\r\n\r\n")
                            self.wfile.write(b"\xff\xd8\xff" + picture + b"\r\n")
                except OSError:  # nobody looks any more
                    pass
                finally:
                    camera.viewers -= 1

            def log_request(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @contextmanager
    def running(self) -> Iterator[None]:
        self._thread.start()
        yield
        self._ending.set()
        self._server.shutdown()
        self._server.server_close()


def holds(mopidy: MopidyProcess, file: Path) -> bool:
    """Whether Mopidy has a file open."""
    links = Path(f"/proc/{mopidy.pid}/fd").iterdir()
    return any(link.exists() and link.samefile(file) for link in links)


def pause(mopidy: MopidyProcess, *, paused: bool) -> None:
    assert mopidy.post("/moodcam/api/pause", {"paused": paused})[0] == 200
    assert mopidy.state()["watching"] is not paused


def test_pause_lets_go_of_a_network_camera(
    tmp_path: Path, demo_music: Path, happy_clip: Path
) -> None:
    camera = Camera(happy_clip)
    mopidy = MopidyProcess(tmp_path, demo_music, {"moodcam": {"camera": camera.address}})
    with camera.running(), mopidy:
        mopidy.until(lambda: mopidy.state()["camera"]["status"] == "ok", "the camera is watched")
        assert camera.viewers == 1
        pause(mopidy, paused=True)
        mopidy.until(lambda: camera.viewers == 0, "nobody looks any more")
        mopidy.until(lambda: mopidy.state()["camera"]["status"] == "off", "and the state says so")
        pause(mopidy, paused=False)
        mopidy.until(lambda: mopidy.state()["camera"]["status"] == "ok", "it is watched again")
        assert camera.viewers == 1


def test_watching_is_seen_on_the_page_which_ends_it_and_the_camera_is_let_go(
    tmp_path: Path, demo_music: Path, happy_clip: Path, playwright: Playwright
) -> None:
    mopidy = MopidyProcess(tmp_path, demo_music, {"moodcam": {"camera": str(happy_clip)}})
    with mopidy:
        mopidy.until(lambda: mopidy.state()["camera"]["status"] == "ok", "the camera is watched")
        assert mopidy.state()["watching"] is True
        assert holds(mopidy, happy_clip)
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(CHROMIUM_ARGS)
        )
        page = chromium.new_page()
        page.goto(mopidy.url("/moodcam/"))
        header = page.get_by_role("banner")
        expect(header).to_contain_text("Live")
        header.get_by_role("button", name="Pause watching").click()
        expect(header).to_contain_text("Not watching")
        expect(page.get_by_text("Watching is paused. Nothing is looked at.")).to_be_visible()
        mopidy.until(lambda: not holds(mopidy, happy_clip), "the camera is let go")
        mopidy.until(lambda: mopidy.state()["camera"]["status"] == "off", "and the state says so")
        state = mopidy.state()
        assert (state["watching"], state["face"], state["frame"]) == (False, None, None)
        header.get_by_role("button", name="Resume watching").click()
        expect(header).to_contain_text("Live")
        mopidy.until(lambda: holds(mopidy, happy_clip), "the camera is held again")
        chromium.close()


@pytest.mark.skipif(not FILTER.exists(), reason="this kernel has no filter of core dumps")
def test_a_core_dump_of_a_running_mopidy_would_hold_no_memory(
    tmp_path: Path, demo_music: Path
) -> None:
    mopidy = MopidyProcess(tmp_path, demo_music, {"moodcam": {"camera": "browser"}})
    with mopidy:
        dumped = Path(f"/proc/{mopidy.pid}/coredump_filter")
        mopidy.until(lambda: mopidy.get("/moodcam/api/state")[0] == 200, "MoodCam answers")
        mopidy.until(lambda: mopidy.state()["camera"]["status"] == "lost", "it watches")
        assert int(dumped.read_text("ascii"), 16) & ~HEADERS_ALONE == 0
