"""What the panels of the operator's page have in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.page import Page, PageContext
from ui.theme import GRID, set_look


class Panel(QWidget):
    """A panel in the place of the picture. Widgets go into `body`. The verdict and the orders stay beside it."""

    needs_changed = Signal()
    counted = Signal(int)
    """How many things wait here; the tab shows it."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.title = QLabel()
        set_look(self.title, "title")
        self.hint = QLabel()
        set_look(self.hint, "muted")
        self.hint.setWordWrap(True)
        self.hint.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.title)
        layout.addWidget(self.hint)
        layout.addLayout(self.body, 1)

    def call(self, title: str, hint: str = "") -> None:
        """Give the panel its title, and what it is for in small letters."""
        self.title.setText(title)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.setAccessibleName(title)

    @property
    def context(self) -> PageContext:
        return self.page.context

    @property
    def needs_strip(self) -> bool:
        """Whether parts are chosen in the strip while this panel is shown; otherwise it may have its room."""
        return False

    @property
    def shows_others(self) -> bool:
        """Whether it shows pictures of other parts than the one whose verdict stands beside it."""
        return False

    def opened(self) -> None:
        """The panel became visible: read what it shows."""
        self.read()

    def read(self) -> None:
        """Read again what it shows and counts, off the GUI thread."""

    def follow(self) -> None:
        """Look at what is quick to ask of the station; called some times a second while the page is visible."""

    def session_changed(self) -> None:
        """Somebody signed in or out."""


def scroll_column(parts: QVBoxLayout) -> QScrollArea:
    """A column that scrolls when there is more than fits."""
    inside = QWidget()
    parts.setContentsMargins(0, 0, 0, 0)
    inside.setLayout(parts)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(inside)
    return area
