"""What is wrong and what was wrong, until somebody has acknowledged it.

An alarm is one kind of trouble: while it lasts, and after it until it is acknowledged, another time only counts up. A
fault of the line is an alarm that lasts until it is acknowledged, which it can be only when its cause is gone. That
alarms came up is in the events, and who acknowledged them in the events and in the audit trail: from there comes back,
at the next start of the program, what nobody has acknowledged.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from station.accounts import Session
from station.audit import Act, Entry
from station.db import Records
from station.errors import StateError
from station.permissions import Action
from station.types import Event, EventKind

MOST_PAST = 200
"""Alarms that are over and acknowledged, kept for the list; the events have all of them."""

_ACKNOWLEDGED = "Acknowledged: "


class AlarmKind(StrEnum):
    FAULT = "fault"
    CAMERA = "camera"
    LOST_PICTURES = "lost_pictures"
    OVERRUN = "overrun"
    OVER_TRIGGERED = "over_triggered"
    IMAGES_NOT_STORED = "images_not_stored"
    EVENTS_DROPPED = "events_dropped"
    DISK = "disk"
    LATE = "late"
    GOLDEN = "golden"
    CLOCK = "clock"
    PARTNER = "partner"
    DRIFT = "drift"
    ROBOT = "robot"
    PLC = "plc"
    MQTT = "mqtt"


class Severity(StrEnum):
    ALARM = "alarm"  # no OK leaves, or records are missing
    WARNING = "warning"


SEVERITY = {
    AlarmKind.FAULT: Severity.ALARM,
    AlarmKind.CAMERA: Severity.ALARM,
    AlarmKind.EVENTS_DROPPED: Severity.ALARM,
    AlarmKind.GOLDEN: Severity.ALARM,
    AlarmKind.PARTNER: Severity.ALARM,
    AlarmKind.ROBOT: Severity.ALARM,
    AlarmKind.PLC: Severity.ALARM,
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """One trouble. `number` counts from 1 since the program started. `lasting`: it is there still.

    `times`: how often it came up, or how many pictures or events it is about; `last_at` is the last time.
    """

    number: int
    kind: AlarmKind
    severity: Severity
    message: str
    hint: str
    at: datetime
    last_at: datetime
    times: int = 1
    lasting: bool = True
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None

    @property
    def acknowledged(self) -> bool:
        return self.acknowledged_at is not None

    @property
    def over(self) -> bool:
        return self.acknowledged and not self.lasting


class Alarms:
    """All alarms of one station. Thread-safe; only `acknowledge` may take long."""

    def __init__(
        self,
        records: Records,
        events: Callable[[Event], None],
        *,
        acknowledge_fault: Callable[[str], None],
        in_fault: Callable[[], bool] = lambda: True,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`acknowledge_fault` takes the name of who acknowledges and raises StateError while a cause is there.

        `in_fault`: whether the line has a fault that is not acknowledged.
        """
        self._records = records
        self._events = events
        self._acknowledge_fault = acknowledge_fault
        self._in_fault = in_fault
        self._now = now
        self._lock = threading.Lock()
        self._open: dict[tuple[AlarmKind, str], Alarm] = {}
        self._past: deque[Alarm] = deque(maxlen=MOST_PAST)
        self._count = 0

    @property
    def unacknowledged(self) -> int:
        with self._lock:
            return sum(not alarm.acknowledged for alarm in self._open.values())

    def all(self) -> tuple[Alarm, ...]:
        """What is to be looked at first comes first: not acknowledged before known, alarms before warnings, then the
        newest; at the end what is over.
        """
        with self._lock:
            present = sorted(
                self._open.values(),
                key=lambda one: (one.acknowledged, one.severity is not Severity.ALARM, -one.number),
            )
            return (*present, *reversed(self._past))

    def raise_alarm(
        self,
        kind: AlarmKind,
        message: str,
        hint: str = "",
        *,
        key: str = "",
        times: int = 1,
        lasting: bool = True,
        at: datetime | None = None,
    ) -> None:
        """Note a trouble. One that is open under the same kind and `key` counts up, and wants to be acknowledged again.

        `lasting` False: it happened and is over already. `at`: when, now if it is left out.
        """
        now = at or self._now()
        with self._lock:
            before = self._open.get((kind, key))
            again = before is None or not before.lasting or not lasting
            if before is None:
                self._count += 1
                severity = SEVERITY.get(kind, Severity.WARNING)
                alarm = Alarm(self._count, kind, severity, message, hint, now, now, times, lasting)
            else:
                alarm = replace(before, message=message, hint=hint, last_at=now, lasting=lasting)
                if again:  # what happens again after somebody said that they know is news
                    times += before.times
                    alarm = replace(alarm, times=times, acknowledged_at=None, acknowledged_by=None)
            self._open[kind, key] = alarm
        news = before is None or (again and before.acknowledged)
        if news and kind is not AlarmKind.FAULT:  # the line has told of its fault itself
            details: dict[str, object] = {"alarm": kind.value, "severity": alarm.severity.value, "hint": hint}
            self._events(Event(now, EventKind.ALARM, message, details=details))

    def end(self, kind: AlarmKind, key: str | None = None) -> None:
        """Note that a trouble is gone (all of a kind without `key`). What was acknowledged leaves the open ones."""
        with self._lock:
            for place in [one for one in self._open if one[0] is kind and key in (None, one[1])]:
                self._settle(place, replace(self._open[place], lasting=False))

    def follow(self, event: Event) -> None:
        """Take faults and their end from what the line tells (any thread)."""
        if event.kind is EventKind.FAULT:
            hint = str(event.details.get("hint", ""))
            self.raise_alarm(AlarmKind.FAULT, event.message, hint, key=event.message, at=event.at)
        elif event.kind is EventKind.ACKNOWLEDGE and "fault" in event.details:
            self._acknowledged_fault(str(event.details["fault"]), event.who, event.at)

    def recall(self) -> tuple[Event, ...]:
        """Bring back what was not acknowledged when the program ended. Returns the faults as they were told of.

        What they are about is over, except for faults: no OK leaves before somebody has acknowledged them. Reads the
        database.
        """
        found: dict[tuple[AlarmKind, str], Event] = {}
        for event in self._records.last_told((EventKind.FAULT, EventKind.ALARM, EventKind.ACKNOWLEDGE)):
            if (place := _place_of(event)) is None:
                continue  # told by another version of the program
            if event.kind is EventKind.ACKNOWLEDGE:
                found.pop(place, None)
            else:
                found.setdefault(place, event)
        with self._lock:
            for (kind, key), event in found.items():
                self._count += 1
                severity, hint = SEVERITY.get(kind, Severity.WARNING), str(event.details.get("hint", ""))
                lasting = kind is AlarmKind.FAULT
                alarm = Alarm(self._count, kind, severity, event.message, hint, event.at, event.at, lasting=lasting)
                self._open[kind, key] = alarm
        return tuple(event for (kind, _), event in found.items() if kind is AlarmKind.FAULT)

    def write_down(self, faults: Sequence[str], who: str) -> None:
        """Keep in the audit trail that somebody acknowledges the faults with these messages. Any thread.

        Raises RecordsError: then the faults must stay.
        """
        with self._lock:
            known = {key: alarm for (kind, key), alarm in self._open.items() if kind is AlarmKind.FAULT}
        for message in faults:
            self._write(AlarmKind.FAULT, message, who, known.get(message))

    def acknowledge(self, by: Session, number: int) -> None:
        """Say that somebody knows of it. A fault is left by this, and all others with it, if their causes are gone.

        Leaving a fault may take seconds.

        Raises:
            NotPermitted: before anything is touched.
            StateError: there is no such alarm, it is acknowledged, or a fault cannot be left; see `Line.acknowledge`.
            RecordsError: it could not be written down; the alarm, and the fault, are as before.
        """
        by.require(Action.ACKNOWLEDGE)
        with self._lock:
            place = next((key for key, one in self._open.items() if one.number == number), None)
            alarm = self._open[place] if place is not None else None
        if alarm is None or place is None:
            raise StateError("This alarm is not there any more.", "Look at the list again.")
        if alarm.acknowledged:
            raise StateError(f"{alarm.acknowledged_by} has acknowledged this alarm.")
        if alarm.kind is AlarmKind.FAULT and self._in_fault():
            self._acknowledge_fault(by.name)  # the line writes it down and tells of it
            return
        now = self._now()
        self._write(alarm.kind, alarm.message, by.name, alarm)
        details: dict[str, object] = {"alarm": alarm.kind.value}
        self._events(Event(now, EventKind.ACKNOWLEDGE, f"{_ACKNOWLEDGED}{alarm.message}", by.name, details))
        with self._lock:
            if (present := self._open.get(place)) is not None and present.number == number:
                lasting = present.lasting and present.kind is not AlarmKind.FAULT  # the line has left it already
                self._settle(place, replace(present, lasting=lasting, acknowledged_at=now, acknowledged_by=by.name))

    def _write(self, kind: AlarmKind, message: str, who: str, alarm: Alarm | None) -> None:
        after: dict[str, object] = {"message": message}
        if alarm is not None:
            after |= {"since": alarm.at.isoformat(), "times": alarm.times}
        self._records.audit.add(Entry(Act.ALARM_ACKNOWLEDGED, f"alarm {kind.value}", who, after=after))

    def _acknowledged_fault(self, message: str, who: str, at: datetime) -> None:
        place = (AlarmKind.FAULT, message)
        with self._lock:
            if (alarm := self._open.get(place)) is not None:
                self._settle(place, replace(alarm, lasting=False, acknowledged_at=at, acknowledged_by=who))

    def _settle(self, place: tuple[AlarmKind, str], alarm: Alarm) -> None:
        """Keep `alarm` where it belongs. The lock is held."""
        if alarm.over:
            self._open.pop(place, None)
            self._past.append(alarm)
        else:
            self._open[place] = alarm


def _place_of(event: Event) -> tuple[AlarmKind, str] | None:
    """Under which kind and key the alarm is, or was, that an event is about; None where it does not say."""
    if event.kind is EventKind.FAULT:
        return AlarmKind.FAULT, event.message
    if "fault" in event.details:
        return AlarmKind.FAULT, str(event.details["fault"])
    try:
        kind = AlarmKind(str(event.details.get("alarm")))
    except ValueError:
        return None
    return kind, event.message.removeprefix(_ACKNOWLEDGED) if kind is AlarmKind.FAULT else ""
