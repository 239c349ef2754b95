"""SuperSimpleNet for inference: everything linear between backbone and activation is one matrix, at low resolution.

Scale, adaptor, a head's first layer and its batch norm in eval mode are one affine map of each cell's features, and
upscaling is a linear map of each channel over the cells. The two commute, also at the border, where the averaging
counts zeros, as long as what is constant is added afterwards; it is attenuated there by how much of the averaged
neighbourhood lies on the grid. So the maps can be mixed before they are upscaled, and the 5 x 5 convolution too: its
25 taps mix channels at low resolution, and shifting a tap is part of the upscaling matrices.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

from detectors.patches import Scale
from detectors.products import product
from detectors.supersimplenet_heads import CLS_KERNEL, SLOPE, ClassificationHead, Heads, Upscaling, weighed


@dataclass(frozen=True)
class Affine:
    """features -> (features - shift) @ matrix + bias, float64."""

    shift: torch.Tensor
    matrix: torch.Tensor
    bias: torch.Tensor

    @classmethod
    def of_scale(cls, scale: Scale) -> Affine:
        matrix = scale.matrix.double()
        matrix = torch.diag(matrix) if matrix.ndim == 1 else matrix
        return cls(scale.shift.double(), matrix, matrix.new_zeros(matrix.shape[1]))

    def then(self, weight: torch.Tensor, bias: torch.Tensor) -> Affine:
        """Append a linear layer: `weight` (out, in)."""
        weight = weight.double().T
        return Affine(self.shift, self.matrix @ weight, self.bias @ weight + bias.double())

    def scaled(self, norm: nn.BatchNorm1d | nn.BatchNorm2d) -> Affine:
        """Append a batch norm in eval mode."""
        factor, offset = norm_of(norm)
        return Affine(self.shift, self.matrix * factor, self.bias * factor + offset)


def norm_of(norm: nn.BatchNorm1d | nn.BatchNorm2d) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the factor and the offset of each channel that a batch norm is in eval mode, float64."""
    if norm.running_mean is None or norm.running_var is None:
        raise ValueError("a batch norm without statistics")
    factor = norm.weight.double() / torch.sqrt(norm.running_var.double() + norm.eps)
    return factor, norm.bias.double() - norm.running_mean.double() * factor


class FoldedNetwork(nn.Module):
    """Normalised images to the (N, H, W) float32 map and, with a classification head, the (N,) float32 logits.

    Never waits for the device.
    """

    def __init__(self, trunk: nn.Module, heads: Heads, scale: Scale, upscaling: Upscaling, dtype: torch.dtype) -> None:
        """Everything but `trunk` is float32 on the CPU. `dtype`: that of the heavy products of the heads."""
        super().__init__()
        self.trunk = trunk
        scaled = Affine.of_scale(scale)
        adapted = scaled.then(heads.adaptor.weight, heads.adaptor.bias)
        hidden = adapted.then(heads.seg.first.weight, heads.seg.first.bias).scaled(heads.seg.norm)
        # What is narrower is upscaled: the features, or what the heads make of them.
        narrow = hidden.matrix.shape[0] <= hidden.matrix.shape[1]
        self.centred = Centred(hidden.shift, upscaling, dtype) if narrow else None
        last = heads.seg.last.weight[0]
        self.seg = SegmentationAfter(hidden, last, dtype) if narrow else FoldedBefore(hidden, last, upscaling, dtype)
        self.cls: nn.Module | None = None
        if heads.cls is not None:
            seen = adapted if heads.variant == "icpr" else scaled
            kind = ClassificationAfter if narrow else FoldedClassification
            self.cls = kind(seen, heads.cls, upscaling, dtype)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, ...]:
        maps = [one.permute(0, 2, 3, 1).float() for one in self.trunk(x)]
        features = maps if self.centred is None else self.centred(maps)
        found = self.seg(features)
        return (found,) if self.cls is None else (found, self.cls(features, found))


