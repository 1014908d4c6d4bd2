"""The finder on real faces, and the crop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from mopidy_moodcam.vision.align import CROP_WIDTH, EYE_HEIGHT, crop_matrix, upright_crop
from mopidy_moodcam.vision.face import PARTS, FaceFinder

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

PHOTOS = ("angry", "disgust", "fear", "happy", "neutral", "sad", "surprise")


@pytest.fixture
def photo(shared_data: Path) -> NDArray[np.uint8]:
    image = cv2.imread(str(shared_data / "faces" / "neutral.jpg"))
    assert image is not None
    return np.asarray(image, np.uint8)


def turned(image: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(image, matrix, (width, height)), np.uint8)


def pictures(path: Path) -> list[NDArray[np.uint8]]:
    capture = cv2.VideoCapture(str(path))
    found: list[NDArray[np.uint8]] = []
    while True:
        good, image = capture.read()
        if not good:
            return found
        found.append(np.asarray(image, np.uint8))


@pytest.mark.parametrize("name", PHOTOS)
def test_every_real_face_is_found_with_its_parts_in_their_places(
    shared_data: Path, name: str
) -> None:
    image = cv2.imread(str(shared_data / "faces" / f"{name}.jpg"))
    assert image is not None
    face = FaceFinder().find(np.asarray(image, np.uint8))
    assert face is not None
    assert face.score > 0.9
    parts = {part: np.mean(points, axis=0) for part, points in face.landmarks().items()}
    assert set(parts) == set(PARTS)
    assert parts["right_eye"][0] < parts["mouth"][0] < parts["left_eye"][0]
    assert parts["left_brow"][1] < parts["left_eye"][1] < parts["mouth"][1]
    x, y, width, height = face.box
    assert np.all(
        (face.points >= (x - 1, y - 1)) & (face.points <= (x + width + 1, y + height + 1))
    )


@pytest.mark.parametrize("degrees", [-20, 20, 40])
def test_a_turned_face_gives_the_same_upright_crop(
    photo: NDArray[np.uint8], degrees: float
) -> None:
    finder = FaceFinder()
    crops = []
    for image in (photo, turned(photo, degrees)):
        finder.forget()
        face = finder.find(image)
        assert face is not None
        crops.append(cv2.resize(upright_crop(image, face.eyes), (48, 48)).astype(float))
    assert np.corrcoef(crops[0].ravel(), crops[1].ravel())[0, 1] > 0.9


def test_a_face_is_followed_between_detections(shared_data: Path) -> None:
    finder = FaceFinder(detect_every=10)
    faces = [finder.find(p) for p in pictures(shared_data / "clips" / "fer_woman2.mp4")[:40]]
    assert all(face is not None for face in faces)
    assert [face.tracked for face in faces if face] == [i % 10 != 0 for i in range(40)]


def test_following_agrees_with_detecting_anew(shared_data: Path) -> None:
    images = pictures(shared_data / "clips" / "fer_woman2.mp4")[:20]
    following, detecting = FaceFinder(detect_every=100), FaceFinder(detect_every=1)
    for image in images:
        one, other = following.find(image), detecting.find(image)
        assert one is not None
        assert other is not None
        apart = np.linalg.norm(one.eyes - other.eyes, axis=1).max()
        assert apart < 0.1 * np.linalg.norm(other.eyes[1] - other.eyes[0])


def test_a_scene_without_a_face_has_hardly_ever_one(shared_data: Path) -> None:
    finder = FaceFinder()
    images = pictures(shared_data / "clips" / "pyfeat_no_face.mp4")[::3]
    found = [image for image in images if finder.find(image) is not None]
    assert len(found) <= 0.1 * len(images)


def test_a_face_that_leaves_is_lost_at_once(photo: NDArray[np.uint8]) -> None:
    finder = FaceFinder(detect_every=100)
    assert finder.find(photo) is not None
    assert finder.find(np.full_like(photo, 127)) is None
    assert finder.find(photo) is not None


def test_the_face_near_the_last_one_is_followed_not_a_larger_one(
    photo: NDArray[np.uint8],
) -> None:
    height, width = photo.shape[:2]
    small = cv2.resize(photo, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    scene = np.full((height, width * 2, 3), 127, np.uint8)
    scene[: height // 2, : width // 2] = small
    finder = FaceFinder(detect_every=1)
    alone = finder.find(scene)
    assert alone is not None
    scene[:, width:] = photo
    followed = finder.find(scene)
    assert followed is not None
    assert followed.box[0] < width
    finder.forget()
    largest = finder.find(scene)
    assert largest is not None
    assert largest.box[0] >= width


@pytest.mark.parametrize("shape", [(1, 1), (3, 200), (200, 3), (2000, 2000)])
def test_pictures_of_any_shape_are_searched(shape: tuple[int, int]) -> None:
    assert FaceFinder().find(np.zeros((*shape, 3), np.uint8)) is None


@pytest.mark.parametrize("degrees", [0, 15, -30, 90])
@pytest.mark.parametrize("distance", [20.0, 60.0, 400.0])
def test_the_crop_puts_the_eyes_in_their_place(degrees: float, distance: float) -> None:
    turn = np.deg2rad(degrees)
    half = np.array([np.cos(turn), np.sin(turn)]) * distance / 2
    centre = np.array([300.0, 200.0])
    eyes = np.array([centre - half, centre + half], np.float32)
    size = 96
    matrix = crop_matrix(eyes, size)
    apart = size / CROP_WIDTH
    middle, height = (size - 1) / 2, size * EYE_HEIGHT - 0.5
    for eye, x in zip(eyes, (middle - apart / 2, middle + apart / 2), strict=True):
        assert matrix @ (x, height, 1) == pytest.approx(eye, abs=0.01)


def test_the_crop_is_grey_and_as_large_as_the_face_within_bounds() -> None:
    image = np.zeros((500, 500, 3), np.uint8)
    for distance, size in ((10, 48), (50, round(50 * CROP_WIDTH)), (300, 192)):
        eyes = np.array([[250 - distance / 2, 250], [250 + distance / 2, 250]], np.float32)
        crop = upright_crop(image, eyes)
        assert crop.shape == (size, size)
        assert crop.dtype == np.uint8
        assert np.array_equal(crop, upright_crop(image[..., 0].copy(), eyes))
