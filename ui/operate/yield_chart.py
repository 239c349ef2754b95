"""The yield of a shift by the hour, with the count that each bar stands on."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.shifts import HourCount, ShiftCount
from station.statistics import yield_bound
from ui.theme import GRID, SMALL, Theme, font
from ui.words import count_text, number_text

_LEFT, _BOTTOM, _TOP = 44, 40, 22


class YieldChart(QWidget):
    """A bar per hour from 0 to 100 %, split by what became of the parts; a mark is the yield that the count proves.

    Grey is passed. Rejects stand on top of it in the colour of NOK with a hatch, so that colour is not alone.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._count: ShiftCount | None = None
        self._places = 8
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Yield by the hour"))
        theme.changed.connect(self.update)

    def show_count(self, count: ShiftCount) -> None:
        self._count = count
        whole = (count.shift.until - count.shift.since).total_seconds() / 3600
        self._places = max(1, len(count.hours), round(whole))
        words = [self._words(hour) for hour in count.hours]
        self.setAccessibleDescription("; ".join(words))
        self.setToolTip("\n".join(words))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 140)

    def _words(self, hour: HourCount) -> str:
        clock = f"{hour.since.astimezone():%H:%M}"
        if hour.rate is None:
            return self.tr("{time}: no parts").format(time=clock)
        text = self.tr("{time}: {rate} % of {count}, at least {bound} % (95 %)")
        bound = 100 * yield_bound(hour.tally.passed, hour.tally.total)
        rate = number_text(100 * hour.rate, 1)
        return text.format(time=clock, rate=rate, count=count_text(hour.tally.total), bound=number_text(bound, 1))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = QRectF(self.rect()).adjusted(_LEFT, _TOP, -GRID, -_BOTTOM)
        painter.setFont(font(SMALL))
        for percent in (0, 50, 100):
            y = plot.bottom() - plot.height() * percent / 100
            painter.setPen(QPen(QColor(colors.border), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(colors.muted))
            place = QRectF(0, y - 8, _LEFT - 6, 16)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{percent} %")
        if self._count is None:
            return
        step = plot.width() / self._places
        for place_number, hour in enumerate(self._count.hours):
            self._paint_hour(painter, QRectF(plot.left() + place_number * step, plot.top(), step, plot.height()), hour)

    def _paint_hour(self, painter: QPainter, place: QRectF, hour: HourCount) -> None:
        colors = self._theme.colors
        inset = max(2.0, place.width() * 0.14)
        bar = place.adjusted(inset, 0, -inset, 0)
        painter.setFont(font(SMALL))
        painter.setPen(QColor(colors.muted))
        clock = QRectF(place.left() - 6, place.bottom() + 4, place.width() + 12, 16)
        painter.drawText(clock, Qt.AlignmentFlag.AlignCenter, f"{hour.since.astimezone():%H:%M}")
        painter.drawText(clock.translated(0, 16), Qt.AlignmentFlag.AlignCenter, count_text(hour.tally.total))
        if hour.rate is None:
            return
        top = bar.bottom() - bar.height() * hour.rate
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.calm))
        painter.drawRect(QRectF(bar.left(), top, bar.width(), bar.bottom() - top))
        rest = QRectF(bar.left(), bar.top(), bar.width(), top - bar.top())
        if rest.height() > 0:
            painter.setBrush(QColor(colors.bad))
            painter.drawRect(rest)
            painter.setBrush(Qt.BrushStyle.BDiagPattern)
            hatch = QColor(colors.on_bad)
            hatch.setAlpha(140)
            brush = painter.brush()
            brush.setColor(hatch)
            painter.setBrush(brush)
            painter.drawRect(rest)
        proven = bar.bottom() - bar.height() * yield_bound(hour.tally.passed, hour.tally.total)
        painter.setPen(QPen(QColor(colors.accent), 2.5))
        painter.drawLine(QPointF(bar.left() - 4, proven), QPointF(bar.right() + 4, proven))
        painter.setPen(QColor(colors.text))
        painter.setFont(font(SMALL, bold=True))
        rate = QRectF(place.left() - 4, place.top() - 20, place.width() + 8, 18)
        painter.drawText(rate, Qt.AlignmentFlag.AlignCenter, f"{100 * hour.rate:.0f} %")
