"""The operator's page fits its screens, and everything on it can be reached and read."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QSlider, QWidget
from pytestqt.qtbot import QtBot

from station.types import StationState, StationStatus, Verdict
from tests.ui.conftest import WAIT_MS, make_result, make_status
from ui.app import WindowSession
from ui.pages.operate import OperatePage
from ui.widgets.text import WrappedText


@pytest.mark.parametrize(("count", "badge"), [(0, ""), (7, "7"), (100, "100"), (101, "100+")])
def test_a_tab_says_when_more_waits_than_is_listed(page: OperatePage, count: int, badge: str) -> None:
    tab = page.tabs.tabs["review"]
    tab.set_count(count)
    assert tab.badge == badge
    assert tab.accessibleName() == (f"Review, {badge} waiting" if badge else "Review")


def children(page: QWidget) -> Iterator[QWidget]:
    return (child for child in page.findChildren(QWidget) if child.isVisible())


def test_everything_that_can_be_pressed_is_large_named_and_reached_by_keyboard(session: WindowSession) -> None:
    found = 0
    for child in children(session.window):
        if isinstance(child, QAbstractButton | QSlider):
            found += 1
            assert min(child.width(), child.height()) >= 44, child
            if child.isEnabled():
                assert child.accessibleName(), child
                assert child.focusPolicy() & Qt.FocusPolicy.TabFocus.value, child
    assert found >= 20


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800), (1920, 1080)])
@pytest.mark.parametrize("state", [StationState.READY, StationState.FAULT])
def test_nothing_overlaps_or_is_cut_at_the_sizes_of_real_screens(
    qtbot: QtBot,
    session: WindowSession,
    page: OperatePage,
    show: Callable[[StationStatus], None],
    inspect: Callable[..., None],
    size: tuple[int, int],
    state: StationState,
) -> None:
    session.window.resize(*size)
    show(make_status(state, message="The detector did not answer" if state is StationState.FAULT else ""))
    inspect(make_result(1, Verdict.ERROR), make_result(2, Verdict.REVIEW, part_id="SC-4711-0002"))
    qtbot.waitUntil(lambda: page.view.picture is not None, timeout=WAIT_MS)
    assert (session.window.width(), session.window.height()) == size
    leaves = [
        page.verdict.sign,
        page.verdict.part,
        page.verdict.reason,
        page.verdict.detail,
        page.gauge,
        page.counters,
        page.start_button,
        page.stop_button,
        page.acknowledge_button,
        page.trigger_button,
        page.view,
        page.caption,
        page.legend,
        page.live_button,
        page.heat_button,
        page.opacity,
        page.zoom_out_button,
        page.zoom_in_button,
        page.fit_button,
        page.original_button,
        page.info,
        page.next_part.field,
        page.next_part.clear_button,
        page.row.good_button,
        page.row.bad_button,
        *page.tabs.tabs.values(),
        *(tile for tile in page.strip.tiles if tile.isVisible()),
    ]
    for key, count in (("alarms", 7), ("review", 101), ("golden", 1), ("feedback", 101)):
        page.tabs.tabs[key].set_count(count)
    QApplication.processEvents()
    if state is StationState.FAULT:
        leaves.append(page.banner)
    boxes = {leaf: QRect(leaf.mapTo(page, QPoint(0, 0)), leaf.size()) for leaf in leaves}
    for leaf, box in boxes.items():
        assert page.rect().contains(box), leaf
        assert leaf.height() >= leaf.minimumSizeHint().height(), leaf
    for tab in page.tabs.tabs.values():
        assert tab.width() >= tab.minimumSizeHint().width(), tab.text()
    for one, other in itertools.combinations(leaves, 2):
        assert not boxes[one].intersects(boxes[other]), (one, other)
    page.grab()
    assert [text.text for text in page.findChildren(WrappedText) if text.isVisible() and text.cut] == []


def test_dark_and_light_are_switched_while_running(session: WindowSession) -> None:
    before = session.window.grab().toImage().pixelColor(5, 600).lightness()
    session.window.header.dark_button.click()
    after = session.window.grab().toImage().pixelColor(5, 600).lightness()
    assert before > 150
    assert after < 80


def test_results_missed_by_the_window_are_counted_on_the_page(
    page: OperatePage, station: Any, show: Callable[[StationStatus], None]
) -> None:
    station.publish(*[make_result(number) for number in range(30)])
    show(replace(make_status(StationState.READY)))
    assert any(fact.text == "not shown in time 18" for fact in page.info.facts)


def test_the_keys_of_all_orders_are_seen_on_their_buttons(
    qtbot: QtBot, session: WindowSession, page: OperatePage
) -> None:
    session.window.resize(1280, 800)
    qtbot.waitUntil(lambda: session.window.width() == 1280, timeout=WAIT_MS)
    for button in page.side.orders.values():
        assert button.width() >= button.sizeHint().width(), button.text()
