from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from mopidy_moodcam.vision.align import CROP_WIDTH, EYE_HEIGHT, upright_crop
from mopidy_moodcam.vision.face import FaceFinder
from tests.conftest import ROOT
from training.faces import SIDE
from training.framing import find_eyes, measure
from training.params import PipelineError, load_params

if TYPE_CHECKING:
    from pathlib import Path


def test_eyes_are_found_in_a_48_pixel_face(shared_data: Path) -> None:
    photo = np.asarray(cv2.imread(str(shared_data / "faces" / "neutral.jpg")), np.uint8)
    face = FaceFinder().find(photo)
    assert face is not None
    small = cv2.resize(upright_crop(photo, face.eyes), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    blank = np.full((SIDE, SIDE), 90, np.uint8)
    eyes = find_eyes(np.stack([np.asarray(small, np.uint8), blank]), load_params(ROOT).framing)
    frame = measure(eyes)
    assert frame.eye_distance_px == pytest.approx(SIDE / CROP_WIDTH, rel=0.06)
    assert frame.eyes_x_px == pytest.approx((SIDE - 1) / 2, abs=1.5)
    assert frame.eyes_y_px == pytest.approx(SIDE * EYE_HEIGHT - 0.5, abs=1.5)
    assert np.isnan(eyes[1]).all()


def test_no_face_at_all_is_an_error() -> None:
    with pytest.raises(PipelineError, match="no face was found in 3 images"):
        measure(np.full((3, 2, 2), np.nan, np.float32))
