"""Boxes around defect regions, numbered as in the list: white on black, so that they show on any picture and colour."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from station.types import DefectRegion
from ui.region_words import LISTED
from ui.theme import SMALL, font

_AROUND = 4.0
"""Screen pixels between a region and its box."""
_LEAST = 14.0
_DARK, _LIGHT = QColor(0, 0, 0, 170), QColor(255, 255, 255)


def paint_regions(
    painter: QPainter, regions: Sequence[DefectRegion], to_widget: Callable[[QPointF], QPointF], within: QRectF
) -> None:
    """Draw those that are listed. `to_widget` says where a point of the picture is drawn, `within` what is visible."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font(SMALL, bold=True))
    boxes = [_box(one, to_widget) for one in regions[:LISTED]]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in ((_DARK, 4.0), (_LIGHT, 1.6)):
        painter.setPen(QPen(color, width))
        for box in boxes:
            painter.drawRect(box)
    # the largest is drawn last: where tags lie on one another its number is the one to be read
    for number, box in reversed(list(enumerate(boxes, 1))):
        _paint_number(painter, str(number), box, within)


def _box(region: DefectRegion, to_widget: Callable[[QPointF], QPointF]) -> QRectF:
    start = to_widget(QPointF(region.left, region.top))
    end = to_widget(QPointF(region.left + region.width, region.top + region.height))
    box = QRectF(start, end).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
    wider, higher = max(0.0, _LEAST - box.width()) / 2, max(0.0, _LEAST - box.height()) / 2
    return box.adjusted(-wider, -higher, wider, higher)


def _paint_number(painter: QPainter, number: str, box: QRectF, within: QRectF) -> None:
    """On the upper left corner of the box, or where that is out of view on the nearest place in it."""
    if not box.intersects(within):
        return
    text = painter.fontMetrics().boundingRect(number)
    tag = QRectF(0, 0, text.width() + 9.0, text.height() + 3.0)
    tag.moveBottomLeft(box.topLeft() + QPointF(-1, 1))
    tag.moveLeft(min(max(tag.left(), within.left() + 1), within.right() - tag.width() - 1))
    tag.moveTop(min(max(tag.top(), within.top() + 1), within.bottom() - tag.height() - 1))
    painter.setPen(QPen(_LIGHT, 1.0))
    painter.setBrush(QColor(0, 0, 0, 215))
    painter.drawRect(tag)
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, number)
    painter.setBrush(Qt.BrushStyle.NoBrush)
