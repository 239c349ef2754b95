"""Attribute agreement studies: plan one, present its parts, read what came of it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from station.agreement_result import StudyResult, result_of
from station.agreement_study import ReferencePart, Study
from station.permissions import Action
from ui.calibrate.agreement_results import StudyResults
from ui.calibrate.agreement_run import StudyRun
from ui.calibrate.agreement_setup import StudySetup
from ui.calibrate.agreement_words import progress_text, standing_word
from ui.calibrate.section import Section, SectionPage
from ui.theme import GRID, set_look
from ui.widgets.ask import Question
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.plain_table import PlainTable
from ui.words import count_text, day_time_text

_LOOK_MS = 150


class AgreementSection(Section):
    """One of four: the list of studies, the form of a new one, the one under way, the results of one."""

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
        self._studies: tuple[Study, ...] = ()
        self.list = Card(
            self.tr("Agreement studies of this product"),
            hint=self.tr(
                "Parts whose truth experts know are presented several times. The study says how far the station agrees"
                " with them, and with itself."
            ),
        )
        self.setup = StudySetup(page, self._made, self._show_list)
        self.run = StudyRun(page, self._ended)
        self.results = StudyResults(page, self._show_list)
        self._fill_list()
        self.stack = QStackedWidget()
        for card in (self.list, self.setup, self.run, self.results):
            self.stack.addWidget(card)
        self.body.addWidget(self.stack, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._follow)
        self.session_changed()

    def _fill_list(self) -> None:
        theme = self.context.theme
        headings = [
            self.tr("Study"), self.tr("Recipe"), self.tr("Parts"), self.tr("Repeats"), self.tr("Read"),
            self.tr("Planned"), self.tr("Who"), self.tr("State"),
        ]  # fmt: skip
        self.table = PlainTable(self.tr("Agreement studies"), headings, wide=(0,), numbers=(2, 3))
        self.empty = QLabel(self.tr("There is no study of this product yet."))
        set_look(self.empty, "strong")
        self.new_button = ActionButton(theme, "add", self.tr("New study"))
        self.again_button = ActionButton(theme, "refresh", self.tr("New with these parts"))
        self.begin_button = ActionButton(theme, "play", self.tr("Begin or go on"))
        self.by_cell_button = ActionButton(theme, "trigger", self.tr("Go on, the cell triggers"))
        self.results_button = ActionButton(theme, "report", self.tr("Results"))
        self.cancel_button = ActionButton(theme, "remove", self.tr("Cancel the study"))
        row = QGridLayout()
        row.setSpacing(GRID)
        for number, button in enumerate(
            (
                self.begin_button, self.by_cell_button, self.results_button,
                self.new_button, self.again_button, self.cancel_button,
            )
        ):  # fmt: skip
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            row.addWidget(button, number // 3, number % 3)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.empty)
        inside.addWidget(self.table, 1)
        self.list.body.addWidget(holder, 1)
        self.list.body.addLayout(row)
        self.table.itemSelectionChanged.connect(self._enable)
        self.table.doubleClicked.connect(lambda _index: self._open())
        self.new_button.clicked.connect(lambda: self._new(()))
        self.again_button.clicked.connect(lambda: self._new(self.chosen.plan.parts if self.chosen else ()))
        self.begin_button.clicked.connect(lambda: self._begin(by_cell=False))
        self.by_cell_button.clicked.connect(lambda: self._begin(by_cell=True))
        self.results_button.clicked.connect(self._show_results)
        self.cancel_button.clicked.connect(self._ask_cancel)

    @property
    def chosen(self) -> Study | None:
        row = self.table.chosen_row
        return self._studies[row] if row is not None and row < len(self._studies) else None

    def entered(self) -> None:
        self._timer.start()
        self._read()
        self._follow()

    def left(self) -> None:
        self._timer.stop()

    def shut_down(self) -> None:
        self._timer.stop()

    def session_changed(self) -> None:
        for part in (self.setup, self.run, self.results):
            part.session_changed()
        self._enable()

    def unsaved(self) -> str | None:
        if self.stack.currentWidget() is self.setup and self.setup.touched:
            return self.tr("The plan of a study is not stored yet.")
        return None

    def _read(self) -> None:
        """Read the list; a study of another product is not in it."""
        product, studies = self.page.product, self.context.station.agreement
        if product:
            self.page.run(lambda: tuple(studies.studies(recipe=product)), lambda found: self._show(product, found))

    def _show(self, product: str, found: tuple[Study, ...]) -> None:
        if product != self.page.product:
            return
        chosen = self.chosen
        self._studies = found
        self.table.fill(
            [
                (
                    one.plan.name,
                    f"{one.plan.recipe.name} {one.plan.recipe.version}",
                    count_text(len(one.plan.parts)),
                    count_text(one.plan.repeats),
                    progress_text(one),
                    day_time_text(one.at),
                    one.who,
                    standing_word(one),
                )
                for one in found
            ]
        )
        self.empty.setVisible(not found)
        self.table.setVisible(bool(found))
        numbers = [one.id for one in found]
        if found:
            self.table.choose(numbers.index(chosen.id) if chosen is not None and chosen.id in numbers else 0)
        self._enable()

    def _enable(self) -> None:
        may = self.context.desk.may(Action.RUN_AGREEMENT_STUDY)
        study = self.chosen
        is_open = study is not None and study.end is None
        self.new_button.setEnabled(may)
        self.again_button.setEnabled(may and study is not None)
        for button in (self.begin_button, self.by_cell_button, self.cancel_button):
            button.setEnabled(may and is_open)
        self.results_button.setEnabled(study is not None and not is_open)
        self.begin_button.set_prominent(is_open)
        self.results_button.set_prominent(study is not None and not is_open)

    def _follow(self) -> None:
        """Show the study under way, wherever it was begun."""
        state = self.context.station.agreement.state()
        if state.study is not None:
            self.run.show_state(state)
            if self.stack.currentWidget() is not self.run:
                self.page.clear_message()
                self.stack.setCurrentWidget(self.run)
                self.run.present_button.setFocus()
        elif self.stack.currentWidget() is self.run:
            self._show_list()

    def _show_list(self) -> None:
        self.stack.setCurrentWidget(self.list)
        self._read()

    def _new(self, parts: tuple[ReferencePart, ...]) -> None:
        self.setup.begin(parts)
        self.stack.setCurrentWidget(self.setup)

    def _made(self, study: Study) -> None:
        self._studies = (study, *self._studies)
        self._show_list()
        self.page.say(self.tr("Study {name} is planned. Begin it while the line runs.").format(name=study.plan.name))

    def _open(self) -> None:
        if self.results_button.isEnabled():
            self._show_results()
        elif self.begin_button.isEnabled():
            self._begin(by_cell=False)

    def _begin(self, *, by_cell: bool) -> None:
        study = self.chosen
        if study is None:
            return
        session = self.context.desk.require(Action.RUN_AGREEMENT_STUDY)
        studies = self.context.station.agreement
        self.page.run(
            lambda: studies.begin(session, study.id, by_cell=by_cell),
            lambda _study: self._follow(),
            busy=(self.begin_button, self.by_cell_button),
        )

    def _ended(self, study: Study) -> None:
        self._compute(study.id)

    def _show_results(self) -> None:
        if (study := self.chosen) is not None:
            self._compute(study.id)

    def _compute(self, number: int) -> None:
        studies = self.context.station.agreement

        def show(result: StudyResult) -> None:
            self.results.show_result(result)
            self.stack.setCurrentWidget(self.results)

        self.page.run(lambda: result_of(studies.study(number)), show, busy=(self.results_button,))

    def _ask_cancel(self) -> None:
        study = self.chosen
        if study is None:
            return
        session, studies = self.context.desk.require(Action.RUN_AGREEMENT_STUDY), self.context.station.agreement
        self.page.ask(
            Question(
                self.tr("Cancel the study {name}?").format(name=study.plan.name),
                self.tr("It cannot go on then, and its figures are no result."),
                self.tr("Cancel the study"),
                lambda why: self.page.run(
                    lambda: studies.cancel(session, study.id, why), lambda _study: self._show_list()
                ),
                reason_required=True,
                danger=True,
            )
        )
