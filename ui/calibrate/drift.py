"""What the drift monitor says: the newest good parts against those of teaching, one quantity at a time as a chart."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from station.drift import WINDOW, Change, DriftReport, Origin, Quantity
from ui.calibrate.section import Section, SectionPage
from ui.theme import GRID, Theme, say_in, set_look
from ui.told import in_words
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.plain_table import PlainTable
from ui.widgets.plot import Plot
from ui.words import figures_text, number_text, with_point


class DriftPlot(Plot):
    """Values of the newest good parts in their order, over the mean of the reference and its standard deviation."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self._labels = "", self.tr("good parts, the newest on the right")
        self._band = pg.LinearRegionItem(orientation="horizontal", movable=False)
        self._mean = pg.InfiniteLine(angle=0, movable=False)
        self._window = pg.InfiniteLine(angle=90, movable=False)
        self._parts = pg.ScatterPlotItem(size=5, pxMode=True)
        self._newest = pg.ScatterPlotItem(size=13, symbol="s", pxMode=True)
        self._means = pg.PlotDataItem()
        self._band.setZValue(-10)
        for item in (self._band, self._mean, self._window, self._parts, self._means, self._newest):
            self.item.addItem(item)
        self.setAccessibleName(self.tr("Drift of one quantity"))
        self.shown: Quantity | None = None
        self.paint()

    def show_quantity(self, quantity: Quantity | None, words: str, window: int) -> None:
        """Draw the parts of a quantity; the window that was compared begins at the upright line."""
        self.shown = quantity
        self._labels = words, self._labels[1]
        values = np.array([value for _, value in quantity.parts] if quantity else [], float)
        x = np.arange(len(values), dtype=float)
        self._parts.setData(x=x, y=values)
        size = max(1, min(window, len(values)))
        means = [(start + size / 2, float(values[start : start + size].mean())) for start in
                 range(len(values) % size, len(values) - size + 1, size)] if len(values) else []  # fmt: skip
        self._means.setData(x=[at for at, _ in means], y=[mean for _, mean in means])
        self._newest.setData(x=[at for at, _ in means[-1:]], y=[mean for _, mean in means[-1:]])
        known = quantity is not None and quantity.comparison.reference.n > 1
        for item in (self._band, self._mean):
            item.setVisible(known)
        self._window.setVisible(len(values) > window)
        self._window.setValue(len(values) - window - 0.5)
        if quantity is not None and known:
            before = quantity.comparison.reference
            self._band.setRegion((before.mean - before.sd, before.mean + before.sd))
            self._mean.setValue(before.mean)
            low, high = before.mean - 3 * before.sd, before.mean + 3 * before.sd
            if len(values):
                low, high = min(low, float(values.min())), max(high, float(values.max()))
            room = 0.05 * (high - low) or 1.0
            self.item.setYRange(low - room, high + room, padding=0)
            self.item.setXRange(-1, max(len(values), 10), padding=0)
        self.paint()

    def paint(self) -> None:
        super().paint()
        if not hasattr(self, "_means"):
            return
        colors = self._theme.colors
        off = self.shown is not None and self.shown.comparison.drifted
        shade = QColor(colors.calm)
        shade.setAlpha(46)
        self._band.setBrush(QBrush(shade))
        for edge in self._band.lines:
            edge.setPen(QPen(Qt.PenStyle.NoPen))
        for item, color, width, style in (
            (self._mean, colors.muted, 1.5, Qt.PenStyle.SolidLine),
            (self._window, colors.muted, 1.5, Qt.PenStyle.DashLine),
            (self._means, colors.accent, 2.0, Qt.PenStyle.SolidLine),
        ):
            pen = QPen(QColor(color), width)
            pen.setCosmetic(True)
            pen.setStyle(style)
            item.setPen(pen)
        self._means.setSymbol("s")
        self._means.setSymbolSize(9)
        self._means.setSymbolBrush(QColor(colors.accent))
        self._newest.setVisible(off)
        self._newest.setBrush(QBrush(QColor(colors.bad)))
        self._newest.setPen(QPen(Qt.PenStyle.NoPen))
        self._means.setSymbolPen(QPen(Qt.PenStyle.NoPen))
        self._parts.setBrush(QBrush(QColor(colors.calm)))
        self._parts.setPen(QPen(Qt.PenStyle.NoPen))


