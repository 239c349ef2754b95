"""What pages plug into: who is at the desk, long work, the question over the page, navigation."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station.accounts import Session
from station.errors import Cancelled, NotPermitted, RecordsError
from station.permissions import Action, Role
from tests.ui.conftest import ScriptedStation
from ui.app import WindowSession
from ui.desk import Desk
from ui.jobs import Jobs, Operation
from ui.page import Page, PageContext
from ui.theme import Theme
from ui.widgets.ask import Ask, Question
from ui.widgets.banner import Level
from ui.widgets.progress import ProgressPanel

WAIT_MS = 60_000


def engineer() -> Session:
    return Session("Ada", Role.ENGINEER, datetime.now(UTC))


def test_whoever_has_not_signed_in_is_an_operator(qapp: QApplication) -> None:
    desk = Desk()
    assert not desk.signed_in
    assert desk.may(Action.TRIGGER)
    assert not desk.may(Action.CHANGE_THRESHOLD)
    with pytest.raises(NotPermitted, match="operator"):
        desk.require(Action.CHANGE_THRESHOLD)


def test_where_operators_sign_in_nobody_may_more_than_look(qapp: QApplication) -> None:
    desk = Desk(operator_signs_in=True)
    assert desk.may(Action.SEE_LINE)
    assert not desk.may(Action.TRIGGER)
    with pytest.raises(NotPermitted):
        desk.require(Action.TRIGGER)


def test_signing_in_and_out_changes_what_one_may(qtbot: QtBot) -> None:
    desk = Desk()
    with qtbot.waitSignal(desk.changed):
        desk.sign_in(engineer())
    assert desk.who == "Ada"
    assert desk.require(Action.CHANGE_THRESHOLD).name == "Ada"
    with qtbot.waitSignal(desk.changed):
        desk.sign_out()
    assert not desk.may(Action.CHANGE_THRESHOLD)


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()
    made.deleteLater()


def outcome_of(qtbot: QtBot, jobs: Jobs, operation: Operation[Any]) -> tuple[list[Any], list[BaseException]]:
    done: list[Any] = []
    failed: list[BaseException] = []
    jobs.start("work", operation, on_done=done.append, on_error=failed.append)
    qtbot.waitUntil(lambda: bool(done or failed), timeout=WAIT_MS)
    return done, failed


def test_a_job_runs_on_its_own_thread_and_gives_its_result_on_this_one(qtbot: QtBot, jobs: Jobs) -> None:
    here: list[int] = []
    jobs.start(
        "work",
        lambda _progress, _cancelled: threading.get_ident(),
        on_done=lambda there: here.extend((there, threading.get_ident())),
        on_error=lambda error: pytest.fail(str(error)),
    )
    qtbot.waitUntil(lambda: len(here) == 2, timeout=WAIT_MS)
    assert here[0] != here[1] == threading.get_ident()
    assert jobs.running == ()


def test_an_error_of_a_job_is_handed_over(qtbot: QtBot, jobs: Jobs) -> None:
    def fail(_progress: Callable[[float, str], None], _cancelled: Callable[[], bool]) -> None:
        raise RecordsError("The database is locked.", "Wait.")

    done, failed = outcome_of(qtbot, jobs, fail)
    assert done == []
    assert [str(error) for error in failed] == ["The database is locked."]


def wait_for_cancel(progress: Callable[[float, str], None], cancelled: Callable[[], bool]) -> None:
    progress(0.25, "waiting")
    pause = threading.Event()
    while not cancelled():
        pause.wait(0.005)
    raise Cancelled("It was cancelled.", "")


def test_a_job_is_shown_and_cancelled_in_the_progress_panel(qtbot: QtBot, theme: Theme, jobs: Jobs) -> None:
    failed: list[BaseException] = []
    panel = ProgressPanel(theme)
    qtbot.addWidget(panel)
    panel.watch(jobs.start("long work", wait_for_cancel, on_done=lambda _: None, on_error=failed.append))
    qtbot.waitUntil(lambda: "waiting · 25 %" in panel.stage.text(), timeout=WAIT_MS)
    assert panel.bar.value() == 250
    panel.cancel_button.click()
    qtbot.waitUntil(lambda: bool(failed), timeout=WAIT_MS)
    assert isinstance(failed[0], Cancelled)
    assert panel.isHidden()


def test_closing_cancels_what_runs_and_delivers_nothing(qtbot: QtBot, jobs: Jobs) -> None:
    delivered: list[object] = []
    job = jobs.start("work", wait_for_cancel, on_done=delivered.append, on_error=delivered.append)
    job.progressed.connect(lambda *told: delivered.append(told))
    jobs.close()
    QApplication.processEvents()
    assert delivered == []


@pytest.fixture
def ask(qtbot: QtBot, theme: Theme) -> Iterator[Ask]:
    page = QWidget()
    page.resize(800, 600)
    qtbot.addWidget(page)
    made = Ask(theme, page)
    page.show()
    qtbot.waitExposed(page)
    yield made
    page.close()


def question(answers: list[str], **changes: Any) -> Question:
    return Question("Put version 4 in force?", "From the next part on.", "Put in force", answers.append, **changes)


def test_a_question_that_needs_a_reason_waits_for_it(ask: Ask) -> None:
    answers: list[str] = []
    ask.put(question(answers, reason_required=True))
    assert not ask.confirm_button.isEnabled()
    QTest.keyClick(ask.reason, Qt.Key.Key_Return)
    assert answers == []
    QTest.keyClicks(ask.reason, "  new lamp ")
    QTest.keyClick(ask.reason, Qt.Key.Key_Return)
    assert answers == ["new lamp"]
    assert ask.isHidden()


def test_escape_leaves_a_question_unanswered(ask: Ask) -> None:
    answers: list[str] = []
    ask.put(question(answers))
    QTest.keyClick(ask, Qt.Key.Key_Escape)
    assert answers == []
    assert ask.open is None


def test_where_something_could_be_lost_enter_does_not_do_it(ask: Ask) -> None:
    answers: list[str] = []
    ask.put(question(answers, danger=True))
    assert ask.cancel_button.hasFocus()
    QTest.keyClick(ask.cancel_button, Qt.Key.Key_Return)
    assert answers == []


def test_the_focus_stays_in_the_question(ask: Ask) -> None:
    ask.put(question([]))
    for _ in range(3):
        QTest.keyClick(ask.window().focusWidget() or ask, Qt.Key.Key_Tab)
        assert ask.cancel_button.hasFocus() or ask.confirm_button.hasFocus()


def test_keys_of_the_page_do_nothing_below_a_question_but_those_that_stop_the_line(
    qtbot: QtBot, session: WindowSession
) -> None:
    window, page = session.window, session.window.operate
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    pressed: list[str] = []
    answers: list[str] = []
    for keys in ("G", "Esc", "Ctrl+S", "F3", "Alt+X"):
        shortcut = QShortcut(QKeySequence(keys), page)
        shortcut.activated.connect(lambda keys=keys: pressed.append(keys))

    def press_all() -> None:
        for key, modifier in (
            (Qt.Key.Key_G, Qt.KeyboardModifier.NoModifier),
            (Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier),
            (Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier),
            (Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier),
            (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        ):
            QTest.keyClick(window.focusWidget() or window, key, modifier)

    page.ask(question(answers))
    press_all()
    assert pressed == ["F3", "Alt+X"]
    assert page.question.open is None, "Escape left the question"
    pressed.clear()
    press_all()
    assert pressed == ["G", "Ctrl+S", "F3", "Alt+X", "Esc"]


def test_an_error_appears_in_the_banner_of_the_page_and_busy_widgets_come_back(
    qtbot: QtBot, session: WindowSession
) -> None:
    page, button = session.window.operate, session.window.operate.start_button

    def fail() -> None:
        raise RecordsError("The database is locked.", "Wait.")

    shown: list[bool] = []
    assert button.isEnabled()
    page.run(fail, shown.append, busy=[button], on_error=lambda error: (page.explain(error), shown.append(True)))
    assert not button.isEnabled()
    qtbot.waitUntil(lambda: bool(shown), timeout=WAIT_MS)
    assert page.banner.message.text == "The database is locked."
    assert page.banner.level is Level.WARNING
    assert button.isEnabled()


class OnePerson(Page):
    """A page with one button, which only some may press."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.button = QPushButton("Change", self)
        context.desk.changed.connect(self.session_changed)
        self.session_changed()

    def session_changed(self) -> None:
        self.button.setEnabled(self.context.desk.may(Action.CHANGE_THRESHOLD))


