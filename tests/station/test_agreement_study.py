"""Agreement studies on a real line: order, readings, interruption, what is refused, what is kept."""

from __future__ import annotations

import itertools
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from calibration.agreement import agreement
from camera.api import Trigger
from camera.fake_script import BadBuffer
from station.agreement_parts import parse_parts, read_parts
from station.agreement_result import result_of
from station.agreement_study import Outcome, Plan, ReferencePart, advice, make_plan
from station.audit import Act
from station.config import LineSection
from station.errors import NotPermitted, RecordsError, StateError, StorageError, UsageError
from station.queries import InspectionQuery
from station.types import ModelRef, Purpose, Reason, RecipeRef, StationState, Verdict
from tests.station.agreement_rig import PARTS, Table
from tests.station.operate_rig import ANNA, EVA, SIZE, wait_until

RECIPE, MODEL = RecipeRef("cell", 1, "a" * 64), ModelRef("cell", 1, "b" * 64)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    yield made
    made.close()


def test_a_study_on_the_line_reads_every_part_as_often_as_planned(table: Table) -> None:
    station = table.station()
    station.start()
    study = station.agreement.make(EVA, "monday", PARTS, 3, seed=7)
    table.spotted.add("g2")
    done = table.run(station, study)
    assert done.end is not None
    assert done.end.outcome is Outcome.FINISHED
    kept = station.agreement.study("monday")
    assert [(one.part, one.trial) for one in kept.readings] == [
        (name, trial) for trial, names in enumerate(kept.plan.order, 1) for name in names
    ]
    figures = agreement(kept.parts_read())
    assert (figures.effectiveness.count, figures.effectiveness.total) == (3, 4)
    assert figures.misses is not None
    assert figures.false_alarms is not None
    assert figures.misses.readings.count == 0
    assert (figures.false_alarms.readings.count, figures.false_alarms.parts.count) == (3, 1)
    for reading in kept.readings:
        inspection = station.records.get(reading.inspection_id)
        assert inspection is not None
        assert (inspection.part_id, inspection.purpose) == (reading.part, Purpose.REFERENCE)
        assert inspection.recipe == kept.plan.recipe
        assert inspection.verdict is (Verdict.OK if reading.part == "g1" else Verdict.NOK)


def test_no_ok_of_a_study_leaves_and_production_does_not_count_its_parts(table: Table) -> None:
    station = table.station()
    station.start()
    study = station.agreement.make(EVA, "monday", PARTS, 1)
    station.agreement.begin(EVA, study.id)
    status = station.status()
    assert status.state is StationState.BLOCKED
    assert "monday is under way" in status.message
    while station.agreement.state().next is not None:
        table.put(station)
    station.agreement.finish(EVA)
    wait_until(lambda: station.status().counters.reference == 4)
    assert station.status().counters.done == 0
    assert table.place.pulses() == 0
    assert station.records.inspections(InspectionQuery(), limit=10).items == ()
    assert station.status().state is StationState.READY


def test_a_study_goes_on_where_the_program_was_ended(table: Table) -> None:
    station = table.station()
    station.start()
    study = station.agreement.make(EVA, "monday", PARTS, 2)
    station.agreement.begin(EVA, study.id)
    for _ in range(3):
        table.put(station)
    station.close()
    again = table.station()
    again.start()
    assert again.agreement.state().study is None
    assert again.status().state is StationState.READY
    open_ = again.agreement.study("monday")
    assert (open_.done, open_.end) == (3, None)
    done = table.run(again, open_)
    assert done.done == 8
    assert len(again.agreement.study("monday").sittings) == 2


