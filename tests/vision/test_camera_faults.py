"""What a camera can do wrong: the state says it, the frames come back, and nothing is left over."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from mopidy_moodcam.vision import health, sources
from mopidy_moodcam.vision.camera import Camera, Frame
from mopidy_moodcam.vision.sources import WANTED_SIDE, CameraError
from tests.network_camera import NetworkCamera, jpeg, noise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

WAIT_S = 30.0


def until(condition: Callable[[], object], what: str) -> None:
    end_s = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < end_s, f"not seen in {WAIT_S:g} s: {what}"
        time.sleep(0.01)


def sensor(number: int) -> bytes:
    return jpeg(noise(number))


@pytest.fixture
def network() -> Iterator[NetworkCamera]:
    with NetworkCamera(sensor) as camera:
        yield camera


class Watched:
    """A camera that is read as the watcher reads it, in its own thread, and its newest frame."""

    def __init__(self, spec: str, **options: float) -> None:
        self.camera = Camera(spec, fps=30, first_pause_s=0.05, **options)
        self.sizes: list[tuple[int, int]] = []
        self._last_s = float("-inf")
        self.camera.start()

    def next(self) -> Frame:
        frame = self.camera.newest(self._last_s, WAIT_S)
        assert frame is not None, self.camera.state
        self._last_s = frame.time_s
        return frame

    def until_lost(self, beginning: str) -> None:
        def is_lost() -> bool:
            state = self.camera.state
            return state.status == "lost" and (state.error or "").startswith(beginning)

        until(is_lost, f"it is lost: {beginning}")
        assert self.camera.newest(float("-inf"), 0.01) is None, "no old frame is given meanwhile"

    def until_well(self) -> None:
        until(lambda: self.camera.state.status == "ok", "it is back")
        assert self.camera.state.error is None
        self.next()


@pytest.fixture
def watched(network: NetworkCamera) -> Iterator[Watched]:
    """A network camera that has delivered; afterwards it must be let go."""
    one = Watched(network.address)
    one.next()
    yield one
    one.camera.stop()
    assert not [t for t in threading.enumerate() if t.name == "moodcam-camera"]
    until(lambda: network.held == 0, "the connection is given back")


def test_a_camera_that_is_unplugged_and_back_heals(
    network: NetworkCamera, watched: Watched
) -> None:
    network.unplug()
    watched.until_lost("camera http://127.0.0.1:")
    network.plug()
    watched.until_well()
    assert network.held == 1


def test_a_stream_that_ends_is_opened_again(network: NetworkCamera, watched: Watched) -> None:
    network.mode = "end"
    watched.until_lost("camera http://127.0.0.1:")
    network.mode = "stream"
    watched.until_well()


@pytest.mark.parametrize("mode", ["stall", "silent"])
def test_a_stream_that_stalls_is_given_up_and_heals(
    network: NetworkCamera, watched: Watched, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setattr(sources, "OPEN_TIMEOUT_MS", 400)
    monkeypatch.setattr(sources, "READ_TIMEOUT_MS", 400)
    network.mode = "end"
    watched.until_lost("camera http://127.0.0.1:")  # opened again with the shorter limits
    network.mode = "stream"
    watched.until_well()
    network.mode = "stall" if mode == "stall" else "silent"
    watched.until_lost("camera http://127.0.0.1:")
    network.mode = "stream"
    watched.until_well()


def test_a_frozen_picture_is_told_and_the_camera_opened_again_until_it_moves(
    network: NetworkCamera, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "FROZEN_S", 0.3)
    network.picture = lambda _: sensor(7)
    opened = network.connections
    watched.until_lost("camera http://127.0.0.1:")
    assert "is frozen: it delivers the same picture" in (watched.camera.state.error or "")
    until(lambda: network.connections >= opened + 2, "it was opened again, and once more")
    assert watched.camera.state.status == "lost", "the same picture after opening is frozen still"
    network.picture = sensor
    watched.until_well()


def test_a_photo_and_a_paused_clip_are_not_called_frozen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "FROZEN_S", 0.1)
    cv2.imwrite(str(tmp_path / "photo.png"), noise(1))
    one = Watched(str(tmp_path / "photo.png"))
    first_s = one.next().time_s
    while one.next().time_s < first_s + 0.4:
        assert one.camera.state.error is None
    one.camera.stop()


def test_a_covered_lens_is_told_and_the_frames_go_on(
    network: NetworkCamera, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "BLACK_S", 0.2)
    monkeypatch.setattr(health, "FROZEN_S", 0.2)
    network.picture = lambda _: jpeg(np.zeros((120, 160, 3), np.uint8))
    until(lambda: "sees nothing but black" in (watched.camera.state.error or ""), "it is told")
    assert watched.camera.state.status == "ok"
    watched.next()
    assert network.connections == 1, "a camera under a cover is not opened again"
    network.picture = sensor
    until(lambda: watched.camera.state.error is None, "it is over")
    watched.until_well()


@pytest.mark.parametrize("sizes", [((160, 120), (320, 240)), ((320, 240), (64, 48), (321, 200))])
def test_a_size_that_changes_in_the_stream_is_followed(
    network: NetworkCamera, watched: Watched, sizes: tuple[tuple[int, int], ...]
) -> None:
    for size in sizes:
        network.picture = lambda number, size=size: jpeg(noise(number, size))
        until(lambda size=size: watched.next().image.shape[1::-1] == size, f"{size} arrives")
    assert watched.camera.state.status == "ok"


def test_a_frame_rate_that_changes_in_the_stream_is_followed(
    network: NetworkCamera, watched: Watched
) -> None:
    for interval_s in (0.3, 0.005):
        network.interval_s = interval_s
        times_s = [watched.next().time_s for _ in range(4)]
        assert times_s == sorted(set(times_s))
    assert watched.camera.state.status == "ok"


def test_an_8k_picture_is_reduced_and_a_single_pixel_is_taken_as_it_is(
    network: NetworkCamera, watched: Watched
) -> None:
    large = jpeg(cv2.resize(noise(1), (7680, 4320)))
    network.interval_s = 0.5
    network.picture = lambda _: large
    until(lambda: max(watched.next().image.shape) == WANTED_SIDE, "8K arrives, reduced")
    network.picture = lambda number: jpeg(np.full((1, 1, 3), number % 200 + 50, np.uint8))
    until(lambda: watched.next().image.shape == (1, 1, 3), "the pixel arrives")
    assert "of 1x1 pixels, too small for a face" in (watched.camera.state.error or "")
    network.picture = sensor
    watched.next()
    until(lambda: watched.camera.state.error is None, "it is over")


@pytest.mark.parametrize("fault", ["cut off", "garbage", "empty", "text"])
def test_corrupt_pictures_are_passed_over(
    network: NetworkCamera, watched: Watched, fault: str
) -> None:
    rng = np.random.default_rng(3)

    def corrupt(number: int) -> bytes:
        good = sensor(number)
        if number % 2:
            return good
        return {
            "cut off": good[: len(good) // 2],
            "garbage": good[:200] + rng.bytes(len(good) - 200),
            "empty": b"",
            "text": b"<html>no picture</html>",
        }[fault]

    network.picture = corrupt
    for _ in range(10):
        watched.next()
    network.picture = sensor
    watched.until_well()


def test_a_camera_that_only_delivers_rubbish_is_told_and_heals(
    network: NetworkCamera, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "OPEN_TIMEOUT_MS", 400)
    monkeypatch.setattr(sources, "READ_TIMEOUT_MS", 400)
    network.unplug()
    watched.until_lost("camera http://127.0.0.1:")
    network.picture = lambda _: b"<html>no picture</html>"
    network.plug()
    until(lambda: network.connections >= 3, "it is tried again")
    watched.until_lost("camera http://127.0.0.1:")
    network.picture = sensor
    watched.until_well()


class Unusable:
    """A device whose pictures are larger than any is taken: no test has 100 megapixels to send."""

    name = "device"

    def grab(self) -> bool:
        return True

    def retrieve(self) -> NDArray[np.uint8] | None:
        return None

    def close(self) -> None:
        pass


def test_pictures_that_are_of_no_use_are_called_so() -> None:
    camera = Camera("0", fps=30, opener=lambda _: Unusable(), first_pause_s=0.05)
    camera.start()
    until(lambda: "delivers no picture of use" in (camera.state.error or ""), "it is told")
    camera.stop()


def test_a_driver_that_raises_while_opening_does_not_end_the_thread() -> None:
    times: list[float] = []

    def opener(_spec: str) -> Unusable:
        times.append(time.monotonic())
        if len(times) == 1:
            raise MemoryError
        if len(times) == 2:
            cv2.resize(np.empty((0, 0, 3), np.uint8), (1, 1))  # raises cv2.error
        msg = "camera 0 cannot be opened: gone"
        raise CameraError(msg)

    camera = Camera("0", fps=30, opener=opener, first_pause_s=0.05)
    camera.start()
    until(lambda: camera.state.error == "camera 0 cannot be opened: gone", "it is tried again")
    camera.stop()


def test_a_clip_that_is_taken_away_and_put_back_heals(tmp_path: Path) -> None:
    path = tmp_path / "clip.mjpeg"
    content = b"".join(sensor(number) for number in range(5))
    path.write_bytes(content)
    one = Watched(str(path))
    one.next()
    path.unlink()
    one.until_lost("c")
    until(lambda: "does not exist" in (one.camera.state.error or ""), "it is told")
    path.write_bytes(content)
    one.until_well()
    one.camera.stop()
    held = [link for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    assert path not in [link.readlink() for link in held], "the file is let go"
