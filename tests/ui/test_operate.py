from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QSlider, QWidget
from pytestqt.qtbot import QtBot

from camera.api import CameraLost
from station.types import Counters, Result, StationState, StationStatus, Verdict
from ui.app import WindowSession
from ui.pages.operate import OperatePage
from ui.picture import render_image
from ui.widgets.banner import Level
from ui.widgets.text import WrappedText

WAIT_MS = 60_000


@pytest.fixture
def page(session: WindowSession) -> OperatePage:
    return session.window.operate


@pytest.fixture
def show(qtbot: QtBot, station: Any, page: OperatePage) -> Callable[[StationStatus], None]:
    """Make the station say something and wait until the page has heard it."""

    def apply(status: StationStatus) -> None:
        station.now = status
        with qtbot.waitSignal(page._bridge.status_changed, timeout=WAIT_MS, check_params_cb=lambda s: s is status):
            pass

    return apply


@pytest.fixture
def inspect(qtbot: QtBot, station: Any, page: OperatePage) -> Callable[..., None]:
    """Publish results and wait until the newest is in the strip."""

    def apply(*results: Result) -> None:
        station.publish(*results)
        newest = results[-1].inspection.id
        qtbot.waitUntil(lambda: bool(page.strip.views) and page.strip.views[0].inspection.id == newest, timeout=WAIT_MS)

    return apply


@pytest.mark.parametrize("verdict", list(Verdict))
def test_verdict_reason_score_and_picture_are_shown_together(
    qtbot: QtBot,
    page: OperatePage,
    inspect: Callable[..., None],
    new_result: Callable[..., Result],
    verdict: Verdict,
) -> None:
    inspect(new_result(7, verdict, detail="more about it"))
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
    page: OperatePage, inspect: Callable[..., None], new_result: Callable[..., Result]
) -> None:
    seen: list[tuple[Verdict | None, bool]] = []
    page.parts.changed.connect(
        lambda view: seen.append(
            (view.inspection.verdict, page.view.picture is not None and bool(page.view.picture.heat))
        )
    )
    for number, verdict in enumerate((Verdict.OK, Verdict.NOK, Verdict.OK, Verdict.NOK)):
        inspect(new_result(number, verdict))
    assert seen == [(Verdict.OK, False), (Verdict.NOK, True), (Verdict.OK, False), (Verdict.NOK, True)]


def test_counters_and_state_follow_the_station(
    session: WindowSession,
    page: OperatePage,
    show: Callable[[StationStatus], None],
    new_status: Callable[..., StationStatus],
) -> None:
    show(new_status(StationState.READY, counters=Counters(triggers=4, ok=3, nok=1)))
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
    new_status: Callable[..., StationStatus],
    state: StationState,
    enabled: set[str],
) -> None:
    show(new_status(state))
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
    page: OperatePage, show: Callable[[StationStatus], None], new_status: Callable[..., StationStatus]
) -> None:
    show(new_status(StationState.FAULT, message="The detector did not answer", hint="Acknowledge"))
    assert page.banner.isVisible()
    assert page.banner.level is Level.ALARM
    assert (page.banner.message.text, page.banner.hint.text) == ("The detector did not answer", "Acknowledge")
    assert page.banner.close_button.isHidden()
    assert page.acknowledge_button.prominent
    show(new_status(StationState.RECOVERING, message="The camera was lost"))
    assert page.banner.level is Level.WARNING
    show(new_status(StationState.READY))
    assert page.banner.isHidden()


def test_an_earlier_part_stays_until_live_is_pressed(
    qtbot: QtBot, page: OperatePage, inspect: Callable[..., None], new_result: Callable[..., Result]
) -> None:
    inspect(new_result(1, Verdict.NOK))
    inspect(new_result(2, Verdict.OK))
    page.strip.tiles[1].click()
    assert page.looking_back
    qtbot.waitUntil(lambda: page.verdict.sign.verdict is Verdict.NOK, timeout=WAIT_MS)
    assert "Earlier" in page.verdict.part.text
    inspect(new_result(3, Verdict.REVIEW))
    assert page.verdict.sign.verdict is Verdict.NOK
    assert "1 came since" in page.caption.text
    QTest.keyClick(page.window(), Qt.Key.Key_F7)
    assert not page.looking_back
    qtbot.waitUntil(lambda: page.verdict.sign.verdict is Verdict.REVIEW, timeout=WAIT_MS)
    assert "P3" in page.verdict.part.text


