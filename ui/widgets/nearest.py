"""The pictures nearest to the threshold on both sides, with their heatmaps; one of them large."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from station.errors import EXPLAINED, explain
from station.heatmap import HeatScale
from station.study import ScoredPicture, Study
from station.tuning import Tuning
from ui.image_view import ImageView
from ui.latest import Latest
from ui.page import Page
from ui.picture import Picture, render_scored, thumbnail_of
from ui.theme import GRID, RADIUS, SMALL, Theme, font, set_look
from ui.tuner import Tuner
from ui.widgets.buttons import ActionButton
from ui.widgets.text import WrappedText
from ui.words import score_text

EACH_SIDE = 4
_SETTLED_MS = 180
_SIDE = 92


@dataclass(frozen=True, slots=True, eq=False)
class _Thumbs:
    """What is to be shown: the pictures from low to high score, each with its image or what went wrong."""

    pictures: tuple[ScoredPicture, ...]
    images: tuple[QImage | None, ...]
    problem: str


class Thumbnail(QAbstractButton):
    """One picture with its score. A disc says good, a diamond defect."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture: ScoredPicture | None = None
        self._image: QImage | None = None
        self._words = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def picture(self) -> ScoredPicture | None:
        return self._picture

    @property
    def image(self) -> QImage | None:
        return self._image

    def show_picture(self, picture: ScoredPicture | None, image: QImage | None, threshold: float) -> None:
        self._picture, self._image = picture, image
        self.setEnabled(picture is not None)
        self._words = "" if picture is None else score_text(picture.score, threshold)
        if picture is not None:
            kind = picture.kind or self.tr("defect") if picture.defective else self.tr("good")
            name = self.tr("{kind}, score {score}, {file}")
            self.setAccessibleName(name.format(kind=kind, score=self._words, file=picture.path.name))
            self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE + 22)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, _SIDE + 22)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(1, 1, self.width() - 2, self.height() - 24)
        painter.setPen(QPen(QColor(colors.border), 1))
        painter.setBrush(QColor(colors.viewport if self._picture is not None else colors.well))
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
        if self._image is not None:
            size = self._image.size().scaled(
                frame.adjusted(3, 3, -3, -3).size().toSize(), Qt.AspectRatioMode.KeepAspectRatio
            )
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(frame.center())
            painter.drawImage(place, self._image)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colors.accent), 3))
            painter.drawRoundedRect(frame, RADIUS, RADIUS)
        if self._picture is None:
            return
        small = font(SMALL, bold=self._picture.defective)
        width = QFontMetricsF(small).horizontalAdvance(self._words) + 14
        left = max(0.0, (self.width() - width) / 2)
        mark = QRectF(left, self.height() - 16, 10, 10)
        painter.setPen(QPen(QColor(colors.bad if self._picture.defective else colors.calm), 1.5))
        if self._picture.defective:
            painter.setBrush(QColor(colors.bad))
            painter.drawPolygon(_diamond(mark))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(mark)
        painter.setPen(QColor(colors.text))
        painter.setFont(small)
        words = QRectF(left + 14, self.height() - 22, self.width() - left - 14, 22)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._words)


def _diamond(box: QRectF) -> QPolygonF:
    middle = box.center()
    return QPolygonF(
        [
            QPointF(middle.x(), box.top() - 1),
            QPointF(box.right() + 1, middle.y()),
            QPointF(middle.x(), box.bottom() + 1),
            QPointF(box.left() - 1, middle.y()),
        ]
    )


