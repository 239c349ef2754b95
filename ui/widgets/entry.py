"""A few things to fill in over the page: a name and a password, a new account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.theme import GRID, Theme, set_look
from ui.widgets.buttons import ActionButton
from ui.widgets.forms import field
from ui.widgets.overlay import Overlay

_LONGEST = 256


@dataclass(frozen=True, slots=True)
class Blank:
    """One thing to fill in. `choices`: (value, words) to choose from instead of typing. `secret`: hidden."""

    key: str
    label: str
    value: str = ""
    secret: bool = False
    optional: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """A further button of an entry: it withdraws the panel and does something else."""

    icon: str
    text: str
    action: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """`on_confirm` is given what was filled in, by key; the panel stays until it is withdrawn or refuses.

    An empty `confirm` leaves only the other buttons.
    """

    title: str
    text: str
    blanks: tuple[Blank, ...]
    confirm: str
    on_confirm: Callable[[Mapping[str, str]], None]
    cancel: str = ""
    icon: str = "acknowledge"
    others: tuple[Other, ...] = ()


class EntryPanel(Overlay):
    """Shows one entry at a time. Enter goes to the next blank and in the last one confirms; Escape leaves it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, width=520)
        self._entry: Entry | None = None
        self._busy = False
        self.inputs: dict[str, QLineEdit | QComboBox] = {}
        self.other_buttons: list[ActionButton] = []
        self.title = QLabel()
        set_look(self.title, "title")
        self.title.setWordWrap(True)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        set_look(self.problem, "warn")
        self._form = QWidget()
        self.cancel_button = ActionButton(theme, "close", self.tr("Cancel"))
        self.confirm_button = ActionButton(theme, "acknowledge", "")
        self.confirm_button.setSizePolicy(self.cancel_button.sizePolicy())
        self.confirm_button.set_prominent(True)
        self.cancel_button.clicked.connect(self.withdraw)
        self.confirm_button.clicked.connect(self._confirm)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.confirm_button)
        for widget in (self.title, self.text, self._form, self.problem):
            self.rows.addWidget(widget)
        self.rows.addLayout(buttons)

    @property
    def open(self) -> Entry | None:
        """The entry that is shown."""
        return self._entry

    def put(self, entry: Entry) -> None:
        """Show an entry; one that is open is replaced."""
        self._entry = entry
        self._busy = False
        self.title.setText(entry.title)
        self.text.setText(entry.text)
        self.text.setVisible(bool(entry.text))
        self.problem.hide()
        self.cancel_button.set_text(entry.cancel or self.tr("Cancel"))
        self.confirm_button.set_text(entry.confirm)
        self.confirm_button.set_icon(entry.icon)
        self.confirm_button.setVisible(bool(entry.confirm))
        self.setAccessibleName(entry.title)
        self._build(entry)
        self._refresh()
        empty = (one for one in self.inputs.values() if isinstance(one, QLineEdit) and not one.text())
        self.cover(next(empty, None) or (self.other_buttons[0] if self.other_buttons else self.cancel_button))

    def refuse(self, message: str, hint: str = "") -> None:
        """Say why it cannot be so; secrets are to be typed again."""
        self._busy = False
        self.problem.setText(f"{message} {hint}".strip())
        self.problem.show()
        secrets = [one for one in self.inputs.values() if isinstance(one, QLineEdit) and _secret(one)]
        for one in secrets:
            one.clear()
        self._refresh()
        for one in secrets[:1]:
            one.setFocus()

    def withdraw(self) -> None:
        self._entry = None
        self._busy = False
        for one in self.inputs.values():
            if isinstance(one, QLineEdit):
                one.clear()
        super().withdraw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    def values(self) -> dict[str, str]:
        return {
            key: str(one.currentData()) if isinstance(one, QComboBox) else one.text()
            for key, one in self.inputs.items()
        }

    def _build(self, entry: Entry) -> None:
        form = QWidget()
        rows = QVBoxLayout(form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        self.inputs, self.other_buttons = {}, []
        for other in entry.others:
            button = ActionButton(self._theme, other.icon, other.text)
            button.clicked.connect(lambda _checked=False, other=other: self._leave_to(other))
            rows.addWidget(button)
            self.other_buttons.append(button)
        for blank in entry.blanks:
            made = self._input(blank)
            rows.addLayout(field(blank.label, made, hint=blank.hint))
            self.inputs[blank.key] = made
        self.rows.replaceWidget(self._form, form)
        self._form.hide()
        self._form.deleteLater()
        self._form = form
        form.setVisible(bool(entry.blanks or entry.others))
        chain: list[QWidget] = [*self.other_buttons, *self.inputs.values(), self.cancel_button, self.confirm_button]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _input(self, blank: Blank) -> QLineEdit | QComboBox:
        if blank.choices:
            box = QComboBox()
            for value, words in blank.choices:
                box.addItem(words, value)
            box.setCurrentIndex(max(0, box.findData(blank.value)))
            return box
        line = QLineEdit(blank.value)
        line.setMaxLength(_LONGEST)
        line.setProperty("optional", blank.optional)
        if blank.secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        line.textChanged.connect(self._refresh)
        return line

    def _refresh(self) -> None:
        lines = [one for one in self.inputs.values() if isinstance(one, QLineEdit)]
        filled = all(one.text().strip() or one.property("optional") for one in lines)
        self.confirm_button.setEnabled(filled and not self._busy)
        for one in self.inputs.values():
            one.setEnabled(not self._busy)

    def _enter(self) -> None:
        lines = [one for one in self.inputs.values() if isinstance(one, QLineEdit)]
        empty = next((one for one in lines if not one.text().strip() and not one.property("optional")), None)
        focused = self.window().focusWidget()
        if isinstance(focused, ActionButton):
            focused.click()
        elif empty is not None:
            empty.setFocus()
        else:
            self._confirm()

    def _confirm(self) -> None:
        entry = self._entry
        if entry is None or not self.confirm_button.isEnabled():
            return
        self._busy = True
        values = self.values()
        self._refresh()
        entry.on_confirm(values)

    def _leave_to(self, other: Other) -> None:
        self.withdraw()
        other.action()


def _secret(line: QLineEdit) -> bool:
    return line.echoMode() is QLineEdit.EchoMode.Password
