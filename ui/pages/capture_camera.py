"""The camera's side of the capture page: live picture, light and focus, and taking pictures into a set."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from station.capture_words import CapturePlan, CaptureStatus, Source
from station.live_aids import Exposure, LiveAids
from station.permissions import Action
from station.queries import ImageLabel
from ui.capture_words import counts_text, exposure_text
from ui.image_view import ImageView
from ui.labels import label_word
from ui.live_feed import LiveFeed, LiveShot
from ui.page import Page
from ui.theme import GRID, Theme, say_in
from ui.told import in_words
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.forms import field
from ui.widgets.live_aids import Histogram, SharpnessMeter
from ui.widgets.panels import PicturePanel, ScrollColumn

LOOK_MS = 150
_COLUMN, _FIELD = 332, 110
_LABELS = (ImageLabel.GOOD, ImageLabel.DEFECT, ImageLabel.UNSURE)


class CameraPanel(QWidget):
    """Shows the live picture while it is active, and takes pictures into the set `name`."""

    stored = Signal()
    """More pictures are in the set."""
    done = Signal(str)
    """A capture is over; the name of its act, for undo."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._capturing = page.context.station.capturing
        theme = page.context.theme
        self.name = ""
        self._seen = 0
        self._running = False
        self._on = self._opening = False
        self.view = ImageView(theme)
        self.view.set_heat_opacity(1.0)
        self.feed = LiveFeed(self._capturing.live_frame, page.context.tasks, self)
        self.histogram = Histogram(theme)
        self.exposure = QLabel()
        self.exposure.setWordWrap(True)
        self.sharpness = SharpnessMeter(theme)
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.count = QLabel()
        self.count.setWordWrap(True)
        self._make_controls(theme)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.feed.shown.connect(self._show)
        self.feed.failed.connect(page.explain)
        self.view.zoom_changed.connect(lambda: self.feed.set_level(self.view.level))
        self._note()
        self._show_aids(None)

    def _make_controls(self, theme: Theme) -> None:
        def fixed(button: ActionButton) -> ActionButton:
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            return button

        self.live_button = fixed(ActionButton(theme, "live", self.tr("Live view"), key="F7"))
        self.live_button.setCheckable(True)
        self.live_button.clicked.connect(self._toggle_live)
        self.mode = QComboBox()
        self.mode.addItem(self.tr("As configured"), None)
        self.mode.addItem(self.tr("This program asks"), "software")
        self.mode.addItem(self.tr("Free running"), "free_run")
        self.mode.addItem(self.tr("The line's trigger"), "line")
        self.mode.setAccessibleName(self.tr("What makes the camera take a picture"))
        self.mode.activated.connect(lambda _index: self._reopen())
        self.marks_button = fixed(ActionButton(theme, "heatmap", self.tr("Clipping"), key="F4"))
        self.marks_button.setCheckable(True)
        self.marks_button.toggled.connect(self.feed.set_marks)
        self.zoom_buttons = [
            ActionButton(theme, "zoom_out", "", name=self.tr("Zoom out")),
            ActionButton(theme, "zoom_in", "", name=self.tr("Zoom in")),
            ActionButton(theme, "fit", "", name=self.tr("Fit the picture into the window")),
            ActionButton(theme, "original", "", name=self.tr("Original size, 1 to 1")),
        ]
        acts = (self.view.zoom_out, self.view.zoom_in, self.view.fit, self.view.original_size)
        for button, act in zip(self.zoom_buttons, acts, strict=True):
            button.clicked.connect(act)
        self.reset_button = ActionButton(theme, "refresh", "", name=self.tr("Forget the best sharpness so far"))
        self.reset_button.clicked.connect(self.sharpness.reset)
        self.label = QComboBox()
        for label in _LABELS:
            self.label.addItem(label_word(label))
        self.label.currentIndexChanged.connect(lambda _index: self._refresh())
        self.kind = QComboBox()
        self.kind.setEditable(True)
        self.pictures = QSpinBox()
        self.pictures.setRange(1, 10_000)
        self.pictures.setValue(8)
        self.every = QSpinBox()
        self.every.setRange(0, 600_000)
        self.every.setValue(500)
        self.every.setSingleStep(100)
        self.every.setSuffix(" ms")
        for widget in (self.label, self.kind, self.pictures, self.every):
            widget.setMinimumWidth(_FIELD)  # not as wide as its widest content
        self.one_button = ActionButton(theme, "capture", self.tr("Take one"), key="F9")
        self.one_button.set_prominent(True)
        self.burst_button = ActionButton(theme, "play", self.tr("Burst"), key="F8")
        self.each_button = ActionButton(theme, "trigger", self.tr("One for each trigger"))
        self.stop_button = ActionButton(theme, "stop", self.tr("Stop"), key="F6")
        self.one_button.clicked.connect(lambda: self._begin(1, 0))
        self.burst_button.clicked.connect(lambda: self._begin(self.pictures.value(), self.every.value()))
        self.each_button.clicked.connect(lambda: self._begin(None, 0))
        self.stop_button.clicked.connect(self._end)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(GRID)
        tools.addWidget(self.live_button)
        tools.addWidget(self.marks_button)
        tools.addStretch(1)
        for button in self.zoom_buttons:
            tools.addWidget(button)
        picture = PicturePanel(tools, self.view)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.state, 1)
        foot.addWidget(self.mode)
        picture.inside.addLayout(foot)
        setting_up = Card(self.tr("Light and focus"))
        setting_up.body.addWidget(self.histogram)
        setting_up.body.addWidget(self.exposure)
        focus = QHBoxLayout()
        focus.setSpacing(GRID)
        focus.addWidget(self.sharpness, 1)
        focus.addWidget(self.reset_button)
        setting_up.body.addLayout(focus)
        take = Card(self.tr("Take pictures"))
        form = QGridLayout()
        form.setSpacing(GRID)
        form.addLayout(field(self.tr("Label"), self.label), 0, 0)
        form.addLayout(field(self.tr("Kind of defect"), self.kind), 0, 1)
        form.addLayout(field(self.tr("Pictures in a burst"), self.pictures), 1, 0)
        form.addLayout(field(self.tr("Time between them"), self.every), 1, 1)
        form.setColumnStretch(0, 1)
        form.setColumnStretch(1, 1)
        take.body.addLayout(form)
        buttons = QGridLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.one_button, 0, 0, 1, 2)
        buttons.addWidget(self.burst_button, 1, 0)
        buttons.addWidget(self.stop_button, 1, 1)
        buttons.addWidget(self.each_button, 2, 0, 1, 2)
        take.body.addLayout(buttons)
        take.body.addWidget(self.count)
        column = ScrollColumn(_COLUMN)
        for card in (take, setting_up):
            column.rows.addWidget(card)
        column.rows.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(picture, 1)
        layout.addWidget(column)

    @property
    def taken_as(self) -> ImageLabel:
        """What pictures are labelled that are taken now."""
        return _LABELS[max(0, self.label.currentIndex())]

    def enter(self) -> None:
        """Show what the camera or the line shows, and open the camera again if it was open when the page was left."""
        self.feed.start()
        self._timer.start()
        if self._on:
            self._open()
        self.look()

    def leave(self) -> None:
        """Let the camera go, unless pictures are being taken."""
        self.feed.stop()
        self._timer.stop()
        if self._capturing.status().plan is None and self._capturing.source is Source.CAMERA:
            self._page.run(self._capturing.release, lambda _none: None)

    def shut_down(self) -> None:
        self.feed.stop()
        self._timer.stop()
        self._capturing.break_off("The window was closed.")

    def set_kinds(self, kinds: list[str]) -> None:
        """Offer the kinds of defects that the set knows."""
        typed = self.kind.currentText()
        self.kind.clear()
        self.kind.addItems(kinds)
        self.kind.setCurrentText(typed)

    @Slot()
    def look(self) -> None:
        """Read where the capturing stands. Quick."""
        status = self._capturing.status()
        self._show_state(status)
        self.count.setText(counts_text(status))
        self._refresh(status)
        running = status.plan is not None or status.waiting > 0
        stored = status.stored + status.copies
        if (running and stored != self._seen) or (self._running and not running):
            self._seen = stored
            self.stored.emit()
        if self._running and not running:
            self._seen = 0
            if status.act is not None:
                self.done.emit(status.act)
            if status.problem:
                self._page.say(status.problem, status.remedy)
        self._running = running

    def _toggle_live(self) -> None:
        self._on = self.live_button.isChecked()
        if self._on:
            self._open()
        else:
            session = self._page.context.desk.require(Action.CAPTURE)
            self._page.run(lambda: self._capturing.close(session), lambda _none: self.look(), busy=[self.live_button])
            self._note()

    def _open(self) -> None:
        session = self._page.context.desk.session
        if session is None:
            return
        mode = self.mode.currentData()
        self._opening = True
        self._page.run(
            lambda: self._capturing.open(session, mode),
            lambda _none: self._opened(),
            on_error=self._not_open,
            busy=[self.live_button, self.mode],
        )

    def _opened(self) -> None:
        self._opening = False
        self.look()

    def _not_open(self, error: BaseException) -> None:
        self._on = self._opening = False
        self.live_button.setChecked(False)
        self._page.explain(error)

    def _reopen(self) -> None:
        if self._on:
            self._open()

    def _end(self) -> None:
        self._capturing.end(self._page.context.desk.require(Action.CAPTURE))
        self.look()

    def _begin(self, count: int | None, every_ms: float) -> None:
        session = self._page.context.desk.session
        if session is None or not self.name:
            return
        label = self.taken_as
        kind = self.kind.currentText().strip() or None
        plan = CapturePlan(self.name, label, kind if label is ImageLabel.DEFECT else None, count, every_ms)
        self._seen = 0
        self._page.run(lambda: self._capturing.begin(session, plan), lambda _none: self._began())

    def _began(self) -> None:
        self._running = True
        self.look()

    def _show(self, shot: LiveShot) -> None:
        self.view.show_picture(shot.picture)
        self._show_aids(shot.aids)

    def _show_aids(self, aids: LiveAids | None) -> None:
        self.histogram.show_aids(aids)
        self.sharpness.show_value(None if aids is None else aids.sharpness)
        if aids is None:
            say_in(self.exposure, self.tr("No live picture"), "muted")
        else:
            look = "good" if aids.exposure is Exposure.FINE else "warn"
            say_in(self.exposure, exposure_text(aids), look)

    def _note(self) -> None:
        self.view.show_note(
            self.tr("No live picture"), self.tr("Press Live view to open the camera. No recipe is needed for it.")
        )
        self._show_aids(None)

    def _show_state(self, status: CaptureStatus) -> None:
        match status.source:
            case Source.NONE:
                text = self.tr("The camera is closed.")
            case Source.LINE if not status.up:
                text = self.tr("The line is not ready; what is shown may be its last picture.")
            case Source.LINE:
                text = self.tr("The line is running; its pictures are shown, and it is not slowed.")
            case Source.CAMERA if status.message:
                text = f"{in_words(status.message)} {in_words(status.hint)}".strip()
            case Source.CAMERA:
                text = self.tr("Camera {name}: {rate} pictures per second shown").format(
                    name=status.camera_id, rate=f"{self.feed.rate:.0f}"
                )
        lost = status.source is not Source.NONE and not status.up
        if lost:
            self._show_aids(None)  # the picture stays for looking at, but nothing is measured any more
        say_in(self.state, text, "warn" if lost else "muted")
        if status.source is Source.NONE and self.view.picture is not None:
            self._note()

    def _refresh(self, status: CaptureStatus | None = None) -> None:
        status = status or self._capturing.status()
        may = self._page.context.desk.may(Action.CAPTURE)
        line = status.source is Source.LINE
        open_now = status.source is not Source.NONE
        running = status.plan is not None or status.waiting > 0
        ready = may and open_now and not running and bool(self.name)
        triggered = line or (status.accepted is not None and status.accepted.trigger == "line")
        if status.source is not Source.CAMERA and not self._opening:
            self._on = False  # the line took the camera
        self.live_button.setChecked(self._on)
        self.live_button.setEnabled(may and not line)
        self.mode.setEnabled(may and not line and not running)
        self.one_button.setEnabled(ready)
        self.burst_button.setEnabled(ready)
        self.each_button.setEnabled(ready and triggered)
        self.stop_button.setEnabled(running and may)
        for widget in (self.label, self.pictures, self.every):
            widget.setEnabled(may)
        self.kind.setEnabled(may and self.taken_as is ImageLabel.DEFECT)

    def session_changed(self) -> None:
        self._refresh()
