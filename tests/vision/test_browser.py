"""One web client at a time is the camera; it is asked for each picture, and leaves no trace."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from mopidy_moodcam.vision import browser
from mopidy_moodcam.vision.browser import SILENCE_S, BrowserCamera
from mopidy_moodcam.vision.jpeg import PictureError
from tests.vision.test_jpeg import FRAME, SMALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from mopidy_moodcam.vision.camera import Frame

FOREVER = float("-inf")
DAMAGED = SMALL[:FRAME] + SMALL[FRAME : FRAME + 19] + SMALL[FRAME:]  # two frame headers
TIMEOUT_S = 20.0


class Client:
    """Writes down what it is told and answers each request, if it is to."""

    def __init__(self, answer: Callable[[Client], None] | None = None) -> None:
        self.requests: list[int] = []
        self.refusals: list[str] = []
        self.ends: list[str] = []
        self._answer = answer

    def want_picture(self, interval_ms: int) -> None:
        self.requests.append(interval_ms)
        if self._answer is not None:
            threading.Thread(target=self._answer, args=(self,)).start()

    def refuse_picture(self, sentence: str) -> None:
        self.refusals.append(sentence)

    def end(self, reason: str) -> None:
        self.ends.append(reason)


class Stage:
    """A browser's camera that has been chosen and started, on a clock that the test turns."""

    def __init__(self, fps: float = 10) -> None:
        self.now_s = 1000.0
        self.camera = BrowserCamera(fps, clock=lambda: self.now_s)
        self.turn = self.camera.serve()
        self.camera.admit(self.turn)
        self.camera.start()

    def sender(self, jpeg: bytes = SMALL) -> Client:
        """Return a client that answers each request with a picture."""
        return Client(lambda client: self.camera.receive(client, jpeg))

    def seen(self, timeout_s: float = TIMEOUT_S) -> Frame | None:
        """Wait for a frame as the watcher does, a turn or two after whatever woke it."""
        self.now_s += 1
        for _ in range(3):
            frame = self.camera.newest(FOREVER, timeout_s)
            if frame is not None:
                return frame
        return None

    def status(self) -> tuple[str, str | None]:
        return self.camera.state.status, self.camera.state.error


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_a_picture_becomes_a_frame_whose_time_is_when_it_came(stage: Stage) -> None:
    assert stage.status() == ("connecting", None)
    client = stage.sender()
    stage.camera.attach(client)
    frame = stage.seen()
    assert frame is not None
    assert frame.image.shape == (24, 32, 3)
    assert frame.time_s == stage.now_s
    assert (frame.source, stage.camera.state.chosen) == ("browser", "browser")
    assert stage.status() == ("ok", None)


@pytest.mark.parametrize(("fps", "interval_ms"), [(5, 200), (10, 100), (30, 100), (0.5, 2000)])
def test_the_client_is_told_the_rate_of_the_settings_at_most_ten_a_second(
    fps: float, interval_ms: int
) -> None:
    stage = Stage(fps)
    client = stage.sender()
    stage.camera.attach(client)
    assert stage.seen()
    assert client.requests == [interval_ms]


def test_the_next_picture_is_asked_for_only_when_the_watcher_is_free_again(stage: Stage) -> None:
    client = stage.sender()
    stage.camera.attach(client)
    for number in range(1, 4):
        assert stage.seen()
        assert len(client.requests) == number
        with pytest.raises(PictureError, match="no picture was asked for"):
            stage.camera.receive(client, SMALL)


def test_a_picture_that_came_while_nobody_waited_is_taken_before_the_next_is_asked_for(
    stage: Stage,
) -> None:
    client = Client()
    stage.camera.attach(client)
    assert stage.seen(0.01) is None
    stage.camera.receive(client, SMALL)
    assert stage.camera.newest(FOREVER, TIMEOUT_S)
    assert len(client.requests) == 1


