"""The networks of EfficientAD: patch description networks (PDN) and the auto-encoder.

Batzner, Heckler, König, "EfficientAD: Accurate Visual Anomaly Detection at Millisecond-Level Latencies", WACV 2024,
appendix A. Inputs are (N, 3, H, W), normalised with `MEAN` and `STD`.

Each output of a PDN sees 33 x 33 pixels and lies 4 pixels from the next. Without padding 256 pixels give 56 outputs;
padded, 64, of which all but the outer 4 on each side are the same 56.
"""

from __future__ import annotations

import math
from typing import Literal

import torch
from torch import nn
from torch.nn import functional

PdnSize = Literal["small", "medium"]

MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)

STRIDE = 4
RECEPTIVE_FIELD = 33
MARGIN = 4
"""Outputs by which the padded network is longer than the unpadded one at each end."""

SMALLEST_INPUT = 64


class Pdn(nn.Sequential):
    """A patch description network; its state dict has the keys of the published teachers ("0.weight", ...)."""

    def __init__(self, size: PdnSize, out_channels: int, *, padded: bool = False) -> None:
        p = int(padded)
        wide = 128 if size == "small" else 256
        layers: list[nn.Module] = [
            nn.Conv2d(3, wide, 4, padding=3 * p),
            nn.ReLU(inplace=True),
            nn.AvgPool2d(2, 2, padding=p),
            nn.Conv2d(wide, 2 * wide, 4, padding=3 * p),
            nn.ReLU(inplace=True),
            nn.AvgPool2d(2, 2, padding=p),
        ]
        if size == "medium":
            layers += [nn.Conv2d(2 * wide, 2 * wide, 1), nn.ReLU(inplace=True)]
        layers += [
            nn.Conv2d(2 * wide, 2 * wide, 3, padding=p),
            nn.ReLU(inplace=True),
            nn.Conv2d(2 * wide, out_channels, 4),
        ]
        if size == "medium":
            layers += [nn.ReLU(inplace=True), nn.Conv2d(out_channels, out_channels, 1)]
        super().__init__(*layers)
        self.size: PdnSize = size
        self.out_channels = out_channels
        self.padded = padded


def pdn_grid(size: tuple[int, int]) -> tuple[int, int]:
    """Return (height, width) of what an unpadded PDN makes of an input of `size`."""
    height, width = (((side - 3) // 2 - 3) // 2 - 5 for side in size)
    return height, width


class AutoEncoder(nn.Module):
    """Squeezes the whole image through 64 numbers and draws what the teacher sees from them.

    It can only draw what all good images have in common: where things are, not how their surface looks.
    `input_size` (height, width), multiples of 32; the output is (N, `out_channels`, *`grid`).
    """

    def __init__(self, out_channels: int, input_size: tuple[int, int], grid: tuple[int, int]) -> None:
        super().__init__()
        if any(side % 32 or side < SMALLEST_INPUT for side in input_size):
            raise ValueError(f"an input of {input_size}")
        self.input_size, self.grid = input_size, grid
        encoder: list[nn.Module] = []
        for before, after in ((3, 32), (32, 32), (32, 64), (64, 64), (64, 64)):
            encoder += [nn.Conv2d(before, after, 4, stride=2, padding=1), nn.ReLU(inplace=True)]
        encoder.append(nn.Conv2d(64, 64, (input_size[0] // 32, input_size[1] // 32)))
        self.encoder = nn.Sequential(*encoder)
        # 3, 8, 15, 32, 63, 127 for 256: the paper's sizes, in proportion for others.
        self.steps = [
            tuple(max(1, math.ceil(side / part) - less) for side in input_size)
            for part, less in ((64, 1), (32, 0), (16, 1), (8, 0), (4, 1), (2, 1))
        ]
        self.decoder = nn.ModuleList(nn.Conv2d(64, 64, 4, padding=2) for _ in self.steps)
        self.drop = nn.Dropout(0.2)
        self.last = nn.Sequential(
            nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(inplace=True), nn.Conv2d(64, out_channels, 3, padding=1)
        )

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        x = self.encoder(images)
        for size, convolution in zip(self.steps, self.decoder, strict=True):
            x = functional.interpolate(x, size=size, mode="bilinear", align_corners=False)
            x = self.drop(functional.relu(convolution(x)))
        x = functional.interpolate(x, size=self.grid, mode="bilinear", align_corners=False)
        made: torch.Tensor = self.last(x)
        return made


def normalised(pixels: torch.Tensor) -> torch.Tensor:
    """Bring (N, 3, H, W) values in 0..1 to what the networks expect."""
    mean = pixels.new_tensor(MEAN).view(1, 3, 1, 1)
    std = pixels.new_tensor(STD).view(1, 3, 1, 1)
    return (pixels - mean) / std


@torch.no_grad()
def initialise(network: nn.Sequential, images: torch.Tensor) -> None:
    """Give each layer outputs of mean 0 and variance 1 on `images` (N, 3, H, W); the last one gives nought.

    Mishkin, Matas, "All you need is a good init", ICLR 2016. With torch's own start the signal shrinks from layer to
    layer, and the first hundreds of steps go by until the network says anything at all.
    """
    x = images
    for layer in network:
        if isinstance(layer, nn.Conv2d):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            bias = layer.bias if layer.bias is not None else layer.weight.new_zeros(layer.out_channels)
            nn.init.zeros_(bias)
            made = layer(x)
            spread = made.std((0, 2, 3)).clamp(min=1e-6)
            layer.weight.div_(spread.view(-1, 1, 1, 1))
            bias.copy_(-made.mean((0, 2, 3)) / spread)
        x = layer(x)
    last = network[-1]
    for parameter in last.parameters():
        nn.init.zeros_(parameter)
