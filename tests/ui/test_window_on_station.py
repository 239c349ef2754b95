"""The window on a whole station: simulated camera, real detector, threads, database and image files."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from camera.fake import FakeCamera, FakeOptions
from camera.fake_script import Gap, Unplug
from detectors import create as create_detector
from detectors.fake import FakeDetector
from station.app import build
from station.config import parse
from station.models import DatasetSnapshot, ModelStore
from station.recipe import ImageSpec, Recipe
from station.services import Station
from station.types import Reason, StationState, Verdict
from ui.app import WindowSession

WAIT_MS = 60_000
SIZE = 64
OPTIONS = FakeOptions(width=SIZE, height=SIZE, ready_ms=60_000)


def picture(number: int) -> np.ndarray[Any, Any]:
    """Good ones are an even grey with a little noise; every third has a bright spot."""
    image = np.random.default_rng(number).integers(95, 105, size=(SIZE, SIZE)).astype(np.uint8)
    if number % 3 == 2:
        image[40:56, 8:24] = 250
    image.setflags(write=False)
    return image


@pytest.fixture
def camera() -> FakeCamera:
    return FakeCamera(OPTIONS, picture=picture)


@pytest.fixture
def station(tmp_path: Path, camera: FakeCamera) -> Iterator[Station]:
    config = parse(
        {
            "schema": 1,
            "station": {"name": "Line 7", "data_dir": str(tmp_path)},
            "camera": {"kind": "fake", "width": SIZE, "height": SIZE, "watchdog_ms": 60_000},
            "line": {
                "reconnect_first_ms": 20,
                "reconnect_most_ms": 50,
                "min_free_mb": 0,
                "deadline_ms": 600_000,
                "hang_ms": 600_000,
            },
            "detector": {"name": "fake", "device": "cpu"},
        },
        base=tmp_path,
        environ={},
    )
    detector = FakeDetector()
    good = [picture(3 * number) for number in range(8)]
    fitted = detector.fit(good, detector.parse_options({"cells": 8}))
    model = ModelStore(config.models_dir, create_detector).add("cell", fitted, DatasetSnapshot("cell", ()))
    made = build(config, camera=camera)
    try:
        made.records.add_recipe(
            Recipe(
                name="cell",
                version=1,
                image=ImageSpec(height=SIZE, width=SIZE, channels=1, dtype="uint8"),
                model=model,
                threshold=8.0,
                created_at=datetime(2026, 1, 1, tzinfo=UTC),
                created_by="test",
            )
        )
        made.records.activate("cell", 1, who="test", why="first one")
        yield made
    finally:
        made.close()


@pytest.fixture
def session(qapp: QApplication, qtbot: QtBot, station: Station) -> Iterator[WindowSession]:
    made = WindowSession(qapp, station)
    made.open()
    qtbot.waitExposed(made.window)
    yield made
    made.end()


def start(qtbot: QtBot, session: WindowSession) -> None:
    session.window.operate.start_button.click()
    qtbot.waitUntil(lambda: session.window.header.state.state is StationState.READY, timeout=WAIT_MS)


def trigger(qtbot: QtBot, session: WindowSession, count: int) -> None:
    """Press the button `count` times, each time when it can be pressed and the part before has been shown."""
    page = session.window.operate
    for _ in range(count):
        before = page.strip.views[0] if page.strip.views else None
        qtbot.waitUntil(page.trigger_button.isEnabled, timeout=WAIT_MS)
        page.trigger_button.click()
        qtbot.waitUntil(lambda: bool(page.strip.views) and page.strip.views[0] is not before, timeout=WAIT_MS)  # noqa: B023


def test_parts_triggered_in_the_window_are_judged_shown_and_recorded(
    qtbot: QtBot, session: WindowSession, station: Station
) -> None:
    start(qtbot, session)
    trigger(qtbot, session, 3)
    page = session.window.operate
    shown = [view.inspection for view in page.strip.views]
    assert [inspection.verdict for inspection in shown] == [Verdict.NOK, Verdict.OK, Verdict.OK]
    assert page.verdict.sign.verdict is Verdict.NOK
    qtbot.waitUntil(lambda: page.view.picture is not None and bool(page.view.picture.heat), timeout=WAIT_MS)
    picture_shown = page.view.picture
    assert picture_shown is not None
    assert picture_shown.peak is not None
    x, y = picture_shown.peak
    assert 4 <= x <= 28
    assert 36 <= y <= 60
    qtbot.waitUntil(lambda: page.counters.rate.text == "Yield 66.7 % of 3", timeout=WAIT_MS)
    rows = station.records.inspections(limit=10).items
    assert [row.id for row in rows] == [inspection.id for inspection in shown]


def test_start_without_a_recipe_says_what_to_do(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    config = parse(
        {"schema": 1, "station": {"data_dir": str(tmp_path)}, "camera": {"kind": "fake"}}, base=tmp_path, environ={}
    )
    station = build(config)
    session = WindowSession(qapp, station)
    session.open()
    page = session.window.operate
    page.start_button.click()
    qtbot.waitUntil(page.banner.isVisible, timeout=WAIT_MS)
    assert "recipe" in page.banner.message.text.lower()
    assert page.banner.hint.text
    qtbot.waitUntil(page.start_button.isEnabled, timeout=WAIT_MS)
    session.end()
    station.close()


class TestLostPicture:
    @pytest.fixture
    def camera(self) -> FakeCamera:
        return FakeCamera(OPTIONS, script=[Gap()], picture=picture)

    def test_a_lost_picture_is_an_error_without_picture(self, qtbot: QtBot, session: WindowSession) -> None:
        start(qtbot, session)
        trigger(qtbot, session, 1)
        page = session.window.operate
        assert page.verdict.sign.verdict is Verdict.ERROR
        assert page.strip.views[-1].inspection.reason is Reason.MISSING_FRAME
        qtbot.waitUntil(lambda: any(fact.abnormal for fact in page.info.facts), timeout=WAIT_MS)


class TestUnplugged:
    @pytest.fixture
    def camera(self) -> FakeCamera:
        return FakeCamera(OPTIONS, script=[Unplug(failing_opens=2)], picture=picture)

    def test_a_camera_that_was_lost_and_came_back_is_ready_again(self, qtbot: QtBot, session: WindowSession) -> None:
        start(qtbot, session)
        trigger(qtbot, session, 1)
        page = session.window.operate
        assert page.strip.views[0].inspection.reason is Reason.CAMERA_LOST
        for _ in range(50):
            trigger(qtbot, session, 1)
            if page.strip.views[0].inspection.verdict is not Verdict.ERROR:
                break
        assert page.verdict.sign.verdict in (Verdict.OK, Verdict.NOK)
        qtbot.waitUntil(lambda: session.window.header.state.state is StationState.READY, timeout=WAIT_MS)


def test_closing_the_window_stops_the_line(qtbot: QtBot, session: WindowSession, station: Station) -> None:
    start(qtbot, session)
    trigger(qtbot, session, 1)
    session.window.close()
    qtbot.waitUntil(lambda: not session.window.isVisible(), timeout=WAIT_MS)
    assert station.status().state is StationState.STOPPED


def test_while_the_model_is_loaded_the_window_says_so(
    qtbot: QtBot, session: WindowSession, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    load = station._load_setup

    def slowly(recipe: Recipe) -> Any:
        assert go_on.wait(60)
        return load(recipe)

    monkeypatch.setattr(station, "_load_setup", slowly)
    page = session.window.operate
    page.start_button.click()
    qtbot.waitUntil(lambda: session.window.header.state.state is StationState.STARTING, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "model of recipe cell version 1" in page.banner.message.text, timeout=WAIT_MS)
    go_on.set()
    qtbot.waitUntil(lambda: session.window.header.state.state is StationState.READY, timeout=WAIT_MS)
    assert not page.banner.isVisible()


def test_stop_gives_up_a_start_whose_model_is_being_loaded(
    qtbot: QtBot, session: WindowSession, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    load = station._load_setup

    def slowly(recipe: Recipe) -> Any:
        assert go_on.wait(60)
        return load(recipe)

    monkeypatch.setattr(station, "_load_setup", slowly)
    page, state = session.window.operate, session.window.header.state
    page.start_button.click()
    qtbot.waitUntil(page.stop_button.isEnabled, timeout=WAIT_MS)
    page.stop_button.click()
    qtbot.waitUntil(lambda: session.commands.busy == {"start"}, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: state.state is StationState.STOPPED, timeout=WAIT_MS)
    assert not page.start_button.isEnabled()
    go_on.set()
    qtbot.waitUntil(page.start_button.isEnabled, timeout=WAIT_MS)
    assert "was stopped while its model" in page.banner.message.text
    assert station.status().state is StationState.STOPPED
