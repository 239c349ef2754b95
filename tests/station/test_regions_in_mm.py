"""From a board on the part plane to the millimetres of a defect in the records."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from calibration.boards import Board, Seen
from camera.fake import FakeCamera, FakeOptions
from station.types import Result, Verdict
from tests.station.built_rig import ANNA, SIDE, built, make_config, picture, teach

MM_PER_PX = 0.25
ORIGIN_PX = (4.0, 6.0)


def board_on_the_part() -> Seen:
    """The corners of a board as a camera that looks straight down sees them."""
    board = Board("chessboard", columns=10, rows=9, square_mm=1.0)
    ids = np.arange(board.corners)
    return Seen(board, ids, board.points_mm(ids) / MM_PER_PX + np.array(ORIGIN_PX), (SIDE, SIDE))


def test_a_defect_is_recorded_in_the_millimetres_of_the_calibrated_part_plane(tmp_path: Path) -> None:
    camera = FakeCamera(
        FakeOptions(width=SIDE, height=SIDE, ready_ms=60_000), picture=lambda n: picture(500 + n, defect=True)
    )
    with built(make_config(tmp_path), camera) as station:
        plane = station.calibrations.make_plane(ANNA, "cell", board_on_the_part()).ref
        recipe = teach(station, calibration=plane)
        station.activate("cell", recipe.version, who="anna", why="trial")
        came = threading.Event()
        found: list[Result] = []
        end = station.subscribe(lambda result: (found.append(result), came.set())[1])
        station.start()
        station.trigger("P1")
        assert came.wait(60)
        station.stop()
        end()
        one = station.records.get(found[0].inspection.id)
    assert one is not None
    assert (one.verdict, one.part_id) == (Verdict.NOK, "P1")
    (region,) = one.defect_regions
    assert region.area_mm2 == pytest.approx(region.area_px * MM_PER_PX**2, rel=1e-4)
    assert (region.x_mm, region.y_mm) == pytest.approx(
        ((region.x - ORIGIN_PX[0]) * MM_PER_PX, (region.y - ORIGIN_PX[1]) * MM_PER_PX), abs=1e-4
    )
    assert one.regions_found is not None
    assert one.regions_found.area_mm2 == pytest.approx(region.area_mm2)
    assert abs(region.x - 13.5) < 2
    assert abs(region.y - 25.5) < 2
