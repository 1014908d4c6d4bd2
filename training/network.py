"""The network: plain convolutions at four resolutions, and the function that ships."""

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

MIN_SD: Final = 2.0  # grey levels: below it a picture is noise and is not amplified further


def convolution(inputs: int, width: int) -> nn.Sequential:
    """Return a 3x3 convolution with batch normalisation (Ioffe and Szegedy 2015) and ReLU."""
    return nn.Sequential(
        nn.Conv2d(inputs, width, 3, padding=1, bias=False),
        nn.BatchNorm2d(width),
        nn.ReLU(inplace=True),
    )


class Network(nn.Module):
    """From standardised grey images (n, 1, side, side) to logits (n, 8).

    Stages of plain 3x3 convolutions with max-pooling between them, after VGG (Simonyan and
    Zisserman 2014, arXiv:1409.1556). So few layers need no shortcuts, learn faster without them,
    and come nearer to a processor's peak than depthwise ones. The first stage sees every pixel: a
    raised eyebrow is one or two of them. Any side from 32 pixels works, which lets training start
    small.
    """

    def __init__(self, widths: list[int], depths: list[int], dropout: float) -> None:
        """Make one stage of `depths[i]` convolutions with `widths[i]` channels for each i."""
        super().__init__()
        layers: list[nn.Module] = []
        inputs = 1
        for stage, (width, depth) in enumerate(zip(widths, depths, strict=True)):
            if stage:
                layers.append(nn.MaxPool2d(2))
            for _ in range(depth):
                layers.append(convolution(inputs, width))
                inputs = width
        self.layers = nn.Sequential(*layers)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(inputs, EMOTIONS)

    def forward(self, x: Tensor) -> Tensor:
        """Return the logits, (n, 8)."""
        features = self.layers(x).mean(dim=(2, 3))
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


def load_network(path: Path, params: Train, command: str) -> Network:
    """Read trained weights; `command` is what writes them.

    Raises PipelineError when they are missing or of another network.
    """
    network = Network(params.widths, params.depths, params.dropout)
    try:
        network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    except (OSError, RuntimeError) as error:
        reason = str(error).split("\n", 1)[0]
        msg = f"{path} cannot be used ({reason}): run `{command}`"
        raise PipelineError(msg) from error
    return network.eval().requires_grad_(False)  # noqa: FBT003


def start_from(network: Network, smaller: Network) -> None:
    """Give a network the weights of one that is as deep and at most as wide.

    It answers as the smaller one does: nothing listens to the channels that are new until training
    makes it (after Net2Net, Chen et al. 2016, arXiv:1511.05641, without copies of channels).
    """
    ours = network.state_dict()
    with torch.no_grad():
        for name, theirs in smaller.state_dict().items():
            if theirs.dim() > 1:
                ours[name][: len(theirs), theirs.shape[1] :] = 0.0
            ours[name][tuple(map(slice, theirs.shape))] = theirs


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
