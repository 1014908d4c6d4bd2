"""From a face to the music: a real Mopidy, a real library, real faces."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import websocket

from mopidy_moodcam.music import genres
from mopidy_moodcam.music.recommender import FIT_MIN
from mopidy_moodcam.music.rules import load_rules
from tests.conftest import MOODS_IN_CLIP, SECONDS_A_MOOD
from tests.mopidy_process import MopidyProcess

if TYPE_CHECKING:
    from pathlib import Path

SETTLED_S = 4.0
RIGHT_NEEDED = 4


@dataclass(frozen=True)
class Seen:
    """The mood and the own tracks ahead, at a time of the clip."""

    time_s: float
    emotion: str
    ahead: tuple[str, ...]


def watch_clip(mopidy: MopidyProcess, seconds: float) -> list[Seen]:
    """Collect what the WebSocket tells while the clip plays once, from its first frame on."""
    socket = websocket.create_connection(f"ws://127.0.0.1:{mopidy.port}/moodcam/ws", timeout=30)
    seen: list[Seen] = []
    start_s: float | None = None
    mopidy.post("/moodcam/api/pause", {"paused": False})
    try:
        while start_s is None or time.monotonic() - start_s < seconds:
            kind, data = socket.recv_data()
            if kind != websocket.ABNF.OPCODE_TEXT:
                continue
            state = json.loads(data)
            if start_s is None and state["watching"] and state["frame"]:
                start_s = time.monotonic()
            if start_s is not None:
                ahead = tuple(track["genre"] for track in state["upcoming"] if track["ours"])
                now_s = time.monotonic() - start_s
                seen.append(Seen(now_s, state["mood"]["emotion"], ahead))
    finally:
        socket.close()
    return seen


def fits(genre: str, emotion: str) -> bool:
    """Whether a track with this genre belongs to what the rules want for an emotion."""
    wanted = load_rules(None)[emotion].genres
    return any(genres.best_fit(genres.split(genre), rule)[0] >= FIT_MIN for rule in wanted)


def is_right(segment: list[Seen], emotion: str) -> bool:
    """Whether the mood was there in time and then stayed alone, with fitting tracks ahead."""
    late = [seen for seen in segment if seen.time_s % SECONDS_A_MOOD >= SETTLED_S]
    moods = [seen.emotion for seen in segment]
    first = moods.index(emotion) if emotion in moods else len(moods)
    settled = moods[first:]
    return (
        bool(late)
        and all(seen.emotion == emotion for seen in late)
        and all(mood == emotion for mood in settled)
        and bool(segment[-1].ahead)
        and all(fits(genre, emotion) for genre in segment[-1].ahead)
    )


def test_the_music_follows_a_real_face(tmp_path: Path, demo_music: Path, moods_clip: Path) -> None:
    sections = {"moodcam": {"camera": str(moods_clip), "fps": "10"}}
    mopidy = MopidyProcess(tmp_path, demo_music, sections)
    mopidy.scan()
    with mopidy:
        mopidy.until(lambda: mopidy.get("/moodcam/api/state")[0] == 200, "MoodCam answers")
        assert mopidy.post("/moodcam/api/pause", {"paused": True}) == (200, {})
        mopidy.until(lambda: mopidy.state()["camera"]["status"] == "off", "the camera is released")
        by_hand = queue_by_hand(mopidy, 2)

        seen = watch_clip(mopidy, SECONDS_A_MOOD * len(MOODS_IN_CLIP))

        right = []
        for number, (_, emotion) in enumerate(MOODS_IN_CLIP):
            start_s = number * SECONDS_A_MOOD
            part = [one for one in seen if start_s <= one.time_s < start_s + SECONDS_A_MOOD]
            if is_right(part, emotion):
                right.append(emotion)
        assert len(right) >= RIGHT_NEEDED, (right, [(round(s.time_s, 1), s.emotion) for s in seen])
        tracklist = mopidy.rpc("core.tracklist.get_tracks")
        assert [track["uri"] for track in tracklist if track["uri"] in by_hand] == by_hand
        assert mopidy.rpc("core.playback.get_state") == "playing"
        assert mopidy.state()["errors"] == []


def queue_by_hand(mopidy: MopidyProcess, count: int) -> list[str]:
    """Queue tracks as a person would, through Mopidy's own JSON-RPC; return their URIs."""
    found: list[dict[str, Any]] = mopidy.rpc("core.library.search", query={"any": ["a"]})
    uris = [track["uri"] for track in found[0]["tracks"]][:count]
    mopidy.rpc("core.tracklist.add", uris=uris)
    return uris
