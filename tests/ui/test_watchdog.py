from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ui.watchdog import Watchdog


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def look_after(watchdog: Watchdog, seconds: Seconds, *milliseconds: float) -> None:
    for one in milliseconds:
        seconds.now += one / 1e3
        watchdog.look()


def test_a_blocked_window_is_measured(qtbot: QtBot) -> None:
    seconds = Seconds()
    watchdog = Watchdog(every_ms=20, clock=seconds)
    look_after(watchdog, seconds, *[20.0] * 98, 70.0, 170.0)
    delays = watchdog.delays()
    assert delays.count == 100
    assert delays.p50_ms == pytest.approx(0.0, abs=0.01)
    assert delays.p99_ms == pytest.approx(50.0, abs=0.01)
    assert delays.worst_ms == pytest.approx(150.0, abs=0.01)
    assert "worst 150 ms" in watchdog.text()


def test_the_worst_is_remembered_after_its_measurement_has_gone(qtbot: QtBot) -> None:
    seconds = Seconds()
    watchdog = Watchdog(every_ms=20, clock=seconds)
    look_after(watchdog, seconds, 500.0)
    look_after(watchdog, seconds, *[20.0] * 15_000)
    assert watchdog.delays().worst_ms == pytest.approx(0.0, abs=0.01)
    assert watchdog.delays().worst_ever_ms == pytest.approx(480.0)
    watchdog.forget()
    assert watchdog.delays().count == 0
    assert watchdog.delays().worst_ever_ms == 0.0


def test_it_looks_by_itself_until_it_is_closed(qtbot: QtBot) -> None:
    watchdog = Watchdog(every_ms=1)
    watchdog.open()
    qtbot.waitUntil(lambda: watchdog.delays().count > 3, timeout=60_000)
    watchdog.close()
    count = watchdog.delays().count
    qtbot.wait(20)
    assert watchdog.delays().count == count
