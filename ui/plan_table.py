"""A capture plan as a table: a row for each pose of each set-up, with small copies of what was taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from station.capture_plan import Key, Plan, SetUp, Wanted
from station.plan_manifest import Taken
from ui.icons import paint_icon
from ui.picture import render_image
from ui.plan_words import row_state, row_words
from ui.tasks import Tasks
from ui.theme import BASE, GRID, SMALL, Theme, font
from ui.widgets.plain_table import show_rows

Index = QModelIndex | QPersistentModelIndex
Load = Callable[[Path, Taken], NDArray[np.uint8]]

SHOTS = Qt.ItemDataRole.UserRole
_THUMB, _GAP, _ROW = QSize(48, 40), 4, 52
_AT_ONCE = 2
KEPT = 500
"""Small copies in memory at most: some screens full."""
_SETUP, _SHOTS_COLUMN, _LAST = 0, 1, 2
_WIDTHS = (0, 3 * (48 + 4) + 12, 124)


@dataclass(frozen=True, slots=True)
class Row:
    """One pose of one set-up."""

    setup: SetUp
    pose: int | None
    wanted: tuple[Wanted, ...]


def rows_of(plan: Plan) -> list[Row]:
    """The rows of a plan, in the order in which it runs."""
    found: dict[tuple[int, int | None], list[Wanted]] = {}
    for one in plan.pictures():
        found.setdefault((one.setup.number, one.pose), []).append(one)
    return [Row(some[0].setup, some[0].pose, tuple(some)) for some in found.values()]


class PlanModel(QAbstractTableModel):
    """Rows and what is known of their pictures. GUI thread; small copies are loaded off it."""

    def __init__(self, load: Load, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._load, self._tasks = load, tasks
        self._rows: list[Row] = []
        self._folder = Path()
        self._taken: Mapping[Key, Taken] = {}
        self._current: Key | None = None
        self._small: dict[str, QImage | None] = {}
        self._wanted: dict[str, Taken] = {}
        self._in_work = 0
        self._heads = (
            self.tr("Set-up"),
            self.tr("Pictures"),
            self.tr("State"),
        )

    def show_plan(self, plan: Plan | None, folder: Path) -> None:
        """Show another plan; nothing of it is known yet."""
        self.beginResetModel()
        self._rows = [] if plan is None else rows_of(plan)
        self._folder, self._taken, self._current = folder, {}, None
        self._small.clear()
        self._wanted.clear()
        self.endResetModel()

    def show_progress(self, taken: Mapping[Key, Taken], current: Key | None) -> int | None:
        """Show what was taken and what is being taken; returns the row of that."""
        if taken is self._taken and current == self._current:
            return None
        before, self._taken, self._current = self._taken, taken, current
        place = None
        for number, row in enumerate(self._rows):
            keys = [one.key for one in row.wanted]
            if current in keys:
                place = number
            if current in keys or any(before.get(key) is not taken.get(key) for key in keys):
                self.dataChanged.emit(self.index(number, 0), self.index(number, _LAST))
        if self._rows:
            self.dataChanged.emit(self.index(0, _LAST), self.index(len(self._rows) - 1, _LAST))
        return place

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        done = [one for one in row.wanted if one.key in self._taken]
        now = any(one.key == self._current for one in row.wanted)
        if role == SHOTS:
            return [(one, self._taken.get(one.key), one.key == self._current) for one in row.wanted]
        if role == Qt.ItemDataRole.DisplayRole:
            match index.column():
                case 0:
                    return f"{row.setup.number}  {row.setup.title}\n{row_words(row.setup, row.pose)}"
                case 1:
                    return self.tr("{done} of {all}").format(done=len(done), all=len(row.wanted))
                case _:
                    unfit = sum(1 for one in done if self._taken[one.key].fit is False)
                    return row_state(len(done), len(row.wanted), now=now, unfit=unfit)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return f"{row.setup.title}\n{row.setup.note}".strip()
        return None

    def small(self, one: Taken) -> QImage | None:
        """The small copy of a picture, where it is there already; else it is loaded."""
        if one.sha256 not in self._small and one.sha256 not in self._wanted:
            self._wanted[one.sha256] = one
            self._work()
        return self._small.get(one.sha256)

    def _work(self) -> None:
        waiting = [one for one in self._wanted.values() if one.sha256 not in self._small]
        while waiting and self._in_work < _AT_ONCE:
            one = waiting.pop()
            self._small[one.sha256] = None
            self._in_work += 1
            self._tasks.run(
                partial(_small, self._load, self._folder, one),
                partial(self._loaded, one),
                partial(self._failed, one),
            )

    def _failed(self, one: Taken, _error: BaseException) -> None:
        self._loaded(one, None)  # the row says what was taken all the same

    def _loaded(self, one: Taken, image: QImage | None) -> None:
        self._in_work -= 1
        self._wanted.pop(one.sha256, None)
        self._small[one.sha256] = image
        while len(self._small) > KEPT:
            del self._small[next(iter(self._small))]
        for number, row in enumerate(self._rows):
            if one.key in [wanted.key for wanted in row.wanted]:
                place = self.index(number, _SHOTS_COLUMN)
                self.dataChanged.emit(place, place)
        self._work()


def _small(load: Load, folder: Path, one: Taken) -> QImage:
    return render_image(load(folder, one)).base[0]


class ShotsPainter(QStyledItemDelegate):
    """Paints the small copies of a row: a frame for each picture, a warning on those that are unfit."""

    def __init__(self, theme: Theme, model: PlanModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colors = self._theme.colors
        shots: Sequence[tuple[Wanted, Taken | None, bool]] = index.data(SHOTS)
        rect = QRectF(option.rect)
        room = max(1, int((rect.width() - _GAP) // (_THUMB.width() + _GAP)))
        first = next((place for place, (_, _, now) in enumerate(shots) if now), 0)
        first = max(0, min(first - room + 1, len(shots) - room)) if first >= room else 0
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(colors.accent))
        left = rect.left() + _GAP
        for wanted, one, now in shots[first : first + room]:
            box = QRectF(left, rect.center().y() - _THUMB.height() / 2, _THUMB.width(), _THUMB.height())
            painter.fillRect(box, QColor(colors.viewport if one is not None else colors.well))
            small = None if one is None else self._model.small(one)
            if small is not None:
                size = small.size().scaled(_THUMB, Qt.AspectRatioMode.KeepAspectRatio)
                target = QRectF(0, 0, size.width(), size.height())
                target.moveCenter(box.center())
                painter.drawImage(target, small)
            elif one is None:
                painter.setPen(QColor(colors.muted))
                painter.setFont(font(SMALL))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(wanted.shot))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colors.text if now else colors.border), 3 if now else 1))
            painter.drawRect(box)
            if one is not None and one.fit is False:
                mark = QRectF(box.right() - 18, box.top() + 2, 16, 16)
                painter.fillRect(mark, QColor(colors.warn))
                paint_icon(painter, mark.adjusted(2, 2, -2, -2), "warning", QColor(colors.on_warn))
            left += _THUMB.width() + _GAP
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        return QSize(_WIDTHS[_SHOTS_COLUMN], _ROW)


class SetUpPainter(QStyledItemDelegate):
    """Paints two lines: the set-up, and below it what it shows and the pose."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colors = self._theme.colors
        rect = QRectF(option.rect).adjusted(GRID, 4, -GRID, -4)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(option.rect, QColor(colors.accent))
        title, _, about = str(index.data()).partition("\n")
        half = rect.height() / 2
        for text, top, pixels, ink in (
            (title, rect.top(), BASE, colors.on_accent if chosen else colors.text),
            (about, rect.top() + half, SMALL, colors.on_accent if chosen else colors.muted),
        ):
            painter.setFont(font(pixels))
            painter.setPen(QColor(ink))
            box = QRectF(rect.left(), top, rect.width(), half)
            words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()


class PlanTable(QTableView):
    """The table itself."""

    def __init__(self, theme: Theme, model: PlanModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        show_rows(self)
        self.setAccessibleName(self.tr("Set-ups and poses of the plan"))
        self.setItemDelegateForColumn(_SETUP, SetUpPainter(theme, self))
        self.setItemDelegateForColumn(_SHOTS_COLUMN, ShotsPainter(theme, model, self))
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(_WIDTHS):
            if width:
                self.setColumnWidth(column, width)
        theme.changed.connect(self.viewport().update)

    def show_row(self, row: int) -> None:
        """Bring a row into sight."""
        self.selectRow(row)
        self.scrollTo(self.model().index(row, 0))
