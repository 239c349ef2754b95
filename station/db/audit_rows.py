"""The audit trail as rows, and reading it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from station.audit import AuditEntry, AuditQuery, ChainRow, Entry, Link, Verification, canonical, hash_of, verify
from station.db import tables
from station.db.connections import Connections
from station.db.mapping import from_us, storable, to_us

_A = tables.AuditRow
_H = tables.AuditHeadRow
_COLUMNS = tuple(ChainRow.__dataclass_fields__)

# built once: verdicts wait while a row is appended
_HEAD = select(_H.number, _H.sha256).where(_H.id == 1)
_HELD_HEAD = _HEAD.with_for_update()
_INSERT = insert(_A)
_MOVE_HEAD = update(_H).where(_H.id == 1).values(number=bindparam("the_number"), sha256=bindparam("the_hash"))


def append(connection: Connection, entry: Entry, *, origin: str, at: datetime | None = None) -> Link:
    """Add one row to the chain, inside the caller's transaction: the act and its row are durable together, or neither.

    Call it last: on PostgreSQL the next writer waits here until this transaction ends.
    """
    previous = connection.execute(_HELD_HEAD).one()
    values = storable(
        {
            "number": previous.number + 1,
            "at_us": to_us(at or datetime.now(UTC)),
            "who": entry.who,
            "origin": origin,
            "action": entry.act.value,
            "subject": entry.subject,
            "why": entry.why,
            "before": None if entry.before is None else canonical(entry.before),
            "after": None if entry.after is None else canonical(entry.after),
            "sha256": "",
        }
    )
    row = ChainRow(**values)
    row = replace(row, sha256=hash_of(previous.sha256, row))
    connection.execute(_INSERT, asdict(row))
    connection.execute(_MOVE_HEAD, {"the_number": row.number, "the_hash": row.sha256})
    return Link(row.number, row.sha256)


class AuditTrail:
    """Reads the audit trail, and writes the acts that change nothing else in the records. Thread-safe.

    Raises RecordsError when the database does not do its part.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, entry: Entry, *, act: Callable[[], None] | None = None) -> Link:
        """Add a row for something that is not in the records, such as a file.

        `act` is called inside the transaction and has to be quick: where it raises, there is no row.
        """
        with self._connections.write("written") as connection:
            link = append(connection, entry, origin=self._connections.origin)
            if act is not None:
                act()
        return link

    def entries(
        self, query: AuditQuery | None = None, *, limit: int = 100, before: int | None = None
    ) -> list[AuditEntry]:
        """Read rows, the last written first; `before` is the number of the last one already seen."""
        statement = _matching(query or AuditQuery()).order_by(_A.number.desc()).limit(limit)
        if before is not None:
            statement = statement.where(_A.number < before)
        with self._connections.read() as connection:
            rows = [ChainRow(*row) for row in connection.execute(statement)]
        return [_for_people(row) for row in rows]

    def count(self, query: AuditQuery) -> int:
        """Count what matches."""
        with self._connections.read() as connection:
            return connection.scalar(select(func.count()).select_from(_matching(query).subquery())) or 0

    def people(self) -> list[str]:
        """Read the names of everybody who ever did something, in order."""
        with self._connections.read() as connection:
            return list(connection.scalars(select(_A.who).distinct().order_by(_A.who)))

    def verify(self, *, noted: Link | None = None, watch: Callable[[int], None] = lambda _number: None) -> Verification:
        """Check the whole chain; a million rows take a minute. `noted` is a link that was written down elsewhere.

        `watch` is told up to which row it is checked, every some hundred rows; what it raises ends the check.
        """

        def rows(after: int, limit: int) -> Sequence[ChainRow]:
            watch(max(0, after))
            return self._rows(after, limit)

        return verify(rows, self.head, noted=noted)

    def head(self) -> Link | None:
        """Read where the chain ends; None if the database does not say any more."""
        with self._connections.read() as connection:
            row = connection.execute(_HEAD).first()
        return None if row is None else Link(row.number, row.sha256)

    def _rows(self, after: int, limit: int) -> Sequence[ChainRow]:
        statement = select(*(getattr(_A, name) for name in _COLUMNS)).where(_A.number > after)
        with self._connections.read() as connection:
            return [ChainRow(*row) for row in connection.execute(statement.order_by(_A.number).limit(limit))]


def _matching(query: AuditQuery) -> Select[Any]:
    statement = select(*(getattr(_A, name) for name in _COLUMNS))
    if query.since is not None:
        statement = statement.where(_A.at_us >= to_us(query.since))
    if query.until is not None:
        statement = statement.where(_A.at_us < to_us(query.until))
    if query.who is not None:
        statement = statement.where(_A.who == query.who)
    if query.subject is not None:
        statement = statement.where(_A.subject == query.subject)
    if query.action is not None:
        exact = "." in query.action
        statement = statement.where(
            _A.action == query.action if exact else _A.action.startswith(f"{query.action}.", autoescape=True)
        )
    return statement


def _for_people(row: ChainRow) -> AuditEntry:
    return AuditEntry(
        row.number,
        from_us(row.at_us),
        row.who,
        row.origin,
        row.action,
        row.subject,
        row.why,
        None if row.before is None else json.loads(row.before),
        None if row.after is None else json.loads(row.after),
        row.sha256,
    )
