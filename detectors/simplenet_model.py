"""A fitted SimpleNet: a frozen backbone, one folded layer, and a row of weights.

At inference scale, adaptor, inner layer and batch norm are one linear map, and so are averaging over neighbours and
enlarging the coarse stages. They commute: a stage with more channels than the inner layer has units is brought down to
these first, on its own small grid, and averaged and enlarged after that. The result is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from detectors.api import Epoch, Prediction
from detectors.backbone import Backbone, tensors
from detectors.engine import Outputs
from detectors.features import backbone_engine
from detectors.fitted import FittedNetwork, read_backbone, read_curve
from detectors.images import ImageRules
from detectors.modelfolder import ModelFolder
from detectors.patches import Scale, embed
from detectors.portable import PatchTail
from detectors.postprocess import full_size_map, image_score
from detectors.products import product
from detectors.simplenet_options import NAME, SimpleNetOptions
from detectors.simplenet_training import SLOPE, Networks


@dataclass(frozen=True, eq=False)
class Folded:
    """score = -last . leaky_relu((x - shift) @ inner + bias) of unscaled patch vectors x (N, D).

    shift (D,), inner (D, H), bias (H,), last (H,), float32. `shift` stays apart: what is left of x is small, and
    bf16 holds it well.
    """

    shift: torch.Tensor
    inner: torch.Tensor
    bias: torch.Tensor
    last: torch.Tensor

    def to(self, device: torch.device) -> Folded:
        return Folded(*(one.to(device) for one in (self.shift, self.inner, self.bias, self.last)))


@torch.no_grad()
def fold(scale: Scale, networks: Networks) -> Folded:
    """Fold scale, adaptor, inner layer and batch norm into one linear layer, in float64 on the CPU."""
    state = {key: value.detach().cpu().double() for key, value in networks.state_dict().items()}
    matrix = scale.matrix.cpu().double()
    matrix = matrix if matrix.ndim == 2 else torch.diag(matrix)
    gain = state["norm.weight"] / torch.sqrt(state["norm.running_var"] + networks.norm.eps)
    inner = matrix @ state["adaptor.weight"].T @ state["inner.weight"].T * gain
    bias = state["inner.weight"] @ state["adaptor.bias"] + state["inner.bias"] - state["norm.running_mean"]
    return Folded(
        scale.shift.cpu().float(),
        inner.float(),
        (bias * gain + state["norm.bias"]).float(),
        state["last.weight"][0].float(),
    )


class ScoreNetwork(nn.Module):
    """Normalised images (N, 3, H, W) to float32 patch scores (N, h, w). The products run in `dtype`."""

    shift: torch.Tensor
    kept: torch.Tensor
    bias: torch.Tensor
    last: torch.Tensor

    def __init__(
        self,
        trunk: nn.Module,
        channels: Sequence[int],
        folded: Folded,
        *,
        patch_size: int,
        stride: int,
        dtype: torch.dtype,
    ) -> None:
        """`channels` of the trunk's stages; together they are the length of the patch vectors."""
        super().__init__()
        self.trunk = trunk
        self._patch_size, self._stride = patch_size, stride
        hidden = len(folded.last)
        self._reduced = tuple(count >= hidden for count in channels)
        inner, shift = torch.split(folded.inner, list(channels)), torch.split(folded.shift, list(channels))
        bias = folded.bias.double()
        kept: list[torch.Tensor] = []
        for index, reduced in enumerate(self._reduced):
            if reduced:
                self.register_buffer(f"reduce_{index}", inner[index].T[:, :, None, None].to(dtype).contiguous())
                # Averaging counts zeros beyond the border, so the shift can only be taken off after it.
                bias = bias - (shift[index].double() @ inner[index].double())
            else:
                kept.append(inner[index])
        self._widths = [hidden if one else count for one, count in zip(self._reduced, channels, strict=True)]
        empty = folded.shift.new_zeros(0)
        kept_shift = [one for one, reduced in zip(shift, self._reduced, strict=True) if not reduced]
        self.register_buffer("shift", torch.cat([empty, *kept_shift]))
        self.register_buffer("kept", torch.cat(kept).T.to(dtype).contiguous() if kept else empty)
        self.register_buffer("bias", bias.float())
        self.register_buffer("last", -folded.last[:, None].to(dtype))
        self._dtype = dtype

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        maps = [
            functional.conv2d(one, self.get_buffer(f"reduce_{index}")) if self._reduced[index] else one
            for index, one in enumerate(self.trunk(x))
        ]
        grids = embed(maps, self._patch_size, self._stride)
        if not any(self._reduced):
            inner = functional.linear((grids - self.shift).to(self._dtype), self.kept, self.bias.to(self._dtype))
            return self._scores(inner)
        parts = torch.split(grids, self._widths, -1)
        summed = self.bias
        for part, reduced in zip(parts, self._reduced, strict=True):
            summed = summed + part if reduced else summed
        rest = [part for part, reduced in zip(parts, self._reduced, strict=True) if not reduced]
        if rest:
            summed = summed + functional.linear((torch.cat(rest, -1) - self.shift).to(self._dtype), self.kept)
        return self._scores(summed.to(self._dtype))

    def _scores(self, inner: torch.Tensor) -> torch.Tensor:
        return product(functional.leaky_relu(inner, SLOPE), self.last)


