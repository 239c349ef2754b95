"""The rows of events: written and read."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, case, func, insert, select

from station.db import mapping
from station.db.tables import EventRow
from station.types import Event, EventKind


def add(connection: Connection, event: Event) -> None:
    connection.execute(insert(EventRow), mapping.storable(mapping.event_to_row(event)))


def newest(connection: Connection, *, limit: int, kinds: frozenset[EventKind], before: int | None) -> list[Event]:
    """See `Records.events`."""
    statement = select(EventRow.__table__).order_by(EventRow.id.desc()).limit(limit)
    if kinds:
        statement = statement.where(EventRow.kind.in_(sorted(kind.value for kind in kinds)))
    if before is not None:
        statement = statement.where(EventRow.id < before)
    return [mapping.event_from_row(row) for row in connection.execute(statement).mappings()]


def last_told(connection: Connection, kinds: Iterable[EventKind]) -> list[Event]:
    """See `Records.last_told`."""
    worded = (EventKind.FAULT.value, EventKind.ACKNOWLEDGE.value)
    message = case((EventRow.kind.in_(worded), EventRow.message), else_="")
    last = (
        select(func.max(EventRow.id))
        .where(EventRow.kind.in_(sorted(kind.value for kind in kinds)))
        .group_by(EventRow.kind, EventRow.details, message)
    )
    statement = select(EventRow.__table__).where(EventRow.id.in_(last)).order_by(EventRow.id)
    return [mapping.event_from_row(row) for row in connection.execute(statement).mappings()]
