from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from detectors import (
    Cancelled,
    Epoch,
    Gradual,
    Labelled,
    OptionsError,
    Trained,
    TrainingDataError,
    WeightsError,
    create,
)
from detectors.contract import made_picture
from detectors.efficientad import CONTRACT_OPTIONS, EfficientAd
from detectors.efficientad_model import FittedEfficientAd, input_map
from detectors.efficientad_teacher import SHIPPED, TrunkTeacher, find_teacher, first_cell, placed_teacher
from detectors.export import Exportable
from detectors.pdn import MARGIN, RECEPTIVE_FIELD, STRIDE, Pdn, PdnSize, normalised
from detectors.weights import file_sha256

GOOD = [made_picture(number, size=(64, 64)) for number in range(6)]


def _fit(changes: Mapping[str, Any] | None = None, **more: Any) -> FittedEfficientAd:
    detector = create("efficientad")
    options = detector.parse_options({**CONTRACT_OPTIONS, **(changes or {})})
    assert isinstance(detector, Gradual)
    fitted = detector.fit_watched(GOOD, options, device="cpu", seed=1, **more)
    assert isinstance(fitted, FittedEfficientAd)
    return fitted


def _official(folder: Path, size: PdnSize = "small", channels: int = 384) -> Path:
    """A file of the published layout: torch.save of the state dict of a plain sequence of layers."""
    torch.manual_seed(0)
    plain = torch.nn.Sequential(*Pdn(size, channels))
    path = folder / f"teacher_{size}.pth"
    torch.save(plain.state_dict(), path)
    return path


@pytest.mark.parametrize("size", ["small", "medium"])
def test_a_published_teacher_loads_and_sees_the_same(tmp_path: Path, size: PdnSize) -> None:
    path = _official(tmp_path, size)
    teacher = find_teacher(EfficientAd().parse_options({"size": size, "teacher": str(path)}))
    assert teacher.channels == 384
    torch.manual_seed(0)
    plain = torch.nn.Sequential(*Pdn(size, 384))
    picture = torch.randn(1, 3, 64, 64)
    with torch.inference_mode():
        torch.testing.assert_close(teacher.network(picture), plain(picture))
    assert teacher.details["sha256"] == file_sha256(path)


def test_a_teacher_of_another_hash_size_or_kind_is_refused(tmp_path: Path) -> None:
    path = _official(tmp_path)

    def find(**options: Any) -> None:
        find_teacher(EfficientAd().parse_options(options))

    find(teacher=str(path), teacher_sha256=file_sha256(path))
    with pytest.raises(WeightsError, match="SHA-256"):
        find(teacher=str(path), teacher_sha256="0" * 64)
    with pytest.raises(WeightsError, match="medium") as refused:
        find(teacher=str(path), size="medium")
    assert "size=small" in refused.value.hint
    with pytest.raises(WeightsError, match="nowhere"):
        find(teacher=str(tmp_path / "nowhere.pth"))
    path.write_bytes(b"no teacher")
    with pytest.raises(WeightsError, match="cannot be read"):
        find(teacher=str(path))
    torch.save([1, 2], path)
    with pytest.raises(WeightsError, match="no weights"):
        find(teacher=str(path))
    torch.save({"0.weight": torch.zeros(3)}, path)
    with pytest.raises(WeightsError, match="no teacher of size small"):
        find(teacher=str(path))


def test_a_teacher_that_would_run_code_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "whole.pth"
    torch.save(Pdn("small", 4), path)
    with pytest.raises(WeightsError, match=r"whole\.pth"):
        find_teacher(EfficientAd().parse_options({"teacher": str(path)}))


def test_a_distilled_teacher_loads_without_what_it_was_scaled_by(tmp_path: Path) -> None:
    network = Pdn("small", 5)
    state = {key: value.detach().half() for key, value in network.state_dict().items()}
    save_file({**state, "target.mean": torch.zeros(5)}, tmp_path / "teacher.safetensors")
    teacher = find_teacher(EfficientAd().parse_options({"teacher": str(tmp_path / "teacher.safetensors")}))
    assert teacher.channels == 5
    assert teacher.arrays["8.weight"].dtype == np.float32
    np.testing.assert_allclose(teacher.arrays["0.weight"], state["0.weight"].float().numpy())


def _with_recipe(folder: Path, recipe: str | None = None) -> Path:
    """A teacher as `station teacher distil` leaves it: safetensors, and a recipe beside it."""
    path = folder / "teacher.safetensors"
    torch.manual_seed(0)
    save_file(Pdn("small", 16).state_dict(), path)
    path.with_suffix(".json").write_text(json.dumps({"sha256": file_sha256(path)}) if recipe is None else recipe)
    return path


