"""Labels of pictures on the screen: a word, a shape and a colour for each."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from station.queries import ImageLabel
from station.types import Verdict
from ui.symbols import paint_verdict
from ui.theme import Colors

_SHAPES = {ImageLabel.GOOD: Verdict.OK, ImageLabel.DEFECT: Verdict.NOK, ImageLabel.UNSURE: Verdict.REVIEW}


def label_word(label: ImageLabel) -> str:
    match label:
        case ImageLabel.GOOD:
            return QCoreApplication.translate("labels", "Good")
        case ImageLabel.DEFECT:
            return QCoreApplication.translate("labels", "Defect")
        case ImageLabel.UNSURE:
            return QCoreApplication.translate("labels", "Unsure")
        case ImageLabel.IGNORE:
            return QCoreApplication.translate("labels", "Ignored")


def label_text(label: ImageLabel, defect: str | None) -> str:
    """The word, with the kind of defect where there is one."""
    return f"{label_word(label)}: {defect}" if defect else label_word(label)


def label_colors(colors: Colors, label: ImageLabel) -> tuple[QColor, QColor]:
    """Fill and ink."""
    if label is ImageLabel.IGNORE:
        return QColor(colors.faint), QColor(colors.panel)
    return colors.verdict(_SHAPES[label])


def paint_label(painter: QPainter, box: QRectF, label: ImageLabel, colors: Colors) -> None:
    """Good: circle with tick. Defect: octagon with cross. Unsure: triangle with question mark. Ignored: struck ring."""
    fill, ink = label_colors(colors, label)
    if label is not ImageLabel.IGNORE:
        paint_verdict(painter, box, _SHAPES[label], fill, ink)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = box.width() * 0.12
    painter.setPen(QPen(fill, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(QColor(colors.panel))
    ring = box.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.drawEllipse(ring)
    inset = ring.width() * 0.15
    painter.drawLine(
        ring.adjusted(inset, inset, -inset, -inset).bottomLeft(), ring.adjusted(inset, inset, -inset, -inset).topRight()
    )
    painter.restore()
