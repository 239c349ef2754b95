"""The registers of the PLC in the settings: live, and to look at only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

pytest.importorskip("pymodbus", reason="the package pymodbus is not installed")

from station.accounts import Session
from station.permissions import Role
from station.plc.program import PlcProgram
from station.plc.sim import SimulatedMaster
from station.services import Station
from tests.station.built_rig import AT, built, make_camera, make_config, teach
from tests.station.plc_rig import PATIENT_MS, free_port
from ui.app import WindowSession
from ui.pages.settings import SettingsPage
from ui.pages.settings_plc import PlcPanel
from ui.widgets.plain_table import PlainTable

WAIT_MS = 60_000


@pytest.fixture
def signed_in() -> Session:
    return Session("Ada", Role.ENGINEER, AT)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    patient = dict.fromkeys(("ack_ms", "result_ms", "plc_heartbeat_ms"), PATIENT_MS)
    config = make_config(tmp_path, plc={"port": free_port(), "recipes": {"1": "cell"}, **patient})
    with built(config, make_camera()) as station:
        station.activate("cell", teach(station).version, who="Ada", why="first")
        station.open_partners()
        station.start()
        yield station


def values(table: PlainTable) -> dict[str, str]:
    cells = ((table.item(row, 0), table.item(row, 1)) for row in range(table.rowCount()))
    return {name.text(): value.text() for name, value in cells if name is not None and value is not None}


@pytest.fixture
def panel(qtbot: QtBot, session: WindowSession) -> PlcPanel:
    assert session.window.open_page("settings")
    page = session.window.page("settings")
    assert isinstance(page, SettingsPage)
    assert page.plc is not None
    page.tabs.setCurrentWidget(page.plc)
    return page.plc


def test_without_a_plc_it_says_so_and_where_it_listens(qtbot: QtBot, panel: PlcPanel, station: Station) -> None:
    assert station.config.plc is not None
    qtbot.waitUntil(lambda: "No PLC is connected" in panel.line.accessibleName(), timeout=WAIT_MS)
    assert str(station.config.plc.port) in panel.where.text()
    assert "142" in panel.code.text()
    assert values(panel.bits_table)["Ready"] == "0"


def test_it_shows_both_sides_as_they_change(qtbot: QtBot, panel: PlcPanel, station: Station) -> None:
    assert station.config.plc is not None
    program = PlcProgram()
    program.faults.never_acks = True
    with SimulatedMaster(program, "127.0.0.1", station.config.plc.port) as plc:
        plc.want("A-0001")
        qtbot.waitUntil(lambda: values(panel.bits_table)["ResultValid"] == "1", timeout=WAIT_MS)
        assert values(panel.plc_table)["Part id"] == "A-0001"
        assert values(panel.station_table)["Result"].startswith("1: ")
        assert not panel.code.isVisible()
        assert "The PLC is connected." in panel.line.accessibleName()
        with plc.lock:
            program.faults.never_acks = False
            program.ask_for_recipe(5)
        qtbot.waitUntil(lambda: values(panel.station_table)["Recipe"] == "5 is unknown", timeout=WAIT_MS)
        qtbot.waitUntil(lambda: "[plc.recipes]" in panel.code.text(), timeout=WAIT_MS)
