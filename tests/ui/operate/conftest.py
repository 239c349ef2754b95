"""The operator's page on the scripted station: what its tests do to the station, and wait for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from station.types import Result, StationStatus
from tests.ui.conftest import WAIT_MS, ScriptedStation
from ui.app import WindowSession
from ui.pages.operate import OperatePage


@pytest.fixture
def page(session: WindowSession) -> OperatePage:
    return session.window.operate


@pytest.fixture
def show(qtbot: QtBot, station: ScriptedStation, page: OperatePage) -> Callable[[StationStatus], None]:
    """Make the station say something and wait until the page has heard it."""

    def apply(status: StationStatus) -> None:
        station.now = status
        with qtbot.waitSignal(page._bridge.status_changed, timeout=WAIT_MS, check_params_cb=lambda s: s is status):
            pass

    return apply


@pytest.fixture
def inspect(qtbot: QtBot, station: ScriptedStation, page: OperatePage) -> Callable[..., None]:
    """Publish results and wait until the newest is in the strip."""

    def apply(*results: Result) -> None:
        station.publish(*results)
        newest = results[-1].inspection.id
        qtbot.waitUntil(lambda: bool(page.strip.views) and page.strip.views[0].inspection.id == newest, timeout=WAIT_MS)

    return apply
