"""A card over the page, the rest dimmed. The window has no dialogs."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.theme import GRID, Theme, set_look


class Overlay(QWidget):
    """Covers its parent and keeps the focus while it is shown. Escape withdraws it. Widgets go into `rows`."""

    def __init__(self, theme: Theme, parent: QWidget, *, width: int = 560) -> None:
        super().__init__(parent)
        self._theme = theme
        self._before: QWidget | None = None
        self._silenced: list[QShortcut] = []
        self.card = QFrame()
        set_look(self.card, "panel")
        self.card.setFixedWidth(width)
        self.rows = QVBoxLayout(self.card)
        self.rows.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        self.rows.setSpacing(2 * GRID)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        # no alignment: the height would be asked for at the width of the whole page
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.card)
        middle.addStretch(1)
        layout.addLayout(middle)
        layout.addStretch(2)
        parent.installEventFilter(self)
        self.hide()

    def cover(self, first: QWidget) -> None:
        """Show over the whole of the parent; `first` gets the focus."""
        if self.isHidden():
            self._before = self.window().focusWidget()
            self._silence()
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        first.setFocus()

    def withdraw(self) -> None:
        """Hide, and give the focus back to whoever had it."""
        self.hide()
        for shortcut in self._silenced:
            if isValid(shortcut):
                shortcut.setEnabled(True)
        self._silenced.clear()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.withdraw()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the focus inside the card."""
        ring = self._ring()
        if ring:
            here = next((index for index, one in enumerate(ring) if one.hasFocus()), -1 if forward else 0)
            ring[(here + (1 if forward else -1)) % len(ring)].setFocus(
                Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            )
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent() and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        shade = QColor(self._theme.colors.window)
        shade.setAlpha(200)
        QPainter(self).fillRect(self.rect(), shade)

    def _silence(self) -> None:
        """Let the keys of the page below do nothing meanwhile: they would act on what cannot be seen.

        Function keys go on: the line is stopped by one. So do those with Alt, which go to another page.
        """
        parent = self.parentWidget()
        for shortcut in parent.findChildren(QShortcut) if parent is not None else ():
            owner = shortcut.parent()
            inside = isinstance(owner, QWidget) and (owner is self or self.isAncestorOf(owner))
            if not inside and shortcut.isEnabled() and not _goes_on(shortcut):
                shortcut.setEnabled(False)
                self._silenced.append(shortcut)

    def _ring(self) -> list[QWidget]:
        """What of the card can have the focus, in the order of the Tab key."""
        ring: list[QWidget] = []
        one = self.nextInFocusChain()
        while one is not None and one is not self:
            takes_tab = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if takes_tab and self.card.isAncestorOf(one) and one.isEnabled() and one.isVisibleTo(self):
                ring.append(one)
            one = one.nextInFocusChain()
        return ring


def _goes_on(shortcut: QShortcut) -> bool:
    return re.fullmatch(r"F\d+|(.*\+)?Alt\+.+", shortcut.key().toString()) is not None
