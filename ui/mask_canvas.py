"""The canvas: a picture with its heatmap that can be painted on, and on which regions are drawn."""

from __future__ import annotations

import math
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from station.mask_tools import Point, Rect
from ui.image_view import ImageView
from ui.mask_document import MaskDocument
from ui.mask_marks import Shapes, outline, paint_around, paint_brush, paint_corners, paint_cross, paint_ignored
from ui.mask_overlay import overlay, sampled
from ui.theme import Theme

BRUSH_MOST = 400
_NEAR = 10
"""Screen pixels around the first corner that close a polygon."""


class Tool(StrEnum):
    BRUSH = "brush"
    ERASER = "eraser"
    POLYGON = "polygon"
    FLOOD = "flood"
    LOOK_AT = "look_at"
    """A rectangle: what is looked at."""
    IGNORE = "ignore"
    """A polygon that is looked away from."""


class MaskCanvas(ImageView):
    """Paints with the left button, moves with the middle one; wheel, pinch and keys zoom as in `ImageView`.

    With the keyboard: Shift and arrows move a cross, Space does there what a click would do. A stroke repaints only
    what it touched.
    """

    painted = Signal()
    """A step was added to the document."""
    flood_wanted = Signal(int, int, bool)
    """Fill around this pixel; the last value: erase."""
    rectangle_drawn = Signal(int, int, int, int)
    polygon_drawn = Signal(object)
    """A polygon to ignore: a tuple of (x, y)."""
    size_changed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.document: MaskDocument | None = None
        self.tool = Tool.BRUSH
        self._size = 24
        self._mask_opacity = 0.8
        self._preview: NDArray[np.uint8] | None = None
        self._shapes = Shapes()
        self._shapes_shown = False
        self._editable = True
        self._points: list[Point] = []
        self._last: Point | None = None
        self._erasing = False
        self._corner: Point | None = None
        self._pointer: QPointF | None = None
        self._cross: Point | None = None
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(self.tr("Canvas"))
        self.setAccessibleDescription(
            self.tr(
                "Shift and arrow keys move a cross, Space paints there. Enter closes a polygon, Escape leaves it,"
                " Backspace takes its last corner away. Plus and minus zoom, arrow keys move, 0 fits, 1 shows the"
                " original size."
            )
        )

    @property
    def points(self) -> tuple[Point, ...]:
        """The corners of the polygon that is being drawn."""
        return tuple(self._points)

    def set_document(self, document: MaskDocument | None) -> None:
        """Paint on another mask."""
        self.document = document
        self._preview = None
        self.forget()
        self.update()

    def set_editable(self, editable: bool) -> None:
        """Whether anything can be painted; looking is always possible."""
        self._editable = editable
        if not editable:
            self.forget()

    def set_tool(self, tool: Tool) -> None:
        self.forget()
        self.tool = tool
        self.update()

    def set_size(self, size: int) -> None:
        """Set the width of brush and eraser in picture pixels."""
        size = min(max(1, size), BRUSH_MOST)
        if size != self._size:
            self._size = size
            self.size_changed.emit(size)
            self.update()

    def set_mask_opacity(self, opacity: float) -> None:
        """0 to 1; the outline stays visible."""
        self._mask_opacity = opacity
        self.update()

    def set_preview(self, mask: NDArray[np.uint8] | None) -> None:
        """Show a proposal that is not part of the mask."""
        self._preview = mask
        self.update()

    @property
    def preview(self) -> NDArray[np.uint8] | None:
        return self._preview

    def set_shapes(self, shapes: Shapes, *, shown: bool) -> None:
        """Show a region."""
        self._shapes, self._shapes_shown = shapes, shown
        self.update()

    def forget(self) -> None:
        """Leave the polygon, rectangle or stroke that is being drawn."""
        self._points.clear()
        self._corner = self._last = None
        self.update()

    def refresh(self, rect: Rect | None) -> None:
        """Paint anew what changed in a rectangle of the picture."""
        if rect is None or rect.empty:
            return
        a, b = self.to_widget(QPointF(rect.x0, rect.y0)), self.to_widget(QPointF(rect.x1, rect.y1))
        self.update(QRectF(a, b).toAlignedRect().adjusted(-6, -6, 6, 6))

    def at(self, point: QPointF) -> Point:
        """The picture pixel under a point of the widget; it may lie beside the picture."""
        spot = self.to_picture(point)
        return math.floor(spot.x()), math.floor(spot.y())

    def close_polygon(self) -> bool:
        """End the polygon that is being drawn; returns whether there was one to end."""
        if len(self._points) < 3:
            return False
        points, self._points = tuple(self._points), []
        if self.tool is Tool.IGNORE:
            self.polygon_drawn.emit(points)
        elif self.document is not None:
            self.refresh(self.document.polygon(points, erase=self._erasing))
            self.painted.emit()
        self.update()
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.picture is None:
            return
        painter = QPainter(self)
        for mask, preview in ((self._preview, True), (None if self.document is None else self.document.pixels, False)):
            if mask is not None:
                self._paint_mask(painter, event.rect(), mask, preview)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._shapes_shown:
            self._paint_shapes(painter)
        self._paint_unfinished(painter)
        self._paint_pointer(painter)

    def _paint_mask(self, painter: QPainter, rect: QRect, mask: NDArray[np.uint8], preview: bool) -> None:
        ratio = self.devicePixelRatioF()
        left, top = math.floor(rect.left() * ratio), math.floor(rect.top() * ratio)
        width, height = math.ceil(rect.width() * ratio), math.ceil(rect.height() * ratio)
        corner, scale = self.to_picture(QPointF(0, 0)), self.zoom

        def look_up(margin: int) -> NDArray[np.uint8]:
            columns = np.arange(left - margin, left + width + margin) + 0.5
            rows = np.arange(top - margin, top + height + margin) + 0.5
            return sampled(mask, corner.x() + columns / scale, corner.y() + rows / scale, scale)

        image = overlay(look_up, (left, top), self._mask_opacity, preview=preview)
        if image is not None:
            image.setDevicePixelRatio(ratio)
            painter.drawImage(QPointF(left / ratio, top / ratio), image)

    def _paint_shapes(self, painter: QPainter) -> None:
        roi, picture = self._shapes.roi, self.picture
        if roi is not None and picture is not None:
            inside = QRectF(self._on_screen((roi[0], roi[1])), self._on_screen((roi[0] + roi[2], roi[1] + roi[3])))
            whole = QRectF(self._on_screen((0, 0)), self._on_screen((picture.width, picture.height)))
            paint_around(painter, inside, whole)
        for polygon in self._shapes.ignore:
            paint_ignored(painter, QPolygonF([self._middle(corner) for corner in polygon]))

    def _paint_unfinished(self, painter: QPainter) -> None:
        if self._points:
            paint_corners(painter, [self._middle(corner) for corner in self._points], self._pointer)
        if self._corner is not None and self._pointer is not None:
            outline(painter, QPolygonF(QRectF(self._on_screen(self._corner), self._pointer).normalized()))

    def _paint_pointer(self, painter: QPainter) -> None:
        if self._cross is not None and self.hasFocus():
            paint_cross(painter, self._middle(self._cross))
        if self._pointer is not None and self.tool in (Tool.BRUSH, Tool.ERASER) and self._editable:
            paint_brush(painter, self._pointer, self._reach())

    def _on_screen(self, point: tuple[float, float]) -> QPointF:
        return self.to_widget(QPointF(point[0], point[1]))

    def _middle(self, pixel: Point) -> QPointF:
        return self._on_screen((pixel[0] + 0.5, pixel[1] + 0.5))

    def _reach(self) -> float:
        return max(2.0, self._size / 2 * self.zoom / self.devicePixelRatioF())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.MiddleButton:
            super().mousePressEvent(event)
            return
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            return
        self._cross = None
        # the right button takes away what the left one paints
        self._press(event.position(), erase=event.button() is Qt.MouseButton.RightButton)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._move_pointer(event.position())
        if self._last is not None:
            self._stroke_to(self.at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._release(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.tool in (Tool.POLYGON, Tool.IGNORE) and self.close_polygon():
            return
        self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointer = None
        self.update()

    def event(self, event: QEvent) -> bool:
        # keys of a polygon go before the shortcuts of the page
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            drawing = bool(self._points) or self._corner is not None
            taken = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Backspace)
            if (drawing and event.key() in taken) or event.key() == Qt.Key.Key_Space:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrows = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if key in arrows and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._move_cross(arrows[key], fine=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key == Qt.Key.Key_Space:
            self._at_cross()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._points:
            self.close_polygon()
        elif key is Qt.Key.Key_Escape and (self._points or self._corner is not None):
            self.forget()
        elif key is Qt.Key.Key_Backspace and self._points:
            self._points.pop()
            self.update()
        else:
            super().keyPressEvent(event)

    def _press(self, position: QPointF, *, erase: bool = False) -> None:
        spot = self.at(position)
        if not self._editable or self.picture is None:
            return
        match self.tool:
            case Tool.BRUSH | Tool.ERASER if self.document is not None:
                self._erasing = erase or self.tool is Tool.ERASER
                self._last = spot
                self._stroke_to(spot)
            case Tool.POLYGON | Tool.IGNORE:
                self._add_corner(spot, erase)
            case Tool.FLOOD if self.document is not None:
                self.flood_wanted.emit(*spot, erase)
            case Tool.LOOK_AT:
                self._corner = self._inside(spot)
                self._pointer = position
        self.update() if self.tool in (Tool.POLYGON, Tool.IGNORE, Tool.LOOK_AT) else None

    def _add_corner(self, spot: Point, erase: bool) -> None:
        spot = self._inside(spot)
        if len(self._points) >= 3:
            first, here = self._on_screen(self._points[0]), self._on_screen(spot)
            if (first - here).manhattanLength() <= _NEAR:
                self.close_polygon()
                return
        if not self._points:
            self._erasing = erase
        if not self._points or self._points[-1] != spot:
            self._points.append(spot)

    def _stroke_to(self, spot: Point) -> None:
        if self.document is not None and self._last is not None:
            self.refresh(self.document.stroke(self._last, spot, self._size, erase=self._erasing))
            self._last = spot

    def _release(self, position: QPointF) -> None:
        if self._last is not None:
            self._last = None
            if self.document is not None and self.document.settle() is not None:
                self.painted.emit()
        if self._corner is not None:
            (x0, y0), (x1, y1) = self._corner, self._inside(self.at(position))
            self._corner = None
            if abs(x1 - x0) > 1 and abs(y1 - y0) > 1:
                self.rectangle_drawn.emit(min(x0, x1), min(y0, y1), abs(x1 - x0) + 1, abs(y1 - y0) + 1)
            self.update()

    def _inside(self, spot: Point) -> Point:
        picture = self.picture
        if picture is None:
            return spot
        return min(max(0, spot[0]), picture.width - 1), min(max(0, spot[1]), picture.height - 1)

    def _move_pointer(self, position: QPointF) -> None:
        before, self._pointer = self._pointer, position
        if self._points or self._corner is not None:
            self.update()
            return
        reach = math.ceil(self._reach()) + 3
        for at in (before, position):
            if at is not None:
                self.update(QRect(at.toPoint() - QPoint(reach, reach), at.toPoint() + QPoint(reach, reach)))

    def _move_cross(self, by: tuple[int, int], *, fine: bool) -> None:
        picture = self.picture
        if picture is None:
            return
        step = 1 if fine else max(1, round(12 * self.devicePixelRatioF() / self.zoom))
        x, y = self._cross or (picture.width // 2, picture.height // 2)
        self._cross = self._inside((x + by[0] * step, y + by[1] * step))
        self._pointer = None
        self.update()

    def _at_cross(self) -> None:
        picture = self.picture
        if picture is None:
            return
        if self._cross is None:
            self._cross = (picture.width // 2, picture.height // 2)
        where = self._middle(self._cross)
        if self.tool is Tool.LOOK_AT and self._corner is not None:
            self._release(where)
            return
        self._press(where)
        if self.tool is not Tool.LOOK_AT:
            self._release(where)

    def _show_cursor(self) -> None:
        self.setCursor(Qt.CursorShape.CrossCursor)
