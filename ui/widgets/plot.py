"""Curves in the colours of the window: training, and how figures grow with the number of pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.theme import GRID, SMALL, Theme, font, set_look

_WIDTH = 2.0
_SYMBOL = 7


class _WholeNumbers(pg.AxisItem):  # type: ignore[misc]
    """There is no epoch one and a half."""

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        spacing: list[tuple[float, float]] = super().tickSpacing(low, high, size)
        return [(step, offset) for step, offset in spacing if step >= 1] or [(1.0, 0.0)]


class Plot(QWidget):
    """One plot without menus and without dragging: it is looked at, and always shows everything."""

    def __init__(self, theme: Theme, left: str, bottom: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._labels = left, bottom
        self.widget = pg.PlotWidget(self, axisItems={"bottom": _WholeNumbers("bottom")})
        self.widget.setMenuEnabled(False)
        self.widget.setMouseEnabled(x=False, y=False)
        self.widget.hideButtons()
        self.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.widget.setMinimumHeight(120)
        self.item = self.widget.getPlotItem()
        self.item.showGrid(x=True, y=True, alpha=0.25)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.widget)
        self.setAccessibleName(f"{left}, {bottom}")
        theme.changed.connect(self.paint)
        self._lines: list[tuple[pg.PlotDataItem, str, Qt.PenStyle, str]] = []
        self.paint()

    def add_line(self, name: str, color: str, style: Qt.PenStyle = Qt.PenStyle.SolidLine, symbol: str = "o") -> int:
        """Add a line without points; `color` names a colour of the theme. Symbols tell lines apart as well."""
        line = pg.PlotDataItem(name=name, symbol=symbol, symbolSize=_SYMBOL)
        self.item.addItem(line)
        self._lines.append((line, color, style, symbol))
        self.paint()
        return len(self._lines) - 1

    def set_line(self, number: int, x: Sequence[float], y: Sequence[float | None]) -> None:
        """Points that are not known are left out."""
        values = np.array([math.nan if one is None else one for one in y], float)
        known = np.isfinite(values)
        self._lines[number][0].setData(np.asarray(x, float)[known], values[known])

    def points(self, number: int) -> list[tuple[float, float]]:
        """What a line shows."""
        x, y = self._lines[number][0].getData()
        return [] if x is None or y is None else list(zip(x.tolist(), y.tolist(), strict=True))

    def paint(self) -> None:
        """Take over the theme's colours."""
        colors = self._theme.colors
        self.widget.setBackground(QColor(colors.panel))
        small: QFont = font(SMALL)
        for side, text in zip(("left", "bottom"), self._labels, strict=True):
            axis = self.item.getAxis(side)
            axis.setPen(QColor(colors.muted))
            axis.setTextPen(QColor(colors.text))
            axis.setStyle(tickFont=small)
            # no range in which 0.95 would become 950 thousandths
            axis.setLabel(text, siPrefixEnableRanges=(), color=colors.text, **{"font-size": f"{SMALL}px"})
            axis.updateAutoSIPrefix()
        for line, color, style, _ in self._lines:
            ink = QColor(getattr(colors, color))
            pen = QPen(ink, _WIDTH)
            pen.setCosmetic(True)
            pen.setStyle(style)
            line.setPen(pen)
            line.setSymbolPen(QPen(ink, 0))
            line.setSymbolBrush(ink)


class TrainingPlots(QWidget):
    """Loss above; below how well made defects, and watched pictures, are told apart, where either is known."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.loss = Plot(theme, self.tr("loss"), self.tr("epochs or steps"))
        self.told_apart = Plot(theme, self.tr("told apart (AUROC)"), self.tr("epochs or steps"))
        self._loss = self.loss.add_line(self.tr("loss"), "text")
        self._separation = self.told_apart.add_line(
            self.tr("made defects on held-out parts"), "muted", Qt.PenStyle.DashLine, "s"
        )
        self._auroc = self.told_apart.add_line(self.tr("watched pictures"), "accent")
        self._x: list[float] = []
        self._values: list[tuple[float, float, float | None]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.loss, 1)
        layout.addWidget(self.told_apart, 1)
        key = QLabel(
            self.tr(
                "Squares, dashed: made defects on held-out good parts. Dots: watched pictures, which decide nothing."
            )
        )
        key.setWordWrap(True)
        set_look(key, "muted")
        layout.addWidget(key)

    @property
    def points(self) -> int:
        return len(self._x)

    def clear(self) -> None:
        self._x.clear()
        self._values.clear()
        self._draw()

    def add(self, number: float, loss: float, separation: float, auroc: float | None) -> None:
        """Add one point; the plots then show everything."""
        self._x.append(number)
        self._values.append((loss, separation, auroc))
        self._draw()

    def _draw(self) -> None:
        self.loss.set_line(self._loss, self._x, [one[0] for one in self._values])
        self.told_apart.set_line(self._separation, self._x, [one[1] for one in self._values])
        self.told_apart.set_line(self._auroc, self._x, [one[2] for one in self._values])


class GrowthPlot(Plot):
    """Figures over the number of good pictures, each with its interval."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self._labels = self.tr("image AUROC"), self.tr("good pictures to learn from")
        self._bars = pg.ErrorBarItem(x=np.zeros(0), y=np.zeros(0), beam=0.15)
        self.item.addItem(self._bars)
        self._line = self.add_line(self.tr("image AUROC"), "accent")
        self.paint()

    def show_points(self, points: Sequence[tuple[int, float, float, float]]) -> None:
        """Show (pictures, AUROC, lower end, upper end), on an axis of doublings."""
        x = np.array([math.log2(one[0]) for one in points], float)
        middle, low, high = (np.array([one[n] for one in points], float) for n in (1, 2, 3))
        self._bars.setData(x=x, y=middle, top=high - middle, bottom=middle - low, beam=0.15)
        self.set_line(self._line, x.tolist(), middle.tolist())
        ticks = [(float(at), str(one[0])) for at, one in zip(x, points, strict=True)]
        self.item.getAxis("bottom").setTicks([ticks])

    def paint(self) -> None:
        super().paint()
        bars = getattr(self, "_bars", None)
        if bars is not None:
            bars.setData(pen=QPen(QColor(self._theme.colors.muted), 0))
