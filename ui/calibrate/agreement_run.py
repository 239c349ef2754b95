"""A study under way: which part comes next, large enough to be read from the machine."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy

from station.accounts import Session
from station.agreement import AgreementState
from station.agreement_study import Study
from station.permissions import Action
from station.types import Verdict
from ui.calibrate.agreement_words import progress_text
from ui.calibrate.section import SectionPage
from ui.theme import GRID, HUGE, font, set_look
from ui.told import in_words
from ui.widgets.ask import Question
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.words import count_text


class StudyRun(Card):
    """What the station says of the parts is not shown here: a reading that displeases must not be picked out."""

    def __init__(self, page: SectionPage, on_ended: Callable[[Study], None]) -> None:
        super().__init__("")
        self._page = page
        self._on_ended = on_ended
        self._finishing = False
        self._state: AgreementState | None = None
        theme = page.context.theme
        self.title.show()
        self.where = QLabel()
        set_look(self.where, "title")
        self.part = QLabel()
        self.part.setFont(font(HUGE, bold=True))
        self.part.setWordWrap(True)
        self.part.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("How much of the study is read"))
        self.counted = QLabel()
        self.present_button = ActionButton(theme, "trigger", self.tr("It is in place"), key="Ctrl+Return", height=96)
        self.present_button.set_prominent(True)
        self.present_button.explain_key(self.tr("The part of the study is in place, or finish the study"))
        self.aside_button = ActionButton(theme, "undo", self.tr("The last one was wrong"))
        self.withdraw_button = ActionButton(theme, "close", self.tr("Wait no more"))
        self.pause_button = ActionButton(theme, "stop", self.tr("Pause"))
        self.cancel_button = ActionButton(theme, "remove", self.tr("Cancel the study"))
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for button in (self.aside_button, self.withdraw_button, self.pause_button, self.cancel_button):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        self.body.addStretch(1)
        for label in (self.where, self.part, self.told):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self.body.addWidget(label)
        self.body.addStretch(1)
        self.body.addWidget(self.present_button)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.counted)
        self.body.addLayout(row)
        studies = page.context.station.agreement
        self.present_button.clicked.connect(self._present)
        self.withdraw_button.clicked.connect(lambda: self._do(studies.withdraw, self.withdraw_button))
        self.pause_button.clicked.connect(lambda: self._do(studies.pause, self.pause_button))
        self.aside_button.clicked.connect(self._ask_aside)
        self.cancel_button.clicked.connect(self._ask_cancel)

    def session_changed(self) -> None:
        self._look()

    def show_state(self, state: AgreementState) -> None:
        """Show what is to be done now."""
        if state == self._state or state.study is None:
            return
        self._state = state
        study, coming = state.study, state.next
        self.title.setText(
            self.tr("Study {name}: no OK leaves the station until it is paused or ended").format(name=study.plan.name)
        )
        self.bar.setMaximum(study.plan.presentations)
        self.bar.setValue(study.done)
        self.counted.setText(self._counted(study))
        if coming is None:
            self.where.setText(self.tr("Every part was read."))
            self.part.setText(self.tr("Finish the study"))
        else:
            words = self.tr("Part {number} of {parts}, repeat {trial} of {trials}")
            self.where.setText(
                words.format(
                    number=count_text(coming.number),
                    parts=count_text(coming.of),
                    trial=count_text(coming.trial),
                    trials=count_text(coming.trials),
                )
            )
            self.part.setText(coming.part.name)
        told = in_words(state.refused) or in_words(state.message)
        if not told:
            told = self._guide(state)
        self.told.setText(told)
        set_look(self.told, "warn" if state.refused or state.message else "")
        self.told.style().polish(self.told)
        may = self._page.context.desk.may(Action.RUN_AGREEMENT_STUDY)
        ready = may and not state.waiting
        self.present_button.set_text(self.tr("It is in place") if coming is not None else self.tr("Finish"))
        self.present_button.setEnabled(ready and not self._finishing and not (coming is not None and state.refused))
        self.aside_button.setEnabled(ready and state.last is not None)
        self.withdraw_button.setEnabled(may and state.waiting)
        self.pause_button.setEnabled(may)
        self.cancel_button.setEnabled(may)

    def _present(self) -> None:
        if self._page.context.station.agreement.state().next is None:
            self._finish()
        else:
            self._do(self._page.context.station.agreement.present, self.present_button)

    def _guide(self, state: AgreementState) -> str:
        if state.next is None:
            return self.tr("Then its results are shown, and no reading can be set aside any more.")
        if state.waiting:
            return self.tr("Waiting for its picture …")
        return self.tr("Put this part under the camera.")

    def _counted(self, study: Study) -> str:
        errors = sum(one.verdict is Verdict.ERROR for one in study.counted.values())
        text = progress_text(study)
        if errors:
            text += " · " + self.tr("{count} judged nothing (ERROR)").format(count=count_text(errors))
        return text

    def _do(self, order: Callable[[Session], object], button: ActionButton) -> None:
        session = self._page.context.desk.require(Action.RUN_AGREEMENT_STUDY)
        self._page.run(lambda: order(session), lambda _: self._look(), on_error=self._failed, busy=(button,))

    def _failed(self, error: BaseException) -> None:
        self._page.explain(error)
        self._look()

    def _look(self) -> None:
        self._state = None
        self.show_state(self._page.context.station.agreement.state())

    def _finish(self) -> None:
        """End the study. A press of its own: with the results on screen no reading can be set aside any more."""
        if self._finishing:
            return
        self._finishing = True
        self.present_button.setEnabled(False)
        session = self._page.context.desk.require(Action.RUN_AGREEMENT_STUDY)
        studies = self._page.context.station.agreement

        def done(study: Study) -> None:
            self._finishing = False
            self._state = None
            self._on_ended(study)

        def failed(error: BaseException) -> None:
            self._finishing = False
            self._failed(error)

        self._page.run(lambda: studies.finish(session), done, on_error=failed)

    def _ask_aside(self) -> None:
        state = self._page.context.station.agreement.state()
        if state.last is None:
            return
        studies = self._page.context.station.agreement
        self._page.ask(
            Question(
                self.tr("Set the reading of {part} aside?").format(part=state.last.part),
                self.tr(
                    "It does not count, and the part is presented again. Your name and the reason stand in the report."
                ),
                self.tr("Set it aside"),
                lambda why: self._do(lambda session: studies.set_aside(session, why), self.aside_button),
                reason_required=True,
            )
        )

    def _ask_cancel(self) -> None:
        study = self._page.context.station.agreement.state().study
        if study is None:
            return
        studies = self._page.context.station.agreement
        self._page.ask(
            Question(
                self.tr("Cancel the study {name}?").format(name=study.plan.name),
                self.tr("It cannot go on then, and its figures are no result. To go on later, pause it instead."),
                self.tr("Cancel the study"),
                lambda why: self._do(lambda session: studies.cancel(session, study.id, why), self.cancel_button),
                reason_required=True,
                danger=True,
            )
        )
