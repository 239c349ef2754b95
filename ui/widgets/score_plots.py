"""Histogram, ROC and precision-recall of a study, linked: the threshold can be dragged on each, and all follow.

Curves are reduced to what the screen can show, so that 100,000 scores draw as quickly as a hundred.
"""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QWidget

from station.study import Study
from ui.theme import SMALL, Theme, font
from ui.tuner import Tuner
from ui.widgets.score_plot import ScorePlot, keep_painted
from ui.words import score_text

Floats = NDArray[np.float64]

RESOLUTION = 800
"""Steps per axis beyond which two points of a curve are one on the screen."""
_PERCENTS = [[(float(value), str(value)) for value in range(0, 101, 20)]]
_MARK = 16


class HistogramPlot(ScorePlot):
    """Share of the good pictures and of the defects in each bin of scores. Good is plain grey, defects are hatched."""

    def __init__(self, theme: Theme, tuner: Tuner, parent: QWidget | None = None) -> None:
        super().__init__(theme, tuner, "", parent)
        self.setAccessibleName(self.tr("Histogram of scores"))
        self.plot.setLabel("bottom", self.tr("Score"))
        self.plot.setLabel("left", self.tr("% of its kind"))
        self.box.setMouseEnabled(x=True, y=False)
        self.good = pg.BarGraphItem(x=[], height=[], width=1)
        self.defect = pg.BarGraphItem(x=[], height=[], width=1)
        self.band = pg.LinearRegionItem(movable=False)
        self.threshold = pg.InfiniteLine(movable=True, label="", labelOpts={"position": 0.92, "movable": False})
        self.review = pg.InfiniteLine(movable=True, label="", labelOpts={"position": 0.74, "movable": False})
        self.threshold.addMarker("v", 1, _MARK)
        self.review.addMarker("o", 1, _MARK * 0.7)
        self.band.setZValue(-10)
        self.review.setZValue(10)
        self.threshold.setZValue(11)
        for item in (self.band, self.good, self.defect, self.review, self.threshold):
            self.plot.addItem(item)
        for item in (self.good, self.defect):
            keep_painted(item)
        self.threshold.sigPositionChanged.connect(self._threshold_moved)
        self.review.sigPositionChanged.connect(self._review_moved)
        self.start()

    def draw(self, study: Study) -> None:
        bins = study.histogram
        width = float(bins.edges[1] - bins.edges[0])
        middles = (bins.edges[:-1] + bins.edges[1:]) / 2
        top = 1.0
        for item, counts, total in ((self.good, bins.good, study.n_good), (self.defect, bins.defect, study.n_defect)):
            heights = counts * (100.0 / total) if total else counts * 0.0
            top = max(top, float(heights.max()))
            held = counts > 0  # an empty bar would still draw its line
            item.setOpts(x=middles[held], height=heights[held], width=width * 0.98)
        low, high = float(bins.edges[0]), float(bins.edges[-1])
        room = (high - low) * 0.06
        now = study.recipe.threshold
        reach = high - low
        if low - reach <= now <= high + reach:
            low, high = min(low, now), max(high, now)
        self.box.setRange(xRange=(low - room, high + room), yRange=(0, top * 1.22), padding=0)
        self.box.setLimits(yMin=0, yMax=top * 1.22)

    def paint(self) -> None:
        colors = self.theme.colors
        self.good.setOpts(brush=QBrush(QColor(colors.faint)), pen=QPen(QColor(colors.faint), 0))
        hatch = QBrush(QColor(colors.bad), Qt.BrushStyle.BDiagPattern)
        outline = QPen(QColor(colors.bad), 1)
        outline.setCosmetic(True)
        self.defect.setOpts(brush=hatch, pen=outline)
        solid, dashed = QPen(QColor(colors.text), 2), QPen(QColor(colors.text), 2, Qt.PenStyle.DashLine)
        for line, pen in ((self.threshold, solid), (self.review, dashed)):
            pen.setCosmetic(True)
            hover = QPen(pen)
            hover.setColor(QColor(colors.accent))
            line.setPen(pen)
            line.setHoverPen(hover)
            line.label.setColor(QColor(colors.text))
            line.label.fill = QBrush(QColor(colors.field))
            line.label.setFont(font(SMALL, bold=True))
        shade = QColor(colors.warn)
        shade.setAlpha(60)
        self.band.setBrush(QBrush(shade))
        for edge in self.band.lines:
            edge.setPen(QPen(Qt.PenStyle.NoPen))

    def follow(self) -> None:
        now = self.tuner.evaluation
        if now is None:
            return
        for line, value, words in (
            (self.threshold, now.threshold, self.tr("Threshold {score}")),
            (self.review, now.review_from, self.tr("Review from {score}")),
        ):
            line.setVisible(value is not None)
            if value is not None:
                # silent: what is shown is what the tuner holds
                before = line.blockSignals(True)
                line.setValue(value)
                line.blockSignals(before)
                line.label.setFormat(words.format(score=score_text(value)))
                line.label.setPlainText(words.format(score=score_text(value)))
                line.label.updatePosition()
        self.band.setVisible(now.review_from is not None)
        if now.review_from is not None:
            self.band.setRegion((now.review_from, now.threshold))

    def drag(self, place: QPointF, *, review: bool) -> None:
        if review:
            self.tuner.set_review_from(place.x())
        else:
            self.tuner.set_threshold(place.x())

    def nearer_to_review(self, place: QPointF) -> bool:
        now = self.tuner.evaluation
        if now is None or now.review_from is None:
            return False
        return abs(place.x() - now.review_from) < abs(place.x() - now.threshold)

    def _threshold_moved(self) -> None:
        self.tuner.set_threshold(float(self.threshold.value()))
        self.follow()

    def _review_moved(self) -> None:
        self.tuner.set_review_from(float(self.review.value()))
        self.follow()