def test_a_teacher_is_checked_against_the_recipe_beside_it(tmp_path: Path) -> None:
    path = _with_recipe(tmp_path)
    options = EfficientAd().parse_options({"teacher": str(path)})
    assert find_teacher(options).channels == 16
    data = bytearray(path.read_bytes())
    data[-9] ^= 1
    path.write_bytes(data)
    with pytest.raises(WeightsError, match=r"teacher\.json beside it says") as caught:
        find_teacher(options)
    assert "recipe" in caught.value.hint
    # Who names the hash of the changed file himself wants that one.
    named = EfficientAd().parse_options({"teacher": str(path), "teacher_sha256": file_sha256(path)})
    assert find_teacher(named).channels == 16


@pytest.mark.parametrize("recipe", ["no JSON", "[]", "{}", '{"sha256": "short"}'])
def test_a_recipe_that_says_no_hash_is_refused(tmp_path: Path, recipe: str) -> None:
    path = _with_recipe(tmp_path, recipe)
    with pytest.raises(WeightsError, match=r"does not say the teacher's SHA-256") as caught:
        find_teacher(EfficientAd().parse_options({"teacher": str(path)}))
    assert "teacher_sha256" in caught.value.hint


def test_the_shipped_teacher_is_the_one_that_its_recipe_describes() -> None:
    path = SHIPPED / "small.safetensors"
    recipe = json.loads((SHIPPED / "small.json").read_bytes())
    assert file_sha256(path) == recipe["sha256"]
    assert path.stat().st_size < 6_000_000
    assert recipe["settings"]["procedural"] > 0
    assert recipe["images_of_folders"] == 0
    assert recipe["log"][-1]["held_out"] < 1.0
    teacher = find_teacher(EfficientAd().parse_options({"teacher": "distilled"}))
    assert teacher.channels == recipe["out_channels"]


def test_a_shipped_teacher_that_was_changed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("small.safetensors", "small.json"):
        shutil.copy(SHIPPED / name, tmp_path / name)
    data = bytearray((tmp_path / "small.safetensors").read_bytes())
    data[-1] ^= 1
    (tmp_path / "small.safetensors").write_bytes(data)
    monkeypatch.setattr("detectors.efficientad_teacher.SHIPPED", tmp_path)
    with pytest.raises(WeightsError, match="SHA-256"):
        find_teacher(EfficientAd().parse_options({"teacher": "distilled"}))
    with pytest.raises(WeightsError, match="medium"):
        find_teacher(EfficientAd().parse_options({"teacher": "distilled", "size": "medium"}))


def test_the_trunk_teacher_looks_where_the_patch_description_network_looks() -> None:
    """A spot in the picture changes most what is said of the patch around it, in both networks."""
    trunk = find_teacher(EfficientAd().parse_options({"backbone": "efficientnet_lite0"})).network
    assert isinstance(trunk, TrunkTeacher)
    plain = torch.rand(1, 3, 96, 96, generator=torch.Generator().manual_seed(0)) * 0.2 + 0.4
    away = []
    for cell in (3, 7, 11):
        centre = STRIDE * cell + RECEPTIVE_FIELD // 2
        spotted = plain.clone()
        spotted[..., centre - 2 : centre + 3, centre - 2 : centre + 3] = 1.0
        with torch.inference_mode():
            change = (trunk(normalised(spotted)) - trunk(normalised(plain))).square().sum(1)[0].sqrt()
        assert change.shape == (16, 16)
        total = change.sum()
        index = torch.arange(16.0)
        away += [
            float((change.sum(1) * index).sum() / total) - cell,
            float((change.sum(0) * index).sum() / total) - cell,
        ]
    assert abs(float(np.mean(away))) < 0.6


def test_a_backbone_never_teaches_in_bf16() -> None:
    cpu = torch.device("cpu")
    trunk = find_teacher(EfficientAd().parse_options({"backbone": "efficientnet_lite0"})).network
    picture = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(0)).bfloat16()
    with torch.inference_mode():
        torch.testing.assert_close(
            placed_teacher(trunk, cpu, torch.bfloat16)(picture), trunk(picture.float()), rtol=1e-4, atol=1e-4
        )
        assert placed_teacher(Pdn("small", 4), cpu, torch.bfloat16)(picture).dtype == torch.bfloat16


def test_the_first_cell_depends_on_how_the_backbone_pads() -> None:
    assert first_cell("resnet18") == MARGIN
    assert first_cell("tf_efficientnet_lite2") == MARGIN - 1


def test_a_backbone_without_fine_stages_cannot_teach() -> None:
    with pytest.raises(OptionsError, match="stride"):
        find_teacher(EfficientAd().parse_options({"backbone": "efficientnet_lite0", "layers": [3]}))


