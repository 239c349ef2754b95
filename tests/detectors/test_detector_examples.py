"""The good pictures that a model keeps: they show what another number type does to the scores of good parts."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from detectors import FittedDetector, Image, ModelFolderError
from detectors.contract import made_picture
from detectors.engine import Engine, placed
from detectors.examples import COUNT, KEPT_BYTES, NEW, GoodScores, choose_examples, from_arrays, kept_bytes, to_arrays
from detectors.fitted import GOOD, GOOD_APART, FittedNetwork
from detectors.images import ImageRules, NetworkInput
from detectors.patchcore import PatchCore
from detectors.patchcore_model import FittedPatchCore
from detectors.patchcore_options import PatchCoreOptions

PATCHCORE = PatchCore()
SMALL: dict[str, Any] = {"input_size": 64, "layers": [1, 2], "bank_ratio": 0.2}
PICTURES: list[Image] = [made_picture(number) for number in range(6)]


def colour(size: tuple[int, int], seed: int = 0) -> Image:
    return np.random.default_rng(seed).integers(0, 256, (*size, 3), dtype=np.uint8)


def rules(size: tuple[int, int], grey: bool = False) -> ImageRules:
    return ImageRules(size=size, grey=grey, white_16=65535)


@pytest.mark.parametrize("grey", [False, True])
@pytest.mark.parametrize("size", [(64, 96), (256, 256), (400, 400), (1024, 1500)])
def test_kept_pictures_survive_the_model_folder_within_their_bytes(size: tuple[int, int], grey: bool) -> None:
    taught = [one[..., 0] if grey else one for one in (colour(size, seed) for seed in range(4))]
    kept = choose_examples(taught, rules(size, grey))
    arrays = to_arrays(kept, rules(size, grey))
    assert 1 <= len(kept) <= COUNT
    assert arrays["pixels"].dtype == np.uint8
    assert arrays["pixels"].nbytes <= kept_bytes(size) <= KEPT_BYTES < 1_000_000
    again = from_arrays(arrays, rules(size, grey))
    for one, other in zip(kept, again, strict=True):
        assert one.pixels.shape[:2] == size
        assert np.array_equal(one.pixels, other.pixels)
        assert one.gain == other.gain


def test_pictures_of_sixteen_bits_are_kept_as_bytes_of_the_same_brightness() -> None:
    dark = np.full((64, 64), 30000, np.uint16)
    dark[:, :32] = 20000
    (kept,) = choose_examples([dark], rules((64, 64), grey=True))
    assert kept.pixels.dtype == np.uint8
    assert kept.gain == pytest.approx(1 / 255)
    assert kept.unit().mean() == pytest.approx(25000 / 65535, abs=0.02)


def test_good_pictures_that_do_not_fit_the_rules_are_refused() -> None:
    arrays = to_arrays(choose_examples([colour((64, 64))], rules((64, 64))), rules((64, 64)))
    with pytest.raises(ValueError, match="good pictures"):
        from_arrays(arrays, rules((64, 64), grey=True))
    with pytest.raises(ValueError, match="good pictures"):
        from_arrays(arrays, rules((32, 64)))


def test_a_kept_picture_is_no_nearer_to_the_model_than_another_good_one() -> None:
    options = PATCHCORE.parse_options({**SMALL, "bank_ratio": 1.0, "precision": "fp32"})
    fitted = PATCHCORE.fit(PICTURES, options, device="cpu")
    taught = max(one.score for one in fitted.predict(PICTURES))
    unseen = min(one.score for one in fitted.predict([made_picture(number) for number in range(20, 24)]))
    kept = fitted._good_scores(NEW).scores
    assert taught < 0.05 * unseen
    assert min(kept) > 0.5 * unseen


def test_the_difference_is_a_share_of_what_good_pictures_get() -> None:
    wanted = GoodScores((10.0, 12.0, 11.0), (4.0, 4.0, 4.0))
    assert wanted.level == 11.0
    assert wanted.apart(GoodScores((10.0, 12.0, 12.1), (4.0, 4.0, 4.0))) == pytest.approx(0.1)
    assert wanted.apart(GoodScores((10.0, 12.0), (4.0, 4.0))) == np.inf
    assert wanted.apart(GoodScores((np.nan, 12.0, 11.0), (4.0, 4.0, 4.0))) == np.inf
    # Scores about nought: then the maps tell what is large.
    assert GoodScores((0.01,), (-0.5,)).apart(GoodScores((0.03,), (-0.5,))) == pytest.approx(0.04)
    assert GoodScores((), ()).apart(GoodScores((), ())) == 0.0


class BrightOnly(nn.Module):
    """Large numbers for bright pictures, which bf16 keeps; small differences of large numbers for dark ones."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        level = x.mean((1, 2, 3), keepdim=True) * self.weight
        bright = torch.where(level > 0.2, 90.0, (level + 30.0) - 30.0).float()
        return bright.mean(1).expand(-1, 8, 8)


class Taught(FittedNetwork):
    def _prediction(self, outputs: tuple[Any, ...], image_size: tuple[int, int]) -> Any:
        from detectors.api import Prediction

        return Prediction(float(outputs[0].max()), np.full(image_size, outputs[0].max(), np.float32))

    def _arrays(self) -> dict[str, Any]:
        return {}

    def _details(self) -> dict[str, Any]:
        return {}


