"""The small window before the real one, and what it says when there is no station."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.app import build
from station.config import Config, parse
from station.errors import RecordsError, StateError
from station.services import Station
from ui.main_window import MainWindow
from ui.start import StartWindow, run_station


@pytest.fixture
def config(tmp_path: Path) -> Config:
    values = {
        "schema": 1,
        "station": {"name": "Line 7", "data_dir": str(tmp_path), "language": "en"},
        "camera": {"kind": "fake"},
    }
    return parse(values, base=tmp_path, environ={})


def soon(condition: Callable[[], bool], action: Callable[[], object]) -> QTimer:
    """Do `action` on the GUI thread as soon as `condition` holds."""
    timer = QTimer()

    def look() -> None:
        if condition():
            timer.stop()
            action()

    timer.timeout.connect(look)
    timer.start(5)
    return timer


def test_the_small_window_is_seen_while_the_station_is_built_and_goes_when_the_real_one_is_there(
    qapp: QApplication, config: Config
) -> None:
    seen: list[tuple[str, bool]] = []
    first: list[StartWindow] = []
    go_on = threading.Event()

    def slow_build() -> Station:
        assert go_on.wait(60)
        assert threading.current_thread() is not threading.main_thread()
        return build(config)

    def on_start_window(window: StartWindow) -> None:
        first.append(window)
        seen.append((window.stage.text(), window.isVisible()))
        QTimer.singleShot(50, go_on.set)

    def on_ready(window: MainWindow) -> None:
        seen.append((window.windowTitle(), window.isVisible()))
        seen.append(("small one", first[0].isVisible()))
        window.close()

    assert run_station(config, slow_build, on_start_window=on_start_window, on_ready=on_ready) == 0
    assert seen == [
        ("Starting: loading the program and opening the records", True),
        ("Line 7 – Inspection station", True),
        ("small one", False),
    ]


def test_a_second_window_on_one_data_folder_is_refused_in_words(qapp: QApplication, config: Config) -> None:
    said: list[str] = []
    first = build(config)
    timers: list[QTimer] = []

    def on_start_window(window: StartWindow) -> None:
        def read() -> None:
            said.append(f"{window.problem.text()} {window.hint.text()}")
            window.close_button.click()

        timers.append(soon(lambda: window.bar.isHidden(), read))

    try:
        with pytest.raises(StateError, match="Another station is running"):
            run_station(config, lambda: build(config), on_start_window=on_start_window)
    finally:
        first.close()
    assert str(config.data_dir) in said[0]
    assert "Stop it first" in said[0]


def test_records_that_cannot_be_opened_are_told_in_the_window(qapp: QApplication, config: Config) -> None:
    said: list[str] = []
    timers: list[QTimer] = []

    def fail() -> Station:
        raise RecordsError("The database is of a newer program.", "Install that one again.")

    def on_start_window(window: StartWindow) -> None:
        timers.append(
            soon(lambda: window.bar.isHidden(), lambda: (said.append(window.accessibleName()), window.close()))
        )

    with pytest.raises(RecordsError):
        run_station(config, fail, on_start_window=on_start_window)
    assert said == ["The database is of a newer program. Install that one again."]


def test_closing_the_small_window_gives_up_and_leaves_nothing_open(qapp: QApplication, config: Config) -> None:
    go_on = threading.Event()

    def slow_build() -> Station:
        assert go_on.wait(60)
        return build(config)

    def on_start_window(window: StartWindow) -> None:
        QTimer.singleShot(10, window.close)
        QTimer.singleShot(20, go_on.set)

    def never(_: MainWindow) -> None:
        pytest.fail("the real window must not come")

    go_on.set()
    assert run_station(config, slow_build, on_start_window=on_start_window, on_ready=never) == 0
    build(config).close()  # the folder is free again


def test_after_a_while_the_small_window_says_that_records_may_be_upgraded(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.theme import Theme

    monkeypatch.setattr("ui.start._LONG_S", 0.0)
    theme = Theme(qapp)
    window = StartWindow(theme, "Line 7")
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: "minutes" in window.hint.text(), timeout=60_000)
    window.close()
    theme.deleteLater()
