"""Small pictures with their scores, in rows; a pressed one is shown large beside what each recipe found on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from station.heatmap import HeatScale
from ui.exhibit import TILE, Shown
from ui.image_view import ImageView
from ui.picture import Picture
from ui.theme import GRID, SMALL, Theme, font, set_look
from ui.widgets.buttons import ActionButton
from ui.widgets.legend import HeatLegend

_LINE = 18


class Tile(QAbstractButton):
    """One exhibit: its picture (two where two recipes judged it), and lines of words below."""

    def __init__(self, theme: Theme, shown: Shown, lines: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = shown
        self.lines = tuple(lines)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(", ".join(self.lines))
        self.setToolTip(str(shown.exhibit.candidate.path))
        self.setFixedSize(self.sizeHint())
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        count = max(1, len(self.shown.tiles))
        return QSize(count * TILE + (count + 1) * GRID, TILE + GRID + GRID + len(self.lines) * _LINE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colors.control_hover if self.underMouse() else colors.well))
        if self.hasFocus():
            painter.setPen(QPen(QColor(colors.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        for number, image in enumerate(self.shown.tiles):
            box = QRect(GRID + number * (TILE + GRID), GRID, TILE, TILE)
            painter.fillRect(box, QColor(colors.viewport))
            painter.drawImage(_centred(image, box), image)
        painter.setFont(font(SMALL))
        metrics = QFontMetrics(font(SMALL))
        top = TILE + GRID + 4
        for number, line in enumerate(self.lines):
            painter.setPen(QColor(colors.text if number == 0 else colors.muted))
            room = self.width() - 2 * GRID
            text = metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, room)
            painter.drawText(QRect(GRID, top, room, _LINE), Qt.AlignmentFlag.AlignVCenter, text)
            top += _LINE


def _centred(image: QImage, box: QRect) -> QRect:
    place = QRect(0, 0, image.width(), image.height())
    place.moveCenter(box.center())
    return place


class TileGrid(QWidget):
    """Tiles in as many columns as there is room for, under a title. Hidden where there are none."""

    chosen = Signal(object)
    """The `Shown` of the tile that was pressed."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.tiles: list[Tile] = []
        self.title = QLabel(title)
        set_look(self.title, "strong")
        self._grid = QGridLayout()
        self._grid.setSpacing(GRID)
        self._grid.setContentsMargins(0, 0, 0, 0)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.title)
        rows.addLayout(self._grid)
        self.hide()

    def show_all(self, shown: Sequence[Shown], words: Callable[[Shown], Sequence[str]]) -> None:
        for tile in self.tiles:
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.tiles = []
        for one in shown:
            tile = Tile(self._theme, one, words(one))
            tile.clicked.connect(lambda _checked=False, one=one: self.chosen.emit(one))
            self.tiles.append(tile)
        self.setVisible(bool(self.tiles))
        if self.tiles:
            self.setMinimumWidth(self.tiles[0].width())  # else the columns of now would keep it from getting narrower
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        if not self.tiles:
            return
        columns = max(1, (self.width() + GRID) // (self.tiles[0].width() + GRID))
        for number, tile in enumerate(self.tiles):
            row, column = divmod(number, columns)
            self._grid.addWidget(tile, row, column, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        self._grid.setColumnStretch(columns, 1)


class LargeView(QWidget):
    """One exhibit large, with one view for each recipe that judged it."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back_button = ActionButton(theme, "left", self.tr("Back to the gallery"))
        self.back_button.clicked.connect(self.closed)
        self.caption = QLabel()
        self.caption.setWordWrap(True)
        self.caption.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.legend = HeatLegend(theme)
        self.views = (ImageView(theme), ImageView(theme))
        self.titles = (QLabel(), QLabel())
        head = QHBoxLayout()
        head.addWidget(self.back_button)
        head.addWidget(self.caption, 1)
        head.addWidget(self.legend)
        beside = QHBoxLayout()
        beside.setSpacing(GRID)
        self._columns = []
        for view, title in zip(self.views, self.titles, strict=True):
            set_look(title, "strong")
            column = QWidget()
            inside = QVBoxLayout(column)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(title)
            inside.addWidget(view, 1)
            beside.addWidget(column, 1)
            self._columns.append(column)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(head)
        rows.addLayout(beside, 1)

    def show_pictures(
        self, pictures: Sequence[Picture], titles: Sequence[str], caption: str, scale: HeatScale | None
    ) -> None:
        self.caption.setText(caption)
        self.legend.set_scale(scale)
        self.legend.setVisible(len(pictures) == 1)  # two recipes have two scales
        for number, column in enumerate(self._columns):
            there = number < len(pictures)
            column.setVisible(there)
            if there:
                self.views[number].show_picture(pictures[number])
                self.titles[number].setText(titles[number])
                self.titles[number].setVisible(bool(titles[number]))


class Pages(QStackedWidget):
    """A scrolling sheet, and the large view in its place while a picture is looked at."""

    def __init__(self, theme: Theme, sheet: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.large = LargeView(theme)
        self.rolling = QScrollArea()
        self.rolling.setWidgetResizable(True)
        self.rolling.setWidget(sheet)
        self.rolling.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.addWidget(self.rolling)
        self.addWidget(self.large)
        self.large.closed.connect(self.show_sheet)

    def show_sheet(self) -> None:
        self.setCurrentWidget(self.rolling)

    def show_large(self) -> None:
        self.setCurrentWidget(self.large)
        self.large.back_button.setFocus()
