"""What operators say of verdicts, and the engineer who settles it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from station.permissions import Action
from station.queries import Said
from station.types import Inspection
from ui.operate.candidate_list import CandidateList
from ui.operate.panel import Panel
from ui.page import Page
from ui.theme import GRID, TARGET, set_look
from ui.widgets.buttons import ActionButton
from ui.words import outcome_word, part_name, said_word, verdict_word


class SayForm(QWidget):
    """One part, what is said of it, and a reason from a short list or in one's own words."""

    wanted = Signal(str, object, str)
    """Id of the inspection, `Said`, reason."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._inspection: Inspection | None = None
        theme = page.context.theme
        self._reasons = {
            Said.GOOD: (
                self.tr("Shadow or reflection"),
                self.tr("Dirt, wiped off"),
                self.tr("Mark that is allowed"),
                self.tr("Part lay askew"),
            ),
            Said.BAD: (
                self.tr("Scratch or dent"),
                self.tr("Crack or break"),
                self.tr("Something missing"),
                self.tr("Dirt or stain"),
            ),
        }
        self.part = QLabel()
        set_look(self.part, "strong")
        self.part.setWordWrap(True)
        self.good_button = ActionButton(theme, "good", self.tr("It was good"))
        self.bad_button = ActionButton(theme, "bad", self.tr("It was bad"))
        sides = QButtonGroup(self)
        for button in (self.good_button, self.bad_button):
            button.setCheckable(True)
            sides.addButton(button)
            button.clicked.connect(self._show_reasons)
        self.reason_buttons = [ActionButton(theme, "right", "-") for _ in range(4)]
        self._choice = QButtonGroup(self)
        grid = QGridLayout()
        grid.setSpacing(GRID)
        for place, button in enumerate(self.reason_buttons):
            button.setCheckable(True)
            self._choice.addButton(button)
            button.clicked.connect(lambda _checked=False, button=button: self.text.setText(button.text()))
            grid.addWidget(button, place // 2, place % 2)
        self.text: QLineEdit = QLineEdit()
        self.text.setMaxLength(500)
        self.text.setMinimumHeight(TARGET)
        self.text.setPlaceholderText(self.tr("Reason, in your own words"))
        self.text.setAccessibleName(self.tr("Reason"))
        self.send_button = ActionButton(theme, "acknowledge", self.tr("Send to an engineer"))
        self.send_button.clicked.connect(self._send)
        self.before = QLabel()
        set_look(self.before, "muted")
        self.before.setWordWrap(True)
        says = QHBoxLayout()
        says.setSpacing(GRID)
        says.addWidget(self.good_button)
        says.addWidget(self.bad_button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID - 2)
        rows.addWidget(self.part)
        rows.addLayout(says)
        rows.addLayout(grid)
        send = QHBoxLayout()
        send.setSpacing(GRID)
        send.addWidget(self.text, 1)
        send.addWidget(self.send_button, 1)
        rows.addLayout(send)
        rows.addWidget(self.before)
        rows.addStretch(1)
        self.show_part(None)

    @property
    def said(self) -> Said | None:
        if self.good_button.isChecked():
            return Said.GOOD
        return Said.BAD if self.bad_button.isChecked() else None

    def show_part(self, inspection: Inspection | None, said: Said | None = None) -> None:
        """Begin with a part; None: none is shown yet."""
        self._inspection = inspection
        if inspection is None:
            self.part.setText(self.tr("No part has been inspected yet."))
        else:
            words = self.tr("Part {part} was judged {verdict}.")
            self.part.setText(words.format(part=part_name(inspection), verdict=verdict_word(inspection.verdict)))
        for button, side in ((self.good_button, Said.GOOD), (self.bad_button, Said.BAD)):
            group = button.group()
            group.setExclusive(False)
            button.setChecked(side is said)
            group.setExclusive(True)
        self.text.clear()
        self.show_before("")
        self._show_reasons()

    def show_before(self, words: str) -> None:
        """What was said of the part already."""
        self.before.setText(words)
        self.before.setVisible(bool(words))

    def enable(self) -> None:
        can = self._inspection is not None and self._page.context.desk.may(Action.GIVE_FEEDBACK)
        for button in (self.good_button, self.bad_button):
            button.setEnabled(can)
        for widget in (*self.reason_buttons, self.text, self.send_button):
            widget.setEnabled(can and self.said is not None)

    def _show_reasons(self) -> None:
        self._choice.setExclusive(False)
        reasons = self._reasons[self.said or Said.GOOD]
        for button, reason in zip(self.reason_buttons, reasons, strict=True):
            button.set_text(reason)
            button.setChecked(False)
        self._choice.setExclusive(True)
        self.send_button.set_prominent(self.said is not None)
        self.enable()

    def _send(self) -> None:
        if self._inspection is not None and self.said is not None:
            self.wanted.emit(self._inspection.id, self.said, self.text.text().strip())


class FeedbackPanel(Panel):
    """Operators say; whoever may settle sees the open list and switches between the two."""

    told = Signal(str)
    """Id of an inspection of which something was said."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.call(self.tr("Feedback"))
        self.title.hide()  # the tab says it, and the form needs the room
        theme = self.context.theme
        self.form = SayForm(page)
        self.form.wanted.connect(self._say)
        self.candidates = CandidateList(page)
        self.candidates.counted.connect(self.counted)
        self.say_button = ActionButton(theme, "add", self.tr("Say something"))
        self.open_button = ActionButton(theme, "history", self.tr("Open feedback"))
        switch = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        self.stack = QStackedWidget()
        self._switch = QWidget()
        self._switch.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        for place, (button, widget) in enumerate(((self.say_button, self.form), (self.open_button, self.candidates))):
            button.setCheckable(True)
            switch.addButton(button)
            row.addWidget(button)
            self.stack.addWidget(widget)
            button.clicked.connect(lambda _checked=False, place=place: self._switch_to(place))
        self.say_button.setChecked(True)
        self.body.addWidget(self._switch)
        self.body.addWidget(self.stack, 1)
        self.session_changed()

    @property
    def needs_strip(self) -> bool:
        return self.stack.currentWidget() is self.form

    @property
    def shows_others(self) -> bool:
        return not self.needs_strip

    def _switch_to(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        self.needs_changed.emit()

    def read(self) -> None:
        if self.context.desk.may(Action.SETTLE_FEEDBACK):
            self.candidates.read()
        else:
            self.counted.emit(0)

    def session_changed(self) -> None:
        settles = self.context.desk.may(Action.SETTLE_FEEDBACK)
        self._switch.setVisible(settles)
        if not settles:
            self.say_button.click()
        self.form.enable()
        self.candidates.enable()

    def begin(self, inspection: Inspection | None, said: Said | None = None) -> None:
        """Let the person say something of a part."""
        self.say_button.setChecked(True)
        self._switch_to(0)
        self.form.show_part(inspection, said)
        if inspection is not None:
            self._read_before(inspection.id)

    def _read_before(self, inspection_id: str) -> None:
        candidates = self.context.station.candidates
        self.page.run(
            lambda: candidates.said(inspection_id),
            lambda said: self.form.show_before(
                "\n".join(
                    self.tr("{who} said {word} at {time}: {reason} ({outcome})").format(
                        who=one.who,
                        word=said_word(one.said),
                        time=f"{one.at.astimezone():%H:%M}",
                        reason=one.reason or "–",
                        outcome=outcome_word(one.outcome),
                    )
                    for one in said
                )
            ),
        )

    def _say(self, inspection_id: str, said: Said, reason: str) -> None:
        judging = self.context.station.judging
        session = self.context.desk.require(Action.GIVE_FEEDBACK)

        def done(_: object) -> None:
            self.form.text.clear()
            self._read_before(inspection_id)
            self.page.say(self.tr("Thank you: an engineer will look at it. The verdict stays in the records."))
            self.told.emit(inspection_id)
            self.read()

        self.page.run(
            lambda: judging.say(session, inspection_id, said, reason=reason), done, busy=(self.form.send_button,)
        )