class NearestStrip(QWidget):
    """Follows the tuner: at once in scores, and in pictures when the threshold has come to rest for a moment.

    `active` says whether it is seen; without that nothing is scored.
    """

    chosen = Signal(object)
    """`ScoredPicture`."""

    def __init__(self, page: Page, tuning: Tuning, tuner: Tuner) -> None:
        super().__init__(page)
        self._tuning, self._tuner = tuning, tuner
        self._looking = Latest(page, self._look, self._looked)
        self._active = False
        self._thumbs: _Thumbs | None = None
        theme = page.context.theme
        self.below = [Thumbnail(theme) for _ in range(EACH_SIDE)]
        self.above = [Thumbnail(theme) for _ in range(EACH_SIDE)]
        self.problem = WrappedText(theme, SMALL, lines=1, muted=True)
        left, right = QLabel(self.tr("Just below the threshold")), QLabel(self.tr("At or above it: rejected"))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        sides = QHBoxLayout()
        sides.setSpacing(2 * GRID)
        for words, thumbs in ((left, self.below), (right, self.above)):
            set_look(words, "muted")
            side = QVBoxLayout()
            side.setSpacing(2)
            side.addWidget(words)
            row = QHBoxLayout()
            row.setSpacing(GRID // 2)
            for thumb in thumbs:
                row.addWidget(thumb)
                thumb.show_picture(None, None, 0.0)
                thumb.clicked.connect(lambda _checked=False, thumb=thumb: self._clicked(thumb))
            side.addLayout(row)
            sides.addLayout(side, 1)
        rows.addLayout(sides)
        rows.addWidget(self.problem)
        self.problem.hide()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_SETTLED_MS)
        self._rest.timeout.connect(self._looking.wish)
        tuner.moved.connect(self._moved)

    @property
    def shown(self) -> tuple[ScoredPicture, ...]:
        """The pictures that are shown, from low to high score."""
        return tuple(thumb.picture for thumb in (*self.below, *self.above) if thumb.picture is not None)

    def set_active(self, active: bool) -> None:
        self._active = active
        if active:
            self._moved()
        else:
            self._rest.stop()

    def _clicked(self, thumb: Thumbnail) -> None:
        if thumb.picture is not None:
            self.chosen.emit(thumb.picture)

    def _moved(self) -> None:
        if not self._fill_in():
            self.problem.hide()
        elif self._active:
            self._rest.start()

    def _near(self, study: Study, threshold: float) -> tuple[tuple[ScoredPicture, ...], tuple[ScoredPicture, ...]]:
        """Below the threshold and above it, each from low to high score."""
        below, above = study.near(threshold, EACH_SIDE)
        return below[::-1], above

    def _fill_in(self) -> bool:
        """Show what is nearest now; False: nothing is tried."""
        study, now = self._tuner.study, self._tuner.evaluation
        if study is None or now is None:
            self._fill((), (), 0.0)
            return False
        self._fill(*self._near(study, now.threshold), now.threshold)
        return True

    def _fill(self, below: tuple[ScoredPicture, ...], above: tuple[ScoredPicture, ...], threshold: float) -> None:
        known = {}
        if self._thumbs is not None:
            known = dict(zip((one.sha256 for one in self._thumbs.pictures), self._thumbs.images, strict=True))
        empty = [None] * (EACH_SIDE - len(below))
        for thumbs, pictures in ((self.below, [*empty, *below]), (self.above, [*above])):
            for index, thumb in enumerate(thumbs):
                picture = pictures[index] if index < len(pictures) else None
                thumb.show_picture(picture, None if picture is None else known.get(picture.sha256), threshold)

    def _look(self) -> Callable[[], _Thumbs] | None:
        study, now = self._tuner.study, self._tuner.evaluation
        if study is None or now is None or not self._active:
            return None
        below, above = self._near(study, now.threshold)
        scale = HeatScale.of(now.threshold, now.review_from)
        return lambda: _look(self._tuning, study, (*below, *above), scale, lambda: self._active)

    def _looked(self, thumbs: _Thumbs) -> None:
        self._thumbs = thumbs
        self.problem.set_text(thumbs.problem)
        self.problem.setVisible(bool(thumbs.problem))
        self._fill_in()


def _look(
    tuning: Tuning,
    study: Study,
    pictures: tuple[ScoredPicture, ...],
    scale: HeatScale | None,
    wanted: Callable[[], bool],
) -> _Thumbs:
    """Off the GUI thread: each picture with its heatmap; what cannot be looked at is said, and the others shown.

    Ends early where nobody looks any more: the detector is given back then.
    """
    images: list[QImage | None] = []
    problem = ""
    for picture in pictures:
        if not wanted():
            images.append(None)
            continue
        try:
            look = tuning.small_look(study, picture)
        except EXPLAINED as error:
            problem = problem or explain(error)
            images.append(None)
        else:
            images.append(thumbnail_of(look.image, look.anomaly_map, scale))
    return _Thumbs(pictures, tuple(images), problem)


class LargePicture(QWidget):
    """One picture over the whole page. Escape closes it."""

    def __init__(self, page: Page, tuning: Tuning, tuner: Tuner) -> None:
        super().__init__(page)
        self._page, self._tuning, self._tuner = page, tuning, tuner
        self._picture: ScoredPicture | None = None
        theme = page.context.theme
        set_look(self, "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.view = ImageView(theme)
        self.caption = WrappedText(theme, 16, bold=True)
        self.close_button = ActionButton(theme, "close", self.tr("Close"), key="Esc")
        self.close_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.close_button.clicked.connect(self.hide)
        top = QHBoxLayout()
        top.addWidget(self.caption, 1)
        top.addWidget(self.close_button)
        rows = QVBoxLayout(self)
        rows.addLayout(top)
        rows.addWidget(self.view, 1)
        self.hide()

    def open(self, picture: ScoredPicture) -> None:
        """Show a picture with its heatmap, when it is ready."""
        study, now = self._tuner.study, self._tuner.evaluation
        if study is None or now is None:
            return
        self._picture = picture
        kind = picture.kind or self.tr("defect") if picture.defective else self.tr("good")
        words = self.tr("{file} · {kind} · score {score} · threshold {threshold}")
        self.caption.set_text(
            words.format(
                file=picture.path.name, kind=kind, score=score_text(picture.score, now.threshold),
                threshold=score_text(now.threshold),
            )
        )  # fmt: skip
        self.view.show_note(self.tr("Looking at the picture"))
        self.setGeometry(self._page.rect())
        self.show()
        self.raise_()
        self.close_button.setFocus()
        scale = HeatScale.of(now.threshold, now.review_from)
        self._page.run(
            lambda: _large(self._tuning, study, picture, scale),
            lambda found: self._ready(picture, found),
            on_error=self._failed,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _ready(self, picture: ScoredPicture, found: Picture) -> None:
        if picture is self._picture:
            self.view.show_picture(found)

    def _failed(self, error: BaseException) -> None:
        self.hide()
        self._page.explain(error)


def _large(tuning: Tuning, study: Study, picture: ScoredPicture, scale: HeatScale | None) -> Picture:
    look = tuning.full_look(study, picture)
    return render_scored(look.image, look.anomaly_map, scale)
