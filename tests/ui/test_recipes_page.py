"""The recipes page on a whole station: versions, comparison, activation and the way back, copies, files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from station.accounts import Session
from station.permissions import Role
from station.services import Station
from station.types import StationState
from tests.station.built_rig import acts, built, keep, make_config, teach
from ui.app import WindowSession
from ui.pages.recipes import RecipesPage
from ui.widgets.banner import Level

WAIT_MS = 60_000
ADA = Session("Ada", Role.ENGINEER, datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with built(make_config(tmp_path / "here")) as station:
        first = teach(station)
        keep(station, {"name": "cell", "model": first.model, "threshold": 5.5, "review_from": 4.0, "note": "stricter"})
        teach(station, "housing")
        station.records.activate("cell", 1, who="Ada", why="first")
        yield station


@pytest.fixture
def signed_in() -> Session:
    return ADA


@pytest.fixture
def page(qtbot: QtBot, session: WindowSession) -> RecipesPage:
    assert session.window.open_page("recipes")
    shown = session.window.page("recipes")
    assert isinstance(shown, RecipesPage)
    qtbot.waitUntil(lambda: shown.detail.shown == ("cell", 1), timeout=WAIT_MS)
    return shown


def choose(qtbot: QtBot, page: RecipesPage, name: str, version: int) -> None:
    names = [row[0] for row in page.recipes.texts()]
    page.recipes.choose(names.index(name))
    qtbot.waitUntil(lambda: page.chosen is not None and page.chosen.recipe.name == name, timeout=WAIT_MS)
    numbers = [row[0] for row in page.versions.texts()]
    page.versions.choose(numbers.index(str(version)))
    qtbot.waitUntil(lambda: page.detail.shown == (name, version), timeout=WAIT_MS)


def confirm(qtbot: QtBot, page: RecipesPage, reason: str) -> None:
    qtbot.waitUntil(lambda: page.question.open is not None, timeout=WAIT_MS)
    if reason:
        assert not page.question.confirm_button.isEnabled()
        page.question.reason.setText(reason)
    page.question.confirm_button.click()


def save_as(page: RecipesPage, path: Path) -> None:
    dialog = page.carrying.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.setDirectory(str(path.parent))
    dialog.selectFile(path.name)
    dialog.accept()


def test_the_version_in_force_is_shown_first_with_everything_it_holds(page: RecipesPage) -> None:
    assert page.recipes.texts() == [["cell", "1"], ["housing", ""]]
    assert [row[:3] for row in page.versions.texts()] == [
        ["2", "", "4.000 – 5.500"],
        ["1", "in force", "6.000"],
    ]
    facts = dict(page.detail.facts.texts())
    assert facts["Threshold"] == "6"
    assert facts["False rejects"] == "1 of 14: 7.1 %, at most 30 % (95 %)"
    assert facts["Escapes"] == "unknown: no defects were tried"
    assert facts["Option cells"] == "8"
    assert [row[1:] for row in page.detail.uses.texts()] == [["cell version 1", "Ada", "first"]]
    assert not page.activate_button.isEnabled()  # it is in force already


def test_a_comparison_shows_what_differs_and_on_demand_what_does_not(qtbot: QtBot, page: RecipesPage) -> None:
    choose(qtbot, page, "cell", 2)
    qtbot.waitUntil(lambda: page.detail.differences.rowCount() > 0, timeout=WAIT_MS)
    assert page.detail.compared_with == ("cell", 1)
    rows = {row[0]: row[1:] for row in page.detail.differences.texts()}
    assert rows["Threshold"] == ["6", "5.5"]
    assert rows["Review from"] == ["no review band", "4"]
    assert "Detector" not in rows
    page.detail.also_same.setChecked(True)
    assert "Detector" in {row[0] for row in page.detail.differences.texts()}
    page.detail.other.setCurrentIndex(page.detail.other.findText("housing version 1"))
    qtbot.waitUntil(
        lambda: ["Recipe and version", "housing 1", "cell 2"] in page.detail.differences.texts(), timeout=WAIT_MS
    )


def test_a_version_is_put_in_force_with_a_reason_and_one_can_go_back(
    qtbot: QtBot, page: RecipesPage, station: Station
) -> None:
    choose(qtbot, page, "cell", 2)
    assert page.activate_button.text() == "Put in force"
    page.activate_button.click()
    confirm(qtbot, page, "two slipped through")
    qtbot.waitUntil(lambda: page.versions.texts()[0][1] == "in force", timeout=WAIT_MS)
    choose(qtbot, page, "cell", 1)
    assert page.activate_button.text() == "Go back to this version"
    page.activate_button.click()
    confirm(qtbot, page, "too strict")
    qtbot.waitUntil(lambda: page.versions.texts()[1][1] == "in force", timeout=WAIT_MS)
    assert [(one.recipe.version, one.who, one.why) for one in station.records.activations()][:2] == [
        (1, "Ada", "too strict"), (2, "Ada", "two slipped through"),
    ]  # fmt: skip
    assert acts(station)[-1] == "recipe.rolled_back"
    assert [row[3] for row in page.detail.uses.texts()] == ["too strict", "two slipped through", "first"]


def test_what_an_engineer_began_is_not_finished_after_the_sign_out(
    qtbot: QtBot, session: WindowSession, page: RecipesPage, station: Station
) -> None:
    choose(qtbot, page, "cell", 2)
    page.activate_button.click()
    page.question.reason.setText("because")
    session.desk.sign_out()
    assert page.question.open is None
    page.question.confirm_button.click()
    active = station.records.active()
    assert active is not None
    assert active.version == 1


def test_a_running_line_follows_what_is_put_in_force(
    qtbot: QtBot, session: WindowSession, page: RecipesPage, station: Station
) -> None:
    session.commands.start()
    qtbot.waitUntil(lambda: station.status().state is StationState.READY, timeout=WAIT_MS)
    choose(qtbot, page, "cell", 2)
    page.activate_button.click()
    confirm(qtbot, page, "stricter")
    qtbot.waitUntil(lambda: station.status().threshold == 5.5, timeout=WAIT_MS)


def test_a_model_that_is_damaged_is_told_and_nothing_changes(qtbot: QtBot, page: RecipesPage, station: Station) -> None:
    choose(qtbot, page, "housing", 1)
    (station.config.models_dir / "housing" / "0001" / "model.safetensors").write_bytes(b"x")
    page.activate_button.click()
    confirm(qtbot, page, "try")
    qtbot.waitUntil(lambda: page.banner.level is Level.WARNING, timeout=WAIT_MS)
    assert "cannot be used" in page.banner.message.text
    active = station.records.active()
    assert active is not None
    assert active.name == "cell"


def test_a_copy_is_made_under_another_name(qtbot: QtBot, page: RecipesPage, station: Station) -> None:
    choose(qtbot, page, "cell", 2)
    page.duplicate_button.click()
    assert page.strip.isVisible()
    page.strip.name.setText("housing")
    page.strip.confirm_button.click()
    confirm(qtbot, page, "second camera")
    qtbot.waitUntil(lambda: "already" in page.banner.message.text, timeout=WAIT_MS)
    page.strip.name.setText("cell-left")
    qtbot.keyClick(page.strip.name, Qt.Key.Key_Return)
    confirm(qtbot, page, "second camera")
    qtbot.waitUntil(lambda: page.detail.shown == ("cell-left", 1), timeout=WAIT_MS)
    assert not page.strip.isVisible()
    assert station.records.recipe("cell-left").model == station.records.recipe("cell", 2).model


def test_a_recipe_goes_out_as_a_file_and_in_at_another_station(
    qtbot: QtBot, qapp: QApplication, page: RecipesPage, station: Station, tmp_path: Path
) -> None:
    choose(qtbot, page, "cell", 2)
    page.export_button.click()
    save_as(page, tmp_path / "carried.station-recipe")
    qtbot.waitUntil(lambda: "was exported" in page.banner.message.text, timeout=WAIT_MS)
    file = tmp_path / "carried.station-recipe"
    before = file.read_bytes()
    page.export_button.click()
    save_as(page, file)
    confirm(qtbot, page, "")  # it is there already: replacing it is asked
    qtbot.waitUntil(lambda: acts(station).count("recipe.exported") == 2, timeout=WAIT_MS)
    assert file.read_bytes() == before

    qtbot.waitUntil(page.import_button.isEnabled, timeout=WAIT_MS)
    page.import_button.click()
    save_as(page, file)
    qtbot.waitUntil(lambda: "here already" in page.banner.message.text, timeout=WAIT_MS)

    with built(make_config(tmp_path / "there")) as there:
        teach(there, "cell", cells=4)
        other = WindowSession(qapp, there)
        other.open()
        other.desk.sign_in(ADA)
        other.window.open_page("recipes")
        second = other.window.page("recipes")
        assert isinstance(second, RecipesPage)
        qtbot.waitUntil(lambda: second.detail.shown == ("cell", 1), timeout=WAIT_MS)
        second.carrying.look_into(file)
        qtbot.waitUntil(second.strip.isVisible, timeout=WAIT_MS)
        assert "becomes its version 2" in second.strip.text.text()
        second.strip.name.setText("cell-right")
        second.strip.confirm_button.click()
        confirm(qtbot, second, "same product on line two")
        qtbot.waitUntil(lambda: second.detail.shown == ("cell-right", 1), timeout=WAIT_MS)
        assert there.records.recipe("cell-right").threshold == 5.5
        assert there.records.active() is None
        (tmp_path / "torn").write_bytes(before[:200])
        second.carrying.look_into(tmp_path / "torn")
        qtbot.waitUntil(lambda: second.banner.level is Level.WARNING, timeout=WAIT_MS)
        assert "not a whole recipe file" in second.banner.message.text
        other.end()


def test_operators_look_and_change_nothing(
    qtbot: QtBot, session: WindowSession, page: RecipesPage, station: Station
) -> None:
    session.desk.sign_out()
    choose(qtbot, page, "cell", 2)
    buttons = (page.activate_button, page.duplicate_button, page.export_button, page.import_button)
    assert not any(button.isEnabled() for button in buttons)
    session.desk.sign_in(ADA)
    assert all(button.isEnabled() for button in buttons)


def test_without_recipes_the_page_says_where_they_come_from(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, new_session: Callable[[Station], WindowSession]
) -> None:
    with built(make_config(tmp_path / "empty")) as empty:
        session = new_session(empty)
        session.window.open_page("recipes")
        page = session.window.page("recipes")
        qtbot.waitUntil(page.banner.isVisible, timeout=WAIT_MS)
        assert "no recipes yet" in page.banner.message.text
        session.end()


@pytest.fixture
def new_session(qapp: QApplication, qtbot: QtBot) -> Callable[[Station], WindowSession]:
    def make(station: Station) -> WindowSession:
        made = WindowSession(qapp, station)
        made.open()
        qtbot.waitExposed(made.window)
        return made

    return make
