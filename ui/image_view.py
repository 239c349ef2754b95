"""The picture: live or of one part, with the heatmap over it; zoom, pan, fit and original size."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QSizePolicy, QWidget

from ui.picture import Picture
from ui.region_marks import paint_regions
from ui.theme import BASE, GRID, LARGE, Theme, font

MOST = 32.0
"""Largest zoom: screen pixels per picture pixel."""
_STEP = 1.25
_SHARP_FROM = 4.0
_PAN_STEP = 64
_RING = 24


class ImageView(QWidget):
    """Draws a `Picture`. Zoom is in device pixels per picture pixel, so 1:1 is the original resolution on any screen.

    Wheel or pinch zooms at the pointer, dragging pans, a double click changes between fit and 1:1. With the keyboard
    focus: + and - zoom, arrows pan, 0 fits, 1 shows the original size.
    """

    level_wanted = Signal(int)
    """A finer level than the picture holds is needed."""
    zoom_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture: Picture | None = None
        self._note, self._note_detail = "", ""
        self._opacity = 0.6
        self._heat_shown = True
        self._fit = True
        self._zoom = 1.0
        self._centre = QPointF()
        self._drag_from: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName(self.tr("Picture"))
        self.setAccessibleDescription(
            self.tr("Plus and minus zoom, arrow keys move, 0 fits, 1 shows the original size.")
        )
        theme.changed.connect(self.update)

    @property
    def picture(self) -> Picture | None:
        return self._picture

    @property
    def note(self) -> str:
        """What is said instead of a picture; "" while there is one."""
        return f"{self._note} {self._note_detail}".strip()

    @property
    def zoom(self) -> float:
        """Device pixels per picture pixel."""
        return self._zoom

    @property
    def fits(self) -> bool:
        """Whether the whole picture is kept in view."""
        return self._fit

    @property
    def level(self) -> int:
        """The level of a picture of this size that is worth having now: 0 is full size."""
        return max(0, math.floor(math.log2(1 / self._zoom) + 0.2)) if self._picture is not None else 1

    def sizeHint(self) -> QSize:
        return QSize(800, 600)

    def show_picture(self, picture: Picture) -> None:
        """Draw `picture`. Zoom and position stay where its size is that of the one before."""
        before = self._picture
        self._picture = picture
        self._note = self._note_detail = ""
        if before is None or (before.width, before.height) != (picture.width, picture.height):
            self._centre = QPointF(picture.width / 2, picture.height / 2)
            self._fit = True
        self._settle()
        self._want_level()

    def show_note(self, note: str, detail: str = "") -> None:
        """Draw no picture but say why there is none."""
        if self._picture is None and (note, detail) == (self._note, self._note_detail):
            return
        self._picture = None
        self._note, self._note_detail = note, detail
        self.update()
        self.zoom_changed.emit()

    def set_heat_opacity(self, opacity: float) -> None:
        """0 (no heatmap) to 1."""
        self._opacity = opacity
        self.update()

    def set_heat_shown(self, shown: bool) -> None:
        self._heat_shown = shown
        self.update()

    def fit(self) -> None:
        """Show the whole picture, also after the window changes its size."""
        self._fit = True
        self._settle()

    def original_size(self) -> None:
        """One picture pixel is one screen pixel."""
        self.set_zoom(1.0)

    def zoom_in(self) -> None:
        self.set_zoom(self._zoom * _STEP)

    def zoom_out(self) -> None:
        self.set_zoom(self._zoom / _STEP)

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom; the picture's point under `at` (widget coordinates, default the middle) stays where it is."""
        if self._picture is None:
            return
        at = QPointF(self.rect().center()) if at is None else at
        fixed = self.to_picture(at)
        zoom = min(max(zoom, min(self._fit_zoom(), 1.0)), MOST)
        self._fit = zoom <= self._fit_zoom()
        self._zoom = zoom
        if not self._fit:
            scale = self._scale()
            middle = QPointF(self.width() / 2, self.height() / 2)
            self._centre = QPointF(fixed.x() - (at.x() - middle.x()) / scale, fixed.y() - (at.y() - middle.y()) / scale)
        self._settle()
        self._want_level()

    def to_picture(self, point: QPointF) -> QPointF:
        """The picture coordinates under a point of the widget."""
        scale = self._scale()
        return QPointF(
            self._centre.x() + (point.x() - self.width() / 2) / scale,
            self._centre.y() + (point.y() - self.height() / 2) / scale,
        )

    def to_widget(self, point: QPointF) -> QPointF:
        """Where a point of the picture is drawn."""
        scale = self._scale()
        return QPointF(
            self.width() / 2 + (point.x() - self._centre.x()) * scale,
            self.height() / 2 + (point.y() - self._centre.y()) * scale,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.colors.viewport))
        if self._picture is None:
            self._paint_note(painter)
        else:
            self._paint_picture(painter, self._picture)
        # where part and surroundings are dark, the picture still ends somewhere
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.colors.border), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_picture(self, painter: QPainter, picture: Picture) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._zoom < _SHARP_FROM)
        self._paint_level(painter, picture, picture.base)
        if self._heat_shown and picture.heat and self._opacity > 0:
            painter.setOpacity(self._opacity)
            self._paint_level(painter, picture, picture.heat)
            painter.setOpacity(1.0)
        if self._heat_shown and picture.regions:
            paint_regions(painter, picture.regions, self.to_widget, QRectF(self.rect()))
        elif self._heat_shown and picture.peak is not None:
            self._paint_peak(painter, QPointF(picture.peak[0] + 0.5, picture.peak[1] + 0.5))

    def _paint_level(self, painter: QPainter, picture: Picture, levels: Mapping[int, QImage]) -> None:
        """Draw only what is visible, from the coarsest level that has at least the screen's resolution."""
        level = min(max(self.level, min(levels)), max(levels))
        image, factor = levels[level], 1 << level
        top_left = self.to_picture(QPointF(0, 0))
        bottom_right = self.to_picture(QPointF(self.width(), self.height()))
        whole = QRectF(0, 0, picture.width, picture.height)
        visible = QRectF(top_left, bottom_right).adjusted(-factor, -factor, factor, factor).intersected(whole)
        target = QRectF(self.to_widget(visible.topLeft()), self.to_widget(visible.bottomRight()))
        across, down = image.width() / picture.width, image.height() / picture.height
        source = QRectF(visible.x() * across, visible.y() * down, visible.width() * across, visible.height() * down)
        painter.drawImage(target, image, source)

    def _paint_peak(self, painter: QPainter, at: QPointF) -> None:
        centre = self.to_widget(at)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((QColor(0, 0, 0, 150), 4.0), (QColor(255, 255, 255), 1.6)):
            painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawEllipse(centre, _RING, _RING)
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(
                    centre + QPointF(_RING * dx, _RING * dy), centre + QPointF(1.4 * _RING * dx, 1.4 * _RING * dy)
                )

    def _paint_note(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._theme.colors.on_viewport))
        box = self.rect().adjusted(2 * GRID, 2 * GRID, -2 * GRID, -2 * GRID)
        wrap = Qt.TextFlag.TextWordWrap
        painter.setFont(font(LARGE, bold=True))
        used = painter.boundingRect(box, Qt.AlignmentFlag.AlignHCenter | wrap, self._note)
        painter.setFont(font(BASE))
        more = painter.boundingRect(box, Qt.AlignmentFlag.AlignHCenter | wrap, self._note_detail)
        top = max(0, (self.height() - used.height() - more.height() - GRID) // 2)
        painter.setFont(font(LARGE, bold=True))
        painter.drawText(box.adjusted(0, top - box.top(), 0, 0), Qt.AlignmentFlag.AlignHCenter | wrap, self._note)
        painter.setFont(font(BASE))
        below = box.adjusted(0, top - box.top() + used.height() + GRID, 0, 0)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | wrap, self._note_detail)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.set_zoom(self._zoom * (1 + event.value()), event.position())
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                at = QPointF(self.mapFromGlobal(pinch.centerPoint().toPoint()))
                self.set_zoom(self._zoom * pinch.scaleFactor(), at)
                return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta().y() / 120
        if turns:
            self.set_zoom(self._zoom * _STEP**turns, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._drag_from = event.position().toPoint()
            self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is not None:
            here = event.position().toPoint()
            self._pan(self._drag_from - here)
            self._drag_from = here

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        self._drag_from = None
        self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._fit:
            self.set_zoom(1.0, event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_in()
            case Qt.Key.Key_Minus:
                self.zoom_out()
            case Qt.Key.Key_0:
                self.fit()
            case Qt.Key.Key_1:
                self.original_size()
            case Qt.Key.Key_Left:
                self._pan(QPoint(-_PAN_STEP, 0))
            case Qt.Key.Key_Right:
                self._pan(QPoint(_PAN_STEP, 0))
            case Qt.Key.Key_Up:
                self._pan(QPoint(0, -_PAN_STEP))
            case Qt.Key.Key_Down:
                self._pan(QPoint(0, _PAN_STEP))
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()
        self._want_level()

    def _pan(self, by: QPoint) -> None:
        scale = self._scale()
        self._centre += QPointF(by.x() / scale, by.y() / scale)
        self._settle()

    def _scale(self) -> float:
        """Logical pixels per picture pixel."""
        return self._zoom / self.devicePixelRatioF()

    def _fit_zoom(self) -> float:
        if self._picture is None:
            return 1.0
        ratio = self.devicePixelRatioF()
        zoom = min(self.width() * ratio / self._picture.width, self.height() * ratio / self._picture.height)
        return max(zoom, 1e-3)

    def _settle(self) -> None:
        """Keep the picture in view: no empty border on one side while there is picture beyond the other."""
        picture = self._picture
        if picture is None:
            return
        if self._fit:
            self._zoom = min(self._fit_zoom(), MOST)
        scale = self._scale()
        half_width, half_height = self.width() / 2 / scale, self.height() / 2 / scale
        self._centre = QPointF(
            _inside(self._centre.x(), half_width, picture.width), _inside(self._centre.y(), half_height, picture.height)
        )
        self._show_cursor()
        self.update()
        self.zoom_changed.emit()

    def _show_cursor(self) -> None:
        if self._fit:
            self.unsetCursor()
        else:
            dragging = self._drag_from is not None
            self.setCursor(Qt.CursorShape.ClosedHandCursor if dragging else Qt.CursorShape.OpenHandCursor)

    def _want_level(self) -> None:
        if self._picture is not None and self.level < min(self._picture.base):
            self.level_wanted.emit(self.level)


def _inside(centre: float, half: float, size: int) -> float:
    if 2 * half >= size:
        return size / 2
    return min(max(centre, half), size - half)
