"""What the stand-in for the server shows: states, pictures, and what is seen of them."""

from __future__ import annotations

import time
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np

from mopidy_moodcam.emotions import EMOTIONS

if TYPE_CHECKING:
    from playwright.sync_api import Page

ANSWER_S: Final = 10
POLLING_MS: Final = 50
PHONE: Final = {"width": 390, "height": 844}
DESKTOP: Final = {"width": 1440, "height": 900}

GREEN: Final = (0, 160, 0)  # in BGR, as are all colours that OpenCV gets
BLUE: Final = (200, 0, 0)

FACE: Final = {
    "box": [240, 120, 160, 200],
    "landmarks": {
        "left_eye": [[340, 190], [370, 190], [355, 200]],
        "right_eye": [[270, 190], [300, 190], [285, 200]],
        "left_brow": [[335, 170], [375, 170]],
        "right_brow": [[265, 170], [305, 170]],
        "mouth": [[290, 270], [350, 270], [320, 290]],
        "outline": [[240, 120], [400, 120], [320, 320]],
    },
}
PLAYING: Final = {
    "uri": "local:track:one.ogg",
    "name": "Morning Carousel",
    "artists": ["The Paper Lanterns"],
    "genre": "Dance",
    "ours": True,
    "reasons": ["happy → dance", "not played this week"],
    "feedback": None,
}
STATE: Final = {
    "time": 0.0,
    "camera": {"source": "demo", "chosen": "demo", "status": "ok", "error": None},
    "cameras": [
        {"camera": "auto", "label": "First that works"},
        {"camera": "demo", "label": "Demo performer"},
        {"camera": "browser", "label": "A browser's camera"},
        {"camera": "off", "label": "Off"},
    ],
    "frame": {"width": 640, "height": 480},
    "face": FACE,
    "expression": {emotion.name: 0.02 for emotion in EMOTIONS} | {"happy": 0.86},
    "mood": {
        "emotion": "happy",
        "emoji": "😄",
        "confidence": 0.82,
        "valence": 0.6,
        "arousal": 0.3,
        "since": 0.0,
        "until": None,
        "source": "face",
    },
    "strategy": "match",
    "genres": ["upbeat pop", "dance"],
    "picked_genres": [],
    "excluded_genres": [],
    "playing": PLAYING,
    "player": "playing",
    "upcoming": [
        {
            "uri": "local:track:two.ogg",
            "name": "Blue Room",
            "artists": ["Ines Vale"],
            "genre": "Jazz",
            "ours": False,
            "reasons": [],
            "feedback": None,
        }
    ],
    "timing_ms": {"read": 1.0, "face": 5.0, "expression": 2.0, "total": 8.0},
    "errors": [],
    "watching": True,
    "feed": "video",
    "feeds": ["video", "landmarks", "off"],
}
UNKNOWN: Final = {"emotion": "unknown", "emoji": "🫥", "confidence": 0.0}
NOBODY: Final = {
    "face": None,
    "expression": None,
    "mood": UNKNOWN,
    "genres": [],
    "playing": None,
    "player": "stopped",
    "upcoming": [],
}


def state(**parts: Any) -> dict[str, Any]:
    """Return the state of now with some parts replaced; those of a dict are merged into it."""
    changed: dict[str, Any] = deepcopy(STATE)
    changed["time"] = time.time()
    changed["mood"]["since"] = time.time() - 90
    for name, part in parts.items():
        merge = isinstance(part, dict) and isinstance(changed[name], dict)
        changed[name] = changed[name] | part if merge else part
    return changed


def history() -> dict[str, Any]:
    """Return the last half hour: sad with one track, then happy with the one that plays."""
    now = time.time()
    mood = {"confidence": 0.9, "valence": -0.6, "arousal": -0.4, "source": "face"}
    sad = [mood | {"time": now - 900 + i, "emotion": "sad"} for i in range(0, 600, 10)]
    happy = {"emotion": "happy", "valence": 0.6, "arousal": 0.3, "time": now - 300}
    before = {"uri": "local:track:zero.ogg", "name": "Slow Harbour", "artists": ["Marrow"]}
    playing = {name: PLAYING[name] for name in ("uri", "name", "artists")}
    return {
        "moods": [*sad, mood | happy],
        "tracks": [
            before | {"time": now - 800, "emotion": "sad"},
            playing | {"time": now - 200, "emotion": "happy"},
        ],
    }


def picture(colour: tuple[int, int, int]) -> bytes:
    """Return a JPEG of one colour, half the size of the frame that it shows."""
    return cv2.imencode(".jpg", np.full((240, 320, 3), colour, np.uint8))[1].tobytes()


def wait_for_pixels(page: Page, kind: str, *, at_least: int) -> None:
    """Wait until so many pixels of each thousand of the canvas are of a kind.

    The thresholds leave room for the losses of JPEG and for blended edges.
    """
    page.wait_for_function(
        """([kind, needed]) => {
            const canvas = document.querySelector('canvas');
            // Read from a copy: the browser advises against reading from the page's own.
            const copy = new OffscreenCanvas(canvas.width, canvas.height);
            const context = copy.getContext('2d', {willReadFrequently: true});
            context.drawImage(canvas, 0, 0);
            const {data} = context.getImageData(0, 0, canvas.width, canvas.height);
            const matches = {
                green: (r, g, b, a) => a > 250 && r < 40 && g > 120 && b < 40,
                blue: (r, g, b, a) => a > 250 && r < 40 && g < 40 && b > 160,
                line: (r, g, b, a) => a > 100 && r > 200 && g > 160 && b < 140,
                empty: (r, g, b, a) => a === 0,
            }[kind];
            let count = 0;
            for (let i = 0; i < data.length; i += 4) {
                count += matches(data[i], data[i + 1], data[i + 2], data[i + 3]);
            }
            return count >= needed * canvas.width * canvas.height / 1000;
        }""",
        arg=[kind, at_least],
        polling=POLLING_MS,
    )
