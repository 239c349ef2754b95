"""The open feedback: the engineer takes a picture into the data set, or not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from station.candidates import Candidate
from station.permissions import Action
from station.queries import ImageLabel
from ui.latest import Latest
from ui.operate.part_choice import MOST, Choice, PartChoice
from ui.page import Page
from ui.theme import GRID, TARGET
from ui.widgets.buttons import ActionButton
from ui.words import day_time_text, said_word, verdict_word


class CandidateList(QWidget):
    """What operators said and nobody has settled, with the picture and the three ways to settle it."""

    counted = Signal(int)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        theme = page.context.theme
        self._open: dict[str, Candidate] = {}
        self._of: str | None = None
        candidates = page.context.station.candidates
        self._reading = Latest(page, lambda: lambda: candidates.open(limit=MOST + 1), self._show)
        self.parts = PartChoice(page, self.tr("Open feedback"), self.tr("No feedback is open"))
        self.list, self.view, self.facts = self.parts.list, self.parts.view, self.parts.facts
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
        self.parts.body.addWidget(self.facts)
        self.parts.body.addLayout(defect)
        self.parts.body.addLayout(others)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.parts)
        self.parts.changed.connect(self._changed)
        self.good_button.clicked.connect(lambda: self._take(ImageLabel.GOOD))
        self.defect_button.clicked.connect(lambda: self._take(ImageLabel.DEFECT))
        self.dismiss_button.clicked.connect(self._dismiss)
        self._changed()

    @property
    def current(self) -> Candidate | None:
        one = self.parts.current
        return None if one is None else self._open.get(one.key)

    def read(self) -> None:
        """Read the list again, off the GUI thread."""
        self._reading.wish()

    def enable(self) -> None:
        one = self.current
        may = one is not None and self._page.context.desk.may(Action.SETTLE_FEEDBACK)
        self.kind.setEnabled(may)
        self.dismiss_button.setEnabled(may)
        for button in (self.good_button, self.defect_button):
            button.setEnabled(may and self.parts.shown is not None)

    def _show(self, found: tuple[Candidate, ...]) -> None:
        self.counted.emit(len(found))
        self._open = {str(one.feedback.id): one for one in found}
        choices = [
            Choice(key, one.inspection, f"{one.feedback.who}: {said_word(one.feedback.said)}")
            for key, one in self._open.items()
        ]
        self.parts.fill(choices, self.tr("There is more; this was said last."))

    def _changed(self) -> None:
        one = self.current
        key = None if one is None else str(one.feedback.id)
        if key != self._of:
            self._of = key
            self.kind.clear()  # a kind is for one part
        words = ""
        if one is not None:
            words = self.tr("Judged {verdict}; {who} said {said} on {time}: {reason}").format(
                verdict=verdict_word(one.inspection.verdict),
                who=one.feedback.who,
                said=said_word(one.feedback.said),
                time=day_time_text(one.feedback.at),
                reason=one.feedback.reason or "–",
            )
        self.facts.setText(words)
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
