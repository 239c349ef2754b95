"""The gallery: tiles with picture, label and hints; made for 20,000 of them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from station.hints import Finding
from station.queries import ImageLabel, StoredImage
from ui.gallery_model import ENTRY, HINTS, THUMBNAIL, GalleryModel, Thumbnails
from ui.labels import label_text, paint_label
from ui.theme import GRID, RADIUS, SMALL, Theme, font

Index = QModelIndex | QPersistentModelIndex

PICTURE = QSize(152, 116)
"""The box of a tile's picture in logical pixels."""
_CAPTION = 30
TILE = QSize(PICTURE.width() + 2 * GRID, PICTURE.height() + _CAPTION + 2 * GRID)
_MARK = 22


class TilePainter(QStyledItemDelegate):
    """Paints one tile: the picture, below it shape and word of the label, above it the marks of hints."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._badges: dict[tuple[ImageLabel, bool, float], QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        view = self.parent()
        return view.gridSize() if isinstance(view, QListView) else TILE

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one = index.data(ENTRY)
        if not isinstance(one, StoredImage):
            return
        colors = self._theme.colors
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tile = QRectF(rect).adjusted(3, 3, -3, -3)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.setPen(QPen(QColor(colors.accent if selected else colors.border), 3 if selected else 1))
        painter.setBrush(QColor(colors.control_pressed if selected else colors.panel))
        painter.drawRoundedRect(tile, RADIUS, RADIUS)
        box = QRectF(rect.left() + GRID, rect.top() + GRID, rect.width() - 2 * GRID, PICTURE.height())
        self._paint_picture(painter, box, *index.data(THUMBNAIL))
        self._paint_caption(painter, QRectF(box.left(), box.bottom() + 4, box.width(), _CAPTION - 6), one)
        self._paint_hints(painter, box, index)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colors.text), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(tile.adjusted(3, 3, -3, -3), RADIUS - 2, RADIUS - 2)
        painter.restore()

    def _paint_picture(self, painter: QPainter, box: QRectF, known: bool, image: QImage | None) -> None:
        colors = self._theme.colors
        painter.fillRect(box, QColor(colors.viewport))
        if image is not None:
            ratio = painter.device().devicePixelRatioF()
            target = QRectF(0, 0, image.width() / ratio, image.height() / ratio)
            target.moveCenter(box.center())
            painter.drawImage(target, image)
        elif known:
            painter.setPen(QColor(colors.on_viewport))
            painter.setFont(font(SMALL))
            wrap = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(box, wrap, self.tr("This file is gone or damaged"))

    def _paint_caption(self, painter: QPainter, box: QRectF, one: StoredImage) -> None:
        colors = self._theme.colors
        mark = QRectF(box.left(), box.top() + (box.height() - _MARK) / 2, _MARK, _MARK)
        painter.drawPixmap(mark.topLeft(), self._badge(one.image.label, painter.device().devicePixelRatioF()))
        painter.setPen(QColor(colors.text))
        painter.setFont(font(SMALL + 1))
        words = box.adjusted(_MARK + 6, 0, 0, 0)
        text = label_text(one.image.label, one.image.defect)
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _badge(self, label: ImageLabel, ratio: float) -> QPixmap:
        """The label's shape, painted once: a screen has many of them."""
        colors = self._theme.colors
        key = (label, colors.dark, ratio)
        if key not in self._badges:
            badge = QPixmap(round(_MARK * ratio), round(_MARK * ratio))
            badge.setDevicePixelRatio(ratio)
            badge.fill(Qt.GlobalColor.transparent)
            inside = QPainter(badge)
            paint_label(inside, QRectF(0, 0, _MARK, _MARK), label, colors)
            inside.end()
            self._badges[key] = badge
        return self._badges[key]

    def _paint_hints(self, painter: QPainter, box: QRectF, index: Index) -> None:
        colors = self._theme.colors
        right = box.right() - 4
        painter.setFont(font(SMALL, bold=True))
        for finding in dict.fromkeys(hint.finding for hint in index.data(HINTS) or ()):
            word = self.tr("unlike the rest") if finding is Finding.OUTLIER else self.tr("near copy")
            width = painter.fontMetrics().horizontalAdvance(word) + 12
            mark = QRectF(right - width, box.top() + 4, width, 20)
            painter.setPen(Qt.PenStyle.NoPen)
            far = finding is Finding.OUTLIER
            painter.setBrush(QColor(colors.warn if far else colors.panel))
            painter.drawRoundedRect(mark, 4, 4)
            painter.setPen(QColor(colors.on_warn if far else colors.text))
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, word)
            right -= width + 4
            if right - box.left() < width:
                break


class Gallery(QListView):
    """Many pictures, several of which can be chosen. Enter or a double click asks for the large picture."""

    chosen = Signal()
    """The selection or the current picture changed."""
    opened = Signal()

    def __init__(
        self, model: GalleryModel, thumbnails: Thumbnails, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._gallery = model
        self._keep: list[int] = []
        self._row_before = -1
        self.setModel(model)
        self.setItemDelegate(TilePainter(theme, self))
        # list mode with wrapping: icon mode would keep a place for each of 20,000 tiles
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setGridSize(TILE)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(self.tr("Pictures of the data set"))
        self.setAccessibleDescription(
            self.tr("Arrow keys move, Shift and Control choose several, G D U I label what is chosen.")
        )
        self.activated.connect(lambda _index: self.opened.emit())
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self.chosen.emit())
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.chosen.emit())
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        thumbnails.loaded.connect(lambda _numbers: self.viewport().update())
        model.relabelled.connect(self.viewport().update)
        theme.changed.connect(self.viewport().update)

    def numbers(self) -> list[int]:
        """The chosen pictures, in the order in which they are shown."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        entries = [self._gallery.entry(self._gallery.index(row)) for row in rows]
        return [one.id for one in entries if one is not None]

    def current(self) -> StoredImage | None:
        return self._gallery.entry(self.currentIndex())

    def go_to(self, number: int) -> bool:
        """Choose one picture and bring it into view; False where it is not shown."""
        row = self._gallery.row_of(number)
        if row is None:
            return False
        index = self._gallery.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the tiles over the width."""
        across = max(1, (self.viewport().width() - 2) // TILE.width())
        self.setGridSize(QSize((self.viewport().width() - 2) // across, TILE.height()))
        super().resizeEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters label; they do not search."""

    def _remember(self) -> None:
        self._keep = self.numbers()
        self._row_before = self.currentIndex().row()

    def _restore(self) -> None:
        """Choose again what was chosen; where it is not shown any more, what took its place."""
        rows = [row for number in self._keep if (row := self._gallery.row_of(number)) is not None]
        if not rows and self._row_before >= 0 and self._gallery.rowCount():
            rows = [min(self._row_before, self._gallery.rowCount() - 1)]
        if not rows:
            self.chosen.emit()
            return
        flags = self.selectionModel().SelectionFlag
        self.setCurrentIndex(self._gallery.index(rows[0]))
        for row in rows[1:1000]:
            self.selectionModel().select(self._gallery.index(row), flags.Select)
        self.scrollTo(self._gallery.index(rows[0]))
