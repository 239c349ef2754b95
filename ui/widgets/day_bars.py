"""Verdicts by day, before and after, as stacked bars: two for each day, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.tuning import DayOutcome
from station.types import Verdict
from ui.theme import GRID, SMALL, Theme, font
from ui.words import count_text, month_day_text, verdict_word

_ORDER = (Verdict.NOK, Verdict.REVIEW, Verdict.ERROR, Verdict.OK)
_HATCH = {Verdict.NOK: Qt.BrushStyle.BDiagPattern, Verdict.REVIEW: Qt.BrushStyle.Dense4Pattern,
          Verdict.ERROR: Qt.BrushStyle.CrossPattern}  # fmt: skip
_MOST_DAYS = 60


class DayBars(QWidget):
    """The last days; each pair is "as it was" on the left and "as it would be" on the right.

    Rejects stand at the bottom, where they can be compared; each verdict has its colour and its hatching.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._days: tuple[DayOutcome, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Verdicts by day, as they were and as they would be"))
        theme.changed.connect(self.update)

    @property
    def days(self) -> tuple[DayOutcome, ...]:
        return self._days

    def show_days(self, days: Sequence[DayOutcome]) -> None:
        self._days = tuple(days[-_MOST_DAYS:])
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 220)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 130)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colors.field))
        small = font(SMALL)
        painter.setFont(small)
        metrics = QFontMetricsF(small)
        legend = 24.0
        self._paint_legend(painter, metrics)
        if not self._days:
            return
        most = max(sum(day.before.values()) for day in self._days)
        margin = metrics.horizontalAdvance(count_text(most)) + 2 * GRID
        field = QRectF(margin, legend + GRID, self.width() - margin - GRID, self.height() - legend - GRID - 28)
        painter.setPen(QPen(QColor(colors.muted), 1))
        painter.drawLine(field.bottomLeft(), field.bottomRight())
        edge = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, field.top() - 10, margin - GRID, 20), edge, count_text(most))
        painter.drawText(QRectF(0, field.bottom() - 10, margin - GRID, 20), edge, "0")
        room = field.width() / len(self._days)
        bar = min(room * 0.4, 36.0)
        every = max(1, -(-len(self._days) // max(1, int(field.width() // 64))))
        for index, day in enumerate(self._days):
            middle = field.left() + (index + 0.5) * room
            self._paint_bar(painter, QRectF(middle - bar - 1, field.top(), bar, field.height()), day.before, most)
            self._paint_bar(painter, QRectF(middle + 1, field.top(), bar, field.height()), day.after, most)
            if index % every == 0:
                painter.setPen(QColor(colors.text))
                words = QRectF(middle - 40, field.bottom() + 4, 80, 20)
                painter.drawText(words, Qt.AlignmentFlag.AlignCenter, month_day_text(day.day))

    def _paint_bar(self, painter: QPainter, field: QRectF, counts: Mapping[Verdict, int], most: int) -> None:
        bottom = field.bottom()
        for verdict in _ORDER:
            height = field.height() * counts[verdict] / most
            if counts[verdict]:
                height = max(height, 1.0)
                self._fill(painter, QRectF(field.left(), bottom - height, field.width(), height), verdict)
                bottom -= height

    def _fill(self, painter: QPainter, box: QRectF, verdict: Verdict) -> None:
        color = QColor(self._theme.colors.faint) if verdict is Verdict.OK else self._theme.colors.verdict(verdict)[0]
        painter.setPen(QPen(color, 1))
        if verdict is Verdict.OK:
            painter.setBrush(color)
        else:
            soft = QColor(color)
            soft.setAlpha(90)
            painter.fillRect(box, soft)
            painter.setBrush(QBrush(color, _HATCH[verdict]))
        painter.drawRect(box)

    def _paint_legend(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        left = float(GRID)
        for verdict in _ORDER:
            self._fill(painter, QRectF(left, 6, 18, 12), verdict)
            painter.setPen(QColor(self._theme.colors.text))
            word = verdict_word(verdict)
            width = metrics.horizontalAdvance(word)
            painter.drawText(QRectF(left + 24, 2, width + 2, 20), Qt.AlignmentFlag.AlignVCenter, word)
            left += 24 + width + 2 * GRID
        painter.setPen(QColor(self._theme.colors.muted))
        words = self.tr("left: before · right: after")
        painter.drawText(QRectF(left, 2, self.width() - left, 20), Qt.AlignmentFlag.AlignVCenter, words)
