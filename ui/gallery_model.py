"""The pictures of a data set as a list model: rows come in pages, thumbnails only for what is looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    QStringListModel,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QImage

from station.errors import StationError
from station.hints import Finding, Hint, Hints
from station.queries import ImageLabel, LabelledImage, StoredImage
from ui.labels import label_text
from ui.tasks import Tasks

Index = QModelIndex | QPersistentModelIndex

ENTRY = Qt.ItemDataRole.UserRole
THUMBNAIL = Qt.ItemDataRole.UserRole + 1
HINTS = Qt.ItemDataRole.UserRole + 2

KEPT = 500
"""Thumbnails in memory at most: some screens full."""
_WANTED_MOST = 96
_TOGETHER = 4
_AT_ONCE = 2


class Order(StrEnum):
    """How the gallery is sorted."""

    OLDEST = "oldest"
    NEWEST = "newest"
    LABEL = "label"
    HINTS = "hints"


@dataclass(frozen=True, slots=True)
class View:
    """Which pictures are shown and how they are sorted. None: all. `kind` "": defects without a kind."""

    label: ImageLabel | None = None
    kind: str | None = None
    hinted: bool = False
    order: Order = Order.OLDEST


def arrange(entries: Iterable[StoredImage], view: View, hints: dict[int, tuple[Hint, ...]]) -> list[StoredImage]:
    """Filter and sort. Some ten milliseconds for 20,000."""
    shown = [
        one
        for one in entries
        if (view.label is None or one.image.label is view.label)
        and (view.kind is None or (one.image.label is ImageLabel.DEFECT and (one.image.defect or "") == view.kind))
        and (not view.hinted or one.id in hints)
    ]
    match view.order:
        case Order.NEWEST:
            shown.sort(key=lambda one: -one.id)
        case Order.LABEL:
            places = {label: place for place, label in enumerate(ImageLabel)}
            shown.sort(key=lambda one: (places[one.image.label], one.image.defect or "", one.id))
        case Order.HINTS:
            shown.sort(key=lambda one: (_urgency(hints.get(one.id, ())), one.id))
        case Order.OLDEST:
            pass
    return shown


def _urgency(hints: Sequence[Hint]) -> tuple[int, float, int]:
    """The furthest outliers first, then groups of near-duplicates together, then the rest."""
    for hint in hints:
        if hint.finding is Finding.OUTLIER:
            return 0, -(hint.z or 0.0), 0
    for hint in hints:
        return 1, 0.0, min(hint.others, default=0)
    return 2, 0.0, 0


class Thumbnails(QObject):
    """Loads thumbnails off the GUI thread, the last asked for first, and keeps some of them."""

    loaded = Signal(object)
    """list[int]: numbers of pictures."""

    def __init__(
        self,
        load: Callable[[LabelledImage], NDArray[np.uint8]],
        tasks: Tasks,
        size: QSize,
        parent: QObject | None = None,
    ) -> None:
        """`size`: the box in device pixels that a thumbnail must fit into."""
        super().__init__(parent)
        self._load = load
        self._tasks = tasks
        self._size = size
        self._kept: OrderedDict[int, QImage | None] = OrderedDict()
        self._wanted: OrderedDict[int, LabelledImage] = OrderedDict()
        self._in_work = 0
        self._loading: set[int] = set()
        self.asked = 0
        """How many were loaded since this was made."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work)

    def get(self, one: StoredImage) -> tuple[bool, QImage | None]:
        """Whether it is known, and the picture; known without a picture: gone or damaged. Asks for what is not."""
        if one.id in self._kept:
            self._kept.move_to_end(one.id)
            return True, self._kept[one.id]
        if one.id not in self._loading:
            self._wanted[one.id] = one.image
            self._wanted.move_to_end(one.id)
            while len(self._wanted) > _WANTED_MOST:
                self._wanted.popitem(last=False)  # scrolled past; it is asked for again when it is painted again
            if not self._timer.isActive():
                self._timer.start()
        return False, None

    def forget(self) -> None:
        """Drop everything: another data set."""
        self._kept.clear()
        self._wanted.clear()

    def set_size(self, size: QSize) -> None:
        if size != self._size:
            self._size = size
            self.forget()

    @property
    def kept(self) -> int:
        return len(self._kept)

    @Slot()
    def _work(self) -> None:
        while self._in_work < _AT_ONCE and self._wanted:
            batch = [self._wanted.popitem() for _ in range(min(_TOGETHER, len(self._wanted)))]
            self._in_work += 1
            self.asked += len(batch)
            self._loading |= {number for number, _ in batch}
            self._tasks.run(partial(_load_all, batch, self._load, self._size), self._done, self._failed)

    def _done(self, images: list[tuple[int, QImage | None]]) -> None:
        self._in_work -= 1
        for number, image in images:
            self._loading.discard(number)
            self._kept[number] = image
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.loaded.emit([number for number, _ in images])
        self._work()

    def _failed(self, error: BaseException) -> None:  # noqa: ARG002 - a bug; it is raised after this
        self._in_work -= 1
        self._loading.clear()


def _load_all(
    batch: Sequence[tuple[int, LabelledImage]], load: Callable[[LabelledImage], NDArray[np.uint8]], size: QSize
) -> list[tuple[int, QImage | None]]:
    done: list[tuple[int, QImage | None]] = []
    for number, image in batch:
        try:
            done.append((number, _fitted(load(image), size)))
        except StationError:
            done.append((number, None))  # the tile says so, and the detail view says why
    return done


