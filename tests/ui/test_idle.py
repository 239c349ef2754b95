"""Whoever leaves the station is signed out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station.accounts import Session
from station.permissions import Role
from ui.desk import Desk
from ui.idle import IdleWatch


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def desk(qapp: QApplication) -> Desk:
    return Desk()


@pytest.fixture
def watch(desk: Desk, seconds: Seconds) -> Iterator[IdleWatch]:
    made = IdleWatch(desk, idle_s=600, clock=seconds)
    desk.sign_in(Session("Ada", Role.ENGINEER, datetime.now(UTC)))
    yield made
    made.close()


def test_thirty_seconds_before_it_warns_and_then_signs_out(desk: Desk, watch: IdleWatch, seconds: Seconds) -> None:
    warned: list[int] = []
    expired: list[str] = []
    watch.warned.connect(warned.append)
    watch.expired.connect(expired.append)
    left: list[tuple[str, str]] = []
    desk.left.connect(lambda session, why: left.append((session.name, why)))
    for seconds.now in (300.0, 569.0):
        watch.look()
    assert warned == []
    for seconds.now in (571.0, 590.0):
        watch.look()
    assert warned == [29, 10]
    assert desk.signed_in
    seconds.now = 600.0
    watch.look()
    assert not desk.signed_in
    assert left == [("Ada", "Nothing was done for 10 minutes.")]
    assert expired == ["Ada"]
    assert warned[-1] == 0


@pytest.mark.parametrize("sign", ["key", "mouse", "click"])
def test_a_key_or_the_mouse_begins_the_time_anew(
    qtbot: QtBot, desk: Desk, watch: IdleWatch, seconds: Seconds, sign: str
) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    warned: list[int] = []
    watch.warned.connect(warned.append)
    seconds.now = 580.0
    watch.look()
    match sign:
        case "key":
            QTest.keyClick(place, Qt.Key.Key_A)
        case "mouse":
            QTest.mouseMove(place)
            QTest.mouseClick(place, Qt.MouseButton.LeftButton)
        case "click":
            QTest.mouseClick(place, Qt.MouseButton.LeftButton)
    assert warned == [20, 0], "the warning goes with the first sign of life"
    seconds.now = 1100.0
    watch.look()
    assert desk.signed_in
    seconds.now = 1181.0
    watch.look()
    assert not desk.signed_in


def test_nobody_is_watched_who_is_not_signed_in(desk: Desk, watch: IdleWatch, seconds: Seconds) -> None:
    desk.sign_out()
    expired: list[str] = []
    watch.expired.connect(expired.append)
    seconds.now = 5000.0
    desk.sign_in(Session("Grace", Role.OPERATOR, datetime.now(UTC)))
    watch.look()
    assert desk.signed_in, "the time counts from signing in"
    assert expired == []
