"""Transformers and other timm models as backbones: timm's own features, and clear words on input sizes."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import timm
import torch
from safetensors.torch import save_file
from torch import nn

from detectors.api import OptionsError, WeightsError
from detectors.backbone import Backbone, backbone_from_arrays, build_backbone, describe
from detectors.contract import made_picture
from detectors.patchcore import PatchCore
from detectors.weights import find_weights

PATCHCORE = PatchCore()


def made(folder: Path, name: str, layers: tuple[int, ...], **more: Any) -> tuple[Backbone, nn.Module]:
    """Random weights as a file, the backbone that is built from it, and timm's whole model."""
    torch.manual_seed(0)
    whole = timm.create_model(name, pretrained=False, **more).eval()
    file = folder / f"{name}.safetensors"
    save_file({key: value.contiguous() for key, value in whole.state_dict().items()}, file)
    return build_backbone(find_weights(name, str(file)), layers), whole


def picture(height: int, width: int) -> torch.Tensor:
    return torch.randn(2, 3, height, width, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("vit_tiny_patch16_224", (64, 96)),
        ("vit_small_patch14_reg4_dinov2", (70, 56)),
        ("vit_small_patch16_dinov3", (64, 80)),
    ],
)
def test_a_transformer_gives_its_blocks_after_the_final_norm_without_class_and_register_tokens(
    tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    backbone, whole = made(tmp_path, name, (3, 11), dynamic_img_size=True)
    x = picture(*size)
    with torch.inference_mode():
        wanted = whole.forward_intermediates(x, indices=[3, 11], norm=True, intermediates_only=True)
        found = backbone.network(x)
    step = backbone.reductions[0]
    for one, other in zip(found, wanted, strict=True):
        assert one.shape == (2, backbone.channels[0], size[0] // step, size[1] // step)
        assert torch.equal(one, other)
    # The last block after the norm is what the whole model makes its answer of.
    with torch.inference_mode():
        tokens = whole.forward_features(x)[:, whole.num_prefix_tokens :]
    assert torch.allclose(found[-1].flatten(2).transpose(1, 2), tokens, atol=1e-5)


def test_the_features_are_those_of_get_intermediate_layers(tmp_path: Path) -> None:
    backbone, whole = made(tmp_path, "vit_small_patch14_dinov2", (5, 10), dynamic_img_size=True)
    x = picture(56, 42)
    with torch.inference_mode():
        wanted = whole.get_intermediate_layers(x, n=[5, 10], reshape=True, norm=True)
        for one, other in zip(backbone.network(x), wanted, strict=True):
            assert torch.equal(one, other)


def test_a_file_with_the_names_of_its_authors_is_understood(tmp_path: Path) -> None:
    """Meta's files of DINOv2 with registers: other names, and one position embedding more, added to the class token."""
    backbone, whole = made(tmp_path, "vit_small_patch14_reg4_dinov2", (1,))
    theirs = dict(whole.state_dict())
    theirs["register_tokens"] = theirs.pop("reg_token")
    place = torch.randn_like(theirs["cls_token"])
    theirs["cls_token"] = theirs["cls_token"] - place
    theirs["pos_embed"] = torch.cat([place, theirs["pos_embed"]], 1)
    theirs["mask_token"] = torch.zeros(1, 384)
    torch.save(theirs, tmp_path / "theirs.pth")
    again = build_backbone(find_weights("vit_small_patch14_reg4_dinov2", str(tmp_path / "theirs.pth")), (1,))
    x = picture(28, 28)
    with torch.inference_mode():
        assert torch.allclose(again.network(x)[0], backbone.network(x)[0], atol=1e-4)


def test_weights_of_another_transformer_are_refused(tmp_path: Path) -> None:
    made(tmp_path, "test_vit", (1,))
    with pytest.raises(WeightsError, match="do not fit the backbone"):
        build_backbone(find_weights("vit_tiny_patch16_224", str(tmp_path / "test_vit.safetensors")), (1,))


def test_negative_layers_count_from_the_end(tmp_path: Path) -> None:
    x = picture(64, 64)
    last, _ = made(tmp_path, "test_vit", (-3, -1))
    same, whole = made(tmp_path, "test_vit", (3, 5))
    assert len(whole.blocks) == 6
    with torch.inference_mode():
        for one, other in zip(last.network(x), same.network(x), strict=True):
            assert torch.equal(one, other)
    lite = [build_backbone(find_weights("efficientnet_lite0"), layers) for layers in ((-3, -2), (2, 3))]
    assert lite[0].channels == lite[1].channels == (40, 112)
    assert lite[0].arrays().keys() == lite[1].arrays().keys()


def test_blocks_after_the_last_one_needed_are_cut(tmp_path: Path) -> None:
    backbone, _ = made(tmp_path, "test_vit", (1, 2))
    kept = {key.split(".")[1] for key in backbone.arrays() if key.startswith("blocks.")}
    assert kept == {"0", "1", "2"}
    assert any(key.startswith("norm.") for key in backbone.arrays())
    assert not any(key.startswith("head") for key in backbone.arrays())


@pytest.mark.parametrize(
    ("name", "layers", "side"),
    [
        ("resnet18", (1, 2), 64),
        ("wide_resnet50_2", (2, 3), 64),
        ("convnext_atto", (1, 2), 64),
        ("mobilenetv3_small_100", (1, 3), 64),
        ("regnetx_002", (1, 2), 64),
        ("visformer_tiny", (0, 1), 224),
        ("test_vit", (2, 5), 64),
    ],
)
def test_models_of_many_kinds_give_maps_of_their_channels_and_reductions_and_come_back(
    tmp_path: Path, name: str, layers: tuple[int, ...], side: int
) -> None:
    backbone, _ = made(tmp_path, name, layers)
    again = backbone_from_arrays(backbone.arrays(), backbone.facts)
    x = picture(side, side)
    with torch.inference_mode():
        found, repeated = backbone.network(x), again.network(x)
    shapes = [tuple(one.shape) for one in found]
    sizes = zip(backbone.channels, backbone.reductions, strict=True)
    assert shapes == [(2, channels, side // step, side // step) for channels, step in sizes]
    assert all(torch.equal(one, other) for one, other in zip(found, repeated, strict=True))
    assert describe(name, layers)[1:] == (backbone.channels, backbone.reductions)


@pytest.mark.parametrize("name", ["convnext_atto", "swin_tiny_patch4_window7_224", "resnet18"])
def test_models_that_timm_takes_apart_get_the_right_weights(tmp_path: Path, name: str) -> None:
    """Names such as stages.0.blocks are stages_0.blocks in the feature network; its answer proves the mapping."""
    backbone, whole = made(tmp_path, name, (1, 2))
    x = picture(224, 224)
    with torch.inference_mode():
        wanted = whole.forward_intermediates(x, indices=[1, 2], intermediates_only=True)
        for one, other in zip(backbone.network(x), wanted, strict=True):
            assert torch.allclose(one, other, rtol=1e-3, atol=1e-3 * float(other.abs().max()))
    shapes = [
        (2, channels, 224 // step, 224 // step) for channels, step in zip(*describe(name, (1, 2))[1:], strict=True)
    ]
    assert [tuple(one.shape) for one in wanted] == shapes


@pytest.mark.parametrize(
    ("name", "size", "words", "hint"),
    [
        ("vit_small_patch14_dinov2", (256, 256), "patches of 14 x 14", "252 x 252 or 266 x 266"),
        ("vit_small_patch16_dinov3", (256, 250), "256 x 250 is no multiple", "256 x 240 or 256 x 256"),
        ("beit_base_patch16_224", (256, 256), "256 x 256", "224 x 224, the only one"),
        ("swin_tiny_patch4_window7_224", (256, 256), "256 x 256", "input_size"),
    ],
)
def test_an_input_size_that_a_transformer_cannot_take_is_explained_before_the_fit(
    name: str, size: tuple[int, int], words: str, hint: str
) -> None:
    options = PATCHCORE.parse_options({"backbone": name, "layers": [1], "input_size": list(size)})
    with pytest.raises(OptionsError, match=words) as caught:
        PATCHCORE.estimate(5, (300, 300), options)
    assert hint in caught.value.hint


@pytest.mark.parametrize("layers", [(12,), (-13, -1)])
def test_blocks_that_a_transformer_has_not_are_an_options_error(layers: tuple[int, ...]) -> None:
    with pytest.raises(OptionsError, match="gives no feature maps"):
        describe("vit_tiny_patch16_224", layers)


def test_patchcore_learns_on_a_transformer_and_comes_back(tmp_path: Path) -> None:
    _, whole = made(tmp_path, "test_vit", (2, 5))
    values = {
        "backbone": "test_vit",
        "weights": str(tmp_path / "test_vit.safetensors"),
        "layers": [-4, -1],
        "input_size": [64, 96],
        "patch_size": 1,
        "scaling": "none",
        "bank_ratio": 1.0,
        "precision": "fp32",
    }
    good = [made_picture(number, colour=True) for number in range(2)]
    fitted = PATCHCORE.fit(good, PATCHCORE.parse_options(values), device="cpu")
    assert fitted.bank_size == 2 * 4 * 6
    bad = made_picture(50, colour=True, defect=True)
    # The facts of timm's configuration, not those of ImageNet, normalise the picture.
    assert fitted._backbone.facts.mean == tuple(whole.pretrained_cfg["mean"])
    fitted.save(tmp_path / "model")
    loaded = PATCHCORE.load(tmp_path / "model", device="cpu")
    assert loaded.predict([bad])[0].score == pytest.approx(fitted.predict([bad])[0].score, rel=1e-5)
    assert np.isfinite(fitted.predict(good)[0].anomaly_map).all()


def test_a_copy_in_bf16_gives_nearly_the_same_features(tmp_path: Path) -> None:
    backbone, _ = made(tmp_path, "vit_small_patch16_dinov3", (5,))
    x = picture(64, 64)
    with torch.inference_mode():
        exact = backbone.network(x)[0]
        rough = copy.deepcopy(backbone.network).bfloat16()(x.bfloat16())[0].float()
    assert float((exact - rough).norm() / exact.norm()) < 0.02
