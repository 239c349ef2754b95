"""What came of an agreement study: verdict, figures against their limits, every part, and the way to the report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from station.agreement_result import Grade, StudyResult
from station.permissions import Action
from ui.calibrate.agreement_plot import DetectionPlot
from ui.calibrate.agreement_words import (
    bound_text,
    claims,
    figure_word,
    grade_sentence,
    grade_word,
    limit_text,
    needed_text,
    progress_text,
    seen_text,
)
from ui.calibrate.section import SectionPage
from ui.file_choice import choose_file
from ui.theme import GRID, set_look
from ui.widgets.ask import Question
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.plain_table import PlainTable

_LOOKS = {Grade.ACCEPTABLE: "title", Grade.NOT_ACCEPTABLE: "bad"}


class _WholeTable(PlainTable):
    """As high as its rows: what is around it scrolls."""

    def fit(self) -> None:
        """Take the height of the rows."""
        frame = 2 * self.frameWidth()
        self.setFixedHeight(self.horizontalHeader().height() + self.verticalHeader().length() + frame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


class StudyResults(Card):
    """One study that has ended."""

    def __init__(self, page: SectionPage, on_left: Callable[[], None]) -> None:
        super().__init__("")
        self._page = page
        self._result: StudyResult | None = None
        theme = page.context.theme
        self.title.show()
        self.grade = QLabel()
        self.grade.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        headings = [
            self.tr("Figure"), self.tr("Seen"), self.tr("Claimed"), self.tr("Limit (conditional)"), self.tr("Shown"),
            self.tr("Would take"),
        ]  # fmt: skip
        self.table = _WholeTable(self.tr("Figures against their limits"), headings, wide=(1, 2, 4, 5), choosing=False)
        self.plot = DetectionPlot(theme)
        legend = QLabel(
            self.tr(
                "Share of the readings that rejected the part, with its exact interval (95 %). Circles: good; squares:"
                " defective; a ring: not right every time. Band: grey zone, 30 to 70 %."
            )
        )
        legend.setWordWrap(True)
        set_look(legend, "muted")
        self.claims = QLabel()
        self.claims.setWordWrap(True)
        self.report_button = ActionButton(theme, "report", self.tr("Report (PDF)"))
        self.leave_button = ActionButton(theme, "close", self.tr("Back"))
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, GRID, 0)
        rows.setSpacing(GRID)
        for widget in (self.grade, self.sentence, self.table, self.plot, legend, self.claims):
            rows.addWidget(widget)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        for button in (self.report_button, self.leave_button):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button)
        self.body.addWidget(area, 1)
        self.body.addLayout(buttons)
        self.report_button.clicked.connect(self._choose)
        self.leave_button.clicked.connect(on_left)

    @property
    def result(self) -> StudyResult | None:
        return self._result

    def session_changed(self) -> None:
        self.report_button.setEnabled(self._page.context.desk.may(Action.RUN_AGREEMENT_STUDY))

    def show_result(self, result: StudyResult) -> None:
        self._result = result
        study, judged, figures = result.study, result.judgement, result.figures
        words = self.tr("Study {name}, recipe {recipe} version {version}")
        self.title.setText(
            words.format(name=study.plan.name, recipe=study.plan.recipe.name, version=study.plan.recipe.version)
        )
        if result.complete:
            self.grade.setText(grade_word(judged.grade))
            self.sentence.setText(grade_sentence(judged))
            set_look(self.grade, _LOOKS.get(judged.grade, "warn"))
        else:
            self.grade.setText(self.tr("Cancelled: no result"))
            why = study.end.why if study.end is not None else ""
            self.sentence.setText(f"{progress_text(study)}. {why}")
            set_look(self.grade, "title")
        self.grade.style().polish(self.grade)
        self.table.fill(
            [
                [
                    text.replace(" %", "\u00a0%")  # a figure and its sign stay together
                    for text in (
                        figure_word(one.figure),
                        seen_text(one, figures),
                        bound_text(one, figures.confidence),
                        limit_text(one),
                        grade_word(one.grade),
                        needed_text(one),
                    )
                ]
                for one in judged.criteria
            ],
            bold=[number for number, one in enumerate(judged.criteria) if one.grade is judged.grade],
        )
        self.table.fit()
        self.plot.show_detections(figures.detections)
        self.claims.setText("\n".join(f"· {text}" for text in claims(result)))
        self.session_changed()

    def write(self, path: Path) -> None:
        """Write the report; a file that is there is asked about."""
        if path.exists():
            self._page.ask(
                Question(
                    self.tr("Replace {name}?").format(name=path.name),
                    self.tr("There is a file of this name already."),
                    self.tr("Replace it"),
                    lambda _why: self._write(path),
                    danger=True,
                )
            )
            return
        self._write(path)

    def _write(self, path: Path) -> None:
        if self._result is None:
            return
        session = self._page.context.desk.require(Action.RUN_AGREEMENT_STUDY)
        station, number = self._page.context.station, self._result.study.id
        name = station.config.station.name
        self._page.run(
            lambda: station.agreement.report(session, number, path, station=name),
            lambda _pages: self._page.say(self.tr("Written: {path}").format(path=path)),
            busy=(self.report_button,),
        )

    def _choose(self) -> None:
        if self._result is None:
            return
        name = "".join(sign if sign.isalnum() or sign in "-_ " else "-" for sign in self._result.study.plan.name)
        choose_file(
            self,
            self.tr("Where to write"),
            self.tr("Report (*.pdf)"),
            lambda path: self.write(path if path.suffix else path.with_suffix(".pdf")),
            suggested=f"{name}.pdf",
            save=True,
        )
