"""`make run`, from its configuration to the music."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import ROOT
from tests.mopidy_process import STOP_TIMEOUT_S, free_port

if TYPE_CHECKING:
    from pathlib import Path

TIMEOUT_S = 120.0


def start(**environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "demo.run"],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if k not in {"CAMERA", "MUSIC"}} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def ask(port: int, path: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", data, {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            text = response.read()
    except (urllib.error.URLError, ConnectionError):
        return None
    return text if path.endswith("/") else json.loads(text)


def position_ms(port: int) -> int:
    body = {"jsonrpc": "2.0", "id": 1, "method": "core.playback.get_time_position"}
    return ask(port, "/mopidy/rpc", body)["result"]


def test_without_camera_and_sound_card_music_plays_for_the_performer(demo_music: Path) -> None:
    assert demo_music.is_dir()
    port = free_port()
    process = start(PORT=str(port), CAMERA="demo")
    try:
        end_s = time.monotonic() + TIMEOUT_S
        state = None
        while not (state and state["player"] == "playing" and state["playing"]["ours"]):
            assert process.poll() is None
            assert time.monotonic() < end_s, state
            time.sleep(0.2)
            state = ask(port, "/moodcam/api/state")
        assert b"<html" in ask(port, "/moodcam/")
        assert state["camera"]["source"] == "demo"
        before_ms = position_ms(port)
        while position_ms(port) <= before_ms:
            assert time.monotonic() < end_s, "the position stands still"
            time.sleep(0.2)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=STOP_TIMEOUT_S)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"PORT": "abc"}, "PORT=abc is no port: use one from 1104 to 65535"),
        ({"PORT": "99999"}, "PORT=99999 is no port"),
        ({"PORT": "-5"}, "PORT=-5 is no port"),
        ({"PORT": "80"}, "PORT=80 is no port"),
        ({"MUSIC": "/nowhere/music", "CAMERA": "off"}, "MUSIC=/nowhere/music is no folder"),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence(environment: dict[str, str], sentence: str) -> None:
    process = start(**({"PORT": str(free_port())} | environment))
    output, _ = process.communicate(timeout=TIMEOUT_S)
    assert process.returncode == 1
    assert f"make run failed: {sentence}" in output
    assert "Traceback" not in output
