"""PatchCore: scores are distances to the nearest good patch, and every option does what it says."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np
import pytest
import torch
from torch.nn import functional

from detectors.api import Image, ModelFolderError, OptionsError, WeightsError
from detectors.backbone import build_backbone
from detectors.contract import made_picture
from detectors.examples import COUNT
from detectors.features import patch_engine
from detectors.images import to_input
from detectors.patchcore import PatchCore
from detectors.patchcore_model import FittedPatchCore
from detectors.patches import Scale, embed
from detectors.weights import find_weights

SMALL: dict[str, Any] = {"input_size": 64, "layers": [1, 2], "precision": "fp32"}
GOOD = [made_picture(number) for number in range(4)]
DEFECT = made_picture(70, defect=True)
PATCHCORE = PatchCore()


def taught(images: Sequence[Image] = GOOD, seed: int = 0, **options: Any) -> FittedPatchCore:
    return PATCHCORE.fit(images, PATCHCORE.parse_options({**SMALL, **options}), device="cpu", seed=seed)


def test_the_score_is_the_largest_distance_to_a_good_patch() -> None:
    """Against the paper's formula, written out with the whole bank, no scaling and no tricks."""
    fitted = taught(scaling="none", bank_ratio=1.0)
    backbone = build_backbone(find_weights("efficientnet_lite0"), (1, 2))

    def patches(image: Image) -> torch.Tensor:
        import cv2

        picture = cv2.resize(image, (64, 64), interpolation=cv2.INTER_AREA if image.size > 64 * 64 else 1)
        x = torch.from_numpy(picture.astype(np.float32) / 255 * 2 - 1)
        fine, coarse = backbone.network(x.expand(1, 3, 64, 64))
        fine = functional.avg_pool2d(fine, 3, 1, 1)
        coarse = functional.avg_pool2d(coarse, 3, 1, 1)
        coarse = functional.interpolate(coarse, size=fine.shape[-2:], mode="bilinear", align_corners=False)
        return torch.cat([fine, coarse], 1)[0].flatten(1).T

    bank = torch.cat([patches(image) for image in GOOD])
    wanted = torch.cdist(patches(DEFECT), bank, compute_mode="donot_use_mm_for_euclid_dist").amin(1).max()
    assert fitted.predict([DEFECT])[0].score == pytest.approx(float(wanted), rel=1e-3)


def test_good_images_of_a_whole_bank_score_zero() -> None:
    for prediction in taught(bank_ratio=1.0).predict(GOOD):
        assert prediction.score == pytest.approx(0.0, abs=1e-2)


def test_the_bank_has_the_size_that_was_asked_for_and_no_more_than_the_cap() -> None:
    patches = len(GOOD) * 16 * 16
    assert taught(bank_ratio=0.1).bank_size == math.ceil(patches * 0.1)
    assert taught(bank_ratio=0.5, bank_max=50).bank_size == 50


def test_augmented_copies_make_a_mirrored_part_normal() -> None:
    y, x = np.mgrid[0:64, 0:64]
    slanted = [np.clip(120 + 60 * np.sin((x + y) * 0.5 + k), 0, 255).astype(np.uint8) for k in range(4)]
    mirrored = np.ascontiguousarray(slanted[0][:, ::-1])
    plain = taught(slanted, bank_ratio=1.0).predict([mirrored])[0].score
    taught_flips = taught(slanted, bank_ratio=1.0, augment=["flip_horizontal"])
    assert taught_flips.predict([mirrored])[0].score < 0.2 * plain
    assert taught_flips.n_images == 4


def test_re_weighting_lowers_a_score_by_at_most_one_bth() -> None:
    plain = taught(bank_ratio=0.5).predict([DEFECT])[0].score
    weighted = taught(bank_ratio=0.5, reweight=9).predict([DEFECT])[0].score
    assert plain * (1 - 1 / 9) - 1e-6 <= weighted < plain


