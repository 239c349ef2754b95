"""A question over the page: what is about to happen, why, and two buttons. The window has no dialogs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from ui.theme import GRID, Theme, set_look
from ui.widgets.buttons import ActionButton
from ui.widgets.overlay import Overlay


@dataclass(frozen=True, slots=True)
class Question:
    """`on_confirm` is given the reason, stripped ("" where none is asked for). `danger`: it cannot be taken back."""

    title: str
    text: str
    confirm: str
    on_confirm: Callable[[str], None]
    reason_required: bool = False
    danger: bool = False


class Ask(Overlay):
    """Dims the page and shows one question. Enter confirms, Escape leaves it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._question: Question | None = None
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
        for widget in (self.title, self.text, self.reason):
            self.rows.addWidget(widget)
        self.rows.addLayout(self._buttons)
        self.confirm_button.clicked.connect(self._confirm)
        self.cancel_button.clicked.connect(self.withdraw)
        self.reason.textChanged.connect(self._refresh)
        self.reason.returnPressed.connect(self._confirm)

    @property
    def open(self) -> Question | None:
        """The question that waits for an answer."""
        return self._question

    def put(self, question: Question) -> None:
        """Show a question over the whole of the parent."""
        self._question = question
        self.title.setText(question.title)
        self.text.setText(question.text)
        self.reason.clear()
        self.reason.setVisible(question.reason_required)
        self.confirm_button.set_text(question.confirm)
        self.confirm_button.set_prominent(not question.danger)
        self.setAccessibleName(f"{question.title} {question.text}")
        self._refresh()
        # where something could be lost, a stray Enter must not do it
        first = self.reason if question.reason_required else self.cancel_button if question.danger else None
        self.cover(first or self.confirm_button)

    def withdraw(self) -> None:
        """Leave the question unanswered."""
        self._question = None
        super().withdraw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.confirm_button.hasFocus():
            self._confirm()
        else:
            super().keyPressEvent(event)

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
