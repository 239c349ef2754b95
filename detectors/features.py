"""Patch vectors of images from a frozen backbone: what PatchCore keeps and what SimpleNet learns from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import torch
from torch import nn

from detectors.api import Image
from detectors.augment import augmented
from detectors.backbone import Backbone
from detectors.engine import Engine, placed
from detectors.images import ImageRules, NetworkInput, good_images, to_input
from detectors.options import Precision
from detectors.patches import embed
from detectors.runtime import Steps, out_of_memory_explained

T = TypeVar("T")


class PatchNetwork(nn.Module):
    """Normalised images to (N, h, w, D) float32 patch vectors; see `detectors.patches.embed`."""

    def __init__(self, trunk: nn.Module, patch_size: int, stride: int) -> None:
        super().__init__()
        self.trunk = trunk
        self._patch_size, self._stride = patch_size, stride

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return embed(self.trunk(x), self._patch_size, self._stride)


def backbone_engine(
    backbone: Backbone,
    build: Callable[[nn.Module, torch.device, torch.dtype], nn.Module],
    size: tuple[int, int],
    device: torch.device,
    precision: Precision,
) -> Engine:
    """Return an engine whose network `build` makes of the placed trunk, on a device, in a number type."""
    return Engine(
        lambda on, dtype: build(placed(backbone.network, on, dtype), on, dtype),
        size=size,
        mean=backbone.facts.mean,
        std=backbone.facts.std,
        device=device,
        precision=precision,
    )


def patch_engine(
    backbone: Backbone,
    size: tuple[int, int],
    device: torch.device,
    *,
    patch_size: int,
    stride: int = 1,
    precision: Precision = "auto",
) -> Engine:
    """Return an engine that gives (N, h, w, D) patch vectors."""
    return backbone_engine(
        backbone, lambda trunk, _on, _dtype: PatchNetwork(trunk, patch_size, stride), size, device, precision
    )


def collect_rows(
    engine: Engine,
    inputs: Iterable[NetworkInput],
    pictures: int,
    *,
    rows_max: int,
    seed: int,
    steps: Steps,
) -> torch.Tensor:
    """Return the patch vectors (N, D) of `pictures` inputs, on the device, at most about `rows_max`.

    Where there would be more, as many are drawn at random from each picture.

    Raises:
        TrainingDataError, Cancelled, DeviceError
    """
    generator = torch.Generator().manual_seed(seed)
    rows: torch.Tensor | None = None
    filled = done = 0
    with out_of_memory_explained("learning from the good images"):
        for batch in batches(inputs, engine.batch):
            steps.at(done / pictures)
            grids = engine(batch)[0].flatten(1, 2)
            per_picture = min(grids.shape[1], max(1, rows_max // pictures))
            if rows is None:
                rows = torch.empty(pictures * per_picture, grids.shape[2], device=engine.device)
            for grid in grids:
                if per_picture < len(grid):
                    grid = grid[torch.randperm(len(grid), generator=generator)[:per_picture].to(engine.device)]
                rows[filled : filled + per_picture] = grid
                filled += per_picture
            done += len(batch)
    if rows is None:
        raise ValueError("no pictures")
    steps.at(1.0)
    return rows


def good_inputs(
    images: Sequence[Image], rules: ImageRules, *, at_least: int, detector: str, augment: Sequence[str] = ()
) -> Iterator[NetworkInput]:
    """Yield each good image, checked and made ready, and after each its augmented copies.

    Raises:
        TrainingDataError
    """
    for image in good_images(images, at_least, detector):
        ready = to_input(image, rules)
        yield ready
        for name in augment:
            yield augmented(ready, name)


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    batch: list[T] = []
    for one in items:
        batch.append(one)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
