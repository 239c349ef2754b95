"""Counts by verdict, and the yield with what it proves."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from station.statistics import yield_bound
from station.types import Counters, Verdict
from ui.symbols import paint_verdict
from ui.theme import GRID, LARGE, SMALL, Theme, font
from ui.widgets.text import WrappedText
from ui.words import count_text, number_text, verdict_word


class VerdictCount(QWidget):
    """One verdict's shape, count and word. Coloured only when an abnormal verdict was counted."""

    def __init__(self, theme: Theme, verdict: Verdict, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._verdict = verdict
        self._count = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_count(0)
        theme.changed.connect(self.update)

    @property
    def count(self) -> int:
        return self._count

    def set_count(self, count: int) -> None:
        if count == self._count and self.accessibleName():
            return
        self._count = count
        self.setAccessibleName(f"{verdict_word(self._verdict)}: {count_text(count)}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(76, 52)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 52)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        fill, ink = colors.verdict(self._verdict)
        if self._count == 0:
            fill, ink = QColor(colors.faint), QColor(colors.panel)
        paint_verdict(painter, QRectF(0, 5, 22, 22), self._verdict, fill, ink)
        painter.setPen(QColor(colors.text if self._count else colors.muted))
        text = count_text(self._count)
        size = LARGE + 2
        place = QRectF(28, 0, self.width() - 28, 32)
        painter.setFont(font(size, bold=True))
        while size > SMALL and painter.fontMetrics().horizontalAdvance(text) > place.width():
            size -= 1
            painter.setFont(font(size, bold=True))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.setFont(font(SMALL))
        painter.setPen(QColor(colors.muted))
        painter.drawText(QRectF(0, 33, self.width(), 18), Qt.AlignmentFlag.AlignLeft, verdict_word(self._verdict))


class CounterPanel(QWidget):
    """The four counts and the yield since the program started; starting the line does not begin them anew."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts = {verdict: VerdictCount(theme, verdict) for verdict in Verdict}
        self.rate = WrappedText(theme, 15, bold=True)
        self.bound = WrappedText(theme, SMALL, muted=True)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for count in self.counts.values():
            row.addWidget(count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(row)
        layout.addSpacing(GRID // 2)
        layout.addWidget(self.rate)
        layout.addWidget(self.bound)
        self.show_counters(Counters())

    def show_counters(self, counters: Counters) -> None:
        passed = counters.ok - counters.withheld  # what the line let pass; the rest it saw as rejects
        error = counters.error + counters.withheld
        for verdict, count in zip(Verdict, (passed, counters.nok, counters.review, error), strict=True):
            self.counts[verdict].set_count(count)
        if counters.done == 0:
            self.rate.set_text(self.tr("Yield –"))
            self.bound.set_text(self.tr("no parts since the program started"))
            return
        rate = 100 * passed / counters.done
        bound = 100 * yield_bound(passed, counters.done)
        self.rate.set_text(
            self.tr("Yield {rate} % of {count}").format(rate=number_text(rate, 1), count=count_text(counters.done))
        )
        self.bound.set_text(
            self.tr("since the program started · 95 %: at least {bound} %").format(bound=number_text(bound, 1))
        )