@pytest.mark.parametrize("fails", [False, True])
def test_what_was_busy_stays_locked_for_whoever_may_not_use_it_when_the_work_ends(
    qtbot: QtBot, session: WindowSession, fails: bool
) -> None:
    go_on, ended = threading.Event(), []

    def work() -> None:
        assert go_on.wait(60)
        if fails:
            raise RecordsError("The database is locked.", "Wait.")

    session.desk.sign_in(engineer())
    page = OnePerson(session.window.operate.context)
    qtbot.addWidget(page)
    for signs_out in (False, True):
        go_on.clear()
        page.run(work, ended.append, busy=[page.button], on_error=ended.append)
        assert not page.button.isEnabled()
        if signs_out:
            session.desk.sign_out()
        go_on.set()
        qtbot.waitUntil(lambda count=1 + signs_out: len(ended) == count, timeout=WAIT_MS)
        assert page.button.isEnabled() is not signs_out


def test_the_window_opens_on_the_operators_page(session: WindowSession) -> None:
    assert session.window.current == "operate"
    assert session.window.navigation.buttons["operate"].isChecked()


def test_the_line_is_told_who_is_signed_in(session: WindowSession, station: ScriptedStation) -> None:
    assert station.presence.name == ""
    session.desk.sign_in(engineer())
    assert station.presence.name == "Ada"
    session.desk.sign_out()
    assert station.presence.name == ""
