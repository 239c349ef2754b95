"""The open feedback: the engineer takes a picture into the data set, or not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from station.candidates import Candidate
from station.permissions import Action
from station.queries import ImageLabel
from ui.image_view import ImageView
from ui.operate.panel import LIST_WIDTH, StoredPicture
from ui.page import Page
from ui.theme import GRID, TARGET, set_look
from ui.widgets.buttons import ActionButton
from ui.words import day_time_text, part_name, said_word, verdict_word

_NUMBER = Qt.ItemDataRole.UserRole


class CandidateList(QWidget):
    """What operators said and nobody has settled, with the picture and the three ways to settle it."""

    counted = Signal(int)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        theme = page.context.theme
        self._reading = False
        self._open: dict[int, Candidate] = {}
        self.list = QListWidget()
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.setAccessibleName(self.tr("Open feedback"))
        self.view = ImageView(theme)
        self.view.setMinimumSize(160, 96)
        self._picture = StoredPicture(page, self.view)
        self.facts = QLabel()
        self.facts.setWordWrap(True)
        set_look(self.facts, "muted")
        self.kind = QLineEdit()
        self.kind.setMaxLength(64)
        self.kind.setMinimumHeight(TARGET)
        self.kind.setPlaceholderText(self.tr("Kind (optional)"))
        self.kind.setAccessibleName(self.tr("Kind of defect"))
        self.good_button = ActionButton(theme, "good", self.tr("As good"))
        self.defect_button = ActionButton(theme, "bad", self.tr("As defect"))
        self.dismiss_button = ActionButton(theme, "close", self.tr("Dismiss"))
        defect = QHBoxLayout()
        defect.setSpacing(GRID)
        defect.addWidget(self.kind, 1)
        defect.addWidget(self.defect_button, 1)
        others = QHBoxLayout()
        others.setSpacing(GRID)
        others.addWidget(self.good_button, 1)
        others.addWidget(self.dismiss_button, 1)
        right = QVBoxLayout()
        right.setSpacing(GRID)
        right.addWidget(self.view, 1)
        right.addWidget(self.facts)
        right.addLayout(defect)
        right.addLayout(others)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        self.list.currentItemChanged.connect(lambda *_: self._show_current())
        self.good_button.clicked.connect(lambda: self._take(ImageLabel.GOOD))
        self.defect_button.clicked.connect(lambda: self._take(ImageLabel.DEFECT))
        self.dismiss_button.clicked.connect(self._dismiss)
        self._show_current()

    @property
    def current(self) -> Candidate | None:
        item = self.list.currentItem()
        return None if item is None else self._open.get(item.data(_NUMBER))

    def read(self) -> None:
        """Read the list again, off the GUI thread."""
        if self._reading:
            return
        self._reading = True

        def failed(error: BaseException) -> None:
            self._reading = False
            self._page.explain(error)

        self._page.run(self._page.context.station.candidates.open, self._show, on_error=failed)

    def enable(self) -> None:
        one = self.current
        may = one is not None and self._page.context.desk.may(Action.SETTLE_FEEDBACK)
        self.kind.setEnabled(may)
        self.dismiss_button.setEnabled(may)
        for button in (self.good_button, self.defect_button):
            button.setEnabled(may and one is not None and one.picture is not None)

    def _show(self, found: tuple[Candidate, ...]) -> None:
        self._reading = False
        self.counted.emit(len(found))
        before = self.current
        same = [one.feedback.id for one in found] == list(self._open)
        self._open = {one.feedback.id: one for one in found}
        if not same:
            self.list.blockSignals(True)
            self.list.clear()
            for one in found:
                item = QListWidgetItem(
                    f"{part_name(one.inspection)}\n{one.feedback.who}: {said_word(one.feedback.said)}"
                )
                item.setData(_NUMBER, one.feedback.id)
                self.list.addItem(item)
                if before is not None and one.feedback.id == before.feedback.id:
                    self.list.setCurrentItem(item)
            if self.list.currentItem() is None and self.list.count():
                self.list.setCurrentRow(0)
            self.list.blockSignals(False)
        self._show_current()

    def _show_current(self) -> None:
        one = self.current
        if one is None:
            self._picture.show(None, self.tr("No feedback is open"))
            self.facts.setText("")
        else:
            self._picture.show(one.picture, self.tr("No picture of this part is stored"))
            words = self.tr("Judged {verdict}; {who} said {said} on {time}: {reason}")
            self.facts.setText(
                words.format(
                    verdict=verdict_word(one.inspection.verdict),
                    who=one.feedback.who,
                    said=said_word(one.feedback.said),
                    time=day_time_text(one.feedback.at),
                    reason=one.feedback.reason or "–",
                )
            )
        self.enable()

    def _take(self, label: ImageLabel) -> None:
        one = self.current
        if one is None:
            return
        candidates = self._page.context.station.candidates
        session = self._page.context.desk.require(Action.SETTLE_FEEDBACK)
        number = one.feedback.id
        defect = self.kind.text().strip() or None if label is ImageLabel.DEFECT else None
        self._settle(
            lambda: candidates.take(session, number, label, defect=defect),
            self.tr("The picture is in the data set of the recipe now."),
        )

    def _dismiss(self) -> None:
        one = self.current
        if one is None:
            return
        candidates = self._page.context.station.candidates
        session = self._page.context.desk.require(Action.SETTLE_FEEDBACK)
        number = one.feedback.id
        self._settle(lambda: candidates.dismiss(session, number), self.tr("The feedback is dismissed."))

    def _settle(self, operation: Callable[[], object], words: str) -> None:
        def done(_: object) -> None:
            self.kind.clear()
            self._page.say(words)
            self.read()

        def failed(error: BaseException) -> None:
            self._page.explain(error)
            self.read()

        buttons = (self.good_button, self.defect_button, self.dismiss_button)
        self._page.run(operation, done, on_error=failed, busy=buttons)
