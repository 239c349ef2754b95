"""A window that stays, and what a window remembers."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.audit import Act, AuditQuery
from station.errors import RecordsError
from station.services import Station
from station.types import StationState
from tests.ui.accounts_rig import GOOD, WAIT_MS, Clock, fill, station_with_accounts, three_people, window_on
from ui.app import WindowSession, run_window
from ui.main_window import MainWindow
from ui.window_state import FILE, WindowState, on_a_screen, read_state, write_state

SCREEN = QRect(0, 0, 1920, 1040)
SECOND = QRect(1920, 0, 1280, 1024)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with station_with_accounts(tmp_path, Clock()) as made:
        three_people(made)
        yield made


@pytest.fixture
def kiosk(qapp: QApplication, qtbot: QtBot, station: Station) -> Iterator[WindowSession]:
    with window_on(qapp, qtbot, station, kiosk=True) as made:
        yield made


def test_a_kiosk_fills_the_screen_without_a_frame(kiosk: WindowSession) -> None:
    assert kiosk.window.isFullScreen()
    assert kiosk.window.windowFlags() & Qt.WindowType.FramelessWindowHint


def test_a_kiosk_is_closed_by_somebody_who_may_and_nobody_else(
    qtbot: QtBot, kiosk: WindowSession, station: Station
) -> None:
    window = kiosk.window
    assert not window.close()
    qtbot.waitUntil(window.entry.isVisible, timeout=WAIT_MS)
    assert "kiosk" in window.notice.message.text
    assert "engineer" in window.entry.text.text()
    fill(kiosk, name="Otto", password=GOOD)
    qtbot.waitUntil(window.entry.problem.isVisible, timeout=WAIT_MS)
    assert window.isVisible()
    fill(kiosk, name="Grace", password=GOOD)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT_MS)
    rows = station.records.audit.entries(AuditQuery(action=Act.KIOSK_LEFT.value))
    assert [(one.who, one.subject) for one in rows] == [("Grace", "window")]


def test_a_kiosk_whose_leaving_cannot_be_noted_says_so_and_is_left_at_the_next_attempt(
    qtbot: QtBot, kiosk: WindowSession, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_entry: object) -> None:
        raise RecordsError("The records are locked.")

    kiosk.reception.sign_in()
    fill(kiosk, name="Grace", password=GOOD)
    qtbot.waitUntil(lambda: kiosk.desk.who == "Grace", timeout=WAIT_MS)
    monkeypatch.setattr(station.records.audit, "add", locked)
    kiosk.window.close()
    qtbot.waitUntil(kiosk.window.notice.isVisible, timeout=WAIT_MS)
    assert "cannot be noted in the audit trail: The records are locked." in kiosk.window.notice.message.text
    assert kiosk.window.isVisible()
    kiosk.window.close()
    qtbot.waitUntil(lambda: not kiosk.window.isVisible(), timeout=WAIT_MS)


def test_a_kiosk_stays_in_full_screen(qtbot: QtBot, kiosk: WindowSession) -> None:
    QTest.keyClick(kiosk.window, Qt.Key.Key_F11)
    qtbot.waitUntil(kiosk.window.entry.isVisible, timeout=WAIT_MS)
    assert kiosk.window.isFullScreen()
    kiosk.window.entry.withdraw()
    kiosk.window.showNormal()
    qtbot.waitUntil(kiosk.window.isFullScreen, timeout=WAIT_MS)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_closes_a_kiosk_in_order_without_asking(
    qapp: QApplication, station: Station, number: signal.Signals
) -> None:
    seen: list[bool] = []

    def on_ready(window: MainWindow) -> None:
        seen.append(window.isVisible())
        QTimer.singleShot(0, lambda: os.kill(os.getpid(), number))

    assert run_window(station, kiosk=True, on_ready=on_ready) == 0
    assert seen == [True]
    assert station.status().state is StationState.STOPPED


def test_the_window_comes_back_as_it_was_left(
    qapp: QApplication, qtbot: QtBot, station: Station, tmp_path: Path
) -> None:
    with window_on(qapp, qtbot, station) as session:
        session.window.setGeometry(20, 30, 1100, 720)
        session.theme.set_dark(True)
        session.window.close()
        qtbot.waitUntil(lambda: not session.window.isVisible(), timeout=WAIT_MS)
    kept, problem = read_state(tmp_path / FILE)
    assert problem == ""
    assert kept.dark
    assert kept.place is not None
    with window_on(qapp, qtbot, station) as session:
        assert session.theme.colors.dark
        assert session.window.current == "operate"


def test_a_damaged_file_is_told_and_gives_the_window_as_delivered(
    qapp: QApplication, qtbot: QtBot, station: Station, tmp_path: Path
) -> None:
    (tmp_path / FILE).write_text("{ this is not json")
    with window_on(qapp, qtbot, station) as session:
        assert "could not be read" in session.window.notice.message.text
        assert not session.theme.colors.dark
        session.theme.set_dark(True)
        qtbot.waitUntil(lambda: read_state(tmp_path / FILE)[0].dark, timeout=WAIT_MS)


@pytest.mark.parametrize(
    "text",
    ["[]", "null", '{"place": [1, 2, 3]}', '{"place": [1.5, 2, 3, 4]}', '{"place": "left"}', '{"dark": 1}',
     '{"language": null}', '{"place": [1, 2, 3, 99999999999]}', "\x00\x01"],
)  # fmt: skip
def test_whatever_stands_in_the_file_nothing_breaks(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    state, problem = read_state(tmp_path / FILE)
    assert state == WindowState()
    assert problem


def test_what_is_written_is_read_again_and_unknown_keys_are_left_alone(tmp_path: Path) -> None:
    state = WindowState((1, -2, 1280, 800), full_screen=True, dark=True, language="de")
    write_state(tmp_path / FILE, state)
    assert read_state(tmp_path / FILE) == (state, "")
    values = json.loads((tmp_path / FILE).read_text())
    (tmp_path / FILE).write_text(json.dumps({**values, "of a later version": 1}))
    assert read_state(tmp_path / FILE) == (state, "")
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    ("place", "screens", "expected"),
    [
        (QRect(100, 100, 1280, 800), [SCREEN], QRect(100, 100, 1280, 800)),
        (QRect(1500, 600, 1280, 800), [SCREEN], QRect(640, 240, 1280, 800)),
        (QRect(-200, -50, 1280, 800), [SCREEN], QRect(0, 0, 1280, 800)),
        (QRect(0, 0, 2560, 1440), [SCREEN], QRect(0, 0, 1920, 1040)),
        (QRect(2000, 50, 1100, 800), [SCREEN, SECOND], QRect(2000, 50, 1100, 800)),
        (QRect(2000, 50, 1100, 800), [SCREEN], None),
        (QRect(-5000, 0, 1280, 800), [SCREEN, SECOND], None),
        (QRect(0, 0, 1280, 800), [], None),
    ],
)
def test_a_window_that_was_on_a_screen_that_is_gone_is_brought_back(
    place: QRect, screens: list[QRect], expected: QRect | None
) -> None:
    assert on_a_screen(place, screens) == expected
