"""Alarms: what comes up, what counts up, and who has acknowledged it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from station.accounts import Session
from station.alarms import AlarmKind, Alarms, Severity
from station.db import Records
from station.errors import NotPermitted, RecordsError, StateError
from station.permissions import Role
from station.types import Event, EventKind
from tests.station.conftest import NOON

ANNA = Session("anna", Role.OPERATOR, NOON)


class Desk:
    """Alarms with a clock, the events they tell, and a line whose fault can or cannot be left."""

    def __init__(self, records: Records) -> None:
        self.now: datetime = NOON
        self.events: list[Event] = []
        self.still: str | None = None
        self.left_by: list[str] = []
        self.line_in_fault = True
        self.alarms = Alarms(
            records,
            self.events.append,
            acknowledge_fault=self.leave_fault,
            in_fault=lambda: self.line_in_fault,
            now=lambda: self.now,
        )

    def leave_fault(self, who: str) -> None:
        if self.still is not None:
            raise StateError(f"The fault is still there: {self.still}")
        self.left_by.append(who)
        details: dict[str, object] = {"fault": "The detector is hung."}
        self.alarms.follow(Event(self.now, EventKind.ACKNOWLEDGE, "Acknowledged: ...", who, details))

    def fault(self) -> None:
        details: dict[str, object] = {"reason": "detector_hung", "hint": "Restart."}
        self.alarms.follow(Event(self.now, EventKind.FAULT, "The detector is hung.", details=details))


@pytest.fixture
def desk(sqlite_records: Records) -> Desk:
    return Desk(sqlite_records)


def test_an_alarm_is_told_once_and_counts_up_while_it_lasts(desk: Desk) -> None:
    for free in (900, 800):
        desk.alarms.raise_alarm(AlarmKind.DISK, f"{free} MB are free.", "Free space.")
        desk.now += timedelta(seconds=1)
    (alarm,) = desk.alarms.all()
    assert (alarm.message, alarm.times, alarm.lasting, alarm.at) == ("800 MB are free.", 1, True, NOON)
    assert alarm.severity is Severity.WARNING
    assert [event.message for event in desk.events] == ["900 MB are free."]
    assert desk.events[0].kind is EventKind.ALARM


def test_what_is_over_stays_until_it_is_acknowledged(desk: Desk, sqlite_records: Records) -> None:
    desk.alarms.raise_alarm(AlarmKind.DISK, "900 MB are free.")
    desk.alarms.end(AlarmKind.DISK)
    (alarm,) = desk.alarms.all()
    assert (alarm.lasting, alarm.acknowledged, desk.alarms.unacknowledged) == (False, False, 1)
    desk.alarms.acknowledge(ANNA, alarm.number)
    (alarm,) = desk.alarms.all()
    assert alarm.over
    assert (alarm.acknowledged_by, alarm.acknowledged_at) == ("anna", NOON)
    assert desk.alarms.unacknowledged == 0
    assert (desk.events[-1].kind, desk.events[-1].who) == (EventKind.ACKNOWLEDGE, "anna")
    (entry,) = sqlite_records.audit.entries()
    assert (entry.action, entry.who, entry.subject) == ("alarm.acknowledged", "anna", "alarm disk")


def test_what_is_acknowledged_and_lasts_leaves_the_open_ones_when_it_is_gone(desk: Desk) -> None:
    desk.alarms.raise_alarm(AlarmKind.CAMERA, "The camera is lost.")
    desk.alarms.acknowledge(ANNA, 1)
    assert desk.alarms.unacknowledged == 0
    assert desk.alarms.all()[0].lasting
    desk.alarms.end(AlarmKind.CAMERA)
    assert desk.alarms.all()[0].over


def test_what_happens_again_wants_to_be_acknowledged_again(desk: Desk) -> None:
    desk.alarms.raise_alarm(AlarmKind.OVERRUN, "Too fast.", times=3, lasting=False)
    desk.alarms.raise_alarm(AlarmKind.OVERRUN, "Too fast.", times=2, lasting=False)
    (alarm,) = desk.alarms.all()
    assert (alarm.times, desk.alarms.unacknowledged) == (5, 1)
    assert len(desk.events) == 1
    desk.alarms.acknowledge(ANNA, alarm.number)
    desk.alarms.raise_alarm(AlarmKind.OVERRUN, "Too fast.", times=1, lasting=False)
    newest, past = desk.alarms.all()
    assert (newest.times, newest.acknowledged, past.over) == (1, False, True)
    assert [event.kind for event in desk.events] == [EventKind.ALARM, EventKind.ACKNOWLEDGE, EventKind.ALARM]


def test_a_camera_lost_again_after_somebody_knew_is_news(desk: Desk) -> None:
    desk.alarms.raise_alarm(AlarmKind.CAMERA, "The camera is lost.")
    desk.alarms.end(AlarmKind.CAMERA)
    desk.alarms.raise_alarm(AlarmKind.CAMERA, "The camera is lost.")
    (alarm,) = desk.alarms.all()
    assert (alarm.times, alarm.lasting, alarm.acknowledged) == (2, True, False)


def test_acknowledging_a_lasting_fault_leaves_it(desk: Desk) -> None:
    desk.fault()
    (alarm,) = desk.alarms.all()
    assert (alarm.severity, alarm.hint) == (Severity.ALARM, "Restart.")
    assert desk.events == [], "the line has told of it"
    desk.alarms.acknowledge(ANNA, alarm.number)
    assert desk.left_by == ["anna"]
    (alarm,) = desk.alarms.all()
    assert (alarm.over, alarm.acknowledged_by) == (True, "anna")


def test_a_fault_whose_cause_is_there_cannot_be_acknowledged(desk: Desk) -> None:
    desk.fault()
    desk.still = "it hangs"
    with pytest.raises(StateError, match="it hangs"):
        desk.alarms.acknowledge(ANNA, 1)
    assert desk.alarms.unacknowledged == 1


def test_a_fault_that_was_left_at_the_line_is_acknowledged_here_too(desk: Desk) -> None:
    desk.fault()
    desk.leave_fault("eva")
    (alarm,) = desk.alarms.all()
    assert (alarm.over, alarm.acknowledged_by) == (True, "eva")


def test_a_fault_that_the_line_has_left_already_can_be_acknowledged(desk: Desk, sqlite_records: Records) -> None:
    desk.fault()
    desk.line_in_fault = False
    desk.alarms.acknowledge(ANNA, 1)
    assert (desk.left_by, desk.alarms.unacknowledged) == ([], 0)
    assert desk.alarms.all()[0].over
    (entry,) = sqlite_records.audit.entries()
    assert (entry.who, entry.subject) == ("anna", "alarm fault")
    told = Event(
        NOON, EventKind.FAULT, "The detector is hung.", details={"reason": "detector_hung", "hint": "Restart."}
    )
    for event in (told, *desk.events):
        sqlite_records.add_event(event)
    assert Desk(sqlite_records).alarms.recall() == ()


def test_nobody_acknowledges_twice_or_what_is_not_there(desk: Desk) -> None:
    desk.alarms.raise_alarm(AlarmKind.CAMERA, "The camera is lost.")
    desk.alarms.acknowledge(ANNA, 1)
    with pytest.raises(StateError, match="anna has acknowledged"):
        desk.alarms.acknowledge(ANNA, 1)
    with pytest.raises(StateError, match="not there"):
        desk.alarms.acknowledge(ANNA, 7)


def test_an_alarm_that_could_not_be_written_down_is_not_acknowledged(desk: Desk, sqlite_records: Records) -> None:
    desk.alarms.raise_alarm(AlarmKind.DISK, "900 MB are free.")
    sqlite_records.close()
    with pytest.raises(RecordsError):
        desk.alarms.acknowledge(ANNA, 1)
    assert desk.alarms.unacknowledged == 1


def test_who_is_not_signed_in_where_that_is_needed_does_not_acknowledge(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from station import permissions

    desk.alarms.raise_alarm(AlarmKind.DISK, "900 MB are free.")
    monkeypatch.setitem(permissions.LEAST, permissions.Action.ACKNOWLEDGE, Role.ENGINEER)
    with pytest.raises(NotPermitted):
        desk.alarms.acknowledge(ANNA, 1)


def test_the_first_to_look_at_comes_first(desk: Desk) -> None:
    desk.alarms.raise_alarm(AlarmKind.CAMERA, "one")
    desk.alarms.raise_alarm(AlarmKind.DISK, "two")
    desk.alarms.raise_alarm(AlarmKind.CLOCK, "three", lasting=False)
    desk.alarms.acknowledge(ANNA, 2)
    desk.alarms.acknowledge(ANNA, 3)
    assert [alarm.message for alarm in desk.alarms.all()] == ["one", "two", "three"]
