"""The whole correction: its order, its error against float64, and what it refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from calibration import CalibrationError
from calibration.correction import Correction
from calibration.flat_field import FlatField, learn
from calibration.lens import Lens, LensFacts
from calibration.plane import PartPlane
from calibration.white_balance import WhiteBalance
from calibration.white_balance import learn as learn_white

WIDTH, HEIGHT = 320, 240
FACTS = LensFacts(12, 1000, 0.2, (0.2,) * 12, 1.0, 1.0, 30.0)


def lens() -> Lens:
    return Lens(380.0, 380.0, 158.0, 121.0, (-0.18, 0.06, 5e-4, -3e-4, 0.0), WIDTH, HEIGHT, FACTS).filled()


def sheet(channels: int = 1, full: int = 255) -> NDArray[Any]:
    rng = np.random.default_rng(5)
    shade = 0.65 * (1.0 - 0.3 * np.linspace(-1, 1, WIDTH) ** 2) * np.ones((HEIGHT, 1))
    shape = shade.shape if channels == 1 else (*shade.shape, 3)
    light = shade if channels == 1 else shade[..., None] * np.array([1.0, 0.85, 0.7])
    values = np.rint(full * light + rng.normal(0, full / 200, shape))
    return values.astype(np.uint8 if full == 255 else np.uint16)


def flat(channels: int = 1, full: int = 255) -> FlatField:
    bright = sheet(channels, full)
    return learn([bright], [np.full_like(bright, round(0.017 * full))])


def smooth(seed: int, channels: int = 1, full: int = 255) -> NDArray[Any]:
    """A picture with structure, as lenses show it."""
    rng = np.random.default_rng(seed)
    coarse = rng.random((HEIGHT // 4 + 1, WIDTH // 4 + 1, channels))
    ys, xs = np.indices((HEIGHT, WIDTH)) / 4.0
    top, left = ys.astype(int), xs.astype(int)
    down, right = (ys - top)[..., None], (xs - left)[..., None]
    fine = (coarse[top, left] * (1 - right) + coarse[top, np.minimum(left + 1, WIDTH // 4)] * right) * (1 - down) + (
        coarse[np.minimum(top + 1, HEIGHT // 4), left] * (1 - right)
        + coarse[np.minimum(top + 1, HEIGHT // 4), np.minimum(left + 1, WIDTH // 4)] * right
    ) * down
    values = np.rint(fine * 0.6 * full).astype(np.uint8 if full == 255 else np.uint16)
    return values[..., 0] if channels == 1 else values


def in_float64(raw: NDArray[Any], flat: FlatField, lens: Lens) -> NDArray[np.float64]:
    """The same without rounding in between: the plain formulas of both parts."""
    dark, gain = flat.dark.astype(np.float64) * flat.dark_step, flat.gain.astype(np.float64) / 4096.0
    even = np.clip((raw - dark) * gain, 0, flat.full_scale)
    for x, y in flat.defects:
        even[y, x] = flat.apply(raw)[y, x]
    ys, xs = np.indices(raw.shape)
    at = lens.raw_px(np.stack([xs.reshape(-1), ys.reshape(-1)], axis=1))
    x, y = np.clip(at[:, 0], 0, WIDTH - 1), np.clip(at[:, 1], 0, HEIGHT - 1)
    left, top = np.minimum(x.astype(int), WIDTH - 2), np.minimum(y.astype(int), HEIGHT - 2)
    right, down = x - left, y - top
    found = (even[top, left] * (1 - right) + even[top, left + 1] * right) * (1 - down) + (
        even[top + 1, left] * (1 - right) + even[top + 1, left + 1] * right
    ) * down
    return np.asarray(found.reshape(raw.shape))


@pytest.mark.parametrize("full", [255, 4095])
def test_the_fast_correction_is_within_one_grey_level_of_float64(full: int) -> None:
    light, straight = flat(full=full), lens()
    raw = smooth(1, full=full)
    got = Correction(flat_field=light, lens=straight).apply(raw).astype(np.float64)
    # half a level of rounding for each of the two steps, and 1/50 for float32 maps on 12 bits
    assert float(np.abs(got - in_float64(raw, light, straight)).max()) <= 1.02


def test_the_white_balance_is_part_of_the_flat_field_of_a_colour_picture() -> None:
    light = flat(3)
    card = light.apply(sheet(3))
    white = learn_white([card])
    raw = smooth(2, 3)
    got = Correction(flat_field=light, white_balance=white).apply(raw).astype(int)
    one_by_one = white.apply(light.apply(raw)).astype(int)
    assert int(np.abs(got - one_by_one).max()) <= 1
    grey = Correction(flat_field=light, white_balance=white).apply(sheet(3)).reshape(-1, 3).mean(axis=0)
    assert float(np.ptp(grey)) < 1.5


def test_a_part_plane_alone_changes_nothing() -> None:
    plane = PartPlane.of_scale(0.1, WIDTH, HEIGHT)
    correction = Correction(plane=plane)
    raw = smooth(3)
    assert correction.apply(raw) is raw
    assert not correction.changes_pixels
    assert correction.plane is plane


def test_what_comes_out_is_new_and_cannot_be_written() -> None:
    raw = smooth(4)
    before = raw.copy()
    corrected = Correction(lens=lens()).apply(raw)
    np.testing.assert_array_equal(raw, before)
    with pytest.raises(ValueError, match="read-only"):
        corrected[0, 0] = 1


def test_parts_of_different_sizes_are_refused_with_both() -> None:
    with pytest.raises(CalibrationError, match=r"lens 320 x 240, part plane 640 x 480"):
        Correction(lens=lens(), plane=PartPlane.of_scale(0.1, 640, 480))


def card(red: float, green: float, blue: float, full: int = 255) -> NDArray[Any]:
    dtype = np.uint8 if full == 255 else np.uint16
    values = np.rint(np.array([red, green, blue]) * full)
    return (np.ones((60, 80, 3)) * values).astype(dtype)


@pytest.mark.parametrize("full", [255, 65535])
def test_a_grey_card_is_grey_and_as_bright_as_before(full: int) -> None:
    picture = card(0.6, 0.45, 0.3, full)
    white = learn_white([picture, picture])
    grey = white.apply(picture).reshape(-1, 3).mean(axis=0)
    assert float(np.ptp(grey)) <= 1.5
    assert float(grey.mean()) == pytest.approx(float(picture.mean()), abs=1.0)
    assert WhiteBalance.restored(white.values()) == white


def test_what_is_saturated_stays_saturated_under_a_gain_below_one() -> None:
    white = learn_white([card(0.6, 0.45, 0.3)])
    assert white.gains[0] < 1
    bright = np.full((4, 4, 3), 255, np.uint8)
    assert (white.apply(bright) == 255).all()


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (np.full((60, 80), 120, np.uint8), "picture 1 is grey"),
        (card(1.0, 0.5, 0.5), "saturated: 100.0 %"),
        (card(0.5, 0.4, 0.04), "too dark: blue is at 3.9 %"),
        (np.concatenate([card(0.6, 0.3, 0.3), card(0.3, 0.3, 0.6)], axis=1), "no even grey card"),
    ],
)
def test_what_is_no_grey_card_is_refused(picture: NDArray[Any], words: str) -> None:
    with pytest.raises(CalibrationError, match=words) as caught:
        learn_white([picture])
    assert caught.value.hint
    with pytest.raises(CalibrationError, match="no picture"):
        learn_white([])