def test_a_client_that_is_slow_is_asked_once(stage: Stage) -> None:
    client = Client()
    stage.camera.attach(client)
    for _ in range(3):
        assert stage.camera.newest(FOREVER, 0.01) is None
    assert len(client.requests) == 1


def test_who_is_not_the_camera_is_refused(stage: Stage) -> None:
    with pytest.raises(PictureError, match="this client is not the camera"):
        stage.camera.receive(Client(), SMALL)


def test_another_client_takes_over_and_the_first_is_told(stage: Stage) -> None:
    first, second = stage.sender(), stage.sender()
    stage.camera.attach(first)
    assert stage.seen()
    stage.camera.attach(second)
    assert first.ends == ["another browser's camera has taken over"]
    assert stage.seen()
    assert not second.ends
    with pytest.raises(PictureError, match="not the camera"):
        stage.camera.receive(first, SMALL)
    stage.camera.detach(first)  # its leaving concerns nobody
    assert stage.seen()


def test_a_client_that_asks_twice_stays_the_camera(stage: Stage) -> None:
    client = stage.sender()
    stage.camera.attach(client)
    stage.camera.attach(client)
    assert stage.seen()
    assert not client.ends


def test_a_client_that_forgot_a_request_gets_it_again_when_it_asks_anew(stage: Stage) -> None:
    client = Client()  # such as one whose camera was unplugged
    stage.camera.attach(client)
    stage.seen(0.01)
    stage.now_s += SILENCE_S
    assert stage.seen(0.01) is None
    stage.camera.attach(client)
    assert len(client.requests) == 2
    stage.camera.receive(client, SMALL)
    assert stage.seen()
    assert stage.status() == ("ok", None)


def test_the_one_picture_that_a_former_camera_still_owes_is_dropped_without_a_word(
    stage: Stage,
) -> None:
    client = Client()
    stage.camera.attach(client)
    stage.seen(0.01)
    stage.camera.dismiss(stage.turn, "watching is paused")
    stage.camera.receive(client, SMALL)
    with pytest.raises(PictureError, match="not the camera"):
        stage.camera.receive(client, SMALL)


def test_a_picture_under_way_when_another_took_over_is_not_seen(stage: Stage) -> None:
    first, second = Client(), Client()
    stage.camera.attach(first)
    stage.camera.newest(FOREVER, 0.01)
    stage.camera.newest(FOREVER, 0.01)
    stage.camera.receive(first, SMALL)
    stage.camera.attach(second)
    assert stage.seen(0.01) is None


def test_when_the_client_leaves_the_camera_is_lost_at_once_until_one_comes(stage: Stage) -> None:
    client = stage.sender()
    stage.camera.attach(client)
    assert stage.seen()
    stage.camera.detach(client)
    assert not client.ends
    assert stage.status() == ("lost", browser.GONE)
    assert stage.seen(0.01) is None
    stage.camera.attach(stage.sender())
    assert stage.status() == ("connecting", None)
    assert stage.seen()
    assert stage.status() == ("ok", None)


def test_a_client_that_falls_silent_is_lost_and_heals(stage: Stage) -> None:
    client = Client()
    stage.camera.attach(client)
    assert stage.seen(0.01) is None
    assert stage.status() == ("connecting", None)
    stage.now_s += SILENCE_S
    assert stage.seen(0.01) is None
    assert stage.status() == ("lost", browser.SILENT)
    stage.camera.receive(client, SMALL)
    assert stage.seen()
    assert stage.status() == ("ok", None)


def test_without_any_client_it_says_what_to_do(stage: Stage) -> None:
    stage.now_s += SILENCE_S
    assert stage.seen(0.01) is None
    assert stage.status() == ("lost", browser.NOBODY)


def test_a_busy_watcher_is_no_silence_of_the_client(stage: Stage) -> None:
    client = stage.sender()
    stage.camera.attach(client)
    assert stage.seen()
    stage.now_s += 100  # it looks at one frame for long
    client._answer = None
    assert stage.seen(0.01) is None
    assert stage.status() == ("ok", None)


