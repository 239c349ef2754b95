"""The plan on the capture page: chosen, run, asked, paused, gone on with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from calibration.image_gate import learn
from camera.fake import FakeCamera, FakeOptions
from station.accounts import Session
from station.permissions import Role
from station.plan_words import Ask, PlanState
from station.services import Station
from tests.station.built_rig import built, make_config, teach
from tests.station.plan_rig import SIDE, picture
from ui.app import WindowSession
from ui.pages.capture import CapturePage
from ui.pages.capture_plan import PlanPanel

WAIT_MS = 60_000
PLAN = """
schema = 1
name = "glass fibre"
product = "sheet"
data_set = true
shots = 2
settle_s = 0.0
output = "out"
unfit = "ask"
[[setup]]
number = 1
title = "Good sheet"
label = "good"
[[setup]]
number = 2
title = "Sheet with a fold"
label = "fold"
note = "made by hand"
"""


class Light:
    """The lamp over the simulated camera."""

    def __init__(self) -> None:
        self.on = True
        self._numbers = count()

    def picture(self, _number: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        return picture(next(self._numbers)) if self.on else np.zeros((SIDE, SIDE), np.uint8)


@pytest.fixture
def light() -> Light:
    return Light()


@pytest.fixture
def station(tmp_path: Path, light: Light) -> Iterator[Station]:
    camera = FakeCamera(FakeOptions(width=SIDE, height=SIDE, watchdog_ms=60_000), picture=light.picture)
    with built(make_config(tmp_path, side=SIDE), camera) as made:
        yield made


@pytest.fixture
def signed_in() -> Session:
    return Session("Ada", Role.ENGINEER, datetime.now(UTC))


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def open_panel(qtbot: QtBot, session: WindowSession) -> tuple[CapturePage, PlanPanel]:
    session.window.open_page("capture")
    page = session.window.page("capture")
    assert isinstance(page, CapturePage)
    page.plan_button.click()
    return page, page.plan


def choose(qtbot: QtBot, panel: PlanPanel, path: Path, rows: int = 2) -> None:
    panel.open_plan(path)
    qtbot.waitUntil(lambda: panel.model.rowCount() == rows, timeout=WAIT_MS)


def choose_by_dialog(qtbot: QtBot, panel: PlanPanel, path: Path) -> None:
    panel.choose_button.click()
    dialog = panel.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2, timeout=WAIT_MS)


def asked(qtbot: QtBot, panel: PlanPanel, words: str) -> None:
    qtbot.waitUntil(lambda: panel.asking.isVisible() and words in panel.prompt.text(), timeout=WAIT_MS)


def started(qtbot: QtBot, session: WindowSession, path: Path) -> tuple[CapturePage, PlanPanel]:
    """The page with a plan that runs and waits for its first part."""
    page, panel = open_panel(qtbot, session)
    choose(qtbot, panel, path)
    panel.start_button.click()
    asked(qtbot, panel, "Put in: Good sheet")
    return page, panel


def cells(panel: PlanPanel, column: int) -> list[str]:
    model = panel.model
    return [str(model.data(model.index(row, column))) for row in range(model.rowCount())]


def test_a_plan_is_run_from_the_page_and_its_pictures_can_be_taught_from(
    qtbot: QtBot, session: WindowSession, station: Station, plan_file: Path
) -> None:
    page, panel = open_panel(qtbot, session)
    assert not panel.start_button.isEnabled()
    choose_by_dialog(qtbot, panel, plan_file)
    assert panel.name.text() == "glass fibre"
    assert "4 pictures" in panel.about.text()
    assert cells(panel, 0) == ["1  Good sheet\ngood · by hand", "2  Sheet with a fold\nfold · by hand"]
    assert cells(panel, 2) == ["waits", "waits"]
    panel.start_button.click()
    asked(qtbot, panel, "Put in: Good sheet")
    qtbot.waitUntil(lambda: panel.view.picture is not None, timeout=WAIT_MS)
    assert not panel.choose_button.isEnabled()
    assert cells(panel, 2) == ["now", "waits"]
    for words in ("Put in: Good sheet", "Move the part", "Put in: Sheet with a fold", "Move the part"):
        asked(qtbot, panel, words)
        panel.confirm_button.click()
    qtbot.waitUntil(lambda: "All pictures" in panel.state.text(), timeout=WAIT_MS)
    assert cells(panel, 2) == ["taken", "taken"]
    assert panel.bar.value() == panel.bar.maximum()
    qtbot.waitUntil(lambda: "2 fold" in page.banner.message.text, timeout=WAIT_MS)
    assert not panel.asking.isVisible()
    qtbot.waitUntil(lambda: not panel.start_button.isEnabled(), timeout=WAIT_MS)
    counts = station.datasets.counts("sheet")
    assert (counts.good, counts.kinds) == (2, {"fold": 2})
    assert page.name == "sheet", "the data set that the plan began"
    qtbot.waitUntil(lambda: page.gallery.model.rowCount() == 4, timeout=WAIT_MS)


def test_a_run_is_cancelled_and_gone_on_with(
    qtbot: QtBot, session: WindowSession, station: Station, plan_file: Path
) -> None:
    page, panel = started(qtbot, session, plan_file)
    panel.confirm_button.click()
    asked(qtbot, panel, "Move the part")
    assert "capture plan" in (page.unsaved() or "")
    panel.cancel_button.click()
    qtbot.waitUntil(lambda: "cancelled" in panel.state.text(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: panel.start_button.isEnabled() and panel.start_button.text() == "Go on", timeout=WAIT_MS)
    assert page.unsaved() is None
    panel.start_button.click()
    asked(qtbot, panel, "Put in: Good sheet")
    panel.confirm_button.click()
    asked(qtbot, panel, "Put in: Sheet with a fold")
    assert "2 of 4" in panel.count.text()
    page.camera_button.click()  # the run goes on while something else is looked at
    assert station.plans.running
    page.plan_button.click()
    asked(qtbot, panel, "Put in: Sheet with a fold")
    panel.cancel_button.click()
    qtbot.waitUntil(lambda: not station.plans.running, timeout=20_000)


def test_an_unfit_picture_is_shown_with_what_is_wrong_and_a_person_decides(
    qtbot: QtBot, session: WindowSession, station: Station, plan_file: Path, light: Light
) -> None:
    good = [picture(n) for n in range(8)]
    teach(station, "sheet", good=good, gate=learn(good).to_dict())
    _, panel = started(qtbot, session, plan_file)
    light.on = False
    panel.confirm_button.click()
    asked(qtbot, panel, "unfit")
    assert "too dark" in panel.detail.text()
    assert panel.keep_button.isVisible()
    assert not panel.confirm_button.isVisible()
    panel.keep_button.click()
    light.on = True
    asked(qtbot, panel, "Move the part")
    assert "1 kept though unfit" in panel.count.text()
    panel.confirm_button.click()
    asked(qtbot, panel, "Put in: Sheet with a fold")
    assert cells(panel, 2)[0] == "taken, 1 unfit"


def test_mistakes_in_a_plan_are_said_on_the_page(
    qtbot: QtBot, session: WindowSession, plan_file: Path, tmp_path: Path
) -> None:
    page, panel = open_panel(qtbot, session)
    plan_file.write_text(PLAN.replace('label = "fold"', 'label = "a fold"'), encoding="utf-8")
    panel.open_plan(plan_file)
    qtbot.waitUntil(lambda: "setup.2.label" in page.banner.message.text, timeout=WAIT_MS)
    assert panel.model.rowCount() == 0
    plan_file.write_text(PLAN.replace('label = "fold"', 'label = "fold"\nposes = [1]'), encoding="utf-8")
    panel.open_plan(plan_file)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2, timeout=WAIT_MS)
    panel.start_button.click()
    qtbot.waitUntil(lambda: "no robot is set up" in page.banner.message.text, timeout=WAIT_MS)
    qtbot.waitUntil(panel.start_button.isEnabled, timeout=WAIT_MS)
    assert not (tmp_path / "out").exists()


def test_a_folder_with_the_run_of_another_plan_is_said_before_anything_is_begun(
    qtbot: QtBot, session: WindowSession, station: Station, plan_file: Path
) -> None:
    page, panel = started(qtbot, session, plan_file)
    panel.cancel_button.click()
    qtbot.waitUntil(lambda: panel.start_button.text() == "Go on" and not station.plans.running, timeout=WAIT_MS)
    plan_file.write_text(PLAN.replace("shots = 2", "shots = 3"), encoding="utf-8")
    panel.open_plan(plan_file)
    qtbot.waitUntil(lambda: "another plan" in page.banner.message.text, timeout=WAIT_MS)
    assert not panel.start_button.isEnabled()


def test_who_may_not_take_pictures_cannot_run_a_plan(qtbot: QtBot, session: WindowSession, plan_file: Path) -> None:
    session.desk.sign_in(Session("Otto", Role.OPERATOR, datetime.now(UTC)))
    _, panel = open_panel(qtbot, session)
    assert not panel.choose_button.isEnabled()
    panel.open_plan(plan_file)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2, timeout=WAIT_MS)
    assert not panel.start_button.isEnabled()


def test_a_run_that_waits_for_a_person_is_paused_and_let_go_on(
    qtbot: QtBot, session: WindowSession, station: Station, plan_file: Path
) -> None:
    _, panel = started(qtbot, session, plan_file)
    station.plans.pause(panel._session())
    panel.confirm_button.click()
    qtbot.waitUntil(lambda: "paused" in panel.state.text(), timeout=WAIT_MS)
    assert panel.state.property("look") == "warn"
    assert panel.start_button.text() == "Go on"
    panel.start_button.click()
    asked(qtbot, panel, "Move the part")
    progress = station.plans.progress()
    assert progress is not None
    assert progress.state is PlanState.ASKING
    assert progress.question is not None
    assert progress.question.kind is Ask.MOVE
