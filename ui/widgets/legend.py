"""What the colours of the heatmap mean, in numbers."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.heatmap import HeatScale
from ui.picture import heat_color
from ui.theme import GRID, SMALL, Theme, font
from ui.words import score_text

_BAR = 132
_CLEAR = 36


class HeatLegend(QWidget):
    """A clear piece, then the colours from the limit to the end of the scale, with both numbers."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scale: HeatScale | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Colour scale of the heatmap"))
        theme.changed.connect(self.update)

    @property
    def scale(self) -> HeatScale | None:
        return self._scale

    def set_scale(self, scale: HeatScale | None) -> None:
        if scale == self._scale:
            return
        self._scale = scale
        if scale is not None:
            words = self.tr("Clear below {low}, strongest colour from {high}").format(
                low=score_text(scale.low, scale.threshold), high=score_text(scale.high, scale.threshold)
            )
            self.setAccessibleDescription(words)
            self.setToolTip(words)
        self.updateGeometry()
        self.update()

    def _texts(self) -> tuple[str, str]:
        if self._scale is None:
            return "", ""
        low = self.tr("clear below {low}").format(low=score_text(self._scale.low, self._scale.threshold))
        return low, f"≥ {score_text(self._scale.high, self._scale.threshold)}"

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(font(SMALL))
        widths = sum(metrics.horizontalAdvance(text) for text in self._texts())
        return QSize(round(widths + _BAR + _CLEAR + 2 * GRID) + 4, 32)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        if self._scale is None:
            return
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = self._texts()
        small = font(SMALL)
        metrics = QFontMetricsF(small)
        painter.setFont(small)
        painter.setPen(QColor(colors.muted))
        middle = self.height() / 2
        text = QRectF(0, 0, metrics.horizontalAdvance(low) + 2, self.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, low)
        bar = QRectF(text.right() + GRID, middle - 6, _BAR + _CLEAR, 12)
        coloured = bar.adjusted(_CLEAR, 0, 0, 0)
        gradient = QLinearGradient(coloured.topLeft(), coloured.topRight())
        for i in range(17):
            color = heat_color(1 + round(254 * i / 16))
            color.setAlpha(255)
            gradient.setColorAt(i / 16, color)
        painter.fillRect(coloured, gradient)
        painter.setPen(QPen(QColor(colors.muted), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar)
        if self._scale.low < self._scale.threshold:
            share = (self._scale.threshold - self._scale.low) / (self._scale.high - self._scale.low)
            x = coloured.left() + share * coloured.width()
            painter.setPen(QPen(QColor(colors.text), 2))
            painter.drawLine(QPointF(x, bar.top() - 3), QPointF(x, bar.bottom() + 3))
        painter.setPen(QColor(colors.muted))
        rest = QRectF(bar.right() + GRID, 0, self.width() - bar.right() - GRID, self.height())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, high)
