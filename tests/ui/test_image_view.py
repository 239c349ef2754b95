from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.types import Result, Verdict
from ui.image_view import MOST, ImageView
from ui.picture import heat_color, render, render_image, view_of
from ui.theme import Theme


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> ImageView:
    made = ImageView(theme)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def color(view: ImageView, at: QPointF) -> QColor:
    return view.grab().toImage().pixelColor(view.to_widget(at).toPoint())


def near(one: QColor, other: tuple[float, float, float], most: float = 3) -> bool:
    return max(abs(a - b) for a, b in zip((one.red(), one.green(), one.blue()), other, strict=True)) <= most


def test_new_picture_fits_into_the_view(view: ImageView) -> None:
    view.show_picture(render_image(np.full((600, 800), 90, np.uint8)))
    assert view.fits
    assert view.zoom == pytest.approx(0.5)
    assert near(color(view, QPointF(1, 1)), (90, 90, 90))


def test_fit_follows_the_size_of_the_window(view: ImageView) -> None:
    view.show_picture(render_image(np.zeros((600, 800), np.uint8)))
    view.resize(800, 600)
    assert view.zoom == pytest.approx(1.0)


def test_overlay_is_drawn_with_the_chosen_opacity_and_nothing_below_the_threshold(
    view: ImageView, new_result: Callable[..., Result]
) -> None:
    anomaly_map = np.full((300, 400), 1.99, np.float32)
    anomaly_map[100:200, 100:200] = 50.0
    image = np.full((300, 400), 100, np.uint8)
    result = new_result(1, Verdict.NOK, image=image, anomaly_map=anomaly_map)
    picture = render(view_of(result.inspection, result.image, result.anomaly_map))
    assert picture is not None
    view.show_picture(picture)
    hot = heat_color(255)
    for opacity in (0.25, 1.0):
        view.set_heat_opacity(opacity)
        assert near(color(view, QPointF(300, 250)), (100, 100, 100), 0)
        expected = [100 * (1 - opacity) + opacity * value for value in (hot.red(), hot.green(), hot.blue())]
        assert near(color(view, QPointF(180, 180)), (expected[0], expected[1], expected[2]))
    view.set_heat_shown(False)
    assert near(color(view, QPointF(180, 180)), (100, 100, 100), 0)


def test_zooming_keeps_the_point_under_the_pointer(view: ImageView) -> None:
    view.show_picture(render_image(np.zeros((600, 800), np.uint8)))
    pointer = QPointF(100, 80)
    before = view.to_picture(pointer)
    event = QWheelEvent(
        pointer,
        QPointF(view.mapToGlobal(pointer.toPoint())),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)
    assert view.zoom > 0.5
    after = view.to_picture(pointer)
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()), abs=0.01)


def test_zoom_has_limits(view: ImageView) -> None:
    view.show_picture(render_image(np.zeros((600, 800), np.uint8)))
    for _ in range(60):
        view.zoom_in()
    assert view.zoom == MOST
    for _ in range(60):
        view.zoom_out()
    assert view.fits


def test_original_size_is_one_picture_pixel_per_screen_pixel(view: ImageView) -> None:
    checks = np.indices((600, 800)).sum(axis=0) % 2 * 255
    view.show_picture(render_image(checks.astype(np.uint8)))
    QTest.keyClick(view, Qt.Key.Key_1)
    assert view.zoom == 1.0
    shown = view.grab().toImage()
    row = [shown.pixelColor(x, 150).red() for x in range(100, 120)]
    assert sorted(set(row)) == [0, 255]
    assert all(one != other for one, other in pairwise(row))
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.fits


def test_the_picture_is_moved_with_keys_and_mouse_but_never_out_of_view(view: ImageView) -> None:
    view.show_picture(render_image(np.zeros((600, 800), np.uint8)))
    view.original_size()
    middle = QPointF(200, 150)
    before = view.to_picture(middle).x()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.to_picture(middle).x() > before
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 100))
    QTest.mouseMove(view, QPoint(280, 100))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(280, 100))
    for _ in range(30):
        QTest.keyClick(view, Qt.Key.Key_Left)
        QTest.keyClick(view, Qt.Key.Key_Up)
    corner = view.to_picture(QPointF(0, 0))
    assert (corner.x(), corner.y()) == pytest.approx((0, 0))


def test_zoom_and_place_stay_for_the_next_picture_of_the_same_size_only(view: ImageView) -> None:
    view.show_picture(render_image(np.zeros((600, 800), np.uint8)))
    view.original_size()
    view.show_picture(render_image(np.ones((600, 800), np.uint8)))
    assert view.zoom == 1.0
    view.show_picture(render_image(np.ones((300, 800), np.uint8)))
    assert view.fits


def test_view_asks_for_finer_pixels_when_it_zooms_beyond_what_the_picture_holds(qtbot: QtBot, view: ImageView) -> None:
    image = np.zeros((2000, 2400), np.uint8)
    view.show_picture(render_image(image, view.level))
    wanted: list[int] = []
    view.level_wanted.connect(wanted.append)
    view.show_picture(render_image(image, view.level))
    assert wanted == []
    view.original_size()
    assert wanted == [0]


def test_without_a_picture_the_view_says_why(view: ImageView) -> None:
    view.show_picture(render_image(np.zeros((600, 800), np.uint8)))
    view.show_note("No picture of this part", "the camera was lost")
    assert view.picture is None
    shown = view.grab().toImage()
    colors = {shown.pixelColor(x, y).rgb() for x in range(0, 400, 2) for y in range(100, 200, 2)}
    assert len(colors) > 2
