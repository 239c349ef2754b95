"""Signing in and out at the window, on a real station with real accounts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from station.audit import Act
from station.errors import RecordsError
from station.permissions import Action, Role
from station.services import Station
from tests.ui.accounts_rig import GOOD, NEW, WAIT_MS, Clock, fill, station_with_accounts, three_people, window_on
from ui.app import WindowSession


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def station(tmp_path: Path, clock: Clock) -> Iterator[Station]:
    with station_with_accounts(tmp_path, clock) as made:
        yield made


@pytest.fixture
def session(qapp: QApplication, qtbot: QtBot, station: Station) -> Iterator[WindowSession]:
    three_people(station)
    with window_on(qapp, qtbot, station) as made:
        yield made


def sign_in(qtbot: QtBot, session: WindowSession, name: str, password: str = GOOD) -> None:
    session.reception.sign_in()
    fill(session, name=name, password=password)
    qtbot.waitUntil(lambda: session.desk.who == name, timeout=WAIT_MS)


class TestFirstStart:
    def test_the_first_administrator_is_asked_for_and_signed_in(
        self, qapp: QApplication, qtbot: QtBot, station: Station
    ) -> None:
        with window_on(qapp, qtbot, station, welcome=True) as session:
            panel = session.window.entry
            qtbot.waitUntil(lambda: panel.open is not None, timeout=WAIT_MS)
            fill(session, name="Ada", password=GOOD, again=GOOD)
            qtbot.waitUntil(lambda: session.desk.signed_in, timeout=WAIT_MS)
            assert session.desk.role is Role.ADMINISTRATOR
            assert not panel.isVisible()
            assert session.window.header.person_button.text() == "Ada · administrator"
        assert [account.name for account in station.accounts.list()] == ["Ada"]

    def test_put_off_the_station_is_for_operators_and_the_reminder_stays(
        self, qapp: QApplication, qtbot: QtBot, station: Station
    ) -> None:
        with window_on(qapp, qtbot, station, welcome=True) as session:
            panel, button = session.window.entry, session.window.header.person_button
            qtbot.waitUntil(lambda: panel.open is not None, timeout=WAIT_MS)
            panel.cancel_button.click()
            assert button.text() == "Set up accounts"
            assert button.prominent
            assert session.desk.may(Action.RUN_LINE)
            assert not session.desk.may(Action.TEACH)
            assert not session.window.open_page("people")
            assert panel.open is not None, "a page for administrators asks for the first one"
            assert panel.title.text() == "Who administers this station?"

    @pytest.mark.parametrize(
        ("password", "again", "words"),
        [(GOOD, NEW, "not the same"), ("short", "short", "8 to 256"), ("AdaLovelace", "AdaLovelace", "easy to guess")],
    )
    def test_a_password_that_will_not_do_is_refused_in_words_and_typed_again(
        self, qapp: QApplication, qtbot: QtBot, station: Station, password: str, again: str, words: str
    ) -> None:
        with window_on(qapp, qtbot, station, welcome=True) as session:
            panel = session.window.entry
            qtbot.waitUntil(lambda: panel.open is not None, timeout=WAIT_MS)
            fill(session, name="AdaLovelace", password=password, again=again)
            qtbot.waitUntil(panel.problem.isVisible, timeout=WAIT_MS)
            assert words in panel.problem.text()
            qtbot.waitUntil(lambda: panel.values() == {"name": "AdaLovelace", "password": "", "again": ""})
            assert not station.accounts.any()


def test_a_wrong_password_is_told_and_the_fifth_locks_with_the_time(
    qtbot: QtBot, session: WindowSession, clock: Clock
) -> None:
    panel = session.window.entry
    session.reception.sign_in()
    for attempt in range(5):
        panel.problem.hide()
        fill(session, name="Grace", password="wrong password")
        qtbot.waitUntil(panel.problem.isVisible, timeout=WAIT_MS)
        if attempt < 4:
            assert "The name or the password is wrong." in panel.problem.text()
    until = (clock.at + timedelta(minutes=5)).astimezone()
    assert f"Grace is locked until {until:%H:%M:%S}" in panel.problem.text()
    panel.problem.hide()
    fill(session, name="Grace", password=GOOD)
    qtbot.waitUntil(panel.problem.isVisible, timeout=WAIT_MS)
    assert "locked" in panel.problem.text(), "the right password does not help while it is locked"
    assert not session.desk.signed_in
    clock.forward(timedelta(minutes=5, seconds=1))
    fill(session, name="Grace", password=GOOD)
    qtbot.waitUntil(lambda: session.desk.who == "Grace", timeout=WAIT_MS)


def test_a_page_that_needs_more_opens_when_somebody_signed_in_who_may(qtbot: QtBot, session: WindowSession) -> None:
    window = session.window
    window.navigation.buttons["people"].click()
    assert window.current == "operate"
    assert "administrator" in window.entry.text.text()
    fill(session, name="Grace", password=GOOD)
    qtbot.waitUntil(window.entry.problem.isVisible, timeout=WAIT_MS)
    assert "Grace is engineer and may not manage accounts." in window.entry.problem.text()
    assert not session.desk.signed_in
    fill(session, name="Ada", password=GOOD)
    qtbot.waitUntil(lambda: window.current == "people", timeout=WAIT_MS)
    assert session.desk.who == "Ada"


def test_who_leaves_the_panel_while_the_password_is_checked_is_not_signed_in(
    qtbot: QtBot, session: WindowSession
) -> None:
    session.reception.sign_in()
    fill(session, name="Ada", password=GOOD)
    QTest.keyClick(session.window.entry, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: session.tasks.running == 0, timeout=WAIT_MS)
    assert not session.desk.signed_in


def test_no_password_stays_in_the_panel(qtbot: QtBot, session: WindowSession) -> None:
    session.reception.sign_in()
    line = session.window.entry.inputs["password"]
    assert isinstance(line, QLineEdit)
    assert line.echoMode() is QLineEdit.EchoMode.Password
    line.setText(GOOD)
    QTest.keyClick(session.window.entry, Qt.Key.Key_Escape)
    assert line.text() == ""


def test_the_keyboard_signs_in(qtbot: QtBot, session: WindowSession) -> None:
    panel = session.window.entry
    QTest.keyClick(session.window, Qt.Key.Key_F12)
    qtbot.waitUntil(panel.isVisible, timeout=WAIT_MS)
    name = session.window.focusWidget()
    QTest.keyClicks(name, "Otto")
    QTest.keyClick(name, Qt.Key.Key_Return)
    QTest.keyClicks(session.window.focusWidget(), GOOD)
    QTest.keyClick(session.window.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.desk.who == "Otto", timeout=WAIT_MS)


def test_signing_out_leaves_the_page_that_one_may_not_see_any_more(qtbot: QtBot, session: WindowSession) -> None:
    sign_in(qtbot, session, "Ada")
    assert session.window.open_page("people")
    session.reception.attend()
    session.window.entry.other_buttons[0].click()
    assert not session.desk.signed_in
    assert session.window.current == "operate"
    assert session.window.navigation.buttons["people"].locked


def test_the_own_password_is_changed_and_the_session_goes_on(
    qtbot: QtBot, session: WindowSession, clock: Clock
) -> None:
    sign_in(qtbot, session, "Otto")
    clock.forward(timedelta(minutes=1))
    session.reception.change_password()
    fill(session, old=GOOD, new=NEW, again=NEW)
    qtbot.waitUntil(lambda: not session.window.entry.isVisible(), timeout=WAIT_MS)
    session.reception.renew()
    qtbot.waitUntil(lambda: session.tasks.running == 0, timeout=WAIT_MS)
    assert session.desk.who == "Otto"
    assert "changed" in session.window.notice.message.text


def test_a_disabled_account_is_signed_out(qtbot: QtBot, session: WindowSession, station: Station) -> None:
    ada = station.accounts.sign_in("Ada", GOOD)
    sign_in(qtbot, session, "Grace")
    station.accounts.disable(ada, "Grace", why="left")
    session.reception.renew()
    qtbot.waitUntil(lambda: not session.desk.signed_in, timeout=WAIT_MS)
    assert "Grace is not signed in any more." in session.window.notice.message.text


def test_a_changed_role_is_in_force_at_once(qtbot: QtBot, session: WindowSession, station: Station) -> None:
    ada = station.accounts.sign_in("Ada", GOOD)
    sign_in(qtbot, session, "Otto")
    assert not session.desk.may(Action.TEACH)
    station.accounts.set_role(ada, "Otto", Role.ENGINEER)
    session.reception.renew()
    qtbot.waitUntil(lambda: session.desk.may(Action.TEACH), timeout=WAIT_MS)
    assert "Otto is engineer from now on." in session.window.notice.message.text


def test_the_language_is_changed_by_opening_the_window_anew_and_nobody_is_signed_out(
    qtbot: QtBot, session: WindowSession, station: Station, qapp: QApplication
) -> None:
    sign_in(qtbot, session, "Otto")
    session.window.header.language_button.click()
    box = session.window.entry.inputs["language"]
    box.setCurrentIndex(box.findData("de"))  # type: ignore[union-attr]
    session.window.entry.confirm_button.click()
    assert session.again
    qtbot.waitUntil(lambda: not session.window.isVisible(), timeout=WAIT_MS)
    who = session.desk.session
    session.end()
    with window_on(qapp, qtbot, station, signed_in=who) as anew:
        assert anew.window.navigation.buttons["operate"].text() == "Betrieb"
        assert anew.window.header.person_button.text() == "Otto · Bediener"


def test_the_language_is_not_changed_over_the_head_of_a_job(qtbot: QtBot, session: WindowSession) -> None:
    pause = threading.Event()

    def wait(_progress: object, cancelled: Callable[[], bool]) -> None:
        while not cancelled():
            pause.wait(0.005)

    job = session.jobs.start("training bracket", wait, on_done=lambda _: None, on_error=lambda _: None)
    session.window.header.language_button.click()
    box = session.window.entry.inputs["language"]
    box.setCurrentIndex(box.findData("de"))  # type: ignore[union-attr]
    session.window.entry.confirm_button.click()
    assert not session.again
    assert "training bracket is running" in session.window.entry.problem.text()
    session.window.entry.withdraw()
    session.window.close()
    qtbot.waitUntil(session.window.notice.isVisible, timeout=WAIT_MS)
    assert "training bracket is running" in session.window.notice.message.text
    assert session.window.isVisible()
    job.cancel()
    qtbot.waitUntil(lambda: not session.jobs.running, timeout=WAIT_MS)


def test_where_operators_sign_in_the_line_is_started_by_somebody_with_a_name(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, clock: Clock
) -> None:
    with station_with_accounts(tmp_path / "own", clock, people={"operator_signs_in": True}) as station:
        three_people(station)
        with window_on(qapp, qtbot, station) as session:
            page = session.window.operate
            assert not page.start_button.isEnabled()
            session.commands.start()
            qtbot.waitUntil(page.banner.isVisible, timeout=WAIT_MS)
            assert "not signed in may not start and stop the line" in page.banner.message.text
            assert "operator" in page.banner.hint.text
            sign_in(qtbot, session, "Otto")
            qtbot.waitUntil(page.start_button.isEnabled, timeout=WAIT_MS)
            page.start_button.click()
            qtbot.waitUntil(lambda: "recipe" in page.banner.message.text.lower(), timeout=WAIT_MS)


def sessions(station: Station) -> list[tuple[str, str, str]]:
    """Who signed in and out and why, the first first."""
    acts = {Act.USER_SIGNED_IN.value, Act.USER_SIGNED_OUT.value}
    entries = [one for one in station.records.audit.entries(limit=1000) if one.action in acts]
    return [(one.action, one.who, one.why) for one in reversed(entries)]


def noted(qtbot: QtBot, session: WindowSession, station: Station) -> list[tuple[str, str, str]]:
    qtbot.waitUntil(lambda: session.tasks.running == 0, timeout=WAIT_MS)
    return sessions(station)[-2:]


def test_whoever_signs_out_leaves_a_row(qtbot: QtBot, session: WindowSession, station: Station) -> None:
    sign_in(qtbot, session, "Otto")
    session.reception.sign_out()
    assert noted(qtbot, session, station) == [("user.signed_in", "Otto", ""), ("user.signed_out", "Otto", "")]


def test_whoever_did_nothing_is_signed_out_with_a_row_that_says_so(
    qtbot: QtBot, session: WindowSession, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(qtbot, session, "Otto")
    monkeypatch.setattr(session.idle, "_clock", lambda: 1e9)
    session.idle.look()
    idle = f"Nothing was done for {station.config.people.idle_minutes:g} minutes."
    assert noted(qtbot, session, station)[-1] == ("user.signed_out", "Otto", idle)


def test_who_takes_over_ends_the_session_before(qtbot: QtBot, session: WindowSession, station: Station) -> None:
    sign_in(qtbot, session, "Otto")
    sign_in(qtbot, session, "Grace")
    assert noted(qtbot, session, station) == [
        ("user.signed_in", "Grace", ""),
        ("user.signed_out", "Otto", "Grace signed in."),
    ]


def test_who_may_not_do_what_they_signed_in_for_is_not_signed_in(
    qtbot: QtBot, session: WindowSession, station: Station
) -> None:
    session.reception.sign_in(Action.TEACH)
    fill(session, name="Otto", password=GOOD)
    qtbot.waitUntil(session.window.entry.problem.isVisible, timeout=WAIT_MS)
    assert noted(qtbot, session, station)[-1] == ("user.signed_out", "Otto", "An operator may not teach a model.")


def test_closing_the_window_ends_the_session_but_another_language_does_not(
    qapp: QApplication, qtbot: QtBot, session: WindowSession, station: Station
) -> None:
    sign_in(qtbot, session, "Otto")
    otto = session.desk.session
    session.again = True
    session.end()
    assert sessions(station)[-1] == ("user.signed_in", "Otto", "")
    with window_on(qapp, qtbot, station, signed_in=otto):
        pass
    assert sessions(station)[-1] == ("user.signed_out", "Otto", "The window was closed.")


def test_changing_the_own_password_is_not_signing_in(qtbot: QtBot, session: WindowSession, station: Station) -> None:
    sign_in(qtbot, session, "Otto")
    before = sessions(station)
    session.reception.change_password()
    fill(session, old=GOOD, new=NEW, again=NEW)
    qtbot.waitUntil(lambda: not session.window.entry.isVisible(), timeout=WAIT_MS)
    assert sessions(station) == before


def test_a_sign_out_that_cannot_be_noted_is_told(
    qtbot: QtBot, session: WindowSession, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_args: object, **_more: object) -> None:
        raise RecordsError("The records are locked.", "End what locks them.")

    sign_in(qtbot, session, "Otto")
    monkeypatch.setattr(station.records.users, "note_sign_out", locked)
    session.reception.sign_out()
    qtbot.waitUntil(session.window.notice.isVisible, timeout=WAIT_MS)
    assert not session.desk.signed_in
    assert "Otto was signed out, but not noted in the audit trail: The records are locked." in (
        session.window.notice.message.text
    )