class DriftSection(Section):
    """Reads when it is entered and when asked. It never proposes another threshold."""

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
        theme = self.context.theme
        self._report: DriftReport | None = None
        self.summary, self.advice, self.rate = QLabel(), QLabel(), QLabel()
        for label in (self.summary, self.advice, self.rate):
            label.setWordWrap(True)
        set_look(self.summary, "strong")
        set_look(self.rate, "muted")
        headings = (
            self.tr("Quantity"), self.tr("Finding"), self.tr("Now"), self.tr("Reference"),
            self.tr("Shift in sd (95 %)"), self.tr("Spread, times (95 %)"),
        )  # fmt: skip
        self.table = PlainTable(self.tr("Quantities"), headings, wide=(5,))
        self.plot = DriftPlot(theme)
        self.refresh_button = ActionButton(theme, "refresh", "", name=self.tr("Look again"))
        above = Card(self.tr("Good parts now and when it was taught"))
        head = QHBoxLayout()
        head.setSpacing(GRID)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.summary)
        words.addWidget(self.advice)
        head.addLayout(words, 1)
        head.addWidget(self.refresh_button)
        above.body.addLayout(head)
        above.body.addWidget(self.table, 3)
        above.body.addWidget(self.plot, 4)
        above.body.addWidget(self.rate)
        self.body.addWidget(above, 1)
        self.refresh_button.clicked.connect(self.entered)
        self.table.itemSelectionChanged.connect(self._draw)

    @property
    def report(self) -> DriftReport | None:
        return self._report

    def entered(self) -> None:
        name, station = self.page.product, self.context.station
        if name:
            self.page.run(
                lambda: station.drift.report(station.gates.version(name)),
                lambda report: self._show(name, report),
                busy=(self.refresh_button,),
            )

    def _show(self, name: str, report: DriftReport) -> None:
        if name != self.page.product:
            return
        self._report = report
        chosen = self.table.chosen_row or 0
        drifted = report.drifted
        if drifted:
            summary = in_words(report.message)
        elif report.known:
            summary = self.tr("Steady: the newest {count} good parts are as those before.").format(count=report.window)
        else:
            summary = self.tr("Too few good parts yet to say anything: {count}.").format(count=report.found)
        say_in(self.summary, summary, "warn" if drifted else "strong")
        self.advice.setText(" ".join(in_words(one) for one in report.advice))
        self.advice.setVisible(bool(report.advice))
        self.rate.setText(
            self.tr(
                "A shift of one sd or more, or a spread of twice or half, that chance does not explain: were nothing"
                " changed, at most {rate} % of looks would find something. A running line looks every {window} good"
                " parts."
            ).format(rate=number_text(100 * report.alarm_rate, 0), window=WINDOW)
        )
        rows = [self._row(one) for one in report.quantities]
        self.table.fill(rows, bold=[n for n, one in enumerate(report.quantities) if one.comparison.drifted])
        first = next((n for n, one in enumerate(report.quantities) if one.comparison.drifted), 0)
        if rows:
            self.table.choose(first if drifted else min(chosen, len(rows) - 1))
        self._draw()

    def _draw(self) -> None:
        report, row = self._report, self.table.chosen_row
        if report is None:
            return
        one = report.quantities[row] if row is not None and row < len(report.quantities) else None
        self.plot.show_quantity(one, "" if one is None else self._word(one.name), report.window)

    def _row(self, one: Quantity) -> tuple[str, ...]:
        found = one.comparison
        origin = {
            Origin.HELD_OUT: self.tr("held out"),
            Origin.NORMAL_SET: self.tr("normal set"),
            Origin.FIRST_PARTS: self.tr("first parts"),
        }[one.origin]
        before = self.tr("{value} ± {sd}, {count} {origin}").format(
            value=figures_text(found.reference.mean, 3), sd=figures_text(found.reference.sd, 2),
            count=found.reference.n, origin=origin,
        )  # fmt: skip
        return (
            self._word(one.name),
            self._finding(one.comparison.change),
            self.tr("{value} ± {sd}, {count}").format(
                value=figures_text(found.now.mean, 3), sd=figures_text(found.now.sd, 2), count=found.now.n
            ),
            before,
            _bounded(found.shift_sd, found.shift_bounds, signed=True),
            _bounded(found.ratio, found.ratio_bounds),
        )

    def _word(self, name: str) -> str:
        return {
            "score": self.tr("Score"),
            "brightness": self.tr("Brightness"),
            "saturated": self.tr("Saturated share"),
            "sharpness": self.tr("Sharpness"),
            "shift_px": self.tr("Shift of the part, px"),
            "turn_deg": self.tr("Turn of the part, °"),
        }[name]

    def _finding(self, change: Change) -> str:
        return {
            Change.STEADY: self.tr("steady"),
            Change.TOO_FEW: self.tr("too few parts"),
            Change.UP: self.tr("▲ shifted up"),
            Change.DOWN: self.tr("▼ shifted down"),
            Change.WIDER: self.tr("◆ wider spread"),
            Change.NARROWER: self.tr("◆ narrower spread"),
        }[change]


def _bounded(value: float | None, bounds: tuple[float, float] | None, *, signed: bool = False) -> str:
    if value is None or bounds is None or not all(map(math.isfinite, bounds)):
        return "–"
    form = "{:+z.1f}" if signed else "{:z.1f}"
    middle, low, high = (with_point(form.format(one)) for one in (value, *bounds))
    return f"{middle} ({low} … {high})"
