"""Where the part lies, on drawn parts whose place is known, and on pictures that have none."""

from __future__ import annotations

import functools
import json
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from calibration import CalibrationError
from calibration.image_gate import GateLimits, ImageGate, learn, learn_all
from calibration.registration import FEWEST, Place, Registrar, reduced

HEIGHT, WIDTH = 1200, 1600
SCALE = 4  # drawn small and enlarged: quick, and smooth as a lens draws


def _part() -> NDArray[np.float32]:
    rng = np.random.default_rng(5)
    drawn = np.full((HEIGHT // SCALE, WIDTH // SCALE), 40.0, np.float32)
    cv2.rectangle(drawn, (70, 60), (330, 240), 140.0, -1)
    for _ in range(12):
        x, y = int(rng.integers(90, 310)), int(rng.integers(80, 220))
        cv2.circle(drawn, (x, y), int(rng.integers(5, 16)), float(rng.uniform(60, 220)), -1)
    return drawn


def shot(
    dx_px: float = 0.0,
    dy_px: float = 0.0,
    turn_deg: float = 0.0,
    *,
    seed: int = 0,
    light: float = 1.0,
    defect: bool = False,
    dtype: Any = np.uint8,
) -> NDArray[Any]:
    """A picture of the part, moved and turned about the middle of the picture."""
    part = _part()
    if defect:
        cv2.rectangle(part, (150, 120), (240, 180), 250.0, -1)
    height, width = part.shape
    warp = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -turn_deg, 1.0)
    warp[:, 2] += dx_px / SCALE, dy_px / SCALE
    moved = cv2.warpAffine(part, warp, (width, height), borderValue=40.0) * light
    moved += np.random.default_rng(seed).normal(0.0, 3.0, moved.shape)
    large = cv2.resize(np.clip(moved, 0, 255), (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR)
    return (large * (257 if dtype == np.uint16 else 1)).astype(dtype)


@functools.cache
def good(count: int) -> tuple[NDArray[Any], ...]:
    rng = np.random.default_rng(1)
    return tuple(
        shot(rng.normal(0, 4), rng.normal(0, 4), rng.normal(0, 0.2), seed=k, light=1 + rng.normal(0, 0.04))
        for k in range(count)
    )


@functools.cache
def limits(count: int = 12) -> GateLimits:
    return learn(good(count), place=True)


def place_of(count: int = 12) -> Place:
    place = limits(count).place
    assert place is not None
    return place


@pytest.mark.parametrize(
    ("dx", "dy", "turn"), [(0, 0, 0), (40, -25, 0), (-90, 60, 4), (0, 0, -9), (120, 100, 12), (300, 0, 0)]
)
def test_shift_and_turn_are_found_to_a_few_pixels_in_other_light(dx: float, dy: float, turn: float) -> None:
    registrar = Registrar(reduced(shot(seed=77)), WIDTH, HEIGHT)
    seen = registrar.look(shot(dx, dy, turn, seed=3, light=1.4))
    assert seen is not None
    assert seen.agreement > 0.9
    assert (seen.dx_px, seen.dy_px) == (pytest.approx(dx, abs=4), pytest.approx(dy, abs=4))
    assert seen.turn_deg == pytest.approx(turn, abs=0.5)


def test_good_parts_and_a_glaring_defect_pass_where_the_part_lies_as_usual() -> None:
    gate = ImageGate(limits())
    for number in range(8):
        assert gate.look(shot(3, -4, 0.2, seed=200 + number)).findings == ()
    assert gate.look(shot(2, 2, seed=9, defect=True)).findings == ()


@pytest.mark.parametrize(
    ("moved", "words"), [((260, 0, 0), "out of place"), ((0, 200, 0), "out of place"), ((0, 0, 9), "turned")]
)
def test_a_part_that_lies_elsewhere_is_unfit_and_the_words_say_by_how_much(
    moved: tuple[float, float, float], words: str
) -> None:
    findings = ImageGate(limits()).look(shot(*moved, seed=4)).findings
    assert len(findings) == 1
    assert words in findings[0]
    assert "expected" in findings[0]


def test_no_part_another_part_and_one_upside_down_are_not_recognised() -> None:
    gate = ImageGate(limits())
    rng = np.random.default_rng(2)
    empty = np.clip(rng.normal(110, 3, (HEIGHT, WIDTH)), 0, 255).astype(np.uint8)
    empty[::7] += 20  # not blurred: the place alone tells
    upside_down = np.ascontiguousarray(good(12)[0][::-1, ::-1])
    for picture in (empty, upside_down):
        assert "not recognised" in gate.look(picture).findings[0]


def test_a_dark_picture_is_told_of_as_dark_and_not_as_out_of_place() -> None:
    findings = ImageGate(limits()).look(shot(260, 0, 0, light=0.1)).findings
    assert "too dark" in findings[0]
    assert not any("place" in one for one in findings)


def test_few_pictures_leave_more_room_than_many() -> None:
    few, many = place_of(FEWEST), place_of(12)
    room_of_few = few.shift_high_px - max(few.shift_px(one) for one in learn_all(good(5), place=True).registration.seen)
    room_of_many = many.shift_high_px - max(
        many.shift_px(one) for one in learn_all(good(12), place=True).registration.seen
    )
    assert room_of_few > room_of_many > 0


def test_too_few_pictures_teach_no_place_and_say_so() -> None:
    learned = learn_all(good(FEWEST - 1), place=True)
    assert learned.limits.place is None
    assert str(FEWEST) in learned.registration.why


def test_a_material_without_a_place_teaches_none() -> None:
    rng = np.random.default_rng(8)
    woven = [
        cv2.GaussianBlur(rng.normal(128, 60, (400, 500)).astype(np.float32), (0, 0), 2).clip(0, 255).astype(np.uint8)
        for _ in range(8)
    ]
    learned = learn_all(woven, place=True)
    assert learned.limits.place is None
    assert "no place in common" in learned.registration.why


def test_one_misplaced_part_among_the_good_ones_does_not_widen_the_limits() -> None:
    learned = learn([*good(12), shot(240, 100, 0, seed=50)], place=True)
    assert learned.place is not None
    assert learned.place.n_ignored == 1
    assert learned.place.shift_high_px < 1.5 * place_of(12).shift_high_px


def test_limits_with_a_place_survive_json_and_without_one_are_written_as_before() -> None:
    stored = json.loads(json.dumps(limits().to_dict()))
    again = GateLimits.from_dict(stored)
    assert again == limits()
    picture = shot(10, 10, 0.3, seed=6)
    assert ImageGate(again).look(picture) == ImageGate(limits()).look(picture)
    assert "place" not in learn(good(2)).to_dict()


def test_colour_and_16_bit_pictures_are_compared_as_well() -> None:
    grey = Registrar(reduced(shot(seed=77)), WIDTH, HEIGHT)
    seen = grey.look(np.repeat(shot(30, 0, 0)[..., None], 3, axis=2))
    deep = grey.look(shot(30, 0, 0, dtype=np.uint16))
    assert seen is not None
    assert deep is not None
    assert seen.dx_px == pytest.approx(30, abs=3)
    assert deep.dx_px == pytest.approx(30, abs=3)


def test_another_size_of_picture_is_a_finding_and_a_damaged_reference_an_error() -> None:
    assert "another size" in ImageGate(limits()).look(shot()[:1000]).findings[-1]
    stored = limits().to_dict()
    stored["place"]["reference"] = "no picture"
    with pytest.raises(CalibrationError, match="reference picture"):
        GateLimits.from_dict(stored)
    stored["place"] = {**limits().to_dict()["place"], "shift_high_px": "wide"}
    with pytest.raises(CalibrationError, match="shift_high_px"):
        GateLimits.from_dict(stored)
