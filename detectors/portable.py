"""A fitted detector as one network of tensor operations, from pixels to score and map, which other programs can run.

What OpenCV does to a map of patch scores on the line (`detectors.postprocess`) is linear and works on rows and columns
one after the other. So it is two matrix products, whose matrices are read off those very functions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from detectors.images import MID_GREY, ImageRules
from detectors.postprocess import full_size_map, smoothed, worst_patches


@dataclass(frozen=True, eq=False)
class Portable:
    """`network`: normalised float32 (1, 3, H, W) on the CPU -> score (1,), anomaly map (1, H, W).

    `mean`, `std`: of each channel, for values 0 black to 1 white.
    """

    network: nn.Module
    rules: ImageRules
    mean: tuple[float, ...]
    std: tuple[float, ...]


class Whole(nn.Module):
    """A network, and after it what makes its outputs a score and a map."""

    def __init__(self, network: nn.Module, tail: nn.Module) -> None:
        super().__init__()
        self.network = network
        self.tail = tail

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        found = self.network(x)
        outputs = (found,) if isinstance(found, torch.Tensor) else tuple(found)
        score, anomaly_map = self.tail(*outputs)
        return score, anomaly_map


class FromPixels(nn.Module):
    """Pixels (1, H, W) of a grey model or (1, H, W, 3), uint8 or uint16, to score (1,) and anomaly map (1, H, W)."""

    scale: torch.Tensor
    shift: torch.Tensor

    def __init__(self, portable: Portable, white: int) -> None:
        super().__init__()
        self.network = portable.network
        self.grey, self.level = portable.rules.grey, portable.rules.level_brightness
        self.white = white
        scale = 1.0 / torch.tensor(portable.std)
        self.register_buffer("scale", scale)
        self.register_buffer("shift", -torch.tensor(portable.mean) * scale)

    def forward(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        values = pixels.to(torch.float32)
        unit = values * (self._gain(values) / self.white)
        if self.grey:
            unit = unit.unsqueeze(-1)
        score, anomaly_map = self.network((unit * self.scale + self.shift).permute(0, 3, 1, 2))
        return score, anomaly_map

    def _gain(self, values: torch.Tensor) -> torch.Tensor | float:
        if not self.level:
            return 1.0
        count = values.numel()
        lowest = torch.topk(values.reshape(-1), count // 2 + 1, largest=False, sorted=True).values
        median = lowest[-1] if count % 2 else (lowest[-1] + lowest[-2]) / 2.0
        return (MID_GREY / (median / self.white).clamp(min=1e-6)).clamp(min=0.125, max=8.0)


class GridMap(nn.Module):
    """Patch scores (N, h, w) to the map (N, H, W) of the input's size: `detectors.postprocess.full_size_map`."""

    def __init__(self, grid: tuple[int, int], size: tuple[int, int], sigma: float) -> None:
        super().__init__()
        self.both_ways = BothWays(
            grid, lambda scores: full_size_map(scores, input_size=size, image_size=size, sigma=sigma)
        )

    def forward(self, scores: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = self.both_ways(scores)
        return found


class GridScore(nn.Module):
    """Patch scores (N, h, w) to the image's score (N,): `detectors.postprocess.image_score`."""

    def __init__(self, grid: tuple[int, int], sigma: float, share: float = 0.0) -> None:
        super().__init__()
        self.smooth = BothWays(grid, lambda scores: smoothed(scores, sigma)) if sigma > 0 else nn.Identity()
        self.count = worst_patches(grid[0] * grid[1], share)

    def forward(self, scores: torch.Tensor) -> torch.Tensor:
        flat = self.smooth(scores).flatten(1)
        return flat.amax(1) if self.count == 1 else torch.topk(flat, self.count, dim=1).values.mean(1)


class BothWays(nn.Module):
    """A linear function of grids (h, w) that treats rows and columns apart and keeps a constant grid as it is."""

    rows: torch.Tensor
    columns: torch.Tensor

    def __init__(self, grid: tuple[int, int], function: Callable[[NDArray[np.float32]], NDArray[np.float32]]) -> None:
        """`function`: one float32 grid (h, w) to one (H, W)."""
        super().__init__()
        height, width = grid
        rows, columns = [], []
        # What a grid of one lit row becomes is the same in every column, and that column is the matrix's.
        for index in range(height):
            lit = np.zeros(grid, np.float32)
            lit[index] = 1.0
            rows.append(function(lit)[:, 0])
        for index in range(width):
            lit = np.zeros(grid, np.float32)
            lit[:, index] = 1.0
            columns.append(function(lit)[0])
        self.register_buffer("rows", torch.from_numpy(np.stack(rows, 1)))
        self.register_buffer("columns", torch.from_numpy(np.stack(columns, 0)))

    def forward(self, grids: torch.Tensor) -> torch.Tensor:
        return self.rows @ grids @ self.columns


class PatchTail(nn.Module):
    """Patch scores (N, h, w) and, where there are any, weights of the images (N,): to score (N,) and map (N, H, W)."""

    def __init__(
        self,
        grid: Sequence[int],
        size: tuple[int, int],
        *,
        map_sigma: float,
        score_sigma: float = 0.0,
        score_share: float = 0.0,
        weighted: bool = False,
    ) -> None:
        super().__init__()
        height, width = grid
        self.score = GridScore((height, width), score_sigma, score_share)
        self.map = GridMap((height, width), size, map_sigma)
        self.weighted = weighted

    def forward(self, scores: torch.Tensor, *others: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        score = self.score(scores)
        return score * others[0] if self.weighted else score, self.map(scores)
