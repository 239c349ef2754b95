"""The page on which recipes are taught: choices on the left; course, result and comparison on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QWidget

from station.assignments import Quote
from station.classroom import Lectured
from station.comparing import Compared
from station.examining import Examination
from station.exhibits import Exhibit
from station.permissions import Action
from ui.exhibit import Shown, pictures, shown
from ui.page import Page, PageContext
from ui.picture import Picture
from ui.theme import GRID
from ui.train.choices import TrainChoices
from ui.train.comparison import Comparison
from ui.train.course import Course
from ui.train.growth import Growth
from ui.train.in_force import InForce
from ui.train.look import SetLook, read_set
from ui.train.options import OptionsForm
from ui.train.result import Result
from ui.widgets.banner import Level
from ui.words import figures_text

_LEFT, _LEFT_NARROW = 392, 330
_NARROW = 1080
"""Below this width of the page the left side is narrower."""


class TrainPage(Page):
    """Asks the station's teaching and comparing services; what takes long is a job and survives a change of pages."""

    _epoch = Signal(object)
    _noted = Signal(str)
    _point = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self._quoting = False
        self._quote_again = False
        self._teaching = False
        self._stage = ""
        self._look: SetLook | None = None
        self._in_force = InForce(self)
        self.choices = TrainChoices(theme)
        self.course = Course(theme)
        self.result = Result(theme)
        self.growth = Growth(theme)
        self.comparison = Comparison(theme)
        self.options = OptionsForm(theme)
        self.tabs = QTabWidget()
        for widget, word in (
            (self.course, self.tr("Training")),
            (self.result, self.tr("Result")),
            (self.comparison, self.tr("Comparison")),
            (self.growth, self.tr("More pictures?")),
            (self.options, self.tr("Options")),
        ):
            self.tabs.addTab(widget, word)
        beside = QHBoxLayout()
        beside.setSpacing(GRID + 4)
        beside.addWidget(self.choices)
        beside.addWidget(self.tabs, 1)
        self.body.addLayout(beside, 1)
        self._connect()
        self.session_changed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.choices.setFixedWidth(_LEFT if event.size().width() >= _NARROW else _LEFT_NARROW)

    def entered(self) -> None:
        self.run(self.context.station.teaching.data_sets, self._show_names)
        configured = self.context.station.config.detector.name
        self.run(self.context.station.teaching.forms, lambda forms: self.options.offer(forms, configured))

    def session_changed(self) -> None:
        self._allow()

    def unsaved(self) -> str | None:
        return self.tr("A training is running; it would be cancelled.") if self._teaching else None

    def shut_down(self) -> None:
        self.choices.stop()

    # what is chosen

    def _show_names(self, names: list[str]) -> None:
        self.choices.set_names(names)
        if names:
            self._read_set()
            self._ask_quote()
        self._allow()

    def _read_set(self, then: Callable[[], None] | None = None) -> None:
        name = self.choices.sets.currentText()
        if not name:
            return

        def done(look: SetLook) -> None:
            if look.view.name == self.choices.sets.currentText():
                self._look = look
                self.choices.set_view(look.view)
                self.choices.set_region(look.region, look.region_problem)
                self.result.show_versions(look.versions, look.active)
                self.comparison.show_versions(look.versions, look.active)
                self._allow()
                if then is not None:
                    then()

        self.run(partial(read_set, self.context.station, name), done)

    def _draw_region(self) -> None:
        self.wanted.emit("masks", ("region", self.choices.sets.currentText()))

    def _another_set(self, _name: str) -> None:
        self.result.show_nothing()
        self.comparison.show_nothing()
        self._read_set()

    def _ask_quote(self) -> None:
        """Ask what the choice costs; while an answer is awaited the newest question waits."""
        self._allow()
        wanted = self.choices.assignment()
        if wanted is None:
            self.choices.show_no_quote(self.tr("Choose a data set, and a method with options that can be."))
            return
        if self._quoting:
            self._quote_again = True
            return
        self._quoting = True
        self.run(partial(self.context.station.teaching.quote, wanted), self._quoted, on_error=self._no_quote)

    def _quoted(self, quote: Quote) -> None:
        self.choices.show_quote(quote)
        self._next_quote()

    def _no_quote(self, error: BaseException) -> None:
        message, hint = getattr(error, "message", str(error)), getattr(error, "hint", "")
        self.choices.show_no_quote(f"{message} {hint}".strip())
        self._next_quote()

    def _next_quote(self) -> None:
        self._quoting = False
        if self._quote_again:
            self._quote_again = False
            self._ask_quote()

    def _check_options(self, detector: str, options: dict[str, object]) -> None:
        check = self.context.station.teaching.check_options
        self.run(lambda: check(detector, options), lambda problem: self.options.accept(detector, options, problem))

    def _expert(self, detector: str, options: dict[str, object] | None) -> None:
        self.choices.set_expert(detector, options)
        self._allow()

    # teaching

    def _teach(self) -> None:
        wanted = self.choices.assignment()
        if wanted is None or self._teaching:
            return
        session = self.context.desk.require(Action.TEACH)
        self.clear_message()
        self._teaching = True
        self.course.begin()
        self.tabs.setCurrentWidget(self.course)
        teaching = self.context.station.teaching
        job = self.start_job(
            self.tr("Teaching {name}").format(name=wanted.data_set),
            lambda progress, cancelled: teaching.lecture(
                session,
                wanted,
                progress=progress,
                on_epoch=self._epoch.emit,
                on_note=self._noted.emit,
                cancelled=cancelled,
            ),
            self._taught,
            on_error=self._not_taught,
        )
        job.progressed.connect(self._staged)
        self.course.progress.watch(job)
        self._allow()

    def _staged(self, _fraction: float, stage: str, _eta: object) -> None:
        first = stage.partition(",")[0]
        if first and first != self._stage:
            self._stage = first
            self.course.write(first)

    def _taught(self, done: Lectured) -> None:
        self._teaching = False
        recipe = done.taught.recipe
        self.course.show_curve(bool(done.taught.outcome.curve))
        self.say(
            self.tr("Version {version} of {name} is recorded. It is not in force.").format(
                version=recipe.version, name=recipe.name
            ),
            self.tr("Look at its result, compare it with the version in use, then put it in force."),
        )
        if done.examination is not None:
            self._show_examination(done.examination, chosen=recipe.version)
            return
        self.say(
            self.tr("Version {version} is recorded, but could not be examined.").format(version=recipe.version),
            done.problem,
            Level.WARNING,
        )
        self._read_set(lambda: self.result.choose(recipe.version))

    def _not_taught(self, error: BaseException) -> None:
        self._teaching = False
        self._allow()
        self.course.write(getattr(error, "message", str(error)))
        self.explain(error)

    # results

    def _examine(self) -> None:
        name, version = self.choices.sets.currentText(), self.result.version
        if not name or version is None:
            return
        session = self.context.desk.require(Action.TEACH)
        teaching = self.context.station.teaching
        job = self.start_job(
            self.tr("Examining version {version} of {name}").format(version=version, name=name),
            lambda progress, cancelled: teaching.examine(
                session, name, version, progress=progress, cancelled=cancelled
            ),
            self._show_examination,
            on_error=self._job_failed,
        )
        self.result.progress.watch(job)
        self._allow()

    def _show_examination(self, found: Examination, chosen: int | None = None) -> None:
        def done(tiles: tuple[list[Shown], list[Shown]]) -> None:
            self.result.show_examination(found, *tiles)
            self.tabs.setCurrentWidget(self.result)
            self._read_set(lambda: self.result.choose(chosen or found.recipe.version))

        self.run(lambda: (_all_shown(found.worst_good), _all_shown(found.best_hidden)), done)

    def _look_at(self, one: Shown) -> None:
        """Show a picture of the result large."""
        found = self.result.examination
        if found is None:
            return
        caption = f"{one.exhibit.candidate.path.name}\n{', '.join(self.result.words_of(one))}"

        def done(rendered: Sequence[Picture]) -> None:
            self.result.pages.large.show_pictures(rendered, ("",), caption, one.exhibit.scales[0])
            self.result.pages.show_large()

        self.run(lambda: pictures(one.exhibit), done)

    def _job_failed(self, error: BaseException) -> None:
        self._allow()
        self.explain(error)

    # comparing

    def _compare_result(self) -> None:
        version = self.result.version
        if version is not None:
            self.comparison.choose_new(version)
        self.tabs.setCurrentWidget(self.comparison)
        self.comparison.button.setFocus()

    def _compare(self, old: int, new: int, last: int) -> None:
        name = self.choices.sets.currentText()
        session = self.context.desk.require(Action.COMPARE_MODELS)
        comparing = self.context.station.comparing
        self.clear_message()
        job = self.start_job(
            self.tr("Comparing version {old} with version {new} of {name}").format(old=old, new=new, name=name),
            lambda progress, cancelled: comparing.compare(
                session, name, old=old, new=new, last=last, progress=progress, cancelled=cancelled
            ),
            self._compared,
            on_error=self._job_failed,
        )
        self.comparison.progress.watch(job)
        self._allow()

    def _compared(self, done: Compared) -> None:
        self._allow()
        self.run(lambda: _all_shown(done.exhibits), lambda tiles: self.comparison.show_compared(done, tiles))

    def _look_at_both(self, one: Shown) -> None:
        done = self.comparison.compared
        if done is None:
            return
        titles = tuple(
            self.tr("Version {number}, threshold {threshold}").format(
                number=recipe.version, threshold=figures_text(recipe.threshold, 4)
            )
            for recipe in (done.old_recipe, done.new_recipe)
        )
        caption = f"{one.exhibit.candidate.path.name}\n{', '.join(self.comparison.words_of(one))}"

        def rendered(found: Sequence[Picture]) -> None:
            self.comparison.pages.large.show_pictures(found, titles, caption, None)
            self.comparison.pages.show_large()

        self.run(lambda: pictures(one.exhibit), rendered)

    # more pictures

    def _grow(self) -> None:
        wanted = self.choices.assignment()
        if wanted is None:
            return
        session = self.context.desk.require(Action.TEACH)
        teaching = self.context.station.teaching
        self.growth.begin()
        job = self.start_job(
            self.tr("Learning curve of {name}").format(name=wanted.data_set),
            lambda progress, cancelled: teaching.curve(
                session, wanted, on_point=self._point.emit, progress=progress, cancelled=cancelled
            ),
            lambda _points: self._allow(),
            on_error=self._job_failed,
        )
        self.growth.progress.watch(job)
        self._allow()

    # in force

    def _ask_promote(self) -> None:
        version = self.result.version
        if version is not None:
            active = None if self._look is None else self._look.active
            self._in_force.ask_promote(self.choices.sets.currentText(), version, active)

    def _ask_back(self) -> None:
        before = None if self._look is None else self._look.before
        if before is not None:
            self._in_force.ask_back(before)

    # what may be done now

    def _allow(self) -> None:
        desk, look = self.context.desk, self._look
        may_teach, may_force = desk.may(Action.TEACH), desk.may(Action.ACTIVATE_RECIPE)
        busy = self._teaching or self.growth.progress.job is not None
        why_not = "" if may_teach else self.tr("Sign in as an engineer to teach.")
        self.choices.set_allowed(may_teach and not busy, why_not)
        version = self.result.version
        self.result.examine_button.setEnabled(may_teach and version is not None and self.result.progress.job is None)
        several = look is not None and len(look.versions) > 1
        may_compare = desk.may(Action.COMPARE_MODELS) and several
        self.result.compare_button.setEnabled(may_compare)
        self.comparison.button.setEnabled(may_compare and self.comparison.progress.job is None)
        self.growth.button.setEnabled(may_teach and not busy and self.choices.assignment() is not None)
        active, name = (None if look is None else look.active), self.choices.sets.currentText()
        is_active = active is not None and (active.name, active.version) == (name, version)
        self.result.promote_button.setEnabled(may_force and version is not None and not is_active)
        self.result.promote_button.set_prominent(self.result.promote_button.isEnabled())
        before = None if look is None else look.before
        self.result.back_button.setEnabled(may_force and before is not None)
        if before is not None:
            self.result.back_button.set_text(self.tr("Back to version {version}").format(version=before.version))
            self.result.fit_buttons()

    def _connect(self) -> None:
        self._epoch.connect(self.course.add)
        self._noted.connect(self.course.write)
        self._point.connect(self.growth.add)
        self.choices.set_chosen.connect(self._another_set)
        self.choices.changed.connect(self._ask_quote)
        self.choices.begin.connect(self._teach)
        self.choices.region_wanted.connect(self._draw_region)
        self.choices.expert_wanted.connect(lambda: self.tabs.setCurrentWidget(self.options))
        self.options.changed.connect(self._expert)
        self.options.to_check.connect(self._check_options)
        self.result.version_chosen.connect(lambda _: self._allow())
        self.result.examine_wanted.connect(self._examine)
        self.result.compare_wanted.connect(self._compare_result)
        self.result.promote_wanted.connect(self._ask_promote)
        self.result.back_wanted.connect(self._ask_back)
        self._in_force.changed.connect(lambda: self._read_set())
        self.result.looked_at.connect(self._look_at)
        self.comparison.wanted.connect(self._compare)
        self.comparison.looked_at.connect(self._look_at_both)
        self.growth.button.clicked.connect(self._grow)
        self.context.jobs.changed.connect(self._allow)


def _all_shown(exhibits: Sequence[Exhibit]) -> list[Shown]:
    return [shown(one) for one in exhibits]