def test_the_map_has_each_patch_at_its_centre_and_the_nearest_one_s_value_in_the_frame() -> None:
    scores = np.random.default_rng(0).normal(size=(16, 24)).astype(np.float32)
    found = input_map(scores, (96, 128))
    assert found.shape == (96, 128)
    first = RECEPTIVE_FIELD // 2
    np.testing.assert_allclose(found[first : first + 64 : STRIDE, first : first + 96 : STRIDE], scores, atol=1e-6)
    assert found.max() == pytest.approx(scores.max())
    assert found.min() == pytest.approx(scores.min())
    np.testing.assert_allclose(found[: first + 1, first], scores[0, 0], atol=1e-6)
    np.testing.assert_allclose(found[-10:, -5:], scores[-1, -1], atol=1e-6)
    between = 0.5 * (scores[2, 3] + scores[3, 3])
    assert found[first + 2 * STRIDE + 2, first + 3 * STRIDE] == pytest.approx(between, abs=1e-6)


def test_the_score_is_the_largest_value_of_the_map_at_any_image_size() -> None:
    fitted = _fit()
    image = made_picture(1, size=(64, 64), defect=True)
    prediction = fitted.predict([image])[0]
    assert prediction.score == pytest.approx(float(prediction.anomaly_map.max()))
    large = fitted.predict([np.repeat(np.repeat(image, 2, 0), 2, 1)])[0]
    assert large.score == pytest.approx(prediction.score, rel=0.02)
    fitted.close()


def test_training_can_be_watched_and_is_the_same_unwatched() -> None:
    seen: list[Epoch] = []
    watched = [Labelled(made_picture(50 + n, size=(64, 64), defect=n > 1), n > 1) for n in range(4)]
    fitted = _fit(watched=watched, on_epoch=seen.append)
    alone = _fit()
    assert isinstance(fitted, Trained)
    assert [one.number for one in seen] == [6, 12]
    assert fitted.curve == tuple(seen)
    assert all(one.auroc is not None and 0.0 <= one.auroc <= 1.0 for one in seen)
    assert all(one.auroc is None for one in alone.curve)
    assert [one.separation for one in alone.curve] == [one.separation for one in seen]
    probe = made_picture(9, size=(64, 64))
    assert fitted.predict([probe])[0].score == alone.predict([probe])[0].score


def test_cancelling_while_learning_leaves_nothing(tmp_path: Path) -> None:
    stage = ""

    def progress(_fraction: float, name: str) -> None:
        nonlocal stage
        stage = name

    random_state = torch.random.get_rng_state()
    with pytest.raises(Cancelled):
        _fit(progress=progress, cancelled=lambda: stage.startswith("learning"))
    assert stage.startswith("learning")
    assert torch.equal(torch.random.get_rng_state(), random_state)
    assert not list(tmp_path.iterdir())


def test_defects_are_refused() -> None:
    with pytest.raises(TrainingDataError, match="good images only"):
        _fit(defects=[Labelled(GOOD[0], True)])


def test_a_model_holds_its_teacher(tmp_path: Path) -> None:
    path = _official(tmp_path, channels=6)
    fitted = _fit({"teacher": str(path)})
    fitted.save(tmp_path / "model")
    path.unlink()
    probe = made_picture(3, size=(64, 64), defect=True)
    loaded = create("efficientad").load(tmp_path / "model", device="cpu")
    assert loaded.predict([probe])[0].score == pytest.approx(fitted.predict([probe])[0].score, rel=1e-5)


def test_the_exported_network_gives_the_same_score_and_map() -> None:
    fitted = _fit({"precision": "fp32"})
    assert isinstance(fitted, Exportable)
    portable = fitted.portable()
    image = made_picture(4, size=(64, 64), defect=True)
    pixels = torch.from_numpy(image).float()[None, None].expand(1, 3, -1, -1) / 255
    mean, std = (torch.tensor(one).view(1, 3, 1, 1) for one in (portable.mean, portable.std))
    with torch.inference_mode():
        score, full = portable.network((pixels - mean) / std)
    prediction = fitted.predict([image])[0]
    assert float(score) == pytest.approx(prediction.score, rel=1e-4)
    np.testing.assert_allclose(full[0].numpy(), prediction.anomaly_map, rtol=1e-3, atol=1e-4 * prediction.score)


def test_the_estimate_grows_with_steps_size_and_images() -> None:
    detector = create("efficientad")

    def told(n_images: int = 100, **options: Any) -> Any:
        return detector.estimate(n_images, (480, 640), detector.parse_options(options), device="cpu")

    usual = told(steps_max=1000)
    assert told(steps_max=4000).seconds > 2 * usual.seconds
    assert told(steps_max=1000, size="medium").model_bytes > 1.5 * usual.model_bytes
    assert told(n_images=1000, steps_max=1000).peak_bytes > usual.peak_bytes
    assert "plateau" in usual.notes