class CurvePlot(ScorePlot):
    """A curve with one point per different score; the thresholds are marks that slide along it."""

    def __init__(self, theme: Theme, tuner: Tuner, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, tuner, name, parent)
        self._x: Floats = np.zeros(0)
        self._y: Floats = np.zeros(0)
        self._indices: NDArray[np.int64] = np.zeros(0, np.int64)
        self.curve = pg.PlotCurveItem(antialias=True)
        disc, diamond = QPainterPath(), QPainterPath()
        disc.addEllipse(QPointF(), _MARK / 2, _MARK / 2)
        diamond.addPolygon(QPolygonF([QPointF(0, -8), QPointF(8, 0), QPointF(0, 8), QPointF(-8, 0), QPointF(0, -8)]))
        self.mark, self.review_mark = _mark(disc), _mark(diamond)
        self.box.setMouseEnabled(x=False, y=False)
        self.plot.addItem(self.curve)
        for item in (self.review_mark, self.mark):
            self.plot.addItem(item, ignoreBounds=True)
        keep_painted(self.curve)

    @property
    def points(self) -> int:
        """How many points the curve is drawn with."""
        return int(self._drawn[0].size)

    @property
    def place(self) -> tuple[float, float] | None:
        """Where the mark of the threshold is, in plot coordinates."""
        return (self.mark.pos().x(), self.mark.pos().y()) if self.mark.isVisible() else None

    _drawn: tuple[Floats, Floats] = (np.zeros(0), np.zeros(0))

    def set_points(self, x: Floats, y: Floats, indices: NDArray[np.int64]) -> None:
        """Draw a curve; `indices` are those of the ROC, for dragging."""
        self._x, self._y, self._indices = x, y, indices
        kept = reduced(x, y)
        self._drawn = x[kept], y[kept]
        self.curve.setData(*self._drawn)

    def paint(self) -> None:
        colors = self.theme.colors
        pen = QPen(QColor(colors.text), 2)
        pen.setCosmetic(True)
        self.curve.setPen(pen)
        edge = QPen(QColor(colors.field), 2)
        edge.setCosmetic(True)
        self.mark.setPen(edge)
        self.mark.setBrush(QBrush(QColor(colors.accent)))
        outline = QPen(QColor(colors.text), 1)
        outline.setCosmetic(True)
        self.review_mark.setPen(outline)
        self.review_mark.setBrush(QBrush(QColor(colors.warn)))

    def put_marks(self, threshold: tuple[float, float] | None, review: tuple[float, float] | None) -> None:
        for mark, place in ((self.mark, threshold), (self.review_mark, review)):
            mark.setVisible(place is not None)
            if place is not None:
                mark.setPos(*place)

    def drag(self, place: QPointF, *, review: bool) -> None:
        study = self.tuner.study
        if study is None or not self._x.size:
            return
        width, height = self.box.viewPixelSize()
        away = ((self._x - place.x()) / width) ** 2 + ((self._y - place.y()) / height) ** 2
        threshold = study.threshold_of_curve(int(self._indices[int(np.argmin(away))]))
        if review:
            self.tuner.set_review_from(threshold)
        else:
            self.tuner.set_threshold(threshold)

    def nearer_to_review(self, place: QPointF) -> bool:
        if not (self.mark.isVisible() and self.review_mark.isVisible()):
            return False
        return self.pixels_between(place, self.review_mark.pos()) < self.pixels_between(place, self.mark.pos())