def test_live_picture_neither_covers_its_own_part_nor_an_earlier_one(
    qtbot: QtBot, page: OperatePage, inspect: Callable[..., None], new_result: Callable[..., Result]
) -> None:
    now = [100.0]
    page.parts._clock = lambda: now[0]
    live = render_image(np.zeros((30, 30), np.uint8))
    page._bridge.live.emit(live, "trigger-0")
    assert page.view.picture is live
    assert page.caption.text == "Live"
    inspect(new_result(1, Verdict.NOK))
    qtbot.waitUntil(lambda: page.view.picture is not live, timeout=WAIT_MS)
    now[0] += 60
    page._bridge.live.emit(live, "trigger-1")
    assert page.view.picture is not live
    page._bridge.live.emit(live, "trigger-2")
    assert page.view.picture is live
    page.strip.tiles[0].click()
    now[0] += 60
    page._bridge.live.emit(live, "trigger-3")
    qtbot.waitUntil(lambda: page.view.picture is not live, timeout=WAIT_MS)


def test_a_late_rendering_does_not_replace_the_picture_of_a_newer_part(
    qtbot: QtBot,
    session: WindowSession,
    page: OperatePage,
    inspect: Callable[..., None],
    new_result: Callable[..., Result],
) -> None:
    inspect(new_result(1, Verdict.NOK))
    inspect(new_result(2, Verdict.ERROR))
    qtbot.waitUntil(lambda: session.tasks.running == 0, timeout=WAIT_MS)
    assert page.view.picture is None


def test_opacity_and_switch_act_on_the_overlay(
    qtbot: QtBot, page: OperatePage, inspect: Callable[..., None], new_result: Callable[..., Result]
) -> None:
    inspect(new_result(1, Verdict.NOK))
    qtbot.waitUntil(lambda: page.view.picture is not None, timeout=WAIT_MS)

    def middle() -> int:
        return page.view.grab().toImage().pixelColor(page.view.width() // 2, page.view.height() // 2).rgb()

    page.opacity.setValue(100)
    strong = middle()
    page.opacity.setValue(20)
    weak = middle()
    page.heat_button.click()
    none = middle()
    assert len({strong, weak, none}) == 3
    assert not page.opacity.isEnabled()


def test_zooming_in_brings_the_full_resolution(
    qtbot: QtBot, page: OperatePage, inspect: Callable[..., None], new_result: Callable[..., Result]
) -> None:
    image = np.zeros((2000, 2400), np.uint8)
    inspect(new_result(1, Verdict.NOK, image=image, anomaly_map=np.zeros(image.shape, np.float32)))
    qtbot.waitUntil(lambda: page.view.picture is not None, timeout=WAIT_MS)
    picture = page.view.picture
    assert picture is not None
    assert 0 not in picture.base
    page.original_button.click()
    qtbot.waitUntil(lambda: page.view.picture is not None and 0 in page.view.picture.base, timeout=WAIT_MS)
    assert page.view.zoom == 1.0


def test_legend_shows_the_limits_of_the_part_in_the_picture(
    page: OperatePage,
    show: Callable[[StationStatus], None],
    inspect: Callable[..., None],
    new_result: Callable[..., Result],
    new_status: Callable[..., StationStatus],
) -> None:
    show(new_status(StationState.READY, threshold=5.0))
    assert page.legend.scale is not None
    assert page.legend.scale.threshold == 5.0
    inspect(new_result(1, Verdict.NOK))
    assert page.legend.scale is not None
    assert page.legend.scale.threshold == 2.0


def strong_colours(page: OperatePage) -> bool:
    """Whether the sign shows the look of a verdict of now: the fill of the shape over more than its edges."""
    verdict = page.verdict.sign.verdict
    assert verdict is not None
    fill = page.context.theme.colors.verdict(verdict)[0].rgb()
    image = page.verdict.sign.grab().toImage()
    hits = sum(image.pixel(x, y) == fill for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))
    return hits > 20


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("state", [state for state in StationState if state is not StationState.READY])
def test_beside_any_state_but_ready_the_verdict_is_grey_and_called_the_last_part(
    page: OperatePage,
    show: Callable[[StationStatus], None],
    inspect: Callable[..., None],
    new_result: Callable[..., Result],
    new_status: Callable[..., StationStatus],
    state: StationState,
    dark: bool,
) -> None:
    page.context.theme.set_dark(dark)
    show(new_status(StationState.READY))
    for verdict in (Verdict.OK, Verdict.NOK):
        inspect(new_result(7 + (verdict is Verdict.NOK), verdict, at=datetime.now(UTC)))
        assert page.verdict.sign.past == ""
        assert strong_colours(page)
    show(new_status(state, message="something"))
    for number, verdict in ((9, Verdict.OK), (10, Verdict.NOK)):
        assert page.verdict.sign.past.startswith("Last part · ")
        assert re.search(r"Last part P\d+ · \d\d:\d\d:\d\d", page.verdict.part.text)
        assert page.verdict.sign.accessibleName().startswith("Last part")
        assert not strong_colours(page)
        inspect(new_result(number, verdict, at=datetime.now(UTC)))  # a part that comes in this state


