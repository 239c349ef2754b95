"""What the line records of the places where a part looks wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from calibration.defect_regions import PixelAreas
from calibration.plane import PartPlane
from camera.api import Frame
from detectors.api import Prediction
from station.judge import Judged, Measured, Setup, judge
from station.ledger import Ticket
from station.region import Rectangle, Region
from station.types import Reason, Verdict
from tests.line.line_rig import ScriptedDetector, good, make_recipe
from tests.station.conftest import NOON

SIZE = (40, 60)


class Mapped(ScriptedDetector):
    """Answers with a score and a map of its own choice, related or not."""

    def __init__(self, score: float, anomaly_map: np.ndarray[Any, Any]) -> None:
        super().__init__(good)
        self.prediction = Prediction(score, anomaly_map)

    def predict(self, images: Sequence[np.ndarray[Any, Any]]) -> list[Prediction]:
        return [self.prediction for _ in images]


def hot(*places: tuple[slice, slice, float], size: tuple[int, int] = SIZE) -> np.ndarray[Any, Any]:
    values = np.full(size, 0.25, np.float32)
    for rows, columns, value in places:
        values[rows, columns] = value
    return values


def judged(score: float, anomaly_map: np.ndarray[Any, Any], areas: PixelAreas | None = None) -> Judged:
    image = np.zeros(SIZE, np.uint8)
    recipe = make_recipe(size=SIZE).model_copy(update={"review_from": 0.8})
    setup = Setup(recipe, Mapped(score, anomaly_map), lambda _image: Measured(), areas=areas)
    ticket = Ticket(Frame(1, 0, NOON, image, "test"))
    return judge(ticket, setup, camera_id="test", fault=None, deadline_ns=10**12, clock=lambda: 1)


def test_a_reject_says_where_and_how_large_in_pixels_and_millimetres() -> None:
    two = hot((slice(5, 9), slice(10, 16), 1.5), (slice(30, 32), slice(50, 51), 2.5))
    found = judged(2.0, two, PixelAreas(PartPlane.of_scale(0.5, 60, 40))).inspection
    assert (found.verdict, found.n_regions) == (Verdict.NOK, 2)
    large, small = found.defect_regions
    assert (large.area_px, large.area_mm2, large.peak) == (24, 6.0, 1.5)
    assert (large.x, large.y, large.x_mm, large.y_mm) == (12.5, 6.5, 6.25, 3.25)
    assert (small.area_px, small.area_mm2, small.peak, small.peak_x) == (2, 0.5, 2.5, 50)
    assert found.regions_found is not None
    assert (found.regions_found.area_mm2, found.regions_found.peak) == (6.5, 2.5)


def test_an_ok_part_with_a_hot_spot_tells_of_it() -> None:
    found = judged(0.5, hot((slice(5, 6), slice(10, 11), 1.0))).inspection
    assert (found.verdict, found.n_regions) == (Verdict.OK, 1)
    assert found.defect_regions[0].area_mm2 is None


def test_a_reject_by_its_score_alone_tells_its_hottest_place() -> None:
    found = judged(1.2, hot((slice(5, 6), slice(10, 11), 0.75))).inspection
    assert (found.verdict, found.n_regions) == (Verdict.NOK, 0)
    assert found.regions_found is not None
    assert (found.regions_found.peak, found.regions_found.peak_x, found.regions_found.peak_y) == (0.75, 10, 5)


def test_without_a_usable_score_there_are_no_regions() -> None:
    found = judged(float("nan"), hot((slice(5, 6), slice(10, 11), 3.0))).inspection
    assert (found.reason, found.n_regions) == (Reason.SCORE_NOT_FINITE, None)


@pytest.mark.parametrize("size", [(20, 30), (60, 40)])
def test_a_map_that_is_not_that_of_the_picture_never_lets_a_part_pass(size: tuple[int, int]) -> None:
    one = judged(0.1, hot(size=size))
    assert (one.inspection.verdict, one.inspection.reason) == (Verdict.ERROR, Reason.DETECTOR_EXCEPTION)
    assert "anomaly map" in one.inspection.detail
    assert one.detector_failed


@pytest.mark.parametrize("everywhere", [1.0, 3.0])
def test_what_does_not_count_is_no_defect_even_where_all_that_counts_is_one(everywhere: float) -> None:
    region = Region(roi=Rectangle(x=10, y=5, width=20, height=16), ignore=(((10, 5), (14, 5), (14, 9), (10, 9)),))
    recipe = make_recipe(size=SIZE).model_copy(update={"region": region})
    setup = Setup(recipe, Mapped(3.0, np.full(SIZE, everywhere, np.float32)), lambda _image: Measured())
    ticket = Ticket(Frame(1, 0, NOON, np.zeros(SIZE, np.uint8), "test"))
    one = judge(ticket, setup, camera_id="test", fault=None, deadline_ns=10**12, clock=lambda: 1).inspection
    assert (one.verdict, one.n_regions) == (Verdict.NOK, 1)
    assert one.defect_regions[0].area_px == np.count_nonzero(region.whole(*SIZE)) < 320


def test_a_changed_threshold_keeps_the_scale_of_the_part_plane() -> None:
    areas = PixelAreas(PartPlane.of_scale(0.5, 60, 40))
    setup = Setup(make_recipe(size=SIZE), ScriptedDetector(good), lambda _image: Measured(), areas=areas)
    other = setup.under(make_recipe(size=SIZE).model_copy(update={"threshold": 7.0}))
    assert other is not None
    assert (other.areas, other.recipe.threshold) == (areas, 7.0)
