"""The operator's page: what the station says, and the orders."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from camera.api import CameraLost
from station.types import Counters, StationState, StationStatus, Verdict
from tests.ui.conftest import WAIT_MS, make_result, make_status
from ui.app import WindowSession
from ui.pages.operate import OperatePage
from ui.widgets.banner import Level


@pytest.mark.parametrize("verdict", list(Verdict))
def test_verdict_reason_score_and_picture_are_shown_together(
    qtbot: QtBot, page: OperatePage, inspect: Callable[..., None], verdict: Verdict
) -> None:
    inspect(make_result(7, verdict, detail="more about it"))
    assert page.verdict.sign.verdict is verdict
    assert page.verdict.reason.text
    assert page.verdict.detail.text == "more about it"
    assert "P7" in page.verdict.part.text
    if verdict is Verdict.ERROR:
        assert page.view.picture is None
    else:
        assert page.view.picture is not None, "the verdict stands over no picture"
        assert bool(page.view.picture.heat) == (verdict is not Verdict.OK)


def test_while_parts_follow_each_other_no_verdict_stands_over_the_picture_of_another(
    page: OperatePage, inspect: Callable[..., None]
) -> None:
    seen: list[tuple[Verdict | None, bool]] = []
    page.parts.changed.connect(
        lambda view: seen.append(
            (view.inspection.verdict, page.view.picture is not None and bool(page.view.picture.heat))
        )
    )
    for number, verdict in enumerate((Verdict.OK, Verdict.NOK, Verdict.OK, Verdict.NOK)):
        inspect(make_result(number, verdict))
    assert seen == [(Verdict.OK, False), (Verdict.NOK, True), (Verdict.OK, False), (Verdict.NOK, True)]


def test_counters_and_state_follow_the_station(
    session: WindowSession, page: OperatePage, show: Callable[[StationStatus], None]
) -> None:
    show(make_status(StationState.READY, counters=Counters(triggers=4, ok=3, nok=1)))
    assert page.counters.rate.text == "Yield 75.0 % of 4"
    assert session.window.header.state.state is StationState.READY
    assert "cell" in session.window.header.recipe.text


@pytest.mark.parametrize(
    ("state", "enabled"),
    [
        (StationState.STOPPED, {"F5"}),
        (StationState.STARTING, {"F6"}),
        (StationState.READY, {"F6", "F9"}),
        (StationState.RECOVERING, {"F6"}),
        (StationState.FAULT, {"F6", "F8"}),
        (StationState.STOPPING, set()),
    ],
)
def test_each_state_allows_its_orders_and_the_keys_do_the_same_as_the_buttons(
    qtbot: QtBot,
    session: WindowSession,
    station: Any,
    page: OperatePage,
    show: Callable[[StationStatus], None],
    state: StationState,
    enabled: set[str],
) -> None:
    show(make_status(state))
    orders = {"F5": "start", "F6": "stop", "F8": "acknowledge", "F9": "trigger"}
    session.window.activateWindow()
    qtbot.waitUntil(session.window.isActiveWindow, timeout=WAIT_MS)
    station.hold.clear()
    for key in orders:
        QTest.keyClick(session.window, getattr(Qt.Key, f"Key_{key}"))
    station.hold.set()
    expected = sorted(orders[key] for key in enabled)
    qtbot.waitUntil(lambda: sorted(station.called) == expected and not session.commands.busy, timeout=WAIT_MS)
    assert threading.get_ident() not in station.threads


def test_window_stays_alive_while_the_station_starts_slowly(
    qtbot: QtBot, session: WindowSession, station: Any, page: OperatePage
) -> None:
    beats: list[None] = []
    heart = QTimer()
    heart.timeout.connect(lambda: beats.append(None))
    heart.start(0)
    station.hold.clear()
    page.start_button.click()
    assert not page.start_button.isEnabled()
    qtbot.waitUntil(lambda: len(beats) >= 200 and station.called == ["start"], timeout=WAIT_MS)
    station.hold.set()
    qtbot.waitUntil(lambda: not session.commands.busy, timeout=WAIT_MS)
    heart.stop()
    assert page.start_button.isEnabled()


def test_failed_start_is_told_in_the_banner_and_can_be_dismissed(qtbot: QtBot, station: Any, page: OperatePage) -> None:
    station.fails["start"] = CameraLost("Camera 0815 was not found.", "Check its cable.")
    page.start_button.click()
    qtbot.waitUntil(page.banner.isVisible, timeout=WAIT_MS)
    assert page.banner.message.text == "Camera 0815 was not found."
    assert page.banner.hint.text == "Check its cable."
    page.banner.close_button.click()
    assert page.banner.isHidden()


def test_a_mistake_in_the_program_is_told_and_reaches_the_exception_hook(
    qtbot: QtBot, station: Any, page: OperatePage
) -> None:
    station.fails["start"] = ZeroDivisionError("division by zero")
    with qtbot.captureExceptions() as raised:
        page.start_button.click()
        qtbot.waitUntil(lambda: page.banner.isVisible() and bool(raised), timeout=WAIT_MS)
    assert "ZeroDivisionError" in page.banner.message.text


def test_fault_and_recovery_have_their_banner_and_end_with_it(
    page: OperatePage, show: Callable[[StationStatus], None]
) -> None:
    show(make_status(StationState.FAULT, message="The detector did not answer", hint="Acknowledge"))
    assert page.banner.isVisible()
    assert page.banner.level is Level.ALARM
    assert (page.banner.message.text, page.banner.hint.text) == ("The detector did not answer", "Acknowledge")
    assert page.banner.close_button.isHidden()
    assert page.acknowledge_button.prominent
    show(make_status(StationState.RECOVERING, message="The camera was lost"))
    assert page.banner.level is Level.WARNING
    show(make_status(StationState.READY))
    assert page.banner.isHidden()
