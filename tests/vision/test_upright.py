"""A camera that hangs upside down is told, and one before which nobody sits is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from mopidy_moodcam.vision.company import CountingFinder
from mopidy_moodcam.vision.upright import FIRST_S, LONGEST_S, UPSIDE_DOWN, UprightCheck

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


@pytest.fixture(scope="module")
def finder() -> CountingFinder:
    return CountingFinder()


@pytest.fixture
def photo(shared_data: Path) -> NDArray[np.uint8]:
    return np.asarray(cv2.imread(str(shared_data / "faces" / "happy.jpg")), np.uint8)


def turned(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.rotate(image, cv2.ROTATE_180), np.uint8)


def test_a_face_that_stands_on_its_head_is_told_until_one_is_upright(
    finder: CountingFinder, photo: NDArray[np.uint8]
) -> None:
    check = UprightCheck(finder)
    check.note(turned(photo), 0.0, seen=False)
    assert check.problem is None, "not at once: who turns away is gone for a moment"
    check.note(turned(photo), FIRST_S, seen=False)
    assert check.problem == UPSIDE_DOWN
    check.note(photo, FIRST_S + 1, seen=True)
    assert check.problem is None


def test_an_empty_room_is_turned_ever_more_seldom(
    finder: CountingFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[float] = []
    room = np.full((120, 160, 3), 90, np.uint8)
    check = UprightCheck(finder)

    def look(_turned: object) -> bool:
        looks.append(now_s)
        return False

    monkeypatch.setattr(check, "_has_face", look)
    for second in range(1000):
        now_s = float(second)
        check.note(room, now_s, seen=False)
    pauses_s = np.diff(looks)
    assert looks[0] == FIRST_S
    assert list(pauses_s[:4]) == [2 * FIRST_S, 4 * FIRST_S, 8 * FIRST_S, 16 * FIRST_S]
    assert set(pauses_s[5:]) == {LONGEST_S}
    assert check.problem is None


def test_who_leaves_is_not_looked_for_upside_down_in_an_empty_room(finder: CountingFinder) -> None:
    check = UprightCheck(finder)
    room = np.full((120, 160, 3), 90, np.uint8)
    for second in range(30):
        check.note(room, float(second), seen=False)
    assert check.problem is None
