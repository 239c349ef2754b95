"""What the threshold that is tried would have made of recorded parts: by day, and the parts that would change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from station.tuning import DayOutcome, Period, Replayed, Tuning
from station.types import Inspection, Verdict
from ui.latest import Latest
from ui.page import Page
from ui.theme import BASE, GRID, SMALL
from ui.tuner import Tuner
from ui.widgets.buttons import ActionButton
from ui.widgets.day_bars import DayBars
from ui.widgets.plain_table import PlainTable
from ui.widgets.text import WrappedText
from ui.words import count_text, moment_text, part_name, score_text, verdict_word, year_day_text

_SETTLED_MS = 350
LISTED = 200
_SHOWN = (Verdict.OK, Verdict.REVIEW, Verdict.NOK, Verdict.ERROR)

Counted = tuple[Replayed, list[tuple[Inspection, Verdict]] | None]
"""What was counted, and the parts that would change where they are listed."""


class WhatIfPanel(QWidget):
    """Follows the tuner while it is seen. Counting is the database's work; no model runs."""

    def __init__(self, page: Page, tuning: Tuning, tuner: Tuner) -> None:
        super().__init__(page)
        self._tuning, self._tuner = tuning, tuner
        self._active = False
        self._counting = Latest(page, self._count, self._counted)
        self._found: Replayed | None = None
        theme = page.context.theme
        self.period = QComboBox()
        for days, words in (
            (7, self.tr("the last 7 days")),
            (30, self.tr("the last 30 days")),
            (90, self.tr("the last 90 days")),
            (None, self.tr("all there is")),
        ):
            self.period.addItem(words, days)
        self.period.setCurrentIndex(1)
        self.period.setAccessibleName(self.tr("Which recorded parts"))
        self.list_button = ActionButton(theme, "search", self.tr("Parts that change"))
        self.list_button.setCheckable(True)
        for widget in (self.period, self.list_button):
            widget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.period.setMinimumWidth(190)
        self.summary = WrappedText(theme, BASE + 1, lines=2, bold=True)
        self.others = WrappedText(theme, SMALL, lines=1, muted=True)
        self.bars = DayBars(theme)
        self.table = _table(
            self.tr("Verdicts by day"), [self.tr("Day"), *(f"{verdict_word(v)} →" for v in _SHOWN), self.tr("Change")]
        )
        self.parts = _table(
            self.tr("Parts whose verdict would change"),
            [self.tr("Time"), self.tr("Part"), self.tr("Score"), self.tr("Was"), self.tr("Would be")],
        )
        by_day = QWidget()
        rows = QVBoxLayout(by_day)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        rows.addWidget(self.bars, 3)
        rows.addWidget(self.table, 2)
        self.stack = QStackedWidget()
        self.stack.addWidget(by_day)
        self.stack.addWidget(self.parts)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self.period)
        top.addStretch(1)
        top.addWidget(self.list_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addWidget(self.summary)
        layout.addWidget(self.others)
        layout.addWidget(self.stack, 1)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_SETTLED_MS)
        self._rest.timeout.connect(self.refresh)
        tuner.moved.connect(self._moved)
        self.period.currentIndexChanged.connect(lambda _index: self.refresh())
        self.list_button.toggled.connect(lambda _on: self.refresh())

    @property
    def found(self) -> Replayed | None:
        """What was counted last."""
        return self._found

    def set_active(self, active: bool) -> None:
        self._active = active
        if active:
            self.refresh()
        else:
            self._rest.stop()

    def _moved(self) -> None:
        if self._active:
            self._rest.start()

    def refresh(self) -> None:
        """Count anew for the threshold that is tried now."""
        self._counting.wish()

    def _count(self) -> Callable[[], Counted] | None:
        study, now = self._tuner.study, self._tuner.evaluation
        if study is None or now is None or not self._active:
            return None
        recipe, listed, tuning = study.recipe, self.list_button.isChecked(), self._tuning
        period = Period(self.period.currentData())

        def count() -> Counted:
            found = tuning.what_if(recipe, now.threshold, now.review_from, period)
            if not listed:
                return found, None
            return found, tuning.would_change(recipe, now.threshold, now.review_from, period, limit=LISTED)

        return count

    def _counted(self, counted: Counted) -> None:
        found, parts = counted
        self._found = found
        self._say(found)
        self.bars.show_days(found.days)
        self.table.fill([self._day(day) for day in reversed(found.days)])
        self.stack.setCurrentIndex(0 if parts is None else 1)
        if parts is not None:
            self.parts.fill(
                [
                    (
                        moment_text(part.at, seconds=True), part_name(part),
                        score_text(part.score, found.threshold), verdict_word(part.verdict), verdict_word(verdict),
                    )
                    for part, verdict in parts
                ]
            )  # fmt: skip

    def _day(self, day: DayOutcome) -> list[str]:
        cells = [year_day_text(day.day)]
        for verdict in _SHOWN:
            was, will = day.before[verdict], day.after[verdict]
            cells.append(count_text(was) if was == will else f"{count_text(was)} → {count_text(will)}")
        return [*cells, count_text(day.changed)]

    def _say(self, found: Replayed) -> None:
        if not found.parts:
            self.summary.set_text(self.tr("No part was recorded under this recipe and model in this time."))
        elif not found.changed:
            words = self.tr("Recorded parts: {parts}. Every one would get the verdict it had.")
            self.summary.set_text(words.format(parts=count_text(found.parts)))
        else:
            turns = [
                self.tr("{verdict}: {before} → {after}").format(
                    verdict=verdict_word(v), before=count_text(found.before[v]), after=count_text(found.after[v])
                )
                for v in _SHOWN
                if found.before[v] != found.after[v]
            ]
            words = self.tr("Recorded parts: {parts}. Another verdict would be given to {changed}. {turns}")
            self.summary.set_text(
                words.format(parts=count_text(found.parts), changed=count_text(found.changed), turns=" · ".join(turns))
            )
        words = self.tr("Not counted, because another model scored them: {count} parts of this recipe.")
        self.others.set_text(words.format(count=count_text(found.other_models)) if found.other_models else "")
        self.others.setVisible(bool(found.other_models))


def _table(name: str, titles: list[str]) -> PlainTable:
    others = range(1, len(titles))
    return PlainTable(name, titles, wide=others, numbers=others, choosing=False)
