"""The table of the audit trail: rows come page by page as one scrolls."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from station.audit import AuditEntry
from station.trail import TrailPage
from ui.history_words import act_words
from ui.theme import GRID
from ui.widgets.plain_table import show_rows
from ui.words import moment_text

TIME, WHO, ACT, SUBJECT, WHY = range(5)
_Index = QModelIndex | QPersistentModelIndex


class AuditModel(QAbstractTableModel):
    """Rows of one query. `begin` forgets them; `wanted` asks for the rows before a number; `add` takes them."""

    wanted = Signal(int)
    """The number of the last row that is there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[AuditEntry] = []
        self._more = self._waiting = False

    def row(self, number: int) -> AuditEntry | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def begin(self, page: TrailPage | None) -> None:
        """Show the first page of another query, or nothing."""
        self.beginResetModel()
        self._rows = [] if page is None else list(page.entries)
        self._more, self._waiting = page is not None and page.more, False
        self.endResetModel()

    def add(self, page: TrailPage) -> None:
        """Take the page that was wanted."""
        first = len(self._rows)
        self._more, self._waiting = page.more, False
        if page.entries:
            self.beginInsertRows(QModelIndex(), first, first + len(page.entries) - 1)
            self._rows += page.entries
            self.endInsertRows()

    def stop_waiting(self) -> None:
        """The page that was wanted could not be read; it will be asked for again."""
        self._waiting = False

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else WHY + 1

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and self._more and not self._waiting

    def fetchMore(self, parent: _Index) -> None:
        if self.canFetchMore(parent):
            self._waiting = True
            self.wanted.emit(self._rows[-1].number)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Time"), self.tr("Who"), self.tr("Act"), self.tr("Of what"), self.tr("Reason"))[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.row(index.row()), index.column()
        if row is None:
            return None
        texts = (moment_text(row.at, seconds=True), row.who, act_words(row.action), row.subject, row.why)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return texts[column]
            case Qt.ItemDataRole.ToolTipRole:
                return texts[column] or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.headerData(column, Qt.Orientation.Horizontal)}: {texts[column]}"
        return None


class AuditTable(QTableView):
    """The view on an `AuditModel`."""

    chosen = Signal(object)
    """`AuditEntry` of the row that the cursor is on, None where there is none."""

    def __init__(self, model: AuditModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        self.setAccessibleName(self.tr("Audit trail"))
        show_rows(self)
        horizontal = self.horizontalHeader()
        horizontal.setSectionResizeMode(WHY, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(self._moved)
        model.modelReset.connect(lambda: self.chosen.emit(None))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room: the reason has what is left."""
        room = self.viewport().width()
        self.setColumnWidth(TIME, self.fontMetrics().horizontalAdvance("0000-00-00 00:00:00") + 3 * GRID)
        for column, share in ((WHO, 0.13), (ACT, 0.2), (SUBJECT, 0.22)):
            self.setColumnWidth(column, round(share * room))
        super().resizeEvent(event)

    def _moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self._rows.row(current.row()) if current.isValid() else None)
