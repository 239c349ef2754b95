"""The registers between station and PLC, live and to look at only."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from station.plc.cell import Plc
from station.plc.exchange import Look
from station.plc.recorder import PLC_SIGNALS, STATION_SIGNALS
from station.plc.registers import CODE_TEXT, MAP_VERSION, NO_SCORE, Code, RecipeState
from ui.page import Page
from ui.theme import GRID, set_look
from ui.told import in_words
from ui.widgets.card import Card
from ui.widgets.partner_line import PartnerLine
from ui.widgets.plain_table import PlainTable

_EVERY_MS = 200


class PlcPanel(QWidget):
    """What the PLC writes and what the station writes, side by side. Looks only while it is in sight."""

    def __init__(self, page: Page, plc: Plc) -> None:
        super().__init__(page)
        self._plc = plc
        self._shown: list[list[tuple[str, str]]] = []
        self.line = PartnerLine(page.context.theme)
        self.where = QLabel(self._where())
        self.where.setWordWrap(True)
        set_look(self.where, "muted")
        self.code = QLabel()
        self.code.setWordWrap(True)
        headings = (self.tr("Signal"), self.tr("Value"))
        self.plc_table = PlainTable(self.tr("What the PLC writes"), headings, wide=(1,), choosing=False)
        self.bits_table = PlainTable(self.tr("Bits that the station writes"), headings, wide=(1,), choosing=False)
        self.station_table = PlainTable(self.tr("Words that the station writes"), headings, wide=(1,), choosing=False)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._lay_out()
        self.look()

    def session_changed(self) -> None:
        """Everybody may look."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        state = Card(self.tr("PLC"))
        state.body.addWidget(self.line)
        state.body.addWidget(self.code)
        state.body.addWidget(self.where)
        tables = QHBoxLayout()
        tables.setSpacing(GRID)
        for title, table in (
            (self.tr("The PLC writes"), self.plc_table),
            (self.tr("The station writes"), self.bits_table),
            (self.tr("Result and recipe"), self.station_table),
        ):
            card = Card(title)
            card.body.addWidget(table, 1)
            tables.addWidget(card, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(state)
        layout.addLayout(tables, 1)

    def _where(self) -> str:
        section = self._plc.exchange.section
        text = (
            self.tr("The station is the Modbus server on {host}, port {port}; the map begins at register {offset}.")
            if section.role == "server"
            else self.tr("The station asks the PLC at {host}, port {port}; the map begins at register {offset}.")
        )
        return text.format(host=section.host, port=section.port, offset=section.offset)

    def look(self) -> None:
        """Show both sides as they are now."""
        self.line.show_partners((self._plc.status(),))
        look = self._plc.exchange.snapshot()
        code = look.station.code
        self.code.setText("" if code is Code.NONE else f"{self.tr('Code')} {int(code)}: {in_words(CODE_TEXT[code])}")
        self.code.setVisible(code is not Code.NONE)
        bits = [(name, str(int(bit in look.station.status))) for name, bit in STATION_SIGNALS.items()]
        rows = [self._plc_rows(look), bits, self._station_rows(look)]
        if rows == self._shown:
            return
        self._shown = rows
        signals = {*PLC_SIGNALS, *STATION_SIGNALS}
        for table, side in zip((self.plc_table, self.bits_table, self.station_table), rows, strict=True):
            table.fill(side, bold=[number for number, row in enumerate(side) if row[0] in signals and row[1] == "1"])

    def _plc_rows(self, look: Look) -> list[tuple[str, str]]:
        plc = look.plc
        if plc is None:
            return [(self.tr("Connection"), self.tr("none"))]
        version = str(plc.map_version)
        if plc.map_version != MAP_VERSION:
            version = self.tr("{found}, not {expected}").format(found=plc.map_version, expected=MAP_VERSION)
        return [
            *((name, str(int(bit in plc.control))) for name, bit in PLC_SIGNALS.items()),
            (self.tr("Part id"), plc.part_id or "-"),
            (self.tr("Recipe wanted"), str(plc.recipe or "-")),
            (self.tr("Heartbeat"), str(plc.heartbeat)),
            (self.tr("Register map"), version),
        ]

    def _station_rows(self, look: Look) -> list[tuple[str, str]]:
        words, result = look.station, look.station.result
        states = {
            RecipeState.IDLE: "-",
            RecipeState.PREPARING: self.tr("{number} is being prepared"),
            RecipeState.PREPARED: self.tr("{number} is in force"),
            RecipeState.UNKNOWN: self.tr("{number} is unknown"),
            RecipeState.FAILED: self.tr("{number} could not be put in force"),
            RecipeState.OTHER: self.tr("another one than {number} is in force"),
        }
        shown = "-"
        if result is not None:
            shown = f"{result.acquisition}: {result.verdict}"
            if result.score != NO_SCORE:
                shown += f" ({result.score})"
        return [
            (self.tr("Acquisition of Ack"), str(words.ack_acquisition or "-")),
            (self.tr("Result"), shown),
            (self.tr("Parts under way"), str(words.under_way)),
            (self.tr("Triggers refused"), str(words.refused)),
            (self.tr("Recipe"), states[words.recipe_state].format(number=words.recipe_echo)),
            (self.tr("Heartbeat"), str(words.heartbeat)),
        ]
