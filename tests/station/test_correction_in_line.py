"""Pictures are corrected once: by the line before they are judged, by capturing before they are stored."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from calibration.boards import Board, Seen
from camera.fake import FakeCamera, FakeOptions
from station.assignments import Assignment
from station.capture_words import CapturePlan
from station.errors import CalibrationStoreError
from station.images import read_image, stored_path
from station.judge import Setup
from station.queries import ImageLabel
from station.recipe import Recipe
from station.rescoring import Agreement
from station.services import Station
from station.taught_under import taught_under
from station.types import Inspection, Reason, Result, StationState, Verdict
from tests.station.built_rig import ANNA, SIDE, acts, built, make_config, teach

WAIT_S = 60.0
SHADE = np.linspace(0.6, 1.4, SIDE) * np.ones((SIDE, 1))


def part(number: int, *, defect: bool = False) -> NDArray[np.float64]:
    scene = np.random.default_rng(number).integers(95, 105, (SIDE, SIDE)).astype(np.float64)
    if defect:
        scene[20:32, 8:20] = 160
    return scene


def raw(number: int, *, defect: bool = False) -> NDArray[np.uint8]:
    """What the camera sees of a part under a lamp that is brighter on the right."""
    return np.clip(np.rint(part(number, defect=defect) * SHADE), 0, 255).astype(np.uint8)


def wait_for(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < limit
        threading.Event().wait(0.005)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    camera = FakeCamera(FakeOptions(width=SIDE, height=SIDE, ready_ms=60_000), picture=raw)
    with built(make_config(tmp_path), camera) as one:
        yield one


def calibrate(station: Station) -> None:
    sheet = np.rint(120 * SHADE).astype(np.uint8)
    station.calibrations.make_flat_field(ANNA, "cell", [sheet] * 3)


def in_force(station: Station) -> None:
    """A recipe that was taught from corrected pictures."""
    calibrate(station)
    ref = station.calibrations.current("cell")
    assert ref is not None
    correction = station.calibrations.correction(ref.ref)
    recipe = teach(station, good=[correction.apply(raw(n)) for n in range(8)], calibration=ref.ref, threshold=8.0)
    station.activate("cell", recipe.version, who="anna", why="trial")


def inspect(station: Station) -> tuple[Inspection, Result]:
    results: list[Result] = []
    leave = station.subscribe(results.append)
    station.trigger()
    wait_for(lambda: bool(results))
    leave()
    wait_for(
        lambda: (one := station.records.get(results[0].inspection.id)) is not None and one.image.sha256 is not None
    )
    stored = station.records.get(results[0].inspection.id)
    assert stored is not None
    return stored, results[0]


def test_the_line_judges_stores_and_shows_the_corrected_picture(station: Station) -> None:
    in_force(station)
    station.start()
    one, result = inspect(station)
    assert one.verdict is Verdict.OK
    assert result.image is not None
    assert float(result.image.mean(axis=0).std()) < 2.0 < float(raw(0).mean(axis=0).std())
    path = stored_path(station.config.images_dir, one)
    assert path is not None
    np.testing.assert_array_equal(read_image(path), result.image)


def test_scoring_the_stored_picture_again_does_not_correct_it_twice(station: Station) -> None:
    in_force(station)
    station.start()
    one, _ = inspect(station)
    assert station.rescoring.rescore(one).agreement is Agreement.EQUAL


def test_a_recipe_in_force_takes_a_new_calibration_over_between_two_parts(station: Station) -> None:
    in_force(station)
    station.start()
    first, _ = inspect(station)
    calibrate(station)
    after = station.calibrations.take_over(ANNA, "cell")
    second, result = inspect(station)
    assert first.recipe is not None
    assert second.recipe == after.ref
    assert second.recipe.version == first.recipe.version + 1
    assert second.verdict is Verdict.OK
    assert result.image is not None
    assert float(result.image.mean(axis=0).std()) < 2.0
    assert station.status().state is StationState.READY
    assert "recipe.activated" in acts(station)


def test_a_picture_of_another_size_is_an_error_and_never_scored(tmp_path: Path) -> None:
    options = FakeOptions(width=2 * SIDE, height=SIDE, ready_ms=60_000)
    camera = FakeCamera(options, picture=lambda _n: np.zeros((SIDE, 2 * SIDE), np.uint8))
    with built(make_config(tmp_path), camera) as station:
        in_force(station)
        station.start()
        one, _ = inspect(station)
        assert (one.verdict, one.reason, one.score) == (Verdict.ERROR, Reason.IMAGE_MISMATCH, None)
        assert "96 x 48" in one.detail


def test_a_damaged_calibration_keeps_the_line_from_starting(station: Station) -> None:
    in_force(station)
    path = station.config.calibrations_dir / "cell" / "v001" / "flat_field.npz"
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(CalibrationStoreError, match=r"flat_field.npz was changed or is damaged"):
        station.start()
    assert station.status().state is StationState.STOPPED


def test_another_calibration_is_never_taken_for_what_was_loaded(station: Station) -> None:
    in_force(station)
    station.start()
    running: Setup | None = station._line.setup
    assert running is not None
    assert running.recipe.calibration is not None
    assert running.correct(raw(1)) is not raw(1)
    other = running.recipe.calibration.model_copy(update={"version": 2})
    assert running.under(running.recipe.model_copy(update={"calibration": other})) is None
    assert running.under(running.recipe.model_copy(update={"threshold": 9.0})) is not None


def captured(station: Station, count: int = 2) -> list[Any]:
    station.capturing.open(ANNA)
    station.capturing.begin(ANNA, CapturePlan("cell", ImageLabel.GOOD, count=count))
    wait_for(lambda: (now := station.capturing.status()).plan is None and now.waiting == 0)
    assert not station.capturing.status().problem
    station.capturing.close(ANNA)
    return station.datasets.page("cell")


def test_captured_pictures_are_corrected_and_known_to_be(station: Station) -> None:
    first = captured(station)
    calibrate(station)
    ref = station.calibrations.current("cell")
    assert ref is not None
    second = captured(station)[len(first) :]
    assert len(second) == 2
    assert read_image(Path(first[0].image.path)).mean(axis=0).std() > 10
    assert read_image(Path(second[0].image.path)).mean(axis=0).std() < 3
    known = station.records.corrections.of([one.image.sha256 for one in (*first, *second)])
    assert known == {one.image.sha256: ref.ref for one in second}
    under = taught_under(station.records, [one.image.sha256 for one in second])
    assert (under.calibration, under.warning) == (ref.ref, "")
    mixed = taught_under(station.records, [one.image.sha256 for one in (*first, *second)])
    assert mixed.calibration == ref.ref
    assert "2 of 4 good pictures were not corrected by calibration cell version 1 (flat field)" in mixed.warning
    assert taught_under(station.records, [one.image.sha256 for one in first]).calibration is None


def test_pictures_from_the_running_line_are_not_corrected_again(station: Station) -> None:
    in_force(station)
    station.start()
    station.capturing.begin(ANNA, CapturePlan("cell", ImageLabel.GOOD, count=1))
    _, result = inspect(station)
    wait_for(lambda: station.capturing.status().stored == 1)
    (stored,) = station.datasets.page("cell")
    assert result.image is not None
    np.testing.assert_array_equal(read_image(Path(stored.image.path)), result.image)
    current = station.calibrations.current("cell")
    assert current is not None
    assert station.records.corrections.of([stored.image.sha256]) == {stored.image.sha256: current.ref}


@pytest.mark.timeout(300)  # a training starts an interpreter
def test_what_is_taught_from_corrected_pictures_judges_by_their_calibration(station: Station) -> None:
    calibrate(station)
    current = station.calibrations.current("cell")
    assert current is not None
    captured(station, 16)
    notes: list[str] = []
    wanted = Assignment("cell", detector="fake", options={"cells": 8})
    recipe = station.teaching.lecture(ANNA, wanted, on_note=notes.append).taught.recipe
    assert recipe.calibration == current.ref
    assert not any("were not corrected" in note for note in notes)
    station.activate("cell", recipe.version, who="anna", why="trial")
    station.start()
    one, result = inspect(station)
    assert one.verdict is not Verdict.ERROR
    assert result.image is not None
    assert float(result.image.mean(axis=0).std()) < 3.0


def test_defect_regions_are_in_millimetres_where_there_is_a_part_plane(station: Station) -> None:
    setup = station._load_setup(planned(station))
    try:
        assert setup.plane is not None
        assert setup.areas is not None
        assert setup.plane.mm_per_px == pytest.approx(0.25, rel=1e-6)
        assert float(setup.areas.mm2.mean()) == pytest.approx(0.0625, rel=1e-6)
    finally:
        setup.detector.close()


def planned(station: Station) -> Recipe:
    """A recipe with a part plane of 0.25 mm per pixel, from corners that are known."""
    board = Board("chessboard", 12, 9, 1.0)
    mm = board.points_mm()
    seen = Seen(board, np.arange(board.corners), mm * 4.0 - 2.0, (SIDE, SIDE))
    ref = station.calibrations.make_plane(ANNA, "cell", seen).ref
    return teach(station, good=[raw(n) for n in range(8)], calibration=ref)
