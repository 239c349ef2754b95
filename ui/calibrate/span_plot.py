"""How the pictures of a recipe spread over one quantity of the image gate, with its limits and the live value."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.gates import Span
from ui.theme import SMALL, Theme, font
from ui.words import figures_text

_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 8, 20, 20


class SpanPlot(QWidget):
    """A strip: dots are good pictures, rings those held out, the grey band is what passes, the triangle is live."""

    def __init__(self, theme: Theme, name: str, factor: float = 1.0, unit: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._name, self._factor, self._unit = name, factor, unit
        self.normal: tuple[float, ...] = ()
        self.held_out: tuple[float, ...] = ()
        self.span: Span | None = None
        self.now: Span | None = None
        self.live: float | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(420, 76)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 64)

    def show_values(
        self, normal: Sequence[float], held_out: Sequence[float], span: Span | None, now: Span | None
    ) -> None:
        """`span`: the learned limits, None where the quantity is not checked; `now`: those of the recipe."""
        self.normal, self.held_out, self.span, self.now = tuple(normal), tuple(held_out), span, now
        self._describe()

    def show_live(self, value: float | None) -> None:
        if value != self.live:
            self.live = value
            self._describe()

    @property
    def outside(self) -> bool:
        """Whether the live value is refused by the limits that are shown."""
        span = self.span
        if self.live is None or span is None:
            return False
        return (span.low is not None and self.live < span.low) or (span.high is not None and self.live > span.high)

    def words(self, value: float | None) -> str:
        return "–" if value is None else f"{figures_text(value * self._factor, 3)}{self._unit}"

    def _describe(self) -> None:
        parts = [self.tr("{count} pictures").format(count=len(self.normal) + len(self.held_out))]
        if self.span is not None:
            parts.append(
                self.tr("limits {low} to {high}").format(low=self.words(self.span.low), high=self.words(self.span.high))
            )
        if self.live is not None:
            parts.append(self.tr("live {value}").format(value=self.words(self.live)))
        self.setAccessibleDescription(", ".join(parts))
        self.setToolTip(f"{self._name}: {', '.join(parts)}")
        self.update()

    def _range(self) -> tuple[float, float]:
        values = [*self.normal, *self.held_out]
        for span in (self.span, self.now):
            values += [] if span is None else [one for one in (span.low, span.high) if one is not None]
        if not values:
            values = [0.0, 1.0] if self.live is None else [self.live]
        low, high = min(values), max(values)
        room = 0.08 * (high - low) or max(abs(high) * 0.1, 1e-6)
        return (max(0.0, low - room) if low >= 0 else low - room), high + room

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors, painter = self._theme.colors, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(SMALL))
        strip = QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)
        low, high = self._range()

        def at(value: float) -> float:
            return strip.left() + strip.width() * min(max((value - low) / (high - low), 0.0), 1.0)

        painter.fillRect(strip, QColor(colors.well))
        painter.setPen(QColor(colors.text))
        title = QRectF(_LEFT, 0, strip.width(), _TOP - 2)
        painter.drawText(title, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._name)
        if self.span is not None:
            left = strip.left() if self.span.low is None else at(self.span.low)
            right = strip.right() if self.span.high is None else at(self.span.high)
            painter.fillRect(QRectF(left, strip.top(), right - left, strip.height()), QColor(colors.control_pressed))
            self._paint_limits(painter, strip, at)
        for row, (values, filled) in enumerate(((self.normal, True), (self.held_out, False))):
            y = strip.top() + strip.height() * (0.35 + 0.35 * row)
            painter.setPen(QPen(QColor(colors.calm), 1.2))
            painter.setBrush(QColor(colors.calm) if filled else Qt.BrushStyle.NoBrush)
            for value in values:
                painter.drawEllipse(QPointF(at(value), y), 3.0, 3.0)
        if self.live is not None:
            self._paint_live(painter, strip, at(self.live))

    def _paint_limits(self, painter: QPainter, strip: QRectF, at: object) -> None:
        colors = self._theme.colors
        assert self.span is not None
        assert callable(at)
        for value, left in ((self.span.low, True), (self.span.high, False)):
            if value is None:
                continue
            x = float(at(value))
            painter.setPen(QPen(QColor(colors.text), 2))
            painter.drawLine(QPointF(x, strip.top()), QPointF(x, strip.bottom()))
            box = QRectF(x - 60, strip.bottom() + 2, 120, _BOTTOM - 4)
            if x - 60 < 0:
                box.moveLeft(0)
            if x + 60 > self.width():
                box.moveRight(self.width())
            side = Qt.AlignmentFlag.AlignHCenter
            if box.left() == 0 and left:
                side = Qt.AlignmentFlag.AlignLeft
            elif box.right() >= self.width():
                side = Qt.AlignmentFlag.AlignRight
            painter.setPen(QColor(colors.muted))
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, self.words(value))

    def _paint_live(self, painter: QPainter, strip: QRectF, x: float) -> None:
        """A triangle from above, and the value; one that is refused is red, with a cross."""
        colors = self._theme.colors
        color = QColor(colors.bad if self.outside else colors.accent)
        painter.setPen(QPen(color, 2))
        painter.drawLine(QPointF(x, strip.top()), QPointF(x, strip.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        top = strip.top()
        painter.drawPolygon(QPolygonF([QPointF(x - 6, top - 8), QPointF(x + 6, top - 8), QPointF(x, top + 2)]))
        painter.setPen(QColor(colors.text))
        word = self.tr("live {value}").format(value=self.words(self.live))
        if self.outside:
            word += " ✕"
        box = QRectF(self.width() / 2, 0, self.width() / 2 - _RIGHT, _TOP - 4)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, word)
