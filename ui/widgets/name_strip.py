"""A strip that asks for one name and says what will be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.theme import GRID, Theme, set_look
from ui.widgets.buttons import ActionButton
from ui.widgets.forms import field


class NameStrip(QFrame):
    """Hidden until `open`. Enter confirms, Escape closes it."""

    def __init__(self, theme: Theme, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "panel")
        self._on_confirm: Callable[[str], None] | None = None
        self.title = QLabel()
        set_look(self.title, "strong")
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.name = QLineEdit()
        self.name.setMaxLength(64)
        self.confirm_button = ActionButton(theme, "acknowledge", self.tr("Go on"))
        self.confirm_button.set_prominent(True)
        self.cancel_button = ActionButton(theme, "close", self.tr("Cancel"))
        words = QVBoxLayout()
        words.addWidget(self.title)
        words.addWidget(self.text)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addLayout(field(label, self.name), 2)
        row.addWidget(self.cancel_button, 1, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.confirm_button, 1, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        layout.addLayout(words)
        layout.addLayout(row)
        self.name.textChanged.connect(self._refresh)
        self.name.returnPressed.connect(self._confirm)
        self.confirm_button.clicked.connect(self._confirm)
        self.cancel_button.clicked.connect(self.close_strip)
        self.hide()

    def open(self, title: str, text: str, name: str, on_confirm: Callable[[str], None]) -> None:
        """Ask; `on_confirm` is given the name, stripped, and the strip stays open until it is closed."""
        self._on_confirm = on_confirm
        self.title.setText(title)
        self.text.setText(text)
        self.name.setText(name)
        self._refresh()
        self.show()
        self.name.setFocus()
        self.name.selectAll()

    def close_strip(self) -> None:
        self._on_confirm = None
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_strip()
        else:
            super().keyPressEvent(event)

    def _refresh(self) -> None:
        self.confirm_button.setEnabled(bool(self.name.text().strip()))

    def _confirm(self) -> None:
        name = self.name.text().strip()
        if name and self._on_confirm is not None:
            self._on_confirm(name)
