"""Shapes: every verdict and state has its own, so that colour is never the only sign."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from station.types import StationState, Verdict
from station.upkeep import Standing


def paint_verdict(painter: QPainter, box: QRectF, verdict: Verdict | None, fill: QColor, ink: QColor) -> None:
    """OK: circle with tick. NOK: octagon with cross. REVIEW: triangle with question mark.

    ERROR: diamond with exclamation mark. None (no part yet): ring with a dash.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = _square(box)
    pen = QPen(ink, box.width() * 0.1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    if verdict is None:
        inset = box.width() * 0.05
        painter.setPen(QPen(fill, box.width() * 0.06))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
        painter.drawLine(_at(box, 0.34, 0.5), _at(box, 0.66, 0.5))
        painter.restore()
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawPath(outline(box, verdict))
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    match verdict:
        case Verdict.OK:
            painter.drawPolyline(QPolygonF([_at(box, 0.29, 0.52), _at(box, 0.44, 0.67), _at(box, 0.72, 0.36)]))
        case Verdict.NOK:
            painter.drawLine(_at(box, 0.34, 0.34), _at(box, 0.66, 0.66))
            painter.drawLine(_at(box, 0.66, 0.34), _at(box, 0.34, 0.66))
        case Verdict.REVIEW:
            _question_mark(painter, box, pen)
        case Verdict.ERROR:
            _exclamation_mark(painter, box, ink, 0.28, 0.55, 0.71)
    painter.restore()


def outline(box: QRectF, verdict: Verdict) -> QPainterPath:
    """The outer shape of a verdict inside `box`."""
    box = _square(box)
    path = QPainterPath()
    match verdict:
        case Verdict.OK:
            path.addEllipse(box)
        case Verdict.NOK:
            path.addPolygon(_regular(box, 8, math.pi / 8))
        case Verdict.REVIEW:
            path.addPolygon(QPolygonF([_at(box, 0.5, 0.03), _at(box, 1.0, 0.93), _at(box, 0.0, 0.93)]))
        case Verdict.ERROR:
            path.addPolygon(_regular(box, 4, 0.0))
    path.closeSubpath()
    return path


def paint_state(painter: QPainter, box: QRectF, state: StationState, color: QColor) -> None:
    """Ready: disc. Stopped: square. On the way: three dots. Blocked: no entry.

    Recovering: triangle. Fault: octagon, both with '!'.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = _square(box)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    match state:
        case StationState.READY:
            painter.drawEllipse(box.adjusted(2, 2, -2, -2))
        case StationState.STOPPED:
            painter.drawRect(box.adjusted(3, 3, -3, -3))
        case StationState.STARTING | StationState.STOPPING:
            for x in (0.16, 0.5, 0.84):
                painter.drawEllipse(_at(box, x, 0.5), box.width() * 0.12, box.width() * 0.12)
        case StationState.BLOCKED:
            sign, bar = QPainterPath(), QPainterPath()
            sign.addEllipse(box.adjusted(1, 1, -1, -1))
            bar.addRect(_part(box, 0.2, 0.42, 0.6, 0.16))
            painter.drawPath(sign.subtracted(bar))
        case StationState.RECOVERING | StationState.FAULT:
            triangle = state is StationState.RECOVERING
            shape = outline(box, Verdict.REVIEW if triangle else Verdict.NOK)
            marks = QPainterPath()
            middle = 0.62 if triangle else 0.5
            marks.addRoundedRect(_part(box, 0.45, middle - 0.25, 0.1, 0.29), 1, 1)
            marks.addEllipse(_at(box, 0.5, middle + 0.18), box.width() * 0.065, box.width() * 0.065)
            painter.drawPath(shape.subtracted(marks))
    painter.restore()


def paint_standing(painter: QPainter, box: QRectF, standing: Standing, fill: QColor, ink: QColor) -> None:
    """Fine: circle with tick. Due: triangle with '!'. Missing: ring with a dash."""
    if standing is not Standing.DUE:
        paint_verdict(painter, box, Verdict.OK if standing is Standing.FINE else None, fill, ink)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = _square(box)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawPath(outline(box, Verdict.REVIEW))
    _exclamation_mark(painter, box, ink, 0.38, 0.6, 0.77)
    painter.restore()


def _question_mark(painter: QPainter, box: QRectF, pen: QPen) -> None:
    pen.setWidthF(box.width() * 0.075)
    painter.setPen(pen)
    hook = QPainterPath(_at(box, 0.41, 0.47))
    hook.cubicTo(_at(box, 0.41, 0.33), _at(box, 0.60, 0.33), _at(box, 0.60, 0.47))
    hook.cubicTo(_at(box, 0.60, 0.56), _at(box, 0.50, 0.56), _at(box, 0.50, 0.67))
    painter.drawPath(hook)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pen.color())
    painter.drawEllipse(_at(box, 0.5, 0.81), box.width() * 0.05, box.width() * 0.05)


def _exclamation_mark(painter: QPainter, box: QRectF, ink: QColor, top: float, bottom: float, dot: float) -> None:
    painter.setPen(QPen(ink, box.width() * 0.1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(_at(box, 0.5, top), _at(box, 0.5, bottom))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(_at(box, 0.5, dot), box.width() * 0.06, box.width() * 0.06)


def _square(box: QRectF) -> QRectF:
    side = min(box.width(), box.height())
    result = QRectF(0, 0, side, side)
    result.moveCenter(box.center())
    return result


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.x() + x * box.width(), box.y() + y * box.height())


def _part(box: QRectF, x: float, y: float, width: float, height: float) -> QRectF:
    return QRectF(box.x() + x * box.width(), box.y() + y * box.height(), width * box.width(), height * box.height())


def _regular(box: QRectF, corners: int, turn: float) -> QPolygonF:
    radius = box.width() / 2
    centre = box.center()
    angles = [turn + 2 * math.pi * i / corners for i in range(corners)]
    return QPolygonF([QPointF(centre.x() + radius * math.cos(a), centre.y() + radius * math.sin(a)) for a in angles])
