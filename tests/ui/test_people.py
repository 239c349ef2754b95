"""The page of accounts, on a real station."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from station.errors import AccountError
from station.permissions import Role
from station.services import Station
from tests.ui.accounts_rig import GOOD, NEW, WAIT_MS, Clock, station_with_accounts, three_people, window_on
from ui.app import WindowSession
from ui.pages.people import PeoplePage


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def station(tmp_path: Path, clock: Clock) -> Iterator[Station]:
    with station_with_accounts(tmp_path, clock) as made:
        yield made


@pytest.fixture
def session(qapp: QApplication, qtbot: QtBot, station: Station) -> Iterator[WindowSession]:
    ada = three_people(station)
    with window_on(qapp, qtbot, station, signed_in=ada) as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, session: WindowSession) -> PeoplePage:
    assert session.window.open_page("people")
    found = session.window.page("people")
    assert isinstance(found, PeoplePage)
    qtbot.waitUntil(lambda: found.table.rowCount() == 3, timeout=WAIT_MS)
    return found


def rows(page: PeoplePage) -> dict[str, tuple[str, str]]:
    cells = [[page.table.item(row, column).text() for column in range(3)] for row in range(page.table.rowCount())]
    return {name: (role, state) for name, role, state in cells}


def fill(page: PeoplePage, **values: str) -> None:
    for key, value in values.items():
        box = page.panel.inputs[key]
        if isinstance(box, QComboBox):
            box.setCurrentIndex(box.findData(value))
        else:
            assert isinstance(box, QLineEdit)
            box.setText(value)
    page.panel.confirm_button.click()


def test_all_accounts_are_listed_with_role_and_state(qtbot: QtBot, page: PeoplePage, station: Station) -> None:
    assert rows(page) == {
        "Ada": ("administrator", "may sign in"),
        "Grace": ("engineer", "may sign in"),
        "Otto": ("operator", "may sign in"),
    }


def test_an_account_is_added_and_can_sign_in(qtbot: QtBot, page: PeoplePage, station: Station) -> None:
    page.add_button.click()
    fill(page, name="Lin", role="engineer", password=GOOD, again=GOOD)
    qtbot.waitUntil(lambda: "Lin" in rows(page), timeout=WAIT_MS)
    assert not page.panel.isVisible()
    assert station.accounts.sign_in("Lin", GOOD).role is Role.ENGINEER


def test_what_the_service_refuses_is_said_in_the_panel_and_what_was_typed_stays(qtbot: QtBot, page: PeoplePage) -> None:
    page.add_button.click()
    fill(page, name="Otto", role="engineer", password=GOOD, again=GOOD)
    qtbot.waitUntil(page.panel.problem.isVisible, timeout=WAIT_MS)
    assert "There is an account" in page.panel.problem.text()
    assert page.panel.values()["name"] == "Otto"
    assert page.panel.values()["password"] == ""


def test_a_role_is_changed_with_a_reason_in_the_audit_trail(qtbot: QtBot, page: PeoplePage, station: Station) -> None:
    page.choose("Otto")
    page.role_button.click()
    fill(page, role="engineer", why="passed the course")
    qtbot.waitUntil(lambda: rows(page)["Otto"][0] == "engineer", timeout=WAIT_MS)
    assert any(act.who == "Ada" and act.why == "passed the course" for act in station.records.audit.entries())


def test_the_last_administrator_stays_and_the_page_says_why(qtbot: QtBot, page: PeoplePage) -> None:
    page.choose("Ada")
    page.role_button.click()
    fill(page, role="operator")
    qtbot.waitUntil(page.panel.problem.isVisible, timeout=WAIT_MS)
    assert "Ada is the last administrator" in page.panel.problem.text()
    page.panel.withdraw()
    page.disable_button.click()
    page.question.reason.setText("leaves")
    page.question.confirm_button.click()
    qtbot.waitUntil(page.banner.isVisible, timeout=WAIT_MS)
    assert "Ada is the last administrator" in page.banner.message.text
    assert rows(page)["Ada"] == ("administrator", "may sign in")


def test_an_account_is_disabled_with_a_reason_and_enabled_again(
    qtbot: QtBot, page: PeoplePage, station: Station
) -> None:
    page.choose("Grace")
    page.disable_button.click()
    assert not page.question.confirm_button.isEnabled()
    page.question.reason.setText("on leave")
    page.question.confirm_button.click()
    qtbot.waitUntil(lambda: rows(page)["Grace"][1] == "disabled", timeout=WAIT_MS)
    with pytest.raises(AccountError, match="disabled"):
        station.accounts.sign_in("Grace", GOOD)
    qtbot.waitUntil(lambda: page.disable_button.text() == "Enable", timeout=WAIT_MS)
    page.disable_button.click()
    qtbot.waitUntil(lambda: rows(page)["Grace"][1] == "may sign in", timeout=WAIT_MS)
    assert station.accounts.sign_in("Grace", GOOD).name == "Grace"


def test_a_new_password_ends_a_lock(qtbot: QtBot, page: PeoplePage, station: Station) -> None:
    for _ in range(5):
        with pytest.raises(AccountError):
            station.accounts.sign_in("Otto", "wrong password")
    page.entered()
    qtbot.waitUntil(lambda: "locked until" in rows(page)["Otto"][1], timeout=WAIT_MS)
    page.choose("Otto")
    page.password_button.click()
    fill(page, password=NEW, again=NEW)
    qtbot.waitUntil(lambda: rows(page)["Otto"][1] == "may sign in", timeout=WAIT_MS)
    assert station.accounts.sign_in("Otto", NEW).name == "Otto"


def test_whoever_is_signed_out_over_an_open_panel_changes_nothing(
    qtbot: QtBot, session: WindowSession, page: PeoplePage, station: Station
) -> None:
    page.add_button.click()
    session.desk.sign_out()
    assert page.panel.open is None
    assert session.window.current == "operate"
    assert not page.add_button.isEnabled()
