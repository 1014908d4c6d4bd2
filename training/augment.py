"""Vary training images, a batch at a time, so that the network learns faces and not FER2013."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from mopidy_moodcam.vision.align import crop_matrix
from training.faces import SIDE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from training.params import Augment

WHITE: Final = 255.0
DARK_GAIN: Final = (0.1, 0.5)  # of a normal exposure
DARK_NOISE: Final = (1.0, 4.0)  # grey levels, standard deviation
NOISE: Final = (2.0, 14.0)
SOFTEST: Final = 3  # passes of a 3x3 box: like a Gaussian of 1.4 pixels
COARSE_PX: Final = (14, 32)  # sides of the low-resolution pictures
ERASED: Final = (0.15, 0.5)  # sides of the covered rectangle, in crop sides


def upright_matrices(eyes: NDArray[np.float32]) -> Tensor:
    """Return, for each image, the map from the upright crop to the image, float32 (n, 2, 3).

    `eyes` is float32 (n, 2, 2) as `training.framing` finds them; where it found none, the map
    leaves the image as it is.
    """
    same = np.eye(2, 3)
    maps = [crop_matrix(pair, SIDE) if np.isfinite(pair).all() else same for pair in eyes]
    return torch.from_numpy(np.stack(maps).astype(np.float32))


def identity_matrices(count: int) -> Tensor:
    """Return maps that leave images as FER2013 framed them, float32 (count, 2, 3)."""
    return torch.eye(2, 3).repeat(count, 1, 1)


def resample(images: Tensor, matrices: Tensor) -> Tensor:
    """Cut crops of 48 pixels out of float images (n, 1, 48, 48) by maps in pixels (n, 2, 3)."""
    # grid_sample counts from -1 to 1 between the outer edges: x = (s + 1) * side / 2 - 1 / 2.
    half = SIDE / 2
    to_pixels = torch.tensor([[half, 0, half - 0.5], [0, half, half - 0.5], [0, 0, 1]])
    to_pixels = to_pixels.to(matrices)
    row = torch.tensor([0.0, 0.0, 1.0]).to(matrices).expand(len(matrices), 1, 3)
    theta = torch.linalg.inv(to_pixels) @ torch.cat([matrices, row], dim=1) @ to_pixels
    grid = functional.affine_grid(theta[:, :2], [len(images), 1, SIDE, SIDE], align_corners=False)
    return functional.grid_sample(images, grid, padding_mode="border", align_corners=False)


@dataclass(frozen=True, slots=True)
class Augmenter:
    """Draws variations from its own random numbers."""

    params: Augment
    random: torch.Generator

    def __call__(self, images: Tensor, upright: Tensor) -> Tensor:
        """Return varied images, float32 (n, 1, 48, 48) in grey levels.

        `images` is uint8 (n, 48, 48); `upright` is float32 (n, 2, 3) from `upright_matrices`.
        """
        count = len(images)
        aligned = self._some(count, self.params.aligned).to(images.device)
        base = torch.where(aligned[:, None, None], upright, identity_matrices(count).to(upright))
        moves = self._moves(count).to(upright)
        row = torch.tensor([0.0, 0.0, 1.0]).to(upright).expand(count, 1, 3)
        maps = base @ torch.cat([moves, row], dim=1)
        varied = resample(images[:, None].float(), maps)
        varied = self._light(self._sharpness(self._coarse(varied)))
        return self._erase(varied)

    def mix(self, images: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        """Blend each image and target with another of the batch (mixup, arXiv:1710.09412)."""
        if float(torch.rand(1, generator=self.random)) >= self.params.mixup:
            return images, targets
        alpha = torch.full((2, len(images)), self.params.mixup_alpha)
        # Beta from two gammas: torch's own Beta takes no generator.
        share = torch._standard_gamma(alpha, generator=self.random)  # noqa: SLF001
        weight = (share.amax(0) / share.sum(0).clamp(min=1e-6)).clamp(0.5, 1).to(images)
        other = torch.randperm(len(images), generator=self.random).to(images.device)
        beside = weight[:, None, None, None]
        return (
            images * beside + images[other] * (1 - beside),
            targets * weight[:, None] + targets[other] * (1 - weight[:, None]),
        )

    def _uniform(self, count: int, low: float, high: float) -> Tensor:
        return torch.rand(count, generator=self.random) * (high - low) + low

    def _some(self, count: int, probability: float) -> Tensor:
        return torch.rand(count, generator=self.random) < probability

    def _moves(self, count: int) -> Tensor:
        """Return random mirrorings, turns, scalings and shifts about the centre, (n, 2, 3)."""
        params = self.params
        small = torch.randn(count, generator=self.random) * params.roll_deg
        large = self._uniform(count, -params.large_roll_deg, params.large_roll_deg)
        roll = torch.where(self._some(count, params.large_roll), large, small) * (math.pi / 180)
        scale = torch.exp(self._uniform(count, -params.scale, params.scale))
        mirror = torch.where(self._some(count, 0.5), -1.0, 1.0)
        cos, sin = roll.cos() * scale, roll.sin() * scale
        turn = torch.stack([cos * mirror, -sin, sin * mirror, cos], dim=1).view(count, 2, 2)
        centre = torch.full((2, 1), (SIDE - 1) / 2)
        shift = self._uniform(2 * count, -params.shift, params.shift).view(count, 2, 1) * SIDE
        return torch.cat([turn, centre - turn @ centre + shift], dim=2)

    def _coarse(self, images: Tensor) -> Tensor:
        chosen = self._some(len(images), self.params.low_resolution).to(images.device)
        side = int(torch.randint(*COARSE_PX, (1,), generator=self.random))
        small = functional.interpolate(
            images[chosen], size=(side, side), mode="bilinear", antialias=True
        )
        images[chosen] = functional.interpolate(small, size=(SIDE, SIDE), mode="bilinear")
        return images

    def _sharpness(self, images: Tensor) -> Tensor:
        """Soften (by up to three passes of a 3x3 box) or sharpen some images."""
        count = len(images)
        soft = [images]
        for _ in range(SOFTEST):
            soft.append(functional.avg_pool2d(soft[-1], 3, 1, 1, count_include_pad=False))
        amount = self._uniform(count, -0.7, 1.0) * self._some(count, self.params.blur)
        passes = torch.randint(1, SOFTEST + 1, (count,), generator=self.random)
        passes = torch.where(amount > 0, passes, 1).to(images.device)
        aim = torch.stack(soft)[passes, torch.arange(count, device=images.device)]
        return images + amount.to(images)[:, None, None, None] * (aim - images)

    def _light(self, images: Tensor) -> Tensor:
        """Change contrast and gamma, darken some, add sensor noise to some, round to grey levels.

        Brightness alone would be undone by the network's standardisation.
        """
        params, count = self.params, len(images)

        def column(values: Tensor) -> Tensor:
            return values.to(images)[:, None, None, None]

        gain = column(1 + self._uniform(count, -params.contrast, params.contrast))
        gamma = column(torch.exp(self._uniform(count, -params.gamma, params.gamma)))
        mean = images.mean(dim=(1, 2, 3), keepdim=True)
        images = ((images - mean) * gain + mean).clamp(0, WHITE)
        images = (images / WHITE).pow(gamma) * WHITE
        dark = self._some(count, params.dark)
        noisy = self._some(count, params.noise)
        images = images * column(torch.where(dark, self._uniform(count, *DARK_GAIN), 1.0))
        sd = torch.where(
            dark, self._uniform(count, *DARK_NOISE), self._uniform(count, *NOISE) * noisy
        )
        noise = torch.randn(images.shape, generator=self.random).to(images)
        return (images + column(sd) * noise).clamp(0, WHITE).round()

    def _erase(self, images: Tensor) -> Tensor:
        """Cover a rectangle of some images with one grey (arXiv:1708.04896): a hand, a mask."""
        count = len(images)
        chosen = self._some(count, self.params.erase)
        sides = self._uniform(2 * count, *ERASED).view(count, 2) * SIDE
        corner = torch.rand(count, 2, generator=self.random) * (SIDE - sides)
        steps = torch.arange(SIDE)
        inside = (steps >= corner[..., None]) & (steps < (corner + sides)[..., None])
        covered = inside[:, 0, :, None] & inside[:, 1, None, :] & chosen[:, None, None]
        grey = self._uniform(count, 0, WHITE).to(images)[:, None, None, None]
        return torch.where(covered[:, None].to(images.device), grey, images)
