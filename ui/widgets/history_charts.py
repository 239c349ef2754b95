"""The charts of the history, painted: yield over time, scores of good parts, Paretos. Grey unless something is off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from station.axes import nice_range, nice_ticks, time_ticks
from station.axes import number_text as tick_text
from station.charts import SHIFT_SD, Bar, Charts, Drift, Reference, ScorePoint, YieldPoint
from ui.history_words import parts_text
from ui.theme import SMALL, Theme, font
from ui.words import count_text, figures_text, moment_text, number_text, tick_time_text, with_point

_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 56, 10, 26
_MANY = 80
_STACKED, _ROW, _COUNT = 31.0, 22.0, 96


class TimeChart(QWidget):
    """Axes over a period. Subclasses paint into `plot` with `across` and `up`."""

    def __init__(self, theme: Theme, name: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._empty = empty
        self._since = self._until = datetime.now().astimezone()
        self._low, self._high = 0.0, 1.0
        self._marks: list[tuple[datetime, str]] = []
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(96)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(600, 190)

    @property
    def plot(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)

    def across(self, at: datetime) -> float:
        span = max(self._until - self._since, timedelta(microseconds=1))
        return self.plot.left() + self.plot.width() * ((at - self._since) / span)

    def up(self, value: float) -> float:
        share = (value - self._low) / (self._high - self._low)
        return self.plot.bottom() - self.plot.height() * min(max(share, 0.0), 1.0)

    def words(self, value: float, step: float) -> str:
        """A mark of the upright axis."""
        return with_point(tick_text(value, step))

    def time_marks(self) -> list[tuple[datetime, str]]:
        """Full hours, days or months; a period without any of them says where it begins and ends."""
        marks = time_ticks(self._since, self._until, max(3, int(self.plot.width() / 90)))
        return marks or [(at, at.astimezone().strftime("%H:%M:%S")) for at in (self._since, self._until)]

    def paint_points(self, painter: QPainter) -> None:
        """Paint what is inside the axes."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = font(SMALL)
        painter.setFont(small)
        plot = self.plot
        if not self._marks:
            painter.setPen(QColor(colors.muted))
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self._empty)
            return
        ticks = nice_ticks(self._low, self._high, max(4, int(plot.height() / 22)))
        step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
        for tick in ticks:
            y = self.up(tick)
            painter.setPen(QPen(QColor(colors.border), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(colors.muted))
            place = QRectF(0, y - 9, _LEFT - 8, 18)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.words(tick, step))
        for moment, words in self.time_marks():
            x = self.across(moment)
            painter.setPen(QPen(QColor(colors.muted), 1))
            painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 4))
            text = tick_time_text(moment, words)
            painter.drawText(QRectF(x - 50, plot.bottom() + 5, 100, 18), Qt.AlignmentFlag.AlignHCenter, text)
        painter.setPen(QPen(QColor(colors.muted), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        self.paint_points(painter)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            near = min(self._marks, key=lambda mark: abs(self.across(mark[0]) - event.pos().x()), default=None)
            if near is not None and self.plot.contains(QPointF(event.pos())):
                QToolTip.showText(event.globalPos(), near[1], self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _set(self, charts: Charts | None, low: float, high: float, marks: list[tuple[datetime, str]]) -> None:
        if charts is not None:
            self._since, self._until = charts.since, charts.until
        self._low, self._high, self._marks = low, high, marks
        self.update()


class YieldChart(TimeChart):
    """Share of OK verdicts with its exact 95 % range, over bars for the number of parts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setAccessibleName(self.tr("Yield over time"))
        self._empty = self.tr("No parts in this period")
        self._points: list[YieldPoint] = []

    def show_charts(self, charts: Charts | None) -> None:
        self._points = [] if charts is None else [point for point in charts.yields if point.total]
        rates = [rate for point in self._points if (rate := point.rate) is not None]
        low, high = 0.0, 1.0
        if rates:
            lows = [rate.interval[0] for rate in rates if rate.total >= 20]
            low, _ = nice_range([*lows, *(rate.value for rate in rates), 1.0], floor=0.0)
            high = 1.0 + 0.04 * (1.0 - low)
        marks = []
        for point in self._points:
            rate = point.rate
            if rate is not None:
                words = self.tr("{time}\n{parts}, {rate} % OK\n95 %: {low} % to {high} %").format(
                    time=moment_text(point.since),
                    parts=parts_text(point.total),
                    rate=number_text(100 * rate.value, 2),
                    low=number_text(100 * rate.interval[0], 2),
                    high=number_text(100 * rate.interval[1], 2),
                )
                marks.append((_middle(point), words))
        self._set(charts, low, high, marks)

    def words(self, value: float, step: float) -> str:
        return f"{with_point(tick_text(100 * value, 100 * step))} %"

    def paint_points(self, painter: QPainter) -> None:
        colors, plot = self._theme.colors, self.plot
        most = max(point.total for point in self._points)
        painter.setPen(QPen(QColor(colors.border), 0.6))
        painter.setBrush(QColor(colors.control))
        for point in self._points:
            left, right = self.across(point.since), self.across(point.until)
            tall = 0.2 * plot.height() * point.total / most
            painter.drawRect(QRectF(left, plot.bottom() - tall, max(right - left - 1, 0.6), tall))
        line: list[QPointF] = []
        for point in self._points:
            rate = point.rate
            if rate is not None:
                at = self.across(_middle(point))
                painter.setPen(QPen(QColor(colors.faint), 1.4))
                painter.drawLine(QPointF(at, self.up(rate.interval[0])), QPointF(at, self.up(rate.interval[1])))
                line.append(QPointF(at, self.up(rate.value)))
        painter.setPen(QPen(QColor(colors.calm), 1.4))
        painter.drawPolyline(QPolygonF(line))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.calm))
        for place in line:
            painter.drawEllipse(place, *(2 * [3.2 if len(self._points) < _MANY else 1.6]))


class DriftChart(TimeChart):
    """Means and spreads of OK parts, of few parts each score, against the reference; red squares break the rule."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setAccessibleName(self.tr("Scores of OK parts over time"))
        self._empty = self.tr("No OK parts with a score in this period")
        self._drift: Drift | None = None

    def show_charts(self, charts: Charts | None) -> None:
        self._drift = None if charts is None else charts.drift
        points = self._filled
        if self._drift is None or not points:
            self._set(charts, 0.0, 1.0, [])
            return
        reference = self._drift.reference
        limits = () if reference is None else reference.limits
        if self._drift.singles:
            scores = [score for _, score in self._drift.last]
            low, high = nice_range([*scores, *limits])
            singles = [
                (at, f"{moment_text(at, seconds=True)}\n{figures_text(score, 4)}") for at, score in self._drift.last
            ]
            self._set(charts, low, high, singles)
            return
        ends = [point.spread.mean + sign * point.spread.sd for point in points for sign in (-1, 1)]
        low, high = nice_range([*ends, *limits])
        marks = [
            (
                point.since + (point.until - point.since) / 2,
                self.tr("{time}\nOK parts: {count}, mean {mean}, sd {sd}").format(
                    time=moment_text(point.since),
                    count=count_text(point.spread.n),
                    mean=figures_text(point.spread.mean, 4),
                    sd=figures_text(point.spread.sd, 3),
                ),
            )
            for point in points
        ]
        self._set(charts, low, high, marks)

    @property
    def _filled(self) -> list[ScorePoint]:
        return [] if self._drift is None else [point for point in self._drift.points if point.spread.n]

    def paint_points(self, painter: QPainter) -> None:
        if self._drift is None:
            return
        if self._drift.reference is not None:
            self._paint_reference(painter, self._drift.reference)
        if self._drift.singles:
            for moment, score in self._drift.last:
                dot = QPointF(self.across(moment), self.up(score))
                off = self._drift.is_outside(moment, score)
                self._paint_mark(painter, dot, off=off, many=len(self._drift.last) >= _MANY)
            return
        points = self._filled
        many = len(points) >= _MANY
        for point in points:
            at, spread = self.across(point.since + (point.until - point.since) / 2), point.spread
            painter.setPen(QPen(QColor(self._theme.colors.faint), 1.4))
            painter.drawLine(
                QPointF(at, self.up(spread.mean - spread.sd)), QPointF(at, self.up(spread.mean + spread.sd))
            )
            self._paint_mark(painter, QPointF(at, self.up(spread.mean)), off=point.off, many=many)

    def _paint_reference(self, painter: QPainter, reference: Reference) -> None:
        """Paint the band around the mean, and the control limits."""
        colors, plot, before = self._theme.colors, self.plot, reference.spread
        top, bottom = (self.up(before.mean + sign * SHIFT_SD * before.sd) for sign in (1, -1))
        painter.fillRect(QRectF(plot.left(), top, plot.width(), bottom - top), QColor(colors.control))
        low, high = reference.limits
        for limit, words in ((high, self.tr("+3 sd")), (before.mean, self.tr("mean")), (low, self.tr("−3 sd"))):
            dashed = limit != before.mean
            painter.setPen(QPen(QColor(colors.muted), 1.2, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine))
            painter.drawLine(QPointF(plot.left(), self.up(limit)), QPointF(plot.right(), self.up(limit)))
            painter.setPen(QColor(colors.muted))
            place = QRectF(plot.right() + 6, self.up(limit) - 9, _RIGHT - 6, 18)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_mark(self, painter: QPainter, at: QPointF, *, off: bool, many: bool) -> None:
        colors = self._theme.colors
        painter.setPen(Qt.PenStyle.NoPen)
        if off:
            painter.setBrush(QColor(colors.bad))
            side = 5.0 if many else 9.0
            painter.drawRect(QRectF(at.x() - side / 2, at.y() - side / 2, side, side))
        else:
            painter.setBrush(QColor(colors.calm))
            painter.drawEllipse(at, *(2 * [1.6 if many else 3.2]))


class ParetoChart(QWidget):
    """Causes from the most frequent to the least, each with its count and its share of all."""

    def __init__(self, theme: Theme, name: str, words: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._bars: tuple[Bar, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(72)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(300, 140)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        self._bars = tuple(bars)
        total = sum(bar.count for bar in bars)
        words = self.tr("{name}: {count} of {total}; with those above {share} %")
        told = "\n".join(
            words.format(
                name=self._words(bar.name),
                count=count_text(bar.count),
                total=count_text(total),
                share=f"{100 * bar.cumulated:.0f}",
            )
            for bar in bars
        )
        self.setAccessibleDescription(told or self.tr("none"))
        self.setToolTip(told)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        small = font(SMALL)
        painter.setFont(small)
        metrics = QFontMetricsF(small)
        if not self._bars:
            painter.setPen(QColor(colors.muted))
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self.tr("None in this period"))
            return
        # a name above its bar can be read whole; beside it where there is no room for that
        stacked = len(self._bars) * _STACKED <= self.height()
        row = _STACKED if stacked else _ROW
        fits = max(1, int(self.height() / row))
        shown = self._bars if len(self._bars) <= fits else self._bars[: fits - 1]
        lines = [(self._words(bar.name), bar.count) for bar in shown]
        rest = sum(bar.count for bar in self._bars[len(shown) :])
        if rest:
            lines.append((self.tr("others"), rest))
        total = sum(count for _, count in lines)
        longest = max(metrics.horizontalAdvance(text) for text, _ in lines)
        label = 0.0 if stacked else min(longest + 10, 0.55 * self.width())
        room = max(self.width() - label - _COUNT, 20.0)
        largest = max(count for _, count in lines)
        left, middle = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter
        for number, (text, count) in enumerate(lines):
            top = number * row
            painter.setPen(QColor(colors.text))
            if stacked:
                words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width())
                painter.drawText(QRectF(0, top, self.width(), 18), left | middle, words)
                bar = QRectF(0, top + 18, max(room * count / largest, 2.0), 9)
            else:
                words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, label - 8)
                painter.drawText(QRectF(0, top, label - 8, row), Qt.AlignmentFlag.AlignRight | middle, words)
                bar = QRectF(label, top + 6, max(room * count / largest, 2.0), row - 12)
            painter.fillRect(bar, QColor(colors.calm))
            painter.setPen(QColor(colors.muted))
            place = QRectF(bar.right() + 6, bar.center().y() - 9, _COUNT, 18)
            painter.drawText(place, left | middle, f"{count_text(count)}  ({100 * count / total:.0f} %)")


def _middle(point: YieldPoint) -> datetime:
    return point.since + (point.until - point.since) / 2
