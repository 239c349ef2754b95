"""A matrix product whose result must keep its digits."""

from __future__ import annotations

import torch


def product(hidden: torch.Tensor, last: torch.Tensor) -> torch.Tensor:
    """Return (N, H, W) float32: (N, H, W, C) times (C, 1), with more digits than their short number type has.

    Such a product is summed in float32 and then rounded, which would leave many images with the same score. What the
    rounding took away is computed by the same product once more, as what remains of it.
    """
    rows = hidden.flatten(0, 2)
    rounded = torch.mm(rows, last)
    found = rounded.float()
    if hidden.dtype != torch.float32:
        found = found + torch.addmm(-rounded, rows, last).float()
    return found.view(hidden.shape[:3])
