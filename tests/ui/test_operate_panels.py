"""The panels of the operator's page on a whole station: simulated camera, real detector, database and image files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.audit import AuditQuery
from station.queries import GoldenOutcome, ImageLabel, Outcome, Said
from station.services import Station
from station.types import StationState, Verdict
from tests.station.operate_rig import ANNA, EVA, Place
from ui.app import WindowSession
from ui.pages.operate import OperatePage

WAIT_MS = 60_000


@dataclass
class Window:
    """A window on a running station."""

    qtbot: QtBot
    station: Station
    session: WindowSession

    @property
    def page(self) -> OperatePage:
        return self.session.window.operate

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT_MS)

    def is_in(self, state: StationState) -> bool:
        return self.session.window.header.state.state is state

    def trigger(self, count: int) -> None:
        """Press the button, each time when the part before has been shown."""
        page = self.page
        for _ in range(count):
            before = page.strip.views[0] if page.strip.views else None
            self.until(page.trigger_button.isEnabled)
            page.trigger_button.click()
            self.until(lambda: page.strip.views and page.strip.views[0] is not before)  # noqa: B023

    def scan(self, code: str) -> None:
        for character in code:
            QTest.keyClicks(self.session.window, character)
        QTest.keyClick(self.session.window, Qt.Key.Key_Return)


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Window]]:
    place = Place(tmp_path)
    opened: list[WindowSession] = []

    def make(recipe: str = "cell", **sections: Any) -> Window:
        station = place.station(**sections)
        if recipe != "cell":
            station.records.activate(recipe, 1, who="eva", why="test")
        session = WindowSession(qapp, station)
        opened.append(session)
        session.open()
        qtbot.waitExposed(session.window)
        made = Window(qtbot, station, session)
        station.start()
        made.until(lambda: not made.is_in(StationState.STOPPED))
        return made

    yield make
    for session in opened:
        session.end()
    place.close()


def test_a_scanned_part_is_inspected_under_its_id(window: Callable[..., Window]) -> None:
    one = window(scanner={"enabled": True, "max_gap_ms": 500, "triggers": False})
    one.scan("SN-0815")
    one.until(lambda: one.page.next_part.field.text() == "SN-0815")
    one.trigger(1)
    assert one.page.strip.views[0].inspection.part_id == "SN-0815"
    one.until(lambda: one.page.next_part.field.text() == "")


def test_a_scan_can_trigger(window: Callable[..., Window]) -> None:
    one = window(scanner={"enabled": True, "max_gap_ms": 500, "triggers": True})
    one.until(one.page.trigger_button.isEnabled)
    one.page.stop_button.setFocus()
    one.scan("SN-0816")
    one.until(lambda: one.page.strip.views and one.page.strip.views[0].inspection.part_id == "SN-0816")
    assert one.station.status().state is StationState.READY


def test_an_id_that_no_picture_took_is_not_replaced_in_silence(window: Callable[..., Window]) -> None:
    one = window()
    for code in ("A-1", "A-2"):
        one.page.next_part.field.setText(code)
        QTest.keyClick(one.page.next_part.field, Qt.Key.Key_Return)
    assert "A-2 replaces A-1" in one.page.banner.message.text
    one.page.next_part.clear_button.click()
    assert one.station.next_part.waiting is None


def test_the_operator_is_led_through_the_check_of_the_reference_parts(window: Callable[..., Window]) -> None:
    one = window()
    one.trigger(3)
    good, defective = one.page.strip.views[2].inspection, one.page.strip.views[0].inspection
    one.station.golden.make_part(EVA, good.id, "G1", Verdict.OK, band=5.0)
    one.station.golden.make_part(EVA, defective.id, "G2", Verdict.NOK, band=500.0)
    panel = one.page.golden
    one.page.open_panel("golden")
    panel.begin_button.click()
    one.until(lambda: one.is_in(StationState.BLOCKED))
    one.until(lambda: "G1" in panel.guide.text() and panel.present_button.isEnabled())
    one.trigger(2)  # parts 4 and 5 are good and not reference parts; then the camera shows a defective one
    panel.present_button.click()
    one.until(lambda: "G2" in panel.guide.text() or "NOT as expected" in panel.results.text())
    assert "NOT as expected" in panel.results.text(), "the sixth picture is defective and G1 has to be good"
    one.until(panel.present_button.isEnabled)
    panel.present_button.click()
    one.until(lambda: one.station.golden.state().last is not None)
    last = one.station.golden.state().last
    assert last is not None
    assert last.outcome is GoldenOutcome.FAILED
    one.until(lambda: one.is_in(StationState.BLOCKED) and "failed" in one.page.banner.message.text)
    assert one.page.tabs.tabs["golden"].count == 1

    assert not panel.override_button.isVisible()
    one.session.desk.sign_in(EVA)
    one.until(lambda: panel.override_button.isVisible() and panel.override_button.isEnabled())
    panel.override_button.click()
    one.page.question.reason.setText("the wrong part was presented")
    one.page.question.confirm_button.click()
    one.until(lambda: one.is_in(StationState.READY))
    assert one.page.tabs.tabs["golden"].count == 0


def test_an_engineer_makes_the_part_on_the_page_a_reference_part(window: Callable[..., Window]) -> None:
    one = window()
    one.trigger(1)
    assert not one.page.golden.parts_button.isVisible()
    one.session.desk.sign_in(EVA)
    one.page.open_panel("golden")
    one.page.golden.parts_button.click()
    form = one.page.golden.parts
    form.name.setText("G1")
    form.band.setValue(3.0)
    form.add_button.click()
    one.until(lambda: form.list.count() == 1)
    (part,) = one.station.golden.parts("cell")
    assert (part.name, part.verdict) == ("G1", Verdict.OK)
    form.name.setText("G1")
    form.band.setValue(4.0)
    form.add_button.click()
    assert not one.page.question.confirm_button.isEnabled(), "what is expected changes for a reason"
    one.page.question.reason.setText("new lamp")
    one.page.question.confirm_button.click()
    one.until(lambda: one.station.golden.parts("cell") != (part,))
    one.until(lambda: form.name.text() == "")
    form.list.setCurrentRow(0)
    form.remove_button.click()
    assert not one.page.question.confirm_button.isEnabled()
    one.page.question.reason.setText("it was dropped")
    one.page.question.confirm_button.click()
    one.until(lambda: form.list.count() == 0)
    golden = one.station.records.audit.entries(AuditQuery(action="golden"))
    assert [(entry.action, entry.who, entry.why) for entry in golden] == [
        ("golden.part_removed", "eva", "it was dropped"),
        ("golden.part_set", "eva", "new lamp"),
        ("golden.part_set", "eva", ""),
    ]


def test_a_part_in_review_is_decided_with_a_reason_and_keeps_its_verdict(window: Callable[..., Window]) -> None:
    one = window(recipe="plate")
    one.trigger(3)
    review = one.page.review
    one.until(lambda: one.page.tabs.tabs["review"].count == 1)
    one.page.open_panel("review")
    one.until(lambda: review.view.picture is not None)
    assert not review.ok_button.isEnabled(), "a decision needs a reason"
    review.why.setText("within tolerance")
    review.ok_button.click()
    one.until(lambda: review.list.count() == 0)
    inspection = one.page.strip.views[0].inspection
    (decision,) = one.station.records.judgements.reviews(inspection.id)
    assert (decision.verdict, decision.was, decision.why) == (Verdict.OK, Verdict.REVIEW, "within tolerance")
    stored = one.station.records.get(inspection.id)
    assert stored is not None
    assert stored.verdict is Verdict.REVIEW
    one.until(lambda: one.page.tabs.tabs["review"].count == 0)


def test_feedback_on_a_verdict_ends_in_the_data_set(window: Callable[..., Window]) -> None:
    one = window()
    one.trigger(3)
    one.session.desk.sign_in(ANNA)
    rejected = one.page.strip.views[0].inspection
    one.page.row.good_button.click()
    form = one.page.feedback.form
    assert "NOK" in form.part.text()
    form.reason_buttons[0].click()
    form.send_button.click()
    one.until(lambda: "anna said good" in form.before.text())
    (feedback,) = one.station.candidates.said(rejected.id)
    assert (feedback.said, feedback.who, feedback.reason) == (Said.GOOD, "anna", "Shadow or reflection")
    one.until(lambda: "anna said good" in one.page.caption.text)

    one.session.desk.sign_in(EVA)
    panel = one.page.feedback
    one.until(lambda: one.page.tabs.tabs["feedback"].count == 1)
    panel.open_button.click()
    one.until(lambda: panel.candidates.view.picture is not None)
    panel.candidates.good_button.click()
    one.until(lambda: panel.candidates.list.count() == 0)
    (image,) = one.station.records.images("cell", ImageLabel.GOOD)
    assert Path(image.path).is_file()
    (feedback,) = one.station.candidates.said(rejected.id)
    assert (feedback.outcome, feedback.settled_by) == (Outcome.TAKEN, "eva")


def test_an_operator_does_not_see_what_only_engineers_settle(window: Callable[..., Window]) -> None:
    one = window()
    one.page.open_panel("feedback")
    assert not one.page.feedback.open_button.isVisible()
    one.session.desk.sign_in(EVA)
    assert one.page.feedback.open_button.isVisible()
    one.page.feedback.open_button.click()
    one.session.desk.sign_out()
    assert one.page.feedback.stack.currentWidget() is one.page.feedback.form


def test_an_alarm_is_counted_on_its_tab_and_acknowledged_in_the_list(window: Callable[..., Window]) -> None:
    one = window(line={"rejects_in_a_row": 1})
    one.trigger(3)
    one.until(lambda: one.is_in(StationState.FAULT))
    one.until(lambda: one.page.tabs.tabs["alarms"].count == 1)
    one.page.open_panel("alarms")
    (row,) = one.page.alarms.rows
    assert "not OK" in row.message.text()
    row.button.click()
    one.until(lambda: one.is_in(StationState.READY))
    one.until(lambda: one.page.tabs.tabs["alarms"].count == 0)
    assert not row.button.isVisible()
    assert "operator" in row.detail.text()


def test_another_recipe_is_chosen_while_the_line_runs(window: Callable[..., Window]) -> None:
    one = window()
    one.page.open_panel("recipe")
    one.until(lambda: "plate" in one.page.recipe.buttons)
    assert set(one.page.recipe.buttons) == {"plate"}
    assert "new" in one.page.recipe.note.text()
    one.page.recipe.buttons["plate"].click()
    one.until(lambda: "plate" in one.session.window.header.recipe.text)
    one.trigger(1)
    recipe = one.page.strip.views[0].inspection.recipe
    assert recipe is not None
    assert recipe.name == "plate"
    one.until(lambda: set(one.page.recipe.buttons) == {"cell"})


def test_the_shift_counts_what_is_in_the_records(window: Callable[..., Window]) -> None:
    one = window()
    one.trigger(3)
    one.page.open_panel("shift")
    one.until(lambda: one.page.shift.rate.text == "Yield 66.7 %: 2 of 3 parts passed")
    assert one.page.shift.bound.text == "95 %: at least 13.5 %"
    assert one.page.shift.counts[Verdict.NOK].count == 1
    assert "66.7 % of 3" in one.page.shift.chart.accessibleDescription()
