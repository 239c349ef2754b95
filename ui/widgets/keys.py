"""The keys that work on a page, over the page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.theme import GRID, Theme, set_look
from ui.widgets.buttons import ActionButton
from ui.widgets.overlay import Overlay

_HEIGHT = 460


class KeyList(Overlay):
    """Shows what every key does. Escape, Enter or F1 leave it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, width=640)
        self.entries: tuple[tuple[str, str], ...] = ()
        self.title = QLabel()
        set_look(self.title, "title")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setMinimumHeight(_HEIGHT)
        self._area.setAccessibleName(self.tr("Keys"))
        self.close_button = ActionButton(theme, "close", self.tr("Close"))
        self.close_button.clicked.connect(self.withdraw)
        self.rows.addWidget(self.title)
        self.rows.addWidget(self._area)
        self.rows.addWidget(self.close_button)

    def put(self, title: str, entries: tuple[tuple[str, str], ...]) -> None:
        """`entries`: (keys, what they do)."""
        self.entries = entries
        self.title.setText(self.tr("Keys: {page}").format(page=title))
        sheet = QWidget()
        outer = QVBoxLayout(sheet)
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        for row, (keys, words) in enumerate(entries):
            name = QLabel(keys)
            set_look(name, "strong")
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            said = QLabel(words)
            said.setWordWrap(True)
            grid.addWidget(said, row, 1)
        outer.addLayout(grid)
        outer.addStretch(1)
        self._area.setWidget(sheet)
        self.setAccessibleName(", ".join(f"{keys}: {words}" for keys, words in entries))
        self.cover(self.close_button)


def keys_of(root: QWidget) -> list[tuple[str, str]]:
    """The shortcuts below `root` that work now: (keys, what they do). A shortcut that says nothing has no words.

    The words are those of the button it presses, else its `whatsThis`.
    """
    found: list[tuple[str, str]] = []
    for shortcut in root.findChildren(QShortcut):
        owner = shortcut.parent()
        if not isinstance(owner, QWidget) or not (owner is root or owner.isVisibleTo(root)):
            continue
        words = shortcut.whatsThis()
        if not words and isinstance(owner, QAbstractButton):
            words = owner.accessibleName() or owner.text()
        found.append((native(shortcut), words))
    return found


def native(shortcut: QShortcut) -> str:
    """The keys as this computer and this language call them."""
    return shortcut.key().toString(QKeySequence.SequenceFormat.NativeText)
