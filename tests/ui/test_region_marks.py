"""Defect regions on the screen: boxes with numbers, and the same numbers in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from station.types import DefectRegion, DefectRegions, Inspection, OutputState, Result, Verdict
from ui.image_view import ImageView
from ui.picture import render, view_of
from ui.region_marks import paint_regions
from ui.region_words import LISTED, place_facts, region_lines, regions_line, regions_sentence
from ui.theme import Theme
from ui.widgets.verdict import VerdictPanel

REGION = DefectRegion(120, 150.0, 120.0, 140, 100, 20, 40, 3.0, 150, 121)
FAR = DefectRegion(4, 350.5, 250.5, 350, 250, 2, 2, 2.5, 350, 250)


def with_regions(inspection: Inspection, *regions: DefectRegion, n: int | None = None) -> Inspection:
    area = sum(one.area_px for one in regions)
    mm2 = sum(one.area_mm2 for one in regions if one.area_mm2 is not None) or None
    found = DefectRegions(len(regions) if n is None else n, area, mm2, 3.0, 150, 121, regions)
    return replace(inspection, regions_found=found)


def millimetres(region: DefectRegion) -> DefectRegion:
    return replace(region, area_mm2=region.area_px / 10, x_mm=region.x / 10, y_mm=-region.y / 10)


@pytest.fixture
def nok(new_result: Callable[..., Result]) -> Inspection:
    return with_regions(new_result(1, Verdict.NOK).inspection, REGION, FAR)


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> ImageView:
    made = ImageView(theme)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def shown(view: ImageView, inspection: Inspection, *, mark_all: bool = False) -> QImage:
    picture = render(view_of(inspection, np.full((300, 400), 100, np.uint8), None, mark_all=mark_all))
    assert picture is not None
    view.show_picture(picture)
    return view.grab().toImage()


def brightest_near(image: QImage, x: int, y: int) -> int:
    return max(image.pixelColor(x + dx, y + dy).red() for dx in range(-1, 2) for dy in range(-1, 2))


def test_each_region_has_a_box_around_it_that_leaves_it_free(view: ImageView, nok: Inspection) -> None:
    image = shown(view, nok)
    for x, y in ((136, 120), (164, 120), (150, 96), (150, 144)):
        assert brightest_near(image, x, y) > 200
    assert image.pixelColor(150, 120).red() == 100
    assert brightest_near(image, 344, 251) > 200  # two pixels are given a box that one can see
    assert image.pixelColor(351, 251).red() == 100


def test_boxes_go_with_the_heatmap(view: ImageView, nok: Inspection) -> None:
    shown(view, nok)
    view.set_heat_shown(False)
    assert brightest_near(view.grab().toImage(), 136, 120) == 100


def test_a_part_that_passed_has_no_boxes_until_somebody_looks_back(
    view: ImageView, new_result: Callable[..., Result]
) -> None:
    passed = replace(with_regions(new_result(1, Verdict.OK).inspection, REGION), output=OutputState.SENT)
    assert brightest_near(shown(view, passed), 136, 120) == 100
    assert brightest_near(shown(view, passed, mark_all=True), 136, 120) > 200


def test_a_number_stays_in_view_while_its_box_reaches_out_of_it(qtbot: QtBot) -> None:
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(QColor(90, 90, 90))
    painter = QPainter(image)
    huge = replace(REGION, left=-500, top=-500, width=2000, height=2000)
    paint_regions(painter, [huge], lambda point: point, QRectF(0, 0, 200, 100))
    painter.end()
    assert image.pixelColor(3, 3).red() < 60
    assert image.pixelColor(100, 50) == QColor(90, 90, 90)


def test_regions_are_told_with_place_size_and_heat(nok: Inspection) -> None:
    assert regions_sentence(nok) == "2 defect regions, 124 px together"
    assert region_lines(nok) == [
        "1: 120 px at (150.0; 120.0) px, peak 1.5\u00a0×\u00a0threshold",
        "2: 4 px at (350.5; 250.5) px, peak 1.25\u00a0×\u00a0threshold",
    ]
    on_plane = with_regions(nok, millimetres(REGION))
    assert regions_sentence(on_plane) == "1 defect region, 12 mm²"
    assert region_lines(on_plane) == ["1: 12 mm² at (15.0; -12.0) mm, peak 1.5\u00a0×\u00a0threshold"]


def test_without_a_positive_threshold_the_peak_is_told_as_it_is(nok: Inspection) -> None:
    assert region_lines(replace(nok, threshold=-1.0))[0].endswith("peak 3.000")


def test_many_regions_are_counted_and_not_all_listed(nok: Inspection) -> None:
    lines = region_lines(with_regions(nok, *[REGION] * 12, n=40))
    assert len(lines) == LISTED + 1
    assert lines[-1] == f"and {40 - LISTED} more"


def test_a_reject_without_a_region_tells_its_hottest_place(
    qtbot: QtBot, theme: Theme, new_result: Callable[..., Result]
) -> None:
    cold = replace(new_result(1, Verdict.NOK).inspection, regions_found=DefectRegions(0, 0, None, 1.5, 7, 8))
    words = "No place reaches the threshold; hottest at (7; 8) px, 0.75\u00a0×\u00a0threshold"
    assert regions_sentence(cold) == words
    panel = VerdictPanel(theme)
    qtbot.addWidget(panel)
    panel.show_inspection(cold)
    assert panel.detail.text == words
    unknown = replace(cold, regions_found=None)
    assert (regions_sentence(unknown), region_lines(unknown), regions_line(unknown)) == ("", [], "")


def test_what_robot_and_plc_know_is_told_where_it_is_known(nok: Inspection) -> None:
    assert place_facts(replace(nok, acquisition=None)) == []
    pose = (0.1, -0.25, 0.4, 0.0, 3.14159, 0.0)
    assert place_facts(replace(nok, acquisition=4711, setup=2, pose_index=7, pose=pose)) == [
        ("Acquisition", "4711"),
        ("Set-up", "2"),
        ("Pose number", "7"),
        ("Robot's pose", "0.1000; -0.2500; 0.4000 m, rotation 0.0000; 3.1416; 0.0000 rad"),
    ]
