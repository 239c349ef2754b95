"""The guide of the image gate: what passes, how the good pictures spread, and what the live picture has."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from station.gates import GateStudy, Looked, Looker, spans
from station.permissions import Action
from station.recipe import Recipe
from ui.bounds import rate_text
from ui.calibrate.section import Section, SectionPage
from ui.calibrate.span_plot import SpanPlot
from ui.theme import GRID, say_in, set_look
from ui.told import in_words
from ui.widgets.ask import Question
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.progress import ProgressPanel

_LIVE_MS = 200
_COLUMN = 340


class GateSection(Section):
    """Studies the normal set when asked, draws each quantity, and keeps the limits as a new version."""

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
        theme = self.context.theme
        self._product = ""
        self._study: GateStudy | None = None
        self._looker: Looker | None = None
        self._looking = False
        self._asked: Any = None
        self.looked: Looked | None = None
        px, degrees = self.tr(" px"), self.tr("°")
        self.plots = {
            "brightness": SpanPlot(theme, self.tr("Brightness"), 100.0, " %"),
            "saturated": SpanPlot(theme, self.tr("Saturated share"), 100.0, " %"),
            "sharpness": SpanPlot(theme, self.tr("Sharpness")),
            "shift_px": SpanPlot(theme, self.tr("Shift of the part"), 1.0, px),
            "turn_deg": SpanPlot(theme, self.tr("Turn of the part"), 1.0, degrees),
        }
        self.live_button = ActionButton(theme, "live", self.tr("Live view"), key="F7")
        self.live_button.setCheckable(True)
        self.learn_button = ActionButton(theme, "refresh", self.tr("Measure the good pictures"))
        self.learn_button.set_prominent(True)
        self.keep_button = ActionButton(theme, "save", self.tr("Keep these limits"))
        self.place = QCheckBox(self.tr("Check where the part lies"))
        self.about, self.place_words = QLabel(), QLabel()
        self.tried, self.live_words = QLabel(), QLabel()
        for label in (self.about, self.place_words, self.tried, self.live_words):
            label.setWordWrap(True)
        set_look(self.place_words, "muted")
        self.progress = ProgressPanel(theme)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(_LIVE_MS)
        self._timer.timeout.connect(self._look)
        self.live_button.clicked.connect(self._toggle_live)
        self.learn_button.clicked.connect(self._learn)
        self.keep_button.clicked.connect(self._ask)
        self.place.toggled.connect(lambda _on: self._draw())
        self.refresh()

    def _lay_out(self) -> None:
        left = Card(
            self.tr("What passes"),
            hint=self.tr(
                "Dots: pictures it was taught from. Rings: good pictures held out. Grey: what passes. Outside it a"
                " picture is ERROR, never scored."
            ),
        )
        for plot in self.plots.values():
            left.body.addWidget(plot, 1)
        steps = QWidget()
        steps.setFixedWidth(_COLUMN)
        rows = QVBoxLayout(steps)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        learn = Card(self.tr("1  Measure"))
        learn.body.addWidget(self.about)
        learn.body.addWidget(self.learn_button)
        learn.body.addWidget(self.progress)
        learn.body.addWidget(self.tried)
        live = Card(self.tr("2  Try on the live picture"))
        live.body.addWidget(self.live_button)
        live.body.addWidget(self.live_words)
        keep = Card(self.tr("3  Keep"))
        keep.body.addWidget(self.place)
        keep.body.addWidget(self.place_words)
        keep.body.addWidget(self.keep_button)
        for card in (learn, live, keep):
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            rows.addWidget(card)
        rows.addStretch(1)
        beside = QHBoxLayout()
        beside.setSpacing(GRID)
        beside.addWidget(left, 1)
        beside.addWidget(steps)
        self.body.addLayout(beside, 1)

    @property
    def study(self) -> GateStudy | None:
        return self._study

    def entered(self) -> None:
        self._timer.start()
        name = self.page.product
        if name != self._product:
            self._product, self._study, self._looker = name, None, None
            self._show_limits(None)
            if name:
                gates = self.context.station.gates
                self.page.run(
                    lambda: (recipe := gates.version(name), gates.limits(recipe), gates.looker(recipe)),
                    lambda found: self._show_recipe(name, *found),
                )
        self.refresh()

    def left(self) -> None:
        self._timer.stop()
        capturing = self.context.station.capturing
        if self.live_button.isChecked() and capturing.status().plan is None:
            self.page.run(capturing.release, lambda _none: None)
        self.live_button.setChecked(False)

    def session_changed(self) -> None:
        self.refresh()

    def shut_down(self) -> None:
        self._timer.stop()

    def unsaved(self) -> str | None:
        return None

    def refresh(self) -> None:
        may = self.context.desk.may(Action.CALIBRATE)
        self.learn_button.setEnabled(may and bool(self._product) and not self.context.jobs.running)
        self.live_button.setEnabled(may)
        study = self._study
        self.place.setEnabled(study is not None and study.learned.place is not None)
        self.keep_button.setEnabled(may and study is not None)

    def _show_recipe(self, name: str, recipe: Recipe, limits: Any, looker: Looker | None) -> None:
        if name != self._product or self._study is not None:
            return
        self._looker = looker
        if limits is None:
            words = self.tr("{name} version {version} has no image gate: every picture is scored.")
        else:
            words = self.tr("{name} version {version}: limits from {count} good pictures, made by {who}.")
        self.about.setText(
            words.format(
                name=recipe.name,
                version=recipe.version,
                count=0 if limits is None else limits.n_images,
                who=recipe.created_by,
            )
        )
        self._show_limits(limits)

    def _show_limits(self, limits: Any) -> None:
        known = spans(limits)
        self.place.setChecked("shift_px" in known)
        self.tried.setText("")
        self.place_words.setText("")
        for name, plot in self.plots.items():
            plot.show_values((), (), known.get(name), known.get(name))
        self._show_checked()

    def _learn(self) -> None:
        name, gates = self._product, self.context.station.gates
        job = self.page.start_job(
            self.tr("Measuring the good pictures"),
            lambda progress, cancelled: gates.study(name, progress=progress, cancelled=cancelled),
            lambda study: self._studied(name, study),
        )
        self.progress.watch(job)
        job.ended.connect(self.refresh)
        self.refresh()

    def _studied(self, name: str, study: GateStudy) -> None:
        if name != self._product:
            return
        self._study = study
        checked = study.now is not None and study.now.place is not None
        self.place.setChecked(checked and study.learned.place is not None)
        refused = study.refused
        words = [
            self.tr("Learned from {count} good pictures, {ignored} of them left out as odd.").format(
                count=study.learned.n_images, ignored=study.learned.n_ignored
            )
        ]
        if refused is None:
            words.append(self.tr("No good pictures were held out to try it on."))
        else:
            words.append(self.tr("Good pictures held out that it refuses: {rate}.").format(rate=rate_text(refused)))
        if study.left_out:
            words.append(self.tr("{count} pictures are gone or changed.").format(count=len(study.left_out)))
        say_in(self.tried, " ".join(words), "warn" if refused is not None and refused.count else "")
        self.place_words.setText(
            self.tr("No place was learned: {why}.").format(why=in_words(study.why_no_place))
            if study.why_no_place
            else self.tr("For parts in a holder. A part that lies elsewhere is then ERROR: not fit for inspection.")
        )
        self._draw()
        self.refresh()

    def _draw(self) -> None:
        study = self._study
        if study is None:
            return
        before, after = spans(study.now), spans(study.limits(place=self.place.isChecked()))
        for name, plot in self.plots.items():
            normal, held_out = (
                [value for one in side if (value := getattr(one.quality, name)) is not None]
                for side in (study.normal, study.held_out)
            )
            plot.show_values(normal, held_out, after.get(name), before.get(name))
        self._show_checked()
        gates, recipe, limits = self.context.station.gates, study.recipe, study.limits(place=self.place.isChecked())
        self.page.run(lambda: gates.looker(recipe, limits), self._set_looker)

    def _set_looker(self, looker: Looker | None) -> None:
        self._looker, self._asked = looker, None

    def _show_checked(self) -> None:
        """What is not checked takes no room while nothing is known of it."""
        for name in ("shift_px", "turn_deg"):
            plot = self.plots[name]
            plot.setVisible(plot.span is not None or bool(plot.normal))

    # the live picture

    def _toggle_live(self) -> None:
        capturing, session = self.context.station.capturing, self.context.desk.require(Action.CAPTURE)
        if self.live_button.isChecked():
            self.page.run(lambda: capturing.open(session), lambda _none: None, on_error=self._not_open)
        else:
            self.page.run(lambda: capturing.close(session), lambda _none: self._show_live(None))

    def _not_open(self, error: BaseException) -> None:
        self.live_button.setChecked(False)
        self.page.explain(error)

    def _look(self) -> None:
        """Look at the newest picture, one at a time; while the line runs at that of the line."""
        frame = self.context.station.capturing.live_frame()
        looker = self._looker
        if frame is None or looker is None or self._looking or frame.image is self._asked:
            return
        if not self.live_button.isChecked():
            return
        self._looking, self._asked = True, frame.image
        image = self._asked
        self.page.run(lambda: looker.look(image, raw=True), self._show_live, on_error=self._not_looked)

    def _show_live(self, looked: Looked | None) -> None:
        self._looking = False
        self.looked = looked
        for name, plot in self.plots.items():
            plot.show_live(None if looked is None else getattr(looked.quality, name))
        if looked is None:
            say_in(self.live_words, "")
        elif looked.findings:
            say_in(self.live_words, " ".join(in_words(one) for one in looked.findings), "warn")
        else:
            say_in(self.live_words, self.tr("The live picture is fit for inspection."))

    def _not_looked(self, error: BaseException) -> None:
        self._looking = False
        self.page.explain(error)

    # keeping

    def _ask(self) -> None:
        study, place = self._study, self.place.isChecked()
        if study is None:
            return
        by = self.context.desk.require(Action.CALIBRATE)
        gates = self.context.station.gates

        def confirmed(why: str) -> None:
            job = self.page.start_job(
                self.tr("Keeping the limits"), lambda _p, _c: gates.keep(by, study, place=place, why=why), self._kept
            )
            self.progress.watch(job)
            job.ended.connect(self.refresh)

        title = self.tr("Keep these limits for {name}?").format(name=study.recipe.name)
        text = self.tr("A new version of the recipe; in force where the one before is. Its threshold stays.")
        self.page.ask(Question(title, text, self.tr("Keep"), confirmed, reason_required=True))

    def _kept(self, made: Recipe) -> None:
        self.page.say(
            self.tr("{name} version {version} has these limits.").format(name=made.name, version=made.version)
        )
        self._product = ""
        self.entered()
