"""The verdict, readable from across the aisle: shape, word, and the reason under it."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from station.types import Inspection, Verdict
from ui.region_words import regions_sentence
from ui.symbols import paint_verdict
from ui.theme import GRID, HUGE, RADIUS, SMALL, Theme, font, set_look
from ui.widgets.text import WrappedText
from ui.words import part_name, reason_sentence, seen_time, verdict_word

_BESIDE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_BELOW = Qt.AlignmentFlag.AlignCenter
_TALL = 0.62
_ROOMY = (370, 440)
_PAST = 16


class Age(Enum):
    """What a verdict says of the line: how it is now, what it said last, or what it said of a part that one chose."""

    NOW = auto()
    LAST = auto()
    EARLIER = auto()


class VerdictSign(QWidget):
    """Shape and word. Filled with the verdict's colour unless the part is good; a good part looks calm.

    What is past is grey in an empty frame, whatever the verdict was, with words above it that say so.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._verdict: Verdict | None = None
        self._past = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(72)
        self.setAccessibleName(self.tr("Verdict: none yet"))
        theme.changed.connect(self.update)

    @property
    def verdict(self) -> Verdict | None:
        return self._verdict

    @property
    def past(self) -> str:
        """The words that say that the verdict is past; "" for one of now."""
        return self._past

    def show_verdict(self, verdict: Verdict | None, past: str = "") -> None:
        self._verdict, self._past = verdict, past
        word = self.tr("none yet") if verdict is None else verdict_word(verdict)
        name = self.tr("Verdict: {word}").format(word=word)
        self.setAccessibleName(f"{past}. {name}" if past else name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 120)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        verdict = self._verdict
        if verdict is None:
            shape, mark, ink, back = QColor(colors.faint), QColor(colors.faint), QColor(colors.muted), colors.well
            word = self.tr("No part yet")
        elif self._past:
            shape, mark, ink, back = QColor(colors.control), QColor(colors.faint), QColor(colors.faint), colors.panel
            word = verdict_word(verdict)
        else:
            fill, on_fill = colors.verdict(verdict)
            word = verdict_word(verdict)
            if verdict is Verdict.OK:
                shape, mark, ink, back = fill, on_fill, QColor(colors.text), colors.well
            else:
                shape, mark, ink, back = on_fill, fill, on_fill, fill.name()
        painter.setPen(QPen(QColor(colors.border), 2) if self._past else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(back))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1) if self._past else box, RADIUS, RADIUS)
        if self._past:
            head = QRectF(box.left() + 1.5 * GRID, box.top() + GRID, box.width() - 3 * GRID, _PAST + 4)
            painter.setFont(font(_PAST, bold=True))
            painter.setPen(QColor(colors.text))
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, self._past)
            box.setTop(head.bottom())
            box.adjust(0, 0, 0, -GRID)
        place, words, along = self._places(box)
        size = int(min(HUGE + place.width() / 5, words.height() * (0.5 if along == _BESIDE else 0.9)))
        while size > SMALL and QFontMetricsF(font(size, bold=True)).horizontalAdvance(word) > words.width():
            size -= 1
        paint_verdict(painter, place, verdict, shape, mark)
        painter.setFont(font(size if verdict is not None else min(size, HUGE // 2), bold=True))
        painter.setPen(ink)
        painter.drawText(words, along, word)

    def _places(self, box: QRectF) -> tuple[QRectF, QRectF, Qt.AlignmentFlag]:
        """Where shape and word go: side by side, or one above the other in a tall box."""
        gap = 2.5 * GRID
        if box.height() > _TALL * box.width():
            side = min(box.height() * 0.52, box.width() * 0.5)
            word_height = box.height() * 0.26
            top = box.top() + (box.height() - side - word_height - GRID) / 2
            place = QRectF(box.center().x() - side / 2, top, side, side)
            return place, QRectF(box.left() + gap, place.bottom() + GRID, box.width() - 2 * gap, word_height), _BELOW
        side = min(box.height() - 4 * GRID, box.width() * 0.3)
        place = QRectF(box.left() + gap, box.center().y() - side / 2, side, side)
        left = place.right() + gap
        return place, QRectF(left, box.top(), box.right() - left - 1.5 * GRID, box.height()), _BESIDE


class VerdictPanel(QFrame):
    """The sign, the reason in words, and which part it was."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        set_look(self, "panel")
        self.sign = VerdictSign(theme)
        self.reason = WrappedText(theme, 15, lines=2, bold=True)
        self.detail = WrappedText(theme, SMALL + 1, lines=2, muted=True)
        self.part = WrappedText(theme, SMALL + 1, lines=1, muted=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID + 4)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.sign, 100)
        layout.addSpacing(GRID // 2)
        for text in (self.part, self.reason, self.detail):
            text.setContentsMargins(GRID, 0, GRID, 0)
            layout.addWidget(text)
        layout.addStretch(1)
        self._earlier = False
        theme.changed.connect(self._color_part)
        self.show_inspection(None)

    def set_room(self, width: int, *, low: bool) -> None:
        """Choose font heights for a panel of `width`; give up lines of text where the window is `low`."""
        more = 0 if low or width < _ROOMY[0] else 1 if width < _ROOMY[1] else 2
        self.part.set_size(SMALL + 1 + more, 1)
        self.reason.set_size((15, 17, 20)[more], 2)
        self.detail.set_size(SMALL + 1 + more, 1 if low else 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sign.setMaximumHeight(max(72, round(0.75 * self.sign.width())))

    def show_inspection(self, inspection: Inspection | None, age: Age = Age.NOW) -> None:
        """Show one inspection, and unless it is of now say how old it is; None: there was none yet."""
        if inspection is None:
            self.sign.show_verdict(None)
            self.part.set_text(self.tr("The next part appears here."))
            self.reason.set_text("")
            self.detail.set_text("")
            return
        time = seen_time(inspection)
        match age:
            case Age.NOW:
                past, where = "", self.tr("Part {part} · {time}")
            case Age.LAST:
                past, where = self.tr("Last part · {time}"), self.tr("Last part {part} · {time}")
            case Age.EARLIER:
                past, where = self.tr("Earlier part · {time}"), self.tr("Earlier part {part} · {time}")
        self.sign.show_verdict(inspection.verdict, past.format(time=time))
        self.reason.set_text(reason_sentence(inspection.reason))
        passed = inspection.verdict is Verdict.OK
        self.detail.set_text(inspection.detail or ("" if passed else regions_sentence(inspection)))
        self.part.set_text(where.format(part=part_name(inspection), time=time))
        self._earlier = age is Age.EARLIER
        self._color_part()

    def _color_part(self) -> None:
        self.part.set_ink(self._theme.colors.accent if self._earlier else None)
