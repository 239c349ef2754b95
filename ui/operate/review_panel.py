"""The parts between the two thresholds: a person decides."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from station.permissions import Action
from station.review_queue import Waiting
from station.types import ImageState, Verdict
from ui.image_view import ImageView
from ui.operate.panel import LIST_WIDTH, Panel, StoredPicture
from ui.page import Page
from ui.theme import GRID, TARGET, set_look
from ui.widgets.buttons import ActionButton
from ui.words import local_time, part_name, score_text

_ID = Qt.ItemDataRole.UserRole


class ReviewPanel(Panel):
    """What waits longest comes first. The station's verdict stays as it is; the decision stands beside it."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.call(self.tr("Review"))
        theme = self.context.theme
        self._reading = self._again = False
        self._waiting: dict[str, Waiting] = {}
        self.list = QListWidget()
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.setAccessibleName(self.tr("Parts that wait for a decision"))
        self.view = ImageView(theme)
        self.view.setMinimumSize(160, 96)
        self._picture = StoredPicture(page, self.view)
        self.facts = QLabel()
        set_look(self.facts, "muted")
        self.facts.setWordWrap(True)
        self.why = QLineEdit()
        self.why.setMaxLength(500)
        self.why.setMinimumHeight(TARGET)
        self.why.setPlaceholderText(self.tr("Why? (needed)"))
        self.why.setAccessibleName(self.tr("Why this decision"))
        self.ok_button = ActionButton(theme, "good", self.tr("Decide OK"))
        self.nok_button = ActionButton(theme, "bad", self.tr("Decide NOK"))
        decide = QHBoxLayout()
        decide.setSpacing(GRID)
        decide.addWidget(self.ok_button)
        decide.addWidget(self.nok_button)
        right = QVBoxLayout()
        right.setSpacing(GRID)
        right.addWidget(self.view, 1)
        right.addWidget(self.facts)
        right.addWidget(self.why)
        right.addLayout(decide)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        self.body.addLayout(row, 1)
        self.list.currentItemChanged.connect(lambda *_: self._show_current())
        self.why.textChanged.connect(lambda _: self._enable())
        self.ok_button.clicked.connect(lambda: self._decide(Verdict.OK))
        self.nok_button.clicked.connect(lambda: self._decide(Verdict.NOK))
        self._show_current()

    @property
    def current(self) -> Waiting | None:
        """The part that is decided on."""
        item = self.list.currentItem()
        return None if item is None else self._waiting.get(item.data(_ID))

    def read(self) -> None:
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False

        def failed(error: BaseException) -> None:
            self._reading = False
            self.page.explain(error)

        self.page.run(self.context.station.review_queue.waiting, self._show, on_error=failed)

    def session_changed(self) -> None:
        self._enable()

    def _show(self, waiting: tuple[Waiting, ...]) -> None:
        self._reading = False
        self.counted.emit(len(waiting))
        before = self.current
        if [one.inspection.id for one in waiting] != list(self._waiting):
            self._waiting = {one.inspection.id: one for one in waiting}
            self.list.blockSignals(True)
            self.list.clear()
            for one in waiting:
                item = QListWidgetItem(f"{part_name(one.inspection)}\n{local_time(one.inspection)}")
                item.setData(_ID, one.inspection.id)
                self.list.addItem(item)
                if before is not None and one.inspection.id == before.inspection.id:
                    self.list.setCurrentItem(item)
            if self.list.currentItem() is None and self.list.count():
                self.list.setCurrentRow(0)
            self.list.blockSignals(False)
        else:
            self._waiting = {one.inspection.id: one for one in waiting}
        self._show_current()
        if self._again:
            self.read()

    def _show_current(self) -> None:
        one = self.current
        if one is None:
            self._picture.show(None, self.tr("No part waits for a decision"))
            self.facts.setText("")
        else:
            inspection = one.inspection
            note = self.tr("The picture is being stored")
            if inspection.image.state is not ImageState.PENDING:
                note = self.tr("No picture of this part is stored")
            self._picture.show(one.picture, note)
            words = self.tr("Part {part}: score {score}, review from {review_from}, NOK from {threshold}")
            limit = inspection.threshold
            self.facts.setText(
                words.format(
                    part=part_name(inspection),
                    score=score_text(inspection.score, limit),
                    review_from=score_text(inspection.review_from, limit),
                    threshold=score_text(limit),
                )
            )
        self._enable()

    def _enable(self) -> None:
        can = self.current is not None and self.context.desk.may(Action.REVIEW_PART)
        self.why.setEnabled(can)
        for button in (self.ok_button, self.nok_button):
            button.setEnabled(can and bool(self.why.text().strip()))

    def _decide(self, verdict: Verdict) -> None:
        one = self.current
        if one is None:
            return
        judging = self.context.station.judging
        session = self.context.desk.require(Action.REVIEW_PART)
        inspection_id, why = one.inspection.id, self.why.text().strip()

        def done(_: object) -> None:
            self.why.clear()
            self.page.say(
                self.tr("Part {part} was decided {verdict}.").format(part=part_name(one.inspection), verdict=verdict)
            )
            self.read()

        def failed(error: BaseException) -> None:
            self.page.explain(error)
            self.read()

        self.page.run(
            lambda: judging.review(session, inspection_id, verdict, why=why),
            done,
            on_error=failed,
            busy=(self.ok_button, self.nok_button),
        )
