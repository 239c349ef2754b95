"""The table of past inspections: rows come page by page as one scrolls, verdicts are shapes with words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from station.history import HistoryRow, HistoryRows
from station.queries import Cursor
from station.types import Purpose, Verdict
from ui.symbols import paint_verdict
from ui.theme import GRID, Theme
from ui.widgets.plain_table import show_rows
from ui.words import day_time_text, moment_text, part_name, reason_sentence, score_text, short_time, verdict_word

TIME, PART, VERDICT, DECIDED, SCORE, REASON, RECIPE = range(7)
MOST_ROWS = 20_000
"""Rows that are kept; who looks for a part further back narrows the filter."""
_VERDICT_ROLE = Qt.ItemDataRole.UserRole + 1
_MARK_ROLE = Qt.ItemDataRole.UserRole + 2
_Index = QModelIndex | QPersistentModelIndex


class HistoryModel(QAbstractTableModel):
    """Rows of one query. `begin` forgets them; `wanted` asks for the page behind a cursor; `add` takes it."""

    wanted = Signal(object)
    """`Cursor`: the page that comes after it is needed now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[HistoryRow] = []
        self._next: Cursor | None = None
        self._waiting = False

    @property
    def complete(self) -> bool:
        """Whether there is nothing more to read."""
        return self._next is None

    def row(self, number: int) -> HistoryRow | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def number_of(self, inspection_id: str) -> int | None:
        """The row of an inspection."""
        return next((n for n, row in enumerate(self._rows) if row.inspection.id == inspection_id), None)

    def begin(self, page: HistoryRows) -> None:
        """Show the first page of another query."""
        self.beginResetModel()
        self._rows = list(page.rows)
        self._next = page.next
        self._waiting = False
        self.endResetModel()

    def add(self, page: HistoryRows) -> None:
        """Take the page that was wanted."""
        first = len(self._rows)
        self._waiting = False
        self._next = page.next
        if page.rows:
            self.beginInsertRows(QModelIndex(), first, first + len(page.rows) - 1)
            self._rows += page.rows
            self.endInsertRows()

    def stop_waiting(self) -> None:
        """The page that was wanted could not be read; it will be asked for again."""
        self._waiting = False

    def replace(self, row: HistoryRow) -> None:
        """Show what people said meanwhile."""
        number = self.number_of(row.inspection.id)
        if number is not None:
            self._rows[number] = row
            self.dataChanged.emit(self.index(number, 0), self.index(number, RECIPE))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else RECIPE + 1

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and not self._waiting and self._next is not None and len(self._rows) < MOST_ROWS

    def fetchMore(self, parent: _Index) -> None:
        if self.canFetchMore(parent):
            self._waiting = True
            self.wanted.emit(self._next)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("Time"),
            self.tr("Part"),
            self.tr("Verdict"),
            self.tr("Decided"),
            self.tr("Score"),
            self.tr("Reason"),
            self.tr("Recipe"),
        )[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if row is None:
            return None
        column = index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.TextAlignmentRole if column == SCORE:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ToolTipRole if column == TIME:
                return moment_text(row.inspection.at, seconds=True) + f"{row.inspection.at:.%f}"
            case Qt.ItemDataRole.ToolTipRole if column in (REASON, PART, RECIPE):
                return self._text(row, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.headerData(column, Qt.Orientation.Horizontal)}: {self._text(row, column)}"
            case _ if role == _VERDICT_ROLE:
                return self._verdict(row, column)
            case _ if role == _MARK_ROLE:
                return row.feedback_open and column == DECIDED
        return None

    def _verdict(self, row: HistoryRow, column: int) -> Verdict | None:
        if column == VERDICT:
            return row.inspection.as_seen_by_line.verdict
        return row.review.verdict if column == DECIDED and row.review is not None else None

    def _text(self, row: HistoryRow, column: int) -> str:
        one = row.inspection
        match column:
            case _ if column == TIME:
                return short_time(one)
            case _ if column == PART:
                if one.purpose is Purpose.REFERENCE:
                    return self.tr("Reference: {part}").format(part=part_name(one))
                return part_name(one)
            case _ if column == VERDICT:
                return verdict_word(one.as_seen_by_line.verdict)
            case _ if column == DECIDED:
                if row.review is not None:
                    return verdict_word(row.review.verdict)
                return self.tr("asked") if row.feedback_open else ""
            case _ if column == SCORE:
                return score_text(one.score, one.threshold)
            case _ if column == REASON:
                return reason_sentence(one.as_seen_by_line.reason)
            case _:
                return f"{one.recipe.name} {one.recipe.version}" if one.recipe is not None else ""


class VerdictDelegate(QStyledItemDelegate):
    """Paints the shape of a verdict before its word; OK is grey, the rest is coloured."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        verdict = index.data(_VERDICT_ROLE)
        if verdict is None:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        colors = self._theme.colors
        box, state = QRectF(option.rect), option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(box, QColor(colors.accent))
        fill, ink = colors.verdict(verdict)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.panel))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawEllipse(QRectF(box.left() + GRID - 4, box.center().y() - 14, 28, 28))
        paint_verdict(painter, QRectF(box.left() + GRID, box.center().y() - 10, 20, 20), verdict, fill, ink)
        painter.setPen(QColor(colors.on_accent if selected else colors.text))
        painter.setFont(option.font)
        words = box.adjusted(2 * GRID + 20, 0, -4, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(index.data()))
        painter.restore()


class HistoryTable(QTableView):
    """The view on a `HistoryModel`. Arrow keys move row by row, Home and End jump."""

    chosen = Signal(object)
    """`HistoryRow` of the row that the cursor is on, None where there is none."""

    def __init__(self, theme: Theme, model: HistoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        self.setAccessibleName(self.tr("Past inspections"))
        delegate = VerdictDelegate(theme, self)
        self.setItemDelegateForColumn(VERDICT, delegate)
        self.setItemDelegateForColumn(DECIDED, delegate)
        show_rows(self)
        horizontal = self.horizontalHeader()
        horizontal.setMinimumSectionSize(60)
        # as wide as the longest name of a month needs
        longest = day_time_text(datetime(2000, 9, 30, 20, 0, 0).astimezone(), seconds=True)
        time = max(146, self.fontMetrics().horizontalAdvance(longest) + 3 * GRID)
        verdict = 48 + max(self.fontMetrics().horizontalAdvance(verdict_word(one)) for one in Verdict)
        for column, width in ((TIME, time), (VERDICT, verdict), (DECIDED, 78), (SCORE, 92), (RECIPE, 150)):
            self.setColumnWidth(column, width)
        for column in (PART, REASON):
            horizontal.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(self._moved)
        model.modelReset.connect(lambda: self.chosen.emit(None))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what does not fit; the detail tells it too."""
        room = self.viewport().width()
        for column, least in ((SCORE, 540), (REASON, 720), (RECIPE, 940)):
            self.setColumnHidden(column, room < least)
        super().resizeEvent(event)
        self.updateGeometries()

    def sizeHint(self) -> QSize:
        return QSize(480, 400)

    def choose(self, number: int) -> None:
        """Put the cursor on a row."""
        self.setCurrentIndex(self._rows.index(number, TIME))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last row; Qt's own would move inside the row."""
        last = self._rows.rowCount() - 1
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and last >= 0:
            self.choose(0 if event.key() == Qt.Key.Key_Home else last)
        else:
            super().keyPressEvent(event)

    def _moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self._rows.row(current.row()) if current.isValid() else None)