class Centred(nn.Module):
    """Maps of the layers -> upscaled features (N, H, W, D), less what is usual in each channel."""

    def __init__(self, shift: torch.Tensor, upscaling: Upscaling, dtype: torch.dtype) -> None:
        super().__init__()
        self.upscaling = upscaling
        self.dtype = dtype
        self.register_buffer("shift", shift.float())

    def forward(self, maps: Sequence[torch.Tensor]) -> torch.Tensor:
        # In float32: a short number type keeps few digits, and they are for what differs.
        features: torch.Tensor = self.upscaling(maps) - self.get_buffer("shift")
        return features.to(self.dtype)


class SegmentationAfter(nn.Module):
    """The segmentation head on centred upscaled features."""

    def __init__(self, hidden: Affine, last: torch.Tensor, dtype: torch.dtype) -> None:
        super().__init__()
        self.register_buffer("weight", hidden.matrix.T.to(dtype).contiguous())
        self.register_buffer("bias", hidden.bias.to(dtype))
        self.register_buffer("last", last.detach()[:, None].to(dtype))

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        hidden = functional.linear(features, self.get_buffer("weight"), self.get_buffer("bias"))
        return product(functional.leaky_relu(hidden, SLOPE), self.get_buffer("last"))


class ClassificationAfter(nn.Module):
    """The classification head on centred upscaled features."""

    def __init__(self, seen: Affine, head: ClassificationHead, upscaling: Upscaling, dtype: torch.dtype) -> None:
        super().__init__()
        self.last = copy.deepcopy(head.last)
        kernel, bias = folded_convolution(head)
        depth = seen.matrix.shape[1]
        mixed = torch.einsum("cd,odyx->ocyx", seen.matrix, kernel[:, :depth])
        self.register_buffer("kernel", torch.cat([mixed, kernel[:, depth:]], 1).to(dtype))
        # Zeros beyond the border are zeros of what the head sees, so there the constant part is missing, too.
        constant = seen.bias.expand(*upscaling.grid, -1)
        around = functional.conv2d(constant.permute(2, 0, 1)[None], kernel[:, :depth], bias, padding=CLS_KERNEL // 2)
        self.register_buffer("constant", around.to(dtype))

    def forward(self, features: torch.Tensor, anomaly_map: torch.Tensor) -> torch.Tensor:
        seen = torch.cat([features, anomaly_map[..., None].to(features.dtype)], -1).permute(0, 3, 1, 2)
        hidden = functional.conv2d(seen, self.get_buffer("kernel"), padding=CLS_KERNEL // 2)
        return weighed(self.last, functional.relu(hidden + self.get_buffer("constant")), anomaly_map)


def folded_convolution(head: ClassificationHead) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the convolution's kernel and bias with the batch norm in them, float64."""
    factor, offset = norm_of(head.norm)
    bias = head.conv.weight.new_zeros(len(factor)) if head.conv.bias is None else head.conv.bias.detach()
    return head.conv.weight.detach().double() * factor[:, None, None, None], bias.double() * factor + offset


class FoldedBefore(nn.Module):
    """The segmentation head, whose first layer is applied at low resolution."""

    def __init__(self, hidden: Affine, last: torch.Tensor, upscaling: Upscaling, dtype: torch.dtype) -> None:
        super().__init__()
        self.mixing = Mixing(hidden, upscaling, dtype, taps=1)
        self.register_buffer("last", last.detach()[:, None].to(dtype))
        y, x = border(upscaling)
        bent = hidden.shift @ hidden.matrix
        constant = (y[:, None, None] * x[:, None] - 1.0) * bent + hidden.bias
        self.register_buffer("constant", constant.to(dtype))

    def forward(self, maps: Sequence[torch.Tensor]) -> torch.Tensor:
        hidden = self.mixing(maps) + self.get_buffer("constant")
        return product(functional.leaky_relu(hidden, SLOPE), self.get_buffer("last"))


class FoldedClassification(nn.Module):
    """The classification head, whose convolution's taps are applied at low resolution."""

    def __init__(self, seen: Affine, head: ClassificationHead, upscaling: Upscaling, dtype: torch.dtype) -> None:
        super().__init__()
        self.last = copy.deepcopy(head.last)
        self.dtype = dtype
        kernel, bias = folded_convolution(head)
        depth = seen.matrix.shape[1]
        # (D, dx, dy, out): the order in which `Mixing` takes the taps.
        taps = kernel[:, :depth].permute(1, 3, 2, 0)
        mixed = Affine(seen.shift, torch.einsum("cd,dxyo->cxyo", seen.matrix, taps).flatten(1), seen.bias)
        self.mixing = Mixing(mixed, upscaling, dtype, taps=CLS_KERNEL)
        y, x = border(upscaling)
        constant = (y[:, None, None] * x[:, None] - 1.0) * (seen.shift @ seen.matrix) + seen.bias
        around = functional.conv2d(constant.permute(2, 0, 1)[None], kernel[:, :depth], bias, padding=CLS_KERNEL // 2)
        self.register_buffer("constant", around[0].permute(1, 2, 0).to(dtype))
        self.register_buffer("of_map", kernel[:, depth:].to(dtype))

    def forward(self, maps: Sequence[torch.Tensor], anomaly_map: torch.Tensor) -> torch.Tensor:
        of_map = functional.conv2d(
            anomaly_map[:, None].to(self.dtype), self.get_buffer("of_map"), padding=CLS_KERNEL // 2
        )
        hidden = self.mixing(maps) + self.get_buffer("constant") + of_map.permute(0, 2, 3, 1)
        return weighed(self.last, functional.relu(hidden).permute(0, 3, 1, 2), anomaly_map)


class Mixing(nn.Module):
    """Mixes the channels of low-resolution maps and upscales them, for each tap of a square kernel, and adds all up.

    (N, h, w, C) float32 of each layer -> (N, H, W, out), without what is constant.
    """

    def __init__(self, affine: Affine, upscaling: Upscaling, dtype: torch.dtype, *, taps: int) -> None:
        """`affine.matrix`: (D, taps along x * taps along y * out)."""
        super().__init__()
        self.dtype = dtype
        self.taps = taps
        self.layers = upscaling.layers
        ys: list[torch.Tensor] = []
        depths = upscaling.depths
        for index, (matrix, shift) in enumerate(
            zip(torch.split(affine.matrix, depths), torch.split(affine.shift, depths), strict=True)
        ):
            ys.append(tapped(upscaling.get_buffer(f"y{index}"), taps))
            self.register_buffer(f"x{index}", tapped(upscaling.get_buffer(f"x{index}"), taps).to(dtype))
            self.register_buffer(f"weight{index}", matrix.T.to(dtype).contiguous())
            self.register_buffer(f"shift{index}", shift.float())
        self.register_buffer("y", torch.cat(ys, 1).to(dtype))

    def forward(self, maps: Sequence[torch.Tensor]) -> torch.Tensor:
        rows: list[torch.Tensor] = []
        for index, one in enumerate(maps):
            n, h, w, _ = one.shape
            centred = (one - self.get_buffer(f"shift{index}")).to(self.dtype)
            mixed = functional.linear(centred, self.get_buffer(f"weight{index}"))
            x = self.get_buffer(f"x{index}")
            wide = torch.matmul(x, mixed.view(n * h, w * self.taps, -1))
            # (N, h, W, taps along y, out) -> (N, h * taps, W * out)
            wide = wide.view(n, h, len(x), self.taps, -1).transpose(2, 3)
            rows.append(wide.reshape(n, h * self.taps, -1))
        y, width = self.get_buffer("y"), len(self.get_buffer("x0"))
        return torch.matmul(y, torch.cat(rows, 1)).view(len(rows[0]), len(y), width, -1)


def tapped(matrix: torch.Tensor, taps: int) -> torch.Tensor:
    """Return (target, source * taps) of a (target, source) matrix: tap t takes the target t - taps // 2 further on.

    What lies beyond the grid is 0, as in a convolution with "same" padding.
    """
    target, source = matrix.shape
    padded = functional.pad(matrix, (0, 0, taps // 2, taps // 2))
    return torch.stack([padded[tap : tap + target] for tap in range(taps)], 2).reshape(target, source * taps)


def border(upscaling: Upscaling) -> tuple[torch.Tensor, torch.Tensor]:
    """Return what becomes of a constant 1 along each axis: less than 1 where zeros were counted; float64."""
    y, x = upscaling.get_buffer("y0"), upscaling.get_buffer("x0")
    return y.double().sum(1), x.double().sum(1)
