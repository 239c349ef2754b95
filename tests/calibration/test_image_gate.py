from __future__ import annotations

import functools
import json
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from calibration import CalibrationError, GateLimits, ImageQuality, check, learn, limits_of, measure

SCENES = ["brushed", "board", "part_on_black", "smooth"]
KINDS = [("u8", False), ("u8", True), ("u16", False), ("u16", True)]


def _scene(name: str, seed: int, *, level: float = 0.4, size: tuple[int, int] = (360, 480)) -> NDArray[Any]:
    """A picture of a good part as light, 0..1, before the camera: four kinds of product."""
    rng = np.random.default_rng(seed)
    height, width = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    if name == "brushed":
        lines = cv2.GaussianBlur(rng.normal(size=size).astype(np.float32), (0, 0), sigmaX=15, sigmaY=0.8)
        light = 1.0 + 0.25 * lines / lines.std()
    elif name == "board":
        light = np.full(size, 0.7, np.float32)
        for _ in range(150):
            left, top = int(rng.integers(0, width - 30)), int(rng.integers(0, height - 20))
            light[top : top + int(rng.integers(4, 20)), left : left + int(rng.integers(4, 30))] = rng.uniform(0.3, 1.8)
    elif name == "part_on_black":
        radius = np.hypot(x - width / 2 - rng.uniform(-5, 5), y - height / 2)
        light = np.where(radius < 0.42 * height, 1.4 + 0.2 * np.sin(x / 9), 0.1).astype(np.float32)
        light[radius < 0.1 * height] = 0.4
    else:
        light = 1.0 + 0.2 * np.sin(x / 90 + rng.uniform(0, 6)) + 0.1 * np.sin(y / 70)
    return light * level


def _camera(light: NDArray[Any], kind: tuple[str, bool] = ("u8", False), seed: int = 0) -> NDArray[Any]:
    """Expose, add a little sensor noise, clip and digitise."""
    noisy = light + np.random.default_rng(seed + 7).normal(0.0, 0.004, light.shape)
    if kind[1]:
        noisy = noisy[..., None] * np.array([1.0, 0.9, 0.8])
    full, dtype = (255, np.uint8) if kind[0] == "u8" else (65535, np.uint16)
    return (np.clip(noisy, 0.0, 1.0) * full).astype(dtype)


@functools.cache
def _limits(name: str, count: int, kind: tuple[str, bool] = ("u8", False)) -> GateLimits:
    return learn([_camera(_scene(name, seed), kind, seed) for seed in range(count)])


def check_picture(image: np.ndarray, limits: GateLimits) -> list[str]:
    return check(measure(image, limits.full_scale), limits)


def _with_defect(light: NDArray[Any], seed: int, value: float) -> NDArray[Any]:
    """Cover 5 % of the field with a patch, or replace it with a scratch of the same area."""
    rng = np.random.default_rng(seed)
    out = light.copy()
    height, width = light.shape
    if seed % 3 == 2:
        thickness = max(1, int(0.05 * height))
        top = int(rng.integers(0, height - thickness))
        out[top : top + thickness] = value
        return out
    ratio = rng.uniform(0.5, 2.0)
    h, w = int(np.sqrt(0.05 * height * width / ratio)), int(np.sqrt(0.05 * height * width * ratio))
    top, left = int(rng.integers(0, height - h)), int(rng.integers(0, width - w))
    out[top : top + h, left : left + w] = value
    return out


@pytest.mark.parametrize("count", [1, 3, 10, 40])
@pytest.mark.parametrize("name", SCENES)
def test_another_good_picture_passes(name: str, count: int) -> None:
    limits = _limits(name, count)
    assert limits.n_images == count
    for seed in range(100, 110):
        assert check_picture(_camera(_scene(name, seed), seed=seed), limits) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 10])
@pytest.mark.parametrize("name", SCENES)
def test_a_dark_picture_is_refused(name: str, count: int, kind: tuple[str, bool]) -> None:
    limits = _limits(name, count, kind)
    for level in (0.0, 0.05, 0.3):
        findings = check_picture(_camera(_scene(name, 100) * level, kind), limits)
        assert any("too dark" in finding for finding in findings), level


@pytest.mark.parametrize("name", SCENES)
def test_half_of_the_field_without_light_is_refused(name: str) -> None:
    light = _scene(name, 100)
    light[:, : light.shape[1] // 2] *= 0.02
    assert any("too dark" in finding for finding in check_picture(_camera(light), _limits(name, 10)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 10])
@pytest.mark.parametrize("name", SCENES)
def test_an_over_exposed_picture_is_refused(name: str, count: int, kind: tuple[str, bool]) -> None:
    limits = _limits(name, count, kind)
    findings = check_picture(_camera(_scene(name, 100) * 5.0, kind), limits)
    assert any("over-exposed" in finding or "too bright" in finding for finding in findings)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["brushed", "board", "part_on_black"])
def test_a_blurred_picture_is_refused(name: str, kind: tuple[str, bool]) -> None:
    limits = _limits(name, 10, kind)
    for sigma in (4.0, 8.0):
        light = cv2.GaussianBlur(_scene(name, 100), (0, 0), sigma)
        findings = check_picture(_camera(light, kind), limits)
        assert len(findings) == 1, sigma
        assert "blurred" in findings[0]


@given(st.sampled_from(SCENES), st.floats(0.8, 1.25), st.sampled_from([1, 10]), st.integers(0, 1000))
@settings(max_examples=40)
def test_light_drifting_within_the_margin_passes(name: str, drift: float, count: int, seed: int) -> None:
    limits = _limits(name, count)
    assert check_picture(_camera(_scene(name, 1000 + seed) * drift, seed=seed), limits) == []


