"""What one picture costs a backbone, and how fast this machine is: for estimates before a fit."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch.utils.flop_counter import FlopCounterMode

from detectors.api import Estimate
from detectors.backbone import describe
from detectors.weights import PACKAGED, packaged_name

PROGRAM_BYTES = 700_000_000
"""What Python, torch and timm take before the first image, measured on Linux."""
NETWORK_SHARE = 0.1
"""Share of the matrix rate that small mobile networks reach at least."""
CUDA_FLOPS = 5e12
"""Far below what any CUDA device of the last years does in fp16; there an estimate is not measured."""


@dataclass(frozen=True, slots=True)
class PictureCost:
    """One picture through a backbone. `depth`: channels of all stages; `grid`: (height, width) of the finest one."""

    flops: float
    channels: tuple[int, ...]
    grid: tuple[int, int]
    weights_bytes: int
    activation_bytes: int

    @property
    def depth(self) -> int:
        return sum(self.channels)


def picture_cost(backbone: str, layers: tuple[int, ...], size: tuple[int, int]) -> PictureCost:
    """Count it on a network without memory.

    Raises:
        OptionsError: the model has no such stage, or cannot give feature maps.
    """
    packaged = PACKAGED.get(packaged_name(backbone))
    architecture = packaged.architecture if packaged else backbone.partition(".")[0]
    network, channels, _ = describe(architecture, layers)
    with FlopCounterMode(display=False) as counter, torch.inference_mode():
        maps = network(torch.empty(1, 3, *size, device="meta"))
    height, width = maps[0].shape[-2:]
    weights = sum(value.numel() for value in network.state_dict().values()) * 4
    return PictureCost(
        float(counter.get_total_flops()), tuple(channels), (height, width), weights, 40 * size[0] * size[1] * 4
    )


def with_reading(own: Estimate, n_images: int, size: tuple[int, int], device: torch.device) -> Estimate:
    """Add what every fit costs to what a method's learning does: images of (height, width) `size`, the program."""
    pixels, cuda = size[0] * size[1], device.type == "cuda"
    return replace(
        own,
        seconds=own.seconds + n_images * (0.002 + 4e-9 * pixels),
        peak_bytes=own.peak_bytes + pixels * 8 + (0 if cuda else PROGRAM_BYTES),
        notes=f"{own.notes}; {'a guess for any CUDA device' if cuda else 'from the speed measured on this machine'}",
    )


@functools.cache  # two estimates are comparable only where both stand on the same measurement
def matrix_flops(device: torch.device) -> float:
    """Return how many floating point operations per second a float32 matrix product does; measured on the CPU."""
    if device.type == "cuda":
        return CUDA_FLOPS
    a, b = torch.zeros(1024, 256), torch.zeros(256, 1024)
    return 2.0 * 1024 * 256 * 1024 / fastest(lambda: torch.mm(a, b), 6)


def fastest(action: Callable[[], object], count: int) -> float:
    """Return the seconds that the fastest of `count` runs took."""
    times = []
    for _ in range(count):
        begin = time.perf_counter()
        action()
        times.append(time.perf_counter() - begin)
    return min(times)
