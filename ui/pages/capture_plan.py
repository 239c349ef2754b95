"""The plan's side of the capture page: choose a plan, see how far it is, put in what it asks for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from station.accounts import Session
from station.permissions import Action
from station.plan_capture import Seen
from station.plan_words import ENDED, Answer, PlanProgress, PlanState
from ui.file_choice import choose_file
from ui.image_view import ImageView
from ui.live_feed import LiveFeed, LiveShot
from ui.page import Page
from ui.plan_table import PlanModel, PlanTable
from ui.plan_words import count_words, question_words, state_words
from ui.theme import GRID, Theme, say_in, set_look
from ui.told import in_words
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.words import pictures_text

LOOK_MS = 150
_COLUMN = 360
_STEPS = 1000


class PlanPanel(QWidget):
    """One plan at a time. It goes on when another page is looked at."""

    stored = Signal(str)
    """More pictures are in the data set of this name."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._plans = page.context.station.plans
        self._seen: Seen | None = None
        self._busy = False
        self._done = 0
        self._told: object = None
        theme = page.context.theme
        self.model = PlanModel(self._plans.small, page.context.tasks, self)
        self.table = PlanTable(theme, self.model)
        self.view = ImageView(theme)
        self.feed = LiveFeed(self._plans.frame, page.context.tasks, self)
        self.name = QLabel()
        set_look(self.name, "strong")
        self.about = QLabel()
        self.state = QLabel()
        self.count = QLabel()
        self.prompt = QLabel()
        set_look(self.prompt, "title")
        self.detail = QLabel()
        for label in (self.name, self.about, self.state, self.count, self.prompt, self.detail):
            label.setWordWrap(True)
        set_look(self.about, "muted")
        set_look(self.count, "muted")
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the plan"))
        self._make_controls(theme)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.feed.shown.connect(self._show_picture)
        self.feed.failed.connect(page.explain)
        self._note()
        self._show_seen()
        self.look()

    def _make_controls(self, theme: Theme) -> None:
        self.choose_button = ActionButton(theme, "folder", self.tr("Choose plan"), key="Ctrl+O")
        self.choose_button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.start_button = ActionButton(theme, "play", self.tr("Start"), key="F8")
        self.pause_button = ActionButton(theme, "pause", self.tr("Pause"), key="F5")
        self.cancel_button = ActionButton(theme, "stop", self.tr("Cancel"), key="F6")
        self.confirm_button = ActionButton(theme, "acknowledge", self.tr("Done"), key="F9")
        self.retake_button = ActionButton(theme, "refresh", self.tr("Take again"), key="F9")
        self.keep_button = ActionButton(theme, "save", self.tr("Keep it"), key="F7")
        for button in (self.confirm_button, self.retake_button):
            button.set_prominent(True)
        self.choose_button.clicked.connect(self._choose)
        self.start_button.clicked.connect(self._start)
        self.pause_button.clicked.connect(self._pause)
        self.cancel_button.clicked.connect(lambda: self._plans.cancel(self._session()))
        self.confirm_button.clicked.connect(lambda: self._answer(Answer.CONFIRM))
        self.retake_button.clicked.connect(lambda: self._answer(Answer.RETAKE))
        self.keep_button.clicked.connect(lambda: self._answer(Answer.KEEP))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(self.name)
        words.addWidget(self.about)
        head.addLayout(words, 1)
        head.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignTop)
        left = QFrame()
        set_look(left, "panel")
        inside = QVBoxLayout(left)
        inside.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        inside.setSpacing(GRID)
        inside.addLayout(head)
        inside.addWidget(self.table, 1)
        self.asking = Card("")
        self.asking.body.addWidget(self.prompt)
        self.asking.body.addWidget(self.detail)
        answers = QHBoxLayout()
        answers.setSpacing(GRID)
        for button in (self.confirm_button, self.retake_button, self.keep_button):
            answers.addWidget(button)
        self.asking.body.addLayout(answers)
        run = Card("")
        run.body.addWidget(self.bar)
        run.body.addWidget(self.state)
        run.body.addWidget(self.count)
        buttons = QGridLayout()  # in one row the German words have no room
        buttons.setSpacing(GRID)
        buttons.addWidget(self.start_button, 0, 0, 1, 2)
        buttons.addWidget(self.pause_button, 1, 0)
        buttons.addWidget(self.cancel_button, 1, 1)
        run.body.addLayout(buttons)
        column = QWidget()
        column.setFixedWidth(_COLUMN)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        rows.addWidget(self.view, 1)
        rows.addWidget(self.asking)
        rows.addWidget(run)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(left, 1)
        layout.addWidget(column)

    # its page

    def enter(self) -> None:
        """Follow the run."""
        self.feed.start()
        self._timer.start()
        self.look()
        self.start_button.setFocus()

    def leave(self) -> None:
        """Look no more; the run goes on."""
        self.feed.stop()
        self._timer.stop()

    def session_changed(self) -> None:
        self.look()

    @property
    def running(self) -> bool:
        return self._plans.running

    def open_plan(self, path: Path) -> None:
        """Read a plan file and what its folder has of it."""
        self._page.clear_message()
        self._page.run(lambda: self._plans.look(path), self._opened, busy=[self.choose_button])

    def _choose(self) -> None:
        choose_file(self, self.tr("Choose the plan"), self.tr("Capture plans (*.toml)"), self.open_plan)

    def _opened(self, seen: Seen) -> None:
        self._seen = seen
        self._done = len(seen.taken)
        self.model.show_plan(seen.plan, seen.folder)
        self.model.show_progress(seen.taken, None)
        self._show_seen()
        self.look()
        if seen.problem:
            self._page.say(in_words(seen.problem), self.tr("Give the plan another output folder, or its old words."))

    def _show_seen(self) -> None:
        seen = self._seen
        if seen is None:
            self.name.setText(self.tr("No plan chosen"))
            self.about.setText(
                self.tr("A plan says which parts are put in, from which poses and how often pictures are taken.")
            )
            return
        plan = seen.plan
        self.name.setText(plan.name)
        words = [
            self.tr("{pictures}, into {folder}.").format(
                pictures=pictures_text(len(plan.pictures())), folder=seen.folder
            )
        ]
        if plan.data_set and plan.product is not None:
            words.append(self.tr("They also go into the data set {name}.").format(name=plan.product))
        words += [in_words(text) for text in plan.notes()]
        self.about.setText(" ".join(words))

    # its run

    def _session(self) -> Session:
        return self._page.context.desk.require(Action.CAPTURE)

    def _start(self) -> None:
        now = self._plans.progress()
        if self.running and now is not None:
            self._plans.go_on(self._session())
            return
        seen = self._seen
        if seen is None:
            return
        session = self._session()
        self._busy = True
        self._told = None
        self._page.clear_message()
        self._page.run(
            lambda: self._plans.begin(session, seen.plan, out=seen.folder, go_on=seen.begun),
            lambda _folder: self._begun(),
            on_error=self._not_begun,
            busy=[self.start_button],
        )

    def _begun(self) -> None:
        self._busy = False
        self.look()

    def _not_begun(self, error: BaseException) -> None:
        self._busy = False
        self._page.explain(error)
        self.look()

    def _pause(self) -> None:
        self._plans.pause(self._session())
        self.look()

    def _answer(self, answer: Answer) -> None:
        self._plans.answer(self._session(), answer)
        self.look()

    @Slot()
    def look(self) -> None:
        """Read where the run stands. Quick."""
        now = self._mine()
        running = now is not None and now.state not in ENDED and self.running
        may = self._page.context.desk.may(Action.CAPTURE)
        self.choose_button.setEnabled(may and not running and not self._busy)
        self._show_buttons(now if running else None, may)
        self._show_question(now if running else None, may)
        if now is None:
            self.bar.setValue(0)
            self._say("")
            self.count.setText("")
            return
        self.bar.setValue(round(_STEPS * now.done / max(1, now.total)))
        place = self.model.show_progress(now.taken, now.current.key if running and now.current is not None else None)
        if place is not None:
            self.table.show_row(place)
        self._say(state_words(now), warn=now.state in (PlanState.WAITING, PlanState.PAUSED, PlanState.FAILED))
        self.count.setText(count_words(now))
        if now.done != self._done:
            self._done = now.done
            plan = self._plans.plan
            if plan is not None and plan.data_set and plan.product is not None:
                self.stored.emit(plan.product)
        if not running and now.state in ENDED and self._told is not now:
            self._told = now
            self._ended(now)

    def _mine(self) -> PlanProgress | None:
        """The run of the plan that is shown."""
        seen, plan = self._seen, self._plans.plan
        if seen is None and plan is not None and self.running:
            return None
        if seen is None or plan is None or plan.sha256 != seen.plan.sha256:
            return None
        return self._plans.progress()

    def _ended(self, now: PlanProgress) -> None:
        self._note()
        summary = self._plans.summary()
        if summary is None:
            return
        self._read_again()
        if now.state is PlanState.DONE:
            kinds = ", ".join(f"{count} {kind}" for kind, count in summary.kinds.items()) or "0"
            self._page.say(
                self.tr("{count} to learn from; to test: {kinds}. They lie in {folder}.").format(
                    count=pictures_text(summary.train), kinds=kinds, folder=summary.folder
                ),
                in_words(summary.masks),
            )

    def _read_again(self) -> None:
        if self._seen is not None:
            path = self._seen.path
            self._page.run(lambda: self._plans.look(path), self._again)

    def _again(self, seen: Seen) -> None:
        if self._seen is not None and seen.path == self._seen.path:
            self._seen = seen

    def _show_buttons(self, now: PlanProgress | None, may: bool) -> None:
        seen = self._seen
        whole = seen is not None and len(seen.taken) == len(seen.plan.pictures())
        stopped = now is not None and now.state in (PlanState.PAUSED, PlanState.WAITING)
        if stopped or (now is None and seen is not None and seen.begun):
            self.start_button.set_text(self.tr("Go on"))
        else:
            self.start_button.set_text(self.tr("Start"))
        ready = seen is not None and not seen.problem and not whole and not self.running and not self._busy
        self.start_button.setEnabled(may and (stopped or ready))
        self.start_button.set_prominent(may and (stopped or ready))
        self.pause_button.setEnabled(may and now is not None and now.state is PlanState.RUNNING)
        self.cancel_button.setEnabled(may and now is not None)

    def _show_question(self, now: PlanProgress | None, may: bool) -> None:
        question = now.question if now is not None else None
        self.asking.setVisible(question is not None)
        if question is None:
            return
        title, detail = question_words(question)
        self.prompt.setText(title)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        answers = question.answers
        for button, answer in (
            (self.confirm_button, Answer.CONFIRM),
            (self.retake_button, Answer.RETAKE),
            (self.keep_button, Answer.KEEP),
        ):
            button.setVisible(answer in answers)
            button.setEnabled(may and answer in answers)

    def _show_picture(self, shot: LiveShot) -> None:
        self.view.show_picture(shot.picture)

    def _note(self) -> None:
        self.view.show_note(self.tr("No picture yet"), self.tr("While a plan runs, its newest picture is shown here."))

    def _say(self, text: str, *, warn: bool = False) -> None:
        say_in(self.state, text, "warn" if warn else "strong")
        self.state.setVisible(bool(text))
