"""The history page on a whole station: its table, who may do what, how it fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QLineEdit
from pytestqt.qtbot import QtBot

from station.db import inspection_rows, mapping
from station.services import Station
from tests.ui.history_page_rig import (
    WAIT_MS,
    cell,
    choose,
    engineer,
    history,
    inspect,
    quiet,
)
from ui.app import WindowSession
from ui.pages.history import HistoryPage
from ui.widgets.buttons import ActionButton
from ui.widgets.history_table import PART, VERDICT


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
