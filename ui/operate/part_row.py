"""Below the parts: the id of the part that comes next, and what a person says of the one that is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from station.queries import Said
from ui.theme import GRID, TARGET, Theme, set_look
from ui.widgets.buttons import ActionButton


class NextPartField(QWidget):
    """Shows the id that waits. Enter in the field puts another one."""

    entered = Signal(str)
    cleared = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waiting: str | None = None
        self.field = QLineEdit()
        self.field.setMaxLength(256)
        self.field.setPlaceholderText(self.tr("scan or type"))
        self.field.setAccessibleName(self.tr("Id of the next part"))
        self.field.setFixedHeight(TARGET)
        self.clear_button = ActionButton(theme, "close", "", name=self.tr("Forget the id of the next part"))
        self.clear_button.setEnabled(False)
        label = QLabel(self.tr("Next part"))
        label.setWordWrap(True)
        label.setFixedWidth(38)
        label.setBuddy(self.field)
        set_look(label, "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(label)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.clear_button)
        self.field.returnPressed.connect(self._enter)
        self.clear_button.clicked.connect(self.cleared)

    def show_waiting(self, part_id: str | None) -> None:
        """Show what the next trigger will take, unless somebody is typing."""
        if part_id == self._waiting:
            return
        self._waiting = part_id
        self.clear_button.setEnabled(part_id is not None)
        if not (self.field.hasFocus() and self.field.isModified()):
            self.field.setText(part_id or "")

    def _enter(self) -> None:
        self.field.setModified(False)
        part_id = self.field.text().strip()
        if part_id:
            self.entered.emit(part_id)
        else:
            self.cleared.emit()


class PartRow(QWidget):
    """One row: next part on the left, "was good" and "was bad" on the right."""

    said = Signal(object)
    """`Said`: somebody disagrees with the verdict that is shown, or confirms it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.next_part = NextPartField(theme)
        self.good_button = ActionButton(theme, "good", self.tr("Was good"), key="F2")
        self.bad_button = ActionButton(theme, "bad", self.tr("Was bad"), key="F3")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.next_part, 1)
        for button, said in ((self.good_button, Said.GOOD), (self.bad_button, Said.BAD)):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, said=said: self.said.emit(said))
            layout.addWidget(button)
