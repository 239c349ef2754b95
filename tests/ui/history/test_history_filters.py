"""The filters and the charts of the history page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from pytestqt.qtbot import QtBot

from station.queries import Said
from station.services import Station
from station.types import Purpose
from tests.ui.history_page_rig import (
    SHIFT_STARTS,
    cell,
    choose,
    engineer,
    facts,
    quiet,
)
from ui.app import WindowSession
from ui.pages.history import CHARTS, PARTS, HistoryPage
from ui.widgets.history_filter import ALL, FROM_TO, SHIFT, TODAY
from ui.widgets.history_table import DECIDED, PART, VERDICT


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


def test_a_part_is_found_by_the_number_of_its_acquisition_and_tells_its_defect_regions(
    qtbot: QtBot, session: WindowSession, page: HistoryPage
) -> None:
    bad = choose(qtbot, session, page, 0)
    told = facts(page, bad)
    assert bad.acquisition is not None
    assert told["Acquisition"] == str(bad.acquisition)
    assert told["Defect regions"].startswith("1 defect region, ")
    picture_shown = page.detail.view.picture
    assert picture_shown is not None
    assert picture_shown.regions == bad.defect_regions != ()
    page.filter.acquisition.setText(str(bad.acquisition - 1))
    page.filter.acquisition.editingFinished.emit()
    quiet(qtbot, session, page)
    assert page.total.text() == "1 part"
    good = choose(qtbot, session, page, 0)
    assert (good.acquisition, good.n_regions) == (bad.acquisition - 1, 0)
    assert facts(page, good)["Defect regions"].startswith("No place reaches the threshold; hottest at ")
    page.filter.reset_button.click()
    quiet(qtbot, session, page)
    assert page.total.text() == "3 parts"
