"""The parts between the two thresholds: a person decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from station.permissions import Action
from station.rescoring import Agreement, Rescored
from station.types import Inspection, Verdict
from ui.history_words import agreement_sentences
from ui.latest import Latest
from ui.operate.panel import Panel
from ui.operate.part_choice import MOST, Choice, PartChoice
from ui.page import Page
from ui.picture import PartView, view_of
from ui.region_words import regions_sentence
from ui.theme import GRID, TARGET
from ui.told import told
from ui.widgets.buttons import ActionButton
from ui.widgets.legend import HeatLegend
from ui.words import part_name, score_text, seen_time, verdict_word


class ReviewPanel(Panel):
    """What waits longest comes first. The station's verdict stays as it is; the decision stands beside it.

    The heatmap is of the part as the window still knows it, else of scoring it again: heatmaps are not stored.
    """

    def __init__(self, page: Page, known: Callable[[], Iterable[PartView]]) -> None:
        """`known`: parts that the window still has with their heatmaps."""
        super().__init__(page)
        self.call(self.tr("Review"))
        theme = self.context.theme
        self._of: str | None = None
        self._deciding = False
        self._heat_of: str | None = None
        self._heat_words = ""
        self._scoring = self._scored = False
        queue = self.context.station.review_queue
        self._reading = Latest(page, lambda: lambda: queue.waiting(limit=MOST + 1), self._show)
        self.parts = PartChoice(
            page, self.tr("Parts that wait for a decision"), self.tr("No part waits for a decision"), known
        )
        self.list, self.view, self.facts = self.parts.list, self.parts.view, self.parts.facts
        self.legend = HeatLegend(theme)
        room = self.legend.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # the picture keeps its size when the heatmap comes
        self.legend.setSizePolicy(room)
        self.heat_button = ActionButton(theme, "heatmap", "", name=self.tr("Heatmap"), key="F4")
        self.heat_button.setCheckable(True)
        self.heat_button.setChecked(True)
        self.why = QLineEdit()
        self.why.setMaxLength(500)
        self.why.setMinimumHeight(TARGET)
        self.why.setPlaceholderText(self.tr("Why? (needed)"))
        self.why.setAccessibleName(self.tr("Why this decision"))
        self.ok_button = ActionButton(theme, "good", self.tr("Decide OK"))
        self.nok_button = ActionButton(theme, "bad", self.tr("Decide NOK"))
        below = QHBoxLayout()
        below.setSpacing(GRID)
        below.addWidget(self.why, 1)
        below.addWidget(self.heat_button)
        decide = QHBoxLayout()
        decide.setSpacing(GRID)
        decide.addWidget(self.ok_button)
        decide.addWidget(self.nok_button)
        self.parts.body.addWidget(self.facts)
        self.parts.body.addWidget(self.legend)
        self.parts.body.addLayout(below)
        self.parts.body.addLayout(decide)
        self.body.addWidget(self.parts, 1)
        self.parts.changed.connect(self._changed)
        self.heat_button.toggled.connect(self.view.set_heat_shown)
        self.why.textChanged.connect(lambda _: self._enable())
        self.ok_button.clicked.connect(lambda: self._decide(Verdict.OK))
        self.nok_button.clicked.connect(lambda: self._decide(Verdict.NOK))
        self._changed()

    @property
    def current(self) -> Inspection | None:
        """The part that is decided on."""
        one = self.parts.current
        return None if one is None else one.inspection

    @property
    def shows_others(self) -> bool:
        return True

    def read(self) -> None:
        self._reading.wish()

    def session_changed(self) -> None:
        self._enable()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: the model that made the heatmaps is let go of."""
        super().hideEvent(event)
        if self._scored:
            self._scored = False
            self.page.run(self.context.station.rescoring.free, lambda _: None)

    def _show(self, waiting: tuple[Inspection, ...]) -> None:
        self.counted.emit(len(waiting))
        more = self.tr("More parts wait; these wait longest.")
        self.parts.fill([Choice(one.id, one, seen_time(one)) for one in waiting], more)

    def _changed(self) -> None:
        one = self.current
        key = None if one is None else one.id
        if key != self._of:
            self._of = key
            self._heat_of, self._heat_words = None, ""
            self.why.clear()  # a reason is for one part
        self._want_heat()
        words = ""
        if one is not None:
            limit = one.threshold
            words = self.tr("Part {part}: score {score}, review from {review_from}, NOK from {threshold}").format(
                part=part_name(one),
                score=score_text(one.score, limit),
                review_from=score_text(one.review_from, limit),
                threshold=score_text(limit),
            )
        regions = "" if one is None else regions_sentence(one)
        self.facts.setText("\n".join(filter(None, (words, regions, self._heat_words))))
        part = self.parts.shown
        heated = part is not None and part.heat is not None
        self.legend.set_scale(part.scale if part is not None and heated else None)
        self.legend.setVisible(heated)
        self.heat_button.setEnabled(heated)
        self._enable()

    def _want_heat(self) -> None:
        """Score the chosen part again, once, where its picture came without a heatmap. One at a time."""
        part = self.parts.shown
        if part is None or part.heat is not None or self._scoring or self._heat_of == self._of or not self.isVisible():
            return
        one, rescoring = part.inspection, self.context.station.rescoring
        self._scoring = self._scored = True
        self._heat_of, self._heat_words = one.id, self.tr("The heatmap is being made.")

        def operation() -> tuple[Rescored, PartView]:
            again = rescoring.rescore(one, cancelled=lambda: self._of != one.id)
            return again, view_of(one, again.image, again.anomaly_map)

        def over(words: str) -> None:
            self._scoring = False
            if self._of == one.id:
                self._heat_words = words
            self._changed()  # another one may be chosen by now

        def done(made: tuple[Rescored, PartView]) -> None:
            again, heated = made
            if self._of == one.id:
                self.parts.show_part(heated)
            over(agreement_sentences(again) if again.agreement is Agreement.DIFFERS or again.other_verdict else "")

        def failed(error: BaseException) -> None:
            over(self.tr("No heatmap: {error}").format(error=" ".join(told(error))))

        self.page.run(operation, done, on_error=failed)

    def _enable(self) -> None:
        can = self.current is not None and not self._deciding and self.context.desk.may(Action.REVIEW_PART)
        self.why.setEnabled(can)
        for button in (self.ok_button, self.nok_button):
            button.setEnabled(can and self.parts.settled and bool(self.why.text().strip()))

    def _decide(self, verdict: Verdict) -> None:
        one = self.current
        if one is None:
            return
        judging = self.context.station.judging
        session = self.context.desk.require(Action.REVIEW_PART)
        why = self.why.text().strip()
        self._deciding = True
        self._enable()

        def done(_: object) -> None:
            self._deciding = False
            if self._of == one.id:
                self.why.clear()
            self.page.say(
                self.tr("Part {part} was decided {verdict}.").format(part=part_name(one), verdict=verdict_word(verdict))
            )
            self._enable()
            self.read()

        def failed(error: BaseException) -> None:
            self._deciding = False
            self.page.explain(error)
            self._enable()
            self.read()

        self.page.run(lambda: judging.review(session, one.id, verdict, why=why), done, on_error=failed)
