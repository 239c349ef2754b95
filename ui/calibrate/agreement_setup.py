"""Setting up an agreement study: its parts with what experts say of them, and how often they are presented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from station.agreement_parts import read_parts
from station.agreement_study import MOST_REPEATS, ReferencePart, Study
from station.permissions import Action
from ui.calibrate.agreement_words import advice_texts
from ui.calibrate.section import SectionPage
from ui.file_choice import choose_file
from ui.theme import GRID, TARGET, set_look
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.forms import field

_GOOD, _DEFECTIVE = 0, 1


class StudySetup(Card):
    """The form. `on_made` is given the study that was planned."""

    def __init__(self, page: SectionPage, on_made: Callable[[Study], None], on_left: Callable[[], None]) -> None:
        super().__init__("")
        self._page = page
        self._on_made = on_made
        self.title.setText(self.tr("A new study"))
        self.title.show()
        self.set_hint(
            self.tr(
                "20 to 80 parts, about half of them defective, with defects as they really come and some at the limit."
                " Experts decide before, without the station. The plan never changes: another word of the experts is"
                " another study."
            )
        )
        theme = page.context.theme
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.repeats = QSpinBox()
        self.repeats.setRange(1, MOST_REPEATS)
        self.repeats.setValue(3)
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("such as who the experts were"))
        form = QGridLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.addLayout(field(self.tr("Name of the study"), self.name), 0, 0)
        form.addLayout(field(self.tr("Each part so often"), self.repeats), 0, 1)
        form.addLayout(field(self.tr("Remark"), self.note), 0, 2)
        form.setColumnStretch(0, 2)
        form.setColumnStretch(2, 3)
        self.table = self._make_table()
        self.add_button = ActionButton(theme, "add", self.tr("Add a part"))
        self.remove_button = ActionButton(theme, "remove", self.tr("Remove the part"))
        self.read_button = ActionButton(theme, "import", self.tr("Read a table (CSV)"))
        self.advice = QLabel()
        self.advice.setWordWrap(True)
        self.make_button = ActionButton(theme, "save", self.tr("Plan the study"))
        self.make_button.set_prominent(True)
        self.leave_button = ActionButton(theme, "close", self.tr("Back"))
        column = QVBoxLayout()
        column.setSpacing(GRID)
        for button in (self.add_button, self.remove_button, self.read_button):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            column.addWidget(button)
        column.addWidget(self.advice)
        column.addStretch(1)
        column.addWidget(self.make_button)
        column.addWidget(self.leave_button)
        middle = QHBoxLayout()
        middle.setSpacing(2 * GRID)
        middle.addWidget(self.table, 1)
        middle.addLayout(column)
        self.body.addLayout(form)
        self.body.addLayout(middle, 1)
        self.add_button.clicked.connect(lambda: self._add(ReferencePart("", False), edit=True))
        self.remove_button.clicked.connect(self._remove)
        self.read_button.clicked.connect(self._choose)
        self.make_button.clicked.connect(self._make)
        self.leave_button.clicked.connect(on_left)
        self.repeats.valueChanged.connect(self._advise)
        self.table.itemChanged.connect(lambda _item: self._advise())
        self._advise()

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 3)
        table.setHorizontalHeaderLabels([self.tr("Part"), self.tr("Experts say"), self.tr("Defect")])
        table.setAccessibleName(self.tr("Parts of the study"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setCornerButtonEnabled(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalHeader().setDefaultSectionSize(TARGET + GRID)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns = table.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in range(3):
            columns.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        return table

    def parts(self) -> tuple[ReferencePart, ...]:
        """What the table says; rows without a name and a defect are left out."""
        found = []
        for row in range(self.table.rowCount()):
            name, defect = (self._text(row, column) for column in (0, 2))
            if name or defect:
                found.append(ReferencePart(name, self._reference(row).currentIndex() == _DEFECTIVE, defect))
        return tuple(found)

    def begin(self, parts: tuple[ReferencePart, ...] = ()) -> None:
        """Begin with these parts, such as those of another study."""
        self.name.clear()
        self.note.clear()
        self._fill(parts)
        self.name.setFocus()

    @property
    def touched(self) -> bool:
        """Whether something would be lost."""
        return bool(self.name.text().strip() or self.parts())

    def session_changed(self) -> None:
        self.make_button.setEnabled(self._page.context.desk.may(Action.RUN_AGREEMENT_STUDY))

    def read(self, path: Path) -> None:
        """Take the parts of a file over in place of those in the table."""
        self._page.run(lambda: read_parts(path), self._fill, busy=(self.read_button,))

    def _choose(self) -> None:
        choose_file(self, self.tr("The table of parts"), self.tr("Tables (*.csv *.txt);;All files (*)"), self.read)

    def _fill(self, parts: tuple[ReferencePart, ...]) -> None:
        self.table.setRowCount(0)
        for part in parts:
            self._add(part)
        self._advise()

    def _add(self, part: ReferencePart, *, edit: bool = False) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        reference = QComboBox()
        reference.addItems([self.tr("good"), self.tr("defective")])
        reference.setCurrentIndex(_DEFECTIVE if part.defective else _GOOD)
        reference.setAccessibleName(self.tr("Experts say"))
        reference.currentIndexChanged.connect(lambda _index: self._advise())
        self.table.setItem(row, 0, QTableWidgetItem(part.name))
        self.table.setCellWidget(row, 1, reference)
        self.table.setItem(row, 2, QTableWidgetItem(part.defect))
        if edit:
            self.table.setCurrentCell(row, 0)
            item = self.table.item(row, 0)
            if item is not None:
                self.table.editItem(item)
            self._advise()

    def _remove(self) -> None:
        row = self.table.currentRow()
        if row >= 0:
            self.table.removeRow(row)
            self._advise()

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return "" if item is None else item.text().strip()

    def _reference(self, row: int) -> QComboBox:
        widget = self.table.cellWidget(row, 1)
        assert isinstance(widget, QComboBox)
        return widget

    def _advise(self) -> None:
        if any(self.table.cellWidget(row, 1) is None for row in range(self.table.rowCount())):
            return  # a row is being made
        parts = self.parts()
        self.advice.setText("\n".join(advice_texts(parts, self.repeats.value())) if parts else "")
        set_look(self.advice, "muted")

    def _make(self) -> None:
        session = self._page.context.desk.require(Action.RUN_AGREEMENT_STUDY)
        studies = self._page.context.station.agreement
        name, parts, repeats, note = self.name.text(), self.parts(), self.repeats.value(), self.note.text()

        def made(study: Study) -> None:
            self.begin()
            self._on_made(study)

        self._page.run(lambda: studies.make(session, name, parts, repeats, note=note), made, busy=(self.make_button,))
