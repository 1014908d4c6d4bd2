"""Everybody in the picture is counted, and one is followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from mopidy_moodcam.vision.company import CountingFinder

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

PEOPLE = ("happy.jpg", "neutral.jpg", "sad.jpg")
HEIGHT = 480


@pytest.fixture(scope="module")
def portraits(shared_data: Path) -> list[NDArray[np.uint8]]:
    """Three portraits of one height."""
    photos = [cv2.imread(str(shared_data / "faces" / name)) for name in PEOPLE]
    return [
        cv2.resize(photo, (photo.shape[1] * HEIGHT // photo.shape[0], HEIGHT)) for photo in photos
    ]


@pytest.mark.parametrize("people", [1, 2, 3])
def test_all_faces_in_a_picture_are_counted(
    portraits: list[NDArray[np.uint8]], people: int
) -> None:
    finder = CountingFinder()
    assert finder.find(np.hstack(portraits[:people])) is not None
    assert finder.faces == people


def test_between_two_searches_the_count_stays(portraits: list[NDArray[np.uint8]]) -> None:
    finder = CountingFinder(detect_every=10)
    together = np.hstack(portraits[:2])
    finder.find(together)
    face = finder.find(together)
    assert face is not None
    assert face.tracked
    assert finder.faces == 2


def test_when_nobody_is_there_none_is_counted(portraits: list[NDArray[np.uint8]]) -> None:
    finder = CountingFinder(detect_every=1)
    finder.find(portraits[0])
    assert finder.find(np.zeros_like(portraits[0])) is None
    assert finder.faces == 0
