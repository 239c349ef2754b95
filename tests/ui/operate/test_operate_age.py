"""A verdict on the operator's page says whether it is of now."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from station.types import StationState, StationStatus, Verdict
from tests.ui.conftest import WAIT_MS, make_result, make_status
from ui.pages.operate import OperatePage
from ui.picture import render_image


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
    state: StationState,
    dark: bool,
) -> None:
    page.context.theme.set_dark(dark)
    show(make_status(StationState.READY))
    for verdict in (Verdict.OK, Verdict.NOK):
        inspect(make_result(7 + (verdict is Verdict.NOK), verdict, at=datetime.now(UTC)))
        assert page.verdict.sign.past == ""
        assert strong_colours(page)
    show(make_status(state, message="something"))
    for number, verdict in ((9, Verdict.OK), (10, Verdict.NOK)):
        assert page.verdict.sign.past.startswith("Last part · ")
        assert re.search(r"Last part P\d+ · \d\d:\d\d:\d\d", page.verdict.part.text)
        assert page.verdict.sign.accessibleName().startswith("Last part")
        assert not strong_colours(page)
        inspect(make_result(number, verdict, at=datetime.now(UTC)))  # a part that comes in this state


def test_a_verdict_from_before_a_stop_stays_past_after_the_next_start(
    page: OperatePage, show: Callable[[StationStatus], None], inspect: Callable[..., None]
) -> None:
    show(make_status(StationState.READY))
    inspect(make_result(1, Verdict.OK))
    for state in (StationState.STOPPED, StationState.STARTING, StationState.READY):
        show(make_status(state))
        assert page.verdict.sign.past
    assert "1 Jan" in page.verdict.sign.past, "a part of another day is shown with its day"
    inspect(make_result(2, Verdict.OK))
    assert not page.verdict.sign.past
    assert strong_colours(page)


def test_a_verdict_beside_the_live_picture_is_of_the_last_part(
    page: OperatePage, show: Callable[[StationStatus], None], inspect: Callable[..., None]
) -> None:
    now = [100.0]
    page.parts._clock = lambda: now[0]
    show(make_status(StationState.READY))
    inspect(make_result(1, Verdict.OK))
    now[0] += 60
    page._bridge.live.emit(render_image(np.zeros((30, 30), np.uint8)), "trigger-2")
    assert page.caption.text == "Live"
    assert page.verdict.sign.past.startswith("Last part")
    assert not strong_colours(page)
    inspect(make_result(2, Verdict.OK))
    assert not page.verdict.sign.past


def test_only_the_newest_part_is_shown_as_of_now(
    qtbot: QtBot, page: OperatePage, show: Callable[[StationStatus], None], inspect: Callable[..., None]
) -> None:
    show(make_status(StationState.READY))
    inspect(make_result(1, Verdict.OK))
    inspect(make_result(2, Verdict.NOK))
    page.strip.tiles[1].click()
    qtbot.waitUntil(lambda: page.verdict.sign.verdict is Verdict.OK, timeout=WAIT_MS)
    assert page.verdict.sign.past.startswith("Earlier part")
    assert not strong_colours(page)
    page.go_live()
    show(make_status(StationState.READY))
    qtbot.waitUntil(lambda: page.verdict.sign.verdict is Verdict.NOK, timeout=WAIT_MS)
    assert not page.verdict.sign.past
    assert strong_colours(page)


def test_beside_the_pictures_of_parts_in_review_the_verdict_is_of_the_last_part(
    page: OperatePage, show: Callable[[StationStatus], None], inspect: Callable[..., None]
) -> None:
    show(make_status(StationState.READY))
    inspect(make_result(1, Verdict.OK))
    page.open_panel("review")
    assert page.verdict.sign.past.startswith("Last part")
    page.open_panel("shift")
    assert not page.verdict.sign.past
