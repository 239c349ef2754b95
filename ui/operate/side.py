"""The right-hand column: verdict, score and counts, and the orders."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from station.types import StationState
from ui.commands import Commands
from ui.desk import Desk
from ui.operate.actions import ORDER_ACTIONS
from ui.theme import GRID, TARGET, Theme, set_look
from ui.widgets.buttons import ActionButton
from ui.widgets.counters import CounterPanel
from ui.widgets.gauge import ScoreGauge
from ui.widgets.verdict import VerdictPanel


class SideColumn(QWidget):
    """Beside the picture or a panel, always visible."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.verdict = VerdictPanel(theme)
        self.gauge = ScoreGauge(theme)
        self.counters = CounterPanel(theme)
        tall = TARGET + GRID
        self.start_button = ActionButton(theme, "start", self.tr("Start"), key="F5", height=tall)
        self.stop_button = ActionButton(theme, "stop", self.tr("Stop"), key="F6", height=tall)
        self.acknowledge_button = ActionButton(theme, "acknowledge", self.tr("Acknowledge"), key="F8", height=tall)
        self.trigger_button = ActionButton(theme, "trigger", self.tr("Trigger"), key="F9", height=tall)
        self._lay_out()

    @property
    def orders(self) -> dict[str, ActionButton]:
        """The buttons by the name of their order in `Commands`."""
        return {
            "start": self.start_button,
            "stop": self.stop_button,
            "acknowledge": self.acknowledge_button,
            "trigger": self.trigger_button,
        }

    def set_room(self, width: int, *, low: bool) -> None:
        """Fit into a column of `width`; `low`: the window has little height."""
        self.setFixedWidth(width)
        self.verdict.set_room(width, low=low)
        for button in self.orders.values():
            button.set_height(TARGET if low else TARGET + GRID)

    def show_orders(self, state: StationState, commands: Commands, desk: Desk) -> None:
        """Enable what makes sense now and what whoever is at the desk may do."""
        for order, button in self.orders.items():
            button.setEnabled(commands.allowed(order, state) and desk.may(ORDER_ACTIONS[order]))
        self.start_button.set_prominent(state is StationState.STOPPED)
        self.acknowledge_button.set_prominent(state is StationState.FAULT)

    def _lay_out(self) -> None:
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
        # no stretch: the longer words get the room that their key needs too
        right = QVBoxLayout(self)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(GRID)
        right.addWidget(self.verdict, 1)
        right.addWidget(numbers)
        right.addLayout(orders)


def _rule() -> QFrame:
    """A thin line between two groups."""
    rule = QFrame()
    rule.setFixedHeight(1)
    set_look(rule, "panel")
    return rule
