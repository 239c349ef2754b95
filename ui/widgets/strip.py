"""The last twelve parts as small pictures; choosing one shows it large until `Live` is pressed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from station.types import Verdict
from ui.picture import PartView
from ui.symbols import paint_verdict
from ui.theme import GRID, RADIUS, SMALL, Theme, font
from ui.words import local_time, part_name, reason_sentence, score_text, verdict_word

MOST = 12
_FOOT = 24
_NARROW = 62
_LEAST = 44


class Faces:
    """The parts as painted and in words: each moves along twelve tiles, and is painted and described once."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._faces: dict[tuple[int, int, int, float, bool], tuple[PartView, QPixmap]] = {}
        self._words: dict[int, tuple[PartView, str]] = {}

    def words(self, view: PartView, tile: PartTile) -> str:
        """A part in words."""
        found = self._words.get(id(view))
        if found is None:
            found = self._words[id(view)] = (view, tile.describe(view))
        return found[1]

    def get(self, view: PartView, tile: PartTile) -> QPixmap:
        """The face of a part at the size of `tile`."""
        key = (id(view), tile.width(), tile.height(), tile.devicePixelRatioF(), self._theme.colors.dark)
        found = self._faces.get(key)
        if found is None:
            found = self._faces[key] = (view, tile.paint_face(view))
        return found[1]

    def keep(self, views: Sequence[PartView]) -> None:
        """Forget all others."""
        kept = {id(view) for view in views}
        self._faces = {key: face for key, face in self._faces.items() if key[0] in kept}
        self._words = {key: words for key, words in self._words.items() if key in kept}


