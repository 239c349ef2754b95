"""The flat field against a sensor whose offset, gain and dead pixels are known."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from calibration import CalibrationError
from calibration.defect_pixels import Replacement
from calibration.flat_field import FlatField, learn

SHAPE = (120, 160)


class Sensor:
    """A camera with vignetting, an offset per pixel, dead and hot pixels, and noise."""

    def __init__(self, *, full_scale: int = 255, channels: int = 1, seed: int = 0) -> None:
        self.rng = np.random.default_rng(seed)
        self.full_scale = full_scale
        self.dtype = np.uint8 if full_scale == 255 else np.uint16
        shape = SHAPE if channels == 1 else (*SHAPE, 3)
        ys, xs = np.meshgrid(np.linspace(-1, 1, SHAPE[0]), np.linspace(-1, 1, SHAPE[1]), indexing="ij")
        shade = 1.0 - 0.35 * (xs**2 + ys**2) / 2 + 0.1 * xs
        self.shade = (shade if channels == 1 else shade[..., None] * np.array([1.0, 0.9, 0.8])) * self.rng.normal(
            1.0, 0.01, shape
        )
        self.offset = full_scale * 0.02 + self.rng.normal(0.0, full_scale * 0.004, shape)
        self.dead = [(10, 20), (11, 20), (0, 0), (159, 119)]
        self.hot = [(80, 60)]

    def see(self, light: float | NDArray[Any], noise: float = 0.004) -> NDArray[Any]:
        """Take a picture of something that reflects `light`, a share of full scale."""
        scene = light if isinstance(light, float) else np.asarray(light)
        if isinstance(scene, np.ndarray) and self.shade.ndim == 3:
            scene = scene[..., None]
        raw = scene * self.full_scale * self.shade + self.offset
        raw = raw + self.rng.normal(0.0, noise * self.full_scale, raw.shape)
        for x, y in self.dead:
            raw[y, x] = 0
        for x, y in self.hot:
            raw[y, x] = self.full_scale * 0.9
        return np.clip(np.rint(raw), 0, self.full_scale).astype(self.dtype)

    def learned(self, n: int = 8) -> FlatField:
        return learn([self.see(0.7) for _ in range(n)], [self.see(0.0) for _ in range(n)])


@pytest.mark.parametrize(("full_scale", "channels"), [(255, 1), (255, 3), (1023, 1), (4095, 3), (65535, 1)])
def test_an_even_sheet_is_even_after_the_correction(full_scale: int, channels: int) -> None:
    sensor = Sensor(full_scale=full_scale, channels=channels)
    flat = sensor.learned()
    raw = sensor.see(0.4, noise=0.0)
    corrected = flat.apply(raw).astype(np.float64)
    assert raw.std() / raw.mean() > 0.08
    planes = [corrected] if channels == 1 else [corrected[..., c] for c in range(3)]
    for plane in planes:
        assert plane.std() / plane.mean() < 0.008
    # the mean level stays, per channel: the lamp's colour is the white balance's matter
    expected = (raw.astype(np.float64) - sensor.offset).reshape(-1, channels).mean(axis=0)
    np.testing.assert_allclose(corrected.reshape(-1, channels).mean(axis=0), expected, rtol=0.01)
    assert flat.full_scale == full_scale
    assert corrected.dtype == np.float64
    assert flat.apply(raw).dtype == raw.dtype


def test_the_fast_way_is_the_plain_way_in_float64_rounded() -> None:
    sensor = Sensor()
    flat = sensor.learned()
    raw = sensor.rng.integers(0, 256, SHAPE).astype(np.uint8)
    for x, y in [*sensor.dead, *sensor.hot]:
        raw[y, x] = 0
    exact = (raw - flat.dark.astype(np.float64) * flat.dark_step) * (flat.gain.astype(np.float64) / 4096.0)
    exact = np.clip(exact, 0, 255)
    exact[raw == 255] = 255
    got = flat.apply(raw).astype(np.float64)
    usual = np.ones(SHAPE, np.bool_)
    usual[flat.defects[:, 1], flat.defects[:, 0]] = False
    assert np.abs(got - exact)[usual].max() <= 0.5 + 1e-4


def test_defect_pixels_are_found_and_get_the_median_of_good_neighbours() -> None:
    sensor = Sensor()
    flat = sensor.learned()
    assert {(int(x), int(y)) for x, y in flat.defects} == {*sensor.dead, *sensor.hot}
    assert (flat.facts.hot, flat.facts.dead) == (1, 4)
    ramp = np.linspace(0.2, 0.6, SHAPE[1]) * np.ones(SHAPE)
    corrected = flat.apply(sensor.see(ramp, noise=0.0)).astype(np.float64)
    for x, y in [*sensor.dead, *sensor.hot]:
        around = corrected[max(0, y - 3) : y + 4, max(0, x - 3) : x + 4]
        assert abs(corrected[y, x] - np.median(around)) <= 6


def test_what_was_saturated_stays_saturated() -> None:
    sensor = Sensor()
    flat = sensor.learned()
    raw = sensor.see(0.4)
    raw[55:65, 70:90] = 255  # in the middle, where the gain is below one
    assert float(flat.gain[60, 75]) < 4096
    assert (flat.apply(raw)[55:65, 70:90] == 255).all()


def test_twelve_bits_stay_within_twelve_bits() -> None:
    sensor = Sensor(full_scale=4095)
    flat = sensor.learned()
    raw = np.full(SHAPE, 4000, np.uint16)
    assert int(flat.apply(raw).max()) == 4095


def test_it_is_the_same_after_it_was_stored() -> None:
    sensor = Sensor(channels=3)
    flat = sensor.learned()
    again = FlatField.restored(flat.arrays(), flat.values())
    raw = sensor.see(0.5)
    np.testing.assert_array_equal(again.apply(raw), flat.apply(raw))
    assert again.facts == flat.facts


def test_further_gains_of_the_channels_are_applied_in_one_go() -> None:
    sensor = Sensor(channels=3)
    flat = sensor.learned()
    raw = sensor.see(0.3)
    gains = (1.1, 1.0, 1.25)
    np.testing.assert_array_equal(flat.with_gains(gains).apply(raw), flat.apply(raw, gains))


def test_without_dark_pictures_the_offset_counts_as_zero() -> None:
    sensor = Sensor()
    sensor.hot = []
    flat = learn([sensor.see(0.6) for _ in range(4)])
    assert flat.facts.n_dark == 0
    assert not flat.dark.any()


def refused(bright: list[NDArray[Any]], dark: list[NDArray[Any]]) -> CalibrationError:
    with pytest.raises(CalibrationError) as caught:
        learn(bright, dark)
    assert caught.value.hint
    return caught.value


def test_a_saturated_reference_is_refused_with_its_share() -> None:
    sensor = Sensor()
    error = refused([sensor.see(1.2)], [sensor.see(0.0)])
    assert "saturated" in error.message
    assert "% of it are at 255" in error.message


def test_a_reference_in_too_little_light_is_refused_with_its_level() -> None:
    sensor = Sensor()
    error = refused([sensor.see(0.08)], [sensor.see(0.0)])
    assert "too dark" in error.message
    assert "at least 15 %" in error.message


def test_a_dark_reference_with_the_light_on_is_refused() -> None:
    sensor = Sensor()
    assert "not dark" in refused([sensor.see(0.7)], [sensor.see(0.3)]).message


def test_a_part_in_view_is_refused_and_its_place_is_named() -> None:
    sensor = Sensor()
    scene = np.full(SHAPE, 0.7)
    scene[30:60, 100:140] = 0.4
    message = refused([sensor.see(scene)], [sensor.see(0.0)]).message
    assert "something lies in view" in message
    x, y = (int(word.rstrip(",;")) for word in (message.split(" x ")[1].split()[0], message.split(" y ")[1].split()[0]))
    assert 100 <= x <= 140
    assert 30 <= y <= 60


def test_light_that_changes_is_refused_and_the_picture_is_named() -> None:
    sensor = Sensor()
    error = refused([sensor.see(0.7), sensor.see(0.7), sensor.see(0.5)], [sensor.see(0.0)])
    assert "bright picture 3" in error.message


def test_a_sensor_with_too_many_defect_pixels_is_refused() -> None:
    sensor = Sensor()
    sensor.dead = [(int(x), int(y)) for y in range(2, 118, 6) for x in range(2, 158, 6)]
    error = refused([sensor.see(0.7)], [sensor.see(0.0)])
    assert "do not measure light" in error.message


def test_a_cluster_that_is_too_large_to_replace_is_refused() -> None:
    cluster = np.array([(x, y) for y in range(40, 47) for x in range(70, 77)], np.int32)
    with pytest.raises(CalibrationError, match="around x 73, y 43 no pixel measures light"):
        Replacement.of(cluster, SHAPE)


def test_pictures_of_two_kinds_are_refused_with_both() -> None:
    sensor = Sensor()
    error = refused([sensor.see(0.7)], [sensor.see(0.0)[:50]])
    assert "160 x 50" in error.message
    assert "160 x 120" in error.message
    assert "bright picture 2" in refused([sensor.see(0.7), sensor.see(0.7)[:50]], []).message
    assert "no bright picture" in refused([], []).message


def test_a_picture_of_another_kind_is_not_corrected() -> None:
    flat = Sensor().learned()
    with pytest.raises(CalibrationError, match=r"160 x 60 grey uint8.*160 x 120 grey uint8"):
        flat.apply(np.zeros((60, 160), np.uint8))
    with pytest.raises(CalibrationError, match="uint16"):
        flat.apply(np.zeros(SHAPE, np.uint16))


def test_what_was_damaged_is_not_restored() -> None:
    flat = Sensor().learned()
    values = flat.values()
    with pytest.raises(CalibrationError, match="cannot be read"):
        FlatField.restored({"dark": flat.dark}, values)
    with pytest.raises(CalibrationError, match="do not fit"):
        FlatField.restored({**flat.arrays(), "dark": flat.dark[:5]}, values)
    with pytest.raises(CalibrationError, match="outside"):
        FlatField.restored({**flat.arrays(), "defects": np.array([[999, 0]])}, values)
    assert dataclasses.asdict(flat.facts)["n_bright"] == 8