def bright_only() -> Taught:
    module = BrightOnly()
    engine = Engine(
        lambda device, dtype: placed(module, device, dtype),
        size=(64, 64),
        mean=(0.0, 0.0, 0.0),
        std=(1.0, 1.0, 1.0),
        device=torch.device("cpu"),
        precision="bf16",
    )
    return Taught("taught", PatchCoreOptions(), rules((64, 64)), engine, 1)


def test_a_difference_that_only_good_pictures_show_is_seen(caplog: pytest.LogCaptureFixture) -> None:
    blind = bright_only()
    blind.check_parity()
    assert blind.precision == "bfloat16"
    seeing = bright_only()
    dark = np.full((64, 64, 3), 15, np.uint8)
    seeing.keep_examples([NetworkInput(dark, 1 / 255)])
    with caplog.at_level(logging.WARNING):
        seeing.check_parity()
    assert seeing.precision == "float32"
    assert "good pictures differ by up to" in caplog.text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that was taught in float32 with precision auto, as on a processor without bf16."""
    path = tmp_path_factory.mktemp("models") / "model"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detectors.runtime.has_fast_bf16", lambda: False)
        fitted = PATCHCORE.fit(PICTURES, PATCHCORE.parse_options(SMALL), device="cpu")
        assert fitted.precision == "float32"
        fitted.save(path)
    return path


def loaded(folder: Path) -> FittedPatchCore:
    found: FittedDetector = PATCHCORE.load(folder, device="cpu")
    assert isinstance(found, FittedPatchCore)
    return found


def test_the_pictures_and_their_scores_are_in_the_model_folder(folder: Path) -> None:
    assert (folder / f"{GOOD}.safetensors").stat().st_size < 1_000_000
    meta = json.loads((folder / "meta.json").read_text())
    assert [len(one["scores"]) for one in meta["self_test"][GOOD].values()] == [COUNT, COUNT]
    assert len(loaded(folder).examples) == COUNT


def test_a_model_of_another_number_type_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("detectors.runtime.has_fast_bf16", lambda: True)
    monkeypatch.setattr("detectors.fitted.GOOD_APART", 0.5)
    with caplog.at_level(logging.WARNING):
        assert loaded(folder).precision == "bfloat16"
    assert "taught in float32 and runs in bfloat16" in caplog.text
    assert "%" in caplog.text
    assert "precision=fp32" in caplog.text


def test_a_model_of_the_same_number_type_says_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("detectors.runtime.has_fast_bf16", lambda: False)
    with caplog.at_level(logging.WARNING):
        loaded(folder)
    assert not caplog.records


def changed(folder: Path, target: Path, change: Any) -> Path:
    shutil.copytree(folder, target)
    meta = json.loads((target / "meta.json").read_text())
    change(meta)
    (target / "meta.json").write_text(json.dumps(meta))
    return target


def test_a_model_of_an_older_release_still_loads(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def without(meta: dict[str, Any]) -> None:
        del meta["files"][f"{GOOD}.safetensors"], meta["self_test"][GOOD], meta["self_test"]["left"]

    old = changed(folder, tmp_path / "old", without)
    (old / f"{GOOD}.safetensors").unlink()
    monkeypatch.setattr("detectors.runtime.has_fast_bf16", lambda: False)
    with caplog.at_level(logging.WARNING):
        found = loaded(old)
    assert not found.examples
    assert not caplog.records
    found.save(tmp_path / "again")
    assert not (tmp_path / "again" / f"{GOOD}.safetensors").exists()


def test_other_scores_of_good_pictures_fail_the_self_test(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def higher(meta: dict[str, Any]) -> None:
        meta["self_test"][GOOD]["new"]["scores"][0] *= 1 + 4 * GOOD_APART

    monkeypatch.setattr("detectors.runtime.has_fast_bf16", lambda: False)
    with pytest.raises(ModelFolderError, match="self-test"):
        loaded(changed(folder, tmp_path / "other", higher))


def test_a_model_that_left_the_fast_path_does_not_return_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("detectors.runtime.has_fast_bf16", lambda: True)
    monkeypatch.setattr("detectors.fitted.GOOD_APART", 0.0)
    fitted = PATCHCORE.fit(PICTURES, PATCHCORE.parse_options(SMALL), device="cpu")
    assert fitted.precision == "float32"
    fitted.save(tmp_path / "model")
    monkeypatch.setattr("detectors.fitted.GOOD_APART", 10.0)
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        again = loaded(tmp_path / "model")
    assert again.precision == "float32"
    assert "as when it was taught" in caplog.text
    assert again.extend([made_picture(30)]).precision == "float32"


def test_an_extended_model_keeps_the_pictures() -> None:
    options = PATCHCORE.parse_options({**SMALL, "precision": "fp32"})
    fitted = PATCHCORE.fit(PICTURES, options, device="cpu")
    more = fitted.extend([made_picture(30)])
    assert [one.pixels.tobytes() for one in more.examples] == [one.pixels.tobytes() for one in fitted.examples]
