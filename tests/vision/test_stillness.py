"""Which scenes need not be searched again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mopidy_moodcam.vision.stillness import SEARCH_AGAIN_S, SURE_AFTER_S, Stillness

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOISE = 6.0  # levels, as of a camera in a room


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(4)


@pytest.fixture
def room(rng: np.random.Generator) -> NDArray[np.uint8]:
    """An empty room."""
    return rng.integers(40, 200, (480, 640, 3), np.uint8)


def seen(scene: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """A scene with a camera's noise."""
    return np.clip(scene + rng.normal(0, NOISE, scene.shape), 0, 255).astype(np.uint8)


def searched(room: NDArray[np.uint8], until_s: float) -> Stillness:
    """What has been searched in vain once a second."""
    stillness = Stillness()
    for second in range(int(until_s) + 1):
        stillness.note(room, second, in_vain=True)
    return stillness


def test_a_scene_that_stays_need_not_be_searched(
    room: NDArray[np.uint8], rng: np.random.Generator
) -> None:
    stillness = searched(seen(room, rng), SURE_AFTER_S)
    assert all(stillness.holds(seen(room, rng), SURE_AFTER_S + 1) for _ in range(20))


def test_it_is_searched_at_every_look_until_that_is_sure(room: NDArray[np.uint8]) -> None:
    stillness = Stillness()
    assert not stillness.holds(room, 0)
    stillness.note(room, 0, in_vain=True)
    assert not stillness.holds(room, 0.2)


def test_a_still_scene_is_searched_again_after_a_while(room: NDArray[np.uint8]) -> None:
    stillness = searched(room, 10)
    assert stillness.holds(room, 10 + SEARCH_AGAIN_S - 0.1)
    assert not stillness.holds(room, 10 + SEARCH_AGAIN_S)


def test_a_small_thing_far_away_is_a_change(
    room: NDArray[np.uint8], rng: np.random.Generator
) -> None:
    stillness = searched(seen(room, rng), 10)
    room[100:130, 333:357] = (120, 150, 210)
    assert not stillness.holds(seen(room, rng), 11)


def test_a_change_too_slow_to_be_seen_from_look_to_look_counts(room: NDArray[np.uint8]) -> None:
    stillness = searched(room, 10)
    assert stillness.holds(room + np.uint8(3), 11)
    assert stillness.holds(room + np.uint8(6), 12)
    assert not stillness.holds(room + np.uint8(9), 13)


def test_a_face_makes_the_next_vain_search_the_first_again(room: NDArray[np.uint8]) -> None:
    stillness = searched(room, 10)
    stillness.note(room, 11, in_vain=False)
    assert not stillness.holds(room, 11.2)
    stillness.note(room, 11.2, in_vain=True)
    assert not stillness.holds(room, 11.4)


def test_a_picture_of_another_size_is_searched(room: NDArray[np.uint8]) -> None:
    assert not searched(room, 10).holds(room[:10, :20], 11)


@pytest.mark.parametrize("shape", [(1, 1), (3, 200), (200, 3), (2000, 2000)])
def test_pictures_of_any_shape_are_compared(shape: tuple[int, int]) -> None:
    image = np.zeros((*shape, 3), np.uint8)
    assert searched(image, 10).holds(image, 11)
    assert not searched(image, 10).holds(image + np.uint8(20), 11)


def test_times_that_run_backwards_are_no_reason_to_wait(room: NDArray[np.uint8]) -> None:
    assert not searched(room, 10).holds(room, 9)
