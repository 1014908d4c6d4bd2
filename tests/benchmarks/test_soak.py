"""What the soak takes for a gap is one, and what it takes for growth is growth."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from benchmarks.soak.measure import Sample, at_rest, growth_mb, sample
from benchmarks.soak.session import notable
from benchmarks.soak.sound import RATE, Recording
from benchmarks.soak.websocket import BINARY, PONG, TEXT, WebSocketClient

if TYPE_CHECKING:
    from pathlib import Path

LOG = """\
INFO     2026-01-01 00:00:00,000 [1:MainThread] mopidy
  Starting
WARNING  2026-01-01 00:00:01,000 [1:HttpServer] mopidy_moodcam.display
  MoodCam: something is wrong
WARNING  2026-01-01 00:00:02,000 [1:HttpServer] mopidy_moodcam.display
  MoodCam: something is wrong
Traceback (most recent call last):
  File "a.py", line 1, in <module>
    raise ValueError
ValueError: no
INFO     2026-01-01 00:00:03,000 [1:MainThread] mopidy
  Stopping
"""


def tone(seconds: float) -> bytes:
    times_s = np.arange(round(seconds * RATE)) / RATE
    return (0.3 * 32767 * np.cos(2 * np.pi * 300 * times_s)).astype("<i2").tobytes()


def silence(seconds: float) -> bytes:
    return bytes(2 * round(seconds * RATE))


def gaps(folder: Path, growth: list[tuple[float, bytes]], skips_s: tuple[float, ...] = ()) -> Any:
    """What is found in a recording that grew by these sounds at these times."""
    path = folder / "heard.raw"
    path.write_bytes(b"".join(sound for _, sound in growth))
    recording = Recording(path)
    sizes = np.cumsum([0, *(len(sound) for _, sound in growth)])
    recording._growth = [(0.0, 0), *zip((t for t, _ in growth), map(int, sizes[1:]), strict=True)]
    return recording.gaps(skips_s)


def test_a_steady_tone_has_no_gap(tmp_path: Path) -> None:
    found = gaps(tmp_path, [(0.1 * (n + 1), tone(0.1)) for n in range(20)])
    assert (found["stalls"], found["silences"], found["longest_stall_ms"]) == (0, 0, 100)
    assert found["seconds"] == found["played_seconds"] == 2.0


def test_a_stall_and_a_silence_are_found(tmp_path: Path) -> None:
    growth = [(0.1, tone(0.1)), (0.5, tone(0.1)), (0.6, silence(0.05) + tone(0.05))]
    found = gaps(tmp_path, growth)
    assert (found["stalls"], found["longest_stall_ms"]) == (1, 400)
    assert (found["silences"], found["longest_silence_ms"]) == (1, 50)


def test_the_moment_after_a_skip_is_no_stall(tmp_path: Path) -> None:
    growth = [(0.1, tone(0.1)), (0.5, tone(0.1)), (4.0, tone(0.1)), (8.0, tone(0.1))]
    assert gaps(tmp_path, growth, skips_s=(0.2,))["stalls"] == 1


def test_growth_is_between_the_first_and_the_last_tenth() -> None:
    samples = [Sample(n, 100 + n / 10, 1, 1) for n in range(100)]
    assert growth_mb(samples) == pytest.approx(9.0)
    assert growth_mb(samples[:1]) == 0


def test_threads_and_descriptors_of_this_process_are_counted() -> None:
    before = sample(os.getpid())
    ending = threading.Event()
    thread = threading.Thread(target=ending.wait)
    thread.start()
    read, write = os.pipe()
    after = at_rest(os.getpid(), 0)
    ending.set()
    thread.join()
    os.close(read)
    os.close(write)
    assert after.threads == before.threads + 1
    assert after.descriptors == before.descriptors + 2
    assert after.memory_mb > 1


def test_warnings_are_told_once_and_tracebacks_whole() -> None:
    warning, traceback = notable(LOG)
    assert warning == "MoodCam: something is wrong"
    assert traceback.splitlines()[-1] == "ValueError: no"


class Wire(asyncio.Transport):
    """Keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return False


@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_a_client_takes_messages_of_every_length_in_any_pieces(step: int) -> None:
    async def talk() -> None:
        client, wire = WebSocketClient(1), Wire()
        client.connection_made(wire)
        del wire.written[:]
        data = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"
        data += bytes([0x80 | TEXT, 5]) + b"short"
        data += bytes([0x80 | TEXT, 126]) + (300).to_bytes(2, "big") + bytes(300)
        data += bytes([0x80 | BINARY, 127]) + (70_000).to_bytes(8, "big") + bytes(70_000)
        data += bytes([0x89, 2]) + b"hi"
        for start in range(0, len(data), step):
            client.data_received(data[start : start + step])
        assert client.opened.result()
        assert client.counts == {TEXT: 2, BINARY: 1}
        assert wire.written == bytes([0x80 | PONG, 0x82]) + bytes(4) + b"hi"
        del wire.written[:]
        client.command("mood", emotion="happy")
        assert json.loads(wire.written[6:]) == {"command": "mood", "emotion": "happy"}

    asyncio.run(talk())
