"""The history page on a whole station: inspect, look back, filter, score again, decide, export."""

from __future__ import annotations

import csv
import io
import shutil
import threading
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
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from camera.fake import FakeCamera, FakeOptions
from station.accounts import Session
from station.db import inspection_rows, mapping
from station.history import Detail
from station.permissions import Role
from station.queries import ImageLabel, Said
from station.services import Station
from station.types import Inspection, Purpose, StationState, Verdict
from tests.station.built_rig import built, loads_model, make_config, teach
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
    config = make_config(tmp_path, side=SIZE, station={"name": "Line 7"}, shifts={"starts": SHIFT_STARTS})
    camera = FakeCamera(FakeOptions(width=SIZE, height=SIZE, ready_ms=60_000), picture=picture)
    with built(config, camera) as made:
        teach(made, good=[picture(3 * n) for n in range(8)], threshold=8.0)
        made.records.activate("cell", 1, who="test", why="first one")
        yield made


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


def cell(page: HistoryPage, row: int, column: int) -> str:
    return str(page.model.index(row, column).data())


def facts(page: HistoryPage, one: Inspection) -> dict[str, str]:
    """What is told of the inspection that is shown."""
    detail = page.detail.detail
    assert detail is not None
    assert detail.inspection.id == one.id
    return dict(page.detail._facts(detail.inspection, detail.model))


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


def decidable(page: HistoryPage) -> bool:
    states = {button.isEnabled() for button in (page.detail.good_button, page.detail.bad_button)}
    assert len(states) == 1
    return states.pop()


