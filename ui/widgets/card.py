"""A panel with a title."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ui.theme import GRID, set_look


class Card(QFrame):
    """Put widgets into `body`. `hint` says under the title, small, what the panel is for."""

    def __init__(self, title: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "panel")
        self.title = QLabel(title)
        set_look(self.title, "strong")
        self.hint = QLabel(hint)
        set_look(self.hint, "muted")
        self.hint.setWordWrap(True)
        self.hint.setVisible(bool(hint))
        self.title.setVisible(bool(title))
        self.setAccessibleName(title)
        self.body = QVBoxLayout()
        self.body.setSpacing(GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        layout.setSpacing(GRID)
        layout.addWidget(self.title)
        layout.addWidget(self.hint)
        layout.addLayout(self.body, 1)

    def set_hint(self, hint: str) -> None:
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
