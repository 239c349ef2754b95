"""What is said of robot, PLC and broker beside the station's own state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from station.types import PartnerStatus, StationStatus
from ui.app import WindowSession
from ui.theme import Theme
from ui.widgets.partner_line import PartnerLine

RUNS = PartnerStatus("robot", True, "The robot's inspection program runs.")
STOPPED = PartnerStatus("robot", False, "Emergency stop.", "Look at the cell, release the button.")
PLC = PartnerStatus("plc", True, "The PLC is there.")
WAIT_MS = 60_000


def test_without_partners_there_is_no_line_and_with_them_one_for_each(qtbot: QtBot, theme: Theme) -> None:
    line = PartnerLine(theme)
    qtbot.addWidget(line)
    line.show_partners(())
    assert line.isHidden()
    line.show_partners((RUNS, PLC))
    assert not line.isHidden()
    two = line.height()
    line.show_partners((RUNS,))
    assert line.height() < two
    assert line.accessibleName() == "Robot: The robot's inspection program runs."


def test_who_is_not_there_comes_first_with_what_to_do(qtbot: QtBot, theme: Theme) -> None:
    line = PartnerLine(theme)
    qtbot.addWidget(line)
    line.resize(600, 56)
    line.show_partners((PLC, STOPPED))
    assert [one.name for one in line.partners] == ["robot", "plc"]
    assert line.toolTip().splitlines()[0] == "Robot: Emergency stop. Look at the cell, release the button."
    calm, alarmed = PartnerLine(theme), line
    qtbot.addWidget(calm)
    calm.resize(600, 56)
    calm.show_partners((PLC, RUNS))
    assert calm.grab().toImage() != alarmed.grab().toImage()


def test_operate_says_what_the_robot_is_in(
    qtbot: QtBot, session: WindowSession, station: Any, new_status: Callable[..., StationStatus]
) -> None:
    page = session.window.operate
    station.now = new_status(partners=(STOPPED,))
    qtbot.waitUntil(page.partners.isVisible, timeout=WAIT_MS)
    assert "Emergency stop" in page.partners.accessibleName()
    station.now = new_status(partners=())
    qtbot.waitUntil(lambda: not page.partners.isVisible(), timeout=WAIT_MS)
