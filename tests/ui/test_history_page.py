"""The history page on a whole station: inspect, look back, filter, score again, decide, export."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDateTimeEdit, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from camera.fake import FakeCamera, FakeOptions
from detectors import create as create_detector
from detectors.fake import FakeDetector
from station.accounts import Session
from station.app import build
from station.config import parse
from station.db import inspection_rows, mapping
from station.models import DatasetSnapshot, ModelStore
from station.permissions import Role
from station.queries import Said
from station.recipe import ImageSpec, Recipe
from station.services import Station
from station.types import Inspection, StationState, Verdict
from ui.app import WindowSession
from ui.pages.history import CHARTS, PARTS, HistoryPage
from ui.widgets.buttons import ActionButton
from ui.widgets.history_filter import ALL, FROM_TO, SHIFT, TODAY
from ui.widgets.history_table import DECIDED, PART, VERDICT

WAIT_MS = 60_000
SHIFT_STARTS = ["05:30", "17:45"]
SIZE = 64


def picture(number: int) -> np.ndarray[Any, Any]:
    """Every third has a bright spot."""
    image = np.random.default_rng(number).integers(95, 105, size=(SIZE, SIZE)).astype(np.uint8)
    if number % 3 == 2:
        image[40:56, 8:24] = 250
    image.setflags(write=False)
    return image


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    """Three inspected parts: good, good, bad; the station is stopped again."""
    config = parse(
        {
            "schema": 1,
            "station": {"name": "Line 7", "data_dir": str(tmp_path / "data")},
            "camera": {"kind": "fake", "width": SIZE, "height": SIZE, "watchdog_ms": 60_000},
            "line": {"min_free_mb": 0, "deadline_ms": 600_000, "hang_ms": 600_000},
            "detector": {"name": "fake", "device": "cpu"},
            "shifts": {"starts": SHIFT_STARTS},
        },
        base=tmp_path,
        environ={},
    )
    detector = FakeDetector()
    fitted = detector.fit([picture(3 * n) for n in range(8)], detector.parse_options({"cells": 8}))
    model = ModelStore(config.models_dir, create_detector).add("cell", fitted, DatasetSnapshot("cell", ()))
    camera = FakeCamera(FakeOptions(width=SIZE, height=SIZE, ready_ms=60_000), picture=picture)
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


def inspect(qtbot: QtBot, session: WindowSession, count: int) -> None:
    """Inspect through the window, then stop, so that every picture is on the disk."""
    page = session.window.operate
    page.start_button.click()
    qtbot.waitUntil(lambda: session.window.header.state.state is StationState.READY, timeout=WAIT_MS)
    for _ in range(count):
        before = page.strip.views[0] if page.strip.views else None
        qtbot.waitUntil(page.trigger_button.isEnabled, timeout=WAIT_MS)
        page.trigger_button.click()
        qtbot.waitUntil(lambda: bool(page.strip.views) and page.strip.views[0] is not before, timeout=WAIT_MS)  # noqa: B023
    page.stop_button.click()
    qtbot.waitUntil(lambda: session.window.header.state.state is StationState.STOPPED, timeout=WAIT_MS)


def engineer() -> Session:
    return Session("Ada", Role.ENGINEER, datetime.now(UTC))


def history(qtbot: QtBot, session: WindowSession) -> HistoryPage:
    """Open the page and wait until it has read."""
    assert session.window.open_page("history")
    page = session.window.page("history")
    assert isinstance(page, HistoryPage)
    quiet(qtbot, session, page)
    return page


def quiet(qtbot: QtBot, session: WindowSession, page: HistoryPage) -> None:
    """Wait until nothing is read and no row waits for its detail."""
    qtbot.waitUntil(
        lambda: not page._settle.isActive() and session.tasks.running == 0 and not session.jobs.running,
        timeout=WAIT_MS,
    )


def choose(qtbot: QtBot, session: WindowSession, page: HistoryPage, number: int) -> Inspection:
    page.table.choose(number)
    quiet(qtbot, session, page)
    row = page.model.row(number)
    assert row is not None
    detail = page.detail.detail
    assert detail is not None
    assert detail.inspection.id == row.inspection.id
    return detail.inspection


def loads_model(station: Station, one: Inspection) -> bool:
    """Score a part again. Returns whether its model had to be loaded for it."""
    stages: list[str] = []
    station.rescoring.rescore(one, lambda _fraction, stage: stages.append(stage))
    return any("loading" in stage for stage in stages)


def cell(page: HistoryPage, row: int, column: int) -> str:
    return str(page.model.index(row, column).data())


@pytest.fixture
def page(qtbot: QtBot, session: WindowSession) -> HistoryPage:
    inspect(qtbot, session, 3)
    session.desk.sign_in(engineer())
    return history(qtbot, session)


def test_inspected_parts_are_in_the_table_with_word_and_detail(
    qtbot: QtBot, session: WindowSession, station: Station, page: HistoryPage
) -> None:
    assert page.model.rowCount() == 3
    assert page.total.text() == "3 parts"
    assert sorted(cell(page, n, VERDICT) for n in range(3)) == ["NOK", "OK", "OK"]
    newest = choose(qtbot, session, page, 0)
    assert newest == station.records.get(newest.id)
    assert page.detail.title.text().startswith("NOK")
    assert page.detail.view.picture is not None
    assert "not stored" in page.detail.picture_note.text()
    assert not page.detail.score_note.isVisible()


def test_scoring_again_gives_the_stored_score_and_shows_the_heatmap(
    qtbot: QtBot, session: WindowSession, station: Station, page: HistoryPage
) -> None:
    newest = choose(qtbot, session, page, 0)
    page.detail.rescore_button.click()
    assert not page.detail.rescore_button.isEnabled()
    qtbot.waitUntil(page.detail.score_note.isVisible, timeout=WAIT_MS)
    assert page.detail.score_note.text().startswith("Equal")
    quiet(qtbot, session, page)
    shown = page.detail.view.picture
    assert shown is not None
    assert shown.heat
    assert page.detail.legend.isVisible()
    assert not loads_model(station, newest)
    choose(qtbot, session, page, 1)
    assert not page.detail.score_note.isVisible()
    session.window.open_page("operate")
    quiet(qtbot, session, page)
    assert loads_model(station, newest)


def test_a_model_that_is_gone_is_told_on_the_page(
    qtbot: QtBot, session: WindowSession, station: Station, page: HistoryPage
) -> None:
    choose(qtbot, session, page, 0)
    shutil.rmtree(station.config.models_dir / "cell" / "0001")
    page.detail.rescore_button.click()
    qtbot.waitUntil(page.banner.isVisible, timeout=WAIT_MS)
    assert "model cell version 1 is gone" in page.banner.message.text
    qtbot.waitUntil(page.detail.rescore_button.isEnabled, timeout=WAIT_MS)


def test_a_picture_that_is_gone_is_told_instead_of_shown(
    qtbot: QtBot, session: WindowSession, station: Station, page: HistoryPage
) -> None:
    row = page.model.row(1)
    assert row is not None
    assert row.inspection.image.path is not None
    (station.config.images_dir / row.inspection.image.path).unlink()
    choose(qtbot, session, page, 1)
    assert "gone" in page.detail.picture_note.text()
    assert page.detail.view.picture is None


def test_a_decision_needs_a_reason_and_keeps_the_verdict_of_the_station(
    qtbot: QtBot, session: WindowSession, station: Station, page: HistoryPage
) -> None:
    one = choose(qtbot, session, page, 0)
    page.detail.good_button.click()
    assert page.question.isVisible()
    assert not page.question.confirm_button.isEnabled()
    page.question.reason.setText("dust, wiped off")
    page.question.confirm_button.click()
    qtbot.waitUntil(lambda: cell(page, 0, DECIDED) == "OK", timeout=WAIT_MS)
    assert cell(page, 0, VERDICT) == "NOK"
    stored = station.records.get(one.id)
    assert stored is not None
    assert stored.verdict is Verdict.NOK
    [review] = station.records.judgements.reviews(one.id)
    assert (review.verdict, review.was, review.who, review.why) == (Verdict.OK, Verdict.NOK, "Ada", "dust, wiped off")
    quiet(qtbot, session, page)
    assert "OK instead of NOK, Ada" in page.detail.reviews.text()
    assert "verdict reviewed, Ada" in page.detail.audit.text()
    assert page.detail.title.text().startswith("NOK")
    page.detail.defect.setCurrentText("scratch")
    page.detail.bad_button.click()
    page.question.reason.setText("a scratch after all")
    page.question.confirm_button.click()
    qtbot.waitUntil(lambda: cell(page, 0, DECIDED) == "NOK", timeout=WAIT_MS)
    assert station.records.judgements.reviews(one.id)[0].defect == "scratch"


def test_filters_narrow_the_table_and_the_total(qtbot: QtBot, session: WindowSession, page: HistoryPage) -> None:
    page.filter.verdict.setCurrentIndex(1)
    quiet(qtbot, session, page)
    assert page.model.rowCount() == 1
    assert page.total.text() == "1 part"
    page.filter.reset()
    quiet(qtbot, session, page)
    assert page.model.rowCount() == 3
    page.filter.part.setText("nobody")
    page.filter.part.editingFinished.emit()
    quiet(qtbot, session, page)
    assert page.model.rowCount() == 0
    assert page.total.text() == "No part matches"
    assert page.detail.detail is None
    page.filter.reset()
    page.filter.recipe.setCurrentIndex(1)
    assert page.filter.query().recipe == "cell"
    page.filter.model.setCurrentIndex(1)
    query = page.filter.query()
    assert (query.model, query.model_version) == ("cell", 1)
    quiet(qtbot, session, page)
    assert page.model.rowCount() == 3
    one = page.model.row(2)
    assert one is not None
    page.context.station.judging.say(engineer(), one.inspection.id, Said.BAD)
    page.filter.feedback.setChecked(True)
    quiet(qtbot, session, page)
    assert [cell(page, n, DECIDED) for n in range(page.model.rowCount())] == ["asked"]
    page.filter.reset()
    page.filter.score_from.setText("8")
    page.filter.score_from.editingFinished.emit()
    quiet(qtbot, session, page)
    assert [cell(page, n, VERDICT) for n in range(page.model.rowCount())] == ["NOK"]


def test_periods_are_those_of_the_calendar(qtbot: QtBot, session: WindowSession, page: HistoryPage) -> None:
    page.filter.period.setCurrentIndex(TODAY)
    query = page.filter.query()
    assert query.since is not None
    assert query.since.astimezone().hour == 0
    page.filter.period.setCurrentIndex(SHIFT)
    query = page.filter.query()
    assert query.since is not None
    assert query.until is not None
    assert query.since <= datetime.now(UTC)
    assert f"{query.since.astimezone():%H:%M}" in SHIFT_STARTS
    assert f"{query.until.astimezone():%H:%M}" in SHIFT_STARTS
    page.filter.period.setCurrentIndex(ALL)
    assert page.filter.query().since is None
    page.filter.period.setCurrentIndex(FROM_TO)
    assert page.filter.since.isVisible()
    since, until = page.filter.query().since, page.filter.query().until
    assert since is not None
    assert until is not None
    assert since < until
    quiet(qtbot, session, page)


def test_charts_are_read_when_they_are_looked_at(qtbot: QtBot, session: WindowSession, page: HistoryPage) -> None:
    assert page._yield_card.hint.text() == " "
    page.tabs.setCurrentIndex(CHARTS)
    quiet(qtbot, session, page)
    assert page._yield_card.hint.text().startswith("66.67 % of 3 parts")
    assert "95 % confidence" in page._yield_card.hint.text()
    assert "Recipe cell, model cell version 1" in page._drift_card.hint.text()
    assert "1" in page.reasons.accessibleDescription()
    page.tabs.setCurrentIndex(PARTS)


def test_export_writes_table_pictures_and_report(
    qtbot: QtBot, session: WindowSession, page: HistoryPage, tmp_path: Path
) -> None:
    page.exports.export_to("zip", tmp_path / "all.zip")
    assert not page.exports.zip_button.isEnabled()
    qtbot.waitUntil(page.exports.zip_button.isEnabled, timeout=WAIT_MS)
    assert "3 parts with 3 pictures" in page.banner.message.text
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("inspections.csv").decode("utf-8-sig"))))
        assert len(rows) == 3
        assert all(archive.read(f"images/{row['image_path']}") for row in rows)
    page.exports.export_to("csv", tmp_path / "all.csv")
    qtbot.waitUntil(page.exports.csv_button.isEnabled, timeout=WAIT_MS)
    assert len((tmp_path / "all.csv").read_text().splitlines()) == 4
    page.exports.export_to("pdf", tmp_path / "all.pdf")
    qtbot.waitUntil(page.exports.report_button.isEnabled, timeout=WAIT_MS)
    assert (tmp_path / "all.pdf").read_bytes().startswith(b"%PDF-")
    page.exports.export_to("csv", tmp_path / "nowhere" / "all.csv")
    qtbot.waitUntil(lambda: "cannot be written" in page.banner.message.text, timeout=WAIT_MS)


def test_the_file_is_chosen_in_the_window(
    qtbot: QtBot, session: WindowSession, page: HistoryPage, tmp_path: Path
) -> None:
    page.exports.csv_button.click()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(tmp_path / "chosen.csv"))
    dialog.accept()
    qtbot.waitUntil((tmp_path / "chosen.csv").exists, timeout=WAIT_MS)
    quiet(qtbot, session, page)


def test_an_operator_may_look_but_not_export_or_decide(qtbot: QtBot, session: WindowSession) -> None:
    inspect(qtbot, session, 3)
    page = history(qtbot, session)
    choose(qtbot, session, page, 0)
    assert page.detail.rescore_button.isEnabled()
    for button in (
        page.exports.csv_button,
        page.exports.zip_button,
        page.exports.report_button,
        page.detail.good_button,
    ):
        assert not button.isEnabled()
    session.desk.sign_in(engineer())
    for button in (
        page.exports.csv_button,
        page.exports.zip_button,
        page.exports.report_button,
        page.detail.good_button,
    ):
        assert button.isEnabled()


def test_rows_come_page_by_page_while_one_scrolls(
    qtbot: QtBot, session: WindowSession, station: Station, page: HistoryPage
) -> None:
    base = page.model.row(0)
    assert base is not None
    begin = datetime.now(UTC) - timedelta(hours=1)
    with station.records._connections.write("written") as connection:
        for n in range(900):
            one = replace(base.inspection, id=f"x{n}", part_id=f"X{n:04d}", at=begin + timedelta(seconds=n))
            inspection_rows.add(connection, mapping.storable(mapping.inspection_to_row(one, 1)))
    page.filter.part.setText("X*")
    page.filter.part.editingFinished.emit()
    quiet(qtbot, session, page)
    assert page.total.text() == "900 parts"
    assert page.model.rowCount() < 900
    page.table.setFocus()
    for _ in range(10):
        QTest.keyClick(page.table, Qt.Key.Key_End)
        quiet(qtbot, session, page)
    assert page.model.rowCount() == 900
    assert [cell(page, n, PART) for n in (0, 450, 899)] == ["X0899", "X0449", "X0000"]
    QTest.keyClick(page.table, Qt.Key.Key_End)
    quiet(qtbot, session, page)
    assert page.detail.title.text().endswith("X0000")


def test_the_page_fits_the_smallest_window_and_a_wide_one(
    qtbot: QtBot, session: WindowSession, page: HistoryPage
) -> None:
    def columns() -> list[bool]:
        return [not page.table.isColumnHidden(column) for column in range(page.model.columnCount())]

    session.window.resize(1024, 700)
    qtbot.waitUntil(lambda: session.window.width() == 1024, timeout=WAIT_MS)
    assert not page.table.horizontalScrollBar().maximum()
    narrow = columns()
    page.detail_button.click()
    assert not page.detail.isVisible()
    session.window.resize(1600, 900)
    qtbot.waitUntil(lambda: sum(columns()) > sum(narrow), timeout=WAIT_MS)
    assert all(columns())


def test_every_input_has_a_name_for_screen_readers(page: HistoryPage) -> None:
    kinds: tuple[Callable[..., Any], ...] = (QComboBox, QDateTimeEdit, QLineEdit)
    for kind in kinds:
        for widget in page.filter.findChildren(kind):
            if widget.objectName().startswith("qt_"):
                continue  # the line inside a spin box
            assert widget.accessibleName(), widget
    for button in page.findChildren(ActionButton):
        assert button.accessibleName(), button
