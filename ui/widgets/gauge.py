"""The score on a ruler with its limits: how near was it?"""

from __future__ import annotations

import math
from collections import deque

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.types import Inspection, Verdict
from ui.theme import GRID, LARGE, SMALL, Theme, font
from ui.words import score_text

RECENT = 12


class ScoreGauge(QWidget):
    """A horizontal ruler from 0 to twice the threshold, with both limits and the raw score.

    The ruler belongs to the limits, not to the score, so a marker at the same place means the same score. A score
    beyond the ruler is drawn as an arrow at its end; the number is always the raw one. Faint ticks are the last
    twelve scores.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._inspection: Inspection | None = None
        self._past = False
        self._threshold: float | None = None
        self._review_from: float | None = None
        self._recent: deque[float] = deque(maxlen=RECENT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Score"))
        theme.changed.connect(self.update)

    def set_limits(self, threshold: float | None, review_from: float | None) -> None:
        """The limits now in force; an inspection brings its own."""
        self._threshold, self._review_from = threshold, review_from
        self._describe()

    def add_recent(self, score: float | None) -> None:
        if score is not None and math.isfinite(score):
            self._recent.append(score)
            self.update()

    def show_inspection(self, inspection: Inspection | None, *, past: bool = False) -> None:
        """Show the score of an inspection; grey where it is `past`, as in `VerdictSign`."""
        self._inspection, self._past = inspection, past
        self._describe()

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """Threshold and start of the review band of what is shown."""
        shown = self._inspection
        if shown is not None and shown.threshold is not None:
            return shown.threshold, shown.review_from
        return self._threshold, self._review_from

    @property
    def span(self) -> tuple[float, float] | None:
        """First and last score on the ruler; None without a threshold."""
        threshold, review_from = self.limits
        if threshold is None or not math.isfinite(threshold):
            return None
        reach = abs(threshold) or 1.0
        low = 0.0 if threshold > 0 else threshold - reach
        if review_from is not None:
            low = min(low, review_from - 0.5 * reach)
        return low, threshold + reach

    def sizeHint(self) -> QSize:
        return QSize(320, 80)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 80)

    def _describe(self) -> None:
        threshold, _ = self.limits
        score = self._inspection.score if self._inspection is not None else None
        self.setAccessibleDescription(
            self.tr("Score {score}, threshold {threshold}").format(
                score=score_text(score, threshold), threshold=score_text(threshold)
            )
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        threshold, review_from = self.limits
        inspection = self._inspection
        score = inspection.score if inspection is not None else None
        box = QRectF(self.rect())

        painter.setFont(font(SMALL))
        painter.setPen(QColor(colors.muted))
        head = QRectF(box.left(), box.top(), box.width(), 26)
        bottom_left = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        title = self.tr("Score")
        painter.drawText(head, bottom_left, title)
        advance = QFontMetricsF(font(SMALL)).horizontalAdvance(title) + GRID
        painter.setFont(font(LARGE + 4, bold=True))
        painter.setPen(QColor(colors.muted if self._past else colors.text))
        painter.drawText(head.adjusted(advance, 0, 0, 4), bottom_left, score_text(score, threshold))
        span = self.span
        if span is None or threshold is None:
            painter.setFont(font(SMALL))
            painter.setPen(QColor(colors.muted))
            note = self.tr("no threshold yet")
            painter.drawText(head, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight, note)
            return

        bar = QRectF(box.left() + 1, box.top() + 42, box.width() - 2, 14)
        self._paint_bar(painter, bar, threshold, review_from)
        if score is not None and not math.isnan(score):
            assert inspection is not None
            self._paint_marker(painter, bar, score, inspection.verdict)
        self._paint_limits(painter, bar, threshold, review_from)

    def _x(self, bar: QRectF, score: float) -> float:
        span = self.span
        assert span is not None
        share = (score - span[0]) / (span[1] - span[0])
        return bar.left() + min(max(share, 0.0), 1.0) * bar.width()

    def _paint_bar(self, painter: QPainter, bar: QRectF, threshold: float, review_from: float | None) -> None:
        """Pass, review and reject in three greys with different hatching: the bar is context, not an alarm."""
        colors = self._theme.colors
        first = self._x(bar, threshold if review_from is None else review_from)
        second = self._x(bar, threshold)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.control))
        painter.drawRect(QRectF(bar.left(), bar.top(), first - bar.left(), bar.height()))
        hatch = QColor(colors.muted)
        hatch.setAlpha(110)
        for left, right, pattern in (
            (first, second, Qt.BrushStyle.BDiagPattern),
            (second, bar.right(), Qt.BrushStyle.Dense4Pattern),
        ):
            part = QRectF(left, bar.top(), right - left, bar.height())
            painter.fillRect(part, QColor(colors.control_pressed))
            if pattern is Qt.BrushStyle.BDiagPattern:
                painter.fillRect(part, hatch if right > left else Qt.GlobalColor.transparent)
                painter.save()
                painter.setClipRect(part)
                painter.setPen(QPen(QColor(colors.panel), 2))
                x = left - bar.height()
                while x < right:
                    painter.drawLine(QPointF(x, bar.bottom()), QPointF(x + bar.height(), bar.top()))
                    x += 7
                painter.restore()
            else:
                painter.fillRect(part, hatch)
        painter.setPen(QPen(QColor(colors.muted), 1.2))
        for score in self._recent:
            x = self._x(bar, score)
            painter.drawLine(QPointF(x, bar.top() - 5), QPointF(x, bar.top() - 1))

    def _paint_marker(self, painter: QPainter, bar: QRectF, score: float, verdict: Verdict) -> None:
        colors = self._theme.colors
        fill = QColor(colors.faint) if self._past else colors.verdict(verdict)[0]
        span = self.span
        assert span is not None
        x = self._x(bar, score)
        painter.setPen(QPen(QColor(colors.panel), 1.5))
        painter.setBrush(fill)
        if score > span[1] or score < span[0]:
            side = 1 if score > span[1] else -1
            tip = bar.right() + 1 if side > 0 else bar.left() - 1
            middle = bar.center().y()
            painter.drawPolygon(
                QPolygonF(
                    [QPointF(tip, middle), QPointF(tip - side * 16, middle - 12), QPointF(tip - side * 16, middle + 12)]
                )
            )
            return
        painter.drawRoundedRect(QRectF(x - 3.5, bar.top() - 6, 7, bar.height() + 12), 3, 3)

    def _paint_limits(self, painter: QPainter, bar: QRectF, threshold: float, review_from: float | None) -> None:
        """Both limits with their numbers under the bar, kept apart from each other and inside the widget."""
        colors = self._theme.colors
        small = font(SMALL)
        metrics = QFontMetricsF(small)
        painter.setFont(small)
        labels = [(threshold, self.tr("threshold {value}").format(value=score_text(threshold)))]
        if review_from is not None:
            labels.insert(0, (review_from, self.tr("review {value}").format(value=score_text(review_from, threshold))))
        places: list[float] = []
        widths = [metrics.horizontalAdvance(text) for _, text in labels]
        for (value, _), width in zip(labels, widths, strict=True):
            left = self._x(bar, value) - width / 2
            places.append(min(max(left, 0.0), self.width() - width))
        if len(places) == 2 and places[0] + widths[0] + 2 * GRID > places[1]:
            middle = (places[0] + widths[0] + places[1]) / 2
            places[0] = max(0.0, middle - GRID - widths[0])
            places[1] = min(max(middle + GRID, places[0] + widths[0] + 2 * GRID), self.width() - widths[1])
        for (value, text), left, width in zip(labels, places, widths, strict=True):
            x = self._x(bar, value)
            painter.setPen(QPen(QColor(colors.text), 2))
            painter.drawLine(QPointF(x, bar.top() - 3), QPointF(x, bar.bottom() + 5))
            painter.setPen(QColor(colors.text))
            row = QRectF(left, bar.bottom() + 7, width + 2, metrics.height())
            painter.drawText(row, Qt.AlignmentFlag.AlignLeft, text)
