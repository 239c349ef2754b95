"""What SuperSimpleNet learns from: feature maps of a frozen backbone, computed once and kept at their own resolution.

The upscaled features of one picture are several times larger than the maps they come from, so they are made anew for
each batch, and only where they are needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from detectors.api import Labelled
from detectors.augment import Augmentation, augmented
from detectors.backbone import Backbone
from detectors.engine import Engine
from detectors.features import backbone_engine, batches
from detectors.images import WATCHED, ImageRules, NetworkInput, to_input, training_image
from detectors.learning import held_out_images
from detectors.made_defects import spoiled
from detectors.options import Precision, Scaling
from detectors.patches import Scale
from detectors.runtime import Steps, out_of_memory_explained
from detectors.supersimplenet_heads import Upscaling
from detectors.supersimplenet_options import SuperSimpleNetOptions

GOOD, DEFECTIVE, UNKNOWN = 0, 1, -1
FLIPS: tuple[Augmentation, ...] = ("flip_vertical", "flip_horizontal", "rotate_180")
SCALE_ROWS = 300_000
"""Cells that the scale of the features is learned from: neighbours on the upscaled grid are nearly the same."""

PROBES = 8
"""Most held-out images that the separation is measured on."""

Maps = tuple[torch.Tensor, ...]
"""(N, h, w, C) of each layer, in the number type of the backbone."""


class MapNetwork(nn.Module):
    """Normalised images to the (N, h, w, C) maps of each layer."""

    def __init__(self, trunk: nn.Module) -> None:
        super().__init__()
        self.trunk = trunk

    def forward(self, x: torch.Tensor) -> Maps:
        return tuple(one.permute(0, 2, 3, 1) for one in self.trunk(x))


def map_engine(backbone: Backbone, size: tuple[int, int], device: torch.device, precision: Precision) -> Engine:
    """Return an engine that gives the maps of each layer."""
    return backbone_engine(backbone, lambda trunk, _on, _dtype: MapNetwork(trunk), size, device, precision)


def collect_maps(engine: Engine, inputs: Iterable[NetworkInput], pictures: int, steps: Steps) -> Maps:
    """Return the maps of `pictures` inputs, on the device.

    Raises:
        TrainingDataError, Cancelled, DeviceError
    """
    whole: list[torch.Tensor] = []
    done = 0
    with out_of_memory_explained("learning from the good images"):
        for batch in batches(inputs, engine.batch):
            steps.at(done / pictures)
            found = engine(batch)
            whole = whole or [one.new_empty((pictures, *one.shape[1:])) for one in found]
            for kept, one in zip(whole, found, strict=True):
                kept[done : done + len(batch)] = one
            done += len(batch)
    if done != pictures:
        raise ValueError(f"{done} pictures, not {pictures}")
    steps.at(1.0)
    return tuple(whole)


def chosen_images(count: int, options: SuperSimpleNetOptions, seed: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the indices of the good images that are learned from, and of those that the separation is measured on.

    The same ones where there are too few to spare any.
    """
    held_out = held_out_images(count, options.held_out, seed)
    learned = sorted(set(range(count)) - set(held_out))
    if len(learned) > options.images_max:
        order = torch.randperm(len(learned), generator=torch.Generator().manual_seed(seed)).tolist()
        learned = sorted(learned[place] for place in order[: options.images_max])
    return tuple(learned), (held_out or tuple(learned))[:PROBES]


def collect_probes(
    engine: Engine, images: Sequence[NetworkInput], grid: tuple[int, int], seed: int, steps: Steps
) -> Known:
    """Return good images, and after them copies with one made defect each, of which only its cells are judged."""
    random = np.random.default_rng(seed)
    made = [spoiled(image, random) for image in images]
    truth = np.full((2 * len(made), *grid), GOOD, np.int8)
    for cells, (_, mask) in zip(truth[len(made) :], made, strict=True):
        cells[:] = np.where(mask_cells(mask, engine.size, grid), DEFECTIVE, UNKNOWN)
    maps = collect_maps(engine, [*images, *(image for image, _ in made)], len(truth), steps)
    return Known(maps, torch.from_numpy(truth).to(engine.device))


