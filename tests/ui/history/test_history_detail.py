"""One part in full on the history page: score again, pictures that are gone, decisions."""

from __future__ import annotations

import shutil
import threading

import pytest
from pytestqt.qtbot import QtBot

from station.history import Detail
from station.queries import ImageLabel, Said
from station.services import Station
from station.types import Verdict
from tests.station.built_rig import loads_model
from tests.ui.history_page_rig import (
    WAIT_MS,
    cell,
    choose,
    engineer,
    quiet,
)
from ui.app import WindowSession
from ui.pages.history import HistoryPage
from ui.widgets.history_table import DECIDED, VERDICT


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