class RocPlot(CurvePlot):
    """Defects caught over good parts rejected, in percent; the false rejects on a log axis where that is asked for."""

    def __init__(self, theme: Theme, tuner: Tuner, parent: QWidget | None = None) -> None:
        super().__init__(theme, tuner, "", parent)
        self.setAccessibleName(self.tr("ROC: defects caught over false rejects"))
        self._log = False
        self._floor = 0.0
        self.plot.getAxis("left").setTicks(_PERCENTS)
        self.plot.setLabel("bottom", self.tr("False rejects, %"))
        self.plot.setLabel("left", self.tr("Defects caught, %"))
        self.chance = pg.PlotCurveItem()
        self.full = pg.InfiniteLine(angle=90, movable=False)
        self.full.setZValue(-5)
        self.plot.addItem(self.full)
        self.plot.addItem(self.chance)
        keep_painted(self.chance)
        self.start()

    @property
    def log(self) -> bool:
        return self._log

    def set_log(self, log: bool) -> None:
        """Show the false reject rate on a log axis; where none is rejected stands at its left end."""
        if log != self._log:
            self._log = log
            self._on_study()

    def draw(self, study: Study) -> None:
        roc = study.roc
        if roc is None or study.fpr_at_full_tpr is None:
            self.set_points(np.zeros(0), np.zeros(0), np.zeros(0, np.int64))
            return
        self._floor = 50.0 / study.n_good  # half a part
        self.set_points(self._across(roc.fpr * 100.0), roc.tpr * 100.0, np.arange(roc.fpr.size))
        line = np.linspace(0.0, 100.0, 101)
        self.chance.setData(self._across(line), line)
        self.full.setValue(float(self._across(np.array([study.fpr_at_full_tpr.value * 100.0]))[0]))
        axis = self.plot.getAxis("bottom")
        if self._log:
            low = math.log10(self._floor)
            ticks = [(low, "0")]
            steps = [digit * 10.0**power for power in range(math.floor(low), 3) for digit in (1, 2, 5)]
            if low < -1.0:  # more than three decades: one tick each
                steps = [step for step in steps if math.log10(step).is_integer()]
            ticks += [(math.log10(step), f"{step:g}") for step in steps if self._floor * 1.5 < step <= 100.0]
            axis.setTicks([ticks])
            self.box.setRange(xRange=(low - 0.05, 2.12), yRange=(-3, 106), padding=0)
        else:
            axis.setTicks(_PERCENTS)
            self.box.setRange(xRange=(-3, 108), yRange=(-3, 106), padding=0)

    def paint(self) -> None:
        super().paint()
        colors = self.theme.colors
        for item, style in ((self.chance, Qt.PenStyle.DotLine), (self.full, Qt.PenStyle.DashLine)):
            pen = QPen(QColor(colors.muted), 1, style)
            pen.setCosmetic(True)
            item.setPen(pen)

    def follow(self) -> None:
        now, study = self.tuner.evaluation, self.tuner.study
        if now is None or study is None or now.fpr is None or now.tpr is None:
            self.put_marks(None, None)
            return
        review = None
        if now.review_from is not None:
            stopped_good = now.rejected_good + now.point.good_in_review
            stopped = now.caught_defects + now.point.defects_in_review
            review = self._spot(stopped_good / study.n_good, stopped / study.n_defect)
        self.put_marks(self._spot(now.fpr, now.tpr), review)

    def _spot(self, fpr: float, tpr: float) -> tuple[float, float]:
        return float(self._across(np.array([fpr * 100.0]))[0]), tpr * 100.0

    def _across(self, percent: Floats) -> Floats:
        return np.log10(np.maximum(percent, self._floor)) if self._log else percent


