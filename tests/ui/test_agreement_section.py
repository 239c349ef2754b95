"""Agreement studies in the window, on a real line: planned, presented part after part, read, written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from station.accounts import Session
from station.agreement_result import Grade
from station.audit import Act
from station.permissions import Role
from station.services import Station
from station.types import StationState
from tests.station.agreement_rig import PARTS, Table
from ui.app import WindowSession
from ui.calibrate.agreement import AgreementSection
from ui.pages.calibration import CalibrationPage

WAIT_MS = 60_000
EVA = Session("eva", Role.ENGINEER, datetime(2026, 1, 1, tzinfo=UTC))
PARTS_CSV = "part,reference,defect\n" + "".join(
    f"{part.name},{'defect' if part.defective else 'good'},{part.defect}\n" for part in PARTS
)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def station(table: Table) -> Station:
    return table.station()


@pytest.fixture
def signed_in() -> Session:
    return EVA


def settle(qtbot: QtBot, session: WindowSession) -> None:
    qtbot.waitUntil(lambda: session.tasks.running == 0, timeout=WAIT_MS)


def open_section(qtbot: QtBot, session: WindowSession) -> AgreementSection:
    assert session.window.open_page("calibration")
    page = session.window.page("calibration")
    assert isinstance(page, CalibrationPage)
    settle(qtbot, session)
    assert page.open_section("agreement")
    settle(qtbot, session)
    assert isinstance(page.section, AgreementSection)
    return page.section


def plan(qtbot: QtBot, session: WindowSession, section: AgreementSection, folder: Path, repeats: int) -> None:
    """Plan a study with the parts of a table."""
    (folder / "parts.csv").write_text(PARTS_CSV)
    section.new_button.click()
    section.setup.read(folder / "parts.csv")
    settle(qtbot, session)
    section.setup.name.setText("monday")
    section.setup.repeats.setValue(repeats)
    section.setup.make_button.click()
    settle(qtbot, session)


def present(qtbot: QtBot, table: Table, station: Station, section: AgreementSection) -> None:
    """Put what is asked for under the camera and press the button."""
    coming, done = station.agreement.state().next, section.run.bar.value()
    assert coming is not None
    qtbot.waitUntil(lambda: section.run.part.text() == coming.part.name, timeout=WAIT_MS)
    qtbot.waitUntil(section.run.present_button.isEnabled, timeout=WAIT_MS)
    table.part = coming.part.name
    section.run.present_button.click()
    qtbot.waitUntil(lambda: section.run.bar.value() == done + 1, timeout=WAIT_MS)


def test_a_study_from_the_table_of_parts_to_the_report(
    qtbot: QtBot, session: WindowSession, station: Station, table: Table, tmp_path: Path
) -> None:
    section = open_section(qtbot, session)
    assert section.empty.isVisible()
    plan(qtbot, session, section, tmp_path, 2)
    assert section.table.texts()[0][:2] == ["monday", "cell 1"]
    station.start()
    section.begin_button.click()
    qtbot.waitUntil(lambda: section.stack.currentWidget() is section.run, timeout=WAIT_MS)
    assert station.status().state is StationState.BLOCKED
    assert section.run.where.text() == "Part 1 of 4, repeat 1 of 2"
    table.clean.add("d2")
    for _ in range(8):
        present(qtbot, table, station, section)
    qtbot.waitUntil(lambda: section.run.where.text() == "Every part was read.", timeout=WAIT_MS)
    section.run.present_button.click()
    qtbot.waitUntil(lambda: section.results.result is not None, timeout=WAIT_MS)
    result = section.results.result
    assert result is not None
    assert result.judgement.grade is Grade.NOT_ACCEPTABLE
    assert section.results.grade.text() == "Not acceptable"
    rows = section.results.table.texts()
    assert rows[1][:2] == ["Misses", "50\u00a0% (2 of 4 readings)"]
    assert [one.part.name for one in section.results.plot.shown if one.part.wrong] == ["d2"]
    assert "d2: OK OK" in section.results.plot.told_at(section.results.plot.width() * 0.65)
    qtbot.waitUntil(lambda: section.stack.currentWidget() is section.results, timeout=WAIT_MS)
    assert station.status().state is StationState.READY
    section.results.write(tmp_path / "study.pdf")
    settle(qtbot, session)
    assert (tmp_path / "study.pdf").read_bytes().startswith(b"%PDF")
    assert station.records.audit.entries()[0].action == Act.AGREEMENT_REPORTED
    section.results.write(tmp_path / "study.pdf")
    assert section.page.question.isVisible()
    section.page.question.withdraw()


def test_the_wrong_part_is_presented_again_and_a_paused_study_goes_on(
    qtbot: QtBot, session: WindowSession, station: Station, table: Table, tmp_path: Path
) -> None:
    section = open_section(qtbot, session)
    plan(qtbot, session, section, tmp_path, 1)
    station.start()
    section.begin_button.click()
    qtbot.waitUntil(lambda: section.stack.currentWidget() is section.run, timeout=WAIT_MS)
    first = section.run.part.text()
    present(qtbot, table, station, section)
    qtbot.waitUntil(section.run.aside_button.isEnabled, timeout=WAIT_MS)
    section.run.aside_button.click()
    question = section.page.question
    question.reason.setText("it was another part")
    question.confirm_button.click()
    qtbot.waitUntil(lambda: section.run.bar.value() == 0, timeout=WAIT_MS)
    assert section.run.part.text() == first
    section.run.pause_button.click()
    qtbot.waitUntil(lambda: section.stack.currentWidget() is section.list, timeout=WAIT_MS)
    settle(qtbot, session)
    assert section.table.texts()[0][-1] == "open"
    assert not section.results_button.isEnabled()
    section.begin_button.click()
    qtbot.waitUntil(lambda: section.stack.currentWidget() is section.run, timeout=WAIT_MS)
    present(qtbot, table, station, section)


def test_what_stands_in_the_way_is_said_on_the_page(
    qtbot: QtBot, session: WindowSession, station: Station, tmp_path: Path
) -> None:
    section = open_section(qtbot, session)
    (tmp_path / "bad.csv").write_text("part,reference\nA,perhaps\n")
    section.new_button.click()
    section.setup.read(tmp_path / "bad.csv")
    settle(qtbot, session)
    assert "neither good nor defect" in section.page.banner.message.text
    assert section.setup.parts() == ()
    assert not section.setup.touched
    plan(qtbot, session, section, tmp_path, 1)
    section.begin_button.click()
    settle(qtbot, session)
    assert "The line does not run" in section.page.banner.message.text
    assert section.stack.currentWidget() is section.list
    station.start()
    study = station.agreement.study("monday")
    station.agreement.begin(EVA, study.id)
    qtbot.waitUntil(lambda: section.stack.currentWidget() is section.run, timeout=WAIT_MS)
    station.activate("new", 1, who="eva", why="test")
    qtbot.waitUntil(lambda: "new version 1 is in force" in section.run.told.text(), timeout=WAIT_MS)
    assert not section.run.present_button.isEnabled()
    session.desk.sign_out()
    qtbot.waitUntil(lambda: not section.run.pause_button.isEnabled(), timeout=WAIT_MS)


def test_parts_are_typed_in_and_a_poor_choice_is_told(qtbot: QtBot, session: WindowSession) -> None:
    section = open_section(qtbot, session)
    section.new_button.click()
    setup = section.setup
    setup.begin(PARTS[:2])
    assert setup.parts() == PARTS[:2]
    assert "nothing will be known of misses" in setup.advice.text()
    setup.add_button.click()
    item = setup.table.item(2, 0)
    assert item is not None
    item.setText("d9")
    assert [part.name for part in setup.parts()] == ["g1", "g2", "d9"]
    assert section.unsaved() is not None
    setup.table.setCurrentCell(0, 0)
    setup.remove_button.click()
    assert [part.name for part in setup.parts()] == ["g2", "d9"]
