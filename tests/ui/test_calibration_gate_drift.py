"""The sections Image gate and Drift on a recipe that was really taught."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from station.accounts import Session
from station.cli import main
from station.drift import WINDOW
from station.services import Station
from tests.station.cli_rig import CONFIG, make_folder
from tests.station.placed_rig import placed, placed_good
from tests.station.test_drift import keep_parts, taught_with
from tests.ui.calibration_rig import ADA, WAIT_MS, Scene, confirm, opened, settle, station_with_scene
from ui.app import WindowSession


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def station(tmp_path: Path, scene: Scene) -> Iterator[Station]:
    good = make_folder(tmp_path / "good", placed_good(16))
    (tmp_path / "station.toml").write_text(CONFIG, encoding="utf-8")
    command = ["train", "cover", "--good", str(good), "--activate", "--why", "first", "--who", "ada"]
    assert main([*command, "--config", str(tmp_path / "station.toml")]) == 0
    with station_with_scene(tmp_path, scene) as made:
        yield made


@pytest.fixture
def signed_in() -> Session:
    return ADA


def test_the_limits_are_measured_tried_on_the_live_picture_and_kept(
    qtbot: QtBot, session: WindowSession, station: Station, scene: Scene
) -> None:
    section = opened(qtbot, session, "gate")
    assert "limits from 12 good pictures" in section.about.text()
    assert not section.plots["shift_px"].isVisibleTo(section)
    section.learn_button.click()
    qtbot.waitUntil(lambda: section.study is not None, timeout=WAIT_MS)
    settle(qtbot, session)
    assert "0 of 4" in section.tried.text()
    assert (len(section.plots["brightness"].normal), len(section.plots["brightness"].held_out)) == (12, 4)
    assert section.plots["shift_px"].span is None, "not checked as long as nobody wants it"
    section.place.setChecked(True)
    assert section.plots["shift_px"].span is not None
    settle(qtbot, session)
    section.live_button.click()
    qtbot.waitUntil(lambda: section.looked is not None and not section.looked.findings, timeout=WAIT_MS)
    scene.show = lambda n: placed(n % 5, dx=60)
    qtbot.waitUntil(lambda: section.looked is not None and bool(section.looked.findings), timeout=WAIT_MS)
    assert section.plots["shift_px"].outside
    assert "out of place" in section.live_words.text()
    section.live_button.click()
    qtbot.waitUntil(lambda: section.looked is None, timeout=WAIT_MS)
    section.keep_button.click()
    confirm(qtbot, session, "parts slip")
    active = station.records.active()
    assert active is not None
    assert active.version == 2
    assert active.gate is not None
    assert active.gate["place"] is not None
    assert "version 2" in section.about.text()


def test_drift_is_drawn_and_the_advice_is_not_a_threshold(
    qtbot: QtBot, session: WindowSession, station: Station
) -> None:
    recipe = station.records.recipe("cover")
    section = opened(qtbot, session, "drift")
    assert section.summary.text().startswith("Too few good parts")
    taught_with(station, recipe)
    keep_parts(station, recipe, 100)
    section.refresh_button.click()
    settle(qtbot, session)
    assert section.summary.text().startswith("Steady")
    keep_parts(station, recipe, WINDOW, begin=100, sharpness=0.15)
    section.refresh_button.click()
    settle(qtbot, session)
    assert "sharpness down by" in section.summary.text()
    assert "lens" in section.advice.text()
    row = section.table.chosen_row
    assert section.table.texts()[row][0] == "Sharpness"
    assert section.table.texts()[row][1] == "▼ shifted down"
    assert section.plot.shown is not None
    assert len(section.plot.shown.parts) == 150
    assert station.records.recipe("cover").threshold == recipe.threshold