class HeldBack:
    """Lets the history read an inspection in full only when the test says so."""

    def __init__(self, station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
        self.gates: dict[str, threading.Event] = {}
        detail = station.history.detail

        def held(inspection_id: str) -> Detail:
            gate = self.gates.get(inspection_id)
            assert gate is None or gate.wait(60)
            return detail(inspection_id)

        monkeypatch.setattr(station.history, "detail", held)

    def hold(self, inspection_id: str) -> threading.Event:
        return self.gates.setdefault(inspection_id, threading.Event())


def test_another_row_clears_the_picture_at_once_and_nobody_decides_before_the_new_one_is_there(
    qtbot: QtBot, session: WindowSession, station: Station, page: HistoryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = choose(qtbot, session, page, 0)
    assert page.detail.view.picture is not None
    assert decidable(page)
    second = page.model.row(1)
    assert second is not None
    gate = HeldBack(station, monkeypatch).hold(second.inspection.id)
    page.table.choose(1)
    assert str(second.inspection.part_id or second.inspection.seq) in page.detail.title.text()
    assert page.detail.view.picture is None, "the picture of the row before stands under the new title"
    assert page.detail.detail is None
    assert not decidable(page)
    assert not page.detail.rescore_button.isEnabled()
    page.decide(first.id, Verdict.OK, "", "still about the first one")
    qtbot.waitUntil(lambda: cell(page, 0, DECIDED) == "OK", timeout=WAIT_MS)
    assert page.detail.detail is None
    assert not decidable(page)
    gate.set()
    quiet(qtbot, session, page)
    assert page.detail.view.picture is not None
    assert decidable(page)


def test_an_answer_that_comes_late_for_an_older_row_is_ignored(
    qtbot: QtBot, session: WindowSession, station: Station, page: HistoryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = page.model.row(1)
    assert older is not None
    held = HeldBack(station, monkeypatch)
    gate = held.hold(older.inspection.id)
    page.table.choose(1)
    qtbot.waitUntil(lambda: not page._settle.isActive() and session.tasks.running == 1, timeout=WAIT_MS)
    page.table.choose(2)
    qtbot.waitUntil(lambda: page.detail.view.picture is not None, timeout=WAIT_MS)
    newer, shown, title = page.detail.detail, page.detail.view.picture, page.detail.title.text()
    gate.set()
    quiet(qtbot, session, page)
    assert page.detail.detail is newer
    assert page.detail.view.picture is shown
    assert page.detail.title.text() == title

    held.gates[older.inspection.id] = threading.Event()
    page.table.choose(1)
    qtbot.waitUntil(lambda: not page._settle.isActive(), timeout=WAIT_MS)
    page.filter.part.setText("nobody")
    page.filter.part.editingFinished.emit()
    qtbot.waitUntil(lambda: page.total.text() == "No part matches" and page.model.rowCount() == 0, timeout=WAIT_MS)
    held.gates[older.inspection.id].set()
    quiet(qtbot, session, page)
    assert page.detail.detail is None, "a part that the list does not hold"
    assert page.detail.view.picture is None or not page.detail.view.isVisible()


def test_a_question_decides_on_the_part_that_it_asked_about(
    qtbot: QtBot, session: WindowSession, station: Station, page: HistoryPage
) -> None:
    asked = choose(qtbot, session, page, 0)
    page.detail.good_button.click()
    page.question.reason.setText("dust")
    other = choose(qtbot, session, page, 1)
    page.question.confirm_button.click()
    qtbot.waitUntil(lambda: bool(station.records.judgements.reviews(asked.id)), timeout=WAIT_MS)
    quiet(qtbot, session, page)
    assert station.records.judgements.reviews(other.id) == []
    assert page.detail.detail is not None
    assert page.detail.detail.inspection.id == other.id


def test_kinds_of_defects_of_the_data_set_are_offered(
    qtbot: QtBot, session: WindowSession, station: Station, page: HistoryPage
) -> None:
    row = page.model.row(0)
    assert row is not None
    number = station.judging.say(engineer(), row.inspection.id, Said.BAD)
    station.candidates.take(engineer(), number, ImageLabel.DEFECT, defect="scratch")
    choose(qtbot, session, page, 1)
    assert [page.detail.defect.itemText(n) for n in range(page.detail.defect.count())] == ["scratch"]


def test_a_part_without_a_picture_can_be_decided_on(
    qtbot: QtBot, session: WindowSession, station: Station, page: HistoryPage
) -> None:
    row = page.model.row(2)
    assert row is not None
    assert row.inspection.image.path is not None
    (station.config.images_dir / row.inspection.image.path).unlink()
    choose(qtbot, session, page, 2)
    assert page.detail.view.picture is None
    assert "gone" in page.detail.view.note
    assert decidable(page)


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


def test_reference_parts_are_shown_with_a_word_and_can_be_filtered_for(
    qtbot: QtBot, session: WindowSession, station: Station, page: HistoryPage
) -> None:
    one = choose(qtbot, session, page, 0)
    reference = replace(one, id="of-a-check", part_id="G1", purpose=Purpose.REFERENCE, signed_in="Ada")
    station.records.commit_inspection(reference)
    page.refresh()
    quiet(qtbot, session, page)
    assert page.total.text() == "4 parts"
    assert [cell(page, n, PART) for n in range(4)].count("Reference: G1") == 1
    page.filter.purpose.setCurrentIndex(2)
    quiet(qtbot, session, page)
    assert (page.model.rowCount(), page.total.text()) == (1, "1 part")
    assert facts(page, reference)["Inspected for"] == "a check of reference parts"
    assert facts(page, reference)["Signed in then"] == "Ada"
    page.tabs.setCurrentIndex(CHARTS)
    quiet(qtbot, session, page)
    assert page._yield_card.hint.text().startswith("3 parts, 66.67 % OK")
    page.tabs.setCurrentIndex(PARTS)
    page.filter.purpose.setCurrentIndex(1)
    quiet(qtbot, session, page)
    assert page.model.rowCount() == 3
    assert facts(page, choose(qtbot, session, page, 0))["Signed in then"] == "nobody"


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
    assert page._yield_card.hint.text().startswith("3 parts, 66.67 % OK")
    assert "95 % confidence" in page._yield_card.hint.text()
    assert "Recipe cell, model cell version 1" in page._drift_card.hint.text()
    told = page.reasons.accessibleDescription()
    assert told.endswith(": 1 of 1; with those above 100 %"), told
    for chart in (page.yield_chart, page.drift_chart):
        assert chart.time_marks(), "an axis of time that does not say when"
    page.tabs.setCurrentIndex(PARTS)


def test_export_writes_table_pictures_and_report(
    qtbot: QtBot, session: WindowSession, page: HistoryPage, tmp_path: Path
) -> None:
    page.exports.export_to("zip", tmp_path / "all.zip")
    assert not page.exports.zip_button.isEnabled()
    qtbot.waitUntil(page.exports.zip_button.isEnabled, timeout=WAIT_MS)
    assert "all.zip: 3 parts, 3 pictures" in page.banner.message.text
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
            inspection_rows.add(connection, mapping.storable(mapping.inspection_to_row(one, 1)), one.defect_regions)
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
