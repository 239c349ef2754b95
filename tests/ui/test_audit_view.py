"""The audit trail in the history page: who sees it, filter, pages, the chain in words, and out as a table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from station.accounts import Session
from station.audit import Act, Entry
from station.permissions import Role
from station.services import Station
from station.trail import PAGE
from tests.ui.accounts_rig import WAIT_MS, Clock, station_with_accounts, window_on
from ui.app import WindowSession
from ui.history_words import act_words
from ui.pages.history import AUDIT, PARTS, HistoryPage
from ui.widgets.audit_filter import FROM_TO
from ui.widgets.audit_table import ACT, SUBJECT, WHO, WHY
from ui.widgets.audit_view import AuditView

GRACE = Session("Grace", Role.ENGINEER, datetime.now(UTC))
OTTO = Session("Otto", Role.OPERATOR, datetime.now(UTC))


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with station_with_accounts(tmp_path, Clock()) as made:
        for number in range(PAGE + 5):
            made.records.audit.add(Entry(Act.LABELS_CHANGED, "data set cell", "Grace", f"lot {number}"))
        values = ({"threshold": 0.5}, {"threshold": 0.62})
        made.records.audit.add(Entry(Act.THRESHOLD_CHANGED, "recipe cell", "Ada", "too many rejects", *values))
        yield made


@pytest.fixture
def session(qapp: QApplication, qtbot: QtBot, station: Station) -> Iterator[WindowSession]:
    with window_on(qapp, qtbot, station) as made:
        made.desk.sign_in(GRACE)
        yield made


def quiet(qtbot: QtBot, session: WindowSession) -> None:
    qtbot.waitUntil(lambda: session.tasks.running == 0 and not session.jobs.running, timeout=WAIT_MS)


def history(session: WindowSession) -> HistoryPage:
    assert session.window.open_page("history")
    page = session.window.page("history")
    assert isinstance(page, HistoryPage)
    return page


@pytest.fixture
def view(qtbot: QtBot, session: WindowSession) -> AuditView:
    page = history(session)
    page.tabs.setCurrentIndex(AUDIT)
    quiet(qtbot, session)
    return page.audit


def cell(view: AuditView, row: int, column: int) -> str:
    return str(view.model.index(row, column).data())


def test_an_engineer_reads_who_did_what_and_why_with_before_and_after(view: AuditView) -> None:
    assert [cell(view, 0, column) for column in (WHO, ACT, SUBJECT, WHY)] == [
        "Ada",
        "threshold changed",
        "recipe cell",
        "too many rejects",
    ]
    assert view.count.text() == f"Entries: {PAGE + 6}"
    assert "Reason: too many rejects\nBefore: threshold 0.5\nAfter: threshold 0.62" in view.detail.text()


def test_older_rows_come_as_one_scrolls(qtbot: QtBot, session: WindowSession, view: AuditView) -> None:
    assert view.model.rowCount() == PAGE
    view.table.scrollToBottom()
    qtbot.waitUntil(lambda: view.model.rowCount() == PAGE + 6, timeout=WAIT_MS)
    assert cell(view, PAGE + 5, WHY) == "lot 0"
    assert not view.model.canFetchMore(view.table.rootIndex())


def test_person_act_and_time_narrow_it_down(qtbot: QtBot, session: WindowSession, view: AuditView) -> None:
    view.filter.person.setCurrentText("Ada")
    quiet(qtbot, session)
    assert (view.model.rowCount(), view.count.text()) == (1, "Entries: 1")
    view.filter.act.setCurrentText("line started")
    quiet(qtbot, session)
    assert (view.model.rowCount(), view.count.text()) == (0, "No entry matches")
    assert view.detail.text() == ""
    view.filter.act.setCurrentIndex(0)
    view.filter.period.setCurrentIndex(FROM_TO)
    view.filter.until.setDateTime(view.filter.since.dateTime().addSecs(60))
    quiet(qtbot, session)
    assert view.model.rowCount() == 0
    view.filter.since.setDateTime(view.filter.since.dateTime().addDays(-1))
    view.filter.until.setDateTime(view.filter.until.dateTime().addDays(8))
    quiet(qtbot, session)
    assert view.model.rowCount() == 1


def test_the_chain_is_checked_and_said_in_words(
    qtbot: QtBot, session: WindowSession, station: Station, view: AuditView
) -> None:
    assert f"The chain is unbroken: {PAGE + 6} entries" in view.chain.text()
    with station.records._engine.begin() as connection:
        for (name,) in connection.execute(text("select name from sqlite_master where type = 'trigger'")).all():
            connection.execute(text(f"drop trigger {name}"))
        connection.execute(text("update audit set why = 'nothing' where number = 9"))
    view.check_button.click()
    quiet(qtbot, session)
    assert "The chain is broken at entry 9: row 9 does not match its hash" in view.chain.text()
    assert "The 8 entries before it are whole." in view.chain.text()
    banner = history(session).banner
    assert banner.isVisible()
    assert "broken at entry 9" in banner.message.text


def test_an_operator_has_no_such_tab_and_keeps_nothing_on_the_screen(
    qtbot: QtBot, session: WindowSession, view: AuditView
) -> None:
    page = history(session)
    session.desk.sign_in(OTTO)
    quiet(qtbot, session)
    assert not page.tabs.isTabVisible(AUDIT)
    assert page.tabs.currentIndex() != AUDIT
    assert (view.model.rowCount(), view.detail.text(), view.count.text()) == (0, "", "")
    assert not view.foot.isVisible()
    session.desk.sign_in(GRACE)
    assert page.tabs.isTabVisible(AUDIT)


def test_it_is_taken_out_as_a_table(
    qtbot: QtBot, session: WindowSession, station: Station, view: AuditView, tmp_path: Path
) -> None:
    view.filter.person.setCurrentText("Ada")
    view.export_to(tmp_path / "audit.csv")
    quiet(qtbot, session)
    with (tmp_path / "audit.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["who"], row["before"], row["after"]) == ("Ada", '{"threshold":0.5}', '{"threshold":0.62}')
    newest = station.records.audit.entries(limit=1)[0]
    assert (newest.action, newest.who) == ("audit.exported", "Grace")
    banner = history(session).banner
    assert "audit.csv" in banner.message.text
    assert "Entries: 1" in banner.hint.text


def test_the_filter_of_parts_gives_way_to_that_of_the_trail_and_comes_back(
    session: WindowSession, view: AuditView
) -> None:
    page = history(session)
    shown = (page.filter, page.exports, view.filter, view.foot)
    assert [one.isVisible() for one in shown] == [False, False, True, True]
    page.tabs.setCurrentIndex(PARTS)
    assert [one.isVisible() for one in shown] == [True, True, False, False]


@pytest.mark.parametrize("act", list(Act))
def test_every_act_has_words_of_its_own(act: Act) -> None:
    assert act_words(act.value) != act.value
    assert [other for other in Act if act_words(other.value) == act_words(act.value)] == [act]