@given(
    st.sampled_from(SCENES),
    st.integers(0, 1000),
    st.sampled_from([0.0, 0.2, 0.7, 1.5]),
    st.sampled_from([1, 10]),
    st.sampled_from(KINDS),
)
@settings(max_examples=50)
def test_a_defect_on_a_twentieth_of_the_field_passes(
    name: str, seed: int, value: float, count: int, kind: tuple[str, bool]
) -> None:
    limits = _limits(name, count, kind)
    light = _with_defect(_scene(name, 1000 + seed), seed, value)
    assert check_picture(_camera(light, kind, seed), limits) == []


def test_more_pictures_make_tighter_limits() -> None:
    one, many = (limits_of([ImageQuality(0.4, 0.0, 0.1)] * count) for count in (1, 50))
    assert one.brightness_low < many.brightness_low < 0.4 < many.brightness_high < one.brightness_high
    assert one.sharpness_low < many.sharpness_low < 0.1
    assert many.saturated_high < one.saturated_high


@given(
    st.lists(
        st.builds(ImageQuality, st.floats(0.3, 0.4), st.floats(0.0, 0.2), st.floats(0.1, 0.14)),
        min_size=1,
        max_size=30,
    )
)
def test_every_picture_of_a_uniform_normal_set_passes_its_own_limits(qualities: list[ImageQuality]) -> None:
    limits = limits_of(qualities)
    assert limits.n_ignored == 0
    assert all(check(quality, limits) == [] for quality in qualities)


@pytest.mark.parametrize(
    "odd", [ImageQuality(0.02, 0.0, 0.1), ImageQuality(0.4, 0.9, 0.1), ImageQuality(0.4, 0.0, 0.001)]
)
def test_a_bad_picture_among_the_normal_ones_does_not_open_the_gate(odd: ImageQuality) -> None:
    limits = limits_of([ImageQuality(0.4, 0.0, 0.1)] * 9 + [odd])
    assert limits.n_ignored == 1
    assert check(odd, limits)


def test_all_findings_are_told() -> None:
    limits = limits_of([ImageQuality(0.4, 0.0, 0.1)])
    findings = check(ImageQuality(0.99, 0.9, 0.001), limits)
    assert len(findings) == 3


def test_limits_survive_json() -> None:
    limits = _limits("board", 3)
    assert GateLimits.from_dict(json.loads(json.dumps(limits.to_dict()))) == limits


def test_limits_with_missing_unknown_or_bad_values_are_refused() -> None:
    values = limits_of([ImageQuality(0.4, 0.0, 0.1)]).to_dict()
    with pytest.raises(CalibrationError, match="sharpness_low"):
        GateLimits.from_dict({key: value for key, value in values.items() if key != "sharpness_low"})
    with pytest.raises(CalibrationError, match="contrast"):
        GateLimits.from_dict({**values, "contrast": 1.0})
    with pytest.raises(CalibrationError, match="brightness_low"):
        GateLimits.from_dict({**values, "brightness_low": float("nan")})


@pytest.mark.parametrize("kind", KINDS)
def test_measures_do_not_depend_on_bit_depth_or_channels(kind: tuple[str, bool]) -> None:
    grey = _camera(_scene("board", 0))
    wide = grey if kind[0] == "u8" else grey.astype(np.uint16) * 257
    image = np.repeat(wide[..., None], 3, axis=2) if kind[1] else wide
    plain, other = measure(grey), measure(image)
    assert other.brightness == pytest.approx(plain.brightness, rel=0.01)
    assert other.sharpness == pytest.approx(plain.sharpness, rel=0.02)
    assert other.saturated == plain.saturated


@given(st.integers(1, 40), st.integers(1, 40), st.booleans())
def test_pictures_of_any_size_are_measured(height: int, width: int, colour: bool) -> None:
    shape = (height, width, 3) if colour else (height, width)
    quality = measure(np.full(shape, 51, np.uint8))
    assert quality.brightness == pytest.approx(0.2)
    assert quality.saturated == 0.0
    assert quality.sharpness == 0.0


def test_one_saturated_channel_counts_as_saturated() -> None:
    image = np.zeros((64, 64, 3), np.uint8)
    image[:32, :, 2] = 255
    assert measure(image).saturated == 0.5


def test_a_read_only_view_is_measured_and_left_alone() -> None:
    image = _camera(_scene("board", 0))[::2, ::3]
    image.setflags(write=False)
    before = image.copy()
    measure(image)
    assert np.array_equal(image, before)


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (np.zeros((4, 4, 4), np.uint8), "height, width"),
        (np.zeros((0, 4), np.uint8), "height, width"),
        (np.zeros((4, 4), np.float32), "8 or 16 bit"),
    ],
)
def test_what_is_not_a_picture_is_refused(image: NDArray[Any], words: str) -> None:
    with pytest.raises(CalibrationError, match=words):
        measure(image)


def test_learning_from_no_picture_is_refused() -> None:
    with pytest.raises(CalibrationError, match="no picture"):
        learn([])


def test_an_over_exposed_twelve_bit_picture_is_seen_although_it_fills_a_sixteenth_of_the_container() -> None:
    rng = np.random.default_rng(5)
    good = [rng.integers(800, 1800, (96, 128)).astype(np.uint16) for _ in range(8)]
    good[0][:2, :2] = 3000
    limits = learn(good)
    assert limits.full_scale == 4095
    assert not check(measure(good[1], limits.full_scale), limits)
    blown = np.full((96, 128), 4095, np.uint16)
    assert any("saturated" in finding for finding in check(measure(blown, limits.full_scale), limits))