class PartTile(QAbstractButton):
    """One part: picture, shape of its verdict, score. Empty places are drawn as outlines."""

    stepped = Signal(int)
    """An arrow key asked for the neighbour: -1 newer, +1 older."""

    def __init__(self, theme: Theme, faces: Faces, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._faces = faces
        self._view: PartView | None = None
        self.setCheckable(True)
        self.setEnabled(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_LEAST, _LEAST + _FOOT)
        theme.changed.connect(self.update)

    @property
    def view(self) -> PartView | None:
        return self._view

    def set_view(self, view: PartView) -> None:
        if view is self._view:
            return
        self._view = view
        self.setEnabled(True)
        words = self._faces.words(view, self)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, 80 + _FOOT)

    def nextCheckState(self) -> None:
        """A click chooses; only `Live` or another tile lets go."""
        self.setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self.stepped.emit(-1)
            case Qt.Key.Key_Right:
                self.stepped.emit(1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.click()
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        view = self._view
        if view is None:
            painter.setPen(QPen(QColor(colors.border), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, RADIUS, RADIUS)
            return
        painter.drawPixmap(0, 0, self._faces.get(view, self))
        edge = QPen(QColor(colors.border), 1)
        if self.isChecked() or self.hasFocus():
            edge = QPen(QColor(colors.accent if self.isChecked() else colors.text), 3 if self.isChecked() else 2)
        elif self.underMouse():
            edge = QPen(QColor(colors.muted), 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(edge)
        painter.drawRoundedRect(box, RADIUS, RADIUS)

    def describe(self, view: PartView) -> str:
        """A part in words."""
        inspection = view.inspection
        return self.tr("Part {part}, {verdict}, {reason}, score {score}, {time}").format(
            part=part_name(inspection),
            verdict=verdict_word(inspection.verdict),
            reason=reason_sentence(inspection.reason),
            score=score_text(inspection.score, inspection.threshold),
            time=local_time(inspection),
        )

    def paint_face(self, view: PartView) -> QPixmap:
        """What a tile shows of a part, but for its edge."""
        colors = self._theme.colors
        ratio = self.devicePixelRatioF()
        face = QPixmap((QSizeF(self.size()) * ratio).toSize())
        face.setDevicePixelRatio(ratio)
        face.fill(Qt.GlobalColor.transparent)
        painter = QPainter(face)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        fill, ink = colors.verdict(view.inspection.verdict)
        frame = QPainterPath()
        frame.addRoundedRect(box, RADIUS, RADIUS)
        painter.fillPath(frame, QColor(colors.panel))
        painter.setClipPath(frame)
        place = box.adjusted(0, 0, 0, -_FOOT)
        painter.fillRect(place, QColor(colors.viewport))
        if view.thumbnail is not None:
            self._paint_thumbnail(painter, place, view)
        elif place.width() >= _NARROW:
            side = min(place.width(), place.height()) * 0.5
            mark = QRectF(0, 0, side, side)
            mark.moveCenter(place.center())
            paint_verdict(painter, mark, view.inspection.verdict, fill, ink)
        self._paint_foot(painter, QRectF(box.left(), place.bottom(), box.width(), _FOOT), view, fill, ink)
        painter.end()
        return face

    def _paint_thumbnail(self, painter: QPainter, place: QRectF, view: PartView) -> None:
        """Fill the place, cutting the longer side: a recognisable picture, not a complete one."""
        image = view.thumbnail
        assert image is not None
        factor = max(place.width() / image.width(), place.height() / image.height())
        source = QRectF(0, 0, place.width() / factor, place.height() / factor)
        source.moveCenter(QRectF(image.rect()).center())
        painter.drawImage(place, image, source)

    def _paint_foot(self, painter: QPainter, foot: QRectF, view: PartView, fill: QColor, ink: QColor) -> None:
        colors = self._theme.colors
        inspection = view.inspection
        abnormal = inspection.verdict is not Verdict.OK
        painter.fillRect(foot, fill if abnormal else QColor(colors.panel))
        if foot.width() < _NARROW:
            mark = QRectF(foot.left() + 4, foot.top() - 20, 17, 17)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill if abnormal else QColor(colors.panel))
            painter.drawRoundedRect(mark.adjusted(-3, -3, 3, 4), 3, 3)
            words = foot.adjusted(5, 0, -2, 0)
        else:
            mark = QRectF(foot.left() + 5, foot.center().y() - 7.5, 15, 15)
            words = QRectF(mark.right() + 4, foot.top(), foot.right() - mark.right() - 6, foot.height())
        paint_verdict(painter, mark, inspection.verdict, ink if abnormal else fill, fill if abnormal else ink)
        text = score_text(inspection.score, inspection.threshold)
        size = SMALL
        painter.setFont(font(size))
        while size > 9 and painter.fontMetrics().horizontalAdvance(text) > words.width():
            size -= 1
            painter.setFont(font(size))
        if painter.fontMetrics().horizontalAdvance(text) > words.width():
            return
        painter.setPen(ink if abnormal else QColor(colors.text))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class PartStrip(QWidget):
    """Up to twelve tiles, as many as have room, the newest on the left.

    One stop of the Tab key; the arrow keys move inside.
    """

    chosen = Signal(object)
    """The `PartView` that was clicked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: list[PartView] = []
        self._chosen: PartView | None = None
        self._faces = Faces(theme)
        self.tiles = [PartTile(theme, self._faces) for _ in range(MOST)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID - 2)
        for place, tile in enumerate(self.tiles):
            tile.clicked.connect(lambda _checked=False, place=place: self._choose(place))
            tile.stepped.connect(lambda step, place=place: self._step(place, step))
            layout.addWidget(tile)
        layout.addStretch(0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Last parts"))
        self._refresh()

    @property
    def views(self) -> tuple[PartView, ...]:
        """What is shown, newest first."""
        return tuple(self._views)

    def sizeHint(self) -> QSize:
        width = max(self.width() - (MOST - 1) * (GRID - 2), 0) // MOST
        return QSize(600, min(max(width, 52), 84) + _FOOT)

    def add(self, view: PartView) -> None:
        """Put a new part in front; the oldest of thirteen leaves."""
        self._views.insert(0, view)
        del self._views[MOST:]
        self._faces.keep(self._views)
        self._refresh()

    def release(self) -> None:
        """Nothing is chosen any more."""
        self._chosen = None
        self._refresh()

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002 - Qt's signature
        self.setFixedHeight(self.sizeHint().height())
        gap = GRID - 2
        fits = min((self.width() + gap) // (_LEAST + gap), MOST)
        for place, tile in enumerate(self.tiles):
            tile.setVisible(place < fits)
            # all of one width: a part that moves on to the next tile need not be painted anew
            tile.setMaximumWidth((self.width() + gap) // max(fits, 1) - gap)

    def _choose(self, place: int) -> None:
        self._chosen = self._views[place]
        self._refresh()
        self.chosen.emit(self._chosen)

    def _step(self, place: int, step: int) -> None:
        target = place + step
        if 0 <= target < len(self._views) and self.tiles[target].isVisibleTo(self):
            self.tiles[target].setFocus(Qt.FocusReason.OtherFocusReason)

    def _refresh(self) -> None:
        stop = 0
        for place, view in enumerate(self._views):
            tile = self.tiles[place]
            tile.set_view(view)
            tile.setChecked(view is self._chosen)
            if view is self._chosen:
                stop = place
        for place, tile in enumerate(self.tiles):
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus if place == stop else Qt.FocusPolicy.ClickFocus)