def test_a_refused_picture_is_asked_for_again_and_the_next_is_taken(stage: Stage) -> None:
    client = Client()
    stage.camera.attach(client)
    stage.seen(0.01)
    with pytest.raises(PictureError, match="no JPEG"):
        stage.camera.receive(client, b"GIF89a")
    stage.camera.ask_again(client)
    assert len(client.requests) == 2
    stage.camera.receive(client, SMALL)
    assert stage.seen()


def test_only_the_camera_is_asked_again(stage: Stage) -> None:
    client, other = Client(), Client()
    stage.camera.attach(client)
    stage.camera.ask_again(client)  # nothing was asked for yet
    stage.seen(0.01)
    stage.camera.ask_again(other)
    assert (len(client.requests), len(other.requests)) == (1, 0)


def test_a_picture_that_cannot_be_decoded_is_said_to_the_client_and_passed_over(
    stage: Stage,
) -> None:
    client = Client()
    stage.camera.attach(client)
    stage.seen(0.01)
    stage.camera.receive(client, DAMAGED)
    assert stage.seen(0.01) is None
    assert client.refusals == ["the picture cannot be decoded: its content is damaged"]
    assert stage.status() == ("connecting", None)
    assert len(client.requests) == 2
    stage.camera.receive(client, SMALL)
    assert stage.seen()


def test_a_camera_with_nothing_but_damaged_pictures_is_lost_and_says_why(stage: Stage) -> None:
    client = stage.sender(DAMAGED)
    stage.camera.attach(client)
    for _ in range(round(SILENCE_S) + 2):
        assert stage.seen(0.05) is None
    assert stage.status() == ("lost", "the picture cannot be decoded: its content is damaged")


def test_while_another_camera_is_chosen_no_client_is_taken(stage: Stage) -> None:
    client, late = stage.sender(), Client()
    stage.camera.attach(client)
    assert stage.seen()
    stage.camera.dismiss(stage.turn, "watching is paused")
    assert client.ends == ["watching is paused"]
    stage.camera.attach(late)
    assert late.ends == ["watching is paused"]
    with pytest.raises(PictureError, match="not the camera"):
        stage.camera.receive(client, SMALL)
    stage.camera.admit(stage.turn)
    stage.camera.attach(late)
    assert len(late.ends) == 1


def test_an_earlier_watcher_that_ends_late_takes_nothing_from_its_successor(stage: Stage) -> None:
    earlier, client = stage.turn, stage.sender()
    stage.camera.admit(stage.camera.serve())
    stage.camera.attach(client)
    assert stage.seen()
    stage.camera.dismiss(earlier, "another camera was chosen")
    stage.camera.leave(earlier, "MoodCam watches no more")
    assert client.ends == []
    assert stage.status() == ("ok", None)
    assert stage.seen()


def test_who_leaves_dismisses_the_client_and_stops(stage: Stage) -> None:
    client = stage.sender()
    stage.camera.attach(client)
    assert stage.seen()
    stage.camera.leave(stage.turn, "MoodCam watches no more")
    assert client.ends == ["MoodCam watches no more"]
    assert stage.status() == ("off", None)


def test_stopped_it_is_off_and_keeps_nothing(stage: Stage) -> None:
    client = Client()
    stage.camera.attach(client)
    stage.seen(0.01)
    stage.camera.receive(client, SMALL)
    stage.camera.stop()
    assert stage.status() == ("off", None)
    stage.camera.start()
    assert stage.status() == ("connecting", None)
    assert stage.camera.newest(FOREVER, 0.01) is None


def test_a_waiting_watcher_can_be_woken(stage: Stage) -> None:
    waiting = threading.Thread(target=stage.camera.newest, args=(FOREVER, TIMEOUT_S))
    waiting.start()
    stage.camera.wake()
    waiting.join(TIMEOUT_S / 2)
    assert not waiting.is_alive()
