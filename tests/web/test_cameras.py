"""Which cameras clients may choose."""

from __future__ import annotations

from pathlib import Path

import pytest

from mopidy_moodcam.web import cameras
from mopidy_moodcam.web.cameras import Cameras
from mopidy_moodcam.web.schema import CommandError

FIXED = ["demo", "browser", "off"]


@pytest.fixture
def devices(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The devices of the machine, which a test plugs in."""
    found: list[Path] = []
    monkeypatch.setattr(cameras, "find_devices", lambda: list(found))
    return found


@pytest.fixture
def sysfs(tmp_path: Path) -> Path:
    """What Linux tells of a webcam with two nodes, of which the second gives no pictures."""
    for node, index in (("video0", 0), ("video1", 1)):
        (tmp_path / node).mkdir()
        (tmp_path / node / "name").write_text("Integrated Camera: Int\n", encoding="utf-8")
        (tmp_path / node / "index").write_text(f"{index}\n", encoding="utf-8")
    return tmp_path


def offered(camera: str, sysfs: Path) -> list[str]:
    return [choice["camera"] for choice in Cameras(camera, sysfs).choices()]


def test_without_devices_there_is_the_configured_one_and_what_needs_none(
    devices: list[Path], sysfs: Path
) -> None:
    assert not devices
    assert offered("auto", sysfs) == ["auto", *FIXED]
    assert offered("off", sysfs) == ["off", "demo", "browser"]


@pytest.mark.parametrize("configured", ["/dev/video0", "0"])
def test_a_device_is_offered_once_and_only_by_the_node_with_the_pictures(
    devices: list[Path], sysfs: Path, configured: str
) -> None:
    devices += [Path("/dev/video0"), Path("/dev/video1"), Path("/dev/video2")]
    assert offered(configured, sysfs) == [configured, "/dev/video2", *FIXED]


def test_devices_have_the_names_that_linux_knows(devices: list[Path], sysfs: Path) -> None:
    devices += [Path("/dev/video0"), Path("/dev/video2")]
    labels = {c["camera"]: c["label"] for c in Cameras("/home/a/clip.mp4", sysfs).choices()}
    assert labels["/dev/video0"] == "Integrated Camera: Int (/dev/video0)"
    assert labels["/dev/video2"] == "/dev/video2"
    assert labels["/home/a/clip.mp4"] == "clip.mp4"
    numbered = Cameras("0", sysfs).choices()
    assert numbered[0] == {"camera": "0", "label": "Integrated Camera: Int (/dev/video0)"}


def test_what_is_no_device_has_a_name_that_fits_a_narrow_list(
    devices: list[Path], sysfs: Path
) -> None:
    assert not devices
    labels = [choice["label"] for choice in Cameras("auto", sysfs).choices()]
    assert labels == ["First that works", "Demo performer", "A browser's camera", "Off"]


def test_a_device_that_was_plugged_in_is_found_by_looking_again(
    devices: list[Path], sysfs: Path
) -> None:
    found = Cameras("auto", sysfs)
    devices.append(Path("/dev/video0"))
    assert len(found.choices()) == 4
    found.look()
    assert [c["camera"] for c in found.choices()] == ["auto", "/dev/video0", *FIXED]


def test_an_address_is_opened_whole_and_shown_without_its_secrets(
    devices: list[Path], sysfs: Path
) -> None:
    assert not devices
    address = "rtsp://user:secret@10.0.0.9/path?key=secret"
    found = Cameras(address, sysfs)
    assert "secret" not in str(found.choices())
    assert found.spec_of("rtsp://10.0.0.9") == address


@pytest.mark.parametrize("camera", ["/etc/passwd", "/dev/video9", "http://evil.example/", "", "0"])
def test_what_is_not_in_the_list_is_refused_with_the_list(
    devices: list[Path], sysfs: Path, camera: str
) -> None:
    assert not devices
    with pytest.raises(CommandError, match=r"camera must be one of auto, demo, browser, off, not"):
        Cameras("auto", sysfs).spec_of(camera)
