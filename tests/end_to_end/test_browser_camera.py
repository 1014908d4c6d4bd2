"""A browser's camera in the place of the server's, over the WebSocket of a real Mopidy."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager, suppress
from itertools import cycle
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest
import websocket

from mopidy_moodcam.vision.jpeg import MAX_BYTES
from tests.mopidy_process import MopidyProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TIMEOUT_S = 60.0
FPS = 10


@pytest.fixture(scope="module")
def mopidy(tmp_path_factory: pytest.TempPathFactory, demo_music: Any) -> Iterator[MopidyProcess]:
    sections = {"moodcam": {"camera": "browser", "fps": str(FPS)}}
    process = MopidyProcess(tmp_path_factory.mktemp("mopidy"), demo_music, sections)
    process.scan()
    with process:
        process.until(lambda: process.get("/moodcam/api/state")[0] == 200, "MoodCam answers")
        process.until(lambda: process.state()["camera"]["status"] == "lost", "it waits for a page")
        yield process
    assert "Traceback" not in process.log_text()


@pytest.fixture(scope="module")
def pictures(happy_clip: Path) -> list[bytes]:
    """A happy person, as a browser encodes the pictures of its camera."""
    clip = cv2.VideoCapture(str(happy_clip))
    found: list[bytes] = []
    while len(found) < 30:
        good, image = clip.read()
        assert good
        found.append(as_jpeg(image))
    return found


def as_jpeg(image: Any) -> bytes:
    good, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 80])
    assert good
    return data.tobytes()


class Page:
    """A web client: reads all messages in a thread, and answers requests if it has pictures."""

    def __init__(self, mopidy: MopidyProcess, pictures: list[bytes] | None = None) -> None:
        address = f"ws://127.0.0.1:{mopidy.port}/moodcam/ws"
        self._socket = websocket.create_connection(address, timeout=TIMEOUT_S)
        self._pictures = pictures
        self.changed = threading.Condition()
        self.messages: list[dict[str, Any] | bytes] = []
        self._said = 0  # how many had come when the test last said something
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def be_camera(self) -> None:
        self.send({"command": "camera", "camera": "browser"})

    def send(self, message: dict[str, Any] | bytes | str) -> None:
        self._said = len(self.messages)
        if isinstance(message, bytes):
            self._socket.send_binary(message)
        else:
            self._socket.send(message if isinstance(message, str) else json.dumps(message))

    def until(self, what: str, condition: Callable[[Any], Any], since: int = 0) -> Any:
        """Wait for a message from number `since` on that is so, and return it."""
        with self.changed:
            found = self.changed.wait_for(
                lambda: next((m for m in self.messages[since:] if condition(m)), None), TIMEOUT_S
            )
        assert found is not None, (what, [str(m)[:200] for m in self.messages[-5:]])
        return found

    def until_error(self, sentence: str, since: int = 0) -> None:
        self.until(sentence, lambda m: is_text(m) and sentence in m.get("error", ""), since)

    def until_state(self, what: str, condition: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """Wait for a state since the last `send` that is so, and return it."""
        return self.until(what, lambda m: is_state(m) and condition(m), self._said)

    def until_request(self, since: int = 0) -> None:
        self.until("a picture is asked for", is_request, since)

    def until_end(self, reason: str) -> None:
        self.until(reason, lambda m: is_text(m) and m.get("reason") == reason)

    def requests(self) -> int:
        with self.changed:
            return sum(is_request(message) for message in self.messages)

    def close(self) -> None:
        self._socket.close()
        self._thread.join(TIMEOUT_S)

    def _read(self) -> None:
        with suppress(OSError, websocket.WebSocketException):  # when it is closed
            self._answer()

    def _answer(self) -> None:
        sent_s = 0.0
        for jpeg in cycle(self._pictures or [b""]):
            request = self._next_request()
            if request is None:
                return
            if self._pictures:
                time.sleep(max(0.0, sent_s + request["interval_ms"] / 1e3 - time.monotonic()))
                sent_s = time.monotonic()
                self._socket.send_binary(jpeg)

    def _next_request(self) -> dict[str, Any] | None:
        """Note messages until one asks for a picture; None when the server closes."""
        while True:
            kind, data = self._socket.recv_data()
            if kind == websocket.ABNF.OPCODE_CLOSE:
                return None
            message = data if kind == websocket.ABNF.OPCODE_BINARY else json.loads(data)
            with self.changed:
                self.messages.append(message)
                self.changed.notify_all()
            if is_request(message):
                return message["frame"]


def is_text(message: Any) -> bool:
    return not isinstance(message, bytes)


def is_state(message: Any) -> bool:
    return is_text(message) and "mood" in message


def is_request(message: Any) -> bool:
    """Whether a message asks for a picture; a state has a part called frame, too."""
    return is_text(message) and not is_state(message) and bool(message.get("frame"))


@contextmanager
def opened(mopidy: MopidyProcess, pictures: list[bytes] | None = None) -> Iterator[Page]:
    page = Page(mopidy, pictures)
    try:
        yield page
    finally:
        page.close()


def test_until_a_page_comes_the_camera_says_how(mopidy: MopidyProcess) -> None:
    camera = mopidy.state()["camera"]
    assert (camera["chosen"], camera["source"], camera["status"]) == ("browser", "browser", "lost")
    assert "open MoodCam's page" in camera["error"]


def test_a_face_in_a_browser_leads_to_an_expression_and_a_mood(
    mopidy: MopidyProcess, pictures: list[bytes]
) -> None:
    with opened(mopidy, pictures) as page:
        page.be_camera()
        page.until_request()
        seen = page.until_state("a face is seen", lambda s: s["face"])
        assert seen["camera"]["status"] == "ok"
        assert (seen["frame"]["width"], seen["frame"]["height"]) == (640, 480)
        assert seen["frame"]["time"] <= seen["time"]
        page.until_state("it is happy", lambda s: (s["expression"] or {}).get("happy", 0) > 0.5)
        page.until_state("the mood is happy", lambda s: s["mood"]["emotion"] == "happy")
        page.until("its own picture comes back", lambda m: isinstance(m, bytes))


def test_never_more_than_one_picture_is_on_its_way(
    mopidy: MopidyProcess, pictures: list[bytes]
) -> None:
    rounds = 5
    with opened(mopidy) as page:
        page.be_camera()
        for asked in range(1, rounds + 1):
            page.until("a picture is asked for", lambda _, n=asked: page.requests() >= n)
            page.send(pictures[0])
            page.send(pictures[1])  # which nobody asked for, unless the first was seen already
        page.until_error("no picture was asked for")
        with page.changed:
            refused = sum(is_text(m) and "error" in m for m in page.messages)
            assert page.requests() <= 1 + 2 * rounds - refused


def test_a_second_page_takes_over_and_the_first_is_told(
    mopidy: MopidyProcess, pictures: list[bytes]
) -> None:
    with opened(mopidy, pictures) as first, opened(mopidy, pictures) as second:
        first.be_camera()
        first.until_state("the first is seen", lambda s: s["face"])
        second.be_camera()
        first.until_end("another browser's camera has taken over")
        second.until_request()
        first.close()
        second.until_state("the second is seen", lambda s: s["face"])
        assert not any(is_text(m) and "reason" in m for m in second.messages)


def test_when_the_page_leaves_the_camera_is_lost_until_one_comes(
    mopidy: MopidyProcess, pictures: list[bytes]
) -> None:
    with opened(mopidy, pictures) as page:
        page.be_camera()
        page.until_state("it is seen", lambda s: s["camera"]["status"] == "ok")
    lost = mopidy.until(
        lambda: (s := mopidy.state())["camera"]["status"] == "lost" and s, "the camera is lost"
    )
    assert "the browser's camera is gone" in lost["camera"]["error"]
    assert lost["camera"]["error"] in lost["errors"]
    with opened(mopidy, pictures) as page:
        page.be_camera()
        page.until_state("it is seen again", lambda s: s["camera"]["status"] == "ok")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (b"GIF89a" + bytes(100), "the picture is no JPEG"),
        (as_jpeg(np.zeros((480, 641, 3), np.uint8)), "the picture has 641x480 pixels"),
        (bytes(MAX_BYTES + 1), f"at most {MAX_BYTES} are taken"),
        (as_jpeg(np.zeros((48, 64, 3), np.uint8))[:-30], "the picture is cut off"),
        (b"", "the picture is no JPEG"),
    ],
)
def test_a_wrong_picture_is_refused_and_the_next_one_taken(
    mopidy: MopidyProcess, pictures: list[bytes], wrong: bytes, sentence: str
) -> None:
    with opened(mopidy) as page:
        page.be_camera()
        page.until_request()
        before = len(page.messages)
        page.send(wrong)
        page.until_error(sentence, before)
        page.until_request(before)
        page.send(pictures[0])
        page.until_state("the right one is seen", lambda s: s["face"])


def test_pictures_of_a_page_that_is_not_the_camera_are_refused(
    mopidy: MopidyProcess, pictures: list[bytes]
) -> None:
    with opened(mopidy) as page:
        page.send(pictures[0])
        page.until_error("this client is not the camera")


def test_a_pause_ends_it(mopidy: MopidyProcess, pictures: list[bytes]) -> None:
    with opened(mopidy, pictures) as page:
        page.be_camera()
        page.until_state("it is seen", lambda s: s["camera"]["status"] == "ok")
        page.send({"command": "pause", "paused": True})
        page.until_end(
            "no browser is the camera while watching is paused: choose it again afterwards"
        )
        page.until_state("nothing is watched", lambda s: s["camera"]["status"] == "off")
        page.send({"command": "pause", "paused": False})
        page.until_state("it is watched again", lambda s: s["camera"]["status"] != "off")
        page.be_camera()
        page.until_state("it is seen again", lambda s: s["camera"]["status"] == "ok")


def test_another_camera_ends_it_and_back(mopidy: MopidyProcess, pictures: list[bytes]) -> None:
    with opened(mopidy, pictures) as page:
        page.be_camera()
        page.until_state("it is seen", lambda s: s["camera"]["status"] == "ok")
        page.send({"command": "camera", "camera": "demo"})
        page.until_end("another camera was chosen")
        page.until_state(
            "the demo is seen", lambda s: s["camera"]["source"] == "demo" and s["frame"]
        )
        page.be_camera()
        page.until_state(
            "it is seen again", lambda s: s["camera"]["source"] == "browser" and s["frame"]
        )


def test_a_page_that_wants_no_pictures_gets_states_alone(
    mopidy: MopidyProcess, pictures: list[bytes]
) -> None:
    with opened(mopidy, pictures) as page:
        page.be_camera()
        page.until("a picture comes", lambda m: isinstance(m, bytes))
        page.send({"command": "pictures", "wanted": False})
        page.until(
            "ten states come without any",
            lambda _: all(is_text(m) for m in page.messages[-10:]) and len(page.messages) > 10,
        )
        page.until_state("a face is still seen", lambda s: s["face"])
        before = len(page.messages)
        page.send({"command": "pictures", "wanted": True})
        page.until("pictures come again", lambda m: isinstance(m, bytes), before)


def test_a_page_may_say_at_once_that_it_wants_no_pictures(
    mopidy: MopidyProcess, pictures: list[bytes]
) -> None:
    with opened(mopidy, pictures) as page:
        page.send({"command": "pictures", "wanted": False})
        page.be_camera()
        for _ in range(3):
            page.until_state("a face is seen", lambda s: s["face"])
        assert all(is_text(m) for m in page.messages)


def test_a_command_as_long_as_a_picture_is_refused_and_the_next_taken(
    mopidy: MopidyProcess,
) -> None:
    with opened(mopidy) as page:
        page.send(" " * MAX_BYTES)
        page.until_error("the message is too long")
        page.send("{")
        page.until_error("not JSON")