def test_re_weighting_follows_equation_seven() -> None:
    fitted = taught(bank_ratio=0.5, reweight=3)
    engine = patch_engine(fitted._backbone, (64, 64), torch.device("cpu"), patch_size=3, precision="fp32")
    grid = engine([to_input(DEFECT, fitted._rules)])[0]
    rows = fitted._scale(grid.flatten(0, 2)).double()
    bank = fitted._rows.double()
    distances = torch.cdist(rows, bank, compute_mode="donot_use_mm_for_euclid_dist")
    worst = int(distances.amin(1).argmax())
    star = int(distances[worst].argmin())
    around = torch.cdist(bank[star : star + 1], bank)[0].topk(3, largest=False).indices
    weight = 1 - torch.exp(distances[worst, star]) / torch.exp(distances[worst, around]).sum()
    wanted = float(weight * distances[worst, star])
    assert fitted.predict([DEFECT])[0].score == pytest.approx(wanted, rel=1e-3)


def test_bf16_ranks_as_fp32_does() -> None:
    images = [made_picture(80 + number, defect=number % 2 == 0) for number in range(8)]
    exact, rough = (taught(precision=p, bank_ratio=0.5) for p in ("fp32", "bf16"))
    for one, other in zip(exact.predict(images), rough.predict(images), strict=True):
        assert other.score == pytest.approx(one.score, rel=0.02, abs=0.5)  # a defect scores above 30, a good part 2
    assert min(p.score for p in rough.predict(images[::2])) > max(p.score for p in rough.predict(images[1::2]))


def test_images_are_read_by_index_and_may_be_lazy() -> None:
    class Lazy(Sequence[Image]):
        reads = 0

        def __len__(self) -> int:
            return len(GOOD)

        @overload
        def __getitem__(self, index: int) -> Image: ...
        @overload
        def __getitem__(self, index: slice) -> Sequence[Image]: ...
        def __getitem__(self, index: int | slice) -> Image | Sequence[Image]:
            assert isinstance(index, int)
            self.reads += 1
            return GOOD[index]

    lazy = Lazy()
    score = taught(lazy).predict([DEFECT])[0].score
    assert score == taught().predict([DEFECT])[0].score
    assert lazy.reads <= 2 * len(GOOD) + COUNT


def test_too_many_patches_are_thinned_by_the_seed() -> None:
    one, same, other = (taught(rows_max=200, bank_ratio=1.0, seed=seed) for seed in (1, 1, 2))
    assert one.bank_size == 200
    assert torch.equal(one._rows, same._rows)
    assert not torch.equal(one._rows, other._rows)


def test_long_patch_vectors_are_projected_while_choosing_and_kept_whole() -> None:
    fitted = taught(layers=[2, 3, 4], projection=16, bank_ratio=0.2)
    assert fitted._rows.shape[1] == 40 + 112 + 320
    assert fitted.predict([DEFECT])[0].score > max(p.score for p in fitted.predict([made_picture(90)]))


def test_extending_keeps_the_old_bank_until_the_cap() -> None:
    fitted = taught(bank_ratio=0.1)
    extended = fitted.extend([DEFECT, DEFECT])
    assert torch.equal(extended._rows[: fitted.bank_size], fitted._rows)
    assert extended.bank_size == fitted.bank_size + math.ceil(0.1 * 2 * 256)
    capped = taught(bank_ratio=0.1, bank_max=110).extend([DEFECT, DEFECT])
    assert capped.bank_size == 110


def test_whitening_gives_every_direction_the_same_spread() -> None:
    generator = torch.Generator().manual_seed(0)
    rows = torch.randn(5000, 6, generator=generator) @ torch.randn(6, 6, generator=generator) * 3 + 5
    white = Scale.learn(rows, "whiten")(rows)
    covariance = torch.cov(white.T)
    assert torch.allclose(covariance, torch.diag(covariance.diagonal()), atol=1e-3)
    standard = Scale.learn(rows, "standard")(rows)
    assert torch.allclose(standard.std(0), torch.ones(6), atol=1e-3)
    assert torch.equal(Scale.learn(rows, "none")(rows), rows)


