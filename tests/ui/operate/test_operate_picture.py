"""The picture on the operator's page: of which part, live or past, zoom and heatmap."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from station.types import StationState, StationStatus, Verdict
from tests.ui.conftest import WAIT_MS, make_result, make_status
from ui.app import WindowSession
from ui.pages.operate import OperatePage
from ui.picture import render_image


def test_an_earlier_part_stays_until_live_is_pressed(
    qtbot: QtBot, page: OperatePage, inspect: Callable[..., None]
) -> None:
    inspect(make_result(1, Verdict.NOK))
    inspect(make_result(2, Verdict.OK))
    page.strip.tiles[1].click()
    assert page.looking_back
    qtbot.waitUntil(lambda: page.verdict.sign.verdict is Verdict.NOK, timeout=WAIT_MS)
    assert "Earlier" in page.verdict.part.text
    inspect(make_result(3, Verdict.REVIEW))
    assert page.verdict.sign.verdict is Verdict.NOK
    assert "1 came since · press Live to return" in page.caption.text
    QTest.keyClick(page.window(), Qt.Key.Key_F7)
    assert not page.looking_back
    qtbot.waitUntil(lambda: page.verdict.sign.verdict is Verdict.REVIEW, timeout=WAIT_MS)
    assert "P3" in page.verdict.part.text


@pytest.mark.parametrize("state", [StationState.STOPPED, StationState.RECOVERING, StationState.STARTING])
def test_the_picture_left_when_the_camera_stopped_is_called_the_last_with_its_time(
    page: OperatePage, show: Callable[[StationStatus], None], state: StationState
) -> None:
    live = render_image(np.zeros((30, 30), np.uint8))
    show(make_status(state))
    assert page.caption.text == ""
    show(make_status(StationState.READY))
    assert page.caption.text == "Live"
    page._bridge.live.emit(live, None)
    assert page.caption.text == "Live"
    show(make_status(state))
    assert re.fullmatch(r"Last live picture, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d", page.caption.text)
    assert page.view.picture is live, "what was seen last is kept"
    show(make_status(StationState.READY))
    page._bridge.live.emit(live, None)
    assert page.caption.text == "Live"


@pytest.mark.parametrize("state", [StationState.READY, StationState.BLOCKED, StationState.FAULT])
def test_a_live_picture_that_nothing_follows_is_no_longer_called_live(
    page: OperatePage, show: Callable[[StationStatus], None], state: StationState
) -> None:
    now = [100.0]
    page.parts._clock = lambda: now[0]
    show(make_status(state))
    page._bridge.live.emit(render_image(np.zeros((30, 30), np.uint8)), None)
    now[0] += 1
    show(make_status(state))
    assert page.caption.text == "Live"
    now[0] += 1.5
    show(make_status(state))
    assert page.caption.text.startswith("Last live picture")


def test_live_picture_neither_covers_its_own_part_nor_an_earlier_one(
    qtbot: QtBot, page: OperatePage, show: Callable[[StationStatus], None], inspect: Callable[..., None]
) -> None:
    show(make_status(StationState.READY))
    now = [100.0]
    page.parts._clock = lambda: now[0]
    live = render_image(np.zeros((30, 30), np.uint8))
    page._bridge.live.emit(live, "trigger-0")
    assert page.view.picture is live
    assert page.caption.text == "Live"
    inspect(make_result(1, Verdict.NOK))
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
    qtbot: QtBot, session: WindowSession, page: OperatePage, inspect: Callable[..., None]
) -> None:
    inspect(make_result(1, Verdict.NOK))
    inspect(make_result(2, Verdict.ERROR))
    qtbot.waitUntil(lambda: session.tasks.running == 0, timeout=WAIT_MS)
    assert page.view.picture is None


def test_opacity_and_switch_act_on_the_overlay(qtbot: QtBot, page: OperatePage, inspect: Callable[..., None]) -> None:
    inspect(make_result(1, Verdict.NOK))
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


def test_zooming_in_brings_the_full_resolution(qtbot: QtBot, page: OperatePage, inspect: Callable[..., None]) -> None:
    image = np.zeros((2000, 2400), np.uint8)
    inspect(make_result(1, Verdict.NOK, image=image, anomaly_map=np.zeros(image.shape, np.float32)))
    qtbot.waitUntil(lambda: page.view.picture is not None, timeout=WAIT_MS)
    picture = page.view.picture
    assert picture is not None
    assert 0 not in picture.base
    page.original_button.click()
    qtbot.waitUntil(lambda: page.view.picture is not None and 0 in page.view.picture.base, timeout=WAIT_MS)
    assert page.view.zoom == 1.0


def test_legend_shows_the_limits_of_the_part_in_the_picture(
    page: OperatePage, show: Callable[[StationStatus], None], inspect: Callable[..., None]
) -> None:
    show(make_status(StationState.READY, threshold=5.0))
    assert page.legend.scale is not None
    assert page.legend.scale.threshold == 5.0
    inspect(make_result(1, Verdict.NOK))
    assert page.legend.scale is not None
    assert page.legend.scale.threshold == 2.0
