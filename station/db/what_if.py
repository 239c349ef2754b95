"""What other thresholds would have made of recorded parts: counted in SQL from the stored scores, by day.

The model of an inspection follows from its recipe version, so that the index over (recipe, verdict, time, score)
answers everything and no row is looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, literal, or_, select

from station.db import inspection_rows, recipe_rows
from station.db.connections import Connections
from station.db.filters import in_production
from station.db.mapping import HOUR_US, to_us
from station.db.tables import InspectionHourRow, InspectionRow
from station.queries import DayCount
from station.recipe import Recipe
from station.types import Inspection, Purpose, Verdict

_I = InspectionRow
_H = InspectionHourRow
DAY_US = 24 * HOUR_US
_JUDGED = (Verdict.OK, Verdict.REVIEW, Verdict.NOK)


class WhatIf:
    """Recorded scores under other thresholds. Thread-safe. Raises RecordsError when the database does not answer."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def days(
        self,
        recipes: Iterable[Recipe],
        threshold: float,
        review_from: float | None,
        *,
        since: datetime,
        until: datetime,
        offset_us: int = 0,
    ) -> list[DayCount]:
        """Count the parts of these recipe versions by day, recorded verdict and verdict under the thresholds.

        An ERROR stays one, whatever its score. `offset_us` is added to UTC to find the day.
        """
        counted = select(
            func.count(),
            func.sum(case((_I.score >= threshold, 1), else_=0)),
            func.sum(_stopped(threshold, review_from)),
        ).where(
            _I.recipe_id == bindparam("recipe"),
            _I.verdict == bindparam("the_verdict"),
            _I.at_us >= bindparam("from_us"),
            _I.at_us < bindparam("to_us"),
            in_production(bindparam("from_us"), bindparam("to_us")),
        )
        since_us, until_us = to_us(since), to_us(until)
        result: dict[tuple[int, Verdict, Verdict], int] = {}

        def add(day: int, was: Verdict, would_be: Verdict, n: int) -> None:
            if n:
                result[day, was, would_be] = result.get((day, was, would_be), 0) + n

        with self._connections.read() as connection:
            # day by day along the index: GROUP BY would sort a million rows first
            for recipe_id, verdict, day in _days(connection, _ids(connection, recipes), since_us, until_us, offset_us):
                start_us = day * DAY_US - offset_us
                within = {"from_us": max(start_us, since_us), "to_us": min(start_us + DAY_US, until_us)}
                row = connection.execute(counted, {"recipe": recipe_id, "the_verdict": verdict, **within}).one()
                n, rejected, stopped = (int(value or 0) for value in row)
                was = Verdict(verdict)
                if was not in _JUDGED:
                    add(day, was, was, n)
                    continue
                add(day, was, Verdict.NOK, rejected)
                add(day, was, Verdict.REVIEW, stopped - rejected)
                add(day, was, Verdict.OK, n - stopped)
        return [DayCount(*key, n) for key, n in sorted(result.items())]

    def count(self, recipes: Iterable[Recipe], *, since: datetime, until: datetime) -> int:
        """Count the parts of these recipe versions."""
        with self._connections.read() as connection:
            ids = _ids(connection, recipes)
            total = 0
            for recipe_id, verdict in _kinds(connection, ids, (verdict.value for verdict in Verdict)):
                statement = select(func.count()).select_from(_I)
                where = (_I.recipe_id == recipe_id, _I.verdict == verdict, *_within(since, until))
                total += connection.scalar(statement.where(*where)) or 0
        return total

    def changed(
        self,
        recipes: Iterable[Recipe],
        threshold: float,
        review_from: float | None,
        *,
        since: datetime,
        until: datetime,
        limit: int = 200,
    ) -> list[tuple[Inspection, Verdict]]:
        """Read the newest parts whose verdict would be another one, each with that verdict, newest first."""
        after = _after(threshold, review_from)
        with self._connections.read() as connection:
            ids = _ids(connection, recipes)
            keys: list[Any] = []
            for recipe_id, verdict in _kinds(connection, ids, (verdict.value for verdict in _JUDGED)):
                where = (
                    _I.recipe_id == recipe_id,
                    _I.verdict == verdict,
                    _changes(Verdict(verdict), threshold, review_from),
                    *_within(since, until),
                )
                statement = select(_I.at_us, _I.pk, after).where(*where)
                keys += connection.execute(statement.order_by(_I.at_us.desc(), _I.pk.desc()).limit(limit)).all()
            newest = sorted(keys, key=lambda key: (key[0], key[1]), reverse=True)[:limit]
            refs = recipe_rows.refs(connection)
            rows = inspection_rows.read(connection, [key[1] for key in newest])
            would_be = [Verdict(key[2]) for key in newest]
            return list(zip(inspection_rows.to_inspections(connection, rows, refs), would_be, strict=True))


def _ids(connection: Connection, recipes: Iterable[Recipe]) -> list[int]:
    wanted = {recipe.ref for recipe in recipes}
    return [number for number, ref in recipe_rows.refs(connection).items() if ref in wanted]


def _kinds(connection: Connection, ids: list[int], verdicts: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The pairs of recipe version and verdict of which there are any."""
    statement = select(_H.recipe_id, _H.verdict).where(_H.recipe_id.in_(ids), _H.verdict.in_(list(verdicts)))
    statement = statement.where(_H.purpose == Purpose.PRODUCTION.value)
    for row in connection.execute(statement.distinct()).all():
        yield int(row[0]), str(row[1])


def _days(
    connection: Connection, ids: list[int], since_us: int, until_us: int, offset_us: int
) -> list[tuple[int, str, int]]:
    """Recipe version, verdict and day of which there are any, by the counts of hours."""
    statement = select(_H.recipe_id, _H.verdict, _H.hour).where(
        _H.purpose == Purpose.PRODUCTION.value,
        _H.recipe_id.in_(ids),
        _H.hour >= since_us // HOUR_US,
        _H.hour <= until_us // HOUR_US,
    )
    found = set()
    for recipe_id, verdict, hour in connection.execute(statement):
        start_us = hour * HOUR_US + offset_us
        # an hour of UTC may lie in two days of a time zone with half hours
        for day in {start_us // DAY_US, (start_us + HOUR_US - 1) // DAY_US}:
            found.add((int(recipe_id), str(verdict), int(day)))
    return sorted(found)


def _within(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    since_us, until_us = to_us(since), to_us(until)
    return _I.at_us >= since_us, _I.at_us < until_us, in_production(since_us, until_us)


def _stopped(threshold: float, review_from: float | None) -> ColumnElement[int]:
    stop_from = threshold if review_from is None else min(review_from, threshold)
    return case((_I.score >= stop_from, 1), else_=0)


def _changes(was: Verdict, threshold: float, review_from: float | None) -> ColumnElement[bool]:
    """Whether a part with the verdict `was` would have another one."""
    stop_from = threshold if review_from is None else min(review_from, threshold)
    match was:
        case Verdict.OK:
            return _I.score >= stop_from
        case Verdict.REVIEW:
            return or_(_I.score < stop_from, _I.score >= threshold)
        case _:
            return _I.score < threshold


def _after(threshold: float, review_from: float | None) -> ColumnElement[str]:
    """The verdict of `station.decision.decide`, in SQL."""
    steps = [(_I.score >= threshold, literal(Verdict.NOK.value))]
    if review_from is not None:
        steps.append((_I.score >= review_from, literal(Verdict.REVIEW.value)))
    return case(*steps, else_=literal(Verdict.OK.value))
