"""What SuperSimpleNet computes fast is what the plain formulation gives, everywhere on the grid."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import torch
from torch import nn
from torch.nn import functional

from detectors.options import Scaling
from detectors.patches import Scale
from detectors.supersimplenet_folded import FoldedNetwork, product
from detectors.supersimplenet_heads import Heads, Upscaling
from detectors.supersimplenet_options import Variant

SHAPES = ((9, 6, 10), (5, 3, 7))
GRID = (18, 12)
DEPTH = 17


class Maps(nn.Module):
    """Stands where the backbone does: fixed maps of two layers, whatever is put in."""

    def __init__(self, seed: int = 0) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(seed)
        self.maps = [
            torch.randn(2, channels, height, width, generator=generator) * 3 + 5 for height, width, channels in SHAPES
        ]

    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        del x
        return self.maps


def plainly_upscaled(maps: Sequence[torch.Tensor], grid: tuple[int, int], patch_size: int) -> torch.Tensor:
    """Each layer bilinearly to the grid, joined, averaged over neighbours: (N, H, W, D)."""
    whole = [functional.interpolate(one, size=grid, mode="bilinear", align_corners=True) for one in maps]
    pooled = functional.avg_pool2d(torch.cat(whole, 1), patch_size, 1, patch_size // 2)
    return pooled.permute(0, 2, 3, 1)


def trained(variant: Variant = "jims", hidden: int = 40, cls_channels: int = 6) -> Heads:
    """Heads with random weights and batch norms that have seen something."""
    torch.manual_seed(3)
    heads = Heads(DEPTH, hidden, cls_channels, variant)
    for module in heads.modules():
        if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
            nn.init.normal_(module.weight)
            nn.init.normal_(module.bias)
            assert module.running_mean is not None
            assert module.running_var is not None
            nn.init.normal_(module.running_mean)
            nn.init.uniform_(module.running_var, 0.5, 2.0)
    return heads.eval().requires_grad_(False)


def scale_of(scaling: Scaling) -> Scale:
    generator = torch.Generator().manual_seed(1)
    rows = torch.randn(500, DEPTH, generator=generator) @ torch.randn(DEPTH, DEPTH, generator=generator) + 4
    return Scale.learn(rows, scaling)


def slow(maps: Sequence[torch.Tensor], heads: Heads, scale: Scale) -> tuple[torch.Tensor, torch.Tensor | None]:
    features = plainly_upscaled(maps, GRID, 3)
    features = scale(features.flatten(0, 2)).view(features.shape)
    found: tuple[torch.Tensor, torch.Tensor | None] = heads(features)
    return found


@pytest.mark.parametrize("patch_size", [1, 3, 5])
@pytest.mark.parametrize("grid", [(18, 12), (9, 6), (1, 30)])
def test_upscaling_is_bilinear_corner_on_corner_and_an_average_with_zeros_beyond_the_border(
    grid: tuple[int, int], patch_size: int
) -> None:
    maps = Maps()(torch.empty(0))
    found = Upscaling(SHAPES, grid, patch_size)([one.permute(0, 2, 3, 1) for one in maps])
    torch.testing.assert_close(found, plainly_upscaled(maps, grid, patch_size), rtol=1e-5, atol=1e-5)


def test_a_part_of_the_grid_is_that_part_of_the_whole() -> None:
    maps = [one.permute(0, 2, 3, 1) for one in Maps()(torch.empty(0))]
    upscaling = Upscaling(SHAPES, GRID, 3)
    rows, columns = slice(1, None, 4), slice(2, None, 3)
    torch.testing.assert_close(upscaling(maps, rows, columns), upscaling(maps)[:, rows, columns])


@pytest.mark.parametrize("scaling", ["none", "standard", "whiten"])
@pytest.mark.parametrize("hidden", [8, 40])
def test_the_folded_map_is_the_slow_one(scaling: Scaling, hidden: int) -> None:
    """Fewer hidden units than channels: mixed before the upscaling; more: after it."""
    trunk, heads, scale = Maps(), trained(hidden=hidden, cls_channels=0), scale_of(scaling)
    folded = FoldedNetwork(trunk, heads, scale, Upscaling(SHAPES, GRID, 3), torch.float32)
    (found,) = folded(torch.empty(0))
    wanted, _ = slow(trunk.maps, heads, scale)
    assert found.shape == (2, *GRID)
    torch.testing.assert_close(found, wanted, rtol=1e-4, atol=1e-4 * float(wanted.abs().max()))


@pytest.mark.parametrize("variant", ["icpr", "jims"])
@pytest.mark.parametrize("scaling", ["none", "whiten"])
@pytest.mark.parametrize("hidden", [8, 40])
def test_the_folded_classification_is_the_slow_one(scaling: Scaling, variant: Variant, hidden: int) -> None:
    trunk, heads, scale = Maps(), trained(variant, hidden), scale_of(scaling)
    _, found = FoldedNetwork(trunk, heads, scale, Upscaling(SHAPES, GRID, 3), torch.float32)(torch.empty(0))
    _, wanted = slow(trunk.maps, heads, scale)
    assert wanted is not None
    torch.testing.assert_close(found, wanted, rtol=1e-4, atol=1e-4 * float(wanted.abs().max()))


def test_the_folded_network_leaves_the_trained_heads_as_they_were() -> None:
    heads = trained()
    before = {key: value.clone() for key, value in heads.state_dict().items()}
    FoldedNetwork(Maps(), heads, scale_of("whiten"), Upscaling(SHAPES, GRID, 3), torch.bfloat16)
    assert all(torch.equal(value, before[key]) for key, value in heads.state_dict().items())


@pytest.mark.parametrize("hidden", [8, 40])
def test_bf16_gives_nearly_the_same(hidden: int) -> None:
    trunk, heads, scale = Maps(), trained(hidden=hidden), scale_of("standard")
    exact, rough = (
        FoldedNetwork(trunk, heads, scale, Upscaling(SHAPES, GRID, 3), dtype)(torch.empty(0))
        for dtype in (torch.float32, torch.bfloat16)
    )
    for one, other in zip(exact, rough, strict=True):
        assert other.dtype == torch.float32
        assert float((one - other).abs().max()) < 0.03 * float(one.abs().max())


def test_scores_have_more_digits_than_their_number_type() -> None:
    generator = torch.Generator().manual_seed(0)
    hidden = torch.randn(1, 20, 30, 256, generator=generator).bfloat16()
    last = torch.randn(256, 1, generator=generator).bfloat16()
    exact = (hidden.double() @ last.double())[..., 0]
    found = product(hidden, last)
    assert found.dtype == torch.float32
    assert float((found - exact).abs().max()) < 1e-2 * float((torch.matmul(hidden, last)[..., 0] - exact).abs().max())
