"""The two halves of what shows a picture beside its controls: the panel with the picture, the column that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme import GRID, set_look

_SCROLL_BAR = 18


class PicturePanel(QFrame):
    """A row of tools over a picture that takes all the room; what else there is goes below it, into `inside`."""

    def __init__(self, tools: QLayout, view: QWidget) -> None:
        super().__init__()
        set_look(self, "panel")
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(GRID, GRID, GRID, GRID)
        self.inside.setSpacing(GRID)
        self.inside.addLayout(tools)
        self.inside.addWidget(view, 1)


class ScrollColumn(QScrollArea):
    """A column of a fixed width that only scrolls up and down. What is in it goes into `rows`, a stretch last."""

    def __init__(self, width: int) -> None:
        super().__init__()
        column = QWidget()
        column.setMaximumWidth(width)
        self.rows = QVBoxLayout(column)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(GRID)
        self.setWidget(column)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(width + _SCROLL_BAR)