class FittedSimpleNet(FittedNetwork):
    """See `detectors.api.FittedDetector` and `Trained`."""

    def __init__(
        self,
        options: SimpleNetOptions,
        backbone: Backbone,
        rules: ImageRules,
        folded: Folded,
        n_images: int,
        device: torch.device,
        curve: Sequence[Epoch] = (),
    ) -> None:
        def build(trunk: nn.Module, on: torch.device, dtype: torch.dtype) -> ScoreNetwork:
            return ScoreNetwork(
                trunk,
                backbone.channels,
                folded.to(on),
                patch_size=options.patch_size,
                stride=options.patch_stride,
                dtype=dtype,
            )

        engine = backbone_engine(backbone, build, rules.size, device, options.precision)
        super().__init__(NAME, options, rules, engine, n_images, curve)
        self._backbone = backbone
        self._folded = folded
        self._score_sigma, self._map_sigma = options.score_sigma, options.map_sigma

    def _prediction(self, outputs: tuple[NDArray[Any], ...], image_size: tuple[int, int]) -> Prediction:
        (scores,) = outputs
        full = full_size_map(scores, input_size=self._rules.size, image_size=image_size, sigma=self._map_sigma)
        return Prediction(image_score(scores, sigma=self._score_sigma), full)

    def _tail(self, outputs: Outputs) -> nn.Module:
        return PatchTail(
            outputs[0].shape[-2:], self._rules.size, map_sigma=self._map_sigma, score_sigma=self._score_sigma
        )

    def _details(self) -> dict[str, Any]:
        return {"backbone": asdict(self._backbone.facts)}

    def _arrays(self) -> dict[str, dict[str, NDArray[Any]]]:
        head = {key: value.cpu().numpy() for key, value in vars(self._folded).items()}
        return {"backbone": self._backbone.arrays(), "head": head}


def read_fitted(model: ModelFolder, options: SimpleNetOptions, device: torch.device) -> FittedSimpleNet:
    """Build the fitted detector that a model folder describes.

    Raises:
        KeyError, TypeError, ValueError: the folder's parts do not fit each other.
    """
    folded = Folded(**tensors(model.arrays["head"]))
    backbone = read_backbone(model)
    if tuple(folded.inner.shape) != (sum(backbone.channels), len(folded.last)):
        raise ValueError(f"a head of shape {tuple(folded.inner.shape)}")
    return FittedSimpleNet(options, backbone, model.rules, folded, model.n_images, device, curve=read_curve(model))
