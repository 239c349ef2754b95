"""Texts, events and journal lines that cannot be stored as they are."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from station.errors import RecordsError, StationError, StorageError
from station.journal import Journal
from station.types import Event, EventKind, Inspection, OutputState, Reason, StationState, Verdict
from tests.line.line_rig import (
    WAIT_S,
    Rig,
    Wrapped,
    reasons,
    wrap_into,
)

Make = Callable[..., Rig]
OK = Reason.BELOW_THRESHOLD


def test_text_that_is_no_unicode_is_recorded_and_stops_nothing(rig: Make) -> None:
    line = rig()
    line.line.note(EventKind.CAMERA, "the file caf\udce9.png cannot be read")
    line.line.trigger("caf\udce9")
    line.wait(1)
    line.line.note(EventKind.CAMERA, "the next event")
    line.wait_for(lambda: any(event.message == "the next event" for event in line.records.events()))
    assert line.state is StationState.READY
    (row,) = line.rows()
    assert (row.verdict, row.part_id) == (Verdict.OK, r"caf\udce9")


def test_an_event_that_cannot_be_stored_is_a_fault_and_the_watchdog_goes_on(
    rig: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = rig()
    add_event = line.records.add_event

    def add(event: Event) -> None:
        if event.message == "odd":
            raise TypeError("a bug")
        add_event(event)

    monkeypatch.setattr(line.records, "add_event", add)
    line.line.note(EventKind.PROGRAM, "odd")
    line.line.note(EventKind.PROGRAM, "after it")
    line.wait_for(lambda: line.state is StationState.FAULT)
    line.wait_for(lambda: any(event.message == "after it" for event in line.records.events()))
    line.line.acknowledge()


def test_a_database_that_does_not_come_back_to_an_event_does_not_stop_the_watchdog(
    rig: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing, database, detector = threading.Event(), threading.Event(), threading.Event()

    def score(_image: Any) -> float:
        assert detector.wait(WAIT_S)
        return 0.0

    line = rig(score=score, limits={"hang_ms": 100})
    add_event = line.records.add_event

    def hang(event: Event) -> None:
        writing.set()
        assert database.wait(WAIT_S)
        add_event(event)

    monkeypatch.setattr(line.records, "add_event", hang)
    try:
        line.line.note(EventKind.PROGRAM, "an event")
        assert writing.wait(WAIT_S)
        line.fire(1)
        line.wait(1)
    finally:
        database.set()
        detector.set()
    assert reasons(line.check()) == [Reason.DETECTOR_HUNG]


class Shelf:
    """A recorder that keeps rows in a dict."""

    def __init__(self) -> None:
        self.rows: dict[str, Inspection] = {}

    def commit_inspection(self, inspection: Inspection) -> None:
        self.rows[inspection.id] = inspection

    def get(self, inspection_id: str) -> Inspection | None:
        return self.rows.get(inspection_id)

    def complete(self, completions: Any) -> tuple[str, ...]:
        raise NotImplementedError


def failed(number: int) -> Inspection:
    return Inspection(
        id=f"{number:032x}",
        trigger_id=f"t{number}",
        source="test",
        part_id="p" * 200,
        seq=number,
        at=datetime(2026, 1, 1, tzinfo=UTC),
        verdict=Verdict.ERROR,
        reason=Reason.COMMIT_FAILED,
        output=OutputState.WITHHELD,
    )


def test_what_is_appended_after_a_torn_line_is_not_lost(tmp_path: Path) -> None:
    path, shelf = tmp_path / "journal.jsonl", Shelf()
    path.write_text('{"id": "torn')
    journal = Journal(path)
    assert journal.replay(shelf) == 0
    journal.append(failed(0))
    journal.append(failed(1))
    assert Journal(path).replay(shelf) == 2
    assert list(shelf.rows) == [failed(0).id, failed(1).id]


@pytest.mark.skipif(not hasattr(__import__("signal"), "SIGXFSZ"), reason="needs a limit on file sizes")
def test_a_disk_that_is_full_in_the_middle_of_a_line_damages_neither_the_lines_before_nor_after(tmp_path: Path) -> None:
    import resource

    path, shelf = tmp_path / "journal.jsonl", Shelf()
    journal = Journal(path)
    journal.append(failed(0))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 50, hard))
        with pytest.raises(StorageError, match="memory only"):
            journal.append(failed(1))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    journal.append(failed(2))
    assert Journal(path).replay(shelf) == 3, "a process killed here loses nothing"
    assert list(shelf.rows) == [failed(number).id for number in range(3)]


def test_a_row_that_the_database_will_never_take_is_told_in_words(tmp_path: Path) -> None:
    class Refusing(Shelf):
        def commit_inspection(self, inspection: Inspection) -> None:
            raise TypeError("a bug")

    path = tmp_path / "journal.jsonl"
    Journal(path).append(failed(0))
    with pytest.raises(StationError, match="a bug") as caught:
        Journal(path).replay(Refusing())
    assert str(path) in caught.value.message
    assert path.exists()


def test_a_row_that_reached_the_disk_though_its_commit_failed_says_that_no_ok_left(rig: Make) -> None:
    recorders: list[Wrapped] = []
    line = rig(wrap_recorder=wrap_into(recorders))
    commit = recorders[0].commit_inspection

    def commit_and_fail(inspection: Inspection) -> None:
        commit(inspection)
        raise RecordsError("The connection was lost while the row was committed.")

    recorders[0].commit_inspection = commit_and_fail
    line.fire(1)
    line.wait(1)
    del recorders[0].commit_inspection
    line.line.acknowledge()
    (row,) = line.check()
    assert (row.verdict, row.output) == (Verdict.OK, OutputState.WITHHELD)
