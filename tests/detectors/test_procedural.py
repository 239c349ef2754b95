from __future__ import annotations

import numpy as np
import pytest

from detectors.procedural import fractal, perlin, procedural_image


def test_the_same_number_gives_the_same_picture_and_another_another() -> None:
    first = procedural_image(7, 96)
    assert np.array_equal(first, procedural_image(7, 96))
    assert not np.array_equal(first, procedural_image(8, 96))


def test_pictures_are_rgb_bytes_of_the_size_that_was_asked_for() -> None:
    picture = procedural_image(1, (64, 96))
    assert picture.shape == (64, 96, 3)
    assert picture.dtype == np.uint8


def test_pictures_have_structure_and_differ_in_light_and_colour() -> None:
    pictures = [procedural_image(number, 64) for number in range(60)]
    contrasts = np.array([picture.std() for picture in pictures])
    assert (contrasts > 2).all()
    assert contrasts.max() > 4 * contrasts.min()
    means = np.array([picture.mean() for picture in pictures])
    assert means.std() > 15
    saturations = np.array([np.ptp(picture.astype(float), axis=-1).mean() for picture in pictures])
    assert saturations.min() < 4
    assert saturations.max() > 40


def test_pictures_together_have_power_at_all_scales() -> None:
    """The mean spectrum falls with frequency, as that of photographs does, and has no gap."""
    power = np.zeros(32)
    for number in range(40):
        grey = procedural_image(number, 64).mean(-1)
        grey = (grey - grey.mean()) / (grey.std() + 1e-9)
        spectrum = np.abs(np.fft.fft2(grey)) ** 2
        frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(64) * 64, np.fft.fftfreq(64) * 64)).astype(int)
        power += np.bincount(frequency.ravel(), spectrum.ravel())[:32] / np.bincount(frequency.ravel())[:32] / 40
    octaves = [power[low : 2 * low].mean() for low in (1, 2, 4, 8, 16)]
    assert octaves == sorted(octaves, reverse=True)
    # Between 1/f and 1/f^3 in power over the whole range.
    slope = np.polyfit(np.log(np.arange(1, 32)), np.log(power[1:]), 1)[0]
    assert -3.2 < slope < -1.0


@pytest.mark.parametrize("scales", [(1, 1), (3, 5), (16, 4)])
def test_perlin_noise_is_nought_at_the_lattice_smooth_and_bounded(scales: tuple[int, int]) -> None:
    noise = perlin(np.random.default_rng(0), (160, 120), scales)
    assert noise.shape == (160, 120)
    assert noise.dtype == np.float32
    assert np.abs(noise).max() <= 1.0
    assert noise.std() > 0.1
    step = max(np.abs(np.diff(noise, axis=0)).max(), np.abs(np.diff(noise, axis=1)).max())
    assert step < 6 * max(scales[0] / 160, scales[1] / 120)


def test_perlin_noise_equals_its_definition() -> None:
    """Four corner gradients, blended with 6t^5 - 15t^4 + 10t^3, pixel by pixel."""
    height, width, down, across = 12, 10, 3, 2
    noise = perlin(np.random.default_rng(5), (height, width), (down, across))
    angle = np.random.default_rng(5).random((down + 1, across + 1), np.float32) * 2 * np.pi

    def ease(t: float) -> float:
        return t**3 * (t * (t * 6 - 15) + 10)

    for row in range(height):
        for column in range(width):
            y, x = (row + 0.5) * down / height, (column + 0.5) * across / width
            i, j = int(y), int(x)

            def corner(a: int, b: int, y: float = y, x: float = x) -> float:
                return float(np.sin(angle[a, b]) * (y - a) + np.cos(angle[a, b]) * (x - b))

            t, u = ease(y - i), ease(x - j)
            upper = corner(i, j) * (1 - u) + corner(i, j + 1) * u
            lower = corner(i + 1, j) * (1 - u) + corner(i + 1, j + 1) * u
            assert noise[row, column] == pytest.approx(np.sqrt(2) * (upper * (1 - t) + lower * t), abs=1e-5)


def test_rougher_fractals_have_more_fine_detail() -> None:
    smooth, rough = (fractal(np.random.default_rng(3), (128, 128), roughness=roughness) for roughness in (0.3, 0.9))
    assert smooth.min() == 0.0
    assert smooth.max() == pytest.approx(1.0)
    assert np.abs(np.diff(rough)).mean() > 3 * np.abs(np.diff(smooth)).mean()