def _fitted(pixels: NDArray[np.uint8], size: QSize) -> QImage:
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    grey = pixels.ndim == 2
    kind = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB888
    image = QImage(pixels.data, width, height, width if grey else 3 * width, kind)
    aspect, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(size, aspect, smooth).convertToFormat(QImage.Format.Format_RGB32)


class GalleryModel(QStringListModel):
    """Holds the rows of one data set (light: no pictures) and shows those that the view wants.

    The strings of its base are empty: they are there for their count. A list view that lays out its tiles asks for the
    count with each of them, and an answer in Python for each of 20,000 would block the window.
    """

    arranged = Signal()
    """What is shown changed."""
    relabelled = Signal()
    """Tiles look different, but no picture came or went. Instead of `dataChanged`, for which a list view lays out all
    tiles again."""

    def __init__(self, thumbnails: Thumbnails, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._tasks = tasks
        self._all: dict[int, StoredImage] = {}
        self._shown: list[StoredImage] = []
        self._rows: dict[int, int] = {}
        self._coming: tuple[list[StoredImage], dict[int, int]] = [], {}
        self._hints: dict[int, tuple[Hint, ...]] = {}
        self._view = View()
        self._turn = 0
        self.modelReset.connect(self._adopt)

    @property
    def total(self) -> int:
        """Pictures of the set that were read so far."""
        return len(self._all)

    @property
    def last_number(self) -> int:
        return max(self._all, default=0)

    @property
    def view(self) -> View:
        return self._view

    def flags(self, index: Index) -> Qt.ItemFlag:
        """To be chosen, not edited or dragged as strings are."""
        chosen = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return chosen if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return None
        one = self._shown[index.row()]
        if role == ENTRY:
            return one
        if role == THUMBNAIL:
            return self._thumbnails.get(one)
        if role == HINTS:
            return self._hints.get(one.id, ())
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            words = [label_text(one.image.label, one.image.defect), *(hint.why for hint in self._hints.get(one.id, ()))]
            return self.tr("Picture {number}: {words}").format(number=one.id, words="; ".join(words))
        return None

    def clear(self) -> None:
        """Begin with another data set."""
        self._turn += 1
        self._all, self._hints = {}, {}
        self._put([], {})
        self._thumbnails.forget()
        self.arranged.emit()

    def take(self, page: Iterable[StoredImage]) -> None:
        """Add rows, or replace those with the same number."""
        self._all.update((one.id, one) for one in page)
        self._arrange()

    def relabel(self, ids: Iterable[int], label: ImageLabel, defect: str | None) -> None:
        """Show another label, which the records have already."""
        for number in ids:
            one = self._all.get(number)
            if one is not None:
                self._all[number] = replace(one, image=replace(one.image, label=label, defect=defect))
        self._arrange()

    def set_hints(self, hints: Hints | None) -> None:
        self._hints = {}
        for hint in hints.hints if hints is not None else ():
            self._hints[hint.image_id] = (*self._hints.get(hint.image_id, ()), hint)
        self._arrange()

    def set_view(self, view: View) -> None:
        if view != self._view:
            self._view = view
            self._arrange()

    def entry(self, index: Index) -> StoredImage | None:
        one = self.data(index, ENTRY)
        return one if isinstance(one, StoredImage) else None

    def row_of(self, number: int) -> int | None:
        """The row of a picture; None where it is not shown."""
        return self._rows.get(number)

    def hints_of(self, number: int) -> tuple[Hint, ...]:
        return self._hints.get(number, ())

    def _arrange(self) -> None:
        """Filter and sort off the GUI thread; only the last asked for counts."""
        self._turn += 1
        turn, entries, before = self._turn, list(self._all.values()), self._shown
        view, hints = self._view, dict(self._hints)
        self._tasks.run(
            lambda: _arranged(before, arrange(entries, view, hints)), lambda done: self._show(turn, done), _raise
        )

    def _show(self, turn: int, arranged: _Arranged) -> None:
        if turn != self._turn:
            return
        same, before, after = arranged.same, len(self._shown), len(arranged.rows)
        if same < before:
            self._put(arranged.rows, arranged.positions)
        else:
            # only more rows at the end: the view keeps its place
            self._shown, self._rows = arranged.rows, arranged.positions
            if after > before:
                self.insertRows(before, after - before)
            if arranged.changed:
                self.relabelled.emit()
        self.arranged.emit()

    def _put(self, rows: list[StoredImage], positions: dict[int, int]) -> None:
        """Show these rows instead of all others."""
        self._coming = rows, positions
        self.setStringList([""] * len(rows))

    @Slot()
    def _adopt(self) -> None:
        """First of all that hear of the reset, so that they find the new rows."""
        self._shown, self._rows = self._coming


@dataclass(frozen=True, slots=True)
class _Arranged:
    """`same`: how many rows at the beginning are the same pictures as before; `changed`: their labels are not."""

    rows: list[StoredImage]
    positions: dict[int, int]
    same: int
    changed: bool


def _arranged(before: Sequence[StoredImage], rows: list[StoredImage]) -> _Arranged:
    same, changed = 0, False
    for old, new in zip(before, rows, strict=False):
        if old.id != new.id:
            break
        changed = changed or old is not new
        same += 1
    return _Arranged(rows, {one.id: row for row, one in enumerate(rows)}, same, changed)


def _raise(error: BaseException) -> None:
    raise error
