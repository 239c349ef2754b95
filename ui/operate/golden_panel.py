"""The check of the reference parts: one part after the other, and what came of each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from station.accounts import Session
from station.golden import GoldenState, Progress
from station.permissions import Action
from station.queries import GoldenCheck, GoldenOutcome, GoldenPart, GoldenResult
from station.types import Inspection
from ui.operate.golden_parts import GoldenParts
from ui.operate.panel import Panel, scroll_column
from ui.page import Page
from ui.theme import GRID, set_look
from ui.told import in_words
from ui.widgets.ask import Question
from ui.widgets.buttons import ActionButton
from ui.words import day_time_text, score_text, verdict_word


class GoldenPanel(Panel):
    """Guides through a check; engineers choose the parts and may override."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.call(self.tr("Reference parts"))
        theme = self.context.theme
        self._state: GoldenState | None = None
        self._finishing = False
        self.status = QLabel()
        self.status.setWordWrap(True)
        set_look(self.status, "strong")
        self.guide = QLabel()
        self.guide.setWordWrap(True)
        set_look(self.guide, "title")
        self.begin_button = ActionButton(theme, "play", self.tr("Begin the check"))
        self.present_button = ActionButton(theme, "trigger", self.tr("It is in place"))
        self.abandon_button = ActionButton(theme, "close", self.tr("Break off"))
        self.override_button = ActionButton(theme, "warning", self.tr("Run without a check"))
        self.parts_button = ActionButton(theme, "recipes", self.tr("Choose the parts"))
        self.parts_button.setCheckable(True)
        for button in (self.override_button, self.parts_button):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._orders = QWidget()
        orders = QHBoxLayout(self._orders)
        orders.setContentsMargins(0, 0, 0, 0)
        orders.setSpacing(GRID)
        for button in (self.begin_button, self.present_button, self.abandon_button):
            orders.addWidget(button)
        engineer = QHBoxLayout()
        engineer.setSpacing(GRID)
        engineer.addWidget(self.override_button)
        engineer.addWidget(self.parts_button)
        self.results = QLabel()
        self.results.setWordWrap(True)
        rows = QVBoxLayout()
        rows.addWidget(self.results)
        rows.addStretch(1)
        self.results_area = scroll_column(rows)
        self.parts = GoldenParts(page)
        self.parts.hide()
        self.body.addWidget(self.status)
        self.body.addWidget(self.guide)
        self.body.addWidget(self._orders)
        self.body.addWidget(self.results_area, 1)
        self.body.addWidget(self.parts, 1)
        self.body.addLayout(engineer)
        golden = self.context.station.golden
        self.begin_button.clicked.connect(lambda: self._do(golden.begin, self.begin_button))
        self.present_button.clicked.connect(lambda: self._do(golden.present, self.present_button))
        self.abandon_button.clicked.connect(lambda: self._do(golden.abandon, self.abandon_button))
        self.override_button.clicked.connect(self._ask_override)
        self.parts_button.toggled.connect(self._show_parts)
        self.session_changed()

    def opened(self) -> None:
        self.follow()
        self.read()

    @property
    def needs_strip(self) -> bool:
        return self.parts.isVisibleTo(self)

    def read(self) -> None:
        if self.parts.isVisible():
            self.parts.read()

    def session_changed(self) -> None:
        may = self.context.desk.may
        self.override_button.setVisible(may(Action.OVERRIDE_GOLDEN_CHECK))
        self.parts_button.setVisible(may(Action.SET_GOLDEN_PARTS))
        if not may(Action.SET_GOLDEN_PARTS):
            self.parts_button.setChecked(False)
        self._state = None
        self.follow()

    def set_part(self, inspection: Inspection | None) -> None:
        """The part that is shown on the page: it can become a reference part."""
        self.parts.set_part(inspection)

    def follow(self) -> None:
        state = self.context.station.golden.state()
        if state == self._state:
            return
        self._state = state
        progress = state.progress
        self.counted.emit(int(bool(state.due or state.blocked) and progress is None))
        self._show(state)
        if progress is not None and progress.next is None and not self._finishing:
            self._finish()

    def _show(self, state: GoldenState) -> None:
        progress = state.progress
        if progress is not None:
            self.status.setText(
                self.tr("A check is under way: no OK leaves. {done} of {count} done.").format(
                    done=len(progress.results), count=len(progress.parts)
                )
            )
        elif state.blocked or state.due:
            text = in_words(state.blocked or state.due)
            self.status.setText(text + (" " + self.tr("Until then no OK leaves.") if state.blocked else ""))
        elif state.due_at is not None:
            words = self.tr("The next check is due on {time}.")
            self.status.setText(words.format(time=day_time_text(state.due_at)))
        elif state.required:
            self.status.setText(self.tr("No check is due."))
        else:
            self.status.setText(self.tr("No check is required here; one can be made at any time."))
        self.guide.setText(self._guide(progress))
        self.guide.setVisible(progress is not None)
        may = self.context.desk.may(Action.CHECK_GOLDEN_PART)
        waits = progress is not None and progress.next is not None and not progress.waiting
        self.begin_button.setEnabled(may and progress is None)
        self.begin_button.set_prominent(progress is None and bool(state.due or state.blocked))
        self.present_button.setEnabled(may and waits)
        self.present_button.set_prominent(waits)
        self.abandon_button.setEnabled(may and progress is not None)
        self.override_button.setEnabled(progress is None and bool(state.due or state.blocked))
        self.results.setText(self._told(state))

    def _guide(self, progress: Progress | None) -> str:
        if progress is None:
            return ""
        if progress.next is None:
            return self.tr("All parts were presented.")
        if progress.waiting:
            return self.tr("Waiting for the picture of {part}").format(part=progress.next.name)
        words = self.tr("Present part {part} (expected: {expected})")
        return words.format(part=progress.next.name, expected=self._expectation(progress.next))

    def _expectation(self, part: GoldenPart) -> str:
        """What a reference part is expected to give, in words."""
        text = verdict_word(part.verdict)
        if part.score_from is not None and part.score_to is not None:
            band = self.tr("score {low} to {high}")
            text += ", " + band.format(low=score_text(part.score_from), high=score_text(part.score_to))
        return text

    def _told(self, state: GoldenState) -> str:
        lines = []
        results: tuple[GoldenResult, ...] = ()
        if state.progress is not None:
            results = state.progress.results
        elif state.last is not None:
            lines.append(self._outcome(state.last))
            results = state.last.results
        for result in results:
            words = self.tr("{part}: as expected ({verdict}, score {score})")
            if result.problem:
                words = self.tr("{part}: NOT as expected, {problem}")
            lines.append(
                words.format(
                    part=result.part.name,
                    verdict=verdict_word(result.verdict),
                    score=score_text(result.score),
                    problem=in_words(result.problem),
                )
            )
        return "\n".join(lines)

    def _outcome(self, check: GoldenCheck) -> str:
        time = day_time_text(check.at)
        match check.outcome:
            case GoldenOutcome.PASSED:
                text = self.tr("Last check, {time}, {who}: passed").format(time=time, who=check.who)
            case GoldenOutcome.FAILED:
                text = self.tr("Last check, {time}, {who}: FAILED").format(time=time, who=check.who)
            case _:
                words = self.tr("{time}: {who} let the line run without a check: {why}")
                text = words.format(time=time, who=check.who, why=check.why)
        recipe = self.tr("recipe {name} version {version}")
        return text + " · " + recipe.format(name=check.recipe.name, version=check.recipe.version)

    def _do(self, order: Callable[[Session], object], button: ActionButton) -> None:
        session = self.context.desk.require(Action.CHECK_GOLDEN_PART)

        def settle(_: object) -> None:
            self._state = None
            self.follow()

        def failed(error: BaseException) -> None:
            self.page.explain(error)
            settle(None)

        self.page.run(lambda: order(session), settle, on_error=failed, busy=(button,))

    def _finish(self) -> None:
        golden, session = self.context.station.golden, self.context.desk.require(Action.CHECK_GOLDEN_PART)
        self._finishing = True

        def done(check: GoldenCheck) -> None:
            self._finishing = False
            self._state = None
            self.follow()
            if check.outcome is GoldenOutcome.PASSED:
                self.page.say(self.tr("The reference parts are as expected."))

        def failed(error: BaseException) -> None:
            self._finishing = False
            self.page.explain(error)

        self.page.run(lambda: golden.finish(session), done, on_error=failed)

    def _ask_override(self) -> None:
        golden = self.context.station.golden
        self.page.ask(
            Question(
                self.tr("Run without a passed check?"),
                self.tr(
                    "OK leaves again although the reference parts have not passed. Your name and the reason are kept."
                ),
                self.tr("Let the line run"),
                lambda why: self._do(lambda session: golden.override(session, why), self.override_button),
                reason_required=True,
                danger=True,
            )
        )

    def _show_parts(self, shown: bool) -> None:
        self.parts.setVisible(shown)
        self._orders.setVisible(not shown)
        self.results_area.setVisible(not shown)
        self.needs_changed.emit()
        self.read()
