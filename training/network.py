"""The network: a small residual network with squeeze-excite, and the function that ships."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.faces import EMOTIONS, SIDE
from training.params import PipelineError

if TYPE_CHECKING:
    from pathlib import Path

    from training.params import Train

REDUCTION: Final = 8  # squeeze-excite, Hu et al. 2018, arXiv:1709.01507: 16 there, for wider nets
MIN_SD: Final = 2.0  # grey levels: below it a picture is noise and is not amplified further


class SqueezeExcite(nn.Module):
    """Weighs each channel by what all channels show over the whole image (arXiv:1709.01507)."""

    def __init__(self, width: int) -> None:
        """Make the two layers for `width` channels."""
        super().__init__()
        self.down = nn.Linear(width, width // REDUCTION)
        self.up = nn.Linear(width // REDUCTION, width)

    def forward(self, x: Tensor) -> Tensor:
        """Return (n, width, h, w), weighed."""
        weights = self.up(functional.relu(self.down(x.mean(dim=(2, 3)))))
        return x * torch.sigmoid(weights)[:, :, None, None]


class Block(nn.Module):
    """Two 3x3 convolutions with squeeze-excite beside a shortcut (He et al. 2015)."""

    def __init__(self, inputs: int, width: int, stride: int) -> None:
        """Make the block; a stride or a new width puts a 1x1 convolution on the shortcut."""
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 3, stride, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(width)
        self.weigh = SqueezeExcite(width)
        self.shortcut: nn.Module = nn.Identity()
        if stride != 1 or inputs != width:
            # Averaging instead of skipping pixels: He et al. 2018, arXiv:1812.01187, ResNet-D.
            self.shortcut = nn.Sequential(
                nn.AvgPool2d(stride, stride, ceil_mode=True),
                nn.Conv2d(inputs, width, 1, bias=False),
                nn.BatchNorm2d(width),
            )
        nn.init.zeros_(self.norm2.weight)  # each block starts as its shortcut

    def forward(self, x: Tensor) -> Tensor:
        """Return (n, width, h / stride, w / stride)."""
        y = functional.relu(self.norm1(self.conv1(x)))
        y = self.weigh(self.norm2(self.conv2(y)))
        return functional.relu(y + self.shortcut(x))


class Network(nn.Module):
    """From standardised grey images (n, 1, side, side) to logits (n, 8).

    Plain 3x3 convolutions: on a CPU they come much nearer to its peak than depthwise ones. Any
    side from 32 pixels works, which lets training start small.
    """

    def __init__(self, widths: list[int], depths: list[int], dropout: float) -> None:
        """Make one stage of `depths[i]` blocks with `widths[i]` channels for each i.

        The first stage works at half the input's resolution, each next one at half of that:
        at full resolution, layers cost most of the time and see least.
        """
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(1, widths[0], 5, 2, padding=2, bias=False),
            nn.BatchNorm2d(widths[0]),
            nn.ReLU(inplace=True),
        )
        blocks: list[nn.Module] = []
        inputs = widths[0]
        for stage, (width, depth) in enumerate(zip(widths, depths, strict=True)):
            for index in range(depth):
                blocks.append(Block(inputs, width, 2 if stage and not index else 1))
                inputs = width
        self.blocks = nn.Sequential(*blocks)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(inputs, EMOTIONS)

    def forward(self, x: Tensor) -> Tensor:
        """Return the logits, (n, 8)."""
        features = self.blocks(self.stem(x)).mean(dim=(2, 3))
        return self.head(self.dropout(features))


def standardise(images: Tensor, min_sd: float = MIN_SD) -> Tensor:
    """Give each image (n, 1, h, w) mean 0 and standard deviation 1: light cancels out."""
    mean = images.mean(dim=(1, 2, 3), keepdim=True)
    centred = images - mean
    sd = centred.square().mean(dim=(1, 2, 3), keepdim=True).sqrt()
    return centred / sd.clamp(min=min_sd)


class Recogniser(nn.Module):
    """The whole shipped function: crops in, calibrated probabilities out."""

    def __init__(self, network: Network, temperature: float, *, flip: bool) -> None:
        """Wrap a network; `flip` averages over the image and its mirror image."""
        super().__init__()
        self.network = network
        self.temperature = temperature
        self.flip = flip
        self.side = SIDE

    def forward(self, crops: Tensor) -> Tensor:
        """Turn uint8 (n, 1, h, w) of any size into float32 (n, 8)."""
        return torch.softmax(self.logits(crops) / self.temperature, dim=1)

    def logits(self, crops: Tensor) -> Tensor:
        """Return the logits before the temperature, float32 (n, 8)."""
        images = crops.to(torch.float32)
        if images.shape[2] != self.side or images.shape[3] != self.side:
            images = functional.interpolate(
                images,
                size=[self.side, self.side],
                mode="bilinear",
                align_corners=False,
                antialias=True,
            )
        images = standardise(images)
        if self.flip:
            both = self.network(torch.cat([images, images.flip(3)]))
            return (both[: images.shape[0]] + both[images.shape[0] :]) / 2
        return self.network(images)


def load_network(path: Path, params: Train, stage: str) -> Network:
    """Read trained weights; `stage` is the pipeline's stage that writes them.

    Raises PipelineError when they are missing or of another network.
    """
    network = Network(params.widths, params.depths, params.dropout)
    try:
        network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    except (OSError, RuntimeError) as error:
        reason = str(error).split("\n", 1)[0]
        msg = f"{path} cannot be used ({reason}): run `dvc repro {stage}`"
        raise PipelineError(msg) from error
    return network.eval().requires_grad_(False)  # noqa: FBT003


def parameters(network: nn.Module) -> int:
    """Return how many numbers the network has learnt."""
    return sum(parameter.numel() for parameter in network.parameters())


def multiply_adds(network: Network) -> int:
    """Count the multiply-adds of the convolutions and linear layers for one 48x48 image."""
    total = 0

    def count(layer: nn.Module, _: object, output: Tensor) -> None:
        nonlocal total
        if isinstance(layer, nn.Conv2d):
            total += layer.weight[0].numel() * output[0].numel()
        elif isinstance(layer, nn.Linear):
            total += layer.weight.numel()

    hooks = [module.register_forward_hook(count) for module in network.modules()]
    with torch.inference_mode():
        network.eval()(torch.zeros(1, 1, SIDE, SIDE))
    for hook in hooks:
        hook.remove()
    return total
