"""What the shift has made so far."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel

from station.shifts import ShiftCount
from station.types import Verdict
from ui.operate.panel import Panel
from ui.operate.yield_chart import YieldChart
from ui.page import Page
from ui.theme import GRID, SMALL, set_look
from ui.widgets.counters import VerdictCount
from ui.widgets.text import WrappedText
from ui.words import count_text, number_text


class ShiftPanel(Panel):
    """Counts and yield since the shift began, from the records, and the yield by the hour."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.call(self.tr("Shift"), self.tr("Counted in the records: a restart loses nothing."))
        theme = self.context.theme
        self._reading = False
        self.count: ShiftCount | None = None
        self.counts = {verdict: VerdictCount(theme, verdict) for verdict in Verdict}
        self.rate = WrappedText(theme, 20, bold=True)
        self.bound = WrappedText(theme, SMALL + 1, muted=True)
        self.chart = YieldChart(theme)
        self.key = QLabel(
            self.tr("Grey: passed. Hatched: not passed. Line: the yield that the hour's count proves with 95 %.")
        )
        set_look(self.key, "muted")
        self.key.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for one in self.counts.values():
            row.addWidget(one)
        self.body.addLayout(row)
        self.body.addWidget(self.rate)
        self.body.addWidget(self.bound)
        self.body.addWidget(self.chart, 1)
        self.body.addWidget(self.key)

    def read(self) -> None:
        if self._reading or not self.isVisible():
            return
        self._reading = True

        def failed(error: BaseException) -> None:
            self._reading = False
            self.page.explain(error)

        self.page.run(self.context.station.shifts.current, self._show, on_error=failed)

    def _show(self, count: ShiftCount) -> None:
        self._reading = False
        self.count = count
        tally = count.tally
        since = f"{count.shift.since.astimezone():%H:%M}"
        until = f"{count.shift.until.astimezone():%H:%M}"
        self.title.setText(self.tr("Shift {since} to {until}").format(since=since, until=until))
        self.counts[Verdict.OK].set_count(tally.passed)
        self.counts[Verdict.NOK].set_count(tally.verdicts[Verdict.NOK])
        self.counts[Verdict.REVIEW].set_count(tally.verdicts[Verdict.REVIEW])
        self.counts[Verdict.ERROR].set_count(tally.verdicts[Verdict.ERROR] + tally.withheld)
        if count.rate is None:
            self.rate.set_text(self.tr("Yield –"))
            self.bound.set_text(self.tr("no parts since {since}").format(since=since))
        else:
            rate = number_text(100 * count.rate, 1)
            words = self.tr("Yield {rate} %: {passed} of {count} passed")
            passed, total = count_text(tally.passed), count_text(tally.total)
            self.rate.set_text(words.format(rate=rate, passed=passed, count=total))
            bound = self.tr("95 %: at least {bound} %").format(bound=number_text(100 * count.bound, 1))
            if tally.withheld:
                note = self.tr("{count} found good, but the line saw a reject")
                bound += " · " + note.format(count=count_text(tally.withheld))
            self.bound.set_text(bound)
        self.chart.show_count(count)
