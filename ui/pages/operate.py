"""The operator's page: state, verdict, why, and the picture or a panel, at one glance."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station.errors import NotPermitted
from station.permissions import Action
from station.queries import Said
from station.types import StationState, StationStatus
from ui.operate.alarms_panel import AlarmsPanel
from ui.operate.feedback_panel import FeedbackPanel
from ui.operate.golden_panel import GoldenPanel
from ui.operate.panel import Panel
from ui.operate.part_row import PartRow
from ui.operate.picture_area import PictureArea
from ui.operate.recipe_panel import RecipePanel
from ui.operate.review_panel import ReviewPanel
from ui.operate.shift_panel import ShiftPanel
from ui.operate.shown import ShownParts
from ui.operate.side import SideColumn
from ui.operate.tabs import PanelTabs
from ui.page import Page, PageContext
from ui.picture import PartView
from ui.theme import GRID
from ui.told import in_words
from ui.wedge import Wedge
from ui.widgets.banner import Level
from ui.widgets.info_line import InfoLine
from ui.widgets.partner_line import PartnerLine
from ui.widgets.strip import PartStrip

_LOW = 680
READ_MS = 2000
"""How often what the records hold is read again while the page is visible."""


class OperatePage(Page):
    """Shows what the bridge says and sends the operator's orders. Beside the verdict is the picture, or a panel."""

    def __init__(
        self, context: PageContext, *, clock: Callable[[], float] = time.monotonic, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._bridge = context.bridge
        self._commands = context.commands
        self._status: StationStatus | None = None
        self._message: tuple[str, str, Level] | None = None
        self._notice: tuple[str, str] | None = None
        self._make_parts(context)
        self.parts = ShownParts(self, self.picture, self.side, self.strip, clock)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(READ_MS)
        self._timer.timeout.connect(self._read)
        self._connect()

    def _make_parts(self, context: PageContext) -> None:
        theme = context.theme
        self.picture = PictureArea(theme)
        self.side = SideColumn(theme)
        self.strip = PartStrip(theme)
        self.info = InfoLine(theme)
        self.partners = PartnerLine(theme)
        self.row = PartRow(theme)
        self.next_part = self.row.next_part
        self.wedge = Wedge(context.station.config.scanner, parent=self)
        self.alarms = AlarmsPanel(self)
        self.review = ReviewPanel(self, lambda: self.strip.views)
        self.shift = ShiftPanel(self)
        self.golden = GoldenPanel(self)
        self.feedback = FeedbackPanel(self)
        self.recipe = RecipePanel(self)
        self.panels: dict[str, Panel] = {
            "alarms": self.alarms,
            "review": self.review,
            "shift": self.shift,
            "golden": self.golden,
            "feedback": self.feedback,
            "recipe": self.recipe,
        }
        self.tabs = PanelTabs(
            theme,
            (
                ("picture", self.tr("Picture"), "Ctrl+F1"),
                ("alarms", self.tr("Alarms"), "Ctrl+F2"),
                ("review", self.tr("Review"), "Ctrl+F3"),
                ("shift", self.tr("Shift"), "Ctrl+F4"),
                ("golden", self.tr("Reference"), "Ctrl+F5"),
                ("feedback", self.tr("Feedback"), "Ctrl+F6"),
                ("recipe", self.tr("Recipe"), "Ctrl+F7"),
            ),
        )
        # the parts under the names by which the page is known
        self.view, self.caption, self.legend = self.picture.view, self.picture.caption, self.picture.legend
        self.verdict, self.gauge, self.counters = self.side.verdict, self.side.gauge, self.side.counters
        self.start_button, self.stop_button = self.side.start_button, self.side.stop_button
        self.acknowledge_button, self.trigger_button = self.side.acknowledge_button, self.side.trigger_button
        self.live_button, self.heat_button = self.picture.live_button, self.picture.heat_button
        self.opacity = self.picture.opacity
        self.zoom_in_button, self.zoom_out_button = self.picture.zoom_in_button, self.picture.zoom_out_button
        self.fit_button, self.original_button = self.picture.fit_button, self.picture.original_button

    @property
    def looking_back(self) -> bool:
        """Whether an earlier part was chosen: new parts then leave picture and verdict alone."""
        return self.parts.looking_back

    @property
    def shown(self) -> PartView | None:
        """The part in the picture; None while it is the live one."""
        return self.parts.shown

    def go_live(self) -> None:
        """Leave the earlier part and show what comes from the line again."""
        self.parts.go_live()

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        self.stack.addWidget(self.picture)
        for panel in self.panels.values():
            self.stack.addWidget(panel)
        self.tabs.show_current("picture")
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self.tabs)
        left.addWidget(self.stack, 1)
        left.addWidget(self.strip)
        left.addWidget(self.row)
        middle = QHBoxLayout()
        middle.setSpacing(GRID + 4)
        middle.addLayout(left, 1)
        middle.addWidget(self.side)
        self.body.addLayout(middle, 1)
        self.body.addWidget(self.partners)
        self.body.addWidget(self.info)

    def _connect(self) -> None:
        self.start_button.clicked.connect(self._commands.start)
        self.stop_button.clicked.connect(self._commands.stop)
        self.acknowledge_button.clicked.connect(self._commands.acknowledge)
        self.trigger_button.clicked.connect(self._commands.trigger)
        self.parts.changed.connect(self._part_changed)
        self.parts.chosen.connect(self._part_chosen)
        self.tabs.chosen.connect(self.open_panel)
        for key, panel in self.panels.items():
            panel.counted.connect(lambda count, key=key: self._count(key, count))
            panel.needs_changed.connect(self._give_room)
        self.row.said.connect(self._begin_feedback)
        self.feedback.told.connect(self.parts.read_said)
        self.next_part.entered.connect(self._put_part)
        self.next_part.cleared.connect(self._clear_part)
        self.wedge.scanned.connect(self._scanned)
        self._bridge.status_changed.connect(self._on_status)
        self._bridge.failed.connect(self._on_bridge_error)
        self._commands.failed.connect(lambda message, hint: self.say(message, hint, Level.WARNING))
        self._commands.done.connect(lambda _order: self.clear_message())
        self._commands.changed.connect(self._refresh_buttons)

    # the life of a page

    def entered(self) -> None:
        self.wedge.install()
        self._timer.start()
        self._read()

    def left(self) -> None:
        self._timer.stop()

    def session_changed(self) -> None:
        for panel in self.panels.values():
            panel.session_changed()
        self._refresh_buttons()

    def shut_down(self) -> None:
        self._timer.stop()
        self.wedge.remove()

    def show_subject(self, subject: object) -> None:
        """Open the panel of that key."""
        self.open_panel(str(subject))

    def open_panel(self, key: str) -> None:
        """Show a panel in the place of the picture, or the picture again."""
        self.tabs.show_current(key)
        panel = self.panels.get(key)
        self.stack.setCurrentWidget(self.picture if panel is None else panel)
        if panel is self.feedback and (part := self.parts.current) is not None:
            self.feedback.begin(part.inspection)
        if panel is not None:
            panel.opened()
        self._give_room()

    def _give_room(self) -> None:
        """Let a panel that has no use for the strip have its place, and tell its pictures from the verdict's part."""
        current = self.stack.currentWidget()
        self.strip.setVisible(not isinstance(current, Panel) or current.needs_strip)
        self.parts.set_beside_others(isinstance(current, Panel) and current.shows_others)

    def _read(self) -> None:
        """Read again what the records hold: what is open, and what has to be counted."""
        current = self.stack.currentWidget()
        for panel in self.panels.values():
            if panel is current or panel is self.review or panel is self.feedback:
                panel.read()

    def _count(self, key: str, count: int) -> None:
        urgent = (key == "alarms" and self.alarms.urgent) or key == "golden"
        self.tabs.tabs[key].set_count(count, urgent=urgent)

    # the id of the next part

    def _scanned(self, code: str) -> None:
        self._put_part(code)
        config = self.context.station.config
        if config.scanner.triggers and self.trigger_button.isEnabled():
            self._commands.trigger()

    def _put_part(self, part_id: str) -> None:
        try:
            replaced = self.context.station.next_part.put(self.context.desk.session, part_id)
        except NotPermitted as error:
            self.explain(error)
            self._show_next_part()
            return
        if replaced is not None and replaced != part_id:
            self.say(
                self.tr("{part} replaces {before}, which no picture has taken.").format(part=part_id, before=replaced)
            )
        self._show_next_part()

    def _clear_part(self) -> None:
        try:
            self.context.station.next_part.clear(self.context.desk.session)
        except NotPermitted as error:
            self.explain(error)
        self._show_next_part()

    def _show_next_part(self) -> None:
        self.next_part.show_waiting(self.context.station.next_part.waiting)

    # feedback

    def _part_changed(self, view: PartView) -> None:
        self.golden.set_part(view.inspection)
        self._refresh_says()

    def _part_chosen(self, view: PartView) -> None:
        if self.stack.currentWidget() is self.feedback:
            self.feedback.begin(view.inspection)

    def _begin_feedback(self, said: Said) -> None:
        part = self.parts.current
        self.open_panel("feedback")
        self.feedback.begin(None if part is None else part.inspection, said)

    def set_notice(self, message: str, hint: str = "") -> None:
        """Say something in the banner that stands above everything else, for example that the window is closing."""
        self._notice = (message, hint)
        self._refresh_banner()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = min(max(round(self.width() * 0.3), 336), 520)
        self.side.set_room(width, low=self.height() < _LOW)

    def _on_status(self, status: StationStatus) -> None:
        before = self._status
        self._status = status
        if before is None or before.state is not status.state:
            self._refresh_buttons()
        self.counters.show_counters(status.counters)
        self.gauge.set_limits(status.threshold, status.review_from)
        self.info.show_status(status, window_late=self._bridge.late, unshown=self._bridge.unshown)
        self.partners.show_partners(status.partners)
        self.parts.follow(status)
        for panel in self.panels.values():
            panel.follow()
        self._show_next_part()
        self._refresh_banner()

    # banner and buttons

    def say(self, message: str, hint: str = "", level: Level = Level.NOTE) -> None:
        self._message = (message, hint, level)
        self._refresh_banner()

    def clear_message(self) -> None:
        self._message = None
        self._refresh_banner()

    def _on_bridge_error(self, error: BaseException) -> None:
        self.say(
            self.tr("A picture could not be shown: {error}").format(error=error),
            self.tr("The line goes on; verdicts and records are not touched by this."),
            Level.WARNING,
        )

    def _refresh_banner(self) -> None:
        """The station's own trouble comes before what was said last, but for an answer while it lasts."""
        status = self._status
        if self._notice is not None:
            self.banner.show_message(Level.NOTE, *self._notice)
        elif status is not None and status.state in (StationState.FAULT, StationState.RECOVERING):
            level = Level.ALARM if status.state is StationState.FAULT else Level.WARNING
            self.banner.show_message(
                level, in_words(status.message) or self.tr("The station is not ready"), in_words(status.hint)
            )
        elif self._message is not None:
            message, hint, level = self._message
            self.banner.show_message(level, message, hint, dismissable=True)
        elif status is not None and status.message:
            abnormal = status.state in (StationState.READY, StationState.BLOCKED)
            self.banner.show_message(
                Level.WARNING if abnormal else Level.NOTE, in_words(status.message), in_words(status.hint)
            )
        else:
            self.banner.hide()

    def _refresh_buttons(self) -> None:
        state = self._status.state if self._status is not None else StationState.STOPPED
        self.side.show_orders(state, self._commands, self.context.desk)
        self._refresh_says()

    def _refresh_says(self) -> None:
        can = self.parts.current is not None and self.context.desk.may(Action.GIVE_FEEDBACK)
        self.row.good_button.setEnabled(can)
        self.row.bad_button.setEnabled(can)