def test_a_stride_averages_grid_cells() -> None:
    fine, coarse = torch.rand(1, 2, 8, 8), torch.rand(1, 3, 4, 4)
    grid = embed([fine, coarse], 1, 2)
    assert grid.shape == (1, 4, 4, 5)
    assert torch.allclose(grid[0, 1, 2, :2], fine[0, :, 2:4, 4:6].mean((1, 2)))
    assert torch.equal(grid[0, 1, 2, 2:], coarse[0, :, 1, 2])


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"layers": []}, "layers"),
        ({"layers": [3, 2]}, "layers"),
        ({"layers": "2"}, "layers"),
        ({"patch_size": 4}, "patch_size"),
        ({"bank_ratio": 0}, "bank_ratio"),
        ({"bank_ratio": "much"}, "bank_ratio"),
        ({"bank_max": 1.5}, "bank_max"),
        ({"input_size": [256]}, "input_size"),
        ({"input_size": 8}, "input_size"),
        ({"augment": ["sideways"]}, "augment"),
        ({"augment": ["rotate_90"], "input_size": [64, 96]}, "rotate_90"),
        ({"precision": "fp8"}, "precision"),
        ({"level_brightness": 1}, "level_brightness"),
        ({"score_sigma": math.nan}, "score_sigma"),
    ],
)
def test_an_option_out_of_range_is_named(values: dict[str, Any], words: str) -> None:
    with pytest.raises(OptionsError, match=words):
        PATCHCORE.parse_options(values)


def test_a_backbone_without_weights_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATION_WEIGHTS", str(tmp_path))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(WeightsError, match="resnet18"):
        taught(backbone="resnet18")


def test_loading_needs_no_weights_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fitted = taught()
    fitted.save(tmp_path / "model")
    from detectors import weights

    def gone(*_: object) -> Path:
        raise AssertionError("the weights were looked for")

    wanted = find_weights("efficientnet_lite0").sha256
    monkeypatch.setattr(weights, "_package_folder", gone)
    loaded = PATCHCORE.load(tmp_path / "model", device="cpu")
    assert loaded.predict([DEFECT])[0].score == pytest.approx(fitted.predict([DEFECT])[0].score, rel=1e-5)
    facts = json.loads((tmp_path / "model" / "meta.json").read_text(encoding="utf-8"))["details"]["backbone"]
    assert facts["sha256"] == wanted


@pytest.mark.parametrize("change", ["score", "option", "facts"])
def test_a_model_that_gives_other_numbers_fails_its_self_test(tmp_path: Path, change: str) -> None:
    taught().save(tmp_path / "model")
    path = tmp_path / "model" / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    if change == "score":
        meta["self_test"]["values"][0] *= 1.2
    elif change == "option":
        meta["options"]["patch_size"] = 1
    else:
        meta["details"]["backbone"]["mean"] = [0.1, 0.2, 0.3]
    path.write_text(json.dumps(meta), encoding="utf-8")
    with pytest.raises(ModelFolderError, match="self-test"):
        PATCHCORE.load(tmp_path / "model", device="cpu")


@pytest.mark.parametrize("key", ["backbone", "rules"])
def test_a_model_whose_parts_do_not_fit_is_damaged(tmp_path: Path, key: str) -> None:
    taught().save(tmp_path / "model")
    path = tmp_path / "model" / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    meta["details"][key] = {"unknown": 1}
    path.write_text(json.dumps(meta), encoding="utf-8")
    with pytest.raises(ModelFolderError, match=r"meta\.json is damaged"):
        PATCHCORE.load(tmp_path / "model", device="cpu")


def test_the_estimate_counts_the_bank_and_the_patches() -> None:
    options = PATCHCORE.parse_options({"bank_ratio": 0.1, "bank_max": 100_000})
    found = PATCHCORE.estimate(209, (256, 256), options)
    assert "214016 patches of 152 numbers, a bank of 21402" in found.notes
    assert 21_402 * 152 * 4 < found.model_bytes < 40e6
    assert 214_016 * 152 * 4 < found.peak_bytes < 2e9


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_cuda_gives_the_answers_of_the_processor(tmp_path: Path) -> None:
    images = [*GOOD, DEFECT]
    options = PATCHCORE.parse_options({**SMALL, "precision": "fp32", "bank_ratio": 0.5})
    here, there = (PATCHCORE.fit(GOOD, options, device=device) for device in ("cpu", "cuda"))
    for one, other in zip(here.predict(images), there.predict(images), strict=True):
        assert other.score == pytest.approx(one.score, rel=0.05, abs=0.05)
    there.save(tmp_path / "model")
    PATCHCORE.load(tmp_path / "model", device="cpu").close()
