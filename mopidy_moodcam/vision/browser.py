"""A web client's camera in the place of one of this machine's."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Final, Protocol

from mopidy_moodcam.vision.camera import CameraState, Frame, Status
from mopidy_moodcam.vision.jpeg import PictureError, check_jpeg, decode_jpeg

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

BROWSER: Final = "browser"
MAX_FPS: Final = 10.0
SILENCE_S: Final = 3.0  # without a picture for so long, the camera counts as lost
HURRY: Final = 0.5  # of the interval: pictures held up on their way may follow each other faster

NOBODY: Final = "waiting for a browser's camera: open MoodCam's page and choose this browser's"
SILENT: Final = "the browser's camera sends no pictures: see the page that is the camera"
GONE: Final = "the browser's camera is gone: open MoodCam's page and choose this browser's again"
TAKEN_OVER: Final = "another browser's camera has taken over"
NOT_CHOSEN: Final = "another camera was chosen"
NOT_THE_CAMERA: Final = (
    'this client is not the camera: send {"command": "camera", "camera": "browser"} first'
)
NOT_ASKED: Final = 'no picture was asked for: wait for the next {"frame": ...}'


class CameraClient(Protocol):
    """The client that is the camera; called from any thread, and must return at once."""

    def want_picture(self, interval_ms: int) -> None:
        """Ask for the next picture, this long after the last one."""
        ...

    def refuse_picture(self, sentence: str) -> None:
        """Say why a picture was of no use."""
        ...

    def end(self, reason: str) -> None:
        """Tell the client that it is the camera no more."""
        ...


class BrowserCamera:
    """Takes the pictures of one web client, and serves the watcher as a `Camera` does.

    The watcher's readiness is the client's credit: a picture is asked for when the watcher waits
    for one, so never more than one is on its way or waits here, and a slow machine slows the
    client instead of falling behind. Pictures are decoded in the watcher's thread.

    Clients come by `attach`, `receive` and `detach`; the watcher that serves, one at a time, lets
    them by `admit` and `dismiss`; the rest is the watcher's. All may be called from any thread.
    """

    spec: Final = BROWSER
    cpu_s: Final = 0.0  # pictures are decoded in the watcher's thread

    def __init__(self, fps: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Prepare to ask for `fps` pictures a second, `MAX_FPS` at most."""
        self._clock = clock
        self._changed = threading.Condition()
        self._closed: str | None = NOT_CHOSEN  # why no client may be the camera, if so
        self._turn = 0  # of the watcher that is served
        self._client: CameraClient | None = None
        self._asked = False
        self._late: CameraClient | None = None  # was asked, and is the camera no more
        self._waiting: tuple[bytes, float] | None = None  # a picture and when it came
        self._woken = False
        self._came_s = float("-inf")  # when the last picture came
        self._since_s = 0.0  # how long a usable picture has been missing
        self._broken = False  # the last one was not usable
        self._missing = NOBODY  # what to say when it is missing for long
        self._state = CameraState(BROWSER, "off", chosen=BROWSER)
        self.limit(fps)

    @property
    def state(self) -> CameraState:
        """What the camera is doing now."""
        return self._state

    def limit(self, fps: float) -> None:
        """Ask for at most `fps` pictures a second from now on, `MAX_FPS` at most."""
        self._interval_s = 1 / min(fps, MAX_FPS)

    def serve(self) -> int:
        """Serve another watcher; return its turn, and heed those of earlier turns no more."""
        with self._changed:
            self._turn += 1
            return self._turn

    def admit(self, turn: int) -> None:
        """Let a client be the camera from now on."""
        with self._changed:
            if turn == self._turn:
                self._closed = None

    def dismiss(self, turn: int, reason: str) -> None:
        """Let no client be the camera from now on; the one that is gets the reason."""
        with self._changed:
            if turn == self._turn:
                self._closed = reason
                self._missing = NOBODY
                self._seat(None, reason)

    def leave(self, turn: int, reason: str) -> None:
        """Dismiss the client and stop, unless another watcher is served by now."""
        with self._changed:
            if turn == self._turn:
                self.dismiss(turn, reason)
                self.stop()

    def attach(self, client: CameraClient) -> None:
        """Make a client the camera, and tell the one before; or tell this one why it cannot be.

        One that is the camera already begins anew: what it was asked before, it may have forgotten.
        """
        with self._changed:
            if self._closed is not None:
                client.end(self._closed)
            elif client is self._client:
                self.ask_again(client)
            else:
                self._missing = SILENT
                self._seat(client, TAKEN_OVER)
                if self._state.status != "off":
                    self._show("connecting")

    def detach(self, client: CameraClient) -> None:
        """Let go of a client that has left, if it is the camera."""
        with self._changed:
            if client is self._client:
                self._client = None  # nobody is told
                self._missing = GONE
                self._seat(None, GONE)
                self._lose()

    def receive(self, client: CameraClient, jpeg: bytes) -> None:
        """Take a picture; the watcher looks at it as soon as it is free.

        Raises PictureError with a sentence when it is refused; see `ask_again`.
        """
        with self._changed:
            if client is not self._client and client is self._late:
                self._late = None  # it could not know yet
                return
            if client is not self._client:
                raise PictureError(NOT_THE_CAMERA)
            if not self._asked:
                raise PictureError(NOT_ASKED)
            try:
                check_jpeg(jpeg)
            except PictureError as error:
                self._missing = str(error)
                raise
            self._asked = False
            now_s = self._clock()
            self._came_s = now_s
            self._waiting = (jpeg, now_s)
            self._changed.notify_all()

    def ask_again(self, client: CameraClient) -> None:
        """Repeat the request that has had no answer of use, if there is one."""
        with self._changed:
            if client is self._client and self._asked:
                client.want_picture(round(self._interval_s * 1e3))

    def start(self) -> None:
        """Take pictures until `stop`."""
        with self._changed:
            if self._state.status == "off":
                self._since_s = self._clock()
                self._show("connecting")

    def stop(self) -> None:
        """Take no more pictures."""
        with self._changed:
            self._waiting = None
            self._show("off")

    def wake(self) -> None:
        """Let `newest` return at once, once."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def newest(self, after_s: float, timeout_s: float) -> Frame | None:
        """Ask for a picture and wait for it; the time of the frame is when it came.

        Returns None when none has come since `after_s`, or when it was not usable.
        """
        with self._changed:
            self._ask()
            self._changed.wait_for(lambda: self._woken or self._waiting is not None, timeout_s)
            self._woken = False
            waiting, self._waiting = self._waiting, None
            client = self._client
            if waiting is None or client is None or waiting[1] <= after_s:
                self._judge()
                return None
        jpeg, came_s = waiting
        start_s = time.perf_counter()
        try:
            image = decode_jpeg(jpeg)
        except PictureError as error:
            self._complain(client, str(error))
            return None
        read_ms = (time.perf_counter() - start_s) * 1e3
        with self._changed:
            if client is not self._client or self._state.status == "off":
                return None  # it was dismissed meanwhile
            self._broken = False
            self._missing = SILENT
            self._show("ok")
        return Frame(image, came_s, BROWSER, read_ms)

    def _ask(self) -> None:
        """Ask for the next picture unless there is one, though not long before it is due."""
        if self._waiting is not None:
            return
        early_s = self._came_s + HURRY * self._interval_s - self._clock()
        if early_s > 0:
            self._changed.wait_for(lambda: self._woken, early_s)
        if self._client is None or self._asked or self._woken:
            return
        self._asked = True
        if not self._broken:
            self._since_s = self._clock()
        self._client.want_picture(round(self._interval_s * 1e3))

    def _seat(self, client: CameraClient | None, reason: str) -> None:
        """Put a client, or nobody, in the place of the one before."""
        before, self._client = self._client, client
        self._late = before if self._asked else None
        self._asked = self._broken = False
        self._waiting = None
        self._came_s = float("-inf")
        self._since_s = self._clock()
        if before is not None:
            before.end(reason)
        self.wake()

    def _complain(self, client: CameraClient, sentence: str) -> None:
        with self._changed:
            self._broken = True
            self._missing = sentence
            client.refuse_picture(sentence)
            self._judge()

    def _judge(self) -> None:
        """Count the camera as lost when no usable picture has come for long."""
        if self._clock() - self._since_s >= SILENCE_S:
            self._lose()

    def _lose(self) -> None:
        if self._state.status != "off":
            if self._state.error != self._missing:
                logger.warning("MoodCam: %s", self._missing)
            self._show("lost", self._missing)

    def _show(self, status: Status, error: str | None = None) -> None:
        self._state = CameraState(BROWSER, status, error, chosen=BROWSER)
