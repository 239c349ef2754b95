"""How often each part of a study was rejected, with its interval."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from station.agreement_result import GREY_FROM, REJECT_FROM, Detection, in_order
from ui.calibrate.agreement_words import readings_text, zone_word
from ui.theme import GRID, SMALL, Theme, font
from ui.words import count_text

_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 8, 22, 44
_POINT = 4.0


class DetectionPlot(QWidget):
    """Circles: good parts; squares: defective ones. A red one was not told rightly every time, and stands with a ring.

    The band is Knapp's grey zone. Pointing at a part says its readings.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[Detection, ...] = ()
        self.setMinimumHeight(190)
        self.setAccessibleName(self.tr("How often each part was rejected"))
        theme.changed.connect(self.update)

    @property
    def shown(self) -> tuple[Detection, ...]:
        return self._shown

    def show_detections(self, detections: tuple[Detection, ...]) -> None:
        self._shown = in_order(detections)
        wrong = sum(one.part.wrong > 0 for one in self._shown)
        words = self.tr("{count} of {total} parts were not told rightly every time.")
        self.setAccessibleDescription(words.format(count=count_text(wrong), total=count_text(len(self._shown))))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(560, 240)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            words = self.told_at(event.pos().x())
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def told_at(self, x: float) -> str:
        """What is said of the part at `x`; empty: there is none."""
        number = int((x - _LEFT) / self._step()) if self._shown and x >= _LEFT else -1
        if not 0 <= number < len(self._shown):
            return ""
        one = self._shown[number]
        return f"{one.part.name}: {readings_text(one.part.readings)} · {zone_word(one.zone)}"

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors, painter = self._theme.colors, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(SMALL))
        right = self.width() - _RIGHT
        grey = QRectF(QPointF(_LEFT, self._y(REJECT_FROM)), QPointF(right, self._y(GREY_FROM)))
        painter.fillRect(grey, QColor(colors.well))
        for share in (0.0, GREY_FROM, REJECT_FROM, 1.0):
            y = self._y(share)
            painter.setPen(QPen(QColor(colors.border), 1))
            painter.drawLine(QPointF(_LEFT, y), QPointF(right, y))
            painter.setPen(QColor(colors.muted))
            place = QRectF(0, y - 10, _LEFT - 6, 20)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{share * 100:.0f} %")
        if not self._shown:
            return
        self._draw_kinds(painter)
        every = self._name_every(painter)
        for number, one in enumerate(self._shown):
            x = _LEFT + self._step() * (number + 0.5)
            self._draw_part(painter, one, x)
            if number % every == 0:
                self._draw_name(painter, one.part.name, x)

    def _draw_kinds(self, painter: QPainter) -> None:
        good = sum(not one.part.defective for one in self._shown)
        painter.setPen(QColor(self._theme.colors.muted))
        for first, count, words in (
            (0, good, self.tr("good parts")),
            (good, len(self._shown) - good, self.tr("defective parts")),
        ):
            if count:
                place = QRectF(_LEFT + self._step() * first, 0, self._step() * count, _TOP - 4)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{count_text(count)} {words}")
        if 0 < good < len(self._shown):
            x = _LEFT + self._step() * good
            painter.setPen(QPen(QColor(self._theme.colors.muted), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, 0), QPointF(x, self._y(0.0)))

    def _draw_part(self, painter: QPainter, one: Detection, x: float) -> None:
        colors = self._theme.colors
        ink = QColor(colors.bad if one.part.wrong else colors.calm)
        if one.share is None or one.interval is None:
            painter.setPen(QPen(ink, 2))
            for sign in (-1, 1):
                painter.drawLine(
                    QPointF(x - _POINT, self._y(0.5) - sign * _POINT), QPointF(x + _POINT, self._y(0.5) + sign * _POINT)
                )
            return
        painter.setPen(QPen(QColor(colors.faint), 1.2))
        painter.drawLine(QPointF(x, self._y(one.interval[0])), QPointF(x, self._y(one.interval[1])))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        middle = QPointF(x, self._y(one.share))
        box = QRectF(middle.x() - _POINT, middle.y() - _POINT, 2 * _POINT, 2 * _POINT)
        painter.drawRect(box) if one.part.defective else painter.drawEllipse(box)
        if one.part.wrong:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ink, 1.5))
            painter.drawEllipse(middle, _POINT + 4, _POINT + 4)

    def _draw_name(self, painter: QPainter, name: str, x: float) -> None:
        painter.save()
        painter.setPen(QColor(self._theme.colors.muted))
        painter.translate(x + 4, self._y(0.0) + 12)
        painter.rotate(-50)
        shown = QFontMetrics(font(SMALL)).elidedText(name, Qt.TextElideMode.ElideRight, 52)
        painter.drawText(QRectF(-80, -8, 80, 16), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _name_every(self, painter: QPainter) -> int:
        """Names stand as close as their height lets them."""
        return max(1, -(-painter.fontMetrics().height() // max(1, int(self._step()))))

    def _step(self) -> float:
        return (self.width() - _LEFT - _RIGHT) / max(1, len(self._shown))

    def _y(self, share: float) -> float:
        return _TOP + GRID + (self.height() - _TOP - GRID - _BOTTOM) * (1.0 - share)
