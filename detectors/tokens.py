"""Feature maps from networks that work on tokens: vision transformers and their kin."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import timm
import torch
from torch import nn

from detectors.api import OptionsError


class TokenNetwork(nn.Module):
    """Normalised (N, 3, H, W) -> one (N, C, h, w) tensor per asked-for block.

    Each is what leaves the block, after the model's final norm (as DINOv2's `get_intermediate_layers` with norm=True:
    only then are the blocks on one scale). Class and register tokens are dropped. Position embeddings follow the input
    size where the model can do that. Blocks after the last one that is needed are cut.
    """

    def __init__(self, architecture: str, layers: Sequence[int]) -> None:
        super().__init__()
        facts: Any = timm.get_pretrained_cfg(architecture, allow_unregistered=True)
        self.fixed_size: tuple[int, int] | None = None
        """The only (height, width) that the model takes; None: every multiple of `patch`."""
        try:
            model: Any = timm.create_model(architecture, pretrained=False, dynamic_img_size=True)
        except TypeError:
            model = timm.create_model(architecture, pretrained=False)
            if facts is not None and facts.fixed_input_size:
                self.fixed_size = (facts.input_size[1], facts.input_size[2])
        blocks = model.prune_intermediate_layers(list(layers), prune_norm=False, prune_head=True)
        self.model = model
        self.indices = tuple(blocks)
        info = [model.feature_info[index] for index in self.indices]
        self.reductions = tuple(int(one["reduction"]) for one in info)
        # The final norm fits the others only where all blocks have its width; stages of a pyramid have not.
        self.norm = len({one["num_chs"] for one in model.feature_info}) == 1
        key = "num_chs_norm" if self.norm else "num_chs"
        self.channels = tuple(int(one.get(key, one["num_chs"])) for one in info)
        self.patch = max(self.reductions)

    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        """Raises OptionsError for an input size that the model cannot take."""
        require_size((x.shape[2], x.shape[3]), self.patch, self.fixed_size)
        found: list[torch.Tensor] = self.model.forward_intermediates(
            x, indices=list(self.indices), norm=self.norm, output_fmt="NCHW", intermediates_only=True
        )
        return found

    def renamed(self, state: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """Return a state dict of the model's authors under timm's names, where timm knows how; else as it is.

        Raises nearly anything for a state dict of another model.
        """
        convert = getattr(sys.modules[type(self.model).__module__], "checkpoint_filter_fn", None)
        return dict(state) if convert is None else dict(convert(dict(state), self.model))


class ChannelsFirst(nn.Module):
    """Feature maps of a network that gives (N, h, w, C), such as Swin, as (N, C, h, w)."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        """Raises OptionsError for an input size that the model cannot take."""
        try:
            found = self.model(x)
        except AssertionError as error:
            raise OptionsError(
                f"The backbone cannot take an input of {x.shape[2]} x {x.shape[3]} pixels: {error}",
                "Change input_size.",
            ) from error
        return [one.permute(0, 3, 1, 2).contiguous() for one in found]


def works_on_tokens(network: nn.Module) -> bool:
    """Say whether timm's feature network must be replaced by a `TokenNetwork`."""
    # timm's class for these is private; it holds the whole model and asks it for what is inside.
    return hasattr(getattr(network, "model", None), "forward_intermediates")


def require_size(size: tuple[int, int], patch: int, fixed: tuple[int, int] | None) -> None:
    """Check the (height, width) of an input.

    Raises:
        OptionsError: names the nearest sizes that are right.
    """
    height, width = size
    if fixed is not None and size != fixed:
        raise OptionsError(
            f"The backbone cannot take an input of {height} x {width} pixels.",
            f"Set input_size to {fixed[0]} x {fixed[1]}, the only one it takes.",
        )
    if height % patch or width % patch:
        smaller = [max(1, side // patch) * patch for side in size]
        larger = [-(-side // patch) * patch for side in size]
        raise OptionsError(
            f"The backbone cuts its input into patches of {patch} x {patch} pixels; {height} x {width} is no multiple.",
            f"Set input_size to {smaller[0]} x {smaller[1]} or {larger[0]} x {larger[1]} (height x width).",
        )
