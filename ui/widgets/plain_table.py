"""Tables to read and to choose a row from, all with the same looks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QTableWidget, QTableWidgetItem, QWidget

from ui.theme import TARGET, numbers_alignment

_LINE = 32
_BESIDE, _ABOVE = 24, 10
"""What of a cell is not for words: padding and the room for the sign of the focus."""


def show_rows(table: QTableView) -> None:
    """Make a view on a long list look and feel like the others: rows to choose one from, each as high as a finger."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setCornerButtonEnabled(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    vertical, horizontal = table.verticalHeader(), table.horizontalHeader()
    vertical.hide()
    vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    vertical.setDefaultSectionSize(TARGET)
    horizontal.setHighlightSections(False)
    horizontal.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    horizontal.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)


class PlainTable(QTableWidget):
    """A table that is filled as a whole. The columns `wide` share the room that is left.

    With `choosing` a row can be chosen; else it is only read, and its rows are as high as their words need.
    """

    def __init__(
        self,
        name: str,
        headings: Sequence[str],
        *,
        wide: Sequence[int],
        numbers: Sequence[int] = (),
        choosing: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(0, len(headings), parent)
        self._numbers = frozenset(numbers)
        self._choosing = choosing
        self.setHorizontalHeaderLabels(list(headings))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.SingleSelection if choosing else modes.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlternatingRowColors(True)
        self.setWordWrap(not choosing)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(_LINE)
        rows.setDefaultSectionSize(TARGET if choosing else _LINE)
        if not choosing:
            rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        columns = self.horizontalHeader()
        if not choosing:
            columns.sectionResized.connect(self._fit_rows)  # a function of its own would outlive the table
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setHighlightSections(False)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in wide:
            columns.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        for column in self._numbers:
            heading = self.horizontalHeaderItem(column)
            if heading is not None:
                heading.setTextAlignment(numbers_alignment())

    def _fit_rows(self, *_: int) -> None:
        self.verticalHeader().resizeSections()

    @property
    def chosen_row(self) -> int | None:
        """The row that is chosen."""
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else None

    def choose(self, row: int) -> None:
        """Choose a row and bring it into sight."""
        self.selectRow(row)
        item = self.item(row, 0)
        if item is not None:
            self.scrollToItem(item)

    def fill(self, rows: Sequence[Sequence[str]], *, bold: Sequence[int] = ()) -> None:
        """Replace everything; `bold` are numbers of rows. Nothing is chosen afterwards."""
        self.clearSelection()
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                if column in self._numbers:
                    item.setTextAlignment(numbers_alignment())
                if number in bold:
                    font = item.font()
                    font.setBold(True)
                    item.setFont(font)
                item.setToolTip(text)
                self.setItem(number, column, item)
        if not self._choosing:
            self.resizeRowsToContents()

    def sizeHintForRow(self, row: int) -> int:
        """As high as the words need. Qt leaves the padding of the style sheet out when it breaks them into lines."""
        if self._choosing:
            return super().sizeHintForRow(row)
        metrics, wrap, columns = self.fontMetrics(), int(Qt.TextFlag.TextWordWrap), self.horizontalHeader()
        heights = [
            metrics.boundingRect(QRect(0, 0, self.columnWidth(column) - _BESIDE, 10_000), wrap, item.text()).height()
            for column in range(self.columnCount())
            if columns.sectionResizeMode(column) is QHeaderView.ResizeMode.Stretch
            and (item := self.item(row, column)) is not None
        ]
        return max([_LINE, *(height + _ABOVE for height in heights)])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows of words are as high as the words need at the new width."""
        super().resizeEvent(event)
        if not self._choosing:
            self.resizeRowsToContents()

    def texts(self) -> list[list[str]]:
        """Everything that is shown, row by row."""
        cells = [[self.item(row, column) for column in range(self.columnCount())] for row in range(self.rowCount())]
        return [["" if cell is None else cell.text() for cell in row] for row in cells]