@dataclass(frozen=True)
class Watched:
    """Images of both kinds, to be scored while the training goes on."""

    maps: Maps
    defective: torch.Tensor


def collect_watched(engine: Engine, watched: Sequence[Labelled], rules: ImageRules, steps: Steps) -> Watched | None:
    """Return their maps; None where they are not of both kinds.

    Raises:
        TrainingDataError, Cancelled, DeviceError
    """
    if len({one.defective for one in watched}) < 2:
        return None
    for index, one in enumerate(watched):
        training_image(one.image, index, WATCHED)
    maps = collect_maps(engine, (to_input(one.image, rules) for one in watched), len(watched), steps)
    return Watched(maps, torch.tensor([one.defective for one in watched]))


def learn_scale(maps: Maps, upscaling: Upscaling, scaling: Scaling) -> Scale:
    """Learn the scale of the upscaled features from good images."""
    count = len(maps[0])
    stride = 1
    while count * (upscaling.grid[0] // stride) * (upscaling.grid[1] // stride) > SCALE_ROWS:
        stride += 1
    part = slice(stride // 2, None, stride)
    rows = torch.cat([upscaling([layer[i : i + 1] for layer in maps], part, part) for i in range(count)])
    return Scale.learn(rows.flatten(0, 2), scaling)


@dataclass(frozen=True)
class Known:
    """Images whose cells are known. `truth`: (N, H, W) int8, GOOD, DEFECTIVE or UNKNOWN."""

    maps: Maps
    truth: torch.Tensor

    def __len__(self) -> int:
        return len(self.truth)


def collect_defects(
    engine: Engine, defects: Sequence[Labelled], rules: ImageRules, grid: tuple[int, int], steps: Steps
) -> Known:
    """Return the maps and the truth of defective images that passed `check_defects`, each followed by its flips.

    Raises:
        TrainingDataError, Cancelled, DeviceError
    """
    copies: tuple[Augmentation | None, ...] = (None, *FLIPS)

    def inputs() -> Iterator[NetworkInput]:
        for one in defects:
            ready = to_input(one.image, rules)
            for flip in copies:
                yield augmented(ready, flip) if flip else ready

    truth = np.full((len(defects) * len(copies), *grid), UNKNOWN, np.int8)
    for index, one in enumerate(defects):
        if one.mask is not None:
            cells = mask_cells(one.mask, rules.size, grid)
            for turn, view in enumerate((cells, cells[::-1], cells[:, ::-1], cells[::-1, ::-1])):
                truth[index * len(copies) + turn] = view
    maps = collect_maps(engine, inputs(), len(truth), steps)
    return Known(maps, torch.from_numpy(truth).to(engine.device))


def mask_cells(mask: NDArray[np.generic], size: tuple[int, int], grid: tuple[int, int]) -> NDArray[np.bool_]:
    """Return which cells of the grid are defective, (H, W) bool, of a mask that is not empty.

    As published: the mask at the network's size is interpolated bilinearly, and a cell is defective from one half. A
    scratch so thin that no cell reaches that would be lost; then the cells that hold most of it count.
    """
    covered = (np.asarray(mask) != 0).astype(np.float32)
    if covered.shape != size:
        smaller = covered.size > size[0] * size[1]
        interpolation = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
        covered = cv2.resize(covered, (size[1], size[0]), interpolation=interpolation)
    share = torch.from_numpy(covered)[None, None]
    cells = functional.interpolate(share, size=grid, mode="bilinear", align_corners=False)[0, 0].numpy()
    if cells.max() < 0.5:
        cells = functional.adaptive_max_pool2d(share, grid)[0, 0].numpy()
        return np.asarray(cells >= min(0.5, 0.5 * float(cells.max())))
    return np.asarray(cells >= 0.5)
