"""What SuperSimpleNet trains: an adaptor, a segmentation head, a classification head; and the features they see.

Rolih, Fučka, Skočaj, "SuperSimpleNet: Unifying Unsupervised and Supervised Learning for Fast and Reliable Surface
Defect Detection", ICPR 2024 (section 3), and its extension in the Journal of Intelligent Manufacturing, 2025.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional

from detectors.supersimplenet_options import SuperSimpleNetOptions, Variant

SLOPE = 0.2
CLS_KERNEL = 5


def axis_matrix(source: int, target: int, patch_size: int) -> torch.Tensor:
    """Return the (target, source) float64 matrix of one axis of the upscaling.

    Bilinear interpolation, corner on corner (align_corners), then the mean of `patch_size` neighbours, where those
    beyond the border count as 0 (as `avg_pool2d` counts them). Both are separable and linear, so one matrix for each
    axis does them both, exactly, also at the border.
    """
    place = torch.arange(target, dtype=torch.float64) * ((source - 1) / max(1, target - 1))
    sources = torch.arange(source, dtype=torch.float64)
    bilinear = (1.0 - (place[:, None] - sources[None, :]).abs()).clamp(min=0.0)
    cells = torch.arange(target)
    near = (cells[:, None] - cells[None, :]).abs() <= patch_size // 2
    return near.double() @ bilinear / patch_size


class Upscaling(nn.Module):
    """Feature maps (N, h, w, C) of several layers -> float32 (N, H, W, sum of C) on one grid; nothing is learned.

    Paper, section 3.1: each layer is upscaled bilinearly to the grid, they are joined and averaged over neighbours.
    """

    def __init__(self, shapes: Sequence[tuple[int, int, int]], grid: tuple[int, int], patch_size: int) -> None:
        """`shapes`: (h, w, C) of each layer."""
        super().__init__()
        self.grid = grid
        self.depths = [channels for _, _, channels in shapes]
        self.layers = len(shapes)
        for index, (height, width, _) in enumerate(shapes):
            self.register_buffer(f"y{index}", axis_matrix(height, grid[0], patch_size).float())
            self.register_buffer(f"x{index}", axis_matrix(width, grid[1], patch_size).float())

    def forward(
        self, maps: Sequence[torch.Tensor], rows: slice = slice(None), columns: slice = slice(None)
    ) -> torch.Tensor:
        """`rows` and `columns`: the part of the grid that is wanted."""
        return torch.cat(
            [
                spread_out(
                    one.float(),
                    self.get_buffer(f"y{index}")[rows],
                    self.get_buffer(f"x{index}")[columns],
                )
                for index, one in enumerate(maps)
            ],
            -1,
        )


def spread_out(maps: torch.Tensor, y: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Return (N, H, W, C): the matrices `y` (H, h) and `x` (W, w) applied to (N, h, w, C) maps."""
    n, h, w, channels = maps.shape
    wide = torch.matmul(x, maps.reshape(n * h, w, channels))
    return torch.matmul(y, wide.view(n, h, -1)).view(n, len(y), len(x), channels)


class SegmentationHead(nn.Module):
    """(R, D) adapted features -> (R,) scores: higher is more anomalous."""

    def __init__(self, depth: int, hidden: int) -> None:
        super().__init__()
        self.first = nn.Linear(depth, hidden)
        self.norm = nn.BatchNorm1d(hidden)
        self.last = nn.Linear(hidden, 1, bias=False)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        scores: torch.Tensor = self.last(functional.leaky_relu(self.norm(self.first(rows)), SLOPE))
        return scores[:, 0].float()


class ClassificationHead(nn.Module):
    """(N, H, W, D) features and the (N, H, W) map -> (N,) logits of "defective"."""

    def __init__(self, depth: int, channels: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(depth + 1, channels, CLS_KERNEL, padding=CLS_KERNEL // 2)
        self.norm = nn.BatchNorm2d(channels)
        self.last = nn.Linear(2 * channels + 2, 1)

    def forward(self, features: torch.Tensor, anomaly_map: torch.Tensor) -> torch.Tensor:
        seen = torch.cat([features, anomaly_map[..., None].to(features.dtype)], -1).permute(0, 3, 1, 2)
        return weighed(self.last, functional.relu(self.norm(self.conv(seen))), anomaly_map)


def weighed(last: nn.Linear, hidden: torch.Tensor, anomaly_map: torch.Tensor) -> torch.Tensor:
    """Pool (N, C, H, W) activations and the (N, H, W) map over the picture, and weigh what comes out: (N,) logits."""
    pooled = [hidden.amax((2, 3)), hidden.mean((2, 3))]
    pooled += [anomaly_map.amax((1, 2))[:, None], anomaly_map.mean((1, 2))[:, None]]
    logits: torch.Tensor = last(torch.cat([one.float() for one in pooled], 1))
    return logits[:, 0].float()


class Heads(nn.Module):
    """All that is trained, on (…, D) scaled features."""

    def __init__(self, depth: int, hidden: int, cls_channels: int, variant: Variant) -> None:
        """`cls_channels`: 0 for no classification head."""
        super().__init__()
        self.variant: Variant = variant
        self.adaptor = nn.Linear(depth, depth)
        self.seg = SegmentationHead(depth, hidden)
        self.cls = ClassificationHead(depth, cls_channels) if cls_channels else None

    @classmethod
    def new(cls, depth: int, options: SuperSimpleNetOptions, generator: torch.Generator) -> Heads:
        """Return untrained heads; `generator` is all they are drawn from."""
        # Made without memory, so that nothing is drawn from torch's own generator.
        with torch.device("meta"):
            heads = cls(depth, options.hidden, options.cls_channels if options.has_cls else 0, options.variant)
        heads.to_empty(device="cpu")
        for module in heads.modules():
            if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
                module.reset_parameters()
        for name, value in heads.named_parameters():
            if value.ndim > 1:
                if name == "adaptor.weight" and options.adaptor_start == "orthogonal":
                    nn.init.orthogonal_(value, generator=generator)
                else:
                    nn.init.xavier_normal_(value, generator=generator)
            elif "norm" not in name:
                size = heads.get_parameter(name.removesuffix("bias") + "weight")[0].numel()
                bound = 1.0 / math.sqrt(size)
                nn.init.uniform_(value, -bound, bound, generator=generator)
        return heads

    def forward(self, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor | None]:
        """Return the (N, H, W) map and the (N,) logits, if there is a head for them, of (N, H, W, D) features."""
        adapted = self.adaptor(features)
        found = self.seg(adapted.flatten(0, 2)).view(features.shape[:3])
        if self.cls is None:
            return found, None
        return found, self.cls(adapted if self.variant == "icpr" else features, found)
