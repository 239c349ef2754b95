"""The page Calibration: its sections are built when shown, and the overview says what is due and leads to its guide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from station.accounts import Session
from station.permissions import Role
from station.services import Station
from station.upkeep import Standing, Subject
from tests.station.built_rig import built, make_config, picture, teach
from ui.app import WindowSession
from ui.calibrate.state import StateSection
from ui.pages.calibration import CalibrationPage

WAIT_MS = 60_000
ADA = Session("Ada", Role.ENGINEER, datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    from calibration import learn

    config = make_config(tmp_path, golden={"at_start": True})
    with built(config) as station:
        gate = learn([picture(n) for n in range(8)]).to_dict()
        teach(station, gate=gate)
        teach(station, "bare")
        station.records.activate("cell", 1, who="Ada", why="first")
        yield station


@pytest.fixture
def signed_in() -> Session:
    return ADA


def open_page(qtbot: QtBot, session: WindowSession) -> CalibrationPage:
    assert session.window.open_page("calibration")
    page = session.window.page("calibration")
    assert isinstance(page, CalibrationPage)
    qtbot.waitUntil(lambda: session.tasks.running == 0, timeout=WAIT_MS)
    return page


def state_of(page: CalibrationPage) -> StateSection:
    assert page.open_section("state")
    assert isinstance(page.section, StateSection)
    return page.section


def test_the_overview_says_of_the_recipe_in_force_what_is_due(qtbot: QtBot, session: WindowSession) -> None:
    page = open_page(qtbot, session)
    assert page.product == "cell"
    entries = {one.subject: one for one in state_of(page).entries}
    assert entries[Subject.GATE].standing is Standing.FINE
    assert entries[Subject.GATE].made_by == "anna"
    assert entries[Subject.REFERENCE_PARTS].standing is Standing.DUE
    assert entries[Subject.REFERENCE_PARTS].made_at is None
    assert " due." in state_of(page).summary.text()


def test_another_product_is_another_overview(qtbot: QtBot, session: WindowSession) -> None:
    page = open_page(qtbot, session)
    page.choice.setCurrentText("bare")
    page.choice.activated.emit(page.choice.currentIndex())
    state = state_of(page)
    qtbot.waitUntil(lambda: state.summary.text().startswith("bare"), timeout=WAIT_MS)
    gate = next(one for one in state.entries if one.subject is Subject.GATE)
    assert gate.standing is Standing.DUE
    assert "any picture is scored" in gate.why


def test_the_check_of_the_reference_parts_is_one_press_away(qtbot: QtBot, session: WindowSession) -> None:
    page = open_page(qtbot, session)
    state_of(page).buttons[Subject.REFERENCE_PARTS].click()
    assert session.window.current == "operate"
    assert session.window.operate.stack.currentWidget() is session.window.operate.golden


def test_operators_are_asked_for_an_engineer(qtbot: QtBot, session: WindowSession) -> None:
    session.desk.sign_out()
    assert not session.window.open_page("calibration")
