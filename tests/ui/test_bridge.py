from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from station.types import Result
from ui.bridge import QUEUE, Bridge
from ui.picture import PartView
from ui.tasks import Tasks

WAIT_MS = 60_000


class Frame:
    def __init__(self, image: np.ndarray[Any, Any], trigger_id: str | None = None) -> None:
        self.image = image
        self.trigger = None if trigger_id is None else type("Trigger", (), {"id": trigger_id})()


@pytest.fixture
def bridge(qtbot: QtBot, station: Any, tasks: Tasks) -> Iterator[Bridge]:
    made = Bridge(station, tasks)
    made.open()
    yield made
    made.close()
    made.deleteLater()


def test_results_arrive_in_order_on_the_gui_thread(
    qtbot: QtBot, station: Any, bridge: Bridge, new_result: Callable[..., Result]
) -> None:
    taken: list[PartView] = []
    threads: set[int] = set()

    def take(views: tuple[PartView, ...]) -> None:
        threads.add(threading.get_ident())
        taken.extend(views)

    bridge.parts.connect(take)
    station.publish(*[new_result(number) for number in range(5)])
    station.publish(*[new_result(number) for number in range(5, 9)])
    qtbot.waitUntil(lambda: len(taken) == 9, timeout=WAIT_MS)
    assert [view.inspection.seq for view in taken] == list(range(9))
    assert threads == {threading.get_ident()}
    assert bridge.late == 0


def test_when_the_window_is_too_slow_the_oldest_are_left_out_and_counted(
    qtbot: QtBot, station: Any, bridge: Bridge, new_result: Callable[..., Result]
) -> None:
    taken: list[int] = []
    bridge.parts.connect(lambda views: taken.extend(view.inspection.seq for view in views))
    station.publish(*[new_result(number) for number in range(40)])
    assert bridge.late == 40 - QUEUE
    qtbot.waitUntil(lambda: len(taken) == QUEUE, timeout=WAIT_MS)
    assert taken == list(range(40 - QUEUE, 40))


def test_publishing_never_waits_for_the_gui_thread(
    station: Any, bridge: Bridge, new_result: Callable[..., Result]
) -> None:
    """The event loop does not run in this test at all, and `publish` comes back all the same."""
    station.publish(*[new_result(number) for number in range(500)])
    assert bridge.late == 500 - QUEUE


def test_newest_live_picture_arrives_with_its_trigger_and_each_one_once(
    qtbot: QtBot, station: Any, bridge: Bridge
) -> None:
    shown: list[str | None] = []
    bridge.live.connect(lambda _picture, trigger_id: shown.append(trigger_id))
    station.frame = Frame(np.zeros((10, 10), np.uint8), "first")
    qtbot.waitUntil(lambda: shown == ["first"], timeout=WAIT_MS)
    statuses: list[object] = []
    bridge.status_changed.connect(statuses.append)
    qtbot.waitUntil(lambda: len(statuses) >= 3, timeout=WAIT_MS)
    assert shown == ["first"]
    station.frame = Frame(np.zeros((10, 10), np.uint8))
    qtbot.waitUntil(lambda: shown == ["first", None], timeout=WAIT_MS)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_picture_that_cannot_be_shown_costs_no_verdict_and_is_counted_and_told(
    qtbot: QtBot, station: Any, bridge: Bridge, new_result: Callable[..., Result], number: int
) -> None:
    taken: list[tuple[int | None, bool]] = []
    newest: list[object] = []
    failures: list[BaseException] = []
    bridge.parts.connect(lambda views: taken.extend((view.inspection.seq, view.image is None) for view in views))
    bridge.parts.connect(lambda _views, picture: newest.append(picture))
    bridge.failed.connect(failures.append)
    broken = {"image": np.zeros((0, 0), np.uint8)}
    station.publish(*[new_result(n, **(broken if n == number else {})) for n in range(3)])
    qtbot.waitUntil(lambda: len(taken) == 3, timeout=WAIT_MS)
    assert taken == [(n, n == number) for n in range(3)]
    assert (newest[-1] is None) == (number == 2)
    assert len(failures) == 1
    assert (bridge.unshown, bridge.late) == (1, 0)
    station.publish(new_result(3))
    qtbot.waitUntil(lambda: taken[3:] == [(3, False)], timeout=WAIT_MS)
    assert bridge.unshown == 1


def test_closed_bridge_neither_listens_nor_polls(
    qtbot: QtBot, station: Any, bridge: Bridge, new_result: Callable[..., Result]
) -> None:
    bridge.close()
    bridge.close()
    assert station.listeners == []
    statuses: list[object] = []
    bridge.status_changed.connect(statuses.append)
    qtbot.wait(250)
    assert statuses == []
