"""How often the window paints while the line runs: for what changed, and no oftener than eyes follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station.types import Counters, Result, StationStatus
from ui.app import WindowSession
from ui.bridge import Bridge
from ui.widgets.strip import MOST, PartTile

WAIT_MS = 60_000


class Painted(QObject):
    """Counts what is painted, by the class of the widget."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.count: Counter[str] = Counter()
        self._application = application
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget):
            self.count[type(watched).__name__] += 1
        return False

    def leave(self) -> None:
        self._application.removeEventFilter(self)


@pytest.fixture
def painted(qapp: QApplication) -> Iterator[Painted]:
    made = Painted(qapp)
    yield made
    made.leave()


def statuses(qtbot: QtBot, bridge: Bridge, count: int) -> None:
    """Wait until the window has heard that many more statuses and has painted what they changed."""
    for _ in range(count):
        with qtbot.waitSignal(bridge.status_changed, timeout=WAIT_MS):
            pass
    QApplication.processEvents()


def test_a_status_that_says_nothing_new_paints_nothing(
    qtbot: QtBot, session: WindowSession, station: Any, new_status: Callable[..., StationStatus], painted: Painted
) -> None:
    station.now = new_status(counters=Counters(triggers=5, ok=3, nok=2))
    statuses(qtbot, session.bridge, 3)
    painted.count.clear()
    statuses(qtbot, session.bridge, 5)
    assert painted.count == Counter()


def test_only_the_count_that_changed_is_painted(
    qtbot: QtBot, session: WindowSession, station: Any, new_status: Callable[..., StationStatus], painted: Painted
) -> None:
    station.now = new_status(counters=Counters(triggers=5, ok=3, nok=2))
    statuses(qtbot, session.bridge, 3)
    painted.count.clear()
    station.now = new_status(counters=Counters(triggers=6, ok=4, nok=2))
    statuses(qtbot, session.bridge, 3)
    assert painted.count["VerdictCount"] == 1
    assert painted.count["StatePill"] == painted.count["Heartbeat"] == painted.count["ScoreGauge"] == 0


def test_a_part_is_painted_once_and_only_moved_afterwards(
    qtbot: QtBot,
    session: WindowSession,
    station: Any,
    new_result: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    faces: list[int] = []
    paint_face = PartTile.paint_face

    def counted(tile: PartTile, view: Any) -> Any:
        faces.append(view.inspection.seq)
        return paint_face(tile, view)

    monkeypatch.setattr(PartTile, "paint_face", counted)
    strip = session.window.operate.strip
    session.window.resize(1283, 800)  # twelve tiles have no equal share of this
    for number in range(1, MOST + 1):
        station.publish(new_result(number))
        qtbot.waitUntil(lambda: bool(strip.views) and strip.views[0].inspection.seq == number, timeout=WAIT_MS)  # noqa: B023
        QApplication.processEvents()
    assert len({tile.width() for tile in strip.tiles if tile.isVisible()}) == 1
    assert Counter(faces) == Counter(range(1, MOST + 1))


def test_parts_that_come_faster_than_eyes_follow_are_shown_together(
    qtbot: QtBot, session: WindowSession, station: Any, new_result: Callable[..., Result]
) -> None:
    """The first at once; those that come while it is shown all with the next change, none of them left out."""
    batches: list[list[int]] = []
    session.bridge.parts.connect(lambda views, _picture: batches.append([view.inspection.seq for view in views]))
    station.publish(new_result(1))
    qtbot.waitUntil(lambda: len(batches) == 1, timeout=WAIT_MS)
    for number in range(2, 8):
        station.publish(new_result(number))
        QApplication.processEvents()
    qtbot.waitUntil(lambda: sum(map(len, batches)) == 7, timeout=WAIT_MS)
    assert batches[0] == [1]
    assert [number for batch in batches for number in batch] == list(range(1, 8))
    assert len(batches) < 7
    assert session.bridge.late == 0