def test_a_part_out_of_order_is_set_aside_with_a_reason_and_presented_again(table: Table) -> None:
    station = table.station()
    station.start()
    study = station.agreement.make(EVA, "monday", PARTS, 1, seed=1)
    station.agreement.begin(EVA, study.id)
    first = station.agreement.state().next
    table.put(station)
    with pytest.raises(UsageError, match="needs a reason"):
        station.agreement.set_aside(EVA, " ")
    station.agreement.set_aside(EVA, "that was another part")
    assert station.agreement.state().next == first
    while station.agreement.state().next is not None:
        table.put(station)
    station.agreement.finish(EVA)
    kept = station.agreement.study("monday")
    assert (len(kept.readings), kept.done) == (5, 4)
    [aside] = [one.set_aside for one in kept.readings if one.set_aside is not None]
    assert (aside.who, aside.why) == ("eva", "that was another part")
    acts = [entry.action for entry in station.records.audit.entries()]
    assert acts[:3] == [Act.AGREEMENT_ENDED, Act.AGREEMENT_SET_ASIDE, Act.AGREEMENT_MADE]


def test_another_recipe_in_the_middle_refuses_the_study_until_its_own_is_back(table: Table) -> None:
    station = table.station()
    station.start()
    study = station.agreement.make(EVA, "monday", PARTS, 1)
    station.agreement.begin(EVA, study.id)
    table.put(station)
    with pytest.raises(StateError, match="monday is under way"):
        station.choosing.choose(ANNA, "plate")
    station.activate("new", 1, who="eva", why="test")
    assert "is of recipe cell version 1; new version 1 is in force" in station.agreement.state().refused
    with pytest.raises(StateError, match="new version 1 is in force"):
        station.agreement.present(EVA)
    station.agreement.pause(EVA)
    with pytest.raises(StateError, match="new version 1 is in force"):
        station.agreement.begin(EVA, study.id)
    station.activate("cell", 1, who="eva", why="test")
    assert table.run(station, study).done == 4


def test_the_cell_may_ask_for_the_pictures_itself(table: Table) -> None:
    station = table.station()
    station.start()
    study = station.agreement.make(EVA, "monday", PARTS, 1, seed=3)
    station.agreement.begin(EVA, study.id, by_cell=True)
    for number, name in enumerate(study.plan.order[0]):
        station.agreement.present(EVA)
        assert station.agreement.state().waiting
        table.part = name
        station.trigger(source="plc")
        table.place.wait(number + 1)
        wait_until(lambda: not station.agreement.state().waiting)
    table.part = ""
    station.trigger(source="plc")
    wait_until(lambda: station.status().counters.done == 1)
    done = station.agreement.finish(EVA)
    assert [one.part for one in done.readings] == list(study.plan.order[0])
    assert station.status().counters.reference == 4


def test_a_damaged_picture_is_a_reading_without_judgement(table: Table) -> None:
    station = table.station([BadBuffer()])
    station.start()
    study = station.agreement.make(EVA, "monday", PARTS, 1)
    done = table.run(station, study)
    assert done.readings[0].verdict is Verdict.ERROR
    figures = agreement(station.agreement.study("monday").parts_read())
    assert (figures.errors.count, figures.errors.total) == (1, 4)
    assert figures.effectiveness.count == 3


def test_a_picture_that_does_not_come_is_waited_for_no_more(table: Table) -> None:
    station = table.station()
    station.start()
    study = station.agreement.make(EVA, "monday", PARTS, 1)
    station.agreement.begin(EVA, study.id, by_cell=True)
    before = station.agreement.present(EVA)
    with pytest.raises(StateError, match="on its way"):
        station.agreement.present(EVA)
    station.agreement.withdraw(EVA)
    assert not station.agreement.state().waiting
    assert station.agreement.state().next == before


