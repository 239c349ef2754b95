"""Counts of a time as the line saw it, quick at a million rows: whole hours are counted already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from station.db import selection
from station.db.connections import Connections
from station.db.filters import in_production
from station.db.mapping import to_us
from station.db.tables import NOT_SEEN, InspectionRow
from station.queries import InspectionQuery, Tally
from station.types import Verdict

_I = InspectionRow


class Tallies:
    """Reads counts. Thread-safe. Raises RecordsError when the database does not do its part."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def tally(self, since: datetime, until: datetime) -> Tally:
        """Count since <= at < until (aware)."""
        return self.series([(since, until)])[0]

    def series(self, spans: Iterable[tuple[datetime, datetime]]) -> list[Tally]:
        """Count each of several spans, as they were at one moment."""
        with self._connections.read() as connection, connection.begin():
            return [_tally(connection, since, until) for since, until in spans]


def withheld_count(since: datetime, until: datetime) -> Select[Any]:
    """Count the OKs that the line never saw, from the index that holds nothing else."""
    # the concat keeps a planner from taking the index of all OKs
    inside = (_I.at_us >= to_us(since), _I.at_us < to_us(until), _I.verdict.concat("") == Verdict.OK.value)
    return select(func.count()).select_from(_I).where(NOT_SEEN, *inside, in_production(to_us(since), to_us(until)))


def _tally(connection: Connection, since: datetime, until: datetime) -> Tally:
    verdicts = selection.counts(connection, InspectionQuery(since=since, until=until))
    withheld = int(connection.scalar(withheld_count(since, until)) or 0)
    return Tally(verdicts, withheld)
