"""The audit trail at the window: who may look, filters and pages, the check of the chain, and taking it out."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlalchemy import text

from station.accounts import Session
from station.audit import Act, AuditQuery, Entry
from station.db import Records
from station.errors import Cancelled, NotPermitted, RecordsError
from station.permissions import Role
from station.trail import PAGE, Trail
from tests.station.conftest import NOON

EVA = Session("eva", Role.ENGINEER, NOON)
OTTO = Session("otto", Role.OPERATOR, NOON)


def quiet(_fraction: float, _stage: str) -> None: ...


@pytest.fixture
def trail(sqlite_records: Records) -> Trail:
    """More than one page of eva's, and one row of otto's whose reason a spreadsheet would run."""
    for number in range(PAGE + 5):
        sqlite_records.audit.add(
            Entry(Act.THRESHOLD_CHANGED, "recipe cell", "eva", f"reason {number}", {"threshold": 1})
        )
    sqlite_records.audit.add(Entry(Act.LINE_STOPPED, "line", "otto", "=1+1"))
    return Trail(sqlite_records)


def test_rows_come_in_pages_the_last_first_and_none_twice(trail: Trail) -> None:
    first = trail.page(EVA, AuditQuery())
    assert (len(first.entries), first.more, first.entries[0].who) == (PAGE, True, "otto")
    rest = trail.page(EVA, AuditQuery(), before=first.entries[-1].number)
    assert (len(rest.entries), rest.more) == (6, False)
    assert [one.number for one in (*first.entries, *rest.entries)] == list(range(PAGE + 6, 0, -1))


def test_a_filter_by_person_act_and_time_leaves_the_rest_out(trail: Trail) -> None:
    assert trail.people(EVA) == ("eva", "otto")
    assert [one.action for one in trail.page(EVA, AuditQuery(who="otto")).entries] == ["line.stopped"]
    changed = AuditQuery(action=Act.THRESHOLD_CHANGED.value)
    assert (trail.count(EVA, changed), trail.count(EVA, AuditQuery())) == (PAGE + 5, PAGE + 6)
    (newest,) = trail.page(EVA, AuditQuery(who="otto")).entries
    assert trail.count(EVA, AuditQuery(until=newest.at, who="otto")) == 0
    assert trail.count(EVA, AuditQuery(since=newest.at, who="otto")) == 1


def test_who_may_not_read_it_sees_nothing_of_it(trail: Trail, tmp_path: Path) -> None:
    for look in (
        lambda: trail.page(OTTO, AuditQuery()),
        lambda: trail.count(OTTO, AuditQuery()),
        lambda: trail.people(OTTO),
        lambda: trail.check(OTTO, quiet, lambda: False),
        lambda: trail.csv(OTTO, AuditQuery(), tmp_path / "audit.csv", quiet, lambda: False),
    ):
        with pytest.raises(NotPermitted):
            look()
    assert list(tmp_path.glob("audit*")) == []


def test_the_check_says_how_far_it_is_and_names_the_row_that_was_changed(trail: Trail, sqlite_records: Records) -> None:
    stages: list[str] = []
    found = trail.check(EVA, lambda _fraction, stage: stages.append(stage), lambda: False)
    assert (found.whole, found.rows) == (True, PAGE + 6)
    assert stages[-1] == f"checking, {PAGE + 6} rows"
    with sqlite_records._engine.begin() as connection:
        for (name,) in connection.execute(text("select name from sqlite_master where type = 'trigger'")).all():
            connection.execute(text(f"drop trigger {name}"))
        connection.execute(text("update audit set who = 'somebody' where number = 7"))
    found = trail.check(EVA, quiet, lambda: False)
    assert (found.broken, found.rows) == (7, 6)
    assert "row 7 does not match its hash" in found.problem


def test_a_check_that_is_cancelled_ends(trail: Trail) -> None:
    with pytest.raises(Cancelled):
        trail.check(EVA, quiet, lambda: True)


def test_taking_it_out_writes_every_row_and_a_row_that_says_so(trail: Trail, tmp_path: Path) -> None:
    path = tmp_path / "audit.csv"
    assert trail.csv(EVA, AuditQuery(who="otto"), path, quiet, lambda: False) == 1
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["who"], row["act"], row["subject"], row["why"]) == ("otto", "line.stopped", "line", "'=1+1")
    (newest,) = trail.page(EVA, AuditQuery(action=Act.AUDIT_EXPORTED.value)).entries
    assert newest.who == "eva"
    assert newest.after == {"file": "audit.csv", "rows": 1, "filter": {"who": "otto"}}
    assert trail.csv(EVA, AuditQuery(), path, quiet, lambda: False) == PAGE + 7


def test_a_file_whose_taking_out_cannot_be_noted_does_not_stay(
    trail: Trail, sqlite_records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_entry: Entry) -> None:
        raise RecordsError("The records are locked.")

    monkeypatch.setattr(sqlite_records.audit, "add", locked)
    with pytest.raises(RecordsError):
        trail.csv(EVA, AuditQuery(), tmp_path / "audit.csv", quiet, lambda: False)
    assert list(tmp_path.glob("audit*")) == []