def test_what_cannot_be_is_refused_in_words(table: Table) -> None:
    station = table.station()
    with pytest.raises(NotPermitted, match="run an agreement study"):
        station.agreement.make(ANNA, "monday", PARTS, 3)
    study = station.agreement.make(EVA, "monday", PARTS, 1)
    with pytest.raises(UsageError, match="There is a study monday already"):
        station.agreement.make(EVA, "monday", PARTS, 3)
    with pytest.raises(StateError, match="The line does not run"):
        station.agreement.begin(EVA, study.id)
    with pytest.raises(RecordsError, match=r"no study tuesday.*") as caught:
        station.agreement.study("tuesday")
    assert "monday" in caught.value.hint
    station.start()
    with pytest.raises(StateError, match="No agreement study is under way"):
        station.agreement.present(EVA)
    station.agreement.begin(EVA, study.id)
    with pytest.raises(StateError, match="4 presentations of the study are missing"):
        station.agreement.finish(EVA)
    with pytest.raises(StateError, match="monday is under way"):
        station.golden.begin(EVA)
    with pytest.raises(StateError, match="Nothing was read yet"):
        station.agreement.set_aside(EVA, "x")
    with pytest.raises(UsageError, match="needs a reason"):
        station.agreement.cancel(EVA, study.id, "")
    station.agreement.cancel(EVA, study.id, "the lamp is being changed")
    with pytest.raises(StateError, match="was cancelled"):
        station.agreement.begin(EVA, study.id)
    assert station.status().state is StationState.READY


def test_a_stored_study_cannot_be_changed_behind_its_back(table: Table) -> None:
    station = table.station()
    station.agreement.make(EVA, "monday", PARTS, 1)
    station.close()
    database = sqlite3.connect(next(table.place.folder.glob("*.sqlite")))
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        database.execute("UPDATE agreement_studies SET name = 'x'")
    database.rollback()
    database.execute("DROP TRIGGER agreement_studies_no_update")
    database.execute("UPDATE agreement_studies SET body = replace(body, 'true', 'false')")
    database.commit()
    database.close()
    with pytest.raises(RecordsError, match="does not match its own hash"):
        table.station().agreement.study("monday")


def test_the_order_is_random_within_each_repeat_and_no_part_comes_twice_in_a_row() -> None:
    parts = [ReferencePart(str(number), number % 2 == 0) for number in range(5)]
    for seed in range(50):
        plan = make_plan("x", RECIPE, MODEL, parts, 4, seed)
        flat = [name for names in plan.order for name in names]
        assert all(sorted(names) == sorted(part.name for part in parts) for names in plan.order)
        assert all(one != other for one, other in itertools.pairwise(flat))
        assert plan == make_plan("x", RECIPE, MODEL, parts, 4, seed)
    assert len({make_plan("x", RECIPE, MODEL, parts, 4, seed).order for seed in range(50)}) > 40
    assert Plan.from_json(plan.to_json()) == plan


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "has no parts"),
        ("part,reference\n", "has no parts"),
        ("name\nA\n", "has no column reference"),
        ("reference\ngood\n", "has no column part"),
        ("part,reference\nA,maybe\n", "line 2: maybe is neither good nor defect"),
        ("part,reference\nA,\n", "line 2: the reference of part A is empty"),
        ("part,reference\nA,good\nA,defect\n", "line 3: part A is in line 2 already"),
        ("part,reference\n,good\n", "line 2: the part has no name"),
        ("part,reference,defect\nA,good,crack\n", "line 2: part A is good and has the defect crack"),
        ("part,reference\nA,good,x,y\n", "line 2: there are more cells than columns"),
        ('part,reference\n"A,good\n', "is no table"),
    ],
)
def test_a_bad_list_of_parts_is_refused_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        parse_parts(text, "parts.csv")


def test_a_list_as_a_spreadsheet_writes_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "parts.csv"
    file.write_bytes("\ufeffPart;Reference;Defect\r\nP1;OK;\r\nP2;NOK;Kratzer\r\n;;\r\n".encode())
    assert read_parts(file) == (ReferencePart("P1", False), ReferencePart("P2", True, "Kratzer"))
    with pytest.raises(UsageError, match="cannot be read"):
        read_parts(tmp_path / "none.csv")
    file.write_bytes(b"part,reference\nB\xe4r,good\n")
    with pytest.raises(UsageError, match="no text in UTF-8"):
        read_parts(file)


def test_a_poor_choice_of_parts_is_told_before_the_work() -> None:
    assert advice([ReferencePart(str(n), n % 2 == 0) for n in range(30)], 3) == ()
    told = " ".join(advice([ReferencePart("a", False), ReferencePart("b", False)], 1))
    for words in ("show little", "nothing will be known of misses", "repeatability"):
        assert words in told


