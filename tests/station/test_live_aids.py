"""Live aids: clipping is counted, not averaged away; sharpness peaks in focus and does not follow the exposure."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from station.live_aids import Exposure, clipping, look, sharpness


def texture(size: tuple[int, int] = (600, 800), seed: int = 0) -> np.ndarray:
    coarse = np.random.default_rng(seed).integers(60, 160, (size[0] // 4, size[1] // 4)).astype(np.uint8)
    return cv2.resize(coarse, (size[1], size[0]), interpolation=cv2.INTER_NEAREST)


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_clipped_and_black_shares_are_those_of_the_picture(colour: bool, dtype: type) -> None:
    image = texture((1000, 1000))
    image[:100], image[100:150] = 255, 0
    if dtype is np.uint16:
        image = np.where(image == 255, 4095, image.astype(np.uint16) * 16).astype(np.uint16)
    if colour:
        image = np.dstack([image, image // 2, image // 2])
    aids = look(image)
    assert aids.clipped == pytest.approx(0.1, abs=0.01)
    assert aids.black == pytest.approx(0.05, abs=0.01)
    assert aids.histogram.sum() == pytest.approx(1.0, abs=1e-4)
    assert aids.exposure is Exposure.CLIPPED


def test_the_words_name_the_most_urgent() -> None:
    good = texture()
    assert look(good).exposure is Exposure.FINE
    assert look(good // 8).exposure is Exposure.DARK
    half = good.copy()
    half[:, :200] = 0
    assert look(half).exposure is Exposure.BLACK
    assert look(np.zeros((50, 50), np.uint8)).exposure is Exposure.DARK


def test_sharpness_falls_with_every_step_of_blur() -> None:
    values = [sharpness(texture())]
    values += [sharpness(cv2.GaussianBlur(texture(), (0, 0), sigma)) for sigma in (0.7, 1.5, 3.0, 6.0)]
    assert values == sorted(values, reverse=True)
    assert values[0] > 10 * values[-1]


def test_sharpness_does_not_follow_the_exposure() -> None:
    assert sharpness(texture() // 2) == pytest.approx(sharpness(texture()), rel=0.05)


def test_sharpness_is_the_same_in_8_and_16_bits() -> None:
    image = texture()
    assert sharpness(image.astype(np.uint16) * 256) == pytest.approx(sharpness(image), rel=1e-3)


def test_a_picture_without_light_has_no_sharpness() -> None:
    assert sharpness(np.zeros((40, 40), np.uint8)) == 0.0
    assert sharpness(np.full((2, 2), 9, np.uint8)) == 0.0


@pytest.mark.parametrize("shape", [(90, 120), (91, 121)])
def test_one_clipped_pixel_is_marked_at_every_size(shape: tuple[int, int]) -> None:
    image = np.full(shape, 100, np.uint8)
    image[37, 53], image[71, 80] = 255, 0
    for level in range(4):
        factor = 1 << level
        marks = clipping(image, level)
        assert marks.shape == (-(-shape[0] // factor), -(-shape[1] // factor))
        assert marks[37 // factor, 53 // factor] == 2
        assert marks[71 // factor, 80 // factor] == 1
        assert (marks > 0).sum() == 2


def test_a_mark_is_the_same_in_16_bits() -> None:
    image = np.full((10, 10), 1000, np.uint16)
    image[3, 4], image[5, 6] = 4095, 0
    assert np.argwhere(clipping(image) == 2).tolist() == [[3, 4]]
    assert np.argwhere(clipping(image) == 1).tolist() == [[5, 6]]
