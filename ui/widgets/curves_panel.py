"""The curves of a study, and the pictures nearest to the threshold. The plots are made when their module is there."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from station.tuning import Tuning
from ui.page import Page
from ui.theme import BASE, GRID, SMALL
from ui.told import in_words
from ui.tuner import Tuner
from ui.widgets.nearest import NearestStrip
from ui.widgets.text import WrappedText
from ui.words import pictures_text

if TYPE_CHECKING:
    from ui.widgets.score_plots import HistogramPlot, PrecisionRecallPlot, RocPlot

PLOTS = "ui.widgets.score_plots"
"""Its first import takes most of a second: not on the GUI thread."""


class CurvesPanel(QWidget):
    """Histogram above, ROC and precision-recall below it; without defects the histogram alone."""

    def __init__(self, page: Page, tuning: Tuning, tuner: Tuner) -> None:
        super().__init__(page)
        self._theme = page.context.theme
        self._tuner = tuner
        self.histogram: HistogramPlot | None = None
        self.roc: RocPlot | None = None
        self.precision: PrecisionRecallPlot | None = None
        self.nearest = NearestStrip(page, tuning, tuner)
        self.log_axis = QCheckBox(self.tr("Log axis for false rejects"))
        self.good_only = WrappedText(self._theme, BASE, lines=3)
        self.left_out = WrappedText(self._theme, SMALL, lines=1, muted=True)
        self._two = QHBoxLayout()
        self._two.setSpacing(GRID // 2)
        options = QHBoxLayout()
        options.addWidget(self.log_axis)
        options.addWidget(self.left_out, 1)
        self._rows = QVBoxLayout(self)
        self._rows.setSpacing(GRID // 2)
        self._rows.setContentsMargins(0, GRID, 0, 0)
        self._rows.addLayout(self._two, 1)
        self._rows.addWidget(self.good_only)
        self._rows.addLayout(options)
        self._rows.addWidget(self.nearest)
        tuner.study_changed.connect(self.show_study)
        self.show_study()

    def make_plots(self, plots: ModuleType) -> None:
        """Make one plot in each turn of the event loop: all three at once would be felt."""
        theme = self._theme
        if self.histogram is None:
            self.histogram = plots.HistogramPlot(theme, self._tuner)
            self._rows.insertWidget(0, self.histogram, 1)
        elif self.roc is None:
            self.roc = plots.RocPlot(theme, self._tuner)
            self._two.addWidget(self.roc, 1)
            self.log_axis.toggled.connect(self.roc.set_log)
            QWidget.setTabOrder(self.histogram, self.roc)
        else:
            self.precision = plots.PrecisionRecallPlot(theme, self._tuner)
            self._two.addWidget(self.precision, 1)
            QWidget.setTabOrder(self.roc, self.precision)
        self.show_study()
        if self.precision is None:
            QTimer.singleShot(0, self, lambda: self.make_plots(plots))

    def show_study(self) -> None:
        """Show what the study allows to be drawn, and say why something is not."""
        study = self._tuner.study
        curves = study is not None and not study.good_only and study.n_good > 0
        for plot in (self.roc, self.precision):
            if plot is not None:
                plot.setVisible(curves)
        if self.histogram is not None:
            self.histogram.setVisible(study is not None)
        self.nearest.setVisible(study is not None)
        self._rows.setStretchFactor(self._two, 1 if curves else 0)
        self.log_axis.setVisible(curves)
        self.good_only.setVisible(study is not None and not curves)
        if study is not None and study.good_only:
            self.good_only.set_text(
                self.tr(
                    "The escape rate is unknown: no picture of a defect is in the data set. ROC and precision-recall"
                    " would show nothing. Label pictures of defects, as few as they are, to see them."
                )
            )
        elif study is not None and not study.n_good:
            self.good_only.set_text(
                self.tr(
                    "The false reject rate is unknown: every good picture was learned from or left out. Label good"
                    " pictures that the model did not learn from."
                )
            )
        left = study.left_out if study is not None else ()
        self.left_out.setVisible(bool(left))
        self.left_out.set_text(
            self.tr("Left out: {pictures}. {first}").format(
                pictures=pictures_text(len(left)), first=" ".join(map(in_words, left[:40]))
            )
            if left
            else ""
        )