def test_a_verdict_from_before_a_stop_stays_past_after_the_next_start(
    page: OperatePage,
    show: Callable[[StationStatus], None],
    inspect: Callable[..., None],
    new_result: Callable[..., Result],
    new_status: Callable[..., StationStatus],
) -> None:
    show(new_status(StationState.READY))
    inspect(new_result(1, Verdict.OK))
    for state in (StationState.STOPPED, StationState.STARTING, StationState.READY):
        show(new_status(state))
        assert page.verdict.sign.past
    assert "1 Jan" in page.verdict.sign.past, "a part of another day is shown with its day"
    inspect(new_result(2, Verdict.OK))
    assert not page.verdict.sign.past
    assert strong_colours(page)


def test_a_verdict_beside_the_live_picture_is_of_the_last_part(
    page: OperatePage,
    show: Callable[[StationStatus], None],
    inspect: Callable[..., None],
    new_result: Callable[..., Result],
    new_status: Callable[..., StationStatus],
) -> None:
    now = [100.0]
    page.parts._clock = lambda: now[0]
    show(new_status(StationState.READY))
    inspect(new_result(1, Verdict.OK))
    now[0] += 60
    page._bridge.live.emit(render_image(np.zeros((30, 30), np.uint8)), "trigger-2")
    assert page.caption.text == "Live"
    assert page.verdict.sign.past.startswith("Last part")
    assert not strong_colours(page)
    inspect(new_result(2, Verdict.OK))
    assert not page.verdict.sign.past


def test_only_the_newest_part_is_shown_as_of_now(
    qtbot: QtBot,
    page: OperatePage,
    show: Callable[[StationStatus], None],
    inspect: Callable[..., None],
    new_result: Callable[..., Result],
    new_status: Callable[..., StationStatus],
) -> None:
    show(new_status(StationState.READY))
    inspect(new_result(1, Verdict.OK))
    inspect(new_result(2, Verdict.NOK))
    page.strip.tiles[1].click()
    qtbot.waitUntil(lambda: page.verdict.sign.verdict is Verdict.OK, timeout=WAIT_MS)
    assert page.verdict.sign.past.startswith("Earlier part")
    assert not strong_colours(page)
    page.go_live()
    show(new_status(StationState.READY))
    qtbot.waitUntil(lambda: page.verdict.sign.verdict is Verdict.NOK, timeout=WAIT_MS)
    assert not page.verdict.sign.past
    assert strong_colours(page)


def test_beside_the_pictures_of_parts_in_review_the_verdict_is_of_the_last_part(
    page: OperatePage,
    show: Callable[[StationStatus], None],
    inspect: Callable[..., None],
    new_result: Callable[..., Result],
    new_status: Callable[..., StationStatus],
) -> None:
    show(new_status(StationState.READY))
    inspect(new_result(1, Verdict.OK))
    page.open_panel("review")
    assert page.verdict.sign.past.startswith("Last part")
    page.open_panel("shift")
    assert not page.verdict.sign.past


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
    new_result: Callable[..., Result],
    new_status: Callable[..., StationStatus],
    size: tuple[int, int],
    state: StationState,
) -> None:
    session.window.resize(*size)
    show(new_status(state, message="The detector did not answer" if state is StationState.FAULT else ""))
    inspect(new_result(1, Verdict.ERROR), new_result(2, Verdict.REVIEW, part_id="SC-4711-0002"))
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
    page: OperatePage,
    station: Any,
    show: Callable[[StationStatus], None],
    new_result: Callable[..., Result],
    new_status: Callable[..., StationStatus],
) -> None:
    station.publish(*[new_result(number) for number in range(30)])
    show(replace(new_status(StationState.READY)))
    assert any(fact.text == "not shown in time 18" for fact in page.info.facts)
