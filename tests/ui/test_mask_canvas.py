"""The canvas under the mouse and the keyboard."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.mask_canvas import MaskCanvas, Tool
from ui.mask_document import MaskDocument
from ui.mask_marks import Shapes
from ui.mask_overlay import overlay, sampled
from ui.picture import render_image
from ui.theme import Theme

SIDE = 200
LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton


@pytest.fixture
def canvas(qapp: QApplication, qtbot: QtBot) -> MaskCanvas:
    made = MaskCanvas(Theme(qapp))
    qtbot.addWidget(made)
    made.resize(400, 400)
    made.show()
    qtbot.waitExposed(made)
    made.show_picture(render_image(np.full((SIDE, SIDE), 90, np.uint8)))
    made.set_document(MaskDocument(np.zeros((SIDE, SIDE), np.uint8)))
    return made


def pixels(canvas: MaskCanvas) -> np.ndarray[Any, Any]:
    assert canvas.document is not None
    return canvas.document.pixels


def at(canvas: MaskCanvas, x: int, y: int) -> QPoint:
    """Where the middle of a picture pixel is on the widget."""
    return canvas.to_widget(QPointF(x + 0.5, y + 0.5)).toPoint()


def drag(canvas: MaskCanvas, points: list[tuple[int, int]], button: Qt.MouseButton = LEFT) -> None:
    none = Qt.KeyboardModifier.NoModifier
    QTest.mousePress(canvas, button, none, at(canvas, *points[0]))
    for point in points[1:]:
        QTest.mouseMove(canvas, at(canvas, *point))
    QTest.mouseRelease(canvas, button, none, at(canvas, *points[-1]))


def click(canvas: MaskCanvas, x: int, y: int, button: Qt.MouseButton = LEFT) -> None:
    QTest.mouseClick(canvas, button, Qt.KeyboardModifier.NoModifier, at(canvas, x, y))


def shot(canvas: MaskCanvas) -> np.ndarray[Any, Any]:
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return flat[:, : image.width(), :3].copy()


def test_a_stroke_paints_the_pixels_under_it_and_undo_restores_them(qtbot: QtBot, canvas: MaskCanvas) -> None:
    canvas.set_size(10)
    with qtbot.waitSignal(canvas.painted):
        drag(canvas, [(40, 50), (120, 50), (120, 90)])
    mask = pixels(canvas)
    assert mask[50, 40:120].all()
    assert mask[50:90, 120].all()
    assert mask[46, 80]
    assert not mask[58, 80]
    assert not mask[100:, :].any()
    assert canvas.document is not None
    canvas.document.undo()
    assert not pixels(canvas).any()


def test_the_eraser_and_the_right_button_take_away(canvas: MaskCanvas) -> None:
    pixels(canvas)[:] = 255
    canvas.document = MaskDocument(pixels(canvas))
    canvas.set_size(6)
    canvas.set_tool(Tool.ERASER)
    drag(canvas, [(20, 20), (60, 20)])
    assert not pixels(canvas)[20, 20:60].any()
    canvas.set_tool(Tool.BRUSH)
    drag(canvas, [(20, 120), (60, 120)], RIGHT)
    assert not pixels(canvas)[120, 20:60].any()
    assert pixels(canvas)[70].all()


def test_a_polygon_is_closed_with_enter_shortened_with_backspace_and_left_with_escape(
    qtbot: QtBot, canvas: MaskCanvas
) -> None:
    canvas.set_tool(Tool.POLYGON)
    for x, y in ((40, 40), (100, 40), (190, 190)):
        click(canvas, x, y)
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    assert len(canvas.points) == 2
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert not pixels(canvas).any(), "two corners are no polygon"
    for x, y in ((100, 100), (40, 100)):
        click(canvas, x, y)
    with qtbot.waitSignal(canvas.painted):
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    mask = pixels(canvas)
    assert mask[41:99, 41:99].all()
    assert not mask[:38].any()
    assert not mask[103:].any()
    click(canvas, 150, 150)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.points == ()


def test_clicking_the_first_corner_closes_a_polygon(canvas: MaskCanvas) -> None:
    canvas.set_tool(Tool.POLYGON)
    for x, y in ((40, 40), (100, 40), (100, 100), (41, 41)):
        click(canvas, x, y)
    assert canvas.points == ()
    assert pixels(canvas)[60, 80]


def test_flood_asks_for_the_pixel_that_was_clicked(qtbot: QtBot, canvas: MaskCanvas) -> None:
    canvas.set_tool(Tool.FLOOD)
    with qtbot.waitSignal(canvas.flood_wanted) as asked:
        click(canvas, 77, 33)
    assert asked.args == [77, 33, False]
    with qtbot.waitSignal(canvas.flood_wanted) as asked:
        click(canvas, 10, 20, RIGHT)
    assert asked.args == [10, 20, True]


def test_a_rectangle_and_polygons_to_ignore_are_told_and_leave_the_mask_alone(qtbot: QtBot, canvas: MaskCanvas) -> None:
    canvas.set_tool(Tool.LOOK_AT)
    with qtbot.waitSignal(canvas.rectangle_drawn) as drawn:
        drag(canvas, [(150, 120), (60, 60), (20, 30)])
    assert drawn.args == [20, 30, 131, 91]
    canvas.set_tool(Tool.IGNORE)
    for x, y in ((40, 40), (80, 40), (80, 80)):
        click(canvas, x, y)
    with qtbot.waitSignal(canvas.polygon_drawn) as drawn:
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert drawn.args == [((40, 40), (80, 40), (80, 80))]
    assert not pixels(canvas).any()
    before = shot(canvas)
    canvas.set_shapes(Shapes((20, 30, 131, 91), (((40, 40), (80, 40), (80, 80)),)), shown=True)
    assert (shot(canvas) != before).any()


def test_the_keyboard_alone_paints(canvas: MaskCanvas) -> None:
    canvas.setFocus()
    canvas.set_size(7)
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert pixels(canvas)[100, 100]
    for _ in range(4):
        QTest.keyClick(canvas, Qt.Key.Key_Right, shift)
    QTest.keyClick(canvas, Qt.Key.Key_Down, shift | Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    ys, xs = np.nonzero(pixels(canvas))
    assert xs.max() > 115
    assert ys.max() <= 106


def test_moving_with_the_middle_button_paints_nothing(canvas: MaskCanvas) -> None:
    canvas.set_zoom(8.0)
    before = canvas.to_picture(QPointF(0, 0))
    drag(canvas, [(100, 100), (110, 105)], MIDDLE)
    assert canvas.to_picture(QPointF(0, 0)) != before
    assert not pixels(canvas).any()


def test_what_may_not_be_edited_is_not_painted(canvas: MaskCanvas) -> None:
    canvas.set_editable(False)
    drag(canvas, [(40, 50), (120, 50)])
    canvas.set_tool(Tool.POLYGON)
    click(canvas, 50, 50)
    assert canvas.points == ()
    assert not pixels(canvas).any()


def test_a_stroke_repaints_only_what_it_touched_and_as_a_whole_repaint_would(canvas: MaskCanvas) -> None:
    seen: list[int] = []
    plain = canvas.paintEvent

    def counted(event: Any) -> None:
        seen.append(event.rect().width() * event.rect().height())
        plain(event)

    canvas.paintEvent = counted  # type: ignore[method-assign]
    canvas.set_size(9)
    for zoom in (2.0, 0.9, 5.5):
        canvas.set_zoom(zoom)
        QApplication.processEvents()
        seen.clear()
        drag(canvas, [(90, 95), (110, 104), (97, 110)])
        QApplication.processEvents()
        assert seen
        assert max(seen) < 0.6 * canvas.width() * canvas.height() or zoom > 5
        partly = shot(canvas)
        canvas.repaint()
        assert (shot(canvas) == partly).all()


@pytest.mark.parametrize("zoom", [0.05, 0.3, 1.0, 7.3])
def test_pieces_of_the_overlay_are_the_same_as_the_whole(zoom: float) -> None:
    mask = np.zeros((600, 600), np.uint8)
    mask[20:300, 40:180] = 255
    mask[12, :] = 255

    def drawn(left: int, top: int, width: int, height: int) -> np.ndarray[Any, Any]:
        def look_up(margin: int) -> np.ndarray[Any, Any]:
            columns = np.arange(left - margin, left + width + margin) + 0.5
            rows = np.arange(top - margin, top + height + margin) + 0.5
            return sampled(mask, columns / zoom, rows / zoom, zoom)

        image = overlay(look_up, (left, top), 0.8)
        if image is None:
            return np.zeros((height, width, 4), np.uint8)
        return np.frombuffer(image.constBits(), np.uint8).reshape(height, width, 4).copy()

    side = min(600, round(600 * zoom))
    whole = drawn(0, 0, side, side)
    assert whole.any(), "a line of one pixel must not vanish"
    half = side // 2
    assert (drawn(half, 3, side - half, side - 3) == whole[3:, half:]).all()


def test_a_mask_has_a_light_and_a_dark_rim_and_a_proposal_looks_different(canvas: MaskCanvas) -> None:
    pixels(canvas)[60:140, 60:140] = 255
    canvas.update()
    mask = shot(canvas).astype(int)
    line = mask[at(canvas, 100, 100).y()].sum(axis=1)
    assert line.max() > 3 * 200
    assert line.min() < 3 * 40
    proposal = pixels(canvas).copy()
    canvas.set_document(MaskDocument(np.zeros((SIDE, SIDE), np.uint8)))
    canvas.set_preview(proposal)
    assert (shot(canvas) != mask).any()