class PrecisionRecallPlot(CurvePlot):
    """Share of defects among what is rejected, over the share of defects that is caught, in percent."""

    def __init__(self, theme: Theme, tuner: Tuner, parent: QWidget | None = None) -> None:
        super().__init__(theme, tuner, "", parent)
        self.setAccessibleName(self.tr("Precision over recall"))
        self.plot.setLabel("bottom", self.tr("Recall: defects caught, %"))
        self.plot.setLabel("left", self.tr("Precision, %"))
        self.plot.getAxis("bottom").setTicks(_PERCENTS)
        self.plot.getAxis("left").setTicks(_PERCENTS)
        self.box.setRange(xRange=(-3, 108), yRange=(-3, 106), padding=0)
        self.start()

    def draw(self, study: Study) -> None:
        if study.roc is None or study.precision is None:
            self.set_points(np.zeros(0), np.zeros(0), np.zeros(0, np.int64))
            return
        indices = np.flatnonzero(~np.isnan(study.precision))
        self.set_points(study.roc.tpr[indices] * 100.0, study.precision[indices] * 100.0, indices)

    def follow(self) -> None:
        now, study = self.tuner.evaluation, self.tuner.study
        if now is None or study is None or now.tpr is None or now.precision is None or study.good_only:
            self.put_marks(None, None)
            return
        review = None
        if now.review_from is not None:
            caught = now.caught_defects + now.point.defects_in_review
            stopped = caught + now.rejected_good + now.point.good_in_review
            review = (caught / study.n_defect * 100.0, caught / stopped * 100.0)
        self.put_marks((now.tpr * 100.0, now.precision * 100.0), review)


def _mark(shape: QPainterPath) -> QGraphicsPathItem:
    """A mark of a fixed size on the screen; cheaper to move than what pyqtgraph has."""
    mark = QGraphicsPathItem(shape)
    mark.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
    mark.setZValue(20)
    mark.hide()
    return mark


def reduced(x: Floats, y: Floats) -> NDArray[np.int64]:
    """The points of a curve that lie apart on a screen, by index; always the first and the last."""
    if x.size <= 2:
        return np.arange(x.size)
    cells = []
    for values in (x, y):
        low, high = float(values.min()), float(values.max())
        cells.append(np.round((values - low) * (RESOLUTION / ((high - low) or 1.0))))
    moved = (np.diff(cells[0]) != 0) | (np.diff(cells[1]) != 0)
    # the last point of a cell and the first of the next: a corner keeps its place
    kept = np.zeros(x.size, bool)
    kept[0] = kept[-1] = True
    kept[1:] |= moved
    kept[:-1] |= moved
    return np.flatnonzero(kept)
