"""The icons of buttons and navigation: lines, rings and filled shapes in a unit square, painted in one colour."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from ui.theme import font

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class _Icon:
    """`lines` are open, `rings` and `discs` are (x, y, width, height) of ellipses, `shapes` are filled polygons."""

    lines: tuple[Points, ...] = ()
    rings: tuple[tuple[float, float, float, float], ...] = ()
    discs: tuple[tuple[float, float, float, float], ...] = ()
    shapes: tuple[Points, ...] = ()
    letters: str = ""


def _box(x: float, y: float, width: float, height: float) -> Points:
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))


_ARROW_DOWN: tuple[Points, ...] = (((0.5, 0.06), (0.5, 0.6)), ((0.28, 0.4), (0.5, 0.62), (0.72, 0.4)))
_ARROW_UP: tuple[Points, ...] = (((0.5, 0.64), (0.5, 0.08)), ((0.28, 0.3), (0.5, 0.08), (0.72, 0.3)))
_TRAY: Points = ((0.1, 0.62), (0.1, 0.92), (0.9, 0.92), (0.9, 0.62))
_TICK: Points = ((0.12, 0.54), (0.4, 0.8), (0.9, 0.22))
_CROSS: tuple[Points, ...] = (((0.2, 0.2), (0.8, 0.8)), ((0.8, 0.2), (0.2, 0.8)))

_ICONS: dict[str, _Icon] = {
    "start": _Icon(shapes=(((0.22, 0.1), (0.92, 0.5), (0.22, 0.9)),)),
    "play": _Icon(lines=(((0.26, 0.14), (0.86, 0.5), (0.26, 0.86), (0.26, 0.14)),)),
    "pause": _Icon(shapes=(_box(0.18, 0.14, 0.22, 0.72), _box(0.6, 0.14, 0.22, 0.72))),
    "stop": _Icon(shapes=(_box(0.16, 0.16, 0.68, 0.68),)),
    "acknowledge": _Icon(lines=(_TICK,)),
    "trigger": _Icon(
        rings=((0.2, 0.2, 0.6, 0.6),),
        lines=(
            ((0.5, 0.0), (0.5, 0.2)), ((0.5, 0.8), (0.5, 1.0)), ((0.0, 0.5), (0.2, 0.5)), ((0.8, 0.5), (1.0, 0.5)),
        ),
    ),
    "live": _Icon(discs=((0.22, 0.22, 0.56, 0.56),)),
    "heatmap": _Icon(rings=tuple((inset, inset, 1 - 2 * inset, 1 - 2 * inset) for inset in (0.06, 0.24, 0.42))),
    "zoom_in": _Icon(lines=(((0.15, 0.5), (0.85, 0.5)), ((0.5, 0.15), (0.5, 0.85)))),
    "zoom_out": _Icon(lines=(((0.15, 0.5), (0.85, 0.5)),)),
    "fit": _Icon(
        lines=(
            ((0.34, 0.08), (0.08, 0.08), (0.08, 0.34)),
            ((0.66, 0.08), (0.92, 0.08), (0.92, 0.34)),
            ((0.66, 0.92), (0.92, 0.92), (0.92, 0.66)),
            ((0.34, 0.92), (0.08, 0.92), (0.08, 0.66)),
        )
    ),
    "original": _Icon(letters="1:1"),
    "dark": _Icon(),  # a moon: one ellipse less another, see `paint_icon`
    "language": _Icon(
        rings=((0.06, 0.06, 0.88, 0.88), (0.3, 0.06, 0.4, 0.88)),
        lines=(((0.08, 0.5), (0.92, 0.5)),),
    ),
    "close": _Icon(lines=_CROSS),
    "operate": _Icon(rings=((0.06, 0.06, 0.88, 0.88),), lines=(((0.3, 0.52), (0.45, 0.67), (0.72, 0.36)),)),
    "capture": _Icon(
        lines=(
            ((0.04, 0.28), (0.28, 0.28), (0.36, 0.14), (0.64, 0.14), (0.72, 0.28), (0.96, 0.28), (0.96, 0.86),
             (0.04, 0.86), (0.04, 0.28)),
        ),
        rings=((0.33, 0.38, 0.34, 0.34),),
    ),
    "train": _Icon(lines=(((0.08, 0.08), (0.08, 0.92), (0.92, 0.92)), ((0.2, 0.26), (0.38, 0.62),
        (0.6, 0.74), (0.92, 0.78)))),
    "threshold": _Icon(
        lines=(((0.04, 0.92), (0.96, 0.92)), ((0.6, 0.06), (0.6, 0.92)),
               ((0.06, 0.84), (0.2, 0.74), (0.34, 0.3), (0.48, 0.74), (0.76, 0.8), (0.94, 0.84))),
    ),
    "history": _Icon(rings=((0.06, 0.06, 0.88, 0.88),), lines=(((0.5, 0.24), (0.5, 0.52), (0.7, 0.64)),)),
    "recipes": _Icon(
        lines=(_box(0.14, 0.06, 0.72, 0.88), ((0.32, 0.3), (0.68, 0.3)), ((0.32, 0.5), (0.68, 0.5)),
               ((0.32, 0.7), (0.54, 0.7))),
    ),
    "settings": _Icon(
        lines=(((0.06, 0.22), (0.94, 0.22)), ((0.06, 0.5), (0.94, 0.5)), ((0.06, 0.78), (0.94, 0.78))),
        discs=((0.58, 0.12, 0.2, 0.2), (0.22, 0.4, 0.2, 0.2), (0.5, 0.68, 0.2, 0.2)),
    ),
    "calibration": _Icon(  # a board of light and dark squares in a frame
        lines=(_box(0.06, 0.06, 0.88, 0.88),),
        shapes=(_box(0.2, 0.2, 0.2, 0.2), _box(0.6, 0.2, 0.2, 0.2), _box(0.4, 0.4, 0.2, 0.2), _box(0.2, 0.6, 0.2, 0.2),
                _box(0.6, 0.6, 0.2, 0.2)),
    ),
    "people": _Icon(
        rings=((0.32, 0.06, 0.36, 0.36),),
        lines=(((0.1, 0.94), (0.14, 0.7), (0.3, 0.56), (0.7, 0.56), (0.86, 0.7), (0.9, 0.94)),),
    ),
    "add": _Icon(lines=(((0.12, 0.5), (0.88, 0.5)), ((0.5, 0.12), (0.5, 0.88)))),
    "remove": _Icon(lines=(((0.12, 0.5), (0.88, 0.5)),)),
    "save": _Icon(lines=(_TRAY, *_ARROW_DOWN)),
    "import": _Icon(lines=(_TRAY, *_ARROW_DOWN)),
    "export": _Icon(lines=(_TRAY, *_ARROW_UP)),
    "undo": _Icon(lines=(((0.3, 0.1), (0.08, 0.34), (0.3, 0.58)),
                         ((0.08, 0.34), (0.6, 0.34), (0.82, 0.44), (0.9, 0.62), (0.82, 0.8), (0.6, 0.9),
        (0.3, 0.9)))),
    "redo": _Icon(lines=(((0.7, 0.1), (0.92, 0.34), (0.7, 0.58)),
                         ((0.92, 0.34), (0.4, 0.34), (0.18, 0.44), (0.1, 0.62), (0.18, 0.8), (0.4, 0.9),
        (0.7, 0.9)))),
    "folder": _Icon(lines=(((0.06, 0.16), (0.4, 0.16), (0.5, 0.3), (0.94, 0.3), (0.94, 0.86), (0.06, 0.86),
        (0.06, 0.16)),)),
    "refresh": _Icon(lines=(((0.9, 0.14), (0.9, 0.4), (0.64, 0.4)),
                            ((0.88, 0.38), (0.74, 0.2), (0.5, 0.12), (0.24, 0.22), (0.12, 0.5),
        (0.24, 0.78), (0.5, 0.88),
                             (0.76, 0.8), (0.87, 0.64)))),
    "search": _Icon(rings=((0.08, 0.08, 0.58, 0.58),), lines=(((0.58, 0.58), (0.92, 0.92)),)),
    "filter": _Icon(lines=(((0.06, 0.12), (0.94, 0.12), (0.6, 0.54), (0.6, 0.92), (0.4, 0.8), (0.4, 0.54),
        (0.06, 0.12)),)),
    "lock": _Icon(lines=(_box(0.14, 0.44, 0.72, 0.48), ((0.28, 0.44), (0.28, 0.24), (0.38, 0.1),
        (0.62, 0.1), (0.72, 0.24),
                                                       (0.72, 0.44)))),
    "compare": _Icon(lines=(_box(0.06, 0.14, 0.36, 0.72), _box(0.58, 0.14, 0.36, 0.72))),
    "brush": _Icon(lines=(((0.92, 0.08), (0.46, 0.54)),), discs=((0.1, 0.52, 0.38, 0.38),)),
    "eraser": _Icon(lines=(((0.3, 0.9), (0.08, 0.66), (0.6, 0.12), (0.92, 0.42), (0.46, 0.9), (0.3, 0.9)),
                           ((0.34, 0.4), (0.66, 0.7)), ((0.46, 0.9), (0.92, 0.9)))),
    "polygon": _Icon(lines=(((0.2, 0.86), (0.08, 0.36), (0.54, 0.1), (0.92, 0.44), (0.74, 0.86), (0.2, 0.86)),)),
    "flood": _Icon(lines=(((0.42, 0.1), (0.84, 0.5), (0.44, 0.88), (0.06, 0.5), (0.42, 0.1)), ((0.06, 0.5),
        (0.84, 0.5))),
                   discs=((0.8, 0.66, 0.16, 0.22),)),
    "roi": _Icon(lines=(_box(0.1, 0.2, 0.8, 0.6), ((0.3, 0.5), (0.7, 0.5)), ((0.5, 0.36), (0.5, 0.64)))),
    "good": _Icon(rings=((0.06, 0.06, 0.88, 0.88),), lines=(((0.3, 0.52), (0.45, 0.67), (0.72, 0.36)),)),
    "bad": _Icon(lines=(((0.32, 0.06), (0.68, 0.06), (0.94, 0.32), (0.94, 0.68), (0.68, 0.94), (0.32, 0.94),
        (0.06, 0.68),
                         (0.06, 0.32), (0.32, 0.06)), ((0.34, 0.34), (0.66, 0.66)), ((0.66, 0.34), (0.34, 0.66)))),
    "unsure": _Icon(letters="?", rings=((0.04, 0.04, 0.92, 0.92),)),
    "ignore": _Icon(rings=((0.06, 0.06, 0.88, 0.88),), lines=(((0.2, 0.8), (0.8, 0.2)),)),
    "up": _Icon(lines=(((0.16, 0.66), (0.5, 0.32), (0.84, 0.66)),)),
    "down": _Icon(lines=(((0.16, 0.34), (0.5, 0.68), (0.84, 0.34)),)),
    "left": _Icon(lines=(((0.66, 0.16), (0.32, 0.5), (0.66, 0.84)),)),
    "right": _Icon(lines=(((0.34, 0.16), (0.68, 0.5), (0.34, 0.84)),)),
    "warning": _Icon(lines=(((0.5, 0.08), (0.94, 0.88), (0.06, 0.88), (0.5, 0.08)), ((0.5, 0.38), (0.5, 0.6))),
                     discs=((0.45, 0.7, 0.1, 0.1),)),
    "report": _Icon(lines=(_box(0.14, 0.06, 0.72, 0.88), ((0.32, 0.74), (0.32, 0.54)), ((0.5, 0.74), (0.5, 0.3)),
                           ((0.68, 0.74), (0.68, 0.44)))),
}  # fmt: skip

ICONS = frozenset(_ICONS)


def paint_icon(painter: QPainter, box: QRectF, name: str, color: QColor) -> None:
    """Paint one of `ICONS` in one colour into the largest square in the middle of `box`."""
    icon = _ICONS[name]
    side = min(box.width(), box.height())
    square = QRectF(0, 0, side, side)
    square.moveCenter(box.center())

    def at(x: float, y: float) -> QPointF:
        return QPointF(square.x() + x * side, square.y() + y * side)

    def part(x: float, y: float, width: float, height: float) -> QRectF:
        return QRectF(at(x, y), at(x + width, y + height))

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, side * 0.1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in icon.lines:
        painter.drawPolyline(QPolygonF([at(*point) for point in line]))
    for ring in icon.rings:
        painter.drawEllipse(part(*ring))
    if icon.letters:
        painter.setFont(font(round(side * 0.62), bold=True))
        painter.drawText(square.adjusted(-8, -4, 8, 4), Qt.AlignmentFlag.AlignCenter, icon.letters)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for disc in icon.discs:
        painter.drawEllipse(part(*disc))
    for shape in icon.shapes:
        painter.drawPolygon(QPolygonF([at(*point) for point in shape]))
    if name == "dark":
        full, bite = QPainterPath(), QPainterPath()
        full.addEllipse(part(0.1, 0.1, 0.8, 0.8))
        bite.addEllipse(part(0.36, 0.0, 0.72, 0.72))
        painter.drawPath(full.subtracted(bite))
    painter.restore()