def test_two_threads_cannot_present_at_once(table: Table) -> None:
    station = table.station()
    station.start()
    study = station.agreement.make(EVA, "monday", PARTS, 1)
    station.agreement.begin(EVA, study.id, by_cell=True)
    told: list[object] = []

    def present() -> None:
        try:
            told.append(station.agreement.present(EVA))
        except StateError as error:
            told.append(error)

    threads = [threading.Thread(target=present) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(one, StateError) for one in told) == 3


def test_a_presentation_is_over_only_when_its_reading_is_kept(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    station = table.station()
    station.start()
    study = station.agreement.make(EVA, "monday", PARTS, 1)
    keep, seen = station.records.agreement.add_reading, []

    def watched(*arguments: Any) -> Any:
        seen.append((station.agreement.state().waiting, station.agreement.state().next))
        return keep(*arguments)

    monkeypatch.setattr(station.records.agreement, "add_reading", watched)
    assert table.run(station, study).done == 4
    assert [waiting for waiting, _ in seen] == [True] * 4


def test_in_fault_no_part_is_presented(table: Table) -> None:
    station = table.station()
    station.start()
    study = station.agreement.make(EVA, "monday", PARTS, 1)
    station.agreement.begin(EVA, study.id)
    station._line.raise_fault(Reason.STATION_FAULT, "The test says so.")
    with pytest.raises(StateError, match="in fault: The test says so"):
        station.agreement.present(EVA)
    station.acknowledge("eva")
    table.put(station)
    assert station.agreement.study("monday").done == 1


def test_a_report_that_cannot_be_written_leaves_nothing(table: Table, tmp_path: Path) -> None:
    station = table.station()
    station.start()
    study = station.agreement.make(EVA, "monday", PARTS, 2)
    with pytest.raises(StateError, match="0 of 8 presentations are done"):
        station.agreement.report(EVA, study.id, tmp_path / "open.pdf", station="Line 7")
    station.agreement.begin(EVA, study.id)
    table.put(station)
    station.agreement.cancel(EVA, study.id, "the lamp is being changed")
    with pytest.raises(NotPermitted):
        station.agreement.report(ANNA, study.id, tmp_path / "anna.pdf", station="Line 7")
    with pytest.raises(StorageError):
        station.agreement.report(EVA, study.id, tmp_path / "none" / "study.pdf", station="Line 7")
    assert station.records.audit.entries()[0].action == Act.AGREEMENT_ENDED
    assert station.agreement.report(EVA, study.id, tmp_path / "study.pdf", station="Line 7") >= 2
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["study.pdf"]
    assert station.records.audit.entries()[0].action == Act.AGREEMENT_REPORTED
    assert not result_of(station.agreement.study("monday")).complete


def test_a_driver_that_hangs_while_a_part_is_presented_stops_neither_verdicts_nor_the_line(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LineSection, "driver_patience_s", 0.05)
    station = table.station(camera={"kind": "fake", "width": SIZE, "height": SIZE, "watchdog_ms": 100})
    station.start()
    study = station.agreement.make(EVA, "monday", PARTS, 1)
    station.agreement.begin(EVA, study.id)
    inside, go_on = threading.Event(), threading.Event()
    camera = station._line.acquisition.camera
    fire = camera.fire

    def hang(trigger: Trigger) -> None:
        inside.set()
        assert go_on.wait(120)
        fire(trigger)

    monkeypatch.setattr(camera, "fire", hang)
    presenting = threading.Thread(target=station.agreement.present, args=(EVA,))
    presenting.start()
    try:
        assert inside.wait(60)
        (late,) = table.place.wait(1)
        assert (late.verdict, late.purpose) == (Verdict.ERROR, Purpose.REFERENCE)
        stopping = threading.Thread(target=station.stop)
        stopping.start()
        stopping.join(60)
        assert not stopping.is_alive()
    finally:
        go_on.set()
        presenting.join()
