"""SimpleNet from pictures to predictions: what is held out, what is watched, what is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from detectors.api import Epoch, Gradual, Image, Labelled, OptionsError, Trained, TrainingDataError
from detectors.backbone import build_backbone
from detectors.contract import made_picture
from detectors.features import patch_engine
from detectors.images import learn_rules, to_input
from detectors.made_defects import spoiled
from detectors.portable import FromPixels
from detectors.postprocess import image_score
from detectors.runtime import Steps
from detectors.simplenet import CONTRACT_OPTIONS, SimpleNet
from detectors.simplenet_data import Chosen, Watched, learned_rows, spoiled_rows
from detectors.simplenet_model import FittedSimpleNet
from detectors.weights import find_weights

SMALL: dict[str, Any] = {**CONTRACT_OPTIONS, "precision": "fp32"}
GOOD = [made_picture(number) for number in range(6)]
WATCHED = [Labelled(made_picture(70 + number, defect=number % 2 == 1), number % 2 == 1) for number in range(4)]
SIMPLENET = SimpleNet()
CPU = torch.device("cpu")


def taught(images: Sequence[Image] = GOOD, seed: int = 0, **more: Any) -> FittedSimpleNet:
    options = SIMPLENET.parse_options({**SMALL, **more.pop("options", {})})
    return SIMPLENET.fit_watched(images, options, device="cpu", seed=seed, **more)


@pytest.fixture(scope="module")
def fitted() -> FittedSimpleNet:
    return taught(watched=WATCHED)


def engine_and_rules() -> tuple[Any, Any]:
    backbone = build_backbone(find_weights("efficientnet_lite0"), (1, 2))
    rules = learn_rules(iter(GOOD), size=(64, 64))
    return patch_engine(backbone, rules.size, CPU, patch_size=3, precision="fp32"), rules


def test_it_can_be_watched_and_remembers_its_curve(fitted: FittedSimpleNet) -> None:
    assert isinstance(SIMPLENET, Gradual)
    assert isinstance(fitted, Trained)
    assert not SIMPLENET.learns_from_defects
    assert [one.number for one in fitted.curve] == [1, 2, 3]
    assert all(0 <= one.separation <= 1 for one in fitted.curve)


def test_the_last_watched_auroc_is_that_of_the_detectors_own_scores(fitted: FittedSimpleNet) -> None:
    good, bad = (
        [fitted.predict([one.image])[0].score for one in WATCHED if one.defective == kind] for kind in (False, True)
    )
    pairs = [(b > g) + 0.5 * (b == g) for b in bad for g in good]
    assert fitted.curve[-1].auroc == pytest.approx(sum(pairs) / len(pairs))


def test_what_is_watched_changes_nothing_but_the_curve(fitted: FittedSimpleNet) -> None:
    plain = taught()
    assert plain.predict(GOOD[:1])[0].score == fitted.predict(GOOD[:1])[0].score
    assert plain.curve == tuple(replace(one, auroc=None) for one in fitted.curve)


def test_one_kind_of_watched_images_gives_no_auroc() -> None:
    assert taught(watched=WATCHED[::2]).curve[-1].auroc is None


def test_watched_images_that_do_not_fit_the_memory_are_looked_at_anew() -> None:
    engine, rules = engine_and_rules()
    options = SIMPLENET.parse_options({**SMALL, "cache_mb": 1})
    from detectors.patches import Scale

    scale = Scale.learn(torch.randn(500, 64, generator=torch.Generator().manual_seed(0)), "standard")
    many = WATCHED * 8

    def mean(rows: torch.Tensor) -> torch.Tensor:
        return rows.mean(1)

    small = Watched(engine, scale, rules, many, options, torch.float32, Steps(None, None))
    large = Watched(engine, scale, rules, many, replace(options, cache_mb=100), torch.float32, Steps(None, None))
    assert not small._kept
    assert len(large._kept) == len(many)
    assert small.auroc(mean) == large.auroc(mean) is not None


def test_the_curve_is_told_while_it_grows() -> None:
    told: list[Epoch] = []
    assert taught(on_epoch=told.append).curve == tuple(told)


def test_defects_are_refused_because_it_cannot_learn_from_them() -> None:
    with pytest.raises(TrainingDataError, match="good images only"):
        taught(defects=WATCHED[1:2])


def test_an_unfit_watched_image_is_named() -> None:
    bad = [*WATCHED, Labelled(np.zeros((40, 40), np.float32), True)]
    with pytest.raises(TrainingDataError, match=r"[Ww]atched.*4"):
        taught(watched=bad)


def test_the_cache_holds_the_features_of_each_image_in_turn() -> None:
    engine, rules = engine_and_rules()
    options = SIMPLENET.parse_options(SMALL)
    rows = learned_rows(engine, GOOD, rules, options, seed=0, steps=Steps(None, None))
    direct = torch.cat([engine([to_input(image, rules)])[0].flatten(0, 2) for image in GOOD])
    assert torch.allclose(rows, direct, rtol=1e-4, atol=1e-5)


def test_a_full_cache_takes_as_many_patches_of_each_image() -> None:
    engine, rules = engine_and_rules()
    options = SIMPLENET.parse_options({**SMALL, "cache_mb": 1})
    many = GOOD * 10
    rows = learned_rows(engine, many, rules, options, seed=0, steps=Steps(None, None))
    assert len(rows) % len(many) == 0
    assert 0.9 * (1 << 20) < rows.numel() * 4 <= 1 << 20


def test_two_images_are_enough_and_all_of_them_are_learned() -> None:
    fitted = taught(GOOD[:2])
    assert fitted.n_images == 2
    bad, good = (fitted.predict([made_picture(70, defect=defect)])[0].score for defect in (True, False))
    assert bad > good
    with pytest.raises(TrainingDataError, match="at least 2"):
        taught(GOOD[:1])


def test_some_images_are_still_read_one_by_one() -> None:
    chosen = Chosen(GOOD, (4, 1))
    assert [one is other for one, other in zip(chosen, (GOOD[4], GOOD[1]), strict=True)] == [True, True]
    assert len(chosen[1:]) == 1
    assert chosen[1:][0] is GOOD[1]


@pytest.mark.parametrize("colour", [False, True])
def test_a_made_defect_changes_the_picture_where_its_mask_is(colour: bool) -> None:
    picture = made_picture(1, colour=colour, size=(96, 128))
    ready = to_input(picture, learn_rules(iter([picture]), size=(96, 128)))
    before, random = ready.pixels.copy(), np.random.default_rng(0)
    shares = []
    for _ in range(40):
        found, mask = spoiled(ready, random)
        assert found.pixels.dtype == np.uint8
        assert found.pixels.shape == before.shape
        assert mask.any()
        away = np.abs(found.pixels.astype(int) - before)
        away = away.max(2) if colour else away
        assert away[mask].mean() > 2 * away[~mask].mean()
        shares.append(mask.mean())
    assert np.array_equal(ready.pixels, before)
    assert 0.0 < min(shares) < max(shares) < 0.15


def test_made_defects_are_other_patches_than_the_good_ones() -> None:
    engine, rules = engine_and_rules()
    made, again = (spoiled_rows(engine, GOOD[:2], rules, seed=3, steps=Steps(None, None)) for _ in range(2))
    options = SIMPLENET.parse_options(SMALL)
    good, unseen = (
        learned_rows(engine, images, rules, options, seed=0, steps=Steps(None, None)) for images in (GOOD[:4], GOOD[4:])
    )
    assert torch.equal(made, again)
    away_unseen, away_made = (torch.cdist(rows, good).amin(1).median() for rows in (unseen, made))
    assert float(away_made) > 1.2 * float(away_unseen)


def test_the_score_is_the_largest_patch_score_and_the_map_shows_it() -> None:
    fitted = taught(options={"map_sigma": 0.0})
    prediction = fitted.predict([made_picture(9, defect=True, size=(64, 64))])[0]
    assert float(prediction.anomaly_map.max()) == pytest.approx(prediction.score, rel=0.15)
    smooth = taught(options={"map_sigma": 0.0, "score_sigma": 1.0})
    assert smooth.predict([made_picture(9, defect=True, size=(64, 64))])[0].score < prediction.score
    assert image_score(np.full((4, 4), -2.0, np.float32), sigma=0.0) == -2.0


def test_bf16_judges_as_fp32_does() -> None:
    rough = taught(options={"precision": "bf16"})
    assert rough.precision == "bfloat16"
    bad = [rough.predict([made_picture(80 + n, defect=True)])[0].score for n in range(4)]
    good = [rough.predict([made_picture(90 + n)])[0].score for n in range(4)]
    assert min(bad) > max(good)


def test_a_saved_model_keeps_curve_and_scores(tmp_path: Path, fitted: FittedSimpleNet) -> None:
    fitted.save(tmp_path / "model")
    loaded = SIMPLENET.load(tmp_path / "model", device="cpu")
    assert loaded.curve == fitted.curve
    one, other = (each.predict([WATCHED[1].image])[0].score for each in (fitted, loaded))
    assert other == pytest.approx(one, rel=1e-5)
    loaded.close()


def test_as_one_network_it_gives_the_same_score_and_map(fitted: FittedSimpleNet) -> None:
    picture = made_picture(9, defect=True, size=(64, 64))
    with torch.inference_mode():
        score, anomaly_map = FromPixels(fitted.portable(), 255)(torch.from_numpy(picture)[None])
    wanted = fitted.predict([picture])[0]
    assert float(score[0]) == pytest.approx(wanted.score, rel=1e-3)
    assert np.allclose(anomaly_map[0].numpy(), wanted.anomaly_map, atol=1e-3 * np.abs(wanted.anomaly_map).max())


def test_the_estimate_counts_steps_and_patches() -> None:
    found = SIMPLENET.estimate(100, (256, 256), SIMPLENET.parse_options({"meta_epochs": 10, "rows_per_step": 256}))
    assert "102400 patches of 152 numbers, 520 steps of 256" in found.notes
    assert 102_400 * 152 * 4 < found.peak_bytes < 3e9
    assert 152 * 512 * 4 < found.model_bytes < 40e6
    longer = SIMPLENET.estimate(100, (256, 256), SIMPLENET.parse_options({"meta_epochs": 400, "rows_per_step": 256}))
    assert longer.seconds > 2 * found.seconds


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"layers": [3, 2]}, "layers"),
        ({"layers": [-1, 2]}, "layers"),
        ({"patch_size": 2}, "patch_size"),
        ({"noise": "loud"}, "noise"),
        ({"noise_ratio": 0}, "noise_ratio"),
        ({"stop": "never"}, "stop"),
        ({"held_out": 0.9}, "held_out"),
        ({"meta_epochs": 0}, "meta_epochs"),
        ({"input_size": 8}, "input_size"),
    ],
)
def test_an_option_out_of_range_is_named(values: dict[str, Any], words: str) -> None:
    with pytest.raises(OptionsError, match=words):
        SIMPLENET.parse_options(values)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_cuda_learns_and_its_model_runs_on_the_processor(tmp_path: Path) -> None:
    fitted = SIMPLENET.fit(GOOD, SIMPLENET.parse_options(SMALL), device="cuda")
    fitted.save(tmp_path / "model")
    here = SIMPLENET.load(tmp_path / "model", device="cpu")
    for one, other in zip(fitted.predict(GOOD), here.predict(GOOD), strict=True):
        assert other.score == pytest.approx(one.score, rel=0.05, abs=0.05)
