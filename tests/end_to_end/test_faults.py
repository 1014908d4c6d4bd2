"""What can be wrong gets one clear sentence, in the log and in the state, and the music goes on."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile
import torch

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.vision.eye import shipped_model
from tests.mopidy_process import MopidyProcess

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """A wrong configuration and the beginnings of the sentences that it must lead to."""

    moodcam: dict[str, str]
    sentences: tuple[str, ...]
    files: dict[str, str] = field(default_factory=dict)
    music: bool = True


class Other(torch.nn.Module):
    """A network that is not ours."""

    def forward(self, crops: torch.Tensor) -> torch.Tensor:
        return torch.full((crops.shape[0], 8), 0.125)


def save_other_labels(path: Path) -> None:
    card = json.dumps({"labels": list(reversed(LABELS))})
    torch.jit.script(Other()).save(str(path), _extra_files={"card.json": card})


def save_truncated(path: Path) -> None:
    shutil.copy(shipped_model(), path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


FAULTS = {
    "no camera, no model, a typo in the rules": Fault(
        {"camera": "/dev/video99", "model": "{folder}/none.pt", "rules": "{folder}/rules.toml"},
        (
            "camera /dev/video99 cannot be opened: no such device",
            "model {folder}/none.pt does not exist",
            "rules {folder}/rules.toml",
        ),
        {"rules.toml": "[hapy]\ngenres = { pop = 1.0 }\n"},
    ),
    "a broken clip, a truncated model, an empty library": Fault(
        {"camera": "{folder}/broken.mp4", "model": "{folder}/truncated.pt"},
        (
            "clip {folder}/broken.mp4 cannot be read",
            "model {folder}/truncated.pt is damaged or not TorchScript",
            "The library has no tracks",
        ),
        {"broken.mp4": "no video"},
        music=False,
    ),
    "a model that is not TorchScript": Fault(
        {"camera": "demo", "model": "{folder}/text.pt"},
        ("model {folder}/text.pt is damaged or not TorchScript",),
        {"text.pt": "weights"},
    ),
    "a model with other labels": Fault(
        {"camera": "demo", "model": "{folder}/other.pt"},
        ("model {folder}/other.pt has a card.json that does not list neutral, happy",),
    ),
    "rules that are no TOML": Fault(
        {"camera": "off", "rules": "{folder}/rules.toml"},
        ("rules {folder}/rules.toml",),
        {"rules.toml": "[happy\n"},
    ),
    "a genre without tracks": Fault(
        {"camera": "off", "rules": "{folder}/rules.toml"},
        ("No track fits",),
        {"rules.toml": "[happy]\ngenres = { reggae = 1.0 }\nelevate = []\nbalance = []\n"},
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_in_a_sentence_and_the_music_goes_on(
    tmp_path: Path, demo_music: Path, name: str
) -> None:
    fault = FAULTS[name]
    own = tmp_path / "own"
    own.mkdir()
    tone = np.sin(np.arange(44100 * 60) * 0.05) * 0.1
    soundfile.write(own / "tone.flac", tone, 44100)
    for file, text in fault.files.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    save_other_labels(tmp_path / "other.pt")
    save_truncated(tmp_path / "truncated.pt")
    (tmp_path / "empty").mkdir()
    options = {key: value.format(folder=tmp_path) for key, value in fault.moodcam.items()}
    sections = {"moodcam": options, "stream": {"enabled": "true", "protocols": "file"}}
    mopidy = MopidyProcess(tmp_path, demo_music if fault.music else tmp_path / "empty", sections)
    mopidy.scan()
    with mopidy:
        mopidy.rpc("core.tracklist.add", uris=[(own / "tone.flac").as_uri()])
        mopidy.rpc("core.playback.play")
        mopidy.until(lambda: mopidy.get("/moodcam/api/state")[0] == 200, "MoodCam answers")
        mopidy.post("/moodcam/api/mood", {"emotion": "happy"})
        for sentence in fault.sentences:
            expected = sentence.format(folder=tmp_path)
            mopidy.until(lambda e=expected: told(mopidy.state(), e), f"the state says: {expected}")
            assert expected in mopidy.log_text()
        before = mopidy.rpc("core.playback.get_time_position")
        mopidy.until(
            lambda: mopidy.rpc("core.playback.get_time_position") > before, "the music goes on"
        )
        assert mopidy.rpc("core.playback.get_current_track")["uri"].endswith("tone.flac")
        assert mopidy.rpc("core.playback.get_state") == "playing"
    assert "Traceback" not in mopidy.log_text()


def told(state: dict[str, Any], beginning: str) -> bool:
    return any(sentence.startswith(beginning) for sentence in state["errors"])


def test_a_wrong_option_is_refused_by_mopidy_with_our_sentence(
    tmp_path: Path, demo_music: Path
) -> None:
    mopidy = MopidyProcess(tmp_path, demo_music, {"moodcam": {"fps": "1000"}})
    with mopidy:
        assert mopidy.get("/moodcam/api/state")[0] == 404
    log = mopidy.log_text()
    # Between the option and our sentence, Mopidy 4 puts a colon.
    assert re.search(r"moodcam/fps:? must be a number from 0\.5 to 30 .*, not '1000'\.", log)
