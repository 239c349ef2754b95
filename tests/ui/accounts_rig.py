"""A real station whose accounts cost little, and a window on it, for the tests of everything about people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.accounts import Accounts, Session
from station.app import build
from station.config import parse
from station.passwords import Passwords
from station.permissions import Role
from station.services import Station
from ui.app import WindowSession

WAIT_MS = 60_000
GOOD = "correct horse"
NEW = "battery staple"


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


def make_station(tmp_path: Path, **sections: Any) -> Station:
    values = {
        "schema": 1,
        "station": {"name": "Line 7", "data_dir": str(tmp_path), "language": "en"},
        "camera": {"kind": "fake"},
        "line": {"min_free_mb": 0},
        "detector": {"name": "fake", "device": "cpu"},
        **sections,
    }
    return build(parse(values, base=tmp_path, environ={}))


@contextmanager
def station_with_accounts(tmp_path: Path, clock: Clock, **sections: Any) -> Iterator[Station]:
    station = make_station(tmp_path, **sections)
    cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    station.accounts = Accounts(station.records, passwords=cheap, now=clock)
    try:
        yield station
    finally:
        station.close()


@contextmanager
def window_on(
    qapp: QApplication, qtbot: QtBot, station: Station, *, welcome: bool = False, **options: Any
) -> Iterator[WindowSession]:
    session = WindowSession(qapp, station, **options)
    session.open(welcome=welcome)
    qtbot.waitExposed(session.window)
    qtbot.waitUntil(lambda: session.tasks.running == 0, timeout=WAIT_MS)
    try:
        yield session
    finally:
        session.end()


def fill(session: WindowSession, **values: str) -> None:
    """Type into the panel over the page and confirm."""
    panel = session.window.entry
    for key, value in values.items():
        line: Any = panel.inputs[key]
        line.setText(value)
    panel.confirm_button.click()


def settled(qtbot: QtBot, session: WindowSession, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=WAIT_MS)


def three_people(station: Station) -> Session:
    """Ada administers, Grace is an engineer, Otto an operator; returns Ada's session."""
    ada = station.accounts.create_first_administrator("Ada", GOOD)
    station.accounts.add(ada, "Grace", Role.ENGINEER, GOOD)
    station.accounts.add(ada, "Otto", Role.OPERATOR, GOOD)
    return ada
