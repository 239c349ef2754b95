"""A question over the page: what is about to happen, why, and two buttons. The window has no dialogs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.theme import GRID, Theme, set_look
from ui.widgets.buttons import ActionButton


@dataclass(frozen=True, slots=True)
class Question:
    """`on_confirm` is given the reason, stripped ("" where none is asked for). `danger`: it cannot be taken back."""

    title: str
    text: str
    confirm: str
    on_confirm: Callable[[str], None]
    reason_required: bool = False
    danger: bool = False


class Ask(QWidget):
    """Dims the page and shows one question. Enter confirms, Escape leaves it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._question: Question | None = None
        self._before: QWidget | None = None
        self.title = QLabel()
        set_look(self.title, "title")
        self.title.setWordWrap(True)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.reason = QLineEdit()
        self.reason.setMaxLength(500)
        self.reason.setPlaceholderText(self.tr("Reason, for the audit trail"))
        self.reason.setAccessibleName(self.tr("Reason"))
        self.confirm_button = ActionButton(theme, "acknowledge", self.tr("Apply"))
        self.cancel_button = ActionButton(theme, "close", self.tr("Cancel"))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(GRID)
        self._buttons.addWidget(self.cancel_button)
        self._buttons.addWidget(self.confirm_button)
        card = QFrame()
        set_look(card, "panel")
        card.setFixedWidth(560)
        rows = QVBoxLayout(card)
        rows.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        rows.setSpacing(2 * GRID)
        for widget in (self.title, self.text, self.reason):
            rows.addWidget(widget)
        rows.addLayout(self._buttons)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        self.confirm_button.clicked.connect(self._confirm)
        self.cancel_button.clicked.connect(self.withdraw)
        self.reason.textChanged.connect(self._refresh)
        self.reason.returnPressed.connect(self._confirm)
        self.hide()

    @property
    def open(self) -> Question | None:
        """The question that waits for an answer."""
        return self._question

    def put(self, question: Question) -> None:
        """Show a question over the whole of the parent."""
        self._question = question
        self._before = self.window().focusWidget()
        self.title.setText(question.title)
        self.text.setText(question.text)
        self.reason.clear()
        self.reason.setVisible(question.reason_required)
        self.confirm_button.set_text(question.confirm)
        self.confirm_button.set_prominent(not question.danger)
        self.setAccessibleName(f"{question.title} {question.text}")
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self._refresh()
        self.show()
        self.raise_()
        # where something could be lost, a stray Enter must not do it
        first = self.reason if question.reason_required else self.cancel_button if question.danger else None
        (first or self.confirm_button).setFocus()

    def withdraw(self) -> None:
        """Leave the question unanswered."""
        self._question = None
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.withdraw()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.confirm_button.hasFocus():
            self._confirm()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the focus inside the question."""
        ring = [one for one in (self.reason, self.cancel_button, self.confirm_button) if one.isVisibleTo(self)]
        ring = [one for one in ring if one.isEnabled()]
        here = next((index for index, one in enumerate(ring) if one.hasFocus()), -1)
        ring[(here + (1 if forward else -1)) % len(ring)].setFocus()
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        shade = QColor(self._theme.colors.window)
        shade.setAlpha(200)
        QPainter(self).fillRect(self.rect(), shade)

    def _refresh(self) -> None:
        question = self._question
        needs = question is not None and question.reason_required and not self.reason.text().strip()
        self.confirm_button.setEnabled(not needs)

    def _confirm(self) -> None:
        question = self._question
        if question is None or not self.confirm_button.isEnabled():
            return
        reason = self.reason.text().strip()
        self.withdraw()
        question.on_confirm(reason)
