"""How a training goes: what it is doing, its curves, its log."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import GRID, Theme, set_look
from ui.widgets.card import Card
from ui.widgets.plot import TrainingPlots
from ui.widgets.progress import ProgressPanel

_LINES = 2000


class Epoch(Protocol):
    """One point of a training curve, as the detector tells it."""

    @property
    def number(self) -> int: ...
    @property
    def loss(self) -> float: ...
    @property
    def separation(self) -> float: ...
    @property
    def auroc(self) -> float | None: ...


class Course(QWidget):
    """The tab of the running, or the last, training."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.progress = ProgressPanel(theme)
        self.empty = QLabel(
            self.tr(
                "Choose pictures and a method on the left, then teach. The line goes on inspecting meanwhile, and"
                " nothing changes for it until a result is put in force."
            )
        )
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_look(self.empty, "muted")
        self.plots = TrainingPlots(theme)
        self.no_curve = QLabel(
            self.tr("No point of a curve yet. A method that learns in one step has none; it is measured afterwards.")
        )
        self.no_curve.setWordWrap(True)
        set_look(self.no_curve, "muted")
        self.no_curve.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setMaximumBlockCount(_LINES)
        self.log.setAccessibleName(self.tr("Log of the teaching"))
        curves = Card(self.tr("Curves"))
        curves.body.addWidget(self.plots, 1)
        curves.body.addWidget(self.no_curve, 1)
        written = Card(self.tr("Log"))
        written.body.addWidget(self.log, 1)
        written.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._both = QWidget()
        beside = QHBoxLayout(self._both)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(GRID)
        beside.addWidget(curves, 3)
        beside.addWidget(written, 2)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, GRID, 0, 0)
        rows.setSpacing(GRID)
        rows.addWidget(self.progress)
        rows.addWidget(self.empty, 1)
        rows.addWidget(self._both, 1)
        self._both.hide()

    def begin(self) -> None:
        """Show an empty course."""
        self.empty.hide()
        self._both.show()
        self.plots.clear()
        self.show_curve(False)
        self.log.clear()

    def add(self, epoch: Epoch) -> None:
        """Draw one more point; the first one brings the curves."""
        self.show_curve(True)
        self.plots.add(epoch.number, epoch.loss, epoch.separation, epoch.auroc)

    def show_curve(self, there: bool) -> None:
        """Whether this training has a curve."""
        self.plots.setVisible(there)
        self.no_curve.setVisible(not there)

    def write(self, text: str) -> None:
        """Add a line to the log, with the time of day."""
        self.log.appendPlainText(f"{datetime.now().astimezone():%H:%M:%S}  {text}")
