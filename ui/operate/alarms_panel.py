"""The list of alarms, each with who knows of it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from station.alarms import Alarm, Severity
from station.permissions import Action
from station.types import StationState
from ui.operate.panel import Panel, scroll_column
from ui.page import Page
from ui.symbols import paint_state
from ui.theme import GRID, TARGET, Theme, set_look
from ui.told import in_words
from ui.widgets.buttons import ActionButton
from ui.words import day_time_text

MOST = 30
"""Alarms in the list; the history has all of them as events."""


class AlarmSign(QWidget):
    """The shape of an alarm: octagon or triangle while it is open, a grey square when it is over."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._alarm: Alarm | None = None
        self.setFixedSize(28, 28)
        theme.changed.connect(self.update)

    def show_alarm(self, alarm: Alarm) -> None:
        self._alarm = alarm
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        alarm, colors = self._alarm, self._theme.colors
        if alarm is None:
            return
        severe = alarm.severity is Severity.ALARM
        shape = StationState.FAULT if severe else StationState.RECOVERING
        color = QColor(colors.bad if severe else colors.warn)
        if alarm.over:
            shape, color = StationState.STOPPED, QColor(colors.faint)
        elif alarm.acknowledged or (not severe and not colors.dark):
            color = QColor(colors.calm) if alarm.acknowledged else color.darker(125)
        paint_state(QPainter(self), QRectF(2, 2, 24, 24), shape, color)


class AlarmRow(QFrame):
    """One alarm in words, with the button for it."""

    acknowledged = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "panel")
        self._number = 0
        self.sign = AlarmSign(theme)
        self.message = QLabel()
        set_look(self.message, "strong")
        self.message.setWordWrap(True)
        self.detail = QLabel()
        set_look(self.detail, "muted")
        self.detail.setWordWrap(True)
        for label in (self.message, self.detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.button = ActionButton(theme, "acknowledge", self.tr("Acknowledge"))
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(lambda: self.acknowledged.emit(self._number))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.message)
        words.addWidget(self.detail)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID + 4)
        layout.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_alarm(self, alarm: Alarm, *, may: bool) -> None:
        self._number = alarm.number
        self.sign.show_alarm(alarm)
        self.message.setText(in_words(alarm.message))
        at = day_time_text(alarm.at, seconds=True)
        if alarm.times > 1:
            times = self.tr("{time}, {count} times, last at {last}")
            at = times.format(time=at, count=alarm.times, last=f"{alarm.last_at.astimezone():%H:%M:%S}")
        state = self.tr("there now") if alarm.lasting else self.tr("over")
        parts = [at, state]
        if alarm.acknowledged_at is not None:
            known = self.tr("acknowledged by {who} at {time}")
            clock = f"{alarm.acknowledged_at.astimezone():%H:%M:%S}"
            parts.append(known.format(who=alarm.acknowledged_by, time=clock))
        if alarm.hint and not alarm.over:
            parts.append(in_words(alarm.hint))
        self.detail.setText(" · ".join(parts))
        self.button.setVisible(not alarm.acknowledged)
        self.button.setEnabled(may)
        self.setAccessibleName(f"{self.message.text()} {self.detail.text()}")

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(200, TARGET + 2 * GRID))


class AlarmsPanel(Panel):
    """Not acknowledged first, then what lasts, then what is over."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.call(self.tr("Alarms"))
        self._shown: tuple[Alarm, ...] = ()
        self._may = False
        self._busy = False
        self._rows: list[AlarmRow] = []
        self.none = QLabel(self.tr("There has been no alarm since the program was started."))
        set_look(self.none, "muted")
        self._column = QVBoxLayout()
        self._column.setSpacing(GRID)
        self._column.addWidget(self.none)
        self._column.addStretch(1)
        self.body.addWidget(scroll_column(self._column), 1)

    @property
    def rows(self) -> tuple[AlarmRow, ...]:
        """The rows that are shown."""
        return tuple(row for row in self._rows if not row.isHidden())

    def read(self) -> None:
        self.follow()

    def follow(self) -> None:
        alarms = self.context.station.alarms.all()[:MOST]
        may = self.context.desk.may(Action.ACKNOWLEDGE) and not self._busy
        if alarms == self._shown and may == self._may:
            return
        self._shown, self._may = alarms, may
        self.counted.emit(sum(not alarm.acknowledged for alarm in alarms))
        while len(self._rows) < len(alarms):
            row = AlarmRow(self.context.theme)
            row.acknowledged.connect(self._acknowledge)
            self._column.insertWidget(len(self._rows), row)
            self._rows.append(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(alarms))
            if place < len(alarms):
                row.show_alarm(alarms[place], may=may)
        self.none.setVisible(not alarms)

    @property
    def urgent(self) -> bool:
        """Whether an alarm that stops the line is not acknowledged."""
        return any(not alarm.acknowledged and alarm.severity is Severity.ALARM for alarm in self._shown)

    def _acknowledge(self, number: int) -> None:
        alarms = self.context.station.alarms
        session = self.context.desk.require(Action.ACKNOWLEDGE)
        self._busy = True
        self.follow()

        def done(_: object) -> None:
            self._busy = False
            self.follow()

        def failed(error: BaseException) -> None:
            self._busy = False
            self.page.explain(error)
            self.follow()

        self.page.run(lambda: alarms.acknowledge(session, number), done, on_error=failed)
