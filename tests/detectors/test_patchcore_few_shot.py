"""PatchCore for a handful of images: rotations, cosine, the mean of the largest scores, and the foreground."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch
from torch.nn import functional

from detectors.api import Image, OptionsError, TrainingDataError
from detectors.augment import augmented, copies, rotated
from detectors.contract import made_picture
from detectors.images import NetworkInput, to_input
from detectors.options import plain_options
from detectors.patchcore import PatchCore
from detectors.patchcore_model import FittedPatchCore, engine_of
from detectors.patchcore_options import FEW_SHOT
from detectors.patches import Scale
from detectors.postprocess import image_score

SMALL: dict[str, Any] = {"input_size": 64, "layers": [1, 2], "precision": "fp32", "bank_ratio": 1.0}
CELLS = 16 * 16
GOOD = [made_picture(number) for number in range(3)]
DEFECT = made_picture(70, defect=True)
PATCHCORE = PatchCore()


def taught(images: Sequence[Image] = GOOD, **options: Any) -> FittedPatchCore:
    return PATCHCORE.fit(images, PATCHCORE.parse_options({**SMALL, **options}), device="cpu")


def patches(fitted: FittedPatchCore, image: Image) -> torch.Tensor:
    """The unscaled patch vectors (n, D) of an image."""
    options = PATCHCORE.parse_options(fitted.options)
    engine = engine_of(fitted._backbone, fitted._rules, options, torch.device("cpu"))
    return engine([to_input(image, fitted._rules)])[0].flatten(0, 2)


@pytest.mark.parametrize("scaling", ["none", "standard", "whiten"])
def test_the_cosine_distance_is_one_minus_the_cosine_after_the_scaling(scaling: Any) -> None:
    fitted = taught(distance="cosine", scaling=scaling)
    good = torch.cat([patches(fitted, image) for image in GOOD])
    scale = Scale.learn(good, scaling)
    queries, bank = (functional.normalize(scale(rows).double(), dim=1) for rows in (patches(fitted, DEFECT), good))
    wanted = (1 - queries @ bank.T).amin(1)
    prediction = fitted.predict([DEFECT])[0]
    assert prediction.score == pytest.approx(float(wanted.max()), rel=2e-3)
    assert float(prediction.anomaly_map.max()) <= prediction.score * 1.001
    assert fitted.predict([GOOD[0]])[0].score == pytest.approx(0.0, abs=1e-4)


def test_the_score_is_the_mean_of_the_largest_share_of_the_patches() -> None:
    values = np.random.default_rng(0).random((23, 31)).astype(np.float32)
    ordered = np.sort(values.ravel().astype(np.float64))[::-1]
    for share, count in ((0.01, 7), (0.1, 71), (1.0, 713), (0.0014, 1), (0.0, 1)):
        assert image_score(values, sigma=0.0, share=share) == pytest.approx(ordered[:count].mean(), rel=1e-6)
    # floor(0.01 n): below 100 patches it is the largest alone
    few = values[:9, :11]
    assert image_score(few, sigma=0.0, share=0.01) == few.max()
    # 0.07 * 100 is a little more than 7, 0.29 * 100 a little less than 29
    hundred = values[:10, :10]
    assert image_score(hundred, sigma=0.0, share=0.29) == pytest.approx(np.sort(hundred.ravel())[-29:].mean(), rel=1e-6)


def test_the_share_acts_on_the_patch_distances_of_the_detector() -> None:
    fitted = taught(score_share=0.05)
    good = torch.cat([patches(fitted, image) for image in GOOD])
    scale = Scale.learn(good, "standard")
    distances = torch.cdist(scale(patches(fitted, DEFECT)), scale(good), compute_mode="donot_use_mm_for_euclid_dist")
    wanted = distances.amin(1).topk(int(0.05 * CELLS)).values.mean()
    assert fitted.predict([DEFECT])[0].score == pytest.approx(float(wanted), rel=1e-3)


@pytest.mark.parametrize("shape", [(48, 48), (48, 48, 3)])
@pytest.mark.parametrize("kind", [np.uint8, np.float32])
def test_a_quarter_turn_of_a_square_is_exact(shape: tuple[int, ...], kind: Any) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, shape).astype(kind)
    given = NetworkInput(pixels, 0.5)
    for quarters in (1, 2, 3):
        turned = rotated(given, 90.0 * quarters)
        assert np.array_equal(turned.pixels, np.rot90(pixels, quarters))
        assert turned.pixels.dtype == kind
        assert turned.gain == 0.5


def test_a_turned_picture_is_mirrored_beyond_its_border() -> None:
    picture = np.random.default_rng(0).integers(1, 255, (40, 60)).astype(np.uint8)
    wide = np.pad(picture, 60, mode="reflect")
    centre = ((wide.shape[1] - 1) / 2, (wide.shape[0] - 1) / 2)
    wanted = cv2.warpAffine(wide, cv2.getRotationMatrix2D(centre, 45.0, 1.0), wide.shape[::-1])[60:-60, 60:-60]
    found = rotated(NetworkInput(picture, 1.0), 45.0).pixels
    assert found.shape == picture.shape
    assert np.abs(found.astype(int) - wanted.astype(int)).max() <= 1


def test_each_turned_copy_is_augmented_too() -> None:
    given = NetworkInput(np.random.default_rng(0).integers(0, 256, (16, 16)).astype(np.uint8), 1.0)
    made = list(copies(given, ["flip_horizontal"], 4))
    assert len(made) == 8
    for number in range(4):
        turned = rotated(given, 90.0 * number)
        assert np.array_equal(made[2 * number].pixels, turned.pixels)
        assert np.array_equal(made[2 * number + 1].pixels, augmented(turned, "flip_horizontal").pixels)


def test_a_turned_part_is_normal_where_rotations_were_taught() -> None:
    y, x = np.mgrid[0:64, 0:64] - 31.5
    stripes = np.clip(128 + 90 * np.sin(x * 0.6), 0, 255).astype(np.uint8)
    slanted = np.clip(128 + 90 * np.sin((x - y) * 0.6 / np.sqrt(2)), 0, 255).astype(np.uint8)
    plain, turning = (taught([stripes], rotations=count) for count in (1, 8))
    assert (plain.bank_size, turning.bank_size) == (CELLS, 8 * CELLS)
    assert turning.n_images == 1
    assert turning.predict([slanted])[0].score < 0.5 * plain.predict([slanted])[0].score


def test_a_whole_bank_keeps_every_patch_of_every_copy() -> None:
    fitted = taught(rotations=2, augment=["flip_vertical"], scaling="none")
    turned = np.ascontiguousarray(cv2.resize(GOOD[1], (64, 64), interpolation=cv2.INTER_AREA)[::-1, ::-1])
    assert fitted.bank_size == len(GOOD) * 4 * CELLS
    assert fitted.predict([turned])[0].score == pytest.approx(0.0, abs=1e-2)


def test_one_good_image_is_enough_and_none_is_not() -> None:
    fitted = taught([GOOD[0]], **{**FEW_SHOT, **SMALL})
    assert fitted.n_images == 1
    assert fitted.predict([DEFECT])[0].score > 1.5 * fitted.predict([GOOD[1]])[0].score
    with pytest.raises(TrainingDataError, match="at least 1 good image"):
        taught([])


def test_the_few_shot_options_are_options() -> None:
    options = PATCHCORE.parse_options(FEW_SHOT)
    assert {key: plain_options(options)[key] for key in FEW_SHOT} == dict(FEW_SHOT)
    estimate = PATCHCORE.estimate(8, (256, 256), options)
    assert str(min(options.bank_max, 8 * options.copies * 256)) in estimate.notes


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"rotations": 0}, "rotations"),
        ({"rotations": 4, "augment": ["rotate_90"]}, "both turn"),
        ({"distance": "cosine", "reweight": 3}, "reweight"),
        ({"distance": "manhattan"}, "distance"),
        ({"score_share": 1.5}, "score_share"),
        ({"foreground": "on"}, "foreground"),
        ({"layers": [-1, 2]}, "layers"),
        ({"layers": [2, -1]}, "layers"),
    ],
)
def test_few_shot_options_out_of_range_are_named(values: dict[str, Any], words: str) -> None:
    with pytest.raises(OptionsError, match=words):
        PATCHCORE.parse_options(values)


def part(number: int, *, hole: bool = False, smudge: bool = False) -> Image:
    """A textured disc before a smooth background; a bright square on it, or a faint spot beside it."""
    random = np.random.default_rng(number)
    y, x = np.mgrid[0:96, 0:96]
    disc = (y - 48) ** 2 + (x - 48) ** 2 < 34**2
    texture = 150 + 60 * np.sin(x * 1.3) * np.sin(y * 1.3)
    picture = np.where(disc, texture, 40.0) + random.normal(0, 3, disc.shape)
    if hole:
        picture[44:54, 44:54] = 255
    if smudge:
        picture += 10 * np.exp(-((y - 8) ** 2 + (x - 8) ** 2) / (2 * 3**2))
    return np.clip(picture, 0, 255).astype(np.uint8)


PARTS = [part(number) for number in range(3)]


def test_what_lies_beside_the_part_is_not_scored() -> None:
    off, auto = (taught(PARTS, foreground=mode) for mode in ("off", "auto"))
    assert auto.foreground_note.startswith("foreground: ")
    clean, smudged, bad = part(50), part(50, smudge=True), part(50, hole=True)
    assert off.predict([smudged])[0].score > 1.5 * off.predict([clean])[0].score
    assert auto.predict([smudged])[0].score < 0.7 * off.predict([smudged])[0].score
    assert auto.predict([bad])[0].score == pytest.approx(off.predict([bad])[0].score, rel=1e-5)
    assert auto.predict([smudged])[0].anomaly_map[:3, :3].max() < 0.01 * off.predict([smudged])[0].anomaly_map.max()


def test_a_texture_has_no_foreground_and_nothing_is_masked() -> None:
    off, auto = (taught(foreground=mode) for mode in ("off", "auto"))
    assert auto.foreground_note.startswith("no foreground: ")
    assert auto.predict([DEFECT])[0].score == off.predict([DEFECT])[0].score


def test_the_foreground_and_the_distance_come_back_with_the_model(tmp_path: Path) -> None:
    fitted = taught(PARTS, foreground="auto", distance="cosine", score_share=0.02, rotations=2)
    fitted.save(tmp_path / "model")
    loaded = PATCHCORE.load(tmp_path / "model", device="cpu")
    assert loaded.foreground_note == fitted.foreground_note
    meta = json.loads((tmp_path / "model" / "meta.json").read_text(encoding="utf-8"))
    assert meta["details"]["foreground"] == fitted.foreground_note
    for image in (part(50, smudge=True), part(50, hole=True)):
        one, other = (model.predict([image])[0] for model in (fitted, loaded))
        assert other.score == pytest.approx(one.score, rel=1e-5)
        assert np.allclose(other.anomaly_map, one.anomaly_map, atol=1e-5)


def test_a_model_of_the_first_release_has_no_foreground(tmp_path: Path) -> None:
    fitted = taught()
    fitted.save(tmp_path / "model")
    path = tmp_path / "model" / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    del meta["details"]["foreground"]
    for key in ("rotations", "distance", "foreground", "score_share"):
        del meta["options"][key]
    path.write_text(json.dumps(meta), encoding="utf-8")
    loaded = PATCHCORE.load(tmp_path / "model", device="cpu")
    assert loaded.predict([DEFECT])[0].score == pytest.approx(fitted.predict([DEFECT])[0].score, rel=1e-5)


def test_extending_keeps_the_foreground_and_teaches_all_rotations() -> None:
    fitted = taught(PARTS[:2], foreground="auto", distance="cosine", rotations=4)
    with_hole = part(60, hole=True)
    extended = fitted.extend([with_hole])
    assert extended.foreground_note == fitted.foreground_note
    assert extended.bank_size == 3 * 4 * CELLS
    assert extended.predict([with_hole])[0].score == pytest.approx(0.0, abs=1e-3)
