"""What tests of the operator's page do to the scripted station, and wait for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from station.types import Result, StationStatus
from ui.pages.operate import OperatePage

WAIT_MS = 60_000


def showing(qtbot: QtBot, station: Any, page: OperatePage) -> Callable[[StationStatus], None]:
    """Make the station say something and wait until the page has heard it."""

    def apply(status: StationStatus) -> None:
        station.now = status
        with qtbot.waitSignal(page._bridge.status_changed, timeout=WAIT_MS, check_params_cb=lambda s: s is status):
            pass

    return apply


def inspecting(qtbot: QtBot, station: Any, page: OperatePage) -> Callable[..., None]:
    """Publish results and wait until the newest is in the strip."""

    def apply(*results: Result) -> None:
        station.publish(*results)
        newest = results[-1].inspection.id
        qtbot.waitUntil(lambda: bool(page.strip.views) and page.strip.views[0].inspection.id == newest, timeout=WAIT_MS)

    return apply
