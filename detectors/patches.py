"""From feature maps to patch vectors: 3x3 aggregation, one grid, one scale per channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch.nn import functional

from detectors.options import Scaling

WHITEN_FLOOR = 0.01
"""Share of the mean variance that every direction is taken to have at least: keeps noise from being blown up."""


def embed(features: Sequence[torch.Tensor], patch_size: int, stride: int) -> torch.Tensor:
    """Return (N, h, w, D) float32 patch vectors from (N, C, h, w) maps, the finest first.

    Each map is averaged over `patch_size` x `patch_size` neighbours (PatchCore, section 3.1, per channel), brought to
    the grid of the finest and appended. `stride` > 1 averages that many grid cells each way into one.
    """
    whole: list[torch.Tensor] = []
    grid: torch.Size | None = None
    for one in features:
        one = one.float()
        if patch_size > 1:
            one = functional.avg_pool2d(one, patch_size, stride=1, padding=patch_size // 2)
        if grid is None:
            if stride > 1:
                one = functional.avg_pool2d(one, stride, ceil_mode=True)
            grid = one.shape[-2:]
        elif one.shape[-2:] != grid:
            smaller = one.shape[-1] > grid[-1]
            one = (
                functional.adaptive_avg_pool2d(one, (int(grid[0]), int(grid[1])))
                if smaller
                else functional.interpolate(one, size=grid, mode="bilinear", align_corners=False)
            )
        whole.append(one)
    return torch.cat(whole, 1).permute(0, 2, 3, 1).contiguous()


def moments(rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return mean and standard deviation (D,) and correlation (D, D) of (N, D) rows, float64.

    A channel that never varies is taken to vary a little.
    """
    size = rows.shape[1]
    mean = torch.zeros(size, dtype=torch.float64, device=rows.device)
    second = torch.zeros(size, size, dtype=torch.float64, device=rows.device)
    for part in torch.split(rows, 1 << 14):
        exact = part.double()
        mean += exact.sum(0)
        second += exact.T @ exact
    mean /= len(rows)
    covariance = second / len(rows) - torch.outer(mean, mean)
    variance = covariance.diagonal().clamp(min=0.0)
    deviation = torch.sqrt(variance + (1e-12 + 1e-8 * variance.mean()))
    return mean, deviation, covariance / torch.outer(deviation, deviation)


@dataclass(frozen=True)
class Scale:
    """An affine map of patch vectors, learned from the good ones: x -> (x - shift) @ matrix, or * matrix."""

    shift: torch.Tensor
    matrix: torch.Tensor

    @classmethod
    def learn(cls, rows: torch.Tensor, scaling: Scaling) -> Scale:
        """Learn from (N, D) rows.

        "standard": each channel gets variance 1; the Lite networks' stages are linear, and their channels' spreads
        differ by orders of magnitude. "whiten": all directions get variance 1, so that a small deviation in a
        direction in which good parts never vary counts (the Mahalanobis metric of PaDiM, for the whole part).
        """
        size = rows.shape[1]
        if scaling == "none":
            return cls(rows.new_zeros(size), rows.new_ones(size))
        mean, deviation, correlation = moments(rows)
        if scaling == "standard":
            return cls(mean.float(), (1.0 / deviation).float())
        # On the CPU: the decomposition is small, and the same for both kinds of device.
        values, vectors = torch.linalg.eigh(correlation.cpu())
        floor = WHITEN_FLOOR * float(values.mean())
        turned = vectors / torch.sqrt(values.clamp(min=0.0) + floor)
        matrix = turned.to(rows.device) / deviation[:, None]
        return cls(mean.float(), matrix.float())

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        rows = rows - self.shift
        return rows @ self.matrix if self.matrix.ndim == 2 else rows * self.matrix

    def to(self, device: torch.device) -> Scale:
        return Scale(self.shift.to(device), self.matrix.to(device))
