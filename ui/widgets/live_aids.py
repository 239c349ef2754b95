"""Meters for setting up light and focus: a histogram, and sharpness against the best so far."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.live_aids import BLACK_TO, CLIPPED_FROM, LiveAids
from ui.theme import BASE, GRID, SMALL, Theme, font
from ui.words import figures_text

_BARS = 128


class Histogram(QWidget):
    """How much of the picture has which brightness: dark on the left. The ends are marked where pixels are lost."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._aids: LiveAids | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Histogram of brightness"))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(240, 96)

    def show_aids(self, aids: LiveAids | None) -> None:
        self._aids = aids
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(SMALL))
        words = painter.fontMetrics().height()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -words - 2)
        painter.setPen(QPen(QColor(colors.border), 1))
        painter.setBrush(QColor(colors.well))
        painter.drawRoundedRect(box, 3, 3)
        below = QRectF(box.left(), box.bottom() + 2, box.width(), words)
        painter.setPen(QColor(colors.muted))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, self.tr("dark"))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, self.tr("bright"))
        if self._aids is None:
            return
        heights = _heights(self._aids.histogram)
        step = box.width() / len(heights)
        outline = [QPointF(box.left(), box.bottom())]
        for index, height in enumerate(heights):
            y = box.bottom() - float(height) * (box.height() - 2)
            outline += [QPointF(box.left() + index * step, y), QPointF(box.left() + (index + 1) * step, y)]
        outline.append(QPointF(box.right(), box.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.calm))
        painter.drawPolygon(QPolygonF(outline))
        painter.setBrush(QColor(colors.bad))
        scale = box.width() / 256
        if self._aids.clipped > 0.0005:
            left = box.left() + CLIPPED_FROM * scale
            painter.drawRect(QRectF(left - 3, box.top(), box.right() - left + 3, box.height()))
        if self._aids.black > 0.0005:
            painter.setBrush(QColor(colors.accent))
            painter.drawRect(QRectF(box.left(), box.top(), (BLACK_TO + 1) * scale + 3, box.height()))


def _heights(shares: NDArray[np.float32]) -> NDArray[np.float32]:
    """0..1 by bar. The square root lets small shares be seen; the ends, which may hold most, do not set the scale."""
    bars = np.sqrt(shares.reshape(_BARS, -1).sum(axis=1))
    most = float(bars[1:-1].max())
    heights: NDArray[np.float32] = np.minimum(bars / most, 1.0) if most > 0 else np.minimum(bars, 1.0)
    return heights


class SharpnessMeter(QWidget):
    """Sharpness as a share of the best since `reset`: turn the focus ring until the bar is full."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._value: float | None = None
        self._best = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Sharpness"))
        theme.changed.connect(self.update)

    @property
    def best(self) -> float:
        """The largest value since `reset`."""
        return self._best

    @property
    def share(self) -> float | None:
        """The newest value as a share of the best; None before there is one."""
        if self._value is None:
            return None
        return self._value / self._best if self._best > 0 else 0.0

    def sizeHint(self) -> QSize:
        return QSize(240, 52)

    def show_value(self, value: float | None) -> None:
        self._value = value
        if value is not None:
            self._best = max(self._best, value)
        self.update()

    def reset(self) -> None:
        """Forget the best: another part, another light."""
        self._best = self._value or 0.0
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(1, 1, self.width() - 2, 20)
        painter.setPen(QPen(QColor(colors.border), 1))
        painter.setBrush(QColor(colors.well))
        painter.drawRoundedRect(bar, 3, 3)
        value, share = self._value, self.share
        painter.setFont(font(BASE, bold=True))
        words = QRectF(1, bar.bottom() + GRID // 2, self.width() - 2, self.height() - bar.bottom() - GRID // 2)
        painter.setPen(QColor(colors.text))
        if share is None or value is None:
            painter.setFont(font(SMALL))
            painter.setPen(QColor(colors.muted))
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft, self.tr("No live picture"))
            return
        text = self.tr("Sharpness: {percent} % of the best").format(percent=round(100 * share))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft, text)
        left = words.width() - QFontMetricsF(painter.font()).horizontalAdvance(text) - 2 * GRID
        painter.setFont(font(SMALL))
        painter.setPen(QColor(colors.muted))
        figure = figures_text(value, 3)
        if QFontMetricsF(painter.font()).horizontalAdvance(figure) <= left:
            painter.drawText(words, Qt.AlignmentFlag.AlignRight, figure)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.calm))
        painter.drawRoundedRect(bar.adjusted(1, 1, -2 - (bar.width() - 3) * (1 - share), -1), 2, 2)
        painter.setPen(QPen(QColor(colors.accent), 3))
        painter.drawLine(QPointF(bar.right() - 2, bar.top()), QPointF(bar.right() - 2, bar.bottom()))
