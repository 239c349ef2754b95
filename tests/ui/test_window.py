from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.errors import OutputError
from station.types import StationState, StationStatus
from ui.app import WindowSession, run_window
from ui.application import make_application
from ui.main_window import MainWindow
from ui.screenshot import grab

WAIT_MS = 60_000


def test_there_is_one_application(qapp: QApplication) -> None:
    assert make_application() is qapp


def test_stopped_station_lets_the_window_close_without_being_called(
    qtbot: QtBot, session: WindowSession, station: Any
) -> None:
    session.window.close()
    qtbot.waitUntil(lambda: not session.window.isVisible(), timeout=WAIT_MS)
    assert station.called == []


def test_closing_stops_the_running_station_off_the_gui_thread_and_says_so(
    qtbot: QtBot, session: WindowSession, station: Any, new_status: Callable[..., StationStatus]
) -> None:
    station.now = new_status(StationState.READY)
    station.hold.clear()
    session.window.close()
    qtbot.waitUntil(lambda: station.called == ["stop"], timeout=WAIT_MS)
    assert session.window.isVisible()
    assert session.window.operate.banner.message.text == "Stopping the station"
    session.window.close()
    assert session.window.isVisible()
    station.hold.set()
    qtbot.waitUntil(lambda: not session.window.isVisible(), timeout=WAIT_MS)
    assert station.called == ["stop"]
    assert threading.get_ident() not in station.threads


def test_closing_while_the_station_starts_stops_it_after_that(
    qtbot: QtBot, session: WindowSession, station: Any
) -> None:
    station.hold.clear()
    session.window.operate.start_button.click()
    session.window.close()
    qtbot.waitUntil(lambda: session.window.operate.banner.message.text == "Stopping the station", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: bool(station.called), timeout=WAIT_MS)
    assert session.commands.busy == {"start"}
    station.hold.set()
    qtbot.waitUntil(lambda: not session.window.isVisible(), timeout=WAIT_MS)
    # at once, for a start that waits for its model; and after the start, for one that had not begun by then
    assert sorted(station.called) == ["start", "stop", "stop"]
    assert station.called[-1] == "stop"


def test_stop_waits_neither_for_the_work_of_pages_nor_for_another_order(
    qtbot: QtBot, session: WindowSession, station: Any, new_status: Callable[..., StationStatus]
) -> None:
    go_on = threading.Event()
    for _ in range(12):
        session.tasks.run(lambda: go_on.wait(60), lambda _: None, lambda _: None)
    station.hold.clear()
    session.window.operate.start_button.click()
    station.now = new_status(StationState.STARTING)
    qtbot.waitUntil(session.window.operate.stop_button.isEnabled, timeout=WAIT_MS)
    session.window.operate.stop_button.click()
    try:
        qtbot.waitUntil(lambda: sorted(station.called) == ["start", "stop"], timeout=WAIT_MS)
        station.hold.set()
        qtbot.waitUntil(lambda: not session.commands.busy, timeout=WAIT_MS)
        assert session.tasks.running >= 12
    finally:
        go_on.set()


def test_station_that_cannot_be_stopped_is_told_and_the_next_close_leaves(
    qtbot: QtBot, session: WindowSession, station: Any, new_status: Callable[..., StationStatus]
) -> None:
    station.now = new_status(StationState.READY)
    station.fails["stop"] = OutputError("The output line cannot be driven.", "Check the cable.")
    session.window.close()
    qtbot.waitUntil(lambda: "could not be stopped" in session.window.operate.banner.message.text, timeout=WAIT_MS)
    session.window.close()
    assert not session.window.isVisible()


def test_run_window_starts_the_station_when_asked_and_returns_when_closed(
    qapp: QApplication, station: Any, new_status: Callable[..., StationStatus]
) -> None:
    seen: list[tuple[bool, list[str]]] = []

    def on_ready(window: MainWindow) -> None:
        def later() -> None:
            station.hold.wait(60)
            window.call(lambda: seen.append((window.isVisible(), list(station.called))))
            window.call(window.close)

        thread = threading.Thread(target=later)
        thread.start()
        thread.join()

    assert run_window(station, on_ready=on_ready, autostart=True) == 0
    assert [visible for visible, _ in seen] == [True]
    assert station.called[0] == "start"
    assert station.listeners == []


def test_calls_from_other_threads_run_on_the_gui_thread(qtbot: QtBot, session: WindowSession) -> None:
    ran_on: list[int] = []
    thread = threading.Thread(target=lambda: session.window.call(lambda: ran_on.append(threading.get_ident())))
    thread.start()
    thread.join(60)
    qtbot.waitUntil(lambda: bool(ran_on), timeout=WAIT_MS)
    assert ran_on == [threading.get_ident()]


def test_screenshot_has_the_asked_size_and_leaves_the_window_as_it_was(session: WindowSession, tmp_path: Path) -> None:
    before = session.window.size()
    grab(session.window, tmp_path / "window.png", scale=1.5)
    image = QImage(str(tmp_path / "window.png"))
    assert (image.width(), image.height()) == (2400, 1500)
    assert session.window.size() == before
    colors = {image.pixel(x, y) for x in range(0, 2400, 40) for y in range(0, 1500, 40)}
    assert len(colors) > 5
    right = {image.pixel(x, 1480) for x in range(2100, 2400, 10)}
    assert right != {0}


def test_screenshot_into_a_missing_folder_is_an_error(session: WindowSession, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cannot be written"):
        grab(session.window, tmp_path / "missing" / "window.png")


def test_full_screen_is_a_key_away(qtbot: QtBot, session: WindowSession) -> None:
    session.window.activateWindow()
    qtbot.waitUntil(session.window.isActiveWindow, timeout=WAIT_MS)
    QTest.keyClick(session.window, Qt.Key.Key_F11)
    qtbot.waitUntil(session.window.isFullScreen, timeout=WAIT_MS)
    QTest.keyClick(session.window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: not session.window.isFullScreen(), timeout=WAIT_MS)


def test_a_stray_space_or_enter_presses_nothing_after_the_start(
    qtbot: QtBot, session: WindowSession, station: Any
) -> None:
    session.window.activateWindow()
    qtbot.waitUntil(session.window.isActiveWindow, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: session.tasks.running == 0, timeout=WAIT_MS)
    dark = session.theme.colors.dark
    focus = QApplication.focusWidget() or session.window
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        QTest.keyClick(focus, key)
    assert session.theme.colors.dark is dark
    assert session.tasks.running == 0
    assert station.called == []
