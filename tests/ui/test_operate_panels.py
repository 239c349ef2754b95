"""The panels of the operator's page on a whole station: simulated camera, real detector, database and image files."""

from __future__ import annotations

import shutil
import threading
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
from station.history import StoredPicture
from station.queries import GoldenOutcome, ImageLabel, Outcome, Said
from station.services import Station
from station.types import Inspection, StationState, Verdict
from tests.station.built_rig import loads_model
from tests.station.operate_rig import ANNA, EVA, Place
from ui.app import WindowSession
from ui.pages.operate import OperatePage
from ui.palette import TARGET

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


def in_review(window: Callable[..., Window], count: int = 1) -> Window:
    """So many parts wait for a decision, the window remembers none of them, and the panel is open."""
    one = window(recipe="plate")
    one.trigger(3 * count)
    one.station.stop()  # every picture is on the disk then
    one.page.review.parts._known = lambda: ()
    one.page.open_panel("review")
    one.until(lambda: one.page.review.list.count() == count)
    return one


def test_a_line_of_the_list_is_as_high_as_a_button(window: Callable[..., Window]) -> None:
    review = in_review(window).page.review
    assert review.list.visualItemRect(review.list.item(0)).height() >= TARGET


def test_a_part_in_review_is_shown_with_heatmap_and_peak(window: Callable[..., Window]) -> None:
    one = window(recipe="plate")
    one.trigger(3)
    one.page.open_panel("review")
    review = one.page.review
    one.until(lambda: review.view.picture is not None)
    assert review.view.picture is not None
    assert review.view.picture.heat, "the window still had this part with its heatmap"
    assert review.view.picture.peak is not None
    assert review.legend.isVisible()
    shown = review.current
    assert shown is not None
    one.station.stop()  # every picture is on the disk then
    assert loads_model(one.station, shown), "no model was loaded for it"


def test_the_heatmap_of_a_part_that_the_window_forgot_is_made_again(
    window: Callable[..., Window],
) -> None:
    one = in_review(window)
    review = one.page.review
    one.until(lambda: review.view.picture is not None and review.view.picture.heat)
    assert review.view.picture is not None
    x, y = review.view.picture.peak or (0, 0)
    assert 8 <= x < 24, "the bright spot"
    assert 40 <= y < 56
    assert "being made" not in review.facts.text()
    shown = review.current
    assert shown is not None
    assert not loads_model(one.station, shown)
    one.page.open_panel("picture")
    one.until(lambda: one.page.context.tasks.running == 0)
    assert loads_model(one.station, shown), "what was loaded for looking is given back"


def test_a_part_whose_heatmap_cannot_be_made_says_why_and_is_decided_by_its_picture(
    window: Callable[..., Window],
) -> None:
    one = window(recipe="plate")
    one.trigger(3)
    one.station.stop()
    shutil.rmtree(one.station.config.models_dir / "plate" / "0001")
    one.page.review.parts._known = lambda: ()
    one.page.open_panel("review")
    review = one.page.review
    one.until(lambda: "No heatmap: " in review.facts.text())
    assert "gone" in review.facts.text()
    assert review.view.picture is not None
    review.why.setText("seen on the belt")
    assert review.ok_button.isEnabled()


def test_nobody_decides_before_the_picture_is_there(
    window: Callable[..., Window], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = window(recipe="plate")
    one.trigger(3)
    one.station.stop()
    one.session.desk.sign_in(EVA)
    may_read, read = threading.Event(), one.station.history.picture

    def slow(inspection: Inspection) -> StoredPicture:
        assert may_read.wait(60)
        return read(inspection)

    monkeypatch.setattr(one.station.history, "picture", slow)
    review = one.page.review
    review.parts._known = lambda: ()
    one.page.open_panel("review")
    one.until(lambda: review.current is not None)
    review.why.setText("looks good")
    assert not review.ok_button.isEnabled()
    assert not review.nok_button.isEnabled()
    may_read.set()
    one.until(lambda: review.view.picture is not None)
    assert review.ok_button.isEnabled()
    assert review.nok_button.isEnabled()


def test_a_part_whose_picture_is_gone_says_so_and_is_decided_with_a_reason(window: Callable[..., Window]) -> None:
    one = window(recipe="plate")
    one.trigger(3)
    one.station.stop()
    (waiting,) = one.station.review_queue.waiting()
    assert waiting.image.path is not None
    (one.station.config.images_dir / waiting.image.path).unlink()
    review = one.page.review
    review.parts._known = lambda: ()
    one.page.open_panel("review")
    one.until(lambda: review.parts.settled)
    assert review.view.picture is None
    assert "gone" in review.view.note
    assert not review.nok_button.isEnabled()
    review.why.setText("not to be seen: scrapped")
    review.nok_button.click()
    one.until(lambda: review.list.count() == 0)


def test_each_part_in_review_has_a_reason_of_its_own(window: Callable[..., Window]) -> None:
    one = in_review(window, 2)
    review = one.page.review
    review.why.setText("scratch")
    review.list.setCurrentRow(1)
    assert review.why.text() == ""
    assert not review.ok_button.isEnabled()


def test_reading_the_queue_again_keeps_the_choice_and_what_was_typed(window: Callable[..., Window]) -> None:
    one = in_review(window, 3)
    review = one.page.review
    review.list.setCurrentRow(1)
    chosen = review.current
    assert chosen is not None
    one.until(lambda: review.view.picture is not None and review.view.picture.heat)
    shown = review.view.picture
    review.why.setText("half a rea")
    first = one.station.review_queue.waiting()[0]
    one.station.judging.review(EVA, first.id, Verdict.OK, why="decided elsewhere")
    review.read()
    one.until(lambda: review.list.count() == 2)
    assert review.current is not None
    assert review.current.id == chosen.id
    assert review.why.text() == "half a rea"
    assert review.view.picture is shown, "nothing flickers"
    one.station.judging.review(EVA, chosen.id, Verdict.OK, why="decided elsewhere")
    review.read()
    one.until(lambda: review.list.count() == 1)
    assert review.current is not None
    assert review.current.id != chosen.id
    assert review.why.text() == ""


def test_the_badge_says_when_more_parts_wait_than_are_listed(
    window: Callable[..., Window], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.operate.part_choice.MOST", 1)
    monkeypatch.setattr("ui.operate.tabs.MOST", 1)
    monkeypatch.setattr("ui.operate.review_panel.MOST", 1)
    one = window(recipe="plate")
    one.trigger(6)
    one.page.open_panel("review")
    one.until(lambda: one.page.tabs.tabs["review"].badge == "1+")
    assert one.page.review.list.count() == 2
    assert "More parts wait" in one.page.review.list.item(1).text()
    assert not one.page.review.list.item(1).flags() & Qt.ItemFlag.ItemIsSelectable


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
    one.until(lambda: one.page.shift.rate.text == "Yield 66.7 %: 2 of 3 passed")
    assert one.page.shift.bound.text == "95 %: at least 13.5 %"
    assert one.page.shift.counts[Verdict.NOK].count == 1
    assert "66.7 % of 3" in one.page.shift.chart.accessibleDescription()
