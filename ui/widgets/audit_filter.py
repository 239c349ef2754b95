"""The filter of the audit trail: a time, a person, an act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station.audit import Act, AuditQuery
from station.history import today
from ui.history_words import act_words
from ui.theme import GRID, Theme, set_look
from ui.widgets.buttons import ActionButton
from ui.widgets.forms import field, moment_edit, moment_in

TODAY, WEEK, MONTH, ALL, FROM_TO = range(5)


class AuditFilter(QFrame):
    """Gives the query that the inputs mean. `changed` comes when it means something else, or is to be read again."""

    changed = Signal()

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "panel")
        self._now = now
        self.period, self.person, self.act = QComboBox(), QComboBox(), QComboBox()
        self.period.addItems(
            [
                self.tr("Today"),
                self.tr("Last 7 days"),
                self.tr("Last 30 days"),
                self.tr("All"),
                self.tr("From – to"),
            ]
        )
        self.period.setCurrentIndex(MONTH)
        self.person.addItem(self.tr("All"), None)
        self.act.addItem(self.tr("All"), None)
        for act in sorted(Act, key=act_words):
            self.act.addItem(act_words(act), act.value)
        end = now()
        self.since, self.until = moment_edit(end - timedelta(days=7)), moment_edit(end + timedelta(minutes=1))
        self.refresh_button = ActionButton(theme, "refresh", "", name=self.tr("Read again"), key="F5")
        self._lay_out()
        for combo in (self.period, self.person, self.act):
            # the longest entry must not decide how narrow the window can be
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(8)
            combo.currentIndexChanged.connect(self._told)
        for edit in (self.since, self.until):
            edit.dateTimeChanged.connect(self._told)
        self.refresh_button.clicked.connect(self.changed)

    def query(self) -> AuditQuery:
        """What is asked for now. A period that ends before it begins has no end."""
        since, until = self._period()
        return AuditQuery(since, until, self.person.currentData(), self.act.currentData())

    def set_people(self, names: Sequence[str]) -> None:
        """Offer these people; who was chosen stays chosen."""
        chosen = self.person.currentData()
        self.person.blockSignals(True)
        self.person.clear()
        self.person.addItem(self.tr("All"), None)
        for name in names:
            self.person.addItem(name, name)
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)))
        self.person.blockSignals(False)

    def _period(self) -> tuple[datetime | None, datetime | None]:
        now = self._now()
        match self.period.currentIndex():
            case 0:
                return today(now)[0], None
            case 1:
                return today(now - timedelta(days=6))[0], None
            case 2:
                return today(now - timedelta(days=29))[0], None
            case 3:
                return None, None
        since, until = moment_in(self.since), moment_in(self.until)
        return since, until if since < until else None

    def _told(self, *_: object) -> None:
        self._dates.setVisible(self.period.currentIndex() == FROM_TO)
        self.changed.emit()

    def _lay_out(self) -> None:
        self._dates = QWidget()
        dates = QHBoxLayout(self._dates)
        dates.setContentsMargins(0, 0, 0, 0)
        dates.setSpacing(GRID)
        dates.addLayout(field(self.tr("From"), self.since))
        dates.addLayout(field(self.tr("To"), self.until))
        self._dates.hide()
        first = QHBoxLayout()
        first.setSpacing(GRID)
        first.addLayout(field(self.tr("Period"), self.period), 2)
        first.addLayout(field(self.tr("Who"), self.person), 2)
        first.addLayout(field(self.tr("Act"), self.act), 3)
        column = QVBoxLayout()
        column.addStretch(1)
        column.addWidget(self.refresh_button)
        first.addLayout(column)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(GRID + 4, GRID, GRID + 4, GRID)
        rows.setSpacing(GRID // 2)
        rows.addLayout(first)
        rows.addWidget(self._dates)
