"""The operator's page: state, verdict, why, and the picture, at one glance."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout, QWidget

from station.heatmap import HeatScale
from station.types import StationState, StationStatus
from ui.image_view import ImageView
from ui.page import Page, PageContext
from ui.picture import PartView, Picture
from ui.theme import GRID, SMALL, TARGET, Theme, set_look
from ui.told import in_words
from ui.widgets.banner import Level
from ui.widgets.buttons import ActionButton
from ui.widgets.counters import CounterPanel
from ui.widgets.gauge import ScoreGauge
from ui.widgets.info_line import InfoLine
from ui.widgets.legend import HeatLegend
from ui.widgets.strip import PartStrip
from ui.widgets.text import WrappedText
from ui.widgets.verdict import VerdictPanel
from ui.words import part_name, reason_sentence

_LOW = 680
HOLD_S = 1.5
"""An inspected part stays in the picture this long before a newer live picture may replace it."""


class OperatePage(Page):
    """Shows what the bridge says and sends the operator's orders. Knows no thread and no station."""

    def __init__(
        self, context: PageContext, *, clock: Callable[[], float] = time.monotonic, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self._bridge = context.bridge
        self._commands = context.commands
        self._clock = clock
        self._status: StationStatus | None = None
        self._shown: PartView | None = None
        self._newest: PartView | None = None
        self._looking_back = False
        self._newer = 0
        self._part_until = -math.inf
        self._command_error: tuple[str, str] | None = None
        self._notice: tuple[str, str] | None = None
        self.view = ImageView(theme)
        self.caption = WrappedText(theme, SMALL + 1, bold=True)
        self.legend = HeatLegend(theme)
        self.strip = PartStrip(theme)
        self.verdict = VerdictPanel(theme)
        self.gauge = ScoreGauge(theme)
        self.counters = CounterPanel(theme)
        self.info = InfoLine(theme)
        self._make_buttons(theme)
        self._lay_out()
        self._connect()
        self._show_live_note()

    @property
    def looking_back(self) -> bool:
        """Whether an earlier part was chosen: new parts then leave picture and verdict alone."""
        return self._looking_back

    @property
    def shown(self) -> PartView | None:
        """The part in the picture; None while it is the live one."""
        return self._shown

    def _make_buttons(self, theme: Theme) -> None:
        tall = TARGET + GRID
        self.start_button = ActionButton(theme, "start", self.tr("Start"), key="F5", height=tall)
        self.stop_button = ActionButton(theme, "stop", self.tr("Stop"), key="F6", height=tall)
        self.acknowledge_button = ActionButton(theme, "acknowledge", self.tr("Acknowledge"), key="F8", height=tall)
        self.trigger_button = ActionButton(theme, "trigger", self.tr("Trigger"), key="F9", height=tall)
        self.live_button = ActionButton(theme, "live", self.tr("Live"), key="F7")
        self.live_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.live_button.setCheckable(True)
        self.live_button.setChecked(True)
        self.heat_button = ActionButton(theme, "heatmap", self.tr("Heatmap"), key="F4")
        self.heat_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.heat_button.setCheckable(True)
        self.heat_button.setChecked(True)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setPageStep(20)
        self.opacity.setValue(75)
        self.opacity.setMinimumWidth(96)
        self.opacity.setMaximumWidth(220)
        self.opacity.setAccessibleName(self.tr("Opacity of the heatmap"))
        self.zoom_out_button = ActionButton(theme, "zoom_out", "", name=self.tr("Zoom out"))
        self.zoom_in_button = ActionButton(theme, "zoom_in", "", name=self.tr("Zoom in"))
        self.fit_button = ActionButton(theme, "fit", "", name=self.tr("Fit the picture into the window"))
        self.original_button = ActionButton(theme, "original", "", name=self.tr("Original size, 1 to 1"))

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(GRID)
        tools.addWidget(self.live_button)
        tools.addWidget(self.heat_button)
        tools.addWidget(self.opacity, 1)
        tools.addStretch(1)
        for button in (self.zoom_out_button, self.zoom_in_button, self.fit_button, self.original_button):
            tools.addWidget(button)

        foot = QHBoxLayout()
        foot.setSpacing(2 * GRID)
        foot.addWidget(self.caption, 1)
        foot.addWidget(self.legend)

        picture = QFrame()
        set_look(picture, "panel")
        inside = QVBoxLayout(picture)
        inside.setContentsMargins(GRID, GRID, GRID, 0)
        inside.setSpacing(GRID)
        inside.addLayout(tools)
        inside.addWidget(self.view, 1)
        inside.addLayout(foot)
        inside.setStretch(1, 1)
        foot.setContentsMargins(GRID // 2, 0, GRID // 2, GRID // 2)

        left = QVBoxLayout()
        left.setSpacing(1 * GRID)
        left.addWidget(picture, 1)
        left.addWidget(self.strip)

        numbers = QFrame()
        set_look(numbers, "panel")
        rows = QVBoxLayout(numbers)
        rows.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        rows.setSpacing(GRID)
        rows.addWidget(self.gauge)
        rows.addWidget(_rule())
        rows.addWidget(self.counters)

        orders = QGridLayout()
        orders.setSpacing(GRID)
        orders.addWidget(self.start_button, 0, 0)
        orders.addWidget(self.stop_button, 0, 1)
        orders.addWidget(self.acknowledge_button, 1, 0)
        orders.addWidget(self.trigger_button, 1, 1)
        orders.setColumnStretch(0, 1)
        orders.setColumnStretch(1, 1)

        self._side = QWidget()
        right = QVBoxLayout(self._side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(GRID)
        right.addWidget(self.verdict, 1)
        right.addWidget(numbers)
        right.addLayout(orders)

        middle = QHBoxLayout()
        middle.setSpacing(GRID + 4)
        middle.addLayout(left, 1)
        middle.addWidget(self._side)

        self.body.addLayout(middle, 1)
        self.body.addWidget(self.info)

    def _connect(self) -> None:
        self.start_button.clicked.connect(self._commands.start)
        self.stop_button.clicked.connect(self._commands.stop)
        self.acknowledge_button.clicked.connect(self._commands.acknowledge)
        self.trigger_button.clicked.connect(self._commands.trigger)
        self.live_button.clicked.connect(self.go_live)
        self.heat_button.toggled.connect(self._set_heat)
        self.opacity.valueChanged.connect(lambda value: self.view.set_heat_opacity(value / 100))
        self.view.set_heat_opacity(self.opacity.value() / 100)
        self.zoom_in_button.clicked.connect(self.view.zoom_in)
        self.zoom_out_button.clicked.connect(self.view.zoom_out)
        self.fit_button.clicked.connect(self.view.fit)
        self.original_button.clicked.connect(self.view.original_size)
        for keys, action, button in (
            (QKeySequence.StandardKey.ZoomIn, self.view.zoom_in, self.zoom_in_button),
            (QKeySequence.StandardKey.ZoomOut, self.view.zoom_out, self.zoom_out_button),
            (QKeySequence("Ctrl+0"), self.view.fit, self.fit_button),
            (QKeySequence("Ctrl+1"), self.view.original_size, self.original_button),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.setWhatsThis(button.accessibleName())
            shortcut.activated.connect(action)
        self.view.zoom_changed.connect(lambda: self._bridge.set_level(self.view.level))
        self.view.level_wanted.connect(self._refine)
        self.strip.chosen.connect(self._look_back)
        self.banner.dismissed.connect(self._dismiss)
        self._bridge.status_changed.connect(self._on_status)
        self._bridge.live.connect(self._on_live)
        self._bridge.parts.connect(self._on_parts)
        self._bridge.failed.connect(self._on_bridge_error)
        self._commands.failed.connect(self._on_command_failed)
        self._commands.done.connect(self._on_command_done)
        self._commands.changed.connect(self._refresh_buttons)

    def go_live(self) -> None:
        """Leave the earlier part and show what comes from the line again."""
        self._looking_back = False
        self._newer = 0
        self._part_until = -math.inf
        self.live_button.setChecked(True)
        self.live_button.set_prominent(False)
        self.strip.release()
        if self._newest is not None:
            self._show_part(self._newest)

    def set_notice(self, message: str, hint: str = "") -> None:
        """Say something in the banner that stands above everything else, for example that the window is closing."""
        self._notice = (message, hint)
        self._refresh_banner()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = min(max(round(self.width() * 0.3), 336), 520)
        self._side.setFixedWidth(width)
        low = self.height() < _LOW
        self.verdict.set_room(width, low=low)
        for button in (self.start_button, self.stop_button, self.acknowledge_button, self.trigger_button):
            button.set_height(TARGET if low else TARGET + GRID)

    def _on_status(self, status: StationStatus) -> None:
        before = self._status
        self._status = status
        if before is None or before.state is not status.state:
            self._refresh_buttons()
        self.counters.show_counters(status.counters)
        self.gauge.set_limits(status.threshold, status.review_from)
        self.info.show_status(status, window_late=self._bridge.late)
        if self._shown is None:
            self.legend.set_scale(HeatScale.of(status.threshold, status.review_from))
            if self.view.picture is None:
                self._show_live_note()
        self._refresh_banner()

    def _on_parts(self, views: tuple[PartView, ...]) -> None:
        for view in views:
            self.strip.add(view)
            self.gauge.add_recent(view.inspection.score)
        self._newest = views[-1]
        if not self._looking_back:
            self._part_until = self._clock() + HOLD_S
            self._show_part(self._newest)
        else:
            self._newer += len(views)
            self._caption_part()

    def _on_live(self, picture: Picture, trigger_id: str | None) -> None:
        """A live picture gives way to the part it became, and to an earlier part that was chosen."""
        shown = self._shown
        answered = shown is not None and trigger_id is not None and shown.inspection.trigger_id == trigger_id
        if self._looking_back or answered or self._clock() < self._part_until:
            return
        self._shown = None
        self.view.show_picture(picture)
        self.caption.set_text(self.tr("Live"))

    def _look_back(self, view: PartView) -> None:
        self._looking_back = True
        self._newer = 0
        self.live_button.setChecked(False)
        self.live_button.set_prominent(True)
        self._show_part(view)

    def _show_part(self, view: PartView) -> None:
        inspection = view.inspection
        self._shown = view
        self.verdict.show_inspection(inspection, earlier=self._looking_back)
        self.gauge.show_inspection(inspection)
        self.legend.set_scale(view.scale)
        self._caption_part()
        if view.image is None:
            self.view.show_note(self.tr("No picture of this part"), reason_sentence(inspection.reason))
        else:
            self._bridge.request_picture(view, self.view.level, lambda picture: self._rendered(view, picture))

    def _caption_part(self) -> None:
        """Say which part the picture is of, and while looking back how many came since."""
        if self._shown is None:
            return
        name = part_name(self._shown.inspection)
        if not self._looking_back:
            self.caption.set_text(self.tr("Part {part}").format(part=name))
        elif self._newer:
            words = self.tr("Earlier part {part} · {count} came since · Live returns")
            self.caption.set_text(words.format(part=name, count=self._newer))
        else:
            self.caption.set_text(self.tr("Earlier part {part} · Live returns").format(part=name))

    def _rendered(self, view: PartView, picture: Picture | None) -> None:
        if view is self._shown and picture is not None:
            self.view.show_picture(picture)

    def _refine(self, level: int) -> None:
        view = self._shown
        if view is not None and view.image is not None:
            self._bridge.request_picture(view, level, lambda picture: self._rendered(view, picture))

    def _show_live_note(self) -> None:
        state = self._status.state if self._status is not None else StationState.STOPPED
        if state is StationState.STOPPED:
            detail = self.tr("Start brings the camera to life.")
        elif state is StationState.STARTING:
            detail = self.tr("The camera and the detector are getting ready.")
        else:
            detail = self.tr("Waiting for the first one.")
        self.view.show_note(self.tr("No picture yet"), detail)
        self.caption.set_text(self.tr("Live"))

    def _set_heat(self, shown: bool) -> None:
        self.view.set_heat_shown(shown)
        self.opacity.setEnabled(shown)

    def _on_command_failed(self, message: str, hint: str) -> None:
        self._command_error = (message, hint)
        self._refresh_banner()

    def _on_command_done(self, _order: str) -> None:
        self._dismiss()

    def _on_bridge_error(self, error: BaseException) -> None:
        self._on_command_failed(
            self.tr("A picture could not be shown: {error}").format(error=error),
            self.tr("The line goes on; verdicts and records are not touched by this."),
        )

    def _dismiss(self) -> None:
        self._command_error = None
        self._refresh_banner()

    def _refresh_banner(self) -> None:
        """The station's own trouble comes before what the last order said."""
        status = self._status
        if self._notice is not None:
            self.banner.show_message(Level.NOTE, *self._notice)
        elif status is not None and status.state in (StationState.FAULT, StationState.RECOVERING):
            level = Level.ALARM if status.state is StationState.FAULT else Level.WARNING
            self.banner.show_message(
                level, in_words(status.message) or self.tr("The station is not ready"), in_words(status.hint)
            )
        elif self._command_error is not None:
            self.banner.show_message(Level.WARNING, *self._command_error, dismissable=True)
        elif status is not None and status.message:
            level = Level.WARNING if status.state is StationState.READY else Level.NOTE
            self.banner.show_message(level, in_words(status.message), in_words(status.hint))
        else:
            self.banner.hide()

    def _refresh_buttons(self) -> None:
        state = self._status.state if self._status is not None else StationState.STOPPED
        for order, button in (
            ("start", self.start_button),
            ("stop", self.stop_button),
            ("acknowledge", self.acknowledge_button),
            ("trigger", self.trigger_button),
        ):
            button.setEnabled(self._commands.allowed(order, state))
        self.start_button.set_prominent(state is StationState.STOPPED)
        self.acknowledge_button.set_prominent(state is StationState.FAULT)


def _rule() -> QFrame:
    """A thin line between two groups."""
    rule = QFrame()
    rule.setFixedHeight(1)
    set_look(rule, "panel")
    return rule
