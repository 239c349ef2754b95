"""Looking back: past inspections as a table and as charts, one of them in full, and what may leave the station."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QTabWidget,
    QWidget,
)

from station.charts import Charts
from station.errors import Cancelled
from station.history import Detail, HistoryRow, HistoryRows
from station.permissions import Action
from station.queries import Cursor, InspectionQuery, Total
from station.rescoring import Rescored
from station.types import ImageState, Inspection, Reason, Verdict
from ui.history_words import drift_sentences, total_text, yield_sentence
from ui.jobs import Job
from ui.page import Page, PageContext
from ui.part_picture import PartPicture
from ui.picture import PartView, Picture, view_of
from ui.theme import GRID, set_look
from ui.widgets.ask import Question
from ui.widgets.audit_view import AuditView
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.history_charts import DriftChart, ParetoChart, YieldChart
from ui.widgets.history_detail import HistoryDetail
from ui.widgets.history_exports import HistoryExports
from ui.widgets.history_filter import HistoryFilter
from ui.widgets.history_table import MOST_ROWS, HistoryModel, HistoryTable
from ui.widgets.progress import ProgressPanel
from ui.words import count_text, part_name, reason_sentence, verdict_word

PARTS, CHARTS, AUDIT = 0, 1, 2
_SETTLE_MS = 120


class HistoryPage(Page):
    """The history page. Reads when it is entered, when a filter changes and when asked; late answers are dropped."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self._history = context.station.history
        self._asked = 0
        self._charts_of: InspectionQuery | None = None
        self._chosen: str | None = None
        self._settled = False
        self._deciding = False
        self._rescored: tuple[str, PartView] | None = None
        self._rescore_job: Job | None = None
        self.filter = HistoryFilter(theme, lambda: datetime.now(UTC), context.station.shifts.at)
        self.model = HistoryModel(self)
        self.table = HistoryTable(theme, self.model)
        self.detail = HistoryDetail(theme)
        self._part = PartPicture(self, self.detail.view)
        self.detail_button = ActionButton(theme, "right", self.tr("Details"), key="Ctrl+D")
        self.detail_button.setCheckable(True)
        self.detail_button.setChecked(True)
        self.total = QLabel()
        set_look(self.total, "strong")
        self.yield_chart, self.drift_chart = YieldChart(theme), DriftChart(theme)
        self.reasons = ParetoChart(theme, self.tr("Why parts were not OK"), lambda name: reason_sentence(Reason(name)))
        self.defects = ParetoChart(
            theme, self.tr("Defects that people found"), lambda name: name or self.tr("not named")
        )
        self.progress = ProgressPanel(theme)
        self.exports = HistoryExports(self, self.filter.query, self.progress)
        self.audit = AuditView(self, self.progress)
        self._lay_out()
        # moving fast through the rows reads only the one that it stops at
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._read_detail)
        self.filter.changed.connect(self.refresh)
        self.filter.refresh_wanted.connect(self.refresh)
        self.model.wanted.connect(self._read_more)
        self.table.chosen.connect(self._choose)
        self.tabs.currentChanged.connect(self._tab_changed)
        self.tabs.currentChanged.connect(lambda tab: self.audit.enter() if tab == AUDIT else None)
        self.detail_button.toggled.connect(self.detail.setVisible)
        self.detail.rescore_wanted.connect(self.rescore)
        self.detail.decided.connect(self._ask_decision)

    def entered(self) -> None:
        self.run(self._history.recipes, self.filter.set_recipes)
        self.refresh()
        if self.tabs.currentIndex() == AUDIT:
            self.audit.enter()

    def left(self) -> None:
        self._settle.stop()
        if self._rescore_job is not None:
            self._rescore_job.cancel()
        self.run(self.context.station.rescoring.free, lambda _: None)

    def shut_down(self) -> None:
        self._settle.stop()

    def session_changed(self) -> None:
        self._refresh_buttons()
        self.tabs.setTabVisible(AUDIT, self.context.desk.may(Action.READ_AUDIT))
        self.audit.session_changed()

    def refresh(self) -> None:
        """Read the first page, the total, and what the visible charts need."""
        self._asked += 1
        asked, query = self._asked, self.filter.query()
        self._query = query
        self._charts_of = None
        self.total.setText(self.tr("Reading …"))
        self.run(lambda: self._history.page(query), lambda page: self._show_page(asked, page))
        self.run(lambda: self._history.total(query), lambda total: self._show_total(asked, total))
        self._tab_changed()

    def rescore(self) -> None:
        """Score the chosen part again, as a job."""
        detail = self.detail.detail
        if detail is None or self._rescore_job is not None:
            return
        one, rescoring = detail.inspection, self.context.station.rescoring

        def operation(
            progress: Callable[[float, str], None], cancelled: Callable[[], bool]
        ) -> tuple[Rescored, PartView]:
            again = rescoring.rescore(one, progress, cancelled)
            return again, view_of(one, again.image, again.anomaly_map, mark_all=True)

        name = self.tr("Scoring part {part} again").format(part=part_name(one))
        self._rescore_job = self.start_job(name, operation, self._show_rescored, on_error=self._rescore_failed)
        self.progress.watch(self._rescore_job)
        self._refresh_buttons()

    def decide(self, inspection_id: str, verdict: Verdict, defect: str, why: str) -> None:
        """Note a decision on a part, in the name of whoever is at the desk."""
        session = self.context.desk.session
        if session is None:
            return
        judging, history = self.context.station.judging, self._history

        def operation() -> tuple[Detail, HistoryRow]:
            judging.review(session, inspection_id, verdict, why=why, defect=defect or None)
            found = history.detail(inspection_id)
            return found, history.rows((found.inspection,))[0]

        def failed(error: BaseException) -> None:
            self._deciding = False
            self._refresh_buttons()
            self.explain(error)

        self._deciding = True
        self._refresh_buttons()
        self.run(operation, self._decided, on_error=failed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.detail.set_room(min(max(round(self.width() * 0.39), 456), 600), self.height())

    def _show_page(self, asked: int, page: HistoryRows) -> None:
        if asked != self._asked:
            return
        before = self._chosen
        self.model.begin(page)
        if page.rows:
            number = self.model.number_of(before) if before is not None else None
            self.table.choose(number or 0)
        else:
            self._chosen = None
            self._part.release()
            self.detail.show_nothing()

    def _read_more(self, after: Cursor) -> None:
        asked, query = self._asked, self._query

        def failed(error: BaseException) -> None:
            self.model.stop_waiting()
            self.explain(error)

        def done(page: HistoryRows) -> None:
            if asked == self._asked:
                self.model.add(page)
                if self.model.rowCount() >= MOST_ROWS and not self.model.complete:
                    self.say(
                        self.tr("{count} rows are shown; there are more.").format(count=count_text(MOST_ROWS)),
                        self.tr("Choose a shorter period or another filter to see them."),
                    )

        self.run(lambda: self._history.page(query, after=after), done, on_error=failed)

    def _show_total(self, asked: int, total: Total) -> None:
        if asked == self._asked:
            self.total.setText(total_text(total) if total.count else self.tr("No part matches"))

    def _tab_changed(self) -> None:
        tab = self.tabs.currentIndex()
        self.detail_button.setVisible(tab == PARTS)
        for of_parts in (self.filter, self.total, self.exports):
            of_parts.setVisible(tab != AUDIT)
        for of_audit in (self.audit.filter, self.audit.count, self.audit.foot):
            of_audit.setVisible(tab == AUDIT)
        query = self.filter.query()
        if self.tabs.currentIndex() != CHARTS or self._charts_of == query:
            return
        self._charts_of = query
        asked = self._asked
        self.run(lambda: self._history.charts(query), lambda charts: self._show_charts(asked, charts))

    def _show_charts(self, asked: int, charts: Charts | None) -> None:
        if asked != self._asked:
            return
        self.yield_chart.show_charts(charts)
        self.drift_chart.show_charts(charts)
        self.reasons.show_bars(charts.reasons if charts is not None else ())
        self.defects.show_bars(charts.defects if charts is not None else ())
        nothing = self.tr("No parts in this period.")
        self._yield_card.set_hint(nothing if charts is None else yield_sentence(charts.whole))
        drift = None if charts is None else charts.drift
        if drift is None:
            self._drift_card.set_hint(self.tr("No OK parts with a score in this period."))
            return
        of_what = self.tr("Recipe {recipe}, model {model} version {version}.").format(
            recipe=drift.recipe, model=drift.model, version=drift.model_version
        )
        self._drift_card.set_hint(f"{of_what} {drift_sentences(drift)}")

    def _choose(self, row: HistoryRow | None) -> None:
        if row is None:
            return
        if row.inspection.id != self._chosen:
            self._chosen = row.inspection.id
            self._settled = False
            self._part.release()
            self.detail.show_waiting(row.inspection)
            self._refresh_buttons()
        self._settle.start()

    def _read_detail(self) -> None:
        inspection_id = self._chosen
        if inspection_id is None:
            return
        history, datasets = self._history, self.context.station.datasets

        def operation() -> tuple[Detail, PartView, tuple[str, ...]]:
            detail = history.detail(inspection_id)
            recipe = detail.inspection.recipe
            kinds = datasets.counts(recipe.name).kinds if recipe is not None else {}
            view = view_of(detail.inspection, detail.picture.image, None, mark_all=True)
            return detail, view, tuple(filter(None, kinds))

        def failed(error: BaseException) -> None:
            if inspection_id == self._chosen:
                self.detail.view.show_note(self.tr("This part could not be read"))
            self.explain(error)

        self.run(operation, lambda found: self._show_detail(*found), on_error=failed)

    def _show_detail(self, detail: Detail, view: PartView, defects: tuple[str, ...]) -> None:
        if detail.inspection.id != self._chosen:
            return
        again = self._rescored is not None and self._rescored[0] == detail.inspection.id
        before = self.detail.detail
        self.detail.show_detail(detail)
        if not (again and before is not None and before.inspection.id == detail.inspection.id):
            self.detail.offer_defects(defects)
            self._show_view(view)
        self._refresh_buttons()

    def _show_view(self, view: PartView) -> None:
        def put(picture: Picture | None) -> None:
            self._part.show(view, picture)
            self._settled = True
            self._refresh_buttons()

        self._part.fetch(view, put)

    def _show_rescored(self, made: tuple[Rescored, PartView]) -> None:
        self._rescore_job = None
        again, view = made
        if again.inspection.id == self._chosen:
            self._rescored = (again.inspection.id, view)
            self.detail.show_rescored(again)
            self._show_view(view)
        self._refresh_buttons()

    def _rescore_failed(self, error: BaseException) -> None:
        self._rescore_job = None
        self._refresh_buttons()
        if not isinstance(error, Cancelled):
            self.explain(error)

    def _ask_decision(self, verdict: Verdict, defect: str) -> None:
        detail = self.detail.detail
        if detail is None:
            return
        inspection_id = detail.inspection.id
        was = detail.reviews[0].verdict if detail.reviews else detail.inspection.verdict
        kind = f" ({defect})" if defect else ""
        self.ask(
            Question(
                self.tr("Decide: part {part} is {verdict}{kind}").format(
                    part=part_name(detail.inspection), verdict=verdict_word(verdict), kind=kind
                ),
                self.tr(
                    "It was {was}. The station's own verdict stays in the records beside this decision. What the line"
                    " did with the part is not changed."
                ).format(was=verdict_word(was)),
                self.tr("Decide"),
                lambda why: self.decide(inspection_id, verdict, defect, why),
                reason_required=True,
            )
        )

    def _decided(self, found: tuple[Detail, HistoryRow]) -> None:
        self._deciding = False
        detail, row = found
        self.model.replace(row)
        if detail.inspection.id == self._chosen:
            self.detail.show_detail(detail)
        self._charts_of = None
        self._refresh_buttons()
        self.say(self.tr("The decision is noted. The station's verdict stays beside it."))

    def _refresh_buttons(self) -> None:
        desk, detail = self.context.desk, self.detail.detail
        self.exports.refresh()
        stored = detail is not None and detail.inspection.image.state is ImageState.STORED
        waiting = detail is not None and self._waits_for_review(detail.inspection, bool(detail.reviews))
        needed = Action.REVIEW_PART if waiting else Action.CHANGE_VERDICT
        self.detail.set_allowed(
            rescore=stored and self._rescore_job is None,
            may_decide=desk.may(needed),
            ready=detail is not None and self._settled and not self._deciding,
        )

    @staticmethod
    def _waits_for_review(inspection: Inspection, decided: bool) -> bool:
        return inspection.verdict is Verdict.REVIEW and not decided

    def _lay_out(self) -> None:
        parts = QWidget()
        beside = QHBoxLayout(parts)
        beside.setContentsMargins(0, GRID, 0, 0)
        beside.setSpacing(GRID)
        beside.addWidget(self.table, 1)
        beside.addWidget(self.detail)
        self._yield_card = Card(self.tr("Yield"), hint=" ")
        self._yield_card.body.addWidget(self.yield_chart)
        self._drift_card = Card(self.tr("Scores of OK parts"), hint=" ")
        self._drift_card.body.addWidget(self.drift_chart)
        reasons = Card(self.tr("Why parts were not OK"))
        reasons.body.addWidget(self.reasons)
        defects = Card(self.tr("Defects that people found"))
        defects.body.addWidget(self.defects)
        charts = QWidget()
        grid = QGridLayout(charts)
        grid.setContentsMargins(0, GRID, 0, 0)
        grid.setSpacing(GRID)
        grid.addWidget(self._yield_card, 0, 0)
        grid.addWidget(self._drift_card, 1, 0)
        grid.addWidget(reasons, 0, 1)
        grid.addWidget(defects, 1, 1)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 3)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("Parts, charts or audit trail"))
        self.tabs.addTab(parts, self.tr("Parts"))
        self.tabs.addTab(charts, self.tr("Charts"))
        self.tabs.addTab(self.audit, self.tr("Audit trail"))
        corner = QWidget()
        right = QHBoxLayout(corner)
        right.setContentsMargins(0, 0, 0, 4)
        right.setSpacing(GRID)
        right.addWidget(self.total)
        right.addWidget(self.audit.count)
        right.addSpacing(GRID)
        right.addWidget(self.detail_button)
        self.tabs.setCornerWidget(corner)
        self.body.addWidget(self.filter)
        self.body.addWidget(self.audit.filter)
        self.body.addWidget(self.tabs, 1)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.exports)
        self.body.addWidget(self.audit.foot)
