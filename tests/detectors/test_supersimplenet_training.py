"""How SuperSimpleNet learns: its synthetic defects, its losses, what it learns from and what it must not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import torch

from detectors.api import Epoch, Image, Labelled, OptionsError, TrainingDataError
from detectors.contract import made_picture
from detectors.learning import separation
from detectors.supersimplenet import CONTRACT_OPTIONS, SuperSimpleNet
from detectors.supersimplenet_anomalies import defect_masks, perlin
from detectors.supersimplenet_data import chosen_images, mask_cells
from detectors.supersimplenet_heads import Heads
from detectors.supersimplenet_model import FittedSuperSimpleNet, heads_state
from detectors.supersimplenet_training import focal, planned_epochs, steps_per_epoch

SUPERSIMPLENET = SuperSimpleNet()
GOOD = [made_picture(number) for number in range(6)]
QUICK: dict[str, Any] = {**CONTRACT_OPTIONS, "precision": "fp32", "epochs": 6}


def taught(images: Sequence[Image] = GOOD, seed: int = 0, more: dict[str, Any] | None = None, **options: Any) -> Any:
    parsed = SUPERSIMPLENET.parse_options({**QUICK, **options})
    fitted = SUPERSIMPLENET.fit_watched(images, parsed, device="cpu", seed=seed, **(more or {}))
    assert isinstance(fitted, FittedSuperSimpleNet)
    return fitted


def dull_square(number: int, share: float = 0.8) -> tuple[Image, Any]:
    """A part whose defect is faint: a square in which the weave has a `share` of its strength. And its mask."""
    picture = made_picture(number)
    mask = np.zeros(picture.shape, np.uint8)
    y, x = 8 + 5 * (number % 6), 10 + 8 * (number % 5)
    mask[y : y + 14, x : x + 18] = 255
    weaker = (110 + share * (picture.astype(np.float64) - 110)).astype(np.uint8)
    return np.where(mask > 0, weaker, picture), mask


def test_perlin_noise_is_zero_at_the_corners_of_its_cells_and_smooth_between() -> None:
    noise = perlin(40, (64, 64), torch.Generator().manual_seed(0))
    assert noise.shape == (40, 64, 64)
    # 64 / 32 pixels is the smallest cell, so every cell's corner lies at a multiple of it or further apart.
    assert float(noise[:, 0, 0].abs().max()) == 0.0
    assert 0.5 < float(noise.abs().max()) <= 1.05
    assert float(noise.mean().abs()) < 0.05
    part = perlin(40, (64, 64), torch.Generator().manual_seed(0), slice(1, None, 4), slice(3, None, 4))
    torch.testing.assert_close(part, noise[:, 1::4, 3::4])
    coarse = noise[noise.diff(dim=1).abs().amax((1, 2)) < 0.06]
    assert len(coarse) > 0


def test_about_every_second_mask_is_empty_and_a_higher_threshold_spoils_less() -> None:
    low, high = (defect_masks(400, (32, 32), threshold, torch.Generator().manual_seed(1)) for threshold in (0.2, 0.6))
    assert low.dtype == torch.bool
    assert 0.4 < float(low.any(2).any(1).float().mean()) < 0.6
    assert 0.15 * float(low.float().mean()) > float(high.float().mean()) > 0.0
    assert bool((high & ~low).sum() == 0)


def test_the_focal_loss_follows_its_formula() -> None:
    logits, targets = torch.tensor([-2.0, 0.3, 1.5, -0.1]), torch.tensor([0.0, 1.0, 0.0, 1.0])
    sure = torch.where(targets > 0, torch.sigmoid(logits), 1 - torch.sigmoid(logits))
    wanted = (-((1 - sure) ** 4) * sure.log()).mean()
    assert float(focal(logits, targets)) == pytest.approx(float(wanted), rel=1e-5)
    assert float(focal(torch.empty(0), torch.empty(0))) == 0.0
    assert math.isfinite(float(focal(torch.tensor([1e4, -1e4]), torch.tensor([0.0, 1.0]))))


def test_a_mask_becomes_the_cells_that_it_covers_by_half() -> None:
    mask = np.zeros((128, 128), np.uint8)
    mask[32:64, 64:96] = 1
    cells = mask_cells(mask, (64, 64), (16, 16))
    wanted = np.zeros((16, 16), bool)
    wanted[4:8, 8:12] = True
    assert np.array_equal(cells, wanted)


def test_a_scratch_thinner_than_a_cell_is_not_lost() -> None:
    mask = np.zeros((512, 512), bool)
    mask[100:400, 300] = True
    cells = mask_cells(mask, (64, 64), (16, 16))
    assert cells.any(1).sum() >= 9
    assert set(np.nonzero(cells)[1]) == {9}


def test_held_out_images_are_not_learned_from_and_too_many_are_thinned_by_the_seed() -> None:
    options = SUPERSIMPLENET.parse_options({"held_out": 0.2, "images_max": 10})
    learned, probed = chosen_images(40, options, seed=1)
    assert len(learned) == 10
    assert probed
    assert not set(learned) & set(probed)
    assert chosen_images(40, options, seed=1) == (learned, probed)
    assert chosen_images(40, options, seed=2)[0] != learned
    assert chosen_images(3, options, seed=1) == ((0, 1, 2), (0, 1, 2))


def test_an_epoch_sees_every_image_and_the_steps_are_limited() -> None:
    assert steps_per_epoch(100, 0, 32) == 4
    assert steps_per_epoch(100, 12, 32) == 7
    assert planned_epochs(4, SUPERSIMPLENET.parse_options({"epochs": 300, "steps_max": 100})) == 25
    assert planned_epochs(4, SUPERSIMPLENET.parse_options({"epochs": 300, "steps_max": 0})) == 300


def test_the_seed_decides() -> None:
    one, same, other = (heads_state(taught(seed=seed)._heads) for seed in (1, 1, 2))
    assert all(torch.equal(value, same[key]) for key, value in one.items())
    assert not torch.equal(one["seg.first.weight"], other["seg.first.weight"])


def test_training_leaves_the_programs_own_random_numbers_alone() -> None:
    states: list[tuple[torch.Tensor, Any]] = []

    def note(_epoch: Epoch) -> None:
        states.append((torch.get_rng_state(), np.random.get_state()[1].copy()))

    taught(more={"on_epoch": note})
    assert len(states) == 6
    assert all(torch.equal(state, states[0][0]) for state, _ in states)
    assert all(np.array_equal(state, states[0][1]) for _, state in states)
    before = torch.get_rng_state()
    Heads.new(8, SUPERSIMPLENET.parse_options({"score": "cls"}), torch.Generator().manual_seed(1))
    assert torch.equal(torch.get_rng_state(), before)


def test_what_is_watched_decides_nothing() -> None:
    watched = [Labelled(made_picture(300), False), Labelled(made_picture(301, defect=True), True)]
    told: list[Epoch] = []
    plain = taught()
    curious = taught(more={"watched": watched, "on_epoch": told.append})
    states = heads_state(plain._heads), heads_state(curious._heads)
    assert all(torch.equal(value, states[1][key]) for key, value in states[0].items())
    assert tuple(told) == curious.curve
    assert [point.number for point in told] == list(range(1, 7))
    assert all(point.auroc in (0.0, 0.5, 1.0) for point in told)
    assert all(point.auroc is None for point in plain.curve)
    one_kind = taught(more={"watched": watched[:1]})
    assert all(point.auroc is None for point in one_kind.curve)


def test_the_curve_goes_to_the_end_and_its_loss_falls() -> None:
    curve = taught(epochs=60).curve
    assert curve[-1].loss < 0.8 * curve[0].loss
    assert all(0.0 <= point.separation <= 1.0 for point in curve)
    assert max(point.separation for point in curve) > 0.7
    assert curve[-1].number == curve[-1].planned == 60


def test_training_ends_on_a_plateau_where_that_is_asked() -> None:
    fitted = taught(epochs=100, stop="plateau", patience=3, adaptor_rate=0.0, head_rate=0.0)
    assert fitted.curve[-1].number < 50


def auroc(fitted: Any, share: float = 0.8) -> float:
    bad = [dull_square(number, share)[0] for number in range(40, 48)]
    good = [made_picture(number) for number in range(50, 58)]
    return separation(*(torch.tensor([one.score for one in fitted.predict(images)]) for images in (good, bad)))


SUPERVISED: dict[str, Any] = {
    **{"epochs": 16, "score_share": 0.05, "cls_channels": 8, "upscale": 1, "train_stride": 1},
    **{"adaptor_rate": 1e-3, "head_rate": 2e-3},
}


@pytest.mark.parametrize("score", ["seg_max", "seg_mean"])
def test_painted_defects_are_learned(score: str) -> None:
    defects = [Labelled(image, True, mask) for image, mask in map(dull_square, range(20, 26))]
    blind, informed = (taught(more={"defects": known}, score=score, **SUPERVISED) for known in ((), defects))
    assert auroc(blind) < 0.9 < auroc(informed)


@pytest.mark.parametrize("variant", ["icpr", "jims"])
def test_defects_without_masks_are_learned_by_the_classification_head(variant: str) -> None:
    defects = [Labelled(dull_square(number, 0.4)[0], True) for number in range(20, 26)]
    # Hardly any synthetic defects: they are as much a defect to this head, and here they are too faint to be learned.
    options = {**SUPERVISED, "score": "cls", "variant": variant, "perlin_threshold": 0.95}
    blind, informed = (taught(more={"defects": known}, **options) for known in ((), defects))
    assert auroc(informed, 0.4) > max(0.9, auroc(blind, 0.4))


def test_painted_defects_show_on_the_map() -> None:
    defects = [Labelled(image, True, mask) for image, mask in map(dull_square, range(20, 28))]
    fitted = taught(epochs=25, batch_size=8, more={"defects": defects})
    image, mask = dull_square(43)
    found = fitted.predict([image])[0].anomaly_map
    assert found[mask > 0].mean() > found[mask == 0].mean() + found[mask == 0].std()


@pytest.mark.parametrize(
    ("defect", "words"),
    [
        (Labelled(made_picture(1), False), "labelled good"),
        (Labelled(made_picture(1), True, np.zeros((60, 84), np.uint8)), "empty"),
        (Labelled(made_picture(1), True, np.ones((60, 83), np.uint8)), "83 x 60"),
        (Labelled(made_picture(1).astype(np.float32), True), "float32"),
    ],
)
def test_a_defect_that_cannot_be_learned_from_is_named(defect: Labelled, words: str) -> None:
    fine = Labelled(made_picture(2), True)
    with pytest.raises(TrainingDataError, match=words) as caught:
        taught(more={"defects": [fine, defect]})
    assert "1" in caught.value.message
    assert caught.value.hint


def test_a_watched_image_that_is_none_is_named() -> None:
    watched = [Labelled(made_picture(1), False), Labelled(np.zeros((3, 3), np.uint8), True)]
    with pytest.raises(TrainingDataError, match=r"watched.* 1 "):
        taught(more={"watched": watched})


def test_progress_tells_how_long_it_will_take() -> None:
    told: list[str] = []
    taught(more={"progress": lambda _fraction, words: told.append(words)})
    assert any("epoch 3 of 6" in words and "left" in words for words in told)


def test_fixed_noise_and_the_papers_settings_can_be_chosen() -> None:
    fitted = taught(noise="fixed", noise_std=0.3, scaling="none", adaptor_start="xavier", variant="icpr", score="cls")
    assert math.isfinite(fitted.predict([made_picture(9)])[0].score)


def test_an_estimate_rises_with_the_work() -> None:
    def seconds(count: int, **options: Any) -> float:
        parsed = SUPERSIMPLENET.parse_options({"steps_max": 0, **options})
        return SUPERSIMPLENET.estimate(count, (256, 256), parsed, device="cpu").seconds

    assert seconds(400) > seconds(20)
    assert seconds(100, score="cls") > 2 * seconds(100)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"layers": []}, "layers"),
        ({"layers": [3, 2]}, "layers"),
        ({"layers": [-2, 1]}, "layers"),
        ({"patch_size": 2}, "patch_size"),
        ({"variant": "cvpr"}, "variant"),
        ({"score": "max"}, "score"),
        ({"noise_ratio": 0}, "noise_ratio"),
        ({"perlin_threshold": 1.0}, "perlin_threshold"),
        ({"epochs": 0}, "epochs"),
        ({"held_out": 0.9}, "held_out"),
        ({"input_size": 8}, "input_size"),
    ],
)
def test_an_option_out_of_range_is_named(values: dict[str, Any], words: str) -> None:
    with pytest.raises(OptionsError, match=words):
        SUPERSIMPLENET.parse_options(values)
