"""The small line at the bottom: camera, timings, queues and what was left out. Nothing is dropped without a count."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.types import StationStatus
from ui.theme import GRID, SMALL, Theme, font
from ui.words import bytes_text, count_text, milliseconds_text, reason_word

_GAP = 3 * GRID


@dataclass(frozen=True, slots=True)
class Fact:
    """One piece of the line. `abnormal` pieces come first and in bold."""

    text: str
    abnormal: bool = False


class InfoLine(QWidget):
    """Facts from left to right, the most important first; what does not fit is in the tooltip."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._facts: tuple[Fact, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(28)
        theme.changed.connect(self.update)

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self._facts

    def show_status(self, status: StationStatus, *, window_late: int, unshown: int = 0) -> None:
        """`window_late`: results the window itself could not show in time; `unshown`: those without their picture."""
        facts = tuple(sorted(self._of(status, window_late, unshown), key=lambda fact: not fact.abnormal))
        if facts != self._facts:
            self._facts = facts
            text = "\n".join(fact.text for fact in facts)
            self.setToolTip(text)
            self.setAccessibleName(text)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 28)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors = self._theme.colors
        painter = QPainter(self)
        x = 0.0
        for fact in self._facts:
            face = font(SMALL, bold=fact.abnormal)
            width = QFontMetricsF(face).horizontalAdvance(fact.text)
            if x + width > self.width():
                return
            painter.setFont(face)
            painter.setPen(QColor(colors.text if fact.abnormal else colors.muted))
            box = QRectF(x, 0, width + 2, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, fact.text)
            x += width + _GAP

    def _of(self, status: StationStatus, window_late: int, unshown: int) -> list[Fact]:
        counters = status.counters
        facts = [Fact(status.camera_message or status.camera_id or self.tr("no camera"))]
        for key, words in (("inference", self.tr("inference")), ("total", self.tr("picture to output"))):
            latency = status.latency.get(key)
            if latency is not None and latency.n:
                text = self.tr("{step} p50 {p50}, p99 {p99}")
                facts.append(
                    Fact(
                        text.format(
                            step=words, p50=milliseconds_text(latency.p50_ms), p99=milliseconds_text(latency.p99_ms)
                        )
                    )
                )
        facts.append(Fact(self.tr("waiting {count}").format(count=count_text(status.queue_tokens))))
        if status.disk_free_bytes is not None:
            facts.append(Fact(self.tr("disk {size} free").format(size=bytes_text(status.disk_free_bytes))))
        if counters.withheld:
            text = self.tr("OK withheld {count}").format(count=count_text(counters.withheld))
            facts.append(Fact(text, abnormal=True))
        if counters.unrecorded:
            text = self.tr("not yet recorded {count}").format(count=count_text(counters.unrecorded))
            facts.append(Fact(text, abnormal=True))
        if status.events_lost:
            text = self.tr("events lost {count}").format(count=count_text(status.events_lost))
            facts.append(Fact(text, abnormal=True))
        if unshown:
            facts.append(Fact(self.tr("pictures not shown {count}").format(count=count_text(unshown)), abnormal=True))
        for reason, count in sorted(counters.lost.items()):
            text = self.tr("lost: {reason} {count}").format(reason=reason_word(reason), count=count_text(count))
            facts.append(Fact(text, abnormal=True))
        if status.images_pending:
            facts.append(Fact(self.tr("images to save {count}").format(count=count_text(status.images_pending))))
        late = counters.published_late + window_late
        facts.append(Fact(self.tr("not shown in time {count}").format(count=count_text(late))))
        return facts
