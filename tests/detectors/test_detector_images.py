"""Images of every kind become network input by one set of rules."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from detectors.api import TrainingDataError
from detectors.augment import augmented
from detectors.images import ImageRules, NetworkInput, good_images, learn_rules, to_input
from detectors.postprocess import full_size_map, image_score

GREY8 = np.linspace(0, 255, 40 * 30).reshape(40, 30).astype(np.uint8)
RULES = ImageRules(size=(40, 30), grey=True, white_16=4095)


@pytest.mark.parametrize(("highest", "white"), [(800, 1023), (1024, 4095), (4095, 4095), (9000, 16383), (40000, 65535)])
def test_the_white_level_is_the_smallest_full_scale_that_holds_the_good_images(highest: int, white: int) -> None:
    dark, bright = np.full((8, 8), 3, np.uint16), np.full((8, 8), highest, np.uint16)
    assert learn_rules(iter([dark, bright]), size=(8, 8)).white_16 == white


def test_a_given_white_level_is_kept() -> None:
    assert learn_rules(iter([np.full((8, 8), 700, np.uint16)]), size=(8, 8), white_16=4095).white_16 == 4095


def test_twelve_bits_in_a_sixteen_bit_container_look_like_eight_bits() -> None:
    deep = (GREY8.astype(np.float64) * 4095 / 255).round().astype(np.uint16)
    assert np.allclose(to_input(deep, RULES).unit(), to_input(GREY8, RULES).unit(), atol=2e-4)


def test_one_grey_good_image_makes_the_model_grey() -> None:
    colour = np.zeros((8, 8, 3), np.uint8)
    assert learn_rules(iter([colour, GREY8]), size=(8, 8)).grey
    assert not learn_rules(iter([colour, colour]), size=(8, 8)).grey


def test_a_grey_model_sees_the_luma_of_a_colour_image() -> None:
    red = np.zeros((40, 30, 3), np.uint8)
    red[..., 0] = 200
    assert np.allclose(to_input(red, RULES).unit(), 0.299 * 200 / 255, atol=0.004)


def test_a_colour_model_sees_a_grey_image_as_three_equal_channels() -> None:
    ready = to_input(GREY8, ImageRules(size=(40, 30), grey=False, white_16=255)).unit()
    assert ready.shape == (40, 30, 3)
    assert np.array_equal(ready[..., 0], ready[..., 2])
    assert ready.max() == pytest.approx(1.0)


def test_level_brightness_undoes_the_exposure() -> None:
    rules = ImageRules(size=(40, 30), grey=True, white_16=65535, level_brightness=True)
    dark = (GREY8.astype(np.uint16) + 10) * 60
    bright = (GREY8.astype(np.uint16) + 10) * 120
    assert np.allclose(to_input(dark, rules).unit(), to_input(bright, rules).unit(), rtol=1e-4)


def test_a_black_image_survives_level_brightness() -> None:
    rules = ImageRules(size=(16, 16), grey=True, white_16=255, level_brightness=True)
    assert np.isfinite(to_input(np.zeros((16, 16), np.uint8), rules).unit()).all()


def test_good_images_are_read_one_by_one_and_the_constant_one_is_named() -> None:
    images = [GREY8, GREY8, np.full((9, 9), 5, np.uint8)]
    reader = good_images(images, 2, "some")
    assert next(reader) is GREY8
    next(reader)
    with pytest.raises(TrainingDataError, match="Good image 2"):
        next(reader)


def test_every_augmentation_keeps_shape_and_is_an_own_picture() -> None:
    picture = np.random.default_rng(0).random((12, 12, 3), dtype=np.float32)
    names = ["flip_horizontal", "flip_vertical", "rotate_90", "rotate_180", "rotate_270", "brighter", "darker"]
    copies = [augmented(NetworkInput(picture, 1.0), name).unit() for name in names]
    for index, copy in enumerate(copies):
        assert copy.shape == picture.shape
        assert all(not np.array_equal(copy, other) for other in [picture, *copies[:index]])


def test_the_map_is_smoothed_as_by_a_gaussian_filter_of_the_paper() -> None:
    scores = np.random.default_rng(1).random((16, 16)).astype(np.float32)
    plain = full_size_map(scores, input_size=(128, 128), image_size=(128, 128), sigma=0)
    smooth = full_size_map(scores, input_size=(128, 128), image_size=(128, 128), sigma=4)
    assert np.allclose(smooth, gaussian_filter(plain, 4), atol=1e-4)


def test_the_map_has_the_size_of_the_image_and_peaks_at_the_patch() -> None:
    scores = np.zeros((8, 8), np.float32)
    scores[2, 5] = 3.0
    found = full_size_map(scores, input_size=(64, 64), image_size=(50, 200), sigma=2)
    y, x = np.unravel_index(int(found.argmax()), found.shape)
    assert found.shape == (50, 200)
    assert abs(y - 2.5 / 8 * 50) < 4
    assert abs(x - 5.5 / 8 * 200) < 8


def test_the_score_is_the_largest_patch_unless_smoothed() -> None:
    scores = np.zeros((9, 9), np.float32)
    scores[4, 4] = 1.0
    assert image_score(scores, sigma=0) == 1.0
    assert image_score(scores, sigma=1) == pytest.approx(gaussian_filter(scores, 1, truncate=3).max(), rel=1e-3)
