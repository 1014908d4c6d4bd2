from __future__ import annotations

from importlib import resources
from pathlib import Path

import cv2
import numpy as np
import pytest

from mopidy_moodcam.vision.drawn_pose import Pose
from mopidy_moodcam.vision.expression import Classifier
from mopidy_moodcam.vision.face import FaceFinder
from mopidy_moodcam.vision.performer import ORDER, POSES, TRANSITION_S, Performer

HOLD_S = 20.0


@pytest.fixture(scope="module")
def performer() -> Performer:
    return Performer(hold_s=HOLD_S)


@pytest.fixture(scope="module")
def finder() -> FaceFinder:
    return FaceFinder()


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    path = Path(str(resources.files("mopidy_moodcam").joinpath("model", "emotion.pt")))
    if not path.is_file():
        pytest.skip(f"{path} has not been trained yet: run `dvc repro`")
    return Classifier(path)


def start_of(mood: str) -> float:
    return ORDER.index(mood) * HOLD_S


def test_pictures_are_a_cameras(performer: Performer) -> None:
    picture = performer.frame(1.0)
    assert picture.shape == (480, 640, 3)
    assert picture.dtype == np.uint8


@pytest.mark.parametrize(("width", "height"), [(320, 240), (1280, 720)])
def test_the_face_is_found_in_other_sizes(width: int, height: int, finder: FaceFinder) -> None:
    picture = Performer(width, height).frame(3.0)
    finder.forget()
    face = finder.find(picture)
    assert picture.shape == (height, width, 3)
    assert face is not None
    assert face.score > 0.9


def test_pictures_are_a_function_of_time(performer: Performer) -> None:
    first = performer.frame(12.34)
    performer.frame(56.7)
    assert np.array_equal(first, performer.frame(12.34))
    assert np.array_equal(first, Performer(hold_s=HOLD_S).frame(12.34))


def test_pictures_move_and_have_noise(performer: Performer) -> None:
    now, next_, later = (performer.frame(t).astype(int) for t in (5.0, 5.033, 6.5))
    corner = np.s_[:60, 300:]
    assert 1 < np.abs(now[corner] - next_[corner]).mean() < 6
    face = np.s_[140:350, 220:420]
    assert np.abs(now[face] - later[face]).mean() > np.abs(now[face] - next_[face]).mean()


def test_every_mood_has_its_turn_and_is_held() -> None:
    performer = Performer(hold_s=5.0)
    assert [performer.mood_at(n * 5.0 + 4.9) for n in range(6)] == [*ORDER, ORDER[0]]
    assert set(ORDER) == {"happy", "neutral", "sad", "surprised", "angry"}


def test_moods_flow_into_each_other(performer: Performer) -> None:
    change_s = start_of("surprised")
    jaws = [performer.pose_at(change_s + part * TRANSITION_S).open for part in (0, 0.5, 1)]
    assert jaws[0] < jaws[1] < jaws[2]
    steps = np.arange(change_s - 0.5, change_s + 1.5, 1 / 30)
    opened = np.array([performer.pose_at(float(t)).open for t in steps])
    assert np.abs(np.diff(opened)).max() < 0.1


def test_the_eyes_blink_and_look_around(performer: Performer) -> None:
    poses = [performer.pose_at(t) for t in np.arange(1, 19, 1 / 30)]
    lids = np.array([pose.eye_open for pose in poses])
    assert 0.02 < (lids < 0.3 * np.median(lids)).mean() < 0.1
    assert len({round(pose.gaze_x, 3) for pose in poses}) > 4


def test_a_pose_between_two_is_half_of_each() -> None:
    half = Pose(smile=1.0).towards(Pose(smile=0.0, open=1.0), 0.5)
    assert (half.smile, half.open, half.eye_open) == (0.5, 0.5, 1.0)
    assert half.plus(open=0.25).open == 0.75


@pytest.mark.parametrize("mood", ORDER)
def test_eye_landmarks_lie_on_the_drawn_eyes(
    mood: str, performer: Performer, finder: FaceFinder
) -> None:
    picture = performer.draw(POSES[mood])
    finder.forget()
    face = finder.find(picture)
    assert face is not None
    assert face.score > 0.9
    apart = float(np.hypot(*(face.eyes[1] - face.eyes[0])))
    assert apart == pytest.approx(112, rel=0.12)
    assert face.eyes.mean(axis=0) == pytest.approx((320, 204), abs=9)


def test_landmarks_follow_the_drawn_muscles(performer: Performer, finder: FaceFinder) -> None:
    mouth: dict[str, tuple[float, float]] = {}
    brow: dict[str, float] = {}
    for mood in ORDER:
        finder.forget()
        face = finder.find(performer.draw(POSES[mood]))
        assert face is not None
        parts = {name: np.array(points) for name, points in face.landmarks().items()}
        wide, high = np.ptp(parts["mouth"], axis=0)
        mouth[mood] = (float(wide), float(high))
        brow[mood] = float(parts["left_eye"][:, 1].mean() - parts["left_brow"][:, 1].mean())
    assert mouth["happy"][0] > 1.2 * mouth["neutral"][0]
    assert mouth["surprised"][1] > 1.5 * mouth["neutral"][1]
    assert mouth["angry"][1] > 1.5 * mouth["neutral"][1]
    assert brow["angry"] < 0.8 * brow["neutral"]


def test_the_face_is_followed_through_a_whole_round(
    performer: Performer, finder: FaceFinder
) -> None:
    finder.forget()
    for time_s in np.arange(0, HOLD_S * len(ORDER), 1.7):
        face = finder.find(performer.frame(float(time_s)))
        assert face is not None, time_s
        assert face.score > 0.9


@pytest.mark.parametrize("mood", ORDER)
def test_the_classifier_reads_each_mood(
    mood: str, performer: Performer, finder: FaceFinder, classifier: Classifier
) -> None:
    """The real chain, which is told nothing, over the mood's hold after its transition."""
    probabilities: list[float] = []
    for since_s in np.arange(1.0, HOLD_S, 1.9):
        picture = performer.frame(start_of(mood) + float(since_s))
        face = finder.find(picture)
        assert face is not None
        probabilities.append(classifier.read(picture, face).probabilities[mood])
    assert np.mean(probabilities) > 0.6


def test_a_blink_is_a_closed_eye(performer: Performer) -> None:
    awake = performer.draw(POSES["neutral"])
    asleep = performer.draw(POSES["neutral"].plus(eye_open=-POSES["neutral"].eye_open))
    eye = np.s_[195:215, 335:380]
    whites = [int((cv2.cvtColor(p[eye], cv2.COLOR_BGR2GRAY) > 190).sum()) for p in (awake, asleep)]
    assert whites[0] > 20 > whites[1]
