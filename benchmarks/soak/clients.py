"""The crowd: all clients of a soak, in a process of its own beside Mopidy's.

Viewers that keep up, slow ones and ones that stopped reading, a browser's camera, somebody who
steers all the time, and reconnects. `python -m benchmarks.soak.clients` is started by the soak; it
prints one JSON object when its time is over.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import socket
import sys
import time
from collections import Counter
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.soak.websocket import BINARY, TEXT, WebSocketClient
from mopidy_moodcam.emotions import LABELS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

SMALL_BUFFER: Final = 4096  # bytes that the kernel keeps for a client that does not read
SLOW_PAUSE_S: Final = 1.0
# For each command Mopidy's core searches its tracklist of 10,000 several times, 15 ms each on an
# EPYC core, and no person is quicker for long.
COMMAND_EVERY_S: Final = 2.0
CAMERA_EVERY: Final = 8  # commands from one camera to the other
SKIP_EVERY: Final = 15  # commands
PAUSE_EVERY: Final = 45  # commands
LEAVE_S: Final = 0.5  # in which the last commands are taken
RECONNECT_TIMEOUT_S: Final = 5.0
MAX_COMING: Final = 40  # at once: MoodCam has seats for 100 clients


class Slow(WebSocketClient):
    """Reads a little, then nothing for a second."""

    def data_received(self, data: bytes) -> None:
        """Take a little and rest."""
        super().data_received(data)
        self.listen(on=False)
        asyncio.get_running_loop().call_later(SLOW_PAUSE_S, lambda: self.listen(on=True))


class Stopped(WebSocketClient):
    """Reads nothing any more, as a phone that went to sleep."""

    def on_open(self) -> None:
        """Fall asleep."""
        self.listen(on=False)


class BrowserCamera(WebSocketClient):
    """Answers each request for a picture."""

    def __init__(self, port: int, pictures: Iterator[bytes]) -> None:
        """Take the pictures to send."""
        super().__init__(port)
        self._pictures = pictures
        self._sent_s = 0.0
        self.sent = 0

    def on_message(self, kind: int, payload: bytes) -> None:
        """Send a picture where one is asked for; a state has a part called frame, too."""
        if kind != TEXT or not payload.startswith(b'{"frame"'):
            return
        request = json.loads(payload)["frame"]
        if request:
            wait_s = self._sent_s + request["interval_ms"] / 1e3 - time.monotonic()
            asyncio.get_running_loop().call_later(max(0.0, wait_s), self._answer)

    def _answer(self) -> None:
        self._sent_s = time.monotonic()
        self.sent += 1
        self.send(BINARY, next(self._pictures))


class Steering(WebSocketClient):
    """Gives commands, and keeps what they are answered with."""

    def __init__(self, port: int) -> None:
        """Begin without an answer."""
        super().__init__(port)
        self.errors: Counter[str] = Counter()
        self.playing: str | None = None

    def on_message(self, kind: int, payload: bytes) -> None:
        """Look at a state for what plays, and at an answer for what is wrong."""
        if kind != TEXT:
            return
        message = json.loads(payload)
        if "error" in message:
            self.errors[message["error"]] += 1
        elif "mood" in message:
            self.playing = message["playing"] and message["playing"]["uri"]


class Crowd:
    """All clients of one Mopidy."""

    def __init__(self, port: int, clip: str, pictures: list[bytes]) -> None:
        """Note where Mopidy is, which camera is its own, and what the browser's camera shows."""
        self._port = port
        self._clip = clip
        self._pictures = cycle(pictures)
        self._tasks: set[asyncio.Task[None]] = set()
        self._viewers: list[WebSocketClient] = []
        self._mjpeg_bytes = 0
        self._commands: Counter[str] = Counter()
        self._skips_s: list[float] = []
        self._reconnects: Counter[str] = Counter()

    async def connect(
        self, make: Callable[[], WebSocketClient], *, buffer: int | None = None
    ) -> WebSocketClient:
        """Open a WebSocket; `buffer` is what the kernel keeps of what was not read, in bytes."""
        client = socket.socket()
        client.setblocking(False)  # noqa: FBT003 - so is socket's
        if buffer is not None:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(client, ("127.0.0.1", self._port))
        _, protocol = await loop.create_connection(make, sock=client)
        await protocol.opened
        return protocol

    async def view(self, count: int, slow: int, stopped: int) -> None:
        """Have viewers come: WebSockets, and as every fifth the pictures as a stream."""
        for number in range(count - slow - stopped):
            if number % 5 == 4:
                self._spawn(self._watch_stream())
            else:
                self._viewers.append(await self.connect(lambda: WebSocketClient(self._port)))
        for kind, wanted in ((Slow, slow), (Stopped, stopped)):
            for _ in range(wanted):
                self._viewers.append(
                    await self.connect(lambda k=kind: k(self._port), buffer=SMALL_BUFFER)
                )

    async def run(self, seconds: float, reconnects_per_s: float) -> dict[str, Any]:
        """Do all that is done, for a time; return what came of it."""
        camera = await self.connect(lambda: BrowserCamera(self._port, self._pictures))
        steering = await self.connect(lambda: Steering(self._port))
        assert isinstance(camera, BrowserCamera)  # noqa: S101
        assert isinstance(steering, Steering)  # noqa: S101
        self._spawn(self._steer(steering, camera))
        if reconnects_per_s:
            self._spawn(self._reconnect(reconnects_per_s))
        start_s = time.monotonic()
        await asyncio.sleep(seconds)
        took_s = time.monotonic() - start_s
        # One that has stopped reading does not notice its own end.
        reading = [viewer for viewer in self._viewers if not isinstance(viewer, Stopped)]
        lost = sum(viewer.closed.done() for viewer in reading)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        steering.command("pause", paused=False)
        steering.command("camera", camera=self._clip)
        await asyncio.sleep(LEAVE_S)
        for client in (*self._viewers, camera, steering):
            client.abort()
        await asyncio.sleep(0)  # in which they go
        quick = [viewer for viewer in self._viewers if type(viewer) is WebSocketClient]
        return {
            "seconds": round(took_s, 1),
            "pictures_per_s": [
                round(fewest_or_most(viewer.counts[BINARY] for viewer in quick) / took_s, 1)
                for fewest_or_most in (min, max)
            ],
            "states_per_s": round(
                sum(viewer.counts[TEXT] for viewer in quick) / max(1, len(quick)) / took_s, 1
            ),
            "streams_mb": round(self._mjpeg_bytes / 1e6, 1),
            "browser_pictures": camera.sent,
            "commands": dict(self._commands),
            "refused": dict(steering.errors),
            "skips_s": self._skips_s,
            "reconnects_per_s": round(self._reconnects["good"] / took_s, 1),
            "reconnects_failed": self._reconnects["failed"],
            "viewers_lost": lost,
        }

    def _spawn(self, work: Awaitable[None]) -> None:
        self._tasks.add(asyncio.ensure_future(work))

    async def _watch_stream(self) -> None:
        """Take the pictures as a home automation does, and come back when they end."""
        request = f"GET /moodcam/feed.mjpg HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n\r\n"
        while True:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            writer.write(request.encode("ascii"))
            try:
                while data := await reader.read(1 << 16):
                    self._mjpeg_bytes += len(data)
            except OSError:
                await asyncio.sleep(1)
            finally:
                writer.close()

    async def _steer(self, steering: Steering, camera: WebSocketClient) -> None:
        """Overrule all that can be overruled, in turn."""
        moods = cycle(LABELS)
        genres = cycle([("jazz", "pick"), ("metal", "exclude"), ("jazz", None), ("metal", None)])
        strategies = cycle(["elevate", "balance", "match"])
        words = cycle(["more", None, "less", None])
        number = 0
        while True:
            number += 1
            await asyncio.sleep(COMMAND_EVERY_S)
            name, fields, by = "mood", {"emotion": next(moods), "duration_s": 3}, steering
            if number % PAUSE_EVERY == 0:
                name, fields = "pause", {"paused": True}
                asyncio.get_running_loop().call_later(
                    COMMAND_EVERY_S / 2, lambda: steering.command("pause", paused=False)
                )
            elif number % SKIP_EVERY == 0:
                name, fields = "skip", {}
                self._skips_s.append(time.monotonic())
            elif number % CAMERA_EVERY == CAMERA_EVERY - 2:
                to_browser = number // CAMERA_EVERY % 2 == 0
                name, fields = "camera", {"camera": "browser" if to_browser else self._clip}
                by = camera if to_browser else steering
            elif number % 4 == 1:
                name, fields = "strategy", {"strategy": next(strategies)}
            elif number % 4 == 2:
                genre, choice = next(genres)
                name, fields = "genres", {"genre": genre, "choice": choice}
            elif number % 4 == 3 and steering.playing:
                word = next(words)
                if word == "less":  # of what plays it is a skip
                    self._skips_s.append(time.monotonic())
                name, fields = "feedback", {"uri": steering.playing, "value": word}
            by.command(name, **fields)
            self._commands[name] += 1

    async def _reconnect(self, per_s: float) -> None:
        """Have clients come and go, evenly, as long as not too many wait to be let in."""
        under_way: set[asyncio.Task[None]] = set()
        due_s = time.monotonic()
        while True:
            due_s = max(due_s + 1 / per_s, time.monotonic() - 1)
            await asyncio.sleep(max(0.0, due_s - time.monotonic()))
            if len(under_way) >= MAX_COMING:
                await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            task = asyncio.ensure_future(self._come_and_go())
            under_way.add(task)
            task.add_done_callback(under_way.discard)

    async def _come_and_go(self) -> None:
        client: WebSocketClient | None = None
        good = False
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(RECONNECT_TIMEOUT_S):
                client = await self.connect(lambda: WebSocketClient(self._port))
                good = client.opened.result()
        if client is not None:
            client.abort()
        self._reconnects["good" if good else "failed"] += 1


async def _main(arguments: argparse.Namespace) -> dict[str, Any]:
    starts = arguments.pictures.read_bytes().split(b"\xff\xd8\xff")[1:]
    pictures = [b"\xff\xd8\xff" + rest for rest in islice(starts, 60)]
    crowd = Crowd(arguments.port, arguments.clip, pictures)
    await crowd.view(arguments.viewers, arguments.slow, arguments.stopped)
    return await crowd.run(arguments.seconds, arguments.reconnects)


def main() -> int:
    """Run the crowd; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak.clients", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--clip", required=True, help="the camera that is Mopidy's own")
    parser.add_argument("--pictures", type=Path, required=True, help="JPEGs, one after the other")
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--viewers", type=int, required=True, help="of them all, also the next two")
    parser.add_argument("--slow", type=int, required=True)
    parser.add_argument("--stopped", type=int, required=True)
    parser.add_argument("--reconnects", type=float, required=True, help="a second")
    print(json.dumps(asyncio.run(_main(parser.parse_args()))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
