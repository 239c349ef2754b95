from __future__ import annotations

import pytest
import torch
from torch import nn

from detectors.pdn import MARGIN, RECEPTIVE_FIELD, STRIDE, AutoEncoder, Pdn, PdnSize, normalised, pdn_grid

SIZES: tuple[PdnSize, ...] = ("small", "medium")


def _parameters(network: nn.Module) -> int:
    return sum(one.numel() for one in network.parameters())


def test_networks_have_the_sizes_of_the_paper() -> None:
    with torch.device("meta"):
        assert _parameters(Pdn("small", 384)) == pytest.approx(2.69e6, rel=2e-3)
        assert _parameters(Pdn("small", 768)) == pytest.approx(4.27e6, rel=2e-3)
        assert _parameters(Pdn("medium", 384)) == pytest.approx(8.03e6, rel=2e-3)
        assert _parameters(Pdn("medium", 768)) == pytest.approx(11.62e6, rel=2e-3)


@pytest.mark.parametrize("size", SIZES)
def test_256_pixels_give_56_outputs_and_64_padded(size: PdnSize) -> None:
    with torch.device("meta"):
        picture = torch.empty(1, 3, 256, 256)
        assert Pdn(size, 8)(picture).shape == (1, 8, 56, 56)
        assert Pdn(size, 8, padded=True)(picture).shape == (1, 8, 64, 64)
    assert pdn_grid((256, 256)) == (56, 56)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shape", [(64, 96), (70, 81)])
def test_the_grid_is_known_before(size: PdnSize, shape: tuple[int, int]) -> None:
    with torch.device("meta"):
        assert tuple(Pdn(size, 4)(torch.empty(1, 3, *shape)).shape[-2:]) == pdn_grid(shape)


@pytest.mark.parametrize("size", SIZES)
def test_padding_changes_the_frame_only(size: PdnSize) -> None:
    torch.manual_seed(0)
    plain = Pdn(size, 6).eval()
    padded = Pdn(size, 6, padded=True).eval()
    padded.load_state_dict(plain.state_dict())
    picture = torch.randn(1, 3, 96, 64)
    with torch.inference_mode():
        inner, whole = plain(picture), padded(picture)
    assert whole.shape[-2] == inner.shape[-2] + 2 * MARGIN
    cut = whole[..., MARGIN:-MARGIN, MARGIN:-MARGIN]
    torch.testing.assert_close(cut, inner, rtol=1e-5, atol=1e-6)
    assert not torch.allclose(whole[..., MARGIN - 1, MARGIN:-MARGIN], inner[..., 0, :])


@pytest.mark.parametrize("size", SIZES)
def test_an_output_sees_33_pixels_and_the_next_lies_4_further(size: PdnSize) -> None:
    torch.manual_seed(0)
    network = Pdn(size, 4)
    picture = torch.randn(1, 3, 64, 64, requires_grad=True)
    network(picture)[0, :, 2, 1].sum().backward()
    assert picture.grad is not None
    seen = picture.grad[0].abs().sum(0) > 0
    rows, columns = torch.nonzero(seen.any(1)).flatten(), torch.nonzero(seen.any(0)).flatten()
    assert (int(rows[0]), int(columns[0])) == (2 * STRIDE, STRIDE)
    assert int(rows[-1] - rows[0]) + 1 == RECEPTIVE_FIELD
    assert int(columns[-1] - columns[0]) + 1 == RECEPTIVE_FIELD


def test_the_keys_are_those_of_the_published_teachers() -> None:
    with torch.device("meta"):
        small, medium = (list(Pdn(size, 384).state_dict()) for size in SIZES)
    assert small == [f"{layer}.{part}" for layer in (0, 3, 6, 8) for part in ("weight", "bias")]
    assert medium == [f"{layer}.{part}" for layer in (0, 3, 6, 8, 10, 12) for part in ("weight", "bias")]


def test_the_auto_encoder_has_the_steps_of_the_paper_and_one_bottleneck() -> None:
    encoder = AutoEncoder(384, (256, 256), (56, 56)).eval()
    assert [step[0] for step in encoder.steps] == [3, 8, 15, 32, 63, 127]
    picture = torch.randn(1, 3, 256, 256)
    with torch.inference_mode():
        assert encoder.encoder(picture).shape == (1, 64, 1, 1)
        assert encoder(picture).shape == (1, 384, 56, 56)


@pytest.mark.parametrize("size", [(64, 64), (64, 160), (320, 96)])
def test_the_auto_encoder_takes_other_sizes(size: tuple[int, int]) -> None:
    grid = pdn_grid(size)
    encoder = AutoEncoder(5, size, grid).eval()
    with torch.inference_mode():
        assert encoder(torch.zeros(2, 3, *size)).shape == (2, 5, *grid)


@pytest.mark.parametrize("size", [(32, 64), (100, 64)])
def test_the_auto_encoder_refuses_sizes_that_it_cannot_halve(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=str(size[0])):
        AutoEncoder(5, size, (8, 8))


def test_normalised_pixels_have_the_mean_of_photographs_at_nought() -> None:
    grey = torch.tensor((0.485, 0.456, 0.406)).view(1, 3, 1, 1).expand(1, 3, 2, 2)
    torch.testing.assert_close(normalised(grey), torch.zeros(1, 3, 2, 2))
    torch.testing.assert_close(normalised(torch.ones(1, 3, 1, 1))[0, 2, 0, 0], torch.tensor((1 - 0.406) / 0.225))
