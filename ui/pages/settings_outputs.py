"""The verdict output by hand: one signal at a time, with a clear word about what a pulse means."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from station.config import CameraLineOutputSection, NoOutputSection, RecordingOutputSection
from station.output_test import Signal, Tried
from station.permissions import Action
from station.types import StationState, StationStatus
from ui.page import Page
from ui.theme import GRID, set_look
from ui.widgets.ask import Question
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.partner_line import PartnerLine
from ui.widgets.plain_table import PlainTable
from ui.words import milliseconds_text


class OutputPanel(QWidget):
    """Three buttons, and what was sent since the page was opened. Works only while the line stands still."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._tried: list[tuple[str, str, str, str]] = []
        self._stopped = page.context.station.status().state is StationState.STOPPED
        theme, output = page.context.theme, page.context.station.config.output
        self._there = output.kind != "none"
        self.about = QLabel(self._about())
        self.about.setWordWrap(True)
        warning = self.tr("An OK pulse tells the machine around the station that a part is good: no part may pass now.")
        self.warning = QLabel(warning)
        self.warning.setWordWrap(True)
        set_look(self.warning, "warn")
        self.warning.setVisible(self._there)
        self.state = QLabel()
        self.state.setWordWrap(True)
        set_look(self.state, "muted")
        self.ok_button = ActionButton(theme, "good", self.tr("Send one OK pulse"))
        self.rest_button = ActionButton(theme, "stop", self.tr("Put to rest"))
        self.beat_button = ActionButton(theme, "refresh", self.tr("Heartbeat"))
        headings = (self.tr("At"), self.tr("Signal"), self.tr("Until at rest"), self.tr("By"))
        self.partners = PartnerLine(theme)
        self.partners.show_partners(page.context.station.status().partners)
        self.table = PlainTable(self.tr("Signals that were sent"), headings, wide=(1,), choosing=False)
        self._lay_out()
        self.ok_button.clicked.connect(self._pulse)
        self.rest_button.clicked.connect(lambda: self._run(Signal.REST))
        self.beat_button.clicked.connect(lambda: self._run(Signal.HEARTBEAT))
        page.context.bridge.status_changed.connect(self._on_status)
        self._refresh()

    def session_changed(self) -> None:
        self._refresh()

    def _lay_out(self) -> None:
        card = Card(self.tr("Try the output by hand"))
        card.body.addWidget(self.about)
        card.body.addWidget(self.warning)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for button in (self.rest_button, self.beat_button, self.ok_button):
            buttons.addWidget(button)
        card.body.addLayout(buttons)
        card.body.addWidget(self.state)
        card.body.addStretch(1)
        around = Card(self.tr("Partners in the cell"), hint=self.tr("Set in station.toml; the links keep themselves."))
        around.body.addWidget(self.partners)
        around.setVisible(bool(self.partners.partners))
        done = Card(self.tr("What was sent"), hint=self.tr("Every try is in the audit trail."))
        done.body.addWidget(self.table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(around, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(done, 1)

    def _about(self) -> str:
        output = self._page.context.station.config.output
        match output:
            case NoOutputSection():
                return self.tr("This station has no verdict output. It is set in station.toml under [output].")
            case RecordingOutputSection():
                return self.tr("Output: a recording in {file}; an OK lasts {pulse}.").format(
                    file=output.path.name, pulse=milliseconds_text(output.pulse_ms)
                )
            case CameraLineOutputSection():
                return self.tr("Output: line {line} of the camera; an OK is a pulse of {pulse}.").format(
                    line=output.line, pulse=milliseconds_text(output.pulse_ms)
                )

    def _on_status(self, status: StationStatus) -> None:
        self.partners.show_partners(status.partners)
        stopped = status.state is StationState.STOPPED
        if stopped != self._stopped:
            self._stopped = stopped
            self._refresh()

    def _refresh(self) -> None:
        able = self._there and self._stopped and self._page.context.desk.may(Action.TEST_OUTPUT)
        for button in (self.ok_button, self.rest_button, self.beat_button):
            button.setEnabled(able)
        self.state.setVisible(self._there and not self._stopped)
        self.state.setText("" if self._stopped or not self._there else self.tr("Only while the line is stopped."))

    def _pulse(self) -> None:
        pulse_ms = self._page.context.station.output_test.pulse_ms or 0.0
        text = self.tr(
            "The machine takes it as a good part for {pulse}. Confirm only if no part can pass. It stands in the audit"
            " trail."
        ).format(pulse=milliseconds_text(pulse_ms))
        title, send = self.tr("Tell the machine that a part is good?"), self.tr("Send the pulse")
        self._page.ask(Question(title, text, send, lambda _: self._run(Signal.OK, confirmed=True), danger=True))

    def _run(self, signal: Signal, *, confirmed: bool = False) -> None:
        test = self._page.context.station.output_test
        by = self._page.context.desk.require(Action.TEST_OUTPUT)
        self._page.run(
            lambda: test.run(by, signal, confirmed=confirmed),
            lambda tried: self._sent(tried, by.name),
            busy=(self.ok_button, self.rest_button, self.beat_button),
        )

    def _sent(self, tried: Tried, who: str) -> None:
        words = {
            Signal.OK: self.tr("OK pulse"),
            Signal.REST: self.tr("at rest"),
            Signal.HEARTBEAT: self.tr("heartbeat, {count} beats").format(count=tried.beats),
        }
        row = (f"{tried.at.astimezone():%H:%M:%S}", words[tried.signal], milliseconds_text(tried.lasted_ms), who)
        self._tried.insert(0, row)
        self.table.fill(self._tried)
        self._page.say(self.tr("Sent: {signal}. The output is at rest again.").format(signal=words[tried.signal]))
