"""A station with inspected parts, and the history page open on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from pytestqt.qtbot import QtBot

from camera.fake import FakeCamera, FakeOptions
from station.accounts import Session
from station.permissions import Role
from station.services import Station
from station.types import Inspection, StationState
from tests.station.built_rig import built, make_config, teach
from ui.app import WindowSession
from ui.pages.history import HistoryPage

WAIT_MS = 60_000
SHIFT_STARTS = ["05:30", "17:45"]
SIZE = 64


def picture(number: int) -> np.ndarray[Any, Any]:
    """Every third has a bright spot."""
    image = np.random.default_rng(number).integers(95, 105, size=(SIZE, SIZE)).astype(np.uint8)
    if number % 3 == 2:
        image[40:56, 8:24] = 250
    image.setflags(write=False)
    return image


@contextmanager
def inspecting(folder: Path) -> Iterator[Station]:
    """A stopped station with a recipe in force, of whose pictures every third is bad."""
    config = make_config(folder, side=SIZE, station={"name": "Line 7"}, shifts={"starts": SHIFT_STARTS})
    camera = FakeCamera(FakeOptions(width=SIZE, height=SIZE, ready_ms=60_000), picture=picture)
    with built(config, camera) as made:
        teach(made, good=[picture(3 * n) for n in range(8)], threshold=8.0)
        made.records.activate("cell", 1, who="test", why="first one")
        yield made


def inspect(qtbot: QtBot, session: WindowSession, count: int) -> None:
    """Inspect through the window, then stop, so that every picture is on the disk."""
    page = session.window.operate
    page.start_button.click()
    qtbot.waitUntil(lambda: session.window.header.state.state is StationState.READY, timeout=WAIT_MS)
    for _ in range(count):
        before = page.strip.views[0] if page.strip.views else None
        qtbot.waitUntil(page.trigger_button.isEnabled, timeout=WAIT_MS)
        page.trigger_button.click()
        qtbot.waitUntil(lambda: bool(page.strip.views) and page.strip.views[0] is not before, timeout=WAIT_MS)  # noqa: B023
    page.stop_button.click()
    qtbot.waitUntil(lambda: session.window.header.state.state is StationState.STOPPED, timeout=WAIT_MS)


def engineer() -> Session:
    return Session("Ada", Role.ENGINEER, datetime.now(UTC))


def history(qtbot: QtBot, session: WindowSession) -> HistoryPage:
    """Open the page and wait until it has read."""
    assert session.window.open_page("history")
    page = session.window.page("history")
    assert isinstance(page, HistoryPage)
    quiet(qtbot, session, page)
    return page


def quiet(qtbot: QtBot, session: WindowSession, page: HistoryPage) -> None:
    """Wait until nothing is read and no row waits for its detail."""
    qtbot.waitUntil(
        lambda: not page._settle.isActive() and session.tasks.running == 0 and not session.jobs.running,
        timeout=WAIT_MS,
    )


def choose(qtbot: QtBot, session: WindowSession, page: HistoryPage, number: int) -> Inspection:
    page.table.choose(number)
    quiet(qtbot, session, page)
    row = page.model.row(number)
    assert row is not None
    detail = page.detail.detail
    assert detail is not None
    assert detail.inspection.id == row.inspection.id
    return detail.inspection


def cell(page: HistoryPage, row: int, column: int) -> str:
    return str(page.model.index(row, column).data())


def facts(page: HistoryPage, one: Inspection) -> dict[str, str]:
    """What is told of the inspection that is shown."""
    detail = page.detail.detail
    assert detail is not None
    assert detail.inspection.id == one.id
    return dict(page.detail._facts(detail.inspection, detail.model))


def opened(qtbot: QtBot, session: WindowSession) -> HistoryPage:
    """The page on three parts, good, good and bad, with an engineer at the desk."""
    inspect(qtbot, session, 3)
    session.desk.sign_in(engineer())
    return history(qtbot, session)
