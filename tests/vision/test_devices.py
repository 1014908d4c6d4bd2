from __future__ import annotations

import os
from pathlib import Path

from mopidy_moodcam.vision.devices import (
    Process,
    current_user,
    group_of,
    has_pictures,
    joined_since_login,
    name_of,
    users_of,
)

DEVICE = Path("/dev/video0")


def test_a_device_tells_its_name_and_whether_it_has_pictures(tmp_path: Path) -> None:
    for node, index in (("video0", "0"), ("video1", "1")):
        (tmp_path / node).mkdir()
        (tmp_path / node / "name").write_text("HD Webcam\n", "utf-8")
        (tmp_path / node / "index").write_text(f"{index}\n", "utf-8")
    assert name_of(DEVICE, tmp_path) == "HD Webcam"
    assert has_pictures(DEVICE, tmp_path)
    assert not has_pictures(Path("/dev/video1"), tmp_path)
    assert has_pictures(Path("/dev/video9"), tmp_path)  # the system does not tell


def test_it_is_known_who_holds_a_device(tmp_path: Path) -> None:
    for pid, target in ((7, DEVICE), (8, Path("/dev/null")), (os.getpid(), DEVICE)):
        folder = tmp_path / str(pid) / "fd"
        folder.mkdir(parents=True)
        (folder / "3").symlink_to(target)
        (tmp_path / str(pid) / "comm").write_text("motion\n", "utf-8")
    (tmp_path / "9").mkdir()  # somebody else's: nothing is shown
    assert users_of(DEVICE, tmp_path) == [Process(7, "motion")]


def test_a_file_belongs_to_a_group_that_this_process_is_in(tmp_path: Path) -> None:
    path = tmp_path / "device"
    path.touch()
    group = group_of(path)
    assert group
    assert current_user()
    assert not joined_since_login(current_user(), group)
    assert not joined_since_login("nobody", "no such group")
