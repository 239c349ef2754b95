"""What is drawn over the picture of the canvas beside the mask: regions, what is being drawn, the place of the pointer.

Everything is outlined in black and white, so that it stands out from any picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from station.mask_tools import Point

_HANDLE = 5
_CROSS = 14
_BLACK, _WHITE, _SHADE = QColor(0, 0, 0), QColor(255, 255, 255), QColor(0, 0, 0, 120)
_LINES = ((_BLACK, 4.0), (_WHITE, 2.0))


@dataclass(frozen=True, slots=True)
class Shapes:
    """What is drawn of a region, in picture pixels."""

    roi: tuple[int, int, int, int] | None = None
    ignore: tuple[tuple[Point, ...], ...] = field(default=())


def outline(painter: QPainter, shape: QPolygonF) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in _LINES:
        painter.setPen(QPen(color, width))
        painter.drawPolygon(shape)


def paint_around(painter: QPainter, inside: QRectF, whole: QRectF) -> None:
    """Shade what is outside of what is looked at."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_SHADE)
    painter.drawPolygon(QPolygonF(whole).subtracted(QPolygonF(inside)), Qt.FillRule.OddEvenFill)
    outline(painter, QPolygonF(inside))


def paint_ignored(painter: QPainter, shape: QPolygonF) -> None:
    """Shade and hatch a polygon that is looked away from."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_SHADE)
    painter.drawPolygon(shape)
    painter.setBrush(Qt.BrushStyle.DiagCrossPattern)
    painter.drawPolygon(shape)
    outline(painter, shape)


def paint_corners(painter: QPainter, corners: Sequence[QPointF], pointer: QPointF | None) -> None:
    """The polygon that is being drawn, as far as the pointer."""
    trail = QPolygonF([*corners, pointer] if pointer is not None else list(corners))
    for color, width in _LINES:
        painter.setPen(QPen(color, width, Qt.PenStyle.DashLine if color is _WHITE else Qt.PenStyle.SolidLine))
        painter.drawPolyline(trail)
    painter.setBrush(_WHITE)
    painter.setPen(QPen(_BLACK, 2))
    for corner in corners:
        painter.drawEllipse(corner, _HANDLE, _HANDLE)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_cross(painter: QPainter, middle: QPointF) -> None:
    """Where the keyboard paints."""
    for color, width in _LINES:
        painter.setPen(QPen(color, width))
        painter.drawLine(middle - QPointF(_CROSS, 0), middle + QPointF(_CROSS, 0))
        painter.drawLine(middle - QPointF(0, _CROSS), middle + QPointF(0, _CROSS))


def paint_brush(painter: QPainter, at: QPointF, reach: float) -> None:
    """How far brush or eraser reaches, in screen pixels."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in ((QColor(0, 0, 0, 180), 3.0), (_WHITE, 1.4)):
        painter.setPen(QPen(color, width))
        painter.drawEllipse(at, reach, reach)
