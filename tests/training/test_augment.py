from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch

from mopidy_moodcam.vision.align import upright_crop
from tests.conftest import ROOT
from training.augment import Augmenter, identity_matrices, resample, upright_matrices
from training.faces import SIDE
from training.params import Augment, load_params

NOTHING = Augment(*([0.0] * 15))


def picture() -> np.ndarray:
    noise = np.random.default_rng(3).integers(0, 256, (SIDE, SIDE), np.uint8)
    return np.asarray(cv2.GaussianBlur(noise, (0, 0), 2), np.uint8)


def test_training_sees_the_crop_that_the_package_cuts() -> None:
    image = picture()
    # 1.87 x this distance is 48 pixels: the package makes no larger crop of it.
    eyes = np.array([[11.0, 16.0], [35.0, 22.0]], np.float32)
    cropped = upright_crop(image, eyes)[None, None]
    ours = resample(torch.from_numpy(image)[None, None].float(), upright_matrices(eyes[None]))
    inner = (slice(None), slice(None), slice(4, 44), slice(4, 44))
    assert np.abs(ours.numpy()[inner] - cropped[inner]).max() < 3


def test_an_image_without_eyes_stays_as_it_is() -> None:
    image = torch.from_numpy(picture())[None, None].float()
    maps = upright_matrices(np.full((1, 2, 2), np.nan, np.float32))
    assert torch.equal(maps, identity_matrices(1))
    assert torch.allclose(resample(image, maps), image, atol=1e-2)


def test_without_variations_nothing_but_a_mirror_happens() -> None:
    images = torch.from_numpy(np.stack([picture()] * 8))
    varied = Augmenter(NOTHING, torch.Generator().manual_seed(1))(images, identity_matrices(8))
    plain = images[0].float()
    for image in varied[:, 0]:
        nearest = min((image - plain).abs().max(), (image - plain.flip(1)).abs().max())
        assert nearest <= 1


def test_variations_keep_shape_and_grey_levels() -> None:
    images = torch.from_numpy(np.stack([picture()] * 32))
    augmenter = Augmenter(load_params(ROOT).train.augment, torch.Generator().manual_seed(1))
    varied = augmenter(images, identity_matrices(32))
    assert varied.shape == (32, 1, SIDE, SIDE)
    assert float(varied.min()) >= 0
    assert float(varied.max()) <= 255


def test_the_same_seed_varies_in_the_same_way() -> None:
    images = torch.from_numpy(np.stack([picture()] * 8))
    params = load_params(ROOT).train.augment
    once, again = (
        Augmenter(params, torch.Generator().manual_seed(5))(images, identity_matrices(8))
        for _ in range(2)
    )
    assert torch.equal(once, again)


def test_mixing_keeps_targets_distributions() -> None:
    augmenter = Augmenter(
        replace(NOTHING, mixup=1.0, mixup_alpha=0.3), torch.Generator().manual_seed(2)
    )
    targets = torch.eye(8)
    images, mixed = augmenter.mix(torch.rand(8, 1, SIDE, SIDE), targets)
    assert images.shape == (8, 1, SIDE, SIDE)
    assert mixed.sum(1).tolist() == pytest.approx([1.0] * 8)
    # An image keeps at least half of itself.
    assert (mixed.diagonal() >= 0.5).all()
