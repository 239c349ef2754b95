"""The learning curve: what more good pictures would bring."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from station.learning_curve import CurvePoint
from ui.theme import GRID, Theme, set_look
from ui.widgets.buttons import ActionButton
from ui.widgets.plot import GrowthPlot
from ui.widgets.progress import ProgressPanel


class Growth(QWidget):
    """The tab of the learning curve."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.progress = ProgressPanel(theme)
        self.button = ActionButton(theme, "report", self.tr("Teach on growing sets"))
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.plot = GrowthPlot(theme)
        self.points: list[CurvePoint] = []
        words = QLabel(
            self.tr(
                "Teaches the chosen method on 1, 2, 4 … of the good pictures and tries each on the same held-out parts"
                " and defects. The bars tell how sure so few tried pictures make the figure. There is one draw of each"
                " size: a step between two sizes can be chance. No model is kept."
            )
        )
        words.setWordWrap(True)
        set_look(words, "muted")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, GRID, 0, 0)
        rows.setSpacing(GRID)
        rows.addWidget(words)
        rows.addWidget(self.button)
        rows.addWidget(self.progress)
        rows.addWidget(self.plot, 1)
        rows.addStretch()
        self.begin()

    def begin(self) -> None:
        self.points = []
        self.plot.show_points(())
        self.plot.hide()  # axes without a point would claim a range

    def add(self, point: CurvePoint) -> None:
        self.points.append(point)
        self.plot.show()
        self.plot.show_points([(one.n_images, one.auroc, one.low, one.high) for one in self.points])
