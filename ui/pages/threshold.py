"""Threshold: what it does to held-out pictures and would have done to recorded parts; applied with a reason."""

from __future__ import annotations

import importlib

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from station.permissions import Action
from station.recipe import Recipe
from station.study import Study, Suggestion, Unavailable
from station.tuning import Applied, PastThreshold
from station.types import RecipeRef
from ui.jobs import Job
from ui.page import Page, PageContext
from ui.theme import GRID, SMALL
from ui.threshold_change import ThresholdChange
from ui.threshold_words import facts_text
from ui.tuner import Tuner
from ui.widgets.banner import Level
from ui.widgets.buttons import ActionButton
from ui.widgets.curves_panel import PLOTS, CurvesPanel
from ui.widgets.nearest import LargePicture
from ui.widgets.operating_points import OperatingPoints
from ui.widgets.progress import ProgressPanel
from ui.widgets.text import WrappedText
from ui.widgets.threshold_figures import ThresholdFigures
from ui.widgets.threshold_history import ThresholdHistory
from ui.widgets.what_if import WhatIfPanel

_SIDE = 376


class ThresholdPage(Page):
    """Curves, what-if and history on the left; figures, operating points and Apply on the right."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme, self._tuning = context.theme, context.station.tuning
        self.tuner = Tuner(self)
        self._active: RecipeRef | None = None
        self._job: Job | None = None
        self._visible = False
        self._plots_asked = False
        self._suggesting = self._suggest_again = False
        self._wanted: tuple[str, int | None] | None = None

        self.recipe = QComboBox()
        self.recipe.setAccessibleName(self.tr("Recipe"))
        self.recipe.setMinimumWidth(240)
        self.load_button = ActionButton(theme, "refresh", self.tr("Look again"))
        self.reset_button = ActionButton(theme, "undo", self.tr("As in the recipe"))
        self.apply_button = ActionButton(theme, "acknowledge", self.tr("Apply"), key="Ctrl+Return")
        for button in (self.load_button, self.reset_button):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.facts = WrappedText(theme, SMALL, lines=3, muted=True)
        self.progress = ProgressPanel(theme)
        self.figures = ThresholdFigures(theme, self.tuner)
        self.points = OperatingPoints(theme, self.tuner)
        self.curves = CurvesPanel(self, self._tuning, self.tuner)
        self.what_if = WhatIfPanel(self, self._tuning, self.tuner)
        self.history = ThresholdHistory(theme)
        self.large = LargePicture(self, self._tuning, self.tuner)
        self.change = ThresholdChange(self, self.tuner, (self.apply_button, self.history.back_button))
        self._lay_out()
        self._connect()
        self._show_study()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self.recipe)
        top.addWidget(self.load_button)
        top.addWidget(self.facts, 1)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.curves, self.tr("Curves"))
        self.tabs.addTab(self.what_if, self.tr("What if"))
        self.tabs.addTab(self.history, self.tr("History"))
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        column = QWidget()
        rows = QVBoxLayout(column)
        rows.setContentsMargins(0, 0, GRID, 0)
        rows.setSpacing(GRID)
        rows.addWidget(self.figures)
        rows.addWidget(self.points)
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(column)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side = QVBoxLayout()
        side.setSpacing(GRID)
        side.addWidget(scroll, 1)
        acts = QHBoxLayout()
        acts.setSpacing(GRID)
        acts.addWidget(self.reset_button)
        acts.addWidget(self.apply_button, 1)
        side.addLayout(acts)
        right = QWidget()
        right.setFixedWidth(_SIDE)
        right.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        middle = QHBoxLayout()
        middle.setSpacing(GRID)
        middle.addWidget(self.tabs, 1)
        middle.addWidget(right)
        self.body.addLayout(top)
        self.body.addWidget(self.progress)
        self.body.addLayout(middle, 1)

    def _connect(self) -> None:
        self.recipe.activated.connect(lambda _index: self._load_chosen())
        self.load_button.clicked.connect(self._load_chosen)
        self.reset_button.clicked.connect(self.tuner.reset)
        self.apply_button.clicked.connect(self.change.ask_apply)
        self.points.wanted.connect(self._suggest)
        self.tuner.study_changed.connect(self._show_study)
        self.tuner.moved.connect(self._refresh)
        self.curves.nearest.chosen.connect(self.large.open)
        self.history.back_wanted.connect(self.change.ask_back)
        self.change.done.connect(self._applied)
        self.tabs.currentChanged.connect(lambda _index: self._set_active())

    @property
    def loading(self) -> bool:
        return self._job is not None

    def entered(self) -> None:
        self._visible = True
        self._set_active()
        if not self._plots_asked:
            self._plots_asked = True
            self.run(lambda: importlib.import_module(PLOTS), self.curves.make_plots)
        self.run(self._tuning.recipes, self._recipes_read)

    def left(self) -> None:
        self._visible = False
        self._set_active()
        self.large.hide()
        self.run(self._tuning.release, lambda _: None)

    def session_changed(self) -> None:
        self.history.set_allowed(self.context.desk.may(Action.CHANGE_THRESHOLD))
        self._refresh()

    def unsaved(self) -> str | None:
        study = self.tuner.study
        if study is None or not self.tuner.changed:
            return None
        return self.tr("A threshold for {recipe} that was tried and not applied").format(recipe=study.recipe.name)

    def shut_down(self) -> None:
        self._visible = False
        self._set_active()
        if self._job is not None:
            self._job.cancel()

    def load(self, name: str, version: int | None = None) -> None:
        """Make a study of a recipe: scores that are known are not computed again. Cancels one that is under way.

        Without a version: the one in force, else the newest.
        """
        if self._job is not None:
            self._wanted = name, version
            self._job.cancel()
            return
        self.clear_message()
        tuning = self._tuning
        self._job = self.start_job(
            self.tr("Looking at {recipe}").format(recipe=name),
            lambda progress, cancelled: tuning.load(name, version, progress=progress, cancelled=cancelled),
            self._loaded,
            on_error=self._not_loaded,
        )
        self.progress.watch(self._job)

    def _recipes_read(self, read: tuple[tuple[Recipe, ...], RecipeRef | None]) -> None:
        recipes, active = read
        study = self.tuner.study
        stale = study is None or (active != self._active and active is not None and active.name == study.recipe.name)
        self._active = active
        self.recipe.clear()
        for one in recipes:
            words = self.tr("{recipe} {version}, in force") if one.ref == active else self.tr("{recipe} {version}")
            self.recipe.addItem(words.format(recipe=one.name, version=one.version), one.ref)
        if study is not None:
            same_name = next((index for index, one in enumerate(recipes) if one.name == study.recipe.name), 0)
            index = self._index_of(study.recipe.ref)
            self.recipe.setCurrentIndex(same_name if index is None else index)
        if not recipes:
            self.say(
                self.tr("There is no recipe yet."), self.tr("Teach one on the page Teach; its threshold is tuned here.")
            )
        elif stale and not self.tuner.changed:
            self._load_chosen()
        elif stale:
            self.say(
                self.tr("Another version of this recipe was put in force since."),
                self.tr("“Look again” shows it; the threshold that you tried is lost then."),
                Level.WARNING,
            )

    def _index_of(self, ref: RecipeRef) -> int | None:
        """The place of a version in the list; Qt's own search does not compare Python objects."""
        places = range(self.recipe.count())
        return next((index for index in places if self.recipe.itemData(index) == ref), None)

    def _load_chosen(self) -> None:
        chosen = self.recipe.currentData()
        if isinstance(chosen, RecipeRef):
            self.load(chosen.name, chosen.version)

    def _loaded(self, study: Study) -> None:
        self._job = None
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.load(*wanted)
            return
        self._active = study.active
        self.tuner.set_study(study)
        if self._index_of(study.recipe.ref) is None:
            self.run(self._tuning.recipes, self._recipes_read)
        self._suggest()
        self._read_history(study)
        if self._visible:
            self.what_if.refresh()

    def _not_loaded(self, error: BaseException) -> None:
        self._job = None
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.load(*wanted)
            return
        self.tuner.set_study(None)
        self.points.clear()
        self.history.show_past(())
        self.explain(error)

    def _read_history(self, study: Study) -> None:
        def show(past: list[PastThreshold]) -> None:
            if self.tuner.study is study:
                self.history.show_past(past)

        self.run(lambda: self._tuning.history(study.recipe), show)

    def _suggest(self) -> None:
        study = self.tuner.study
        if study is None:
            return
        if self._suggesting:
            self._suggest_again = True
            return
        self._suggesting = True
        wanted = self.points.params

        def work() -> dict[str, Suggestion | Unavailable]:
            return {policy: study.suggest(policy, params) for policy, params in wanted.items()}

        def show(found: dict[str, Suggestion | Unavailable]) -> None:
            self._suggesting = False
            if self.tuner.study is study:
                self.points.show_suggestions(found)
            if self._suggest_again:
                self._suggest_again = False
                self._suggest()

        def failed(error: BaseException) -> None:
            self._suggesting = self._suggest_again = False
            self.explain(error)

        self.run(work, show, on_error=failed)

    def _show_study(self) -> None:
        study = self.tuner.study
        self.facts.set_text("" if study is None else facts_text(study))
        self._refresh()

    def _refresh(self) -> None:
        changed = self.tuner.changed
        self.reset_button.setEnabled(changed)
        self.apply_button.setEnabled(changed and self.context.desk.may(Action.CHANGE_THRESHOLD))
        self.apply_button.set_prominent(changed)

    def _set_active(self) -> None:
        shown = self.tabs.currentIndex() if self._visible else -1
        self.curves.nearest.set_active(shown == 0)
        self.what_if.set_active(shown == 1)

    def _applied(self, done: Applied) -> None:
        self.tuner.reset()
        self.load(done.recipe.name, done.recipe.version)
        if done.active:
            words = self.tr("{recipe} version {version} is in force from the next part on.")
        else:
            words = self.tr("{recipe} version {version} is stored. It is not in force.")
        self.say(words.format(recipe=done.recipe.name, version=done.recipe.version))
