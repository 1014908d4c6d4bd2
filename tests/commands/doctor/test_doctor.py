"""The doctor as a whole, by running the real program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from mopidy_moodcam.vision.sources import find_devices
from tests.mopidy_process import MopidyProcess

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.program import Program


def by_check(found: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """The levels and texts of each check."""
    checks: dict[str, list[tuple[str, str]]] = {}
    for one in found["checks"]:
        assert set(one) == {"check", "level", "text", "way_out"}
        assert bool(one["way_out"]) == (one["level"] != "ok")
        checks.setdefault(one["check"], []).append((one["level"], one["text"]))
    return checks


def test_an_installation_that_works_is_well(with_library: Program, drawn_clip: Path) -> None:
    with_library.configure({"moodcam": {"camera": str(drawn_clip), "cpu_budget": "100"}})
    found = with_library.json("doctor")
    checks = by_check(found)
    assert found["faults"] == 0
    for check in ("mopidy", "packages", "http", "sound", "data folder", "learnt data", "camera"):
        assert [level for level, _ in checks[check]] == ["ok"], checks[check]
    for check in ("opencv", "face models", "torch", "model", "rules"):
        assert [level for level, _ in checks[check]] == ["ok"], checks[check]
    assert checks["camera"][0][1].endswith("bright, with a face in it.")
    assert "speed" in checks
    assert any("No track fits" in text for _, text in checks["library"])


@pytest.mark.skipif(bool(find_devices()), reason="this machine has a video device")
def test_every_fault_is_a_line_with_its_way_out(program: Program, tmp_path: Path) -> None:
    model, rules = tmp_path / "emotion.pt", tmp_path / "rules.toml"
    model.write_bytes(b"PK no more")
    rules.write_text("[hapy]\n", "utf-8")
    program.configure(
        {
            "moodcam": {"model": str(model), "rules": str(rules)},
            "audio": {"output": "nosuchsink"},
            "http": {"hostname": "0.0.0.0"},  # noqa: S104 - nothing listens
        }
    )
    with program.on_terminal("doctor") as terminal:
        assert terminal.end() == 1
    assert "\x1b[" in terminal.text
    text = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", terminal.text)
    for sentence in (
        "No video device was found. ",
        f"model {model} is damaged or not TorchScript",
        '[hapy] is not an emotion: did you mean "happy"? ',
        'GStreamer cannot play to audio/output = nosuchsink: no element "nosuchsink". ',
        "but moodcam/token is empty. Set moodcam/token to a secret",
        "No backend has a library with tracks. Run mopidy local scan",
    ):
        assert sentence in text
    assert "6 faults" in text


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"enabled": "false"}, "MoodCam is turned off: moodcam/enabled is false in mopidy.conf."),
        ({"fps": "99"}, "Mopidy has refused moodcam/fps and turned MoodCam off."),
    ],
)
def test_it_runs_though_moodcam_is_turned_off(
    program: Program, options: dict[str, str], sentence: str
) -> None:
    program.configure({"moodcam": options})
    done = program.run("doctor")
    assert done.returncode == 1
    assert f"fault    mopidy: {sentence} " in done.stdout
    assert "\x1b" not in done.stdout
    assert "1 fault; docs/troubleshooting.md explains each sentence." in done.stdout
    assert "Traceback" not in done.stderr


def test_it_asks_a_mopidy_that_runs(demo_music: Path, tmp_path: Path, program: Program) -> None:
    clip = str(tmp_path / "gone.avi")
    (tmp_path / "running").mkdir()
    with MopidyProcess(tmp_path / "running", demo_music, {"moodcam": {"camera": clip}}) as mopidy:
        mopidy.until(lambda: mopidy.state()["camera"]["status"] == "lost", "the clip is missed")
        program.configure({"http": {"port": str(mopidy.port)}, "moodcam": {"camera": clip}})
        checks = by_check(program.json("doctor", code=1))
    assert checks["http"] == [
        ("ok", f"Mopidy runs; the page is at http://127.0.0.1:{mopidy.port}/moodcam/.")
    ]
    ((level, text),) = checks["camera"]
    assert level == "fault"
    assert text.startswith(f"The running Mopidy gets no pictures: clip {clip} does not exist")


def test_an_interrupt_ends_it_at_once(program: Program) -> None:
    with program.on_terminal("doctor") as terminal:
        terminal.until(lambda text: "packages: " in text)
        terminal.interrupt()
        assert terminal.end() == 130
        assert "Traceback" not in terminal.text
